"""Marks in a title: retracted, a notice, a reply, a protocol."""

import re

from studies.citations.parse.entries import RetractionMark

_RETRACTED = re.compile(r"^\W*(?:retracted|withdrawn)(?:\s+(?:article|paper|publication))?\W+", re.IGNORECASE)
_RETRACTED_TAIL = re.compile(r"\W+(?:\[?retracted(?:\s+(?:article|publication))?\]?)(?:\W+see\b.*)?\W*$", re.IGNORECASE)
_NOTICE = re.compile(
    r"^\W*(?:notice\s+of\s+(?:retraction|withdrawal)|retraction(?:\s+(?:note|notice|statement))?(?:\s+(?:to|of|for|:)|\s*[:\u2013\u2014-])"
    r"|withdrawal(?:\s+notice)?\s*(?:to|of|:)|statement\s+of\s+retraction)",
    re.IGNORECASE,
)
# Works about another work, and forms of a work that are not the paper itself.
_KINDS = (
    (
        "erratum",
        re.compile(r"^\W*(?:errat(?:um|a)|corrigend(?:um|a)|(?:author |publisher )?correction)\b", re.IGNORECASE),
    ),
    ("notice of retraction", _NOTICE),
    ("expression of concern", re.compile(r"^\W*(?:editorial )?expression of concern\b", re.IGNORECASE)),
    (
        "reply or comment",
        re.compile(
            r"^\W*(?:(?:author'?s?'? |in )?(?:reply|response)|comment(?:s|ary)?|letter|editorial)\s*(?:to|on|from|by)\b"
            r"|^\W*(?:re|editorial|commentary|letter)\s*[:.]"
            r"|\W(?:reply|author'?s?'? (?:reply|response))\W*$",
            re.IGNORECASE,
        ),
    ),
    ("protocol", re.compile(r"\b(?:study |trial )?protocol\b", re.IGNORECASE)),
    ("abstract", re.compile(r"^\W*(?:abstract|poster)\b|\((?:abstract|poster)[^)]*\)\s*$", re.IGNORECASE)),
    ("preprint", re.compile(r"\bpreprint\b", re.IGNORECASE)),
    (
        # Its place stands in the title: (vol 24, pg 10, 2015), (European Spine Journal (2009) 18 (542-544)).
        "work about another work",
        re.compile(
            r"[\[(]vol\.? \w+, pg? [^\])]*[\])]?\W*$|\([^()]+\(\d{4}\)[^()]*\([^()]*\)[^()]*\)\W*$", re.IGNORECASE
        ),
    ),
)
# Every title that a pattern above matches has one of these; most titles have none.
_SECONDARY = (
    "errat",
    "corrigend",
    "correction",
    "retract",
    "withdraw",
    "concern",
    "reply",
    "response",
    "comment",
    "letter",
    "editorial",
    "protocol",
    "abstract",
    "poster",
    "preprint",
    "(vol",
    "[vol",
    "))",
)
_RE = re.compile(r"\W*re\s*[:.]", re.IGNORECASE)


def split_retraction_mark(title: str) -> tuple[str, RetractionMark]:
    """The title without the mark of its publisher, and the mark.

    >>> split_retraction_mark("RETRACTED: Ozone for sciatica")
    ('Ozone for sciatica', <RetractionMark.RETRACTED: 'retracted'>)
    >>> split_retraction_mark("Retraction notice to: Ozone")[1].value
    'notice'
    """
    if "etract" not in title and "ETRACT" not in title and "ithdraw" not in title and "ITHDRAW" not in title:
        return title, RetractionMark.NONE
    if _NOTICE.search(title):
        return title, RetractionMark.NOTICE
    plain = _RETRACTED_TAIL.sub("", _RETRACTED.sub("", title)).strip()
    marked = plain and plain != title.strip()
    return (plain, RetractionMark.RETRACTED) if marked else (title, RetractionMark.NONE)


def without_full_stop(title: str) -> str:
    """A title without the full stop that databases print behind it; that of an abbreviation or an ellipsis stays.

    >>> without_full_stop("[Ozone for sciatica]."), without_full_stop("Ozone in the U.S."), without_full_stop("Pain...")
    ('[Ozone for sciatica]', 'Ozone in the U.S.', 'Pain...')
    """
    return title[:-1] if title.endswith(".") and "." not in title[:-1].rpartition(" ")[2] else title


def kind_of(title: str) -> str:
    """What kind of secondary work a title names, such as "erratum"; '' for a paper."""
    lowered = title.lower()
    for sign in _SECONDARY:
        if sign in lowered:
            break
    else:
        if not _RE.match(title):
            return ""
    bare = title.rstrip(" .")
    return next((kind for kind, sign in _KINDS if sign.search(bare)), "")
