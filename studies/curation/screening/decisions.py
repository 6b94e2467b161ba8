"""Votes of people who screen a publication, and the status that follows from them.

A *vote* is one person's decision at one stage. Their last one counts; a withdrawn one does not. One vote counts until
a second person's differs. Then no vote counts until a person *settles* the difference; the last settlement counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studies.choices import Screening, ScreeningStage


@dataclass(frozen=True, slots=True)
class ScreeningVote:
    """One vote. ``by`` is a person's id, ``study`` the id of the study that it is a report of."""

    by: int
    stage: str
    decision: str
    reason_code: str = ""
    study: int | None = None
    settles: bool = False

    @property
    def is_withdrawn(self) -> bool:
        """Whether the person says that they do not know."""
        return self.decision == Screening.UNSCREENED


@dataclass(frozen=True, slots=True)
class StageStatus:
    """The vote that counts at one stage, or None. ``people`` have voted; ``differ``: their votes are not settled."""

    vote: ScreeningVote | None
    people: tuple[int, ...] = ()
    differ: bool = False
    is_settled: bool = False

    @property
    def has_votes(self) -> bool:
        """Whether any person has voted at this stage."""
        return bool(self.people) or self.is_settled


@dataclass(frozen=True, slots=True)
class ScreeningStatus:
    """The status of one publication, at title and abstract and in full text."""

    title: StageStatus
    full: StageStatus

    def at(self, stage: str) -> StageStatus:
        return self.full if stage == ScreeningStage.FULL_TEXT else self.title

    @property
    def decisive(self) -> StageStatus:
        """The stage that counts: the full text, once there is a vote on it."""
        return self.full if self.full.has_votes else self.title

    @property
    def awaits_full_text(self) -> bool:
        vote = self.title.vote
        return bool(vote and vote.decision == Screening.INCLUDED and not vote.study and not self.full.has_votes)

    @property
    def screening(self) -> Screening:
        """The screening state of the publication: unscreened while votes differ."""
        vote = self.decisive.vote
        return Screening(vote.decision) if vote else Screening.UNSCREENED

    @property
    def study(self) -> int | None:
        """The study that the publication reports, by the vote."""
        vote = self.decisive.vote
        return vote.study if vote and vote.decision == Screening.INCLUDED else None


def screening_status_of(votes: Sequence[ScreeningVote]) -> ScreeningStatus:
    """The status that follows from all votes on one publication, in the order in which they were given."""
    stages = {stage: _stage_status([each for each in votes if each.stage == stage]) for stage in ScreeningStage}
    return ScreeningStatus(stages[ScreeningStage.TITLE_ABSTRACT], stages[ScreeningStage.FULL_TEXT])


def current_votes(votes: Iterable[ScreeningVote]) -> list[ScreeningVote]:
    """The last vote of each person, unless withdrawn, in the order of their first votes. Settlements do not count."""
    last: dict[int, ScreeningVote] = {}
    for each in votes:
        if not each.settles:
            last[each.by] = each
    return [each for each in last.values() if not each.is_withdrawn]


def first_two_votes(votes: Iterable[ScreeningVote]) -> tuple[ScreeningVote, ScreeningVote] | None:
    """The first two people's votes before anything was settled, for their agreement; None with fewer than two."""
    before = []
    for each in votes:
        if each.settles:
            break
        before.append(each)
    first = current_votes(before)
    return (first[0], first[1]) if len(first) > 1 else None


def _stage_status(votes: Sequence[ScreeningVote]) -> StageStatus:
    latest = current_votes(votes)
    people = tuple(each.by for each in latest)
    settled = [each for each in votes if each.settles]
    if settled:
        return StageStatus(settled[-1], people, is_settled=True)
    if not latest:
        return StageStatus(None)
    if _differ(latest):
        return StageStatus(None, people, differ=True)
    # Of votes that agree, one that names the study is the most precise.
    return StageStatus(next((each for each in latest if each.study), latest[0]), people)


def _differ(latest: Sequence[ScreeningVote]) -> bool:
    return len({each.decision for each in latest}) > 1 or len({each.study for each in latest if each.study}) > 1
