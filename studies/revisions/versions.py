"""Former versions of a study's rows, from their history.

A *line* is one saved version of one row: who saved it, when, why, and the value of every field. The change of a line is
its difference from the line before it of the same row.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import models

from studies.models import (
    AdverseEvent,
    Arm,
    DataQuery,
    OutcomeResult,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)

ADDED, CHANGED, DELETED = "+", "~", "-"
# The kinds of row of a study, by their name in addresses.
ROWS: dict[str, type[models.Model]] = {
    "study": Study,
    "arm": Arm,
    "result": OutcomeResult,
    "contrast": ReportedContrast,
    "harm": AdverseEvent,
    "bias": RiskOfBias,
    "pool": ReportedPool,
    "inclusion": ReviewInclusion,
    "trial-row": ReviewTrialRow,
    "query": DataQuery,
}
# The field that names the study, where it is not "study".
_PATHS: dict[type[models.Model], str] = {
    Study: "id",
    ReportedPool: "review",
    ReviewInclusion: "review",
    ReviewTrialRow: "review",
}
# Fields about the row, not about the study; a change of them changes nothing reported.
_BOOKKEEPING = frozenset(
    {"id", "row_key", "loaded_digest", "search_text", "revision", "updated_at"}
    | {"extracted_by", "verified_by", "verified_at"}
)

# One row at one time: the value of each field, many-to-many fields as sorted ids.
RowValues = Mapping[str, Any]
Line = Any


def study_of(record: models.Model) -> Study | None:
    """The study that a row belongs to; None for a record that belongs to none."""
    if isinstance(record, Study):
        return record
    if isinstance(record, OutcomeResult):
        return record.arm.study
    if isinstance(record, (ReportedPool, ReviewInclusion, ReviewTrialRow)):
        return record.review
    return record.study if type(record) in ROWS.values() else None  # type: ignore[attr-defined]  # all of them have one


def studies_of(records: Sequence[models.Model]) -> set[int]:
    """Ids of the studies to which these reported rows of one kind belong, by one query at most."""
    if not records or not is_reported_row(records[0]):
        return set()
    model = type(records[0])
    if model is OutcomeResult:
        arms = {record.arm_id for record in records}  # type: ignore[attr-defined]  # all of that kind
        return set(Arm.objects.filter(pk__in=arms).values_list("study_id", flat=True))
    column = "id" if model is Study else f"{_PATHS.get(model, 'study')}_id"
    return {getattr(record, column) for record in records}


def is_reported_row(record: models.Model) -> bool:
    """Whether a change of the record changes what its study reports; a data query does not."""
    return type(record) in ROWS.values() and not isinstance(record, DataQuery)


def lines_of(model: type[models.Model], study: Study) -> "models.QuerySet[Any]":
    """Every line of one kind of row that belonged to the study when it was written, deleted rows too."""
    history: Any = model.history  # type: ignore[attr-defined]
    if model is OutcomeResult:
        arms = Arm.history.filter(study_id=study.pk).values("id")
        return history.filter(arm_id__in=arms)  # type: ignore[no-any-return]
    return history.filter(**{_PATHS.get(model, "study"): study.pk})  # type: ignore[no-any-return]


def line_values(line: Line) -> dict[str, Any]:
    """The values of a line, by field."""
    model = line.instance_type
    recorded = {field.name for field in line._meta.concrete_fields}
    fields = [each for each in model._meta.concrete_fields if each.name in recorded and each.name not in _BOOKKEEPING]
    return {each.name: getattr(line, each.attname) for each in fields} | {
        name: sorted(getattr(link, f"{kind}_id") for link in getattr(line, links).all())
        for (name, kind), links in zip(_many_to_many(model), history_link_names(model), strict=True)
    }


def current_values(record: models.Model) -> dict[str, Any]:
    """The current values of a record, in the same form."""
    fields = [each for each in record._meta.concrete_fields if each.name not in _BOOKKEEPING]
    return {each.name: getattr(record, each.attname) for each in fields} | {
        name: sorted(other.pk for other in getattr(record, name).all()) for name, _ in _many_to_many(type(record))
    }


def many_to_many_names(model: type[models.Model]) -> list[str]:
    """The many-to-many fields, whose history is kept too."""
    return [name for name, _ in _many_to_many(model)]


@cache
def history_link_names(model: type[models.Model]) -> tuple[str, ...]:
    """The attribute in which a line has the links of each of those fields, for prefetching.

    Kept: to look at one such field, the library makes a class.
    """
    history: Any = model.history.model  # type: ignore[attr-defined]
    return tuple(f"{getattr(history, name).model._meta.model_name}_set" for name in many_to_many_names(model))


def _many_to_many(model: type[models.Model]) -> Iterable[tuple[str, str]]:
    """Those fields, each with the name of the other side in a link."""
    return [(each.name, each.m2m_reverse_field_name()) for each in model._meta.many_to_many]


def changed_fields(before: RowValues, after: RowValues) -> list[str]:
    """Names of the fields whose value differs, in the order of the record."""
    return [name for name in after if before.get(name) != after[name]]


def previous_line(line: Line) -> Line | None:
    """The line before this one of the same row; None for the first."""
    return line.instance_type.history.filter(id=line.id, history_id__lt=line.history_id).order_by("-history_id").first()


def last_line(lines: models.QuerySet[Any]) -> int:
    """The number of the newest of some lines; 0 without any. By it a form tells whether another person saved since."""
    return lines.order_by("-history_id").values_list("history_id", flat=True).first() or 0
