"""Fields that many records share: the row of the data set, the source, and numbers as printed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import DatabaseError, DataError, IntegrityError, models
from django.db.models import F, Q

from studies.reported.row_provenance import printed_number

# How the database refuses a record for what is in it. Its other errors say nothing of the record: a full disk, a lost
# connection, a lock that was not had in time.
REFUSALS = (IntegrityError, DataError)

web_address = URLValidator(schemes=["http", "https"], message="A web address begins with http:// or https://.")


class FromDataSet(models.Model):
    """A record that may have come from the data set, where its row has a stable key.

    ``loaded_digest`` is the fingerprint of the values as loaded, and empty of a record that a person made. When the
    record no longer has it, a person has edited the record since, and the next load reports the record and does not
    change it.
    """

    row_key = models.CharField(max_length=160, unique=True, null=True, blank=True, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


def broken_constraint(record: models.Model) -> tuple[list[str], str] | None:
    """The fields and the message of the first constraint that a record breaks; None when it breaks none of ours."""
    for constraint in record._meta.constraints:
        try:
            constraint.validate(type(record), record)
        except ValidationError as invalid:
            fields = list(getattr(constraint, "fields", ()))
            if isinstance(constraint, models.CheckConstraint) and isinstance(constraint.condition, models.Q):
                fields = sorted(constraint.condition.referenced_base_fields)
            return fields, " ".join(invalid.messages)
    return None


def refusal_reason(record: models.Model, error: DatabaseError) -> tuple[list[str], str]:
    """Why the database refused a record: the fields concerned, and a sentence."""
    if broken := broken_constraint(record):
        return broken
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname) if field.unique and not field.primary_key else None
        others: models.QuerySet[models.Model] = models.QuerySet(type(record)).exclude(pk=record.pk)
        if value is not None and others.filter(**{field.name: value}).exists():
            return [field.name], f"It is taken by another {record._meta.verbose_name}."
    return [], f"The database refuses the row: {error}"


class PrintedForms(models.JSONField):
    """The printed forms of numbers, by field. Nearly every row keeps none, which is read without a reader of JSON."""

    def from_db_value(self, value: str | None, *args: Any) -> Any:
        return {} if value == "{}" else super().from_db_value(value, *args)

    def deconstruct(self) -> Any:
        """To a migration it is a field of JSON."""
        name, _, *options = super().deconstruct()
        return name, "django.db.models.JSONField", *options


class HasPrintedNumbers(models.Model):
    """A record that keeps the printed form of a number where the number alone would lose it (2.0, 85.0, .05)."""

    printed = PrintedForms(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def as_printed(self, field: str) -> str:
        """The number as its source prints it; else the plain number (typed, or corrected since); '' when empty."""
        value = getattr(self, field)
        return "" if value is None else printed_number(value, str(self.printed.get(field, "")))


def ordered(name: str, low: str, high: str, message: str) -> models.CheckConstraint:
    """A constraint that ``low`` does not exceed ``high`` where both are given."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": F(high)}),
        violation_error_message=message,
    )


def not_negative(name: str, field: str, message: str) -> models.CheckConstraint:
    """A constraint that ``field`` is zero or more where it is given."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0}),
        violation_error_message=message,
    )


def between(name: str, field: str, low: float, high: float, message: str) -> models.CheckConstraint:
    """A constraint that ``field`` lies from ``low`` to ``high``, both included, where it is given."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (low, high)}),
        violation_error_message=message,
    )


def another(name: str, field: str, message: str) -> models.CheckConstraint:
    """A constraint that ``field`` names another record than its own."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | ~Q(**{field: F("id")}),
        violation_error_message=message,
    )
