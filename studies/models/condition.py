"""Kinds of back pain."""

from collections.abc import Collection, Iterable, Mapping

from django.db import models

from studies.models.base import FromDataSet
from studies.models.history import History


class Condition(FromDataSet):
    """A kind of back pain; a parent includes its children. Neck and other conditions are not back pain."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    plain_name = models.CharField("patients' words", max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(default=0)
    in_back_pain = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    history = History()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="condition_is_not_its_own_parent",
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                violation_error_message="A condition cannot be its own parent.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def everyday_name(self) -> str:
        """Patients' words for it; empty where they are its name."""
        return "" if self.plain_name.casefold() == self.name.casefold() else self.plain_name


def with_ancestors(condition: Condition, conditions: Iterable[Condition]) -> list[Condition]:
    """The condition and all above it, the nearest first, from a list already read."""
    by_number: dict[int | None, Condition] = {other.pk: other for other in conditions}
    found, above = [condition], by_number.get(condition.parent_id)
    while above is not None and above not in found:
        found.append(above)
        above = by_number.get(above.parent_id)
    return found


def with_descendants(condition: Condition, conditions: Iterable[Condition]) -> list[Condition]:
    """The condition and all below it, in their order, from a list already read."""
    return _with_those_below(condition, _children(conditions))


def scopes_of(conditions: Collection[Condition]) -> dict[str, list[Condition]]:
    """By its slug, each of all conditions with those below it."""
    children = _children(conditions)
    return {condition.slug: _with_those_below(condition, children) for condition in conditions}


def _children(conditions: Iterable[Condition]) -> dict[int | None, list[Condition]]:
    children: dict[int | None, list[Condition]] = {}
    for condition in conditions:
        children.setdefault(condition.parent_id, []).append(condition)
    return children


def _with_those_below(condition: Condition, children: Mapping[int | None, list[Condition]]) -> list[Condition]:
    found = [condition]
    # Those below one that was found are found after it.
    for above in found:
        found += children.get(above.pk, [])
    return found
