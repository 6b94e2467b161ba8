"""Columns of a sheet, made from the fields of its model."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models


class ColumnKind(StrEnum):
    """What is typed into a column."""

    NUMBER = "number"
    WHOLE = "whole"
    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    FLAG = "flag"
    SEVERAL = "several"


Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One field as it is typed. ``is_figure``: a reported number, which needs the place where it was read.

    ``choices`` are pairs of typed text and label; ``needed`` fields cannot be left empty; ``holds_key`` marks a choice
    of a record by its number.
    """

    name: str
    label: str
    holds: ColumnKind
    choices: Choices = ()
    most_letters: int = 0
    is_figure: bool = False
    needed: bool = False
    holds_key: bool = False
    help_text: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.holds in (ColumnKind.NUMBER, ColumnKind.WHOLE)

    def label_of(self, text: str) -> str:
        """A typed text as a person reads it: the label of a choice, "yes" for a flag that is set."""
        if self.holds is ColumnKind.FLAG:
            return "yes" if text else "no"
        labels = dict(self.choices)
        if self.holds is ColumnKind.SEVERAL:
            return ", ".join(labels.get(word, word) for word in text.split())
        return labels.get(text, text)


# The first that a field is an instance of says what it holds.
_HOLDS: tuple[tuple[type[Any], ColumnKind], ...] = (
    (models.BooleanField, ColumnKind.FLAG),
    (models.ManyToManyField, ColumnKind.SEVERAL),
    (models.IntegerField, ColumnKind.WHOLE),
    (models.FloatField, ColumnKind.NUMBER),
    (models.ForeignKey, ColumnKind.CHOICE),
    (models.TextField, ColumnKind.LONG),
)


def columns_of(
    model: type[models.Model],
    names: Sequence[str],
    *,
    choices: dict[str, Choices] | None = None,
    optional: Sequence[str] = (),
    labels: dict[str, str] | None = None,
    without_place: Sequence[str] = (),
) -> tuple[FormColumn, ...]:
    """The fields of a model as columns, in that order.

    ``choices`` are those of fields that name records; ``optional`` may be left empty though the model needs them, for
    what they say is worked out; ``without_place`` are numbers that code something and are not read anywhere.
    """
    given, named = choices or {}, labels or {}
    return tuple(
        _column(
            model._meta.get_field(name),
            choices=given.get(name, ()),
            is_optional=name in optional,
            label=named.get(name, ""),
            is_read=name not in without_place,
        )
        for name in names
    )


def _column(field: Any, *, choices: Choices, is_optional: bool, label: str, is_read: bool) -> FormColumn:
    own = tuple((str(value), str(text)) for value, text in field.choices or ())
    holds = next((each for kind, each in _HOLDS if isinstance(field, kind)), ColumnKind.TEXT)
    is_choice = bool(own or choices) and holds not in (ColumnKind.SEVERAL, ColumnKind.FLAG)
    return FormColumn(
        name=field.name,
        label=label or str(field.verbose_name),
        holds=ColumnKind.CHOICE if is_choice else holds,
        choices=choices or own,
        most_letters=getattr(field, "max_length", None) or 0,
        is_figure=is_read and holds in (ColumnKind.NUMBER, ColumnKind.WHOLE),
        needed=not (field.blank or field.null or is_optional or holds is ColumnKind.FLAG),
        holds_key=isinstance(field, models.ForeignKey),
        help_text=str(field.help_text),
    )
