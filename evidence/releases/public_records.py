"""The public records as documents: a study with its rows, and other records by their kind.

Two states of the site differ where a document of theirs does. A document holds what readers can see: no draft and
nothing that refers to one, no person, no text of an abstract, no opinion that a second person must not see. A value is
written as in the public history of its study.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from studies.models import (
    Arm,
    BetweenGroupThreshold,
    BiasAssessment,
    Claim,
    ClaimSource,
    Component,
    Condition,
    MinimalImportantChange,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    Registration,
    ReportedPool,
    Study,
)
from studies.pages.history.field_words import NOTHING, Names, fields_of, value_text
from studies.presentation.study_names import HIDDEN_STUDY, StudyNamer, study_namer
from studies.revisions.versions import ROWS, current_values, many_to_many_names

# A document: what it is called, and the cells of each row by kind and key.
Document = dict[str, Any]
# The records that belong to no study, by their kind.
OTHER_RECORDS: dict[str, type[models.Model]] = {
    "condition": Condition,
    "measure": OutcomeMeasure,
    "claim-source": ClaimSource,
    "claim": Claim,
    "important-change": MinimalImportantChange,
    "group-threshold": BetweenGroupThreshold,
    "registration": Registration,
}
PUBLICATION = "publication"
ASSESSMENT = "assessment"
# The rows of a study, by their kind, its publications, and the assessments of its risk of bias.
STUDY_ROWS: dict[str, type[models.Model]] = {**ROWS, PUBLICATION: Publication, ASSESSMENT: BiasAssessment}
# Of an assessment only that it was finished: who assesses the study again must not read what it says.
_OF_ASSESSMENT = frozenset({"tool", "measure", "weeks", "effect_of_interest", "is_consensus"})
# Of a publication, what its study's page prints. The day of a check for retractions alone is no change.
_OF_PUBLICATION = frozenset({"role", "title", "authors", "year", "journal", "doi", "pmid", "pmcid", "retraction"})
# Bookkeeping that no reader needs; who entered or confirmed a number is told in the history of its study.
_NOT_PUBLIC = frozenset({"id", "row_key", "loaded_digest", "study", "review", "signed_off_at", "fingerprint"})
# The way from a row to its study.
STUDY_PATHS = {"study": "pk", "result": "arm__study", "pool": "review", "inclusion": "review", "trial-row": "review"}
# Rows of that many studies are read together.
BATCH = 200


def study_documents() -> Iterator[tuple[str, Document]]:
    """Every study that readers see, by its short name, with its rows and publications."""
    numbers = list(Study.objects.visible().order_by("slug").values_list("pk", flat=True))
    names = common_names()
    for start in range(0, len(numbers), BATCH):
        yield from documents_of_studies(numbers[start : start + BATCH], names)


def other_documents(names: Names, kinds: Collection[str] = OTHER_RECORDS.keys()) -> Iterator[tuple[str, Document]]:
    """The records of no study, a document for each of these kinds."""
    for kind in (each for each in OTHER_RECORDS if each in kinds):
        records = list(_with_links(models.QuerySet(OTHER_RECORDS[kind])))
        naming = naming_of(records)
        rows = {key_of(kind, record): _row(kind, record, names, naming) for record in records}
        yield kind, {"rows": {kind: dict(sorted(rows.items()))}}


# What pages call these records by in addresses; the others have a key of their row.
NAMED_BY_SLUG = frozenset({"study", "condition", "measure"})


def key_of(kind: str, record: Any) -> str:
    """What names a record, or a line of its history, for as long as it is there."""
    return str(record.slug if kind in NAMED_BY_SLUG else getattr(record, "row_key", None) or record.id)


def seen_rows(kind: str, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Those of a kind, or of lines of its history, that do not wait for their author: all but open assessments."""
    return rows.filter(finished_at__isnull=False) if kind == ASSESSMENT else rows


