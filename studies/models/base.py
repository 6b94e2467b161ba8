"""Fields that many records share: the row of the data set, the source, and numbers as printed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import DatabaseError, models

from studies.choices import ReadAs

web_address = URLValidator(schemes=["http", "https"], message="A web address begins with http:// or https://.")


class FromDataSet(models.Model):
    """A record that may have come from the data set, where its row has a stable key.

    ``loaded_digest`` is the fingerprint of the values as loaded. When the record no longer has it, a person has
    edited the record since, and the next load reports the record and does not change it.
    """

    row_key = models.CharField(max_length=160, unique=True, null=True, blank=True, editable=False)  # noqa: DJ001 - NULL keeps "unique" true of many records typed in by people
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class HasSource(models.Model):
    """A record read from a source: the address, the place in it, what was read, and by whom."""

    source_url = models.CharField("source", max_length=600, blank=True, validators=[web_address])
    locator = models.CharField("place in the source", max_length=200, blank=True)
    read_as = models.CharField(
        "what was read", max_length=12, choices=ReadAs.choices(), blank=True, help_text="Empty: as for the study."
    )
    note = models.TextField(blank=True)
    extracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)

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


def plain_number(value: float) -> str:
    """A number without unneeded digits, shown where no printed form is stored."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


class HasPrintedNumbers(models.Model):
    """A record that keeps the printed form of a number where the number alone would lose it (2.0, 85.0, .05)."""

    printed = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def as_printed(self, field: str) -> str:
        """The number as its source prints it; else the plain number (typed, or corrected since); '' when empty."""
        value: Any = getattr(self, field)
        if value is None:
            return ""
        text = str(self.printed.get(field, ""))
        if text and float(text) == float(value):
            return text
        return plain_number(value)
