"""Text of a field as a reader should see it: no tags, no entities, no double encoding, no needless space."""

import html
import re
import unicodedata
from functools import lru_cache

from studies.citations.parse.latex import decode_latex

# Only tags that publishers put into titles: anything else between < and > can be a comparison.
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|sc|scp|span|p|br|tt|small|bold|italic|inf|title|sec|jats:\w+|mml:\w+|formula)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# UTF-8 that was read as CP1252: these pairs are in hardly any language.
_DOUBLE_ENCODED = re.compile(
    "(?:[ÂÃÄÅÎÏ][\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â(?:€|ˆ|‰|„)[\u0080-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])+"
)
# What begins all that is decoded here in a text of ASCII.
_MARKUP = re.compile(r"[\\{}$~<&\x00]|--|``|\'\'")
# What a reader does not see: hyphens of other kinds, and marks without width.
_UNSEEN = {"‐": "-", "‑": "-", "\u00ad": "", "\u200b": "", "\u200e": "", "\u200f": ""}
# The first letters of what double encoding makes.
_DOUBLE_STARTS = "ÂÃÄÅÎÏâ"


def plain_text(text: str, *, latex: bool) -> tuple[str, tuple[str, ...]]:
    """A field without markup, and warnings. With ``latex`` its commands are decoded first.

    >>> plain_text("Effect of O<sub>2</sub> &amp; O3 (p &lt; 5%)", latex=False)
    ('Effect of O2 & O3 (p < 5%)', ())
    """
    if text.isascii() and not _MARKUP.search(text):
        return " ".join(text.split()), ()  # as most texts are, in a third of the time
    warnings: tuple[str, ...] = ()
    if latex:
        text, unknown = decode_latex(text)
        if unknown:
            warnings = (f"Unknown LaTeX command left unchanged: {', '.join(unknown[:5])}.",)
    if "<" in text:
        text = _TAG.sub("", text)
    text = without_entities(text)
    if not text.isascii():
        text, repaired = _undo_double_encoding(_without_unseen(unicodedata.normalize("NFC", text)))
        warnings += repaired
    return " ".join(text.replace("\x00", "").split()), warnings


def without_entities(text: str) -> str:
    """Text with its character references decoded.

    >>> without_entities("M&uuml;ller &amp; Co &c;")
    'Müller & Co &c;'
    """
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def _without_unseen(text: str) -> str:
    for sign, replacement in _UNSEEN.items():
        text = text.replace(sign, replacement)
    return text


def _undo_double_encoding(text: str) -> tuple[str, tuple[str, ...]]:
    """Text whose double encoding is undone, with a sentence on what was replaced."""
    if not any(sign in text for sign in _DOUBLE_STARTS):
        return text, ()
    repaired: dict[str, str] = {}

    def once(match: re.Match[str]) -> str:
        try:
            right = _bytes_of(match[0]).decode("utf-8")
        except UnicodeError:
            return match[0]
        repaired[match[0]] = right
        return right

    text = _DOUBLE_ENCODED.sub(once, text)
    pairs = ", ".join(f"{wrong!r} as {right!r}" for wrong, right in list(repaired.items())[:5])
    return text, (f"Text that was encoded twice was repaired: {pairs}. The original text is kept.",) if repaired else ()


def _bytes_of(text: str) -> bytes:
    """The bytes that CP1252 shows as this text, its five undefined ones as Latin-1 does."""
    return b"".join(_byte_of(character) for character in text)


@lru_cache(maxsize=512)
def _byte_of(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
