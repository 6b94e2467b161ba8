"""What stands beside a study's numbers on its page: notices about its publications, and second readings."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from studies.choices import NoticeKind, Retraction
from studies.curation.extraction.extraction_comparison import (
    ExtractionComparison,
    compare_extraction,
    finished_extractions,
)
from studies.models import Publication, RetractionNotice, Study

# What readers must know before they read a number; a correction is told with them, and changes nothing.
_TOLD = (Retraction.RETRACTED, Retraction.CONCERN)


@dataclass(frozen=True, slots=True)
class RetractionLine:
    """That a publication was retracted or doubted: when, why, and where that is said. Empty texts are not known."""

    title: str
    is_retracted: bool
    noticed_on: date | None
    reasons: str
    notice_url: str


@dataclass(frozen=True, slots=True)
class StudyNotices:
    """Notices about the publications of one study, and finished second readings without their readers' names."""

    retractions: tuple[RetractionLine, ...]
    readings: tuple[ExtractionComparison, ...]


def study_beside(study: Study) -> StudyNotices:
    """Ask for what stands beside a study; by a fixed number of queries."""
    told = study.publications.filter(retraction__in=_TOLD)
    readings = tuple(compare_extraction(each) for each in finished_extractions(study))
    return StudyNotices(retractions=tuple(_line(publication) for publication in told), readings=readings)


def _line(publication: Publication) -> RetractionLine:
    is_retracted = publication.retraction == Retraction.RETRACTED
    kind = NoticeKind.RETRACTION if is_retracted else NoticeKind.CONCERN
    standing = RetractionNotice.objects.filter(publication=publication, kind=kind, withdrawn=False)
    # Databases differ on where an empty date stands: here it is the oldest.
    last = standing.order_by(F("noticed_on").asc(nulls_first=True), "pk").last()
    return RetractionLine(
        title=publication.display_title,
        is_retracted=is_retracted,
        noticed_on=last.noticed_on if last else None,
        reasons=last.reasons if last else "",
        notice_url=f"https://doi.org/{last.notice_doi}" if last and last.notice_doi else "",
    )
