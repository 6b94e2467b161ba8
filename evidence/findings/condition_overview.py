"""A condition in short, for pages that tell of all conditions: small, so that it is kept for them.

It follows from the same rows however they were read: from those of all conditions at once, or of its own page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from typing import NamedTuple

from evidence.findings.answer_lines import unasked_state
from evidence.findings.comparison_cells import CertaintyOf, ComparedCell, ComparedCondition, comparison_cells
from evidence.findings.condition_answers import RatedAnswers
from evidence.findings.outcome_marks import OutcomeCell, outcome_cell
from evidence.synthesis.answer_rows import AnswerRows
from evidence.synthesis.compared_trials import trials_by_comparison
from evidence.synthesis.condition_answer import ConditionAnswer, gave_text, knowledge_text
from evidence.synthesis.counts import StudyCounts
from studies.choices import CriticalOutcome
from studies.models import Condition
from studies.numerics.number_formatting import count
from studies.reported.rows import ArmRow
from studies.revisions.kept_values import find_value, is_keeping, store_value

TOO_LITTLE_IN_SHORT = "Too little is known."
# Serious harm is told from its own counts.
_COMPARED = tuple(outcome for outcome in CriticalOutcome if outcome is not CriticalOutcome.SERIOUS_HARM)


class TrialsAndPeople(NamedTuple):
    """Randomised trials that isolate ozone, their people, and how many of them print no number of people."""

    trials: int
    people: int
    unsized: int

    @property
    def people_text(self) -> str:
        """People of its trials; "+" where some trial prints no number."""
        people, is_least = self.people, bool(self.unsized)
        if not people:
            return "People not printed"
        return f"{count(people)}{'+' if is_least else ''} {'person' if people == 1 and not is_least else 'people'}"


@dataclass(frozen=True, slots=True)
class ConditionOverview:
    """One condition with everything below it.

    ``cells`` are those of a condition that gathers no others, one for each critical outcome but serious harm.
    ``compared`` are its rows, one for each comparison and outcome, and ``unasked`` says what is known of each outcome
    that no two arms were compared by; both are empty where they were not asked for. ``others`` are the studies that are
    no randomised trials of ozone alone; ``own_trials`` are in no condition below.
    """

    condition: Condition
    answer: ConditionAnswer
    cells: tuple[OutcomeCell, ...]
    compared: tuple[ComparedCell, ...]
    unasked: Mapping[CriticalOutcome, str]
    trials: TrialsAndPeople
    others: int
    own_trials: int

    @property
    def is_unstudied(self) -> bool:
        """Whether no study of ozone is in the set."""
        return not (self.answer.trials or self.others)

    @property
    def knowledge(self) -> str:
        """Whether enough is known, in a short sentence."""
        return knowledge_in_short(self.answer)

    @property
    def usable_trials_text(self) -> str:
        """How many of its trials gave a usable figure, in a sentence."""
        return usable_trials_text(self.answer)


def knowledge_in_short(answer: ConditionAnswer) -> str:
    """Whether enough is known, in a short sentence."""
    return TOO_LITTLE_IN_SHORT if answer.is_too_little else f"{knowledge_text(answer)}."


def usable_trials_text(answer: ConditionAnswer) -> str:
    """How many trials gave a usable figure, in a sentence."""
    usable, trials = answer.usable_trials, answer.trials
    if trials == 1:
        return f"Its one trial gave {'a' if usable else 'no'} usable figure."
    return f"{count(usable) if usable else 'None'} of {count(trials)} trials {gave_text(answer)}."


def trials_and_people(counts: StudyCounts) -> TrialsAndPeople:
    """The counts without the studies."""
    return TrialsAndPeople(len(counts.isolating), counts.people, counts.unsized)


def condition_overview(
    condition: Condition,
    counts: StudyCounts,
    answer: ConditionAnswer,
    rows: AnswerRows,
    arms: Sequence[ArmRow],
    *,
    is_leaf: bool,
    certainty_of: CertaintyOf | None,
) -> ConditionOverview:
    """The overview of a condition; ``rows`` are its answers as rows, ``is_leaf`` says that it gathers no others.

    Without ``certainty_of``, the certainty of an answer, nothing is said of its comparisons; where it then gathers no
    others its ``arms`` tell nothing.
    """
    below = {arm.study.id for arm in arms if arm.condition != condition.slug}
    shown = _COMPARED if is_leaf and counts.isolating else ()
    return ConditionOverview(
        condition=condition,
        answer=answer,
        cells=tuple(outcome_cell(condition.slug, rows, outcome) for outcome in shown),
        compared=_compared(condition, rows, arms, certainty_of) if certainty_of else (),
        unasked=_unasked(rows) if certainty_of else {},
        trials=trials_and_people(counts),
        others=len(counts.others),
        own_trials=len(counts.isolating_ids - below),
    )


def _compared(
    condition: Condition, rows: AnswerRows, arms: Sequence[ArmRow], certainty_of: CertaintyOf
) -> tuple[ComparedCell, ...]:
    return comparison_cells(ComparedCondition(condition.slug, rows, trials_by_comparison(arms), certainty_of))


def _unasked(rows: AnswerRows) -> dict[CriticalOutcome, str]:
    return {outcome: unasked_state(outcome, rows.read) for outcome in _COMPARED if not rows.of_outcome(outcome)}


class KeptOverview(NamedTuple):
    """An overview, and a digest of all that it follows from; empty where that was not known."""

    digest: str
    overview: ConditionOverview


def kept_overview(slug: str, version: int | None, digest: str = "") -> ConditionOverview | None:
    """The overview of a condition that was kept at this data version, or of rows with this digest; else None."""
    kept = find_value(_name(slug)) if version is not None and is_keeping() else None
    if kept is None:
        return None
    holds = kept.version == version or (digest and kept.value.digest == digest)
    return kept.value.overview if holds else None


def keep_overview(overview: ConditionOverview, version: int | None, digest: str = "") -> None:
    """Keep the overview of a condition, made from rows of this data version, for the pages of all conditions."""
    if is_keeping():
        store_value(_name(overview.condition.slug), version, KeptOverview(digest, overview))


def overview_digest(scope: Sequence[Condition], studies: Mapping[int, int], rated: RatedAnswers) -> str:
    """A digest of all that the overview of a condition follows from.

    ``scope`` is the condition with its descendants, ``studies`` are the versions of the studies in it.
    """
    conditions = [[getattr(item, field.attname) for field in item._meta.concrete_fields] for item in scope]
    ratings = rated.ratings.get(scope[0].slug)
    judgements = [sorted(ratings.items(), key=itemgetter(0)), list(rated.bands)] if ratings else []
    return blake2b(repr((conditions, sorted(studies.items()), judgements)).encode(), digest_size=16).hexdigest()


def _name(slug: str) -> str:
    return f"overview of condition {slug}"
