"""Which studies reviews say they included, as far as their lists were read, and how far reviews overlap.

Most lists were not read to their end. Where a list is not complete an empty cell means "not known", never "not
included", and no overlap is computed from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.findings.truncation import LONGEST_OPEN, TruncatedList, truncate
from evidence.pages.reviews.review_records import report_of, year_of_included
from evidence.statistics.overlap import Overlap, corrected_covered_area, structural_zeros
from studies.choices import LabelledEnum, StudyStatus
from studies.models import ReviewInclusion, Study
from studies.numerics.errors import StatisticsError
from studies.numerics.number_formatting import percent, plural
from studies.presentation.study_names import HIDDEN_STUDY, StudyNamer

MIN_LISTS = 2


class InclusionCell(LabelledEnum):
    """What is known of one study in one review."""

    INCLUDED = "included", "included"
    NOT_INCLUDED = "not-included", "not included"
    # The list was not read to its end.
    NOT_READ = "not-read", "not known"


@dataclass(frozen=True, slots=True)
class InclusionColumn:
    """One review, and whether its whole list was read."""

    label: str
    href: str
    list_complete: bool


@dataclass(frozen=True, slots=True)
class InclusionRow:
    """One included study (the review's citation where it has no record here), and its cell in each review."""

    label: str
    href: str
    cells: tuple[InclusionCell, ...]


@dataclass(frozen=True, slots=True)
class InclusionMatrix:
    """Reviews by the studies that they say they included. ``overlap`` says how far complete lists overlap."""

    columns: tuple[InclusionColumn, ...]
    rows: TruncatedList[InclusionRow]
    overlap: str

    @property
    def is_short(self) -> bool:
        """Whether the page shows it unfolded."""
        return self.rows.total <= LONGEST_OPEN


def inclusion_matrix(reviews: Sequence[Study], naming: StudyNamer) -> InclusionMatrix | None:
    """The matrix of reviews whose inclusions are prefetched with their studies; None when none was read."""
    lists = {review.pk: list(review.inclusions.all()) for review in reviews}
    listing = [review for review in reviews if lists[review.pk]]
    if not listing:
        return None
    complete = {pk for pk, rows in lists.items() if rows and all(row.list_complete for row in rows)}
    members = {pk: {_key(row) for row in rows} for pk, rows in lists.items()}
    shown = {_key(row): row for review in listing for row in lists[review.pk]}
    rows = [
        InclusionRow(*_name(row, naming), tuple(_cell(key, review.pk, members, complete) for review in listing))
        for key, row in shown.items()
    ]
    return InclusionMatrix(
        columns=tuple(InclusionColumn(r.label, r.get_absolute_url(), r.pk in complete) for r in listing),
        rows=truncate(sorted(rows, key=lambda row: (not row.href, row.label)), lambda row: row),
        overlap=overlap_words([review for review in listing if review.pk in complete]),
    )


def overlap_words(complete: Sequence[Study]) -> str:
    """How far reviews with complete lists share studies, or why that cannot be computed."""
    if len(complete) < MIN_LISTS:
        return (
            "The overlap of these reviews cannot be computed: the corrected covered area needs at least two "
            f"reviews whose whole list of studies was read, and so far {'one was' if complete else 'none was'}."
        )
    included = {review.slug: {_key(row) for row in review.inclusions.all()} for review in complete}
    try:
        found = corrected_covered_area(included, structural_zeros(included, *_years(complete)))
    except StatisticsError as refusal:
        return f"The overlap of these reviews cannot be computed: {refusal}"
    return _area(found)


def _area(found: Overlap) -> str:
    zeros = f", {plural(found.structural_zeros, 'cell')} left out for trials later than the review"
    return (
        f"{plural(found.reviews, 'review')} with complete lists name {plural(found.studies, 'trial')} "
        f"{plural(found.inclusions, 'time')}: corrected covered area {percent(found.area, digits=1)}, {found.band} "
        f"overlap{zeros if found.structural_zeros else ''}. A trial known only by a review’s citation counts again "
        "each time the citation is worded differently."
    )


def _years(reviews: Sequence[Study]) -> tuple[dict[str, int], dict[str, int]]:
    """Years of the reviews and of the studies they include, where the record has one."""
    of_reviews = {review.slug: report_of(review).year for review in reviews}
    of_studies = {_key(row): year_of_included(row) for review in reviews for row in review.inclusions.all()}
    return _known(of_reviews), _known(of_studies)


def _known(years: Mapping[str, int | None]) -> dict[str, int]:
    return {key: year for key, year in years.items() if year is not None}


def _key(row: ReviewInclusion) -> str:
    if row.study_id:
        return f"study {row.study_id}"
    return f"publication {row.publication_id}" if row.publication_id else row.citation


def _name(row: ReviewInclusion, naming: StudyNamer) -> tuple[str, str]:
    """Label and address of an included study; for one that readers may not see, the review's citation alone."""
    if row.study and row.study.standing != StudyStatus.DRAFT:
        return row.study.label, row.study.get_absolute_url()
    return naming(row.citation) or HIDDEN_STUDY, ""


def _cell(key: str, review: int, members: Mapping[int, set[str]], complete: set[int]) -> InclusionCell:
    if key in members[review]:
        return InclusionCell.INCLUDED
    return InclusionCell.NOT_INCLUDED if review in complete else InclusionCell.NOT_READ
