"""Whether a reader's words are in a name: each word of the reader begins some word of the name, whatever its ending."""

from studies.reported.text_keys import word_key

# On a site about ozone for pain of the back these say nothing of what is asked.
_SILENT = (
    "a an and at by can do does for from help helps how i in is it me my of on or the to what with "
    "injection injections ozone therapy treatment"
)
SILENT_WORDS = frozenset(_SILENT.split())
# The ending of a word may differ (herniated and herniation), its beginning not: at least this many letters are alike.
LEAST_ALIKE, LONGEST_ENDING = 4, 3
_SPELLINGS = {"disk": "disc", "disks": "discs"}


def telling_words(query: str) -> tuple[str, ...]:
    """The words of a query that say what is asked, without case, accents and punctuation.

    >>> telling_words("Does ozone help a slipped DISK?")
    ('slipped', 'disc')
    """
    words = [_SPELLINGS.get(word, word) for word in word_key(query).split()]
    return tuple(dict.fromkeys(word for word in words if word not in SILENT_WORDS))


def _beginning(word: str) -> str:
    return word[: max(LEAST_ALIKE, len(word) - LONGEST_ENDING)]


def all_words_match(words: tuple[str, ...], text: str) -> bool:
    """Whether the text has all of these words, which ``telling_words`` gives; False without any.

    Words of the text with a digit are keys of the data set, which no reader types.

    >>> all_words_match(("herniated", "discs"), "Lumbar disc herniation")
    True
    >>> all_words_match(("legs",), "pain down the leg"), all_words_match(("hip",), "pain down the leg")
    (True, False)
    """
    tokens = [_SPELLINGS.get(token, token) for token in word_key(text).split() if token.isalpha()]
    return bool(words) and all(
        any(token.startswith(_beginning(word)) or f"{token}s" == word for token in tokens) for word in words
    )
