"""One study as a line of the list, for the page and the CSV file alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from studies.choices import ArmRole
from studies.filters import Listed, ListedStudy, comparisons_of, for_listing
from studies.models import Publication, Study
from studies.models.study import StudyQuerySet
from studies.presentation.citations import StandingMark, Title, main_report, standing_mark, title_of

# Stands in every line of the file, so that it goes wherever a line goes.
TERMS = (
    "Not the product of a protocol-driven search; relevant studies are missing. Read mostly from abstracts; "
    "retractions checked only where a study's page gives the date. An empty cell was not in the text read. "
    "Not medical advice."
)


@dataclass(frozen=True, slots=True)
class StudyRow:
    """What the list says of one study."""

    study: Study
    publication: Publication | None
    title: Title
    year: int | None
    people: int | None
    comparisons: tuple[str, ...]
    single_arm: bool
    routes: tuple[str, ...]
    has_results: bool
    mark: StandingMark


def studies_to_list(studies: StudyQuerySet) -> Listed:
    """Studies with everything that ``study_row`` reads, by a fixed number of queries."""
    return (
        for_listing(studies)
        .select_related("condition")
        .prefetch_related("publications", "arms__components", "secondary_conditions")
    )


def study_row(study: ListedStudy) -> StudyRow:
    """Prepare a study from ``studies_to_list`` for the list."""
    arms = list(study.arms.all())
    publication = main_report(study)
    return StudyRow(
        study=study,
        publication=publication,
        title=title_of(publication.title if publication else ""),
        year=publication.year if publication else None,
        people=study.n_randomised if study.n_randomised is not None else study.n_analysed,
        comparisons=tuple(comparison.label for comparison in comparisons_of(arms)),
        single_arm=len(arms) == 1,
        routes=tuple(dict.fromkeys(arm.get_route_display() for arm in arms if arm.role == ArmRole.OZONE)),
        has_results=study.has_results,
        mark=standing_mark(study),
    )


_COLUMNS: dict[str, Callable[[StudyRow], object]] = {
    "study": lambda row: row.study.label,
    "standing": lambda row: row.study.get_standing_display(),
    "title": lambda row: row.title.text,
    "title_is_description": lambda row: "yes" if row.title.is_description else "no",
    "authors": lambda row: row.publication.authors if row.publication else "",
    "journal": lambda row: row.publication.journal if row.publication else "",
    "year": lambda row: row.year,
    "doi": lambda row: row.publication.doi if row.publication else "",
    "pmid": lambda row: row.publication.pmid if row.publication else "",
    "source": lambda row: row.study.source_url,
    "kind": lambda row: row.study.get_kind_display(),
    "design": lambda row: row.study.get_design_display(),
    "condition": lambda row: row.study.condition.name,
    "further_conditions": lambda row: "; ".join(other.name for other in row.study.secondary_conditions.all()),
    "compared": lambda row: "; ".join(row.comparisons),
    "routes_of_ozone": lambda row: "; ".join(row.routes),
    "people_randomised": lambda row: row.study.n_randomised,
    "people_analysed": lambda row: row.study.n_analysed,
    "country": lambda row: row.study.country,
    "registration": lambda row: row.study.registration,
    "may_share_patients_group": lambda row: row.study.cohort_group,
    "results_here": lambda row: "yes" if row.has_results else "no",
    "record_changed": lambda row: row.study.updated_at.date().isoformat(),
}
CSV_COLUMNS = (*_COLUMNS, "page", "terms")


def csv_rows(rows: Iterable[StudyRow], *, address: Callable[[Study], str]) -> list[list[object]]:
    """The cells of CSV_COLUMNS for each line; ``address`` gives the full address of a study's page."""
    return [[*(read(row) for read in _COLUMNS.values()), address(row.study), TERMS] for row in rows]
