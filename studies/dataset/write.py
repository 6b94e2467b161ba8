"""Rows compared with the stored records, written where they differ; a refused row is named with its line."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, models, transaction

from studies.dataset.id_map import IdMap
from studies.dataset.load_errors import DataSetError
from studies.dataset.load_report import Report, RowOutcome
from studies.dataset.row_digests import Snapshot, digest, snapshot
from studies.dataset.row_plan import RowPlan
from studies.models import Study
from studies.models.base import REFUSALS, FromDataSet, refusal_reason
from studies.revisions.reasons import LOADED
from studies.revisions.record_change import record_change
from studies.revisions.versions import studies_of


def refusal_error(plan: RowPlan, record: FromDataSet, error: DatabaseError) -> DataSetError:
    """Why the database refused a record, with the line, every column that is concerned and its cell."""
    fields, message = refusal_reason(record, error)
    table, row = plan.table, plan.row
    columns = dict.fromkeys(table.column_of(name) for name in fields)
    values = ", ".join(f"column {name}: {row.cells.get(name, '')!r}" for name in columns)
    return DataSetError(f"{row.file}, line {row.line}{', ' if values else ''}{values}: {message.rstrip('.')}.")


# Letters of a value in the report; the record and its history have all of them.
LONGEST_SHOWN = 80


def write(plans: Sequence[RowPlan], id_map: IdMap, report: Report) -> None:
    """Create or update the records of one table by its rows, except those that a person has edited.

    Raises ``DataSetError`` when the database refuses one.
    """
    stored = _stored_records(plans, id_map)
    new = []
    for each in plans:
        record = stored.get(each.row_key)
        if record is None:
            new.append(each)
            verdict = RowOutcome.CREATED
        else:
            verdict = _update_unless_edited(record, each, id_map, report)
        report.of(each.row.file).note(each.row.line, verdict)
    created = _create(new)
    for record in created:
        id_map.ids[type(record)][str(record.row_key)] = record.pk
    if created and isinstance(created[0], Study):
        id_map.counted |= {record.pk for record in created}
    _count_changes(created, id_map)


def _stored_records(plans: Sequence[RowPlan], id_map: IdMap) -> dict[str, FromDataSet]:
    """The records by key; nothing is read where all rows are new."""
    if not any(each.row_key in id_map.ids[each.table.model] for each in plans):
        return {}
    records: models.QuerySet[FromDataSet] = models.QuerySet(plans[0].table.model).filter(row_key__isnull=False)
    return {str(record.row_key): record for record in records.order_by().prefetch_related(*plans[0].several)}


def _count_changes(records: Sequence[FromDataSet], id_map: IdMap) -> None:
    """Count the change of each study: a study that was signed off becomes unverified."""
    for pk in studies_of(records) - id_map.counted:
        record_change(study=Study(pk=pk), by=None, now=id_map.now, reason=LOADED)
        id_map.counted.add(pk)


def _update_unless_edited(record: FromDataSet, plan: RowPlan, id_map: IdMap, report: Report) -> RowOutcome:
    several = {name: [other.pk for other in getattr(record, name).all()] for name in plan.several}
    before = snapshot(record, several)
    for name, value in plan.values_for(record).items():
        setattr(record, name, value)
    after = snapshot(record, plan.several)
    if before == after:
        return RowOutcome.UNCHANGED
    if digest(type(record), before) != record.loaded_digest:
        report.left_alone.append(
            _sentence(plan, before, after, "{} is {} here and {} in the file", "edited by a person; ")
        )
        return RowOutcome.LEFT_ALONE
    record.loaded_digest = digest(type(record), after)
    report.updated.append(_sentence(plan, before, after, "{} was {} and is {}"))
    _count_changes([record], id_map)
    if isinstance(record, Study):
        record.refresh_from_db(fields=["standing", "signed_off_by", "signed_off_at", "extracted_by", "revision"])
    _save_update(record, plan)
    return RowOutcome.UPDATED


def _sentence(plan: RowPlan, before: Snapshot, after: Snapshot, words: str, why: str = "") -> str:
    """What differs between a record and its row: ``words`` take the name of a field and both its values."""
    differences = [
        words.format(name, _shown(before[name]), _shown(after[name])) for name in before if before[name] != after[name]
    ]
    return f"{plan.row.file}, line {plan.row.line} ({plan.row_key}): {why}{'; '.join(differences)}"


def _shown(value: Any) -> str:
    """A value of a report; of a long text its beginning."""
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _save_update(record: FromDataSet, plan: RowPlan) -> None:
    """Save one record with one line of history, its many-to-many fields included."""
    # The line of history comes with the save that follows.
    record.skip_history_when_saving = True  # type: ignore[attr-defined]
    for name, ids in plan.several.items():
        getattr(record, name).set(ids)
    del record.skip_history_when_saving  # type: ignore[attr-defined]
    record._change_reason = LOADED  # type: ignore[attr-defined]  # noqa: SLF001 - the library's documented door
    try:
        with transaction.atomic():
            record.save()
    except REFUSALS as error:
        raise refusal_error(plan, record, error) from error


def _create(plans: Sequence[RowPlan]) -> list[FromDataSet]:
    records = [each.new_record() for each in plans]
    for record, each in zip(records, plans, strict=True):
        record.loaded_digest = digest(type(record), snapshot(record, each.several))
    try:
        with transaction.atomic():
            return _create_all(records, plans)
    except REFUSALS as error:
        raise _first_refusal(plans, error) from error


def _create_all(records: list[FromDataSet], plans: Sequence[RowPlan]) -> list[FromDataSet]:
    """Save new records in bulk, each with its first line of history."""
    if not records:
        return []
    model: Any = type(records[0])
    model.objects.bulk_create(records)
    if hasattr(model, "history"):
        lines = model.history.bulk_history_create(records, default_change_reason=LOADED)
        for name in plans[0].several:
            _create_links(name, list(zip(records, lines, [each.several[name] for each in plans], strict=True)))
    return records


def _create_links(name: str, rows: list[tuple[FromDataSet, Any, list[int]]]) -> None:
    """Fill a many-to-many field of new records; each row is a record, its first line of history, the related ids."""
    field: Any = rows[0][0]._meta.get_field(name)
    through, history_model = field.remote_field.through, getattr(type(rows[0][1]), name).model
    ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    pairs = [(line, {ours: record.pk, theirs: other}) for record, line, ids in rows for other in ids]
    links = through.objects.bulk_create([through(**pair) for _, pair in pairs])
    history_model.objects.bulk_create(
        [history_model(history=line, id=link.pk, **pair) for (line, pair), link in zip(pairs, links, strict=True)]
    )


def _first_refusal(plans: Sequence[RowPlan], error: DatabaseError) -> Exception:
    """The row that the database refuses, found by trying one after the other. The whole load is undone afterwards."""
    for each in plans:
        record = each.new_record()
        try:
            with transaction.atomic():
                record.save()
        except REFUSALS as refused:
            return refusal_error(each, record, refused)
    return error
