"""Serious harm as people: in each arm, trial by trial, and in case reports.

Several events of one arm may have struck the same people or different ones. How many people had any of them is then
known within bounds: at least the largest single count, at most the sum. People are never divided by the people treated
in several trials together: 4 of 20 and 0 of 400 is not 4 of 420.
"""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from evidence.statistics.interval import Interval
from evidence.statistics.single_arm import clopper_pearson
from evidence.synthesis.counts import FoundByStudy, counted_for
from evidence.synthesis.harms import why_no_rate
from studies.choices import Fatal, Serious
from studies.numerics.number_formatting import count
from studies.reported.rows import ArmRow, HarmRow, StudyRow
from studies.reported.text_keys import name_key


@dataclass(frozen=True, slots=True)
class PeopleRange:
    """A number of people known within bounds; ``most`` is None where nothing bounds it from above."""

    least: int = 0
    most: int | None = 0

    @property
    def is_exact(self) -> bool:
        """Whether the bounds are one number."""
        return self.least == self.most


_NOBODY = PeopleRange()


def range_text(number: PeopleRange) -> str:
    """A number within its bounds.

    >>> range_text(PeopleRange(1, 1)), range_text(PeopleRange(1, 2)), range_text(PeopleRange(3, None))
    ('1', 'at least 1 and at most 2', 'at least 3')
    """
    if number.is_exact:
        return count(number.least)
    most = f" and at most {count(number.most)}" if number.most is not None else ""
    return f"at least {count(number.least)}{most}"


def together(numbers: Iterable[PeopleRange]) -> PeopleRange:
    """All of them: of different people."""
    least, most = _NOBODY.least, _NOBODY.most
    for number in numbers:
        least += number.least
        most = None if most is None or number.most is None else most + number.most
    return PeopleRange(least, most)


@dataclass(frozen=True, slots=True)
class ArmHarm:
    """People of one arm with any serious harm. ``died`` are those of fatal harm, ``unstated`` those of harm of which
    the text read does not say whether it was fatal. Without people ``treated`` no rate follows, and ``no_rate`` says
    why."""

    arm: ArmRow
    people: PeopleRange
    died: PeopleRange
    unstated: PeopleRange
    treated: int | None
    no_rate: str = ""

    @property
    def interval(self) -> Interval | None:
        """Two-sided 95% Clopper-Pearson interval of the share of people treated; of bounds it holds that of each."""
        if self.no_rate or not self.treated or self.people.most is None:
            return None
        low = clopper_pearson(self.people.least, self.treated).low
        return Interval(low, clopper_pearson(self.people.most, self.treated).high)


@dataclass(frozen=True, slots=True)
class StudyHarm:
    """Serious harm in one study, arm by arm. ``same_people_as`` names a study that may have the same people."""

    study: StudyRow
    ozone: tuple[ArmHarm, ...]
    comparators: tuple[ArmHarm, ...]
    same_people_as: str = ""


@dataclass(frozen=True, slots=True)
class SeriousHarm:
    """Serious harm of people who had ozone: in the ``trials`` randomised trials that isolate ozone, of which
    ``counted`` counted it, in ``others``, the other studies, and in ``case_reports``.

    ``is_named``: some is told of without a number of people.
    """

    trials: int
    counted: tuple[StudyHarm, ...]
    others: tuple[StudyHarm, ...]
    case_reports: tuple[StudyHarm, ...]
    is_named: bool = False

    @property
    def arms(self) -> tuple[ArmHarm, ...]:
        """Every arm with ozone whose people are counted once."""
        studies = (*self.counted, *self.others, *self.case_reports)
        return tuple(arm for study in studies if not study.same_people_as for arm in study.ozone)

    @property
    def people(self) -> PeopleRange:
        """People on record with serious harm after ozone. They are no share of anything."""
        return together(arm.people for arm in self.arms)


class _Told(NamedTuple):
    """Serious harm that one study counted, or that it tells of in case reports; ``is_named``: some without a number.

    ``rank`` is its place among others: most deaths first, then most people, then the larger, then by its address.
    """

    harm: StudyHarm
    is_case_report: bool
    is_named: bool
    rank: tuple[int, int, int, str]


def serious_harm(rows: Iterable[HarmRow], trial_ids: Collection[int]) -> SeriousHarm:
    """Sort serious harm by its source. ``trial_ids`` are the ids of the randomised trials that isolate ozone."""
    return _by_source([_told(of_study) for of_study in _by_study(rows)], trial_ids)


