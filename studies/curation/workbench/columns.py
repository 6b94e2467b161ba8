"""Columns of a sheet: fields of the one table, with the limits of their model and what may be chosen in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from studies.fields import NUMERIC, Field, FieldKind

# Where a number was read, which a new or changed one needs.
PLACE_COLUMNS = {"locator": "the place in the source (page, table)", "quote": "the words or cells as printed"}
Choices = tuple[tuple[str, str], ...]
# Records are chosen from a list, and a key is typed as any text.
_TYPED_AS = {FieldKind.RECORD: FieldKind.CHOICE, FieldKind.KEY: FieldKind.TEXT}


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One field as it is typed. ``is_figure``: a reported number, which needs the place where it was read.

    ``choices`` are pairs of typed text and label; a ``needed`` field cannot be left empty; ``holds_key`` marks a
    choice of a record by its number; ``initial`` is what the empty form of a new row says.
    """

    name: str
    label: str
    holds: FieldKind
    choices: Choices = ()
    most_letters: int = 0
    is_figure: bool = False
    needed: bool = False
    holds_key: bool = False
    help_text: str = ""
    initial: str = ""
    comes_first: bool = False

    @property
    def requirement(self) -> str:
        """When the field cannot be empty, as its mark says; '' for one that can."""
        if self.needed:
            return "required"
        return "with a number" if self.name in PLACE_COLUMNS else ""

    @property
    def is_numeric(self) -> bool:
        return self.holds in NUMERIC

    def label_of(self, text: str) -> str:
        """A typed text as a person reads it: the label of a choice, "yes" for a flag that is set."""
        if self.holds is FieldKind.FLAG:
            return "yes" if text else "no"
        labels = dict(self.choices)
        if self.holds is FieldKind.SEVERAL:
            return ", ".join(labels.get(word, word) for word in text.split())
        return labels.get(text, text)


def form_column(field: Field, model: type[models.Model], records: Mapping[type[models.Model], Choices]) -> FormColumn:
    """The column of a field; ``records`` are those to choose from, by their model."""
    stored: Any = model._meta.get_field(field.name)
    can_be_left_empty = stored.blank or stored.null or field.is_filled_in or field.kind is FieldKind.FLAG
    return FormColumn(
        name=field.name,
        label=field.heading,
        holds=_TYPED_AS.get(field.kind, field.kind),
        choices=records.get(stored.related_model, ()) if stored.is_relation else field.choices,
        most_letters=getattr(stored, "max_length", None) or 0,
        is_figure=bool(field.is_figure),
        needed=not can_be_left_empty,
        holds_key=field.kind is FieldKind.RECORD,
        help_text=field.help,
        initial=field.initial,
        comes_first=field.comes_first,
    )
