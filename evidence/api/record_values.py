"""A record as JSON, by the same table of fields that describes it. It names other records by their lasting names."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat

from evidence.api.record_fields import shown_fields
from studies.choices import StudyStatus
from studies.fields.field import Field, FieldKind
from studies.models import Arm, ClaimSource, Study
from studies.models.base import HasPrintedNumbers
from studies.presentation.study_names import StudyNamer
from studies.reported.row_keys import JOINT

# The lasting name of an arm, as the database has it: the same as ``record_id``.
ARM_ID: Combinable = Coalesce(
    F("row_key"), Concat(F("study__slug"), Value(JOINT), F("slug"), output_field=CharField()), output_field=CharField()
)


# Fields whose texts may name other studies by their keys.
REMARKS = ("note", "problem", "detail")


def record_id(record: Model) -> str:
    """The name of a record in addresses and answers; never its number in the database."""
    if isinstance(record, Arm):
        return record.row_key or f"{record.study.slug}{JOINT}{record.slug}"
    if isinstance(record, ClaimSource):
        return record.title
    return str(getattr(record, "slug", "") or getattr(record, "row_key", ""))


def record_data(kind: str, record: Model, naming: StudyNamer = str) -> dict[str, Any]:
    """The fields of a record; null where nothing is stated in the text that was read.

    ``naming`` writes the names of studies in remarks: a study that readers do not see is not named.
    """
    data = {field.name: _value(field, record) for field in shown_fields(kind)}
    return data | {name: naming(data[name]) for name in REMARKS if data.get(name)}


def remark_texts(records: Iterable[Model]) -> list[str]:
    """The texts of records that may name studies."""
    return [text for record in records for name in REMARKS if (text := getattr(record, name, ""))]


def printed_forms(record: Model) -> dict[str, str]:
    """Numbers as their source prints them, where the number alone would lose it (85.0), by field."""
    if not isinstance(record, HasPrintedNumbers):
        return {}
    return {name: text for name in record.printed if (text := record.as_printed(name))}


def _value(field: Field, record: Model) -> Any:
    value = getattr(record, field.name)
    if field.kind is FieldKind.SEVERAL:
        return [record_id(each) for each in value.all() if not is_draft(each)]
    if field.kind is FieldKind.RECORD:
        return None if value is None or is_draft(value) else record_id(value)
    if isinstance(value, str | date):
        return str(value) or None
    return value


def is_draft(record: Model) -> bool:
    """Whether it is a study that readers do not see."""
    return isinstance(record, Study) and record.standing == StudyStatus.DRAFT
