"""Which state of the data a page or file shows, and how it is cited: the one place that says so.

The state is a release, a release with later changes, or none. The day on which this site got its records from a data
set tells nothing about them and is never named.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from evidence.models import CertaintyAssessment, Release
from studies.choices import StudyStatus
from studies.citations.searches import LastSearch, last_search, search_sentence
from studies.models import (
    Arm,
    BetweenGroupThreshold,
    BiasAssessment,
    Claim,
    ClaimSource,
    Condition,
    DataVersion,
    MinimalImportantChange,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    Registration,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    Study,
)
from studies.numerics.calendar_day import day_text
from studies.revisions.kept_values import remember
from studies.revisions.reasons import LOADED, MADE_UP
from studies.revisions.versions import ROWS
from studies.selectors.prepared_query import PreparedQuery

SITE_TITLE = "Ozone for back pain: the evidence"
_OF_NO_STUDY: tuple[type[Model], ...] = (
    *(Condition, OutcomeMeasure, ClaimSource, Claim, MinimalImportantChange, BetweenGroupThreshold, Registration),
)


@dataclass(frozen=True, slots=True)
class DataCitation:
    """The state of the data. ``number`` and ``released_on`` are of the last release; both are None without any.

    ``changed_on`` is the day of the last change by people since then, or of all without a release; None without one.
    """

    number: int | None
    released_on: date | None
    changed_on: date | None
    search: LastSearch | None
    # Of a release that was made before: the sentence on the last search at that time.
    searched_then: str = ""

    @property
    def state(self) -> str:
        """The state in words, as "Data of:" goes on.

        >>> DataCitation(3, date(2026, 11, 2), None, None).state
        'release 3 of 2 November 2026'
        >>> DataCitation(3, date(2026, 11, 2), date(2026, 11, 29), None).state
        'release 3 of 2 November 2026 with later changes, the last on 29 November 2026'
        >>> DataCitation(None, None, date(2026, 11, 29), None).state
        'not released; data version of 29 November 2026'
        >>> DataCitation(None, None, None, None).state
        'not released; the data set as loaded, without a change since'
        """
        changed = day_text(self.changed_on) if self.changed_on else ""
        if self.number is not None and self.released_on is not None:
            later = f" with later changes, the last on {changed}" if changed else ""
            return f"release {self.number} of {day_text(self.released_on)}{later}"
        if changed:
            return f"not released; data version of {changed}"
        return "not released; the data set as loaded, without a change since"

    @property
    def is_release(self) -> bool:
        """Whether the data are those of the release."""
        return self.number is not None and self.changed_on is None

    @property
    def searched(self) -> str:
        """The last search of databases, as a sentence."""
        return self.searched_then or search_sentence(self.search)

    def text(self, address: str, title: str = "") -> str:
        """The citation of a page or file: its title, if it has one of its own, the state of the data and its address.

        >>> DataCitation(3, date(2026, 11, 2), None, None).text("https://example.org/")
        'Ozone for back pain: the evidence [web site]. Release 3 of 2 November 2026. No search of a database is on \
record. https://example.org/'
        """
        state = f"{self.state[0].upper()}{self.state[1:]}."
        what = f"{title}. In: {SITE_TITLE} [web site]." if title else f"{SITE_TITLE} [web site]."
        return " ".join(filter(None, (what, state, self.searched, address)))

    def bibtex(self, address: str, title: str = "") -> str:
        """The citation as an entry of BibTeX.

        >>> print(DataCitation(3, date(2026, 11, 2), None, None).bibtex("https://example.org/"))
        @misc{ozone-evidence-release-3,
          title = {Ozone for back pain: the evidence},
          year = {2026},
          note = {Release 3 of 2 November 2026. No search of a database is on record.},
          howpublished = {Web site},
          url = {https://example.org/}
        }
        """
        day = self.changed_on or self.released_on
        key = f"ozone-evidence-release-{self.number}" if self.is_release else "ozone-evidence"
        fields = {
            "title": f"{title}. {SITE_TITLE}" if title else SITE_TITLE,
            **({"year": str(day.year)} if day else {}),
            "note": f"{self.state[0].upper()}{self.state[1:]}. {self.searched}",
            "howpublished": "Web site",
            "url": address,
        }
        lines = ",\n".join(f"  {name} = {{{_plain(value)}}}" for name, value in fields.items())
        return f"@misc{{{key},\n{lines}\n}}"


def _plain(value: str) -> str:
    """A value without what BibTeX reads as its own marks."""
    return value.translate(str.maketrans("{}\\", "()/"))


# The release that is being made: what is frozen in it cites it.
_release_in_making: ContextVar[DataCitation | None] = ContextVar("release in making", default=None)


@contextmanager
def citing(release: DataCitation) -> Iterator[None]:
    """A block in which everything that is made cites that release."""
    token = _release_in_making.set(release)
    try:
        yield
    finally:
        _release_in_making.reset(token)


def data_citation() -> DataCitation:
    """The state of the data now, computed once for each; within ``citing``, that of the release."""
    return _release_in_making.get() or remember("data citation", _read_citation)


def _read_citation() -> DataCitation:
    number, made_at = next(iter(_LAST_RELEASE.rows()), (None, None))
    return DataCitation(number, made_at.date() if made_at else None, _changed_on(made_at), last_search())


_LAST_RELEASE = PreparedQuery(lambda _: Release.objects.values_list("number", "made_at")[:1])


def _changed_on(since: datetime | None) -> date | None:
    """The day of the last change of a public record; without a release, not counting what a data set brought.

    After a release a data set that was loaded again is a change like any other.
    """
    days = next(iter(_last_days(since).rows()), ())
    found = max(filter(None, days), default=None)
    return found.date() if found else None


# The last release is nearly always the same.
@lru_cache(maxsize=4)
def _last_days(since: datetime | None) -> PreparedQuery[DataVersion]:
    """One statement for all tables, each by the index of its days; it hangs on a table that always has one row."""
    lines = [_lines_since(history, since) for history in _public_histories()]
    latest = [Subquery(each.order_by("-history_date").values("history_date")[:1]) for each in lines]
    return PreparedQuery(lambda _: DataVersion.objects.values_list(*latest))


def _lines_since(history: "QuerySet[Any]", since: datetime | None) -> "QuerySet[Any]":
    if since:
        return history.filter(history_date__gt=since)
    return history.exclude(history_change_reason__in=(LOADED, MADE_UP))


def _public_histories() -> "Iterator[QuerySet[Any]]":
    """The lines of every kind of record that readers see; of a study none from its time as a draft."""
    of_study: dict[type[Model], Exists] = {
        OutcomeResult: Exists(Arm.objects.filter(pk=OuterRef("arm_id"), study__in=Study.objects.visible())),
        **dict.fromkeys((ReportedPool, ReviewInclusion, ReviewTrialRow), _is_visible("review_id")),
    }
    yield _seen_lines(Study.history.all())
    models: tuple[Any, ...] = (*ROWS.values(), Publication)
    for model in models:
        if model is not Study:
            yield model.history.filter(of_study.get(model, _is_visible("study_id")))
    yield BiasAssessment.history.filter(_is_visible("study_id"), finished_at__isnull=False)
    for model in (*_OF_NO_STUDY, CertaintyAssessment):
        yield model.history.all()  # type: ignore[attr-defined]  # all of them have one


def _is_visible(study: str) -> Exists:
    """Whether readers see the study in this field: asked of the last lines alone, no list of all studies is made."""
    return Exists(Study.objects.visible().filter(pk=OuterRef(study)))


def _seen_lines(lines: "QuerySet[Any]") -> "QuerySet[Any]":
    """The lines of studies that readers saw, and those by which a study became a draft again."""
    earlier = Study.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    lines = lines.annotate(standing_before=Subquery(earlier.values("standing")[:1]))
    became_draft = Q(standing_before__isnull=False) & ~Q(standing_before=StudyStatus.DRAFT)
    return lines.filter(~Q(standing=StudyStatus.DRAFT) | became_draft)
