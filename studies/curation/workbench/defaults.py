"""Values that are completed when a row is saved: codes for browsing, ends of scales, doses as numbers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify

from studies.choices import ArmRole, ComponentName, Family, Intervention, OutcomeDomain, ResultKind
from studies.fields import FIELDS
from studies.models import OutcomeMeasure
from studies.numerics.plain_range import parse_plain_range
from studies.numerics.scale_ends import scale_ends

Values = dict[str, Any]
# The level of an interval alone is not a score.
_SCORES = {each.name for each in FIELDS["result"].fields if each.result_kind is ResultKind.CONTINUOUS} - {"ci_level"}
_COUNTED_DOMAINS = frozenset({OutcomeDomain.SUCCESS, OutcomeDomain.HARM, OutcomeDomain.USE_OF_CARE})
_OF_FAMILY: dict[Family, Intervention] = {
    Family.SHAM: Intervention.SHAM,
    Family.STEROID: Intervention.STEROID,
    Family.DISCECTOMY: Intervention.DISCECTOMY,
    Family.PHYSIOTHERAPY: Intervention.PHYSIOTHERAPY,
    Family.MEDICATION: Intervention.MEDICATION,
}


def complete_result(values: Mapping[str, Any], measure: OutcomeMeasure | None, *, is_new: bool) -> Values:
    """A result with its kind, and, when it is new, with the scale of its instrument where none was typed."""
    events = values.get("events")
    filled = dict(values) | {
        "kind": kind_of(values, measure),
        "events_derived": None if events is None else bool(values.get("events_derived")),
    }
    if measure and is_new:
        printed = filled.get("scale_min"), filled.get("scale_max")
        filled["scale_min"], filled["scale_max"] = scale_ends(printed, (measure.range_min, measure.range_max))
        filled["higher_is"] = filled.get("higher_is") or measure.higher_is
    return filled


def kind_of(values: Mapping[str, Any], measure: OutcomeMeasure | None) -> ResultKind:
    """A count of people when there are events, or a percentage and no score; a score when any of its figures is there.

    Without any number the outcome decides: success, harm and use of care are counted.
    """
    has_score = any(values.get(name) is not None for name in _SCORES)
    if values.get("events") is not None or (values.get("percent") is not None and not has_score):
        return ResultKind.DICHOTOMOUS
    if has_score or measure is None or measure.domain not in _COUNTED_DOMAINS:
        return ResultKind.CONTINUOUS
    return ResultKind.DICHOTOMOUS


def complete_arm(values: Mapping[str, Any], *, condition: int, taken: frozenset[str]) -> Values:
    """An arm with a short name, a word for browsing and the numbers of a dose where left empty."""
    names = frozenset(ComponentName(word) for word in values.get("components", ()))
    filled = dict(values) | {
        "intervention": values.get("intervention") or intervention_of(names),
        "slug": values.get("slug") or free_slug(str(values.get("label", "")), taken),
        "condition": values.get("condition") or condition,
    }
    for field in ("concentration", "volume", "sessions"):
        filled |= _dose(filled, field)
    return filled


def role_of(components: Iterable[str]) -> ArmRole:
    """The role of an arm that received these components."""
    return ArmRole.OZONE if ComponentName.OZONE in components else ArmRole.COMPARATOR


def intervention_of(names: frozenset[ComponentName]) -> Intervention:
    """An arm's treatment in one word, vehicles aside: "other" where one word does not hold it."""
    acting = {name for name in names if name.family is not Family.VEHICLE}
    if ComponentName.OZONE in acting:
        rest = {name.family for name in acting} - {Family.OZONE}
        return Intervention.OZONE_STEROID if Family.STEROID in rest else Intervention.OZONE
    if not acting and ComponentName.LOCAL_ANAESTHETIC in names:
        return Intervention.LOCAL_ANAESTHETIC
    if len(acting) != 1:
        return Intervention.OTHER
    (only,) = acting
    own = next((word for word in Intervention if word.value == only.value), None)
    return own or _OF_FAMILY.get(only.family, Intervention.OTHER)


def free_slug(label: str, taken: frozenset[str]) -> str:
    """A short name that no other arm of the study has."""
    base = slugify(label)[:34].strip("-") or "arm"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _dose(values: Values, field: str) -> Values:
    """The ends of a dose printed as one number or one range, unless they were typed."""
    low, high = f"{field}_low", f"{field}_high"
    ends = parse_plain_range(str(values.get(field, "")).replace("\u2013", "-").replace(" ", ""))
    if ends is None or values.get(low) is not None or values.get(high) is not None:
        return {}
    if field == "sessions" and not all(end.is_integer() for end in ends):
        return {}
    return {low: ends[0], high: ends[1]} if field != "sessions" else {low: int(ends[0]), high: int(ends[1])}
