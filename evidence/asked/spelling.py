"""Words of a question that are not understood, each as the known word that is a letter or two away.

>>> from studies.search.synonyms import SynonymSet
>>> from evidence.asked.asked_question import AskableCondition, make_lexicon, read_question
>>> lexicon = make_lexicon([AskableCondition("sciatica", ("Sciatica",))], SynonymSet())
>>> corrected_question(read_question("ozone v sterod for siatica", lexicon), lexicon)
'ozone v steroid for sciatica'
>>> corrected_question(read_question("ozone v steroid for foot pain", lexicon), lexicon)
''
"""

import re
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein

from evidence.asked.asked_question import AskedQuestion, read_question
from evidence.asked.lexicon import Lexicon
from studies.search.search_tokens import SHORTEST_CORRECTED, most_wrong_letters


def corrected_question(asked: AskedQuestion, lexicon: Lexicon) -> str:
    """The question in words that are known; '' where no word is near, or where it is not understood better then."""
    better = asked.text
    for word in _words(asked.unknown):
        if known := _nearest(word, lexicon.words):
            better = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", known, better)
    if better == asked.text:
        return ""
    left = _words(read_question(better, lexicon).unknown)
    return better if len(left) < len(_words(asked.unknown)) else ""


def _words(unknown: Iterable[str]) -> list[str]:
    return [word for words in unknown for word in words.split()]


def _nearest(word: str, known: Iterable[str]) -> str:
    """The nearest known word; of two as near, the one that begins as it does. '' where none is near."""
    plain = word.lower()
    if not plain.isalpha() or len(plain) < SHORTEST_CORRECTED:
        return ""
    most = most_wrong_letters(plain)
    near = [
        (distance, each[:1] != plain[:1], each)
        for each in known
        if (distance := DamerauLevenshtein.distance(plain, each, score_cutoff=most)) <= most
    ]
    return min(near, default=(0, False, ""))[-1]
