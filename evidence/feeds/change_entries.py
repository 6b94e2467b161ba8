"""Entries of feeds from the history of studies: what was changed in a study on one day is one entry.

Nothing is told of the time in which a study was a draft: it begins with the day on which readers first saw it. What a
data set brought when it was loaded is no change.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.urls import reverse

from evidence.changes.change_lines import NOUNS
from evidence.feeds.atom import MOST_ENTRIES, FeedEntry
from evidence.models import Release
from studies.choices import Retraction, StudyStatus
from studies.models import Arm, Publication, Study
from studies.revisions.reasons import LOADED, MADE_UP, public_reason
from studies.revisions.versions import ROWS

# Lines of each kind of row that are looked at; a day that may be cut is left out.
_MOST_LINES = 2_000


# The column of a line that leads to its study; a result's leads to its arm.
_STUDY_COLUMNS = {"study": "id", "result": "arm_id"} | dict.fromkeys(("pool", "inclusion", "trial-row"), "review_id")


class SeenStudy(NamedTuple):
    """A study that readers see: since when, and whether it was a draft before."""

    slug: str
    label: str
    since: datetime | None
    was_draft: bool


class ChangedRow(NamedTuple):
    """A line of history: the study, the kind of row, when and why."""

    study: int
    kind: str
    at: datetime
    why: str


def change_entries(conditions: Collection[str] | None = None) -> list[FeedEntry]:
    """The latest changes of studies (of these conditions, by slug; None for all), and of all the releases too."""
    studies = seen_studies(conditions)
    days: dict[tuple[int, date], list[ChangedRow]] = defaultdict(list)
    for row in _latest_rows(studies):
        days[row.study, row.at.date()].append(row)
    entries = [_entry(studies[study], rows) for (study, _), rows in days.items()]
    entries += [_new_entry(each) for each in studies.values() if each.was_draft]
    entries += retraction_entries(studies, besides_loaded=True)
    return entries if conditions is not None else [*entries, *_release_entries()]


def seen_studies(conditions: Collection[str] | None = None) -> dict[int, SeenStudy]:
    """The studies that readers see, by number, by a fixed number of queries."""
    records = Study.objects.visible()
    if conditions is not None:
        arms = Arm.objects.filter(condition__slug__in=conditions).values("study")
        records = records.filter(condition__slug__in=conditions) | records.filter(pk__in=arms)
    drafts = Study.history.filter(standing=StudyStatus.DRAFT).values("id")
    lines = Study.history.filter(id__in=drafts).order_by("id", "history_date", "history_id")
    since: dict[int, datetime] = {}
    for (study, was, _), (same, now, at) in pairwise(lines.values_list("id", "standing", "history_date")):
        if study == same and was == StudyStatus.DRAFT and now != StudyStatus.DRAFT:
            since[study] = at
    rows = records.distinct().values_list("pk", "slug", "label")
    return {pk: SeenStudy(slug, label, since.get(pk), pk in since) for pk, slug, label in rows}


def _latest_rows(studies: Mapping[int, SeenStudy]) -> Iterator[ChangedRow]:
    """The latest lines of these studies, none of a day that may be cut, and none from before readers saw the study."""
    lines, cut = _latest_lines()
    for line in lines:
        study = studies.get(line.study)
        is_seen = study is not None and (study.since is None or line.at > study.since)
        if is_seen and (cut is None or line.at.date() > cut):
            yield line


def _latest_lines() -> tuple[list[ChangedRow], date | None]:
    """The latest lines of each kind of row, and the day up to which those of some kind are not all among them."""
    found: list[ChangedRow] = []
    cut: date | None = None
    study_of_arm = dict(Arm.history.order_by("history_id").values_list("id", "study_id"))
    for kind, model in ROWS.items():
        history: Any = model.history  # type: ignore[attr-defined]  # all of them have one
        lines = history.exclude(history_change_reason__in=(LOADED, MADE_UP)).order_by("-history_date", "-history_id")
        columns = (_STUDY_COLUMNS.get(kind, "study_id"), "history_date", "history_change_reason")
        rows = list(lines.values_list(*columns)[:_MOST_LINES])
        if len(rows) == _MOST_LINES:
            cut = max(filter(None, (cut, rows[-1][1].date())))
        for number, at, why in rows:
            study = study_of_arm.get(number, 0) if kind == "result" else number
            found.append(ChangedRow(study, kind, at, public_reason(why or "")))
    return found, cut


def _entry(study: SeenStudy, rows: list[ChangedRow]) -> FeedEntry:
    times = [row.at for row in rows]
    kinds = ", ".join(
        dict.fromkeys(NOUNS[row.kind] for row in sorted(rows, key=lambda row: list(ROWS).index(row.kind)))
    )
    reasons = " ".join(
        dict.fromkeys(f"{row.why.rstrip('.')}." for row in sorted(rows, key=lambda row: row.at) if row.why)
    )
    return FeedEntry(
        name=f"changes/{study.slug}",
        title=f"{study.label}: changed",
        path=reverse("study-history", args=[study.slug]),
        text=f"Changed: {kinds}. {reasons}".strip(),
        published=min(times),
        updated=max(times),
    )


def _new_entry(study: SeenStudy) -> FeedEntry:
    assert study.since is not None  # noqa: S101 - it was a draft
    path = reverse("study", args=[study.slug])
    text = "New on this site."
    return FeedEntry(f"studies/{study.slug}", f"{study.label}: new", path, text, study.since, study.since)


def _release_entries() -> list[FeedEntry]:
    return [
        FeedEntry(
            name=f"releases/{release.number}",
            title=str(release),
            path=release.get_absolute_url(),
            text=release.note or "A release of all data.",
            published=release.made_at,
            updated=release.made_at,
        )
        for release in Release.objects.all()[:MOST_ENTRIES]
    ]


def retraction_entries(
    studies: Mapping[int, SeenStudy] | None = None, *, besides_loaded: bool = False
) -> list[FeedEntry]:
    """Retracted publications of these studies, of all by default, from the day on which that was recorded here.

    ``besides_loaded``: without those that a data set brought as retracted.
    """
    studies = seen_studies() if studies is None else studies
    retracted = [
        paper
        for paper in Publication.objects.visible().filter(retraction=Retraction.RETRACTED).order_by("pk")
        if paper.study_id in studies
    ]
    lines = Publication.history.filter(id__in=[paper.pk for paper in retracted], retraction=Retraction.RETRACTED)
    first: dict[int, datetime] = {}
    loaded: set[int] = set()
    for pk, at, why in lines.order_by("-history_date").values_list("id", "history_date", "history_change_reason"):
        first[pk] = at
        loaded = loaded | {pk} if why in (LOADED, MADE_UP) else loaded - {pk}
    entries = []
    for paper in retracted:
        study = studies[paper.study_id or 0]
        at = max(filter(None, (first.get(paper.pk), study.since)), default=None)
        if at is not None and not (besides_loaded and paper.pk in loaded):
            path = reverse("study", args=[study.slug])
            name = f"retractions/{study.slug}/{paper.doi or paper.pmid or paper.title[:60]}"
            entries.append(FeedEntry(_urlsafe(name), f"Retracted: {study.label}", path, paper.title, at, at))
    return entries


def _urlsafe(name: str) -> str:
    """A name with nothing that a URI may not hold."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._/") else "_" for letter in name)
