"""StateDifferences of two states: exactly the changes that were made, whatever they are. Pure."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from evidence.changes.differences import RatingEvent, RecordEvent, StateDifferences
from evidence.changes.public_state import compare
from tests.evidence.changes.read_state import ReadState

KINDS = ("arm", "harm", "result")
KEYS = ("a", "b", "c")
FIELDS = ("mean", "n")
TEXTS = st.sampled_from(["", "1", "2", "3.5"])

cells = st.dictionaries(st.sampled_from(FIELDS), TEXTS.filter(bool))
rows = st.dictionaries(st.sampled_from(KEYS), cells.map(lambda found: {"name": "row", "cells": found}))


def with_keys_of_their_own(found: dict[str, Any]) -> dict[str, Any]:
    """No two studies have a row of one key: a study that came with a row of one that went is the same, renamed."""
    return {
        slug: {
            "label": "Study",
            "conditions": ["back-pain"],
            "rows": {kind: {f"{slug}-{key}": row for key, row in rows.items()} for kind, rows in kinds.items()},
        }
        for slug, kinds in found.items()
    }


studies = st.dictionaries(
    st.sampled_from(["rossi", "verdi", "bianchi"]), st.dictionaries(st.sampled_from(KINDS), rows)
).map(with_keys_of_their_own)


def documents(found: dict[str, Any]) -> dict[str, Any]:
    return {f"state/studies/{slug}": document for slug, document in found.items()}


def flat(found: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """Every cell, and every row and study by its name, as one table."""
    table: dict[tuple[str, ...], str] = {}
    for slug, document in found.items():
        table[(slug,)] = "study"
        for kind, of_kind in document["rows"].items():
            for key, row in of_kind.items():
                table[(slug, kind, key)] = "row"
                table |= {(slug, kind, key, field): text for field, text in row["cells"].items()}
    return table


@given(studies, studies)
def test_differences_are_those_of_the_flat_tables(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = flat(before), flat(after)
    found = compare(ReadState(documents(before)), ReadState(documents(copy.deepcopy(after))))
    told = set()
    for each in found.records:
        if each.event in (RecordEvent.STUDY_IN, RecordEvent.STUDY_OUT):
            told.add((each.study,))
        elif each.event in (RecordEvent.ROW_IN, RecordEvent.ROW_OUT):
            told.add((each.study, each.kind, each.key))
        else:
            told.add((each.study, each.kind, each.key, each.field))
            assert (each.before, each.after) == (
                old.get((each.study, each.kind, each.key, each.field), ""),
                new.get((each.study, each.kind, each.key, each.field), ""),
            )
    differing = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    # What came or went as a whole is one change, not one for each of its rows and cells.
    whole = {name for name in differing if len(name) in (1, 3) and (name in old) != (name in new)}
    assert told == {name for name in differing if not any(name[: len(each)] == each for each in whole - {name})}
    assert len(found.records) == len(told)


def finding(**values: Any) -> dict[str, Any]:
    plain = {
        "title": "Sham: Pain",
        "facts": ["0-100"],
        "state": "single",
        "effect": "MD −8",
        "word": "",
        "people": "60",
    }
    rest = {"certainty": "", "needs_review": False, "studies": ["rossi"], "results": ["r1"]}
    return plain | rest | values


def compared(old: dict[str, Any] | None, new: dict[str, Any] | None, **studies_: Any) -> StateDifferences:
    def state(found: dict[str, Any] | None, at: int) -> dict[str, Any]:
        findings = {"sham-pain": found} if found else {}
        return {"state/conditions/back": {"name": "Back", "answer": "", "findings": findings}} | {
            f"state/studies/{slug}": each[at] for slug, each in studies_.items()
        }

    return compare(ReadState(state(old, 0)), ReadState(state(new, 1)))


def study(**results: str) -> dict[str, Any]:
    found = {key: {"name": key, "cells": {"mean": mean}} for key, mean in results.items()}
    return {"label": "Rossi", "conditions": ["back"], "rows": {"result": found}}


def test_estimate_is_told_with_the_cells_that_it_rests_on_alone() -> None:
    changed = (study(r1="3", r2="5"), study(r1="4", r2="6"))
    found = compared(finding(), finding(effect="MD −7"), rossi=changed)
    [moved] = found.estimates
    assert (moved.before, moved.after) == ("MD −8, people 60", "MD −7, people 60")
    assert [(each.key, each.before, each.after) for each in moved.causes] == [("r1", "3", "4")]
    assert len(found.records) == 2


def test_finding_that_came_or_went_has_no_value_on_one_side() -> None:
    [new] = compared(None, finding()).estimates
    [gone] = compared(finding(), None).estimates
    assert (new.before, gone.after, new.is_gone, gone.is_gone) == ("", "", False, True)


def test_rating_falls_with_its_data_and_is_withdrawn_by_people() -> None:
    rated = finding(certainty="low")
    events = {
        RatingEvent.GIVEN: (finding(), rated),
        RatingEvent.CHANGED: (rated, finding(certainty="very low")),
        RatingEvent.FALLEN: (rated, finding(needs_review=True)),
        RatingEvent.WITHDRAWN: (rated, finding()),
    }
    assert {event: compared(*pair).ratings[0].event for event, pair in events.items()} == {
        each: each for each in events
    }
    assert compared(rated, None).ratings[0].event is RatingEvent.FALLEN
    assert compared(rated, rated).ratings == ()


def test_retraction_is_one_change_of_its_own_kind() -> None:
    def of(text: str) -> dict[str, Any]:
        row = {"name": "A trial", "cells": {"retraction": text}}
        return {"label": "Rossi", "conditions": [], "rows": {"publication": {"p": row}}}

    [change] = compared(None, None, rossi=(of("not checked"), of("retracted"))).records
    assert (change.event, change.before, change.after) == (RecordEvent.RETRACTED, "not checked", "retracted")
