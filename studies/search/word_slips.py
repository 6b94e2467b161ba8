"""Slips of the fingers: how many letters of a word are wrong, if it was meant as another.

In medicine two wrong letters make another word: bleeding and blinding, paralysis and analysis, cancer and center. So
one letter may be wrong, and letters of longer words may stand doubled or not.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

# In shorter words one wrong letter makes another word.
SHORTEST_CORRECTED = 4
MOST_WRONG = 1
# A doubled letter more or less, beside the wrong one.
MOST_LONGER = 2
_SHORTEST_WITH_DOUBLED = 6
_DOUBLED = re.compile(r"(.)\1+")
_MOST_REMEMBERED = 50_000


def wrong_letters(typed: str, known: str) -> int:
    """Letters that are wrong, missing, too many or in the wrong order; any number of more than one is ``2``.

    >>> wrong_letters("bonneti", "bonetti"), wrong_letters("siatica", "sciatica"), wrong_letters("bleeding", "blinding")
    (0, 1, 2)
    """
    return DamerauLevenshtein.distance(_single(typed), _single(known), score_cutoff=MOST_WRONG)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _single(word: str) -> str:
    return _DOUBLED.sub(r"\1", word) if len(word) >= _SHORTEST_WITH_DOUBLED else word
