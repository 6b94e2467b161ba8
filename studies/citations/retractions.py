"""What a retraction database says, written on the publications: what is retracted, since when, and what was checked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from studies.choices import NoticeKind, Retraction
from studies.citations.parse.retraction_watch import Notice, retraction_of
from studies.models import Publication, RetractionNotice

REASON = "Checked against the Retraction Watch database"
SOURCE_URL = "https://gitlab.com/crossref/retraction-watch-data"
AT_ONCE = 500
_HAS_NOTICE = Q(notices__isnull=False)
_IDENTIFIED = ~Q(doi="") | ~Q(pmid="")


@dataclass(slots=True)
class RetractionReport:
    """What one file changed. ``changes`` are (title, before, after) of words that are not "checked, not retracted"."""

    lines: int = 0
    checked: int = 0
    without_identifier: int = 0
    added: int = 0
    withdrawn: int = 0
    changes: list[tuple[str, Retraction, Retraction]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def apply_notices(*, notices: Iterable[Notice], on: date, by: User | None = None) -> RetractionReport:
    """Write what a file of notices, read on a day, says of every publication with a DOI or a PubMed number.

    A notice that an earlier file had and this one has not is withdrawn, and acts no more. What another source called
    retracted (its citation file, a person) and this file does not know of stays retracted, and is told.
    """
    report = RetractionReport()
    found = _matched(notices, report)
    _write_notices(found, report, by=by)
    report.without_identifier = Publication.objects.exclude(_IDENTIFIED).count()
    _write_states(on, report, by=by)
    return report


def _matched(notices: Iterable[Notice], report: RetractionReport) -> dict[tuple[int, str], Notice]:
    """The notices about our publications, by the publication's number and the notice's; the rest is passed over."""
    by_doi, by_pmid = _numbers("doi"), _numbers("pmid")
    found: dict[tuple[int, str], Notice] = {}
    for notice in notices:
        report.lines += 1
        for number in {*by_doi.get(notice.doi, ()), *by_pmid.get(notice.pmid, ())}:
            if notice.kind is None:
                report.unknown[notice.nature] += 1
            else:
                found[number, notice.record_id] = notice
    return found


def _numbers(identifier: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    rows = Publication.objects.exclude(**{identifier: ""}).values_list(identifier, "pk")
    for value, number in rows.iterator():
        found.setdefault(value, []).append(number)
    return found


def _write_notices(found: dict[tuple[int, str], Notice], report: RetractionReport, *, by: User | None) -> None:
    """Keep what the file says of our publications; mark what it says no more."""
    known = {(each.publication_id, each.record_id): each for each in RetractionNotice.objects.all()}
    new: list[RetractionNotice] = []
    changed: list[RetractionNotice] = []
    for key, notice in found.items():
        record = known.get(key) or RetractionNotice(publication_id=key[0], record_id=key[1])
        if _take_over(record, notice):
            (changed if record.pk else new).append(record)
    for key, record in known.items():
        if key not in found and not record.withdrawn:
            record.withdrawn = True
            changed.append(record)
    report.added, report.withdrawn = len(new), sum(record.withdrawn for record in changed)
    bulk_create_with_history(new, RetractionNotice, default_user=by, default_change_reason=REASON)
    fields = [*_TAKEN, "withdrawn"]
    bulk_update_with_history(changed, RetractionNotice, fields, default_user=by, default_change_reason=REASON)


_TAKEN = ("kind", "noticed_on", "reasons", "notice_doi", "source_url")


def _take_over(record: RetractionNotice, notice: Notice) -> bool:
    """Write a notice into its record; whether anything is new."""
    said = (notice.kind, notice.noticed_on, notice.reasons, notice.notice_doi, SOURCE_URL)
    before = (*(getattr(record, name) for name in _TAKEN), record.withdrawn, record.pk)
    for name, value in zip(_TAKEN, said, strict=True):
        setattr(record, name, value)
    record.withdrawn = False
    return before != (*said, False, record.pk) or record.pk is None


def _write_states(on: date, report: RetractionReport, *, by: User | None) -> None:
    """What follows from the notices, for every publication that could be looked up; a date for each."""
    identified = Publication.objects.filter(_IDENTIFIED)
    standing: dict[int, list[Notice]] = {}
    for notice in RetractionNotice.objects.filter(withdrawn=False):
        standing.setdefault(notice.publication_id, []).append(_as_read(notice))
    noticed = identified.filter(_HAS_NOTICE).distinct()
    marked = identified.exclude(_HAS_NOTICE).filter(retraction__in=(Retraction.RETRACTED, Retraction.CONCERN))
    report.kept = [publication.display_title for publication in marked]
    changed = [each for each in noticed if _set_state(each, standing.get(each.pk, []), on, report)]
    _note_checked(identified.exclude(_HAS_NOTICE).filter(retraction=Retraction.NOT_CHECKED), on, by=by)
    _update(changed, by=by)
    # That it was looked up once more is no change of the record: the date alone moves.
    report.checked = identified.update(retraction_checked_on=on)


def _note_checked(fresh: QuerySet[Publication], on: date, *, by: User | None) -> None:
    """Say of publications without a notice that they were looked up: all alike, so by one statement and a history."""
    records = list(fresh)
    for publication in records:
        publication.retraction, publication.retraction_checked_on = Retraction.NOT_RETRACTED, on
    fresh.update(retraction=Retraction.NOT_RETRACTED, retraction_checked_on=on)
    Publication.history.bulk_history_create(
        records, batch_size=AT_ONCE, update=True, default_user=by, default_change_reason=REASON
    )


def _set_state(publication: Publication, notices: Sequence[Notice], on: date, report: RetractionReport) -> bool:
    """Set what its notices say; whether that is another word than before."""
    before = Retraction(publication.retraction)
    after = retraction_of(notices)
    publication.retraction, publication.retraction_checked_on = after, on
    if before is not after and {before, after} != {Retraction.NOT_CHECKED, Retraction.NOT_RETRACTED}:
        report.changes.append((publication.display_title, before, after))
    return before is not after


def _as_read(record: RetractionNotice) -> Notice:
    kind = NoticeKind(record.kind)
    return Notice(record.record_id, kind, kind.label, doi="", pmid="", noticed_on=record.noticed_on)


def _update(publications: Sequence[Publication], *, by: User | None) -> None:
    bulk_update_with_history(
        publications,
        Publication,
        ["retraction", "retraction_checked_on"],
        batch_size=AT_ONCE,
        default_user=by,
        default_change_reason=REASON,
    )
