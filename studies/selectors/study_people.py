"""How many people a saved study has, for lists of studies; answers count those of their own arms (``study_size``)."""

from collections.abc import Iterable
from typing import Protocol


class HasPeople(Protocol):
    """What reports its people: a study or an arm, as a record or as values."""

    @property
    def n_randomised(self) -> int | None: ...

    @property
    def n_analysed(self) -> int | None: ...


class ArmWithPeople(HasPeople, Protocol):
    """An arm that may be part of another."""

    @property
    def part_of_id(self) -> int | None: ...


def study_people(study: HasPeople, arms: Iterable[ArmWithPeople]) -> int | None:
    """People of a study: its own number, randomised or else analysed; without one the sum of its arms.

    ``arms`` are all of the study. None where neither it nor each arm that is no part of another has a number.
    """
    own = study.n_analysed if study.n_randomised is None else study.n_randomised
    if own is not None:
        return own
    of_arms = [arm.n_randomised if arm.n_analysed is None else arm.n_analysed for arm in arms if arm.part_of_id is None]
    sizes = [size for size in of_arms if size is not None]
    return sum(sizes) if sizes and len(sizes) == len(of_arms) else None
