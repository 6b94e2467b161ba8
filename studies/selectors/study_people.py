"""How many people a saved study has, for lists of studies; answers count those of their own arms (``study_size``)."""

from collections.abc import Iterable

from studies.models import Arm, Study


def study_people(study: Study, arms: Iterable[Arm]) -> int | None:
    """People of a study: its own number, randomised or else analysed; without one the sum of its arms.

    ``arms`` are all of the study. None where neither it nor each arm that is no part of another has a number.
    """
    own = study.n_analysed if study.n_randomised is None else study.n_randomised
    if own is not None:
        return own
    of_arms = [arm.n_randomised if arm.n_analysed is None else arm.n_analysed for arm in arms if arm.part_of_id is None]
    sizes = [size for size in of_arms if size is not None]
    return sum(sizes) if sizes and len(sizes) == len(of_arms) else None
