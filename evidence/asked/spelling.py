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
from os.path import commonprefix

from rapidfuzz.distance import DamerauLevenshtein

from evidence.asked.asked_question import AskedQuestion, read_question
from evidence.asked.lexicon import Lexicon
from studies.search.search_tokens import SHORTEST_CORRECTED, most_wrong_letters

# Words that are tried in place of one.
_MOST_TRIED = 5


def corrected_question(asked: AskedQuestion, lexicon: Lexicon) -> str:
    """The question in words that are known; '' where none is near by which more of it is understood."""
    better, left = asked.text, _words(asked.unknown)
    for word in _words(asked.unknown):
        for known in _near(word, lexicon.words):
            tried = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", known, better)
            still = _words(read_question(tried, lexicon).unknown)
            if len(still) < len(left):
                better, left = tried, still
                break
    return "" if better == asked.text else better


def _words(unknown: Iterable[str]) -> list[str]:
    return [word for words in unknown for word in words.split()]


def _near(word: str, known: Iterable[str]) -> list[str]:
    """Known words near this one, the nearest first; of some as near, the one that begins as it does for longest."""
    plain = word.lower()
    if not plain.isalpha() or len(plain) < SHORTEST_CORRECTED:
        return []
    most = most_wrong_letters(plain)
    distances = {each: DamerauLevenshtein.distance(plain, each, score_cutoff=most) for each in known}
    near = [each for each, distance in distances.items() if distance <= most]
    return sorted(near, key=lambda each: (distances[each], -len(commonprefix([plain, each])), each))[:_MOST_TRIED]
