"""Constraints that several records share."""

from django.db import models
from django.db.models import F, Q


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


def another(name: str, field: str, message: str) -> models.CheckConstraint:
    """A constraint that ``field`` names another record than its own."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | ~Q(**{field: F("id")}),
        violation_error_message=message,
    )
