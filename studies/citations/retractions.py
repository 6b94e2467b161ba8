"""Checking publications against a retraction database: notices, retraction status, and the day of the check."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from studies.choices import NoticeKind, Retraction
from studies.citations.parse.retraction_watch import Notice, retraction_status
from studies.models import ImportBatch, Publication, PublicationSource, RetractionList, RetractionNotice
from studies.page_access import is_curator
from studies.revisions.reasons import RETRACTION_CHECK

SOURCE_URL = "https://gitlab.com/crossref/retraction-watch-data"
AT_ONCE = 500
# A list grows. One that holds less than this share of the last is a part of it, or broken on its way.
LEAST_SHARE_OF_LAST = 0.9
_HAS_NOTICE = Q(notices__isnull=False)
_IDENTIFIED = ~Q(doi="") | ~Q(pmid="")


@dataclass(slots=True)
class RetractionReport:
    """What one file changed. ``changes`` are (title, before, after), first checks without a notice aside."""

    lines: int = 0
    checked: int = 0
    without_identifier: int = 0
    added: int = 0
    withdrawn: int = 0
    changes: list[tuple[str, Retraction, Retraction]] = field(default_factory=list)
    only_elsewhere: list[str] = field(default_factory=list)
    # Titles of publications with a study that are listed only under an identifier which no curator has confirmed.
    unconfirmed: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


class FewNoticesError(ValueError):
    """A list holds no notice, or far fewer than the last one; the message is a sentence."""


@transaction.atomic
def apply_notices(
    *, notices: Iterable[Notice], on: date, by: User | None = None, accept_fewer: bool = False
) -> RetractionReport:
    """Update every publication with a DOI or a PubMed number from a file of notices, read on a day.

    A notice of an earlier file that is missing in this one is withdrawn and no longer counts. A publication that
    another source (its citation file, a person) calls retracted, and this file does not list, stays retracted and is
    reported. One with a study that is listed only under an identifier from an import without a curator's rights is
    reported too, and left as it is. Raises ``FewNoticesError`` before anything is written when the file cannot be the
    whole list, unless fewer notices are accepted.
    """
    report = RetractionReport()
    matched = _matched(notices, report)
    if not accept_fewer:
        _refuse_few(report.lines, matched)
    RetractionList.objects.create(read_on=on, n_notices=report.lines)
    _write_notices(matched, report, by=by)
    report.without_identifier = Publication.objects.exclude(_IDENTIFIED).count()
    _write_retractions(on, report, by=by)
    return report


def _refuse_few(n_notices: int, matched: Collection[tuple[int, str]]) -> None:
    """Raise ``FewNoticesError`` for a list without notices, and for less than 90% of the last accepted one.

    How many notices the last one held is not known of lists read by earlier versions of this site: then those about
    our publications are compared.
    """
    last = RetractionList.objects.first()
    if last and n_notices < LEAST_SHARE_OF_LAST * last.n_notices:
        raise FewNoticesError(
            f"The list holds {n_notices:,} notices, and the last one, of {last.read_on}, held {last.n_notices:,}: "
            f"a list with less than {LEAST_SHARE_OF_LAST:.0%} of the last is taken for a part of it."
        )
    if not n_notices:
        raise FewNoticesError("The list holds no notices.")
    standing = set(RetractionNotice.objects.filter(withdrawn=False).values_list("publication_id", "record_id"))
    found = standing.intersection(matched)
    if not last and len(found) < LEAST_SHARE_OF_LAST * len(standing):
        raise FewNoticesError(
            f"The list holds {len(found):,} of the {len(standing):,} notices about our publications that stand: "
            f"a list with less than {LEAST_SHARE_OF_LAST:.0%} of them is taken for a part of the whole."
        )


def _matched(notices: Iterable[Notice], report: RetractionReport) -> dict[tuple[int, str], Notice]:
    """The notices about our publications, by the publication's number and the notice's; the rest is skipped."""
    publications, sources = Publication.objects.all(), PublicationSource.objects.all()
    reserved = _reserved_sources()
    by_doi, by_pmid = (
        _numbers(name, (publications, "pk"), (sources.exclude(pk__in=reserved), "publication"))
        for name in ("doi", "pmid")
    )
    reserved_doi, reserved_pmid = (_numbers(name, (reserved, "publication")) for name in ("doi", "pmid"))
    matched: dict[tuple[int, str], Notice] = {}
    unconfirmed: set[int] = set()
    for notice in notices:
        report.lines += 1
        unconfirmed |= reserved_doi.get(notice.doi, set()) | reserved_pmid.get(notice.pmid, set())
        for number in by_doi.get(notice.doi, set()) | by_pmid.get(notice.pmid, set()):
            if notice.kind is None:
                report.unknown[notice.nature] += 1
            else:
                matched[number, notice.record_id] = notice
    only_there = unconfirmed.difference(number for number, _ in matched)
    report.unconfirmed = [each.display_title for each in publications.filter(pk__in=only_there).order_by("pk")]
    return matched


def _reserved_sources() -> QuerySet[PublicationSource]:
    """Sources of publications with a study that imports without a curator's rights brought.

    Identifiers and retraction of such a publication are a curator's to decide, so these act only once they are on it.
    """
    batches = ImportBatch.objects.exclude(applied_by=None).select_related("applied_by")
    curators = {batch.applied_by: is_curator(batch.applied_by) for batch in batches}
    others = [person.pk for person, may_curate in curators.items() if person and not may_curate]
    return PublicationSource.objects.filter(publication__study__isnull=False, batch__applied_by__in=others)


def _numbers(identifier: str, *records: tuple[QuerySet[Any], str]) -> dict[str, set[int]]:
    """Publications by the value of an identifier, of records that have it, each with its path to the publication."""
    numbers: dict[str, set[int]] = {}
    for rows, publication in records:
        identified = rows.exclude(**{identifier: ""}).values_list(identifier, publication)
        for value, number in identified.iterator():
            numbers.setdefault(value, set()).add(number)
    return numbers


def _write_notices(matched: dict[tuple[int, str], Notice], report: RetractionReport, *, by: User | None) -> None:
    """Save the notices about our publications; mark those that are missing from the file as withdrawn."""
    known = {(each.publication_id, each.record_id): each for each in RetractionNotice.objects.all()}
    new: list[RetractionNotice] = []
    changed: list[RetractionNotice] = []
    for key, notice in matched.items():
        record = known.get(key) or RetractionNotice(publication_id=key[0], record_id=key[1])
        if _copy_notice(record, notice):
            (changed if record.pk else new).append(record)
    for key, record in known.items():
        if key not in matched and not record.withdrawn:
            record.withdrawn = True
            changed.append(record)
    report.added, report.withdrawn = len(new), sum(record.withdrawn for record in changed)
    bulk_create_with_history(new, RetractionNotice, default_user=by, default_change_reason=RETRACTION_CHECK)
    fields = [*_NOTICE_FIELDS, "withdrawn"]
    bulk_update_with_history(changed, RetractionNotice, fields, default_user=by, default_change_reason=RETRACTION_CHECK)


_NOTICE_FIELDS = ("kind", "noticed_on", "reasons", "notice_doi", "source_url")


def _copy_notice(record: RetractionNotice, notice: Notice) -> bool:
    """Copy a notice into its record; True when anything changed."""
    values = (notice.kind, notice.noticed_on, notice.reasons, notice.notice_doi, SOURCE_URL)
    before = (*(getattr(record, name) for name in _NOTICE_FIELDS), record.withdrawn, record.pk)
    for name, value in zip(_NOTICE_FIELDS, values, strict=True):
        setattr(record, name, value)
    record.withdrawn = False
    return before != (*values, False, record.pk) or record.pk is None


def _write_retractions(on: date, report: RetractionReport, *, by: User | None) -> None:
    """Set the retraction status and the day of the check of every publication that could be looked up."""
    # One that a notice found by an identifier of a source is checked too.
    identified = Publication.objects.filter(_IDENTIFIED | Q(pk__in=RetractionNotice.objects.values("publication")))
    current: dict[int, list[Notice]] = {}
    for notice in RetractionNotice.objects.filter(withdrawn=False):
        current.setdefault(notice.publication_id, []).append(_notice_of(notice))
    noticed = identified.filter(_HAS_NOTICE).distinct()
    marked = identified.exclude(_HAS_NOTICE).filter(retraction__in=(Retraction.RETRACTED, Retraction.CONCERN))
    report.only_elsewhere = [publication.display_title for publication in marked]
    changed = [each for each in noticed if _set_retraction(each, current.get(each.pk, []), on, report)]
    _mark_checked(identified.exclude(_HAS_NOTICE).filter(retraction=Retraction.NOT_CHECKED), on, by=by)
    _save_retractions(changed, by=by)
    # A further check is no change of the record: only the date moves, without a line of history.
    report.checked = identified.update(retraction_checked_on=on)


def _mark_checked(fresh: QuerySet[Publication], on: date, *, by: User | None) -> None:
    """Mark publications without a notice as checked, by one statement, and write their history."""
    records = list(fresh)
    for publication in records:
        publication.retraction, publication.retraction_checked_on = Retraction.NOT_RETRACTED, on
    fresh.update(retraction=Retraction.NOT_RETRACTED, retraction_checked_on=on)
    Publication.history.bulk_history_create(
        records, batch_size=AT_ONCE, update=True, default_user=by, default_change_reason=RETRACTION_CHECK
    )


def _set_retraction(publication: Publication, notices: Sequence[Notice], on: date, report: RetractionReport) -> bool:
    """Set the status that its notices give; True when it changed."""
    before = Retraction(publication.retraction)
    after = retraction_status(notices)
    publication.retraction, publication.retraction_checked_on = after, on
    if before is not after and {before, after} != {Retraction.NOT_CHECKED, Retraction.NOT_RETRACTED}:
        report.changes.append((publication.display_title, before, after))
    return before is not after


def _notice_of(record: RetractionNotice) -> Notice:
    kind = NoticeKind(record.kind)
    return Notice(record.record_id, kind, kind.label, doi="", pmid="", noticed_on=record.noticed_on)


def _save_retractions(publications: Sequence[Publication], *, by: User | None) -> None:
    bulk_update_with_history(
        publications,
        Publication,
        ["retraction", "retraction_checked_on"],
        batch_size=AT_ONCE,
        default_user=by,
        default_change_reason=RETRACTION_CHECK,
    )
