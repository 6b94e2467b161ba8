"""The year of a publication, or none and why."""

import re

# The years that a record may have; the same limits as the database's.
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|2[01]\d\d)(?!\d)")
_WHOLE = re.compile(r"\s*(?:\d{4}(?:[-/ ]+[\w/-]*)*/*)\s*\Z")


def year_of(*texts: str) -> tuple[int | None, tuple[str, ...]]:
    """The first year that the texts hold, in the order of preference, and a warning where it had to be looked for.

    >>> year_of("2019a"), year_of("in press")[0], year_of("", "2019-05-03")
    ((2019, ("The year was read from '2019a'.",)), None, (2019, ()))
    """
    said = [text.strip() for text in texts if text.strip()]
    for text in said:
        found = _YEAR.search(text)
        if found:
            plain = text == found[1] or (_WHOLE.match(text) and _is_date(text))
            return int(found[1]), () if plain else (f"The year was read from {text[:60]!r}.",)
    if said:
        return None, (f"No year was found in {said[0][:60]!r}.",)
    return None, ("The entry gives no year.",)


def _is_date(text: str) -> bool:
    """Whether a text is one date, such as 2019-05-03, 2019/05// or 2019 May 3, and no range such as 1988-89."""
    return not re.fullmatch(r"\d{4}\s*[-/]\s*(?:\d{4}|[2-9]\d|1[3-9])", text) and not re.search(r"\d{4}[a-z]", text)