def documents_of_studies(numbers: Sequence[int], common: Names) -> Iterator[tuple[str, Document]]:
    """These studies, given by number, each by its short name; ``common`` are the names that all studies share."""
    read = {kind: _rows_of(kind, model, numbers) for kind, model in STUDY_ROWS.items()}
    naming = naming_of(record for records in read.values() for _, record in records)
    _share_records(read)
    labels = {record.pk: record.label for _, record in read["arm"]}
    titles = {record.pk: str(record) for _, record in read["result"]}
    names: Names = {**common, Arm: labels, OutcomeResult: titles}
    rows: dict[int, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for kind, records in read.items():
        for study, record in records:
            rows[study][kind][key_of(kind, record)] = _row(kind, record, names, naming)
    conditions = _conditions_of(read["arm"], read["study"])
    for study, record in sorted(read["study"], key=lambda pair: pair[1].slug):
        yield (
            record.slug,
            {"label": record.label, "conditions": sorted(conditions[study]), "rows": _sorted(rows[study])},
        )


def _rows_of(kind: str, model: type[models.Model], numbers: Collection[int]) -> list[tuple[int, Any]]:
    path = STUDY_PATHS.get(kind, "study")
    rows = seen_rows(kind, _with_links(models.QuerySet(model))).filter(**{f"{path}__in": numbers})
    rows = rows.annotate(of_study=models.F(path))
    return [(record.of_study, record) for record in rows.order_by("pk")]


def _share_records(read: Mapping[str, list[tuple[int, Any]]]) -> None:
    """Give each result its arm, and each arm its study, of those that were read; one object for each."""
    studies = {record.pk: record for _, record in read["study"]}
    arms = {record.pk: record for _, record in read["arm"]}
    measures = OutcomeMeasure.objects.in_bulk()
    for study, arm in read["arm"]:
        arm.study = studies[study]
    for _, result in read["result"]:
        result.arm, result.measure = arms[result.arm_id], measures[result.measure_id]


def _with_links(records: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    return records.prefetch_related(*many_to_many_names(records.model))


def _conditions_of(arms: Iterable[tuple[int, Any]], studies: Iterable[tuple[int, Any]]) -> dict[int, set[str]]:
    """The conditions (slugs) of each study: its own and those of its arms."""
    slugs = dict(Condition.objects.values_list("pk", "slug"))
    found: dict[int, set[str]] = defaultdict(set)
    for study, record in (*studies, *arms):
        if record.condition_id in slugs:
            found[study].add(slugs[record.condition_id])
    return found


def common_names() -> Names:
    """The names of records to which rows of any study refer; a study that readers cannot see is not named."""
    hidden = set(Study.objects.values_list("pk", flat=True)) - set(Study.objects.visible().values_list("pk", flat=True))
    studies = dict(Study.objects.values_list("pk", "label")) | dict.fromkeys(hidden, HIDDEN_STUDY)
    titles = dict(Publication.objects.visible().values_list("pk", "title"))
    several: tuple[type[models.Model], ...] = (Condition, OutcomeMeasure, Component, ClaimSource)
    named = {model: _texts(models.QuerySet(model)) for model in several}
    pools = _texts(ReportedPool.objects.select_related("review", "measure"))
    return {**named, ReportedPool: pools, Study: studies, Publication: titles}


def _texts(records: "models.QuerySet[Any]") -> dict[int, str]:
    return {record.pk: str(record) for record in records}


def naming_of(records: Iterable[Any]) -> StudyNamer:
    """What writes the labels of studies for their keys in the texts of these records."""
    return study_namer(
        value for record in records for value in vars(record).values() if isinstance(value, str) and value
    )


def _row(kind: str, record: Any, names: Names, naming: StudyNamer) -> dict[str, Any]:
    """A record as a row."""
    return row_of(kind, type(record), current_values(record), names, naming)


def row_of(
    kind: str, model: type[models.Model], values: Mapping[str, Any], names: Names, naming: StudyNamer
) -> dict[str, Any]:
    """A row of these values by its name and its cells; an empty cell is left out."""
    cells = {}
    for field in _public_fields(kind, model):
        if field.name not in values:
            continue
        text = value_text(field, values[field.name], names, naming)
        if text != NOTHING:
            cells[field.name] = text
    return {"name": row_name(kind, cells), "cells": cells}


@cache
def _public_fields(kind: str, model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in fields_of(model) if _is_public(kind, field))


def _is_public(kind: str, field: Any) -> bool:
    if kind == PUBLICATION:
        return field.name in _OF_PUBLICATION
    if kind == ASSESSMENT:
        return field.name in _OF_ASSESSMENT
    return field.name not in _NOT_PUBLIC and field.related_model is not User


# What a row is called: the first of these cells that it has, all of a group together.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "arm": ("label",),
    "result": ("arm", "measure", "outcome_name", "timepoint_label", "part"),
    "contrast": ("measure", "outcome_name", "result_text"),
    "harm": ("event", "arm"),
    "bias": ("tool", "domain"),
    "pool": ("measure", "comparison", "timepoint_label"),
    "inclusion": ("study", "citation"),
    "trial-row": ("pool_locator", "study_label"),
    "query": ("problem",),
    PUBLICATION: ("title",),
    ASSESSMENT: ("tool", "measure", "weeks"),
    "condition": ("name",),
    "measure": ("name",),
    "claim-source": ("title",),
    "claim": ("text",),
    "important-change": ("measure", "change", "unit"),
    "group-threshold": ("domain", "size"),
    "registration": ("registration",),
}


def row_name(kind: str, cells: Mapping[str, str]) -> str:
    """What tells a row from the others of its kind to a reader; empty for the study itself."""
    return ", ".join(cells[name] for name in _NAMES.get(kind, ()) if cells.get(name))


def _sorted(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {kind: dict(sorted(rows[kind].items())) for kind in sorted(rows)}
