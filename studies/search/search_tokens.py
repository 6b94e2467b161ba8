"""Words of a text made alike: without case and accents, in one spelling, and without their endings.

A *token* is such a word. Texts and queries become tokens by the same rules, so both databases store and compare the
same tokens, and neither makes any of its own: a token is of ASCII letters and digits alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from snowballstemmer.english_stemmer import EnglishStemmer

from studies.reported.text_keys import word_key

# A word is letters and digits with their marks; a sign of Chinese, Japanese or Korean is a word of its own, and so is a
# number before its unit.
_WORD = re.compile(
    r"\d+(?=(?i:ml|mg|[uµμ]g|mcg)\b)|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\W_])+"
)
# Longer words are not compared to their end. PostgreSQL takes 2,046 bytes of one.
LONGEST_TOKEN = 60
# A DOI has 200 letters at most, each of several bytes where it is not of ASCII.
LONGEST_IDENTIFIER = 240
_MOST_REMEMBERED = 50_000
# British and American spellings, Latin plurals, each with the form that stands for both.
_SPELLINGS = (
    (re.compile(r"disk"), "disc"),
    (re.compile(r"(?<=..)is(?=(e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=...)our(?=(s|ed|al|ally)?$)"), "or"),
    (re.compile(r"(?<=..[tb])re$"), "er"),
    (re.compile(r"(?<=...[nlrib])oses$"), "osis"),
    (re.compile(r"(?<=l)yses$"), "ysis"),
)
# The micro sign and the Greek letter are one letter here; both and "mc" stand for micro.
_UNITS = {"μg": "ug", "mcg": "ug"}
_LIGATURE = re.compile(r"[ao]e")
# In shorter words, such as toe, the two vowels are no ligature.
_SHORTEST_WITH_LIGATURE = 5
# The suffixes -ize and -ise are part of what is compared: randomised, randomized, randomisation.
# Any address that has a DOI names the work; what publishers put behind one is no part of it.
_DOI = re.compile(
    r"(?:https?://[^\s\"<>]*?/|\b(?:(?:dx|www)\.)?doi\.org/|\bdoi:?\s*)?\b(10\.\d{4,9}/[^\s\"<>?#]+)(?:[?#]\S*)?",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:\b(?:pmid|pubmed\s+id):?\s*|\bpubmed:?\s*(?=\d{5})|"
    r"(?:https?://)?\b(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)(\d{1,8})\b/?",
    re.IGNORECASE,
)
_DOI_END = re.compile(r"(?:[.,;:)\]}'/]|/(?:full|abstract|e?pdf|html?))+$", re.IGNORECASE)


class TextWord(NamedTuple):
    """A word of a text as its token, and where it stands in the text that ``composed`` gives."""

    token: str
    start: int
    end: int


def composed(text: str) -> str:
    """A text whose letters and accents are one sign each, as words are looked for in it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def words_of(text: str) -> Iterator[TextWord]:
    """The words of a composed text, in order."""
    for found in _WORD.finditer(text):
        if token := token_of(found[0]):
            yield TextWord(token, found.start(), found.end())


def tokens_of(text: str, *, most: int | None = None) -> list[str]:
    """The tokens of a text, in order; of a long one the first alone.

    >>> tokens_of("Randomised trials of herniated DISKS: O₂–O₃"), tokens_of("randomized, herniation, disc")
    (['random', 'trial', 'of', 'herniat', 'disc', 'o2', 'o3'], ['random', 'herniat', 'disc'])
    """
    return [word.token for word in islice(words_of(composed(text)), most)]


@lru_cache(maxsize=_MOST_REMEMBERED)
def token_of(word: str) -> str:
    """One word as its token; '' of what has neither letter nor digit.

    >>> [token_of(word) for word in ("Oedema", "stenoses", "Peña", "臭")]
    ['edema', 'stenosi', 'pena', 'xe887ad']
    """
    plain = plain_word(word)
    plain = _UNITS.get(plain, plain)
    if not plain.isascii():
        plain = f"x{plain.encode().hex()}"
    return (
        plain[:LONGEST_TOKEN] if _has_digit(plain) else EnglishStemmer().stemWord(_one_spelling(plain))[:LONGEST_TOKEN]
    )


def beginning_of(word: str) -> str:
    """With what the tokens of all words begin that begin as this one does.

    >>> beginning_of("Intra"), beginning_of("herniations")
    ('intra', 'herniat')
    """
    plain, token = _one_spelling(plain_word(word)), token_of(word)
    return token if plain.startswith(token) or not plain.isascii() else plain[:LONGEST_TOKEN]


def plain_word(word: str) -> str:
    """A word without case and accents, and in its own spelling.

    >>> plain_word("Müller")
    'muller'
    """
    return "".join(word_key(word).split())


def _has_digit(word: str) -> bool:
    return not word.isalpha()


def _one_spelling(word: str) -> str:
    if len(word) >= _SHORTEST_WITH_LIGATURE:
        word = _LIGATURE.sub("e", word)
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


def doi_token(doi: str) -> str:
    """A DOI as one token, whatever its case and signs; '' of an empty one.

    >>> doi_token("10.3174/ajnr.A0123")
    'xdoi103174ajnra0123'
    """
    key = "".join(word_key(doi).split())
    return f"xdoi{key if key.isascii() else key.encode().hex()}"[:LONGEST_IDENTIFIER] if key else ""


def pmid_token(pmid: str) -> str:
    """A PubMed number as one token; '' of an empty one."""
    return f"xpmid{pmid}" if pmid else ""


def identifiers_in(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Where a query names a work by DOI or PubMed number, and its token; addresses of both too.

    >>> [token for _, token in identifiers_in("see https://doi.org/10.1000/AB-1. and PMID: 20188591")]
    ['xdoi101000ab1', 'xpmid20188591']
    """
    for found in _DOI.finditer(text):
        yield found, doi_token(_DOI_END.sub("", found[1]))
    for found in _PMID.finditer(text):
        yield found, pmid_token(found[1].lstrip("0"))
