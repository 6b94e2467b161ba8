"""What the database refuses, said with the line and the columns that made it refuse."""

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models

from studies.loading.faults import Damaged
from studies.loading.wanted import Wanted
from studies.models.base import Loaded


def why_refused(wanted: Wanted, record: Loaded, error: DatabaseError) -> Damaged:
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


def _is_taken(record: Loaded, field: "models.Field[object, object]") -> bool:
    value = getattr(record, field.attname)
    return value is not None and models.QuerySet(type(record)).filter(**{field.name: value}).exists()


def _fields(constraint: models.BaseConstraint) -> list[str]:
    if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
        return sorted(constraint.condition.referenced_base_fields)
    return list(getattr(constraint, "fields", ()))


def _sentence(wanted: Wanted, fields: list[str], message: str) -> Damaged:
    """All columns of the row that the constraint looks at, with what stands in them."""
    table, row = wanted.table, wanted.row
    columns = dict.fromkeys(table.column_of(name) for name in fields)
    found = ", ".join(f"column {name}: {row.cells.get(name, '')!r}" for name in columns)
    return Damaged(f"{row.file}, line {row.line}{', ' if found else ''}{found}: {message.rstrip('.')}.")
