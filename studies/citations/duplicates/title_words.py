"""Titles as words: for comparing, not for showing.

Databases add to a title what is no part of it (its language, a note that an erratum appeared), put a translated title
in brackets, leave out the subtitle or cut a long title. The key of a title is free of such additions.
"""

import re
from functools import lru_cache
from sys import intern

from rapidfuzz import fuzz

from studies.reported.text_keys import word_key


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ROMAN = {
    name: number
    for number, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)
}
_NUMBERED = re.compile(r"\b(?:part|phase|study|paper|chapter|no|volume|section)s? ([ivx]+|[a-d])\b")
_DIGITS = re.compile(r"\d+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# British and American spelling are one: randomised and randomized, disc and disk, anaesthesia and anesthesia.
_ONE_SPELLING = str.maketrans("zk", "sc")
_ARTICLES = ("the ", "a ", "an ")
_LANGUAGES = (
    "arabic|bulgarian|chinese|croatian|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hungarian"
    "|italian|japanese|korean|norwegian|persian|polish|portuguese|romanian|russian|serbian|slovak|spanish|swedish"
    "|turkish|ukrainian"
)
# What databases add at the end of a title. An addition in brackets can be cut off before its closing bracket.
_ADDITIONS = re.compile(
    rf"\s*(?:"
    rf"\[(?:in )?(?:{_LANGUAGES})\b[^\]]*\]?|\((?:in )?(?:{_LANGUAGES})\)"
    r"|\[?\((?:author'?s transl|transl\.?)[^)]*\)\]?"
    r"|\[(?:published |publisher )?(?:erratum|correct|retraction|update|comment|see comment|republished)"
    r"[^\]]*(?:\]\[[^\]]*)?\]?"
    r"|\[(?:conference |meeting |oral |poster )?(?:abstract|letter|editorial|review|poster)[^\]]*\]?"
    r"|\(multiple letters\)|\[\d+\]|[\[(]vol\.? \w+, pg? [^\])]*[\])]?"
    r")\s*\.?\s*\Z",
    re.IGNORECASE,
)
# The work that an Embase record is about: (European Spine Journal (2009) 18 (542-544)).
_OTHER_WORK = re.compile(r"\s*\([^()]+\(\d{4}\)[^()]*\([^()]*\)[^()]*\)\s*\.?\s*\Z")
# The title in its own language, which some databases add: Ozone for sciatica [L'ozono nella sciatica].
_ORIGINAL_TITLE = re.compile(r"(?<=\w)\s*\[\W?\w+(?:\W++\w++){3,}+\W*\]\W*\Z")
_CUT = re.compile(r"(?:…|\.\.\.)\s*\Z")
_NO_LETTER = re.compile(r"[\W_]+")
_SHORTEST_SUBTITLE = 3
_SUBTITLE = re.compile(r"[:.?;] | [-–—]+ ")
# A word that says nothing of the subject; it is often left out or another one used.
_SMALL_WORDS = _word_set("a an the of in on for and or with to by at from as is its using via")
# The most frequent small words by which a language is recognised, in the spelling of keys.
_WORDS_OF_LANGUAGES = {
    "en": _word_set("the of and in for with on to by from after versus is are a trial study patients treatment effect"),
    "it": _word_set("il lo la gli le di del della dei delle dell nel nella con per e da su una studio pasienti"),
    "es": _word_set("el la los las de del en con para por y una un como tratamiento estudio pacientes efecto"),
    "pt": _word_set("o a os as de do da dos das em no na com para por e um uma ao tratamento estudo pacientes"),
    "fr": _word_set("le la les de du des dans en avec pour par et une un au aux sur ches etude traitement"),
    "de": _word_set("der die das des dem den und mit bei von im in sur sum eine ein nach fur studie patienten"),
    "tr": _word_set("ve ile bir icin olan tedavisinde hastalarda etcisi"),
    "pl": _word_set("w s i na do u po leczeniu lecseniu oras"),
}
# Shorter words with another letter are other words.
_SHORTEST_MISSPELLED = 5
_SAME_WORD = 80.0
# A title of this many characters or more is cut by some databases, at any place; of so many by most that cut.
CUT_TITLE = 60
LONG_TITLE = 150


def title_key(title: str) -> str:
    """The words of a title in one spelling, without an article before them and additions after them.

    >>> title_key("The Ozone (O₂-O₃) trial."), title_key("臭氧治疗腰痛")
    ('osone o2 o3 trial', '臭氧治疗腰痛')
    >>> title_key("[Ozone for sciatica]. [Italian]"), title_key("Ozone in 1,200 patients (vol 24, pg 10, 2015)")
    ('osone for sciatica', 'osone in 1200 patients')
    """
    key = word_key(without_additions(title)).translate(_ONE_SPELLING).replace("ae", "e")
    for article in _ARTICLES:
        if key.startswith(article):
            return key[len(article) :]
    return key


def without_additions(title: str) -> str:
    """A title without what databases add at its end; the whole title when nothing would be left."""
    plain = _THOUSANDS.sub("", title) if "," in title else title
    if "[" not in plain and "(" not in plain:
        return plain
    shorter = _ORIGINAL_TITLE.sub("", _OTHER_WORK.sub("", _ADDITIONS.sub("", plain)))
    while shorter != plain and shorter.strip(" []."):
        plain, shorter = shorter, _ADDITIONS.sub("", shorter)
    return plain


def main_title_letters(title: str) -> int:
    """How many letters and digits the first part of a title has, as in its key; 0 when there is no subtitle.

    >>> main_title_letters("The ozone: a trial"), main_title_letters("Ozone for sciatica")
    (5, 0)
    """
    found = _SUBTITLE.search(title)
    if not found or found.end() > len(title) - _SHORTEST_SUBTITLE:
        return 0
    first_part = _NO_LETTER.sub("", title[: found.start()].lower()).replace("ae", "e")
    article = next((article for article in _ARTICLES if title[:4].lower().startswith(article)), "")
    return len(first_part) - len(article.rstrip())


def is_translated(title: str) -> bool:
    """Whether a title is in brackets, as databases write a translated one.

    >>> is_translated("[Ozone therapy in low back pain]. [Italian]"), is_translated("[18F]fluoride in pain")
    (True, False)
    """
    return title.startswith("[") and title.find("]") > len(title) // 2


def is_cut(title: str) -> bool:
    """Whether a title ends in dots, as databases write one that they cut."""
    return bool(_CUT.search(title))


def numbers_in(key: str, *, is_cut: bool = False) -> tuple[str, ...]:
    """The numbers of a title key, in their order; not the last word of one that was cut, which may be half a number.

    >>> numbers_in("ozone part ii 12 months"), numbers_in("ozone part 2 12 months")
    (('2', '12'), ('2', '12'))
    """
    key, _, last = key.rpartition(" ") if is_cut else (key, "", key.rpartition(" ")[2])
    parts = [(match.start(1), str(_ROMAN.get(match[1], match[1]))) for match in _NUMBERED.finditer(key)]
    digits = [(match.start(), match[0]) for match in _DIGITS.finditer(key)]
    if last in _ROMAN and not parts and not is_cut:
        parts.append((len(key), str(_ROMAN[last])))
    return tuple(intern(number) for _, number in sorted(parts + digits))


def has_different_word(one: str, other: str) -> bool:
    """Whether a word of two title keys differs, is added or is missing.

    A mistyped letter, a moved blank and a small word such as "the" do not count.

    >>> has_different_word("osone for lumbar pain", "osone for cervical pain")
    True
    >>> has_different_word("osone for lumbar pain", "osone in the lumbr pain")
    False
    """
    if one.replace(" ", "") == other.replace(" ", ""):
        return False
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs):
        ours, theirs = ([word for word in words if word not in _SMALL_WORDS] for words in (ours, theirs))
    if len(ours) != len(theirs):
        return "".join(ours) != "".join(theirs)
    return not all(a == b or _is_misspelled(a, b) for a, b in zip(ours, theirs, strict=True))


def _is_misspelled(one: str, other: str) -> bool:
    """Whether two words differ by a typing error, or are both small words."""
    if len(one) < _SHORTEST_MISSPELLED:
        return {one, other} <= _SMALL_WORDS or (len(one) > 2 and one.isalpha() and sorted(one) == sorted(other))
    return fuzz.ratio(one, other) >= _SAME_WORD


def differ_in_language(one: str, other: str) -> bool:
    """Whether two title keys are in different languages, as far as their small words and their scripts show.

    >>> differ_in_language("osono nel trattamento della lombalgia", "osone in the treatment of low bacc pain")
    True
    """
    if one.isascii() != other.isascii():
        return True
    ours, theirs = _language(one), _language(other)
    return bool(ours and theirs) and ours != theirs


@lru_cache(maxsize=64)
def _language(key: str) -> str:
    """The language of a title key; '' when it is in doubt."""
    words = key.split()
    counts = sorted(
        ((sum(word in small for word in words), name) for name, small in _WORDS_OF_LANGUAGES.items()), reverse=True
    )
    return counts[0][1] if counts[0][0] >= 2 and counts[0][0] > counts[1][0] else ""
