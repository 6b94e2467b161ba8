"""How a day reaches a reader."""

from datetime import date


def day_text(day: date) -> str:
    """Write the day of a date or of a moment; every system writes the same, which ``strftime`` does not promise.

    >>> day_text(date(2026, 11, 2))
    '2 November 2026'
    """
    return f"{day.day} {day:%B %Y}"
