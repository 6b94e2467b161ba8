"""Studies as their files and the API write them: the whole record, with what it says of its arms and papers."""

from dataclasses import dataclass

from studies.choices import ArmRole, Route
from studies.filters import Listed, ListedStudy
from studies.models import Publication
from studies.presentation.study_sources import Title, main_report, title_of
from studies.presentation.study_status import StatusLabel, status_label
from studies.reported.comparisons import Comparison
from studies.reported.reported_numbers import NumberShare
from studies.selectors.arm_comparisons import comparisons_of


@dataclass(frozen=True, slots=True)
class WholeStudy:
    """One study with its main report."""

    study: ListedStudy
    publication: Publication | None
    title: Title
    year: int | None
    comparisons: tuple[Comparison, ...]
    routes: tuple[str, ...]
    has_results: bool
    mark: StatusLabel
    share: NumberShare


def with_related(studies: Listed) -> Listed:
    """Studies of ``for_listing`` with everything that ``whole_study`` reads, by a fixed number of queries."""
    return studies.select_related("condition").prefetch_related(
        "publications", "secondary_conditions", "arms__components"
    )


def whole_study(study: ListedStudy, share: NumberShare) -> WholeStudy:
    """Prepare a study from ``with_related``. ``share``: how many of its numbers are confirmed."""
    arms = list(study.arms.all())
    publication = main_report(study)
    return WholeStudy(
        study=study,
        publication=publication,
        title=title_of(publication.title if publication else ""),
        year=publication.year if publication else None,
        comparisons=comparisons_of(arms),
        routes=tuple(dict.fromkeys(Route(arm.route).label for arm in arms if arm.role == ArmRole.OZONE)),
        has_results=study.has_results,
        mark=status_label(study.standing, share),
        share=share,
    )
