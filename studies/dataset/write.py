"""Rows compared with the stored records, written where they differ; what the database refuses is said with its line."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from studies.dataset.errors import DataSetError
from studies.dataset.id_map import IdMap
from studies.dataset.load_report import Report, RowOutcome
from studies.dataset.row_digests import Snapshot, digest, snapshot
from studies.dataset.row_plan import RowPlan
from studies.models import Study
from studies.models.base import FromDataSet
from studies.revisions.record_change import record_change
from studies.revisions.versions import studies_of


def why_refused(wanted: RowPlan, record: FromDataSet, error: DatabaseError) -> DataSetError:
    """A sentence on the constraint that a record breaks; the database's own words when it names none of ours."""
    for constraint in record._meta.constraints:
        try:
            constraint.validate(type(record), record)
        except ValidationError as invalid:
            return _sentence(wanted, _fields(constraint), invalid.messages[0])
    for field in record._meta.concrete_fields:
        if field.unique and _is_taken(record, field):
            return _sentence(wanted, [field.name], f"It is taken by another {record._meta.verbose_name}.")
    return _sentence(wanted, [], f"The database refuses the row: {error}")


def _is_taken(record: FromDataSet, field: "models.Field[object, object]") -> bool:
    value = getattr(record, field.attname)
    return value is not None and models.QuerySet(type(record)).filter(**{field.name: value}).exists()


def _fields(constraint: models.BaseConstraint) -> list[str]:
    if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
        return sorted(constraint.condition.referenced_base_fields)
    return list(getattr(constraint, "fields", ()))


def _sentence(wanted: RowPlan, fields: list[str], message: str) -> DataSetError:
    """All columns of the row that the constraint looks at, with what stands in them."""
    table, row = wanted.table, wanted.row
    columns = dict.fromkeys(table.column_of(name) for name in fields)
    found = ", ".join(f"column {name}: {row.cells.get(name, '')!r}" for name in columns)
    return DataSetError(f"{row.file}, line {row.line}{', ' if found else ''}{found}: {message.rstrip('.')}.")


REASON = "Loaded from the data set"


def write(wanted: Sequence[RowPlan], ledger: IdMap, report: Report) -> None:
    """Bring the records of one table to what its rows ask, but for those that a person has worked on.

    Raises ``DataSetError`` when the database refuses one.
    """
    standing = _standing_records(wanted)
    new = []
    for each in wanted:
        record = standing.get(each.row_key)
        if record is None:
            new.append(each)
            verdict = RowOutcome.CREATED
        else:
            verdict = _bring_up_to_date(record, each, ledger, report)
        report.of(each.row.file).note(each.row.line, verdict)
    created = _create(new)
    for record in created:
        ledger.ids[type(record)][str(record.row_key)] = record.pk
    if created and isinstance(created[0], Study):
        ledger.counted |= {record.pk for record in created}
    _count_changes(created, ledger)


def _standing_records(wanted: Sequence[RowPlan]) -> dict[str, FromDataSet]:
    if not wanted:
        return {}
    records: models.QuerySet[FromDataSet] = models.QuerySet(wanted[0].table.model).filter(row_key__isnull=False)
    return {str(record.row_key): record for record in records.prefetch_related(*wanted[0].several)}


def _count_changes(records: Sequence[FromDataSet], ledger: IdMap) -> None:
    """Whoever vouched for a study did not vouch for what the files say of it now."""
    for pk in studies_of(records) - ledger.counted:
        record_change(study=Study(pk=pk), by=None, now=ledger.now, reason=REASON)
        ledger.counted.add(pk)


def _bring_up_to_date(record: FromDataSet, wanted: RowPlan, ledger: IdMap, report: Report) -> RowOutcome:
    several = {name: [other.pk for other in getattr(record, name).all()] for name in wanted.several}
    before = snapshot(record, several)
    for name, value in wanted.values.items():
        setattr(record, name, value)
    after = snapshot(record, wanted.several)
    if before == after:
        return RowOutcome.UNCHANGED
    if digest(type(record), before) != record.loaded_digest:
        report.left_alone.append(_how_edited(wanted, before, after))
        return RowOutcome.LEFT_ALONE
    record.loaded_digest = digest(type(record), after)
    _count_changes([record], ledger)
    if isinstance(record, Study):
        record.refresh_from_db(fields=["standing", "signed_off_by", "signed_off_at", "extracted_by", "revision"])
    _update(record, wanted)
    return RowOutcome.UPDATED


def _how_edited(wanted: RowPlan, before: Snapshot, after: Snapshot) -> str:
    said = [
        f"{name} is {before[name]!r} here and {after[name]!r} in the file"
        for name in before
        if before[name] != after[name]
    ]
    return f"{wanted.row.file}, line {wanted.row.line} ({wanted.row_key}): edited by a person; {'; '.join(said)}"


def _update(record: FromDataSet, wanted: RowPlan) -> None:
    """Save one record with one line of history, its many-to-many fields included."""
    for name, ids in wanted.several.items():
        _without_history(record, name, ids)
    record._change_reason = REASON  # type: ignore[attr-defined]  # noqa: SLF001 - the library's documented door
    try:
        with transaction.atomic():
            record.save()
    except DatabaseError as error:
        raise why_refused(wanted, record, error) from error


def _without_history(record: FromDataSet, name: str, ids: Iterable[int]) -> None:
    """Set a many-to-many field; the line of history comes with the save that follows."""
    record.skip_history_when_saving = True  # type: ignore[attr-defined]
    getattr(record, name).set(ids)
    del record.skip_history_when_saving  # type: ignore[attr-defined]


def _create(wanted: Sequence[RowPlan]) -> list[FromDataSet]:
    records = [each.fresh() for each in wanted]
    for record, each in zip(records, wanted, strict=True):
        record.loaded_digest = digest(type(record), snapshot(record, each.several))
    try:
        with transaction.atomic():
            return _create_all(records, wanted)
    except DatabaseError as error:
        raise _first_refused(wanted, error) from error


def _create_all(records: list[FromDataSet], wanted: Sequence[RowPlan]) -> list[FromDataSet]:
    """Save new records in bulk, each with its first line of history."""
    if not records:
        return []
    model: Any = type(records[0])
    model.objects.bulk_create(records)
    if hasattr(model, "history"):
        lines = model.history.bulk_history_create(records, default_change_reason=REASON)
        for name in wanted[0].several:
            _relate(name, list(zip(records, lines, [each.several[name] for each in wanted], strict=True)))
    return records


def _relate(name: str, what: list[tuple[FromDataSet, Any, list[int]]]) -> None:
    """Fill a many-to-many field of new records, each given with its first line of history and the ids to relate."""
    field: Any = what[0][0]._meta.get_field(name)
    through, past = field.remote_field.through, getattr(type(what[0][1]), name).model
    ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    pairs = [(line, {ours: record.pk, theirs: other}) for record, line, ids in what for other in ids]
    links = through.objects.bulk_create([through(**pair) for _, pair in pairs])
    past.objects.bulk_create(
        [past(history=line, id=link.pk, **pair) for (line, pair), link in zip(pairs, links, strict=True)]
    )


def _first_refused(wanted: Sequence[RowPlan], error: DatabaseError) -> Exception:
    """Which row the database refuses, found by trying one after the other. The whole load is undone afterwards."""
    for each in wanted:
        record = each.fresh()
        try:
            with transaction.atomic():
                record.save()
        except DatabaseError as refused:
            return why_refused(each, record, refused)
    return error
