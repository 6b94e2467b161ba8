"""What a row of records says in the API: the columns of the table of fields, with their types and units."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field as SchemaField
from pydantic import create_model
from pydantic.config import JsonDict

from evidence.api.schema_base import ApiSchema, Units
from studies.choices import LabelledEnum
from studies.fields import FIELDS
from studies.fields.field import Field, FieldKind

PEOPLE, WEEKS, PERCENT, POINTS = "people", "weeks", "percent", "points of the scale of the row"
OZONE, VOLUME, YEARS, AS_MEASURE = "µg/ml", "ml", "years", "as effect_measure says"
_OF_RESULT = ("mean", "sd", "se", "ci_low", "ci_high", "median", "q1", "q3", "minimum", "maximum")
# Units of numbers by kind of row. A number without one is a pure number: a probability, a correlation, an order.
UNITS: Mapping[str, Units] = {
    "study": {
        **dict.fromkeys(("n_randomised", "n_analysed", "cluster_size"), PEOPLE),
        **dict.fromkeys(("age_mean", "age_sd"), YEARS),
        "pct_female": PERCENT,
        "max_followup_weeks": WEEKS,
    },
    "arm": {
        **dict.fromkeys(("n_randomised", "n_analysed"), PEOPLE),
        **dict.fromkeys(("concentration_low", "concentration_high"), OZONE),
        **dict.fromkeys(("volume_low", "volume_high"), VOLUME),
        **dict.fromkeys(("sessions_low", "sessions_high"), "sessions"),
    },
    "result": {
        **dict.fromkeys(_OF_RESULT, POINTS),
        **dict.fromkeys(("scale_min", "scale_max"), "points"),
        **dict.fromkeys(("n", "events"), PEOPLE),
        **dict.fromkeys(("percent", "ci_level"), PERCENT),
        "weeks": WEEKS,
    },
    "contrast": {
        **dict.fromkeys(("estimate", "se", "ci_low", "ci_high"), AS_MEASURE),
        "ci_level": PERCENT,
        "weeks": WEEKS,
    },
    "harm": dict.fromkeys(("n_events", "n_at_risk"), PEOPLE),
    "pool": {
        **dict.fromkeys(("estimate", "ci_low", "ci_high"), AS_MEASURE),
        "weeks": WEEKS,
        "k": "trials",
        "n": PEOPLE,
        "i2": PERCENT,
    },
    "trial-row": {
        **dict.fromkeys(("arm_a_n", "arm_a_events", "arm_b_n", "arm_b_events"), PEOPLE),
        **dict.fromkeys(("arm_a_mean", "arm_a_sd", "arm_b_mean", "arm_b_sd"), "points of the scale of the pool"),
        **dict.fromkeys(("effect", "ci_low", "ci_high"), "as effect_measure of the pool says"),
        "weight_pct": PERCENT,
    },
    "measure": dict.fromkeys(("range_min", "range_max", "shown_max", "raw_max", "slight_max"), "points"),
    "registration": {"n_planned": PEOPLE},
}
# What names a row comes before what it says.
_FIRST = ("id", "study", "study_label", "standing")
# Columns of the data set that no page shows.
_NOT_SHOWN = frozenset({"aliases", "fingerprint", "original"})
_TYPES: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: str | None,
    FieldKind.LONG: str | None,
    FieldKind.KEY: str,
    FieldKind.NUMBER: float | None,
    FieldKind.WHOLE: int | None,
    FieldKind.YEAR: int | None,
    FieldKind.FLAG: bool | None,
    FieldKind.RECORD: str | None,
    FieldKind.SEVERAL: list[str],
}


def shown_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of row that the API shows, each once, in the order of the table."""
    found = {field.name: field for field in FIELDS[kind].fields if field.name and field.name not in _NOT_SHOWN}
    return tuple(found.values())


def row_schema(name: str, kind: str, **others: tuple[Any, Any]) -> type[Schema]:
    """The schema of a kind of row: its fields, and ``others`` as pydantic takes them (type and default)."""
    first = {each: others[each] for each in _FIRST if each in others}
    fields: dict[str, Any] = {field.name: _described(kind, field) for field in shown_fields(kind)}
    made: type[Schema] = create_model(name, __base__=ApiSchema, **{**first, **fields, **others})
    return made


def _described(kind: str, field: Field) -> Any:
    words = ". ".join(text.rstrip(".") for text in (_sentence(field.label), field.help, _choices(field)) if text)
    unit = UNITS.get(kind, {}).get(field.name)
    extra: JsonDict | None = {"x-unit": unit} if unit else None
    return Annotated[_type_of(field), SchemaField(description=f"{words}.", json_schema_extra=extra)], ...


def _type_of(field: Field) -> Any:
    if field.kind is not FieldKind.CHOICE:
        return _TYPES[field.kind]
    values = tuple(str(word) for word in field.options)
    return Literal[values] | None


def _choices(field: Field) -> str:
    """What the words of a list mean, where they do not say it themselves."""
    if not (isinstance(field.options, type) and issubclass(field.options, LabelledEnum)):
        return ""
    named = [f"{word}: {word.label}" for word in field.options if word.label not in ("", word.value)]
    return "; ".join(named)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
