"""Did you mean: words of a query that nothing has, each with a word that something has and that is a letter away.

Words to suggest are those of texts that everybody may read. A suggestion is given only where a search for it finds
something, so that it never names what is no longer shown.
"""

import re
from collections.abc import Callable, Collection, Iterable

from rapidfuzz.distance import DamerauLevenshtein

from studies.models import SearchNote, SearchWord, Study
from studies.search.index_work import suggested_words
from studies.search.search_query import SILENT_WORDS, SearchQuery, read_query
from studies.search.search_tokens import SHORTEST_CORRECTED, most_wrong_letters, plain_word
from studies.search.study_texts import study_texts

# Words that are tried: the nearest.
_MOST_TRIED = 5
# A word is asked of the database each; more are no slip of the fingers.
_MOST_WORDS = 8
# A hyphen within a word, of any form; a minus excludes a word and stands before it.
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
_PARTS_OF_A_COMPOUND = 2
Finds = Callable[[SearchQuery], bool]


def corrected(text: str, finds: Finds, others: Collection[str] = ()) -> str:
    """The query with its unknown words corrected; '' where none is unknown, or one stays so, or nothing is found.

    ``finds`` says whether a query finds anything; ``others`` are words to suggest besides those of studies.
    """
    typed = [word for word in dict.fromkeys(re.findall(r"[^\W\d_]+", text)) if _is_checked(word)][:_MOST_WORDS]
    if (joined := _joined(text)) != text and finds(read_query(joined)):
        return joined
    better = text
    for word in typed:
        if finds(read_query(word)):
            continue
        known = next((near for near in _near(word, others) if finds(read_query(near))), "")
        if not known:
            return ""
        better = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", known, better)
    return better if better != text and finds(read_query(better)) else ""


def _joined(text: str) -> str:
    """The query with the parts of its compounds together: para-vertebral, back ache."""
    parts = text.split()
    if len(parts) == _PARTS_OF_A_COMPOUND and all(part.isalpha() for part in parts):
        return "".join(parts)
    return _HYPHEN.sub("", text)


def _is_checked(word: str) -> bool:
    return len(word) >= SHORTEST_CORRECTED and plain_word(word) not in SILENT_WORDS


def _words_not_indexed() -> set[str]:
    """The words of studies that changed since they were indexed."""
    changed = Study.objects.filter(pk__in=SearchNote.objects.values("study_id"))
    if not SearchNote.objects.exists():
        return set()
    return {word for texts in study_texts(changed) for word in suggested_words(texts)}


def _near(word: str, others: Iterable[str]) -> list[str]:
    """Known words near this one, the nearest first; of two as near, the one that begins as it does."""
    plain = plain_word(word)
    most = most_wrong_letters(plain)
    known = SearchWord.objects.filter(length__range=(len(plain) - most, len(plain) + most))
    words = {*known.values_list("word", flat=True), *_words_not_indexed(), *others} - {plain}
    distances = {
        each: distance
        for each in words
        if (distance := DamerauLevenshtein.distance(plain, each, score_cutoff=most)) <= most
    }
    return sorted(distances, key=lambda each: (distances[each], each[:1] != plain[:1], each))[:_MOST_TRIED]
