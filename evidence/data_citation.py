"""Which state of the data a page or file shows, and how it is cited: the one place that says so.

The state is a release, a release with later changes, or none. The day on which this site got its records from a data
set tells nothing about them and is never named.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime

from evidence.models import Release
from studies.citations.searches import LastSearch, last_search, search_sentence
from studies.models import OutcomeResult, Study
from studies.numerics.calendar_day import day_text
from studies.revisions.reasons import LOADED, MADE_UP

SITE_TITLE = "Ozone for back pain: the evidence"


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
    """The state of the data now, by four short queries; within ``citing``, that of the release."""
    return _release_in_making.get() or _read_citation()


def _read_citation() -> DataCitation:
    release = Release.objects.values_list("number", "made_at").first()
    number, made_at = release or (None, None)
    return DataCitation(number, made_at.date() if made_at else None, _changed_on(made_at), last_search())


def _changed_on(since: datetime | None) -> date | None:
    """The day of the last change of a study or a result, not counting what a data set brought."""
    days = []
    for history in (Study.history, OutcomeResult.history):
        lines = history.exclude(history_change_reason__in=(LOADED, MADE_UP)).order_by("-history_date")
        lines = lines.filter(history_date__gt=since) if since else lines
        days.append(lines.values_list("history_date", flat=True).first())
    found = max(filter(None, days), default=None)
    return found.date() if found else None
