"""The differences of two states, document by document: pure.

A state is a set of documents as releases freeze them: ``state/studies/<slug>``, ``state/records/<kind>`` and
``state/conditions/<slug>``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evidence.releases.state_names import CONDITION_STATE, RECORD_STATE, STUDY_STATE
from studies.choices import Retraction

Document = Mapping[str, Any]
Documents = Mapping[str, Document]

# As history writes it.
_RETRACTED = Retraction.RETRACTED.label


class RecordEvent(StrEnum):
    """What happened to a record."""

    STUDY_IN = "study-in"
    STUDY_OUT = "study-out"
    RETRACTED = "retracted"
    ROW_IN = "row-in"
    ROW_OUT = "row-out"
    CELL = "cell"


class RatingEvent(StrEnum):
    """What happened to the certainty of a finding."""

    GIVEN = "given"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    # The data changed after it was rated.
    FALLEN = "fallen"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change of a record. ``study`` is the short name of its study; empty for records of none.

    ``kind`` is the kind of row, ``key`` its key, ``row`` what readers call it. ``field`` and the two values are those
    of a cell; '' where it was empty. ``conditions`` are those of the study before and after.
    """

    event: RecordEvent
    study: str
    label: str
    kind: str = ""
    key: str = ""
    row: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EstimateChange:
    """What a finding says, before and after; '' where it had or has no value. ``causes`` are changes of its records."""

    condition: str
    condition_name: str
    anchor: str
    title: str
    facts: tuple[str, ...]
    before: str
    after: str
    causes: tuple[RecordChange, ...]
    is_gone: bool


@dataclass(frozen=True, slots=True)
class RatingChange:
    """The certainty of a finding, before and after."""

    event: RatingEvent
    condition: str
    condition_name: str
    anchor: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StateDifferences:
    """All differences of two states."""

    records: tuple[RecordChange, ...]
    estimates: tuple[EstimateChange, ...]
    ratings: tuple[RatingChange, ...]

    def of_event(self, *events: RecordEvent) -> list[RecordChange]:
        """The changes of records of these kinds."""
        return [each for each in self.records if each.event in events]


def record_changes(name: str, before: Document | None, after: Document | None) -> Iterator[RecordChange]:
    """The changes of one document of records; none for a document of findings."""
    if name.startswith(RECORD_STATE):
        yield from _rows("", "", before or {}, after or {}, frozenset())
    if not name.startswith(STUDY_STATE) or before == after:
        return
    slug = name.removeprefix(STUDY_STATE)
    conditions = frozenset(each for document in (before, after) if document for each in document["conditions"])
    if before is None or after is None:
        event, shown = (RecordEvent.STUDY_IN, after) if before is None else (RecordEvent.STUDY_OUT, before)
        label = shown["label"] if shown else slug
        yield RecordChange(event, slug, label, "study", conditions=conditions)
        return
    yield from _rows(slug, after["label"], before, after, conditions)


def _rows(
    study: str, label: str, before: Document, after: Document, conditions: frozenset[str]
) -> Iterator[RecordChange]:
    old, new = before.get("rows", {}), after.get("rows", {})
    for kind in sorted({*old, *new}):
        was, now = old.get(kind, {}), new.get(kind, {})
        for key in sorted({*was, *now}):
            if was.get(key) == now.get(key):
                continue
            row = (now.get(key) or was[key])["name"]
            one = RecordChange(RecordEvent.CELL, study, label, kind, key, row, conditions=conditions)
            yield from _row(one, was.get(key), now.get(key))


def _row(one: RecordChange, before: Document | None, after: Document | None) -> Iterator[RecordChange]:
    if before is None or after is None:
        event = RecordEvent.ROW_IN if before is None else RecordEvent.ROW_OUT
        yield _with(one, event=event)
        if after is not None and after["cells"].get("retraction") == _RETRACTED:
            yield _with(one, event=RecordEvent.RETRACTED, field="retraction", after=_RETRACTED)
        return
    old, new = before["cells"], after["cells"]
    for field in sorted({*old, *new}):
        was, now = old.get(field, ""), new.get(field, "")
        if was != now:
            is_retraction = field == "retraction" and now == _RETRACTED
            event = RecordEvent.RETRACTED if is_retraction else RecordEvent.CELL
            yield _with(one, event=event, field=field, before=was, after=now)


def _with(one: RecordChange, *, event: RecordEvent, field: str = "", before: str = "", after: str = "") -> RecordChange:
    return RecordChange(event, one.study, one.label, one.kind, one.key, one.row, field, before, after, one.conditions)


# The rows that stay with their study, whatever it is called.
RowKeys = frozenset[tuple[str, str]]


def row_keys(document: Document) -> RowKeys:
    """The rows of a study by kind and key, but those that can be given to another study."""
    kinds = document["rows"].keys() - {"study", "publication"}
    return frozenset((kind, key) for kind in kinds for key in document["rows"][kind])


