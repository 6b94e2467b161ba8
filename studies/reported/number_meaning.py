"""What a number of a row means: whose it is, of which outcome, at which time, on which scale.

A person who confirms a number confirms it with its meaning. The same figure of another arm, time or direction is
another statement, and nobody has compared that with the source.
"""

from collections.abc import Iterable
from functools import reduce
from hashlib import blake2b

# What says which group of people an arm is.
_ARM = ("slug", "label", "stratum", "part_of_id", "role", "intervention")


def _of_arm(name: str) -> tuple[str, ...]:
    return tuple(f"{name}__{column}" for column in _ARM)


# The columns, by the kind of row. How a source names itself, notes and quotations are no part of a meaning.
MEANING_COLUMNS: dict[str, tuple[str, ...]] = {
    "study": (),
    "arm": _ARM,
    "result": (
        *_of_arm("arm"),
        *("measure__slug", "outcome_name", "part", "weeks", "timepoint_label", "clock"),
        *("kind", "is_change", "scale_min", "scale_max", "higher_is", "ci_level"),
    ),
    "contrast": (
        *_of_arm("arm_a"),
        *_of_arm("arm_b"),
        *("measure__slug", "outcome_name", "part", "weeks", "printed_form", "direction"),
        *("effect_measure", "ci_level", "p_text", "p_relation", "compares_means"),
    ),
    "harm": (*_of_arm("arm"), "event", "serious", "fatal", "denominator_kind"),
    "pool": (
        *("condition__slug", "comparison", "controlled", "measure__slug", "outcome_name", "timepoint_label", "weeks"),
        *("effect_measure", "model", "positive_is", "p_text", "p_relation"),
    ),
    "trial_row": ("pool_id", "pool_locator", "study_label"),
}


def with_meaning(value: str, meaning: Iterable[object]) -> str:
    """A printed number with a mark of what it means; ``meaning`` holds the values of its ``MEANING_COLUMNS``.

    >>> with_meaning("3.0", ["ozone", 4]) == with_meaning("3.0", ["ozone", 4.0])
    True
    >>> with_meaning("3.0", ["ozone", 4]) == with_meaning("3.0", ["ozone", 12])
    False
    """
    return f"{value} {meaning_mark(meaning)}"


def meaning_mark(meaning: Iterable[object]) -> str:
    """The mark of what a number means, from the values of its ``MEANING_COLUMNS``; no mark has a space."""
    return blake2b("\0".join(map(_word, meaning)).encode(), digest_size=4).hexdigest()


def _word(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def meaning_of(kind: str, record: object) -> list[object]:
    """The values of the ``MEANING_COLUMNS`` of a record; of an arm that it does not name, None."""
    return [reduce(_attribute, path.split("__"), record) for path in MEANING_COLUMNS[kind]]


def _attribute(record: object, name: str) -> object:
    return None if record is None else getattr(record, name)
