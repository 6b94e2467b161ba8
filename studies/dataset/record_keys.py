"""The keys by which rows of the data set name records.

A record that was loaded keeps the key of its row. One that a person made has a key of what it is, which is the same in
every database that holds the same records in the same order.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models

from studies.choices import PublicationRole, StudyStatus
from studies.models import (
    AdverseEvent,
    Arm,
    BetweenGroupThreshold,
    Claim,
    ClaimSource,
    Component,
    Condition,
    DataQuery,
    MinimalImportantChange,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
    Synonym,
)
from studies.models.publication import author_list
from studies.models.study import LONGEST_SLUG
from studies.reported.row_keys import free_key, key_word
from studies.reported.text_keys import family_key

Model = type[models.Model]
Keys = Mapping[int, str]

# The way to the study that decides whether readers see a record; a record of another kind is for everybody.
STUDY_OF: Mapping[Model, str] = {
    Study: "",
    Arm: "study",
    OutcomeResult: "arm__study",
    ReportedContrast: "study",
    AdverseEvent: "study",
    DataQuery: "study",
    RiskOfBias: "study",
    ReportedPool: "review",
    ReviewInclusion: "review",
    ReviewTrialRow: "review",
}
# What makes the key of a record that has none of its own, as the names of its values.
_WORDS: Mapping[Model, tuple[str, ...]] = {
    RiskOfBias: ("tool", "domain"),
    ReviewInclusion: ("citation",),
    MinimalImportantChange: ("scale", "unit"),
    BetweenGroupThreshold: ("domain", "display_range", "size"),
    Claim: ("slug",),
}
_STUDIES_NAMED: Mapping[Model, tuple[str, ...]] = {RiskOfBias: ("study",), ReviewInclusion: ("review", "study")}
_SHORT_NAMED: Mapping[Model, str] = {
    **dict.fromkeys((Condition, OutcomeMeasure, Synonym, Component), "slug"),
    ClaimSource: "title",
}


def records_of(model: Model, *, only_visible: bool) -> "models.QuerySet[Any]":
    """The records of a model; of those with ``only_visible``, what readers see."""
    records: models.QuerySet[Any] = models.QuerySet(model)
    if not only_visible:
        return records
    if model is Publication:
        return _visible_publications(records)
    if model is RiskOfBias:
        records = records.exclude(judged_by__standing=StudyStatus.DRAFT)
    way = STUDY_OF.get(model)
    if way is None:
        return records
    return records.exclude(**{f"{way}__standing" if way else "standing": StudyStatus.DRAFT})


def _visible_publications(publications: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """Publications of studies that readers see, and those without a study that a threshold was read in."""
    of_studies = models.Q(study__isnull=False) & ~models.Q(study__standing=StudyStatus.DRAFT)
    cited = MinimalImportantChange.objects.values("publication")
    return publications.filter(of_studies | models.Q(study__isnull=True, pk__in=cited))


class RecordKeys:
    """The key of every record by its number, read model by model when it is first asked for.

    With ``only_visible`` a record that readers do not see has none.
    """

    def __init__(self, *, only_visible: bool) -> None:
        self.only_visible = only_visible
        self._keys: dict[Model, dict[int, str]] = {}

    def of(self, model: Model) -> Keys:
        """The keys of the records of one model."""
        if model not in self._keys:
            self._keys[model] = _MAKERS.get(model, _own_keys)(self, model)
        return self._keys[model]

    def records(self, model: Model) -> "models.QuerySet[Any]":
        return records_of(model, only_visible=self.only_visible)


def _own_keys(keys: RecordKeys, model: Model) -> dict[int, str]:
    """The keys that rows have, and one for each that has none."""
    named = _SHORT_NAMED.get(model)
    if named:
        return dict(keys.records(model).order_by("pk").values_list("pk", named))
    studies, words = _STUDIES_NAMED.get(model, ()), _WORDS.get(model, ())
    rows = list(
        keys.records(model).order_by("pk").values_list("pk", "row_key", *(f"{each}_id" for each in studies), *words)
    )
    of_studies = keys.of(Study)

    def name(values: tuple[Any, ...]) -> list[str]:
        of_study = [of_studies.get(value, "") for value in values[: len(studies)]]
        return [*of_study, *(key_word(str(value)) for value in values[len(studies) :])] or ["row"]

    return _with_made_keys(((pk, key or "", values) for pk, key, *values in rows), name)


def _study_keys(keys: RecordKeys, model: Model) -> dict[int, str]:
    rows = keys.records(model).order_by("pk").values_list("pk", "row_key", "slug")
    return _with_made_keys(
        ((pk, key or "", slug) for pk, key, slug in rows), lambda slug: [key_word(slug, longest=LONGEST_SLUG)]
    )


def _arm_keys(keys: RecordKeys, model: Model) -> dict[int, str]:
    """The short name of each arm, which is unique within its study."""
    return dict(keys.records(model).values_list("pk", "slug"))


def _publication_keys(keys: RecordKeys, model: Model) -> dict[int, str]:
    """That of the study for its main report; others have the key of their row, or that of citation files."""
    rows = list(
        keys.records(model)
        .order_by("pk")
        .values_list("pk", "study_id", "role", "row_key", "citation_key", "authors", "year", "title")
    )
    mains: dict[int, int] = {}
    for pk, study, *_ in sorted(rows, key=lambda row: (row[2] != PublicationRole.MAIN_REPORT, row[0])):
        mains.setdefault(study, pk) if study else None
    of_studies = keys.of(Study)
    taken = set(of_studies.values())
    found: dict[int, str] = {}
    for pk, study, _, key, citation_key, authors, year, title in rows:
        if mains.get(study) == pk:
            found[pk] = of_studies[study]
            continue
        words = [key or key_word(citation_key) or _author_and_year(authors, year, title)]
        found[pk] = free_key(words, taken)
        taken.add(found[pk])
    return found


def _author_and_year(authors: str, year: int | None, title: str) -> str:
    author = key_word(family_key(next(iter(author_list(authors)), "")))
    return f"{author or key_word(title) or 'publication'}{year or ''}"


def _with_made_keys(rows: Iterable[tuple[int, str, Any]], words: Callable[[Any], Iterable[str]]) -> dict[int, str]:
    """The keys of rows; one that has none gets one of its words that no other has."""
    rows = list(rows)
    taken = {key for _, key, _ in rows if key}
    found: dict[int, str] = {}
    for pk, key, values in rows:
        found[pk] = key or free_key(words(values), taken)
        taken.add(found[pk])
    return found


_MAKERS: Mapping[Model, Callable[[RecordKeys, Model], dict[int, str]]] = {
    Study: _study_keys,
    Arm: _arm_keys,
    Publication: _publication_keys,
}
