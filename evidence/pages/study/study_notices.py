"""Notices on the page of a study: retractions, second extractions, and when its authors were asked for figures."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from evidence.pages.study.study_record import StudyRecord
from studies.choices import NoticeKind, Retraction
from studies.curation.extraction.extraction_comparison import (
    ExtractionComparison,
    compare_extraction,
    finished_extractions,
)
from studies.models import Publication, RetractionNotice, Study

# What readers must know before they read a number; a correction is not among them.
_SHOWN = (Retraction.RETRACTED, Retraction.CONCERN)


@dataclass(frozen=True, slots=True)
class RetractionLine:
    """The retraction of a publication, or a concern: when, why, and its notice. Empty texts are unknown."""

    title: str
    is_retracted: bool
    noticed_on: date | None
    reasons: str
    notice_url: str


@dataclass(frozen=True, slots=True)
class StudyNotices:
    """Notices about the publications of one study, and finished second extractions without names.

    ``asked_on`` are the days on which its authors were asked for figures.
    """

    retractions: tuple[RetractionLine, ...]
    second_extractions: tuple[ExtractionComparison, ...]
    asked_on: tuple[date, ...]


def study_notices(record: StudyRecord) -> StudyNotices:
    """Read the notices of a study whose publications were read, by a fixed number of queries."""
    study, kinds = record.study, record.kinds
    retracted = [publication for publication in study.publications.all() if publication.retraction in _SHOWN]
    extractions = finished_extractions(study) if "extractions" in kinds else ()
    return StudyNotices(
        retractions=tuple(_line(publication) for publication in retracted),
        second_extractions=tuple(map(compare_extraction, extractions)),
        asked_on=_days_of_requests(study) if "author_requests" in kinds else (),
    )


def _days_of_requests(study: Study) -> tuple[date, ...]:
    sent = study.author_requests.filter(sent_on__isnull=False).order_by("sent_on")
    return tuple(day for day in sent.values_list("sent_on", flat=True) if day)


def _line(publication: Publication) -> RetractionLine:
    is_retracted = publication.retraction == Retraction.RETRACTED
    kind = NoticeKind.RETRACTION if is_retracted else NoticeKind.CONCERN
    notices = RetractionNotice.objects.filter(publication=publication, kind=kind, withdrawn=False)
    # Databases sort an empty date differently: here it is the oldest.
    last = notices.order_by(F("noticed_on").asc(nulls_first=True), "pk").last()
    return RetractionLine(
        title=publication.display_title,
        is_retracted=is_retracted,
        noticed_on=last.noticed_on if last else None,
        reasons=last.reasons if last else "",
        notice_url=f"https://doi.org/{last.notice_doi}" if last and last.notice_doi else "",
    )
