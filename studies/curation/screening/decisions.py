"""What people say of a publication when they screen it, and what stands of it.

An *opinion* is one person's decision at one stage. Their last one counts; taken back, it is none. One person's opinion
stands until a second person's differs: then nothing stands until somebody *settles* it, and what was settled stands
until it is settled anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studies.choices import Screening, ScreeningStage


@dataclass(frozen=True, slots=True)
class ScreeningVote:
    """One decision as it was taken. ``by`` is a person's id, ``study`` the id of the study that it is a report of."""

    by: int
    stage: str
    decision: str
    reason_code: str = ""
    study: int | None = None
    settles: bool = False

    @property
    def is_taken_back(self) -> bool:
        """Whether the person said that they do not know."""
        return self.decision == Screening.UNSCREENED


@dataclass(frozen=True, slots=True)
class StageStatus:
    """What stands at one stage: an opinion, or None. ``people`` have an opinion; ``differ``: nobody settled it yet."""

    stands: ScreeningVote | None
    people: tuple[int, ...] = ()
    differ: bool = False
    is_settled: bool = False

    @property
    def was_asked(self) -> bool:
        """Whether anybody has an opinion at this stage."""
        return bool(self.people) or self.is_settled


@dataclass(frozen=True, slots=True)
class ScreeningStatus:
    """What stands of one publication, at title and abstract and in full text."""

    title: StageStatus
    full: StageStatus

    @property
    def decisive(self) -> StageStatus:
        """The stage that counts: the full text, once somebody has an opinion of it."""
        return self.full if self.full.was_asked else self.title

    @property
    def screening(self) -> Screening:
        """The word for the publication: nothing stands while opinions differ."""
        stands = self.decisive.stands
        return Screening(stands.decision) if stands else Screening.UNSCREENED

    @property
    def study(self) -> int | None:
        """The study that the publication was found to report."""
        stands = self.decisive.stands
        return stands.study if stands and stands.decision == Screening.INCLUDED else None


def standing_of(opinions: Sequence[ScreeningVote]) -> ScreeningStatus:
    """What stands of all decisions about one publication, given in the order in which they were taken."""
    stages = {stage: _of_stage([each for each in opinions if each.stage == stage]) for stage in ScreeningStage}
    return ScreeningStatus(stages[ScreeningStage.TITLE_ABSTRACT], stages[ScreeningStage.FULL_TEXT])


def current(opinions: Iterable[ScreeningVote]) -> list[ScreeningVote]:
    """The last word of each person who has one, whoever spoke first standing first; settlements are nobody's own."""
    last: dict[int, ScreeningVote] = {}
    for each in opinions:
        if not each.settles:
            last[each.by] = each
    return [each for each in last.values() if not each.is_taken_back]


def first_two(opinions: Iterable[ScreeningVote]) -> tuple[ScreeningVote, ScreeningVote] | None:
    """What the first two people said before anything was settled, for their agreement; None with fewer than two."""
    before = []
    for each in opinions:
        if each.settles:
            break
        before.append(each)
    found = current(before)
    return (found[0], found[1]) if len(found) > 1 else None


def _of_stage(opinions: Sequence[ScreeningVote]) -> StageStatus:
    said = current(opinions)
    people = tuple(each.by for each in said)
    settled = [each for each in opinions if each.settles]
    if settled:
        return StageStatus(settled[-1], people, is_settled=True)
    if not said:
        return StageStatus(None)
    if _differ(said):
        return StageStatus(None, people, differ=True)
    # Of people who agree, whoever named the study knew most.
    return StageStatus(next((each for each in said if each.study), said[0]), people)


def _differ(said: Sequence[ScreeningVote]) -> bool:
    return len({each.decision for each in said}) > 1 or len({each.study for each in said if each.study}) > 1
