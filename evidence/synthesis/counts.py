"""How many studies and people there are: each study once, each person once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Generic, NamedTuple, TypeVar

from studies.reported.pairing import arms_by_study, compared_arms
from studies.reported.rows import ArmRow, StudyRow

Row = TypeVar("Row")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class StudyCounts:
    """Studies of a condition. ``isolating`` are the randomised trials that isolate ozone; ``others`` all the rest.

    ``people`` are those of the isolating trials; ``unsized`` counts trials whose number of people is not printed;
    ``arms`` are those of each study.
    """

    isolating: tuple[StudyRow, ...]
    others: tuple[StudyRow, ...]
    people: int
    unsized: int
    newest: int | None
    arms: Sequence[Sequence[ArmRow]]

    def sizes(self) -> dict[int, int | None]:
        """The people of each study, by its id."""
        return {arms[0].study.id: study_size(arms) for arms in self.arms}

    @property
    def isolating_ids(self) -> frozenset[int]:
        """The ids of the randomised trials that isolate ozone."""
        return frozenset([study.id for study in self.isolating])


def isolates_ozone(arms: Sequence[ArmRow]) -> bool:
    """Whether two arms of one study differ in ozone alone, or in what ozone was compared with."""
    whole = [arm for arm in arms if arm.part_of is None]
    return any(compared.comparison.isolates_ozone for _, _, compared in compared_arms(whole))


def count_studies(arms: Iterable[ArmRow]) -> StudyCounts:
    """Count the studies that have these arms."""
    return _together([_counted(of_study) for of_study in arms_by_study(arms).values()])


class _Counted(NamedTuple):
    """A study by some of its arms. ``size`` are its people where it is a randomised trial and they isolate ozone."""

    study: StudyRow
    arms: Sequence[ArmRow]
    size: int | None
    is_isolating: bool


class FoundByStudy(Generic[Row, Found]):
    """What follows from the rows of each study: from all of them it is found once."""

    def __init__(
        self,
        studies: Iterable[Sequence[Row]],
        find: Callable[[Sequence[Row]], Found],
        condition_of: Callable[[Row], str],
    ) -> None:
        self._find, self._condition_of = find, condition_of
        # Few sets of conditions have many studies.
        self._studies: dict[frozenset[str], list[tuple[int, Sequence[Row], Found]]] = {}
        for number, rows in enumerate(studies):
            self._studies.setdefault(frozenset(map(condition_of, rows)), []).append((number, rows, find(rows)))

    def within(self, conditions: AbstractSet[str]) -> list[Found]:
        """What follows for each study that has rows with these conditions (slugs), from these, in the order given."""
        found = [
            (number, each if own <= conditions else self._of_some(rows, conditions))
            for own, studies in self._studies.items()
            if not own.isdisjoint(conditions)
            for number, rows, each in studies
        ]
        return [each for _, each in sorted(found, key=itemgetter(0))]

    def _of_some(self, rows: Iterable[Row], conditions: AbstractSet[str]) -> Found:
        return self._find([row for row in rows if self._condition_of(row) in conditions])


class SharedCounts:
    """The counts of each set of conditions; what a study counts with all of its arms is found once."""

    def __init__(self, arms: Iterable[ArmRow]) -> None:
        self._studies = FoundByStudy(arms_by_study(arms).values(), _counted, attrgetter("condition"))

    def of(self, conditions: AbstractSet[str]) -> StudyCounts:
        """Count the studies that have arms with these conditions (slugs), by these arms."""
        return _together(self._studies.within(conditions))


def _counted(arms: Sequence[ArmRow]) -> _Counted:
    """The study of these arms, which are all of one."""
    study = arms[0].study
    is_isolating = study.is_randomised and isolates_ozone(arms)
    return _Counted(study, arms, study_size(arms) if is_isolating else None, is_isolating)


def _together(studies: Sequence[_Counted]) -> StudyCounts:
    isolating = tuple([item.study for item in studies if item.is_isolating])
    sizes = {item.study.id: item.size for item in studies if item.is_isolating}
    people = [sizes[study.id] for study in once_per_cohort(isolating, sizes)]
    return StudyCounts(
        isolating=isolating,
        others=tuple([item.study for item in studies if not item.is_isolating]),
        people=sum(filter(None, people)),
        unsized=people.count(None),
        newest=max([item.study.year for item in studies if item.study.year], default=None),
        arms=[item.arms for item in studies],
    )


def study_size(arms: Sequence[ArmRow]) -> int | None:
    """People in these arms of one study: the study's own number where they are all of it, else the arms' sum."""
    whole = [arm for arm in arms if arm.part_of is None]
    printed = arms[0].study.n
    if printed is not None and {arm.stratum for arm in whole} == {""}:
        return printed
    sizes = [arm.n for arm in whole]
    return None if None in sizes or not sizes else sum(size for size in sizes if size is not None)


def once_per_cohort(studies: Iterable[StudyRow], sizes: Mapping[int, int | None]) -> list[StudyRow]:
    """Of studies that may share patients only the largest, else the latest."""
    return list({study.id: study for study in counted_for(studies, sizes).values()}.values())


def counted_for(studies: Iterable[StudyRow], sizes: Mapping[int, int | None]) -> dict[int, StudyRow]:
    """By the id of each study, the study that is counted for it: of those that may share patients the largest."""
    listed = [(study.cohort_group or f"study {study.id}", study) for study in studies]
    best: dict[str, StudyRow] = {}
    for cohort, study in listed:
        if cohort not in best or _rank(study, sizes) > _rank(best[cohort], sizes):
            best[cohort] = study
    return {study.id: best[cohort] for cohort, study in listed}


def _rank(study: StudyRow, sizes: Mapping[int, int | None]) -> tuple[int, int, str]:
    """The larger, the later; of two alike in both, one and the same whatever the order of the rows."""
    return (sizes[study.id] or 0, study.year or 0, study.slug)
