"""Remarks of the data set name other studies by their keys; readers see the names by which studies are listed."""

import re
from collections.abc import Callable, Iterable

from studies.choices import StudyStatus
from studies.models import Study

# A key is a name or a word in small letters with a year, or with "nd" where the record has no year.
_WORD = re.compile(r"\b(?=[a-z]+(?:[0-9]|nd\b))[a-z][a-z0-9]{3,}\b")
# What is not open to readers has no name for them.
HIDDEN_STUDY = "another study"

StudyNamer = Callable[[str], str]


def study_namer(texts: Iterable[str]) -> StudyNamer:
    """What puts names in place of keys in these texts, by one query."""
    words = {word for text in texts for word in _WORD.findall(text)}
    if not words:
        return str
    rows = Study.objects.filter(row_key__in=words).values_list("row_key", "label", "standing")
    names = {key: HIDDEN_STUDY if standing == StudyStatus.DRAFT else label for key, label, standing in rows}
    return lambda text: _WORD.sub(lambda word: names.get(word[0], word[0]), text)
