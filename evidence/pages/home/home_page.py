"""The first page: a search, and conditions by critical outcomes as a matrix of marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.condition_overview import (
    TOO_LITTLE_IN_SHORT,
    ConditionOverview,
    TrialsAndPeople,
    trials_and_people,
)
from evidence.findings.every_overview import EveryOverview, read_every_overview
from evidence.findings.outcome_marks import MarkShape, OutcomeCell
from evidence.pages.home.condition_rows import (
    ConditionNote,
    ConditionRow,
    ShownCondition,
    condition_row,
    shown_condition,
)
from evidence.synthesis.condition_answer import TOO_LITTLE
from evidence.synthesis.counts import count_studies
from evidence.synthesis.harm_on_record import harm_on_record
from studies.choices import CriticalOutcome
from studies.models import with_descendants
from studies.numerics.number_formatting import plural, trials
from studies.presentation.show_page import Context, show_page
from studies.revisions.data_version import read_snapshot

NO_TRIAL = "No randomised trial here isolates ozone."


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything on the first page.

    ``knowledge`` is what is known of every row alike; empty where rows differ, which then say it themselves.
    ``parents`` gather the conditions below them; ``untried`` no randomised trial studied, ``unstudied`` no study at
    all. ``trials`` are those of the back; ``shapes`` are those that some mark has.
    """

    outcomes: tuple[CriticalOutcome, ...]
    back: tuple[ConditionRow, ...]
    elsewhere: tuple[ConditionRow, ...]
    knowledge: str
    parents: tuple[ConditionNote, ...]
    untried: tuple[ConditionNote, ...]
    unstudied: tuple[ShownCondition, ...]
    trials: TrialsAndPeople
    shapes: tuple[MarkShape, ...]


def home_page(version: int | None = None) -> HomePage:
    """The overview of every condition, as its page kept it at this data version where it did."""
    every = read_every_overview(version, is_compared=False)
    leaves = every.leaves
    rows = [condition_row(item) for item in leaves if item.answer.trials]
    return HomePage(
        outcomes=tuple(CriticalOutcome),
        back=tuple(row for row in rows if row.condition.in_back_pain),
        elsewhere=tuple(row for row in rows if not row.condition.in_back_pain),
        knowledge=common_knowledge([row.knowledge for row in rows]),
        parents=tuple(map(_parent_note, every.parents)),
        untried=tuple(_untried_note(item) for item in leaves if item.others and not item.answer.trials),
        unstudied=tuple(
            shown_condition(item.condition) for item in leaves if item.condition.in_back_pain and item.is_unstudied
        ),
        trials=_trials_of_back(every),
        shapes=_shapes(rows),
    )


def _trials_of_back(every: EveryOverview) -> TrialsAndPeople:
    """Those of the condition that gathers the back; counted where no condition gathers it, and nothing else."""
    back = {item.slug for item in every.conditions if item.in_back_pain}
    for item in every.overviews:
        if back == {below.slug for below in with_descendants(item.condition, every.conditions)}:
            return item.trials
    return trials_and_people(count_studies(arm for arm in every.read().evidence.arms if arm.condition in back))


def common_knowledge(knowledge: Sequence[str]) -> str:
    """What is known of every condition alike, in a sentence; empty where they differ.

    >>> common_knowledge(["Too little is known.", "Too little is known."])
    'Too little is known to say whether ozone helps in any of these conditions.'
    >>> common_knowledge(["Some questions are pooled.", "Too little is known."])
    ''
    """
    if not knowledge:
        return NO_TRIAL
    first = knowledge[0]
    if len(knowledge) == 1 or any(text != first for text in knowledge):
        return ""
    if first == TOO_LITTLE_IN_SHORT:
        return f"{TOO_LITTLE} in any of these conditions."
    return f"In each of these conditions {first[:1].lower()}{first[1:]}"


def _parent_note(found: ConditionOverview) -> ConditionNote:
    """What a condition holds that gathers others: its total, and trials that are in none of those below it."""
    total = f"{plural(found.answer.trials, 'randomised trial')}, {found.trials.people_text.lower()}."
    own = f"In none of the conditions below it: {trials(found.own_trials)}." if found.own_trials else ""
    known = (total, found.knowledge, found.usable_trials_text, own) if found.answer.trials else (NO_TRIAL,)
    text = " ".join(filter(None, (*known, _sentence(harm_on_record(found.answer.harm)))))
    return ConditionNote(shown_condition(found.condition), text)


def _untried_note(found: ConditionOverview) -> ConditionNote:
    studies = plural(found.others, "other study", "other studies")
    place = "" if found.condition.in_back_pain else "not of the back"
    text = "; ".join(filter(None, (place, studies, harm_on_record(found.answer.harm))))
    return ConditionNote(shown_condition(found.condition), _sentence(text))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _shapes(rows: Sequence[ConditionRow]) -> tuple[MarkShape, ...]:
    cells = [cell for row in rows for cell in row.cells if isinstance(cell, OutcomeCell)]
    used = {mark.shape for cell in cells for mark in cell.marks}
    return tuple(shape for shape in MarkShape if shape in used)


@show_page("evidence/pages/home/home_page.html", shared=True)
def home(request: HttpRequest) -> Context:
    with read_snapshot() as version:
        return {"page": home_page(version)}
