"""Rows with an address of their own: their keys are made when they are first saved, and stay."""

from collections.abc import Collection, Container, Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from studies.models.base import FromDataSet
from studies.reported.row_keys import free_key, row_address


class HasRowKey(FromDataSet):
    """A row that pages link to. A row typed in has a key too, made of what it is; no later edit changes it."""

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """What names it within the address of its study."""
        return row_address(self.row_key or "")

    def key_words(self) -> Iterable[str]:
        """What the row is, word by word, the key of its study first."""
        raise NotImplementedError

    def give_key(self, taken: Container[str]) -> str:
        """Its key, which is made now where it has none, unlike those that are ``taken``."""
        self.row_key = self.row_key or free_key(self.key_words(), taken)
        return self.row_key

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As for every record; that it has a key is for the database to check, since the key is made on saving."""
        super().validate_constraints(exclude={*(exclude or ()), *([] if self.row_key else ["row_key"])})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.row_key:
            self.give_key(self._keys_alike())
        super().save(*args, **kwargs)

    def _keys_alike(self) -> set[str]:
        rows: models.QuerySet[models.Model] = models.QuerySet(type(self))
        alike = rows.filter(row_key__startswith=free_key(self.key_words(), taken=()))
        return set(alike.values_list("row_key", flat=True))


Row = TypeVar("Row", bound=HasRowKey)


def at_addresses(rows: "models.QuerySet[Row]", *addresses: str) -> list[Row]:
    """The rows of one study at these addresses, in their order, by one query; those that are not there are left out."""
    alike = Q()
    for address in addresses:
        alike |= Q(row_key__endswith=address)
    found = {row.address: row for row in rows.filter(alike).order_by("-pk")}
    return [found[address] for address in addresses if address in found]


def has_key(name: str) -> models.CheckConstraint:
    """A constraint that a row has a key."""
    return models.CheckConstraint(
        name=name,
        condition=Q(row_key__isnull=False) & ~Q(row_key=""),
        violation_error_message="A row has a key, by which pages link to it.",
    )
