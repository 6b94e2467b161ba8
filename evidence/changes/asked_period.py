"""Which two states an address of changes asks for: since a day, a release or a data version, or from one to another.

A data version is the time in microseconds at which the last change before it was made; a number that small is no time
of this century is the number of a release.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from evidence.models import Release
from studies.numerics.calendar_day import day_text
from studies.presentation.query_parameters import QueryParameterError

# Data versions are microseconds since 1970; releases are counted from 1.
_FIRST_VERSION = 10**12
_NUMBER = re.compile(r"[0-9]{1,18}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """From a state to another. ``release`` is the first state where it is frozen; else ``since`` is its moment.

    ``until`` is the release at its end; None is today. ``remark`` says what was taken for what was asked.
    """

    release: Release | None
    since: datetime
    until: Release | None
    remark: str = ""

    @property
    def words(self) -> str:
        """The period in words."""
        start = self.release.in_sentence if self.release else day_text(self.since)
        return f"from {start} to {self.until.in_sentence}" if self.until else f"since {start}"


def asked_period(since: str, first: str, last: str) -> AskedPeriod | None:
    """The period of the parameters ``since``, or ``from`` and ``to``; None where none is given.

    Raises ``QueryParameterError`` with a sentence for what is neither.
    """
    if since and (first or last):
        raise QueryParameterError(["Give “since”, or “from” and “to”, not both."])
    if since:
        return _since(since)
    if first or last:
        old, new = _release(first, "from"), _release(last, "to")
        if old.number >= new.number:
            raise QueryParameterError(["“from” must be an earlier release than “to”."])
        return AskedPeriod(old, old.made_at, new)
    return None


def _release(text: str, name: str) -> Release:
    number = int(text) if _NUMBER.fullmatch(text) and int(text) < 10**9 else 0
    found = Release.objects.filter(number=number).first()
    if found is None:
        raise QueryParameterError([f"“{name}” must be the number of a release; there is no release “{text[:40]}”."])
    return found


def _since(text: str) -> AskedPeriod:
    if _DAY.fullmatch(text):
        return _since_moment(_beginning_of_day(text), f"the beginning of {text}")
    if _NUMBER.fullmatch(text) and int(text) >= _FIRST_VERSION:
        return _since_moment(_moment_of_version(int(text)), f"data version {text}")
    release = _release(text, "since")
    return AskedPeriod(release, release.made_at, None)


def _beginning_of_day(text: str) -> datetime:
    """The moment at which the day begins, in UTC."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise QueryParameterError([f"There is no day {text}."]) from error
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _moment_of_version(number: int) -> datetime:
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)
    except OverflowError as error:
        raise QueryParameterError([f"There is no data version {number}."]) from error


def _since_moment(moment: datetime, asked: str) -> AskedPeriod:
    """From the newest release before the moment, which holds what answers said; without one, from the moment itself."""
    release = Release.objects.filter(made_at__lte=moment).first()
    if release is None:
        return AskedPeriod(
            None,
            moment,
            None,
            f"No release is older than {asked}. The history of the records tells what was changed in studies; what the "
            "answers said before, and which ratings fell, cannot be told.",
        )
    remark = f"Compared with {release.in_sentence}, the last one before {asked}."
    return AskedPeriod(release, release.made_at, None, remark)
