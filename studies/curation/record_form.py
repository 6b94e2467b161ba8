"""Forms of whole records, made of the one table of fields: which fields, in which order, with which labels.

Numbers are typed as papers print them. Limits of a value, and what it must not contradict, are those of the model.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import modelform_factory
from django.utils.text import capfirst

from studies.curation.pasting.read_number import NotANumberError, Number, read_number
from studies.fields import FIELDS, NUMERIC, Field, FieldKind
from studies.models.base import HasPrintedNumbers
from studies.models.source import HasSource
from studies.numerics.whole_number import MOST_DIGITS
from studies.revisions.reasons import LONGEST_REASON

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
    SeveralChoices = forms.ModelMultipleChoiceField[Any]
else:
    AnyModelForm = forms.ModelForm
    SeveralChoices = forms.ModelMultipleChoiceField

# Nine digits fit every database, and no study counts more.
_LARGEST = 999_999_999


class TypedNumberField(forms.FloatField):
    """A number as people write it: decimal point or comma, true minus."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # stubs: a count
        number = _typed_number(value)
        return None if number is None else number.value


class TypedCountField(forms.IntegerField):
    """A whole number of people, trials or events."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        number = _typed_number(value)
        if number is None:
            return None
        if not number.value.is_integer():
            raise ValidationError(f"“{value}” is no count. Write a whole number; leave it empty when not reported.")
        return int(number.value)


class RecordsField(SeveralChoices):
    """Records chosen by their numbers; one that no database holds is no choice, which Django does not ask."""

    def clean(self, value: Any) -> Any:
        endless = [each for each in value or () if len(str(each)) > MOST_DIGITS]
        if endless:
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": f"{endless[0]:.20}"})
        return super().clean(value)


def _typed_number(value: Any) -> Number | None:
    """The number that was typed, None for nothing. Raises ``ValidationError``."""
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    try:
        number = read_number(text)
    except NotANumberError as error:
        raise ValidationError(str(error)) from error
    if abs(number.value) > _LARGEST:
        raise ValidationError(f"“{text}” is larger than anything that a study reports.")
    return number


class FieldsForm(AnyModelForm):
    """The fields of one record, and why it is changed."""

    reason = forms.CharField(
        label="Why", max_length=LONGEST_REASON, help_text="Kept in the history with your name; readers see it."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, HasSource):
            self.fields["locator"].required = True
        if isinstance(self.instance, HasPrintedNumbers) and self.instance.pk:
            self.initial.update({name: self.instance.as_printed(name) for name in self._numbers()})

    def printed_forms(self) -> dict[str, str]:
        """The printed form of each number that was typed, by field."""
        typed = {name: _typed_number(self[name].data) for name in self._numbers()}
        return {name: number.text for name, number in typed.items() if number}

    def record(self) -> Any:
        """The record with its new values, not saved."""
        record = self.save(commit=False)
        if isinstance(record, HasPrintedNumbers):
            record.printed = {**record.printed, **self.printed_forms()}
        return record

    def _numbers(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, TypedNumberField | TypedCountField)]


def fields_form(kind: str, model: type[models.Model], *, fixed: Collection[str] = ()) -> type[FieldsForm]:
    """The form of a kind of row of the table of fields, without the ``fixed`` fields that its page sets."""
    fields = [field for field in FIELDS[kind].typed if field.name not in fixed]
    classes = {
        FieldKind.SEVERAL: RecordsField,
        **dict.fromkeys(NUMERIC, TypedNumberField),
        FieldKind.WHOLE: TypedCountField,
    }
    made: type[Any] = modelform_factory(
        model,
        form=FieldsForm,
        fields=[field.name for field in fields],
        labels={field.name: _label(field) for field in fields},
        help_texts={field.name: field.help for field in fields if field.help},
        field_classes={field.name: classes[field.kind] for field in fields if field.kind in classes},
        widgets={field.name: widget() for field in fields if (widget := _widget(field))},
    )
    return made


def _label(field: Field) -> str:
    """The label with a capital, but for a Greek letter: τ² is not Τ²."""
    return capfirst(field.label) if field.label[:1].isascii() else field.label


def _widget(field: Field) -> Callable[[], forms.Widget] | None:
    """The widget where it is not the model's own."""
    if field.kind is FieldKind.LONG:
        return lambda: forms.Textarea(attrs={"rows": 3})
    if field.kind is FieldKind.SEVERAL:
        return forms.CheckboxSelectMultiple
    return None