def former_names(gone: Mapping[str, RowKeys], new: Mapping[str, RowKeys]) -> dict[str, str]:
    """The former name of each new document that has rows of one that is gone: of a study with another short name.

    >>> former_names({"rossi": frozenset({("arm", "1")})}, {"rossi-2020": frozenset({("arm", "1"), ("arm", "2")})})
    {'rossi-2020': 'rossi'}
    """
    of_row = {row: name for name, rows in gone.items() for row in rows}
    found: dict[str, str] = {}
    for name, rows in new.items():
        former = {of_row[row] for row in rows if row in of_row} - set(found.values())
        if len(former) == 1:
            found[name] = former.pop()
    return found


def under_name(document: Document, slug: str) -> Document:
    """A study whose own row has the key of another short name, so that it is compared as the same row."""
    [row] = document["rows"]["study"].values()
    return {**document, "rows": {**document["rows"], "study": {slug: row}}}


# The changes of records by the short name of their study; '' of those of none.
ChangesByStudy = Mapping[str, Sequence[RecordChange]]


def changes_by_study(records: Iterable[RecordChange]) -> ChangesByStudy:
    """The changes of each study."""
    found: dict[str, list[RecordChange]] = {}
    for record in records:
        found.setdefault(record.study, []).append(record)
    return found


def _findings(before: Document | None, after: Document | None) -> Iterator[tuple[str, Document, Document]]:
    """Each finding of either state, by its anchor; empty where a state does not have it."""
    old = before["findings"] if before else {}
    new = after["findings"] if after else {}
    for anchor in sorted({*old, *new}):
        if old.get(anchor) != new.get(anchor):
            yield anchor, old.get(anchor, {}), new.get(anchor, {})


def estimate_changes(
    name: str, before: Document | None, after: Document | None, of_studies: ChangesByStudy
) -> Iterator[EstimateChange]:
    """The findings of a condition that say something else, each with the changes of records that it moved by."""
    condition = name.removeprefix(CONDITION_STATE)
    for anchor, old, new in _findings(before, after):
        was, now = estimate_text(old), estimate_text(new)
        if was != now:
            shown = new or old
            causes = tuple(_causes(old, new, of_studies))
            yield EstimateChange(
                condition=condition,
                condition_name=((after or before) or {})["name"],
                anchor=anchor,
                title=shown["title"],
                facts=tuple(shown["facts"]),
                before=was,
                after=now,
                causes=causes,
                is_gone=not new,
            )


def estimate_text(finding: Document) -> str:
    """What a finding says in one line; '' for none.

    >>> estimate_text({"effect": "MD −8 (−12 to −4)", "word": "lower", "people": "120 (2)", "state": "single"})
    'MD −8 (−12 to −4), lower, people 120 (2)'
    """
    if not finding:
        return ""
    people = f"people {finding['people']}" if finding["people"] else ""
    return ", ".join(filter(None, (finding["effect"] or finding["state"], finding["word"], people)))


# Changes of these rows change no estimate.
_WITHOUT_EFFECT = frozenset({"harm", "bias", "pool", "inclusion", "trial-row"})
# Of these rows, only those that a finding rests on.
_OF_FIGURES = frozenset({"result", "contrast"})
# Changes of these records of no study can change any.
_OF_ALL = frozenset({"measure", "condition"})


def _causes(old: Document, new: Document, of_studies: ChangesByStudy) -> Iterator[RecordChange]:
    """The changes that a finding moved by: of its studies, and of results only those that it rests on."""
    studies = sorted({*old.get("studies", ()), *new.get("studies", ())})
    results = {*old.get("results", ()), *new.get("results", ())}
    found = False
    for record in (each for study in studies for each in of_studies.get(study, ())):
        if record.kind not in _WITHOUT_EFFECT and (record.kind not in _OF_FIGURES or record.key in results):
            found = True
            yield record
    if not found:
        yield from (each for each in of_studies.get("", ()) if each.kind in _OF_ALL)


def rating_changes(name: str, before: Document | None, after: Document | None) -> Iterator[RatingChange]:
    """The findings of a condition whose certainty is another, or is no longer told."""
    condition = name.removeprefix(CONDITION_STATE)
    for anchor, old, new in _findings(before, after):
        was, now = old.get("certainty", ""), new.get("certainty", "")
        if was != now:
            event = RatingEvent.CHANGED if was and now else RatingEvent.GIVEN
            if not now:
                is_fallen = new.get("needs_review", True)
                event = RatingEvent.FALLEN if is_fallen else RatingEvent.WITHDRAWN
            condition_name, title = ((after or before) or {})["name"], (new or old)["title"]
            yield RatingChange(event, condition, condition_name, anchor, title, was, now)
