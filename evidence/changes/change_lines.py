"""Changes as lines that a page or a feed shows: in words, with addresses, with the day and the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from evidence.changes.change_history import Reasons, reason_of
from evidence.changes.differences import EstimateChange, RatingChange, RatingEvent, RecordChange, RecordEvent
from evidence.releases.public_records import ASSESSMENT, OTHER_RECORDS, PUBLICATION, STUDY_ROWS
from studies.pages.history.field_words import NOTHING, label_of

_MODELS = {**STUDY_ROWS, **OTHER_RECORDS}
# What a row of each kind is called.
NOUNS: Mapping[str, str] = {
    "study": "study",
    "arm": "arm",
    "result": "result",
    "contrast": "printed difference",
    "harm": "harm",
    "bias": "judgement of bias",
    "pool": "pooled result",
    "inclusion": "included study",
    "trial-row": "row of a forest plot",
    "query": "doubt",
    PUBLICATION: "publication",
    ASSESSMENT: "assessment of bias",
    "condition": "condition",
    "measure": "outcome measure",
    "claim-source": "source of claims",
    "claim": "claim",
    "important-change": "important change",
    "group-threshold": "threshold between groups",
    "registration": "registration",
}
_RATING_WORDS = {
    RatingEvent.GIVEN: "rated",
    RatingEvent.CHANGED: "rated again",
    RatingEvent.WITHDRAWN: "withdrawn",
    RatingEvent.FALLEN: "no longer current: the data changed",
}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A change of a row. ``before`` and ``after`` are of a cell; of a row that came or went, both are empty."""

    what: str
    field: str
    before: str
    after: str
    happened: str
    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class StudyChanges:
    """The changes of one study, or of all records of no study (``slug`` is empty)."""

    slug: str
    label: str
    lines: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A change that moved an estimate, in one line."""

    study: str
    text: str


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """A finding before and after. ``href`` is empty where it is gone."""

    condition: str
    title: str
    facts: str
    href: str
    before: str
    after: str
    causes: tuple[CauseLine, ...]
    more_causes: int


@dataclass(frozen=True, slots=True)
class RatingLine:
    """The certainty of a finding before and after."""

    condition: str
    title: str
    href: str
    happened: str
    before: str
    after: str


def record_line(change: RecordChange, reasons: Reasons) -> RecordLine:
    """A change of a row, with the day and the reason of the last line of history that changed it."""
    reason = reason_of(change, reasons)
    is_cell = change.event in (RecordEvent.CELL, RecordEvent.RETRACTED)
    return RecordLine(
        what=what_of(change),
        field=field_label(change.kind, change.field) if is_cell else "",
        before=(change.before or NOTHING) if is_cell else "",
        after=(change.after or NOTHING) if is_cell else "",
        happened={RecordEvent.ROW_IN: "added", RecordEvent.ROW_OUT: "removed"}.get(change.event, "changed"),
        at=reason.at if reason else None,
        why=reason.why if reason else "",
    )


def what_of(change: RecordChange) -> str:
    """What was changed: the kind of row, and what tells it from the others.

    >>> what_of(RecordChange(RecordEvent.CELL, "a", "A", "result", "k", "Ozone, VAS"))
    'Result: Ozone, VAS'
    """
    noun = NOUNS.get(change.kind, change.kind)
    return f"{noun[0].upper()}{noun[1:]}{f': {change.row}' if change.row else ''}"


def field_label(kind: str, name: str) -> str:
    """The label of a field; its name where this code no longer has it."""
    fields = {each.name: each for each in _MODELS[kind]._meta.get_fields()} if kind in _MODELS else {}
    return label_of(kind, fields[name]) if name in fields else name


def study_changes(changes: Sequence[RecordChange], reasons: Reasons) -> list[StudyChanges]:
    """Changes of rows by study; those of no study last."""
    ordered = sorted(changes, key=lambda each: (not each.study, each.label, each.study))
    return [
        StudyChanges(slug, label or "Other records", tuple(record_line(each, reasons) for each in of_study))
        for (slug, label), of_study in groupby(ordered, key=lambda each: (each.study, each.label))
    ]


# Causes that are told one by one under an estimate.
MOST_CAUSES = 6


def estimate_line(change: EstimateChange) -> EstimateLine:
    """An estimate that moved, with what moved it."""
    causes = tuple(dict.fromkeys(CauseLine(each.label, cause_text(each)) for each in change.causes))
    return EstimateLine(
        condition=change.condition_name,
        title=change.title,
        facts=" · ".join(change.facts),
        href="" if change.is_gone else reverse("finding", args=[change.condition, change.anchor]),
        before=change.before or NOTHING,
        after=change.after or NOTHING,
        causes=causes[:MOST_CAUSES],
        more_causes=max(0, len(causes) - MOST_CAUSES),
    )


def cause_text(change: RecordChange) -> str:
    """A change in a few words."""
    if change.event is RecordEvent.STUDY_IN:
        return "new here"
    if change.event is RecordEvent.STUDY_OUT:
        return "no longer shown"
    if change.event is RecordEvent.ROW_IN:
        return f"{what_of(change)}: added"
    if change.event is RecordEvent.ROW_OUT:
        return f"{what_of(change)}: removed"
    label = field_label(change.kind, change.field)
    return f"{what_of(change)}: {label} {change.before or NOTHING} → {change.after or NOTHING}"


def rating_lines(changes: Iterable[RatingChange]) -> list[RatingLine]:
    """Changes of ratings; those that fell first."""
    ordered = sorted(changes, key=lambda each: each.event is not RatingEvent.FALLEN)
    return [
        RatingLine(
            condition=each.condition_name,
            title=each.title,
            href=reverse("finding", args=[each.condition, each.anchor]),
            happened=_RATING_WORDS[each.event],
            before=f"{each.before} certainty" if each.before else "not rated",
            after=f"{each.after} certainty" if each.after else "no current rating",
        )
        for each in ordered
    ]