class SharedHarm:
    """Serious harm of each set of conditions; what a study tells by all of its rows is found once."""

    def __init__(self, rows: Iterable[HarmRow]) -> None:
        self._studies = FoundByStudy(_by_study(rows), _told, attrgetter("arm.condition"))

    def of(self, conditions: AbstractSet[str], trial_ids: Collection[int]) -> SeriousHarm:
        """That of the people with these conditions (slugs)."""
        return _by_source(self._studies.within(conditions), trial_ids)


def _by_study(rows: Iterable[HarmRow]) -> Iterable[list[HarmRow]]:
    """Serious harm of each study, in the order given, and its case reports apart."""
    found: dict[tuple[int, bool], list[HarmRow]] = {}
    for row in rows:
        if row.serious is Serious.YES and not row.study.retracted:
            found.setdefault((row.study.id, row.is_signal), []).append(row)
    return found.values()


def _by_source(told: Sequence[_Told], trial_ids: Collection[int]) -> SeriousHarm:
    of_ozone = sorted([each for each in told if each.harm.ozone], key=attrgetter("rank"))
    counted = [each.harm for each in of_ozone if not each.is_case_report]
    return SeriousHarm(
        trials=len(trial_ids),
        counted=_marked([harm for harm in counted if harm.study.id in trial_ids]),
        others=_marked([harm for harm in counted if harm.study.id not in trial_ids]),
        case_reports=_marked([each.harm for each in of_ozone if each.is_case_report]),
        is_named=any(each.is_named for each in told),
    )


def arm_harms(rows: Iterable[HarmRow]) -> list[ArmHarm]:
    """People with any of these harms, arm by arm. Harm of a part of an arm counts within the whole arm."""
    by_arm: dict[int, list[HarmRow]] = {}
    for row in rows:
        by_arm.setdefault(row.arm.id, []).append(row)
    for of_part in [of_arm for of_arm in by_arm.values() if of_arm[0].arm.part_of in by_arm]:
        whole = by_arm[of_part[0].arm.part_of or 0]
        named = {name_key(row.event) for row in whole}
        whole += [row for row in by_arm.pop(of_part[0].arm.id) if name_key(row.event) not in named]
    return [_arm_harm(of_arm) for of_arm in by_arm.values()]


def _arm_harm(rows: Sequence[HarmRow]) -> ArmHarm:
    treated = max((row.n_at_risk or 0 for row in rows if not why_no_rate(row)), default=0) or None
    return ArmHarm(
        arm=rows[0].arm,
        people=_people(rows, treated),
        died=_people([row for row in rows if row.fatal is Fatal.YES], treated),
        unstated=_people([row for row in rows if row.fatal is Fatal.NOT_STATED], treated),
        treated=treated,
        no_rate="" if treated else why_no_rate(rows[0]),
    )


def _people(rows: Sequence[HarmRow], treated: int | None) -> PeopleRange:
    """From the largest count to the sum of all, which is at most the people treated."""
    if not rows:
        return _NOBODY
    least, counts = max(map(_at_least, rows)), [row.n_events for row in rows]
    if None in counts:
        return PeopleRange(least, treated)
    most = sum(filter(None, counts))
    return PeopleRange(least, min(most, treated or most))


def _at_least(row: HarmRow) -> int:
    """People of a count; a fatal harm without one is at least one person."""
    return row.n_events if row.n_events is not None else int(row.fatal is Fatal.YES)


def _marked(found: Sequence[StudyHarm]) -> tuple[StudyHarm, ...]:
    """The same; of those that may be of the same people all but one name it."""
    if len(found) < 2:
        return tuple(found)
    counted = counted_for([item.study for item in found], {item.study.id: _size(item) for item in found})
    return tuple(
        [
            item if counted[item.study.id] == item.study else replace(item, same_people_as=counted[item.study.id].label)
            for item in found
        ]
    )


def _told(rows: Sequence[HarmRow]) -> _Told:
    """What one study tells, by the arms that report people: where nothing was counted a harm is only named."""
    is_signal = rows[0].is_signal
    reported = [item for item in arm_harms(rows) if item.people != PeopleRange(0, None) or is_signal]
    ozone = tuple([item for item in reported if item.arm.with_ozone])
    comparators = tuple([item for item in reported if not item.arm.with_ozone])
    is_named = any(row.n_events is None and row.arm.with_ozone for row in rows)
    harm = StudyHarm(rows[0].study, ozone, comparators)
    died, people = sum([arm.died.least for arm in ozone]), sum([arm.people.least for arm in ozone])
    return _Told(harm, is_signal, is_named, (-died, -people, -_size(harm), harm.study.slug))


def _size(harm: StudyHarm) -> int:
    return sum([arm.treated or 0 for arm in harm.ozone])
