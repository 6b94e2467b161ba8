"""Notes of the data set name other studies by their keys; readers see the labels of these studies instead."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache

from studies.choices import StudyStatus
from studies.models import Study
from studies.selectors.prepared_query import ANY_NAMES, PreparedQuery

# A key is a name in small letters with a year, or with "nd" where the record has no year.
_KEY = re.compile(r"\b(?=[a-z]+(?:[0-9]|nd\b))[a-z][a-z0-9]{3,}\b")
# A study that readers cannot see is not named.
HIDDEN_STUDY = "another study"

_LABELS = PreparedQuery(
    lambda keys: Study.objects.filter(row_key__in=keys).order_by().values_list("row_key", "label", "standing"),
    like=ANY_NAMES,
)

StudyNamer = Callable[[str], str]


def study_namer(texts: Iterable[str]) -> StudyNamer:
    """A function that replaces the keys in these texts by labels; one query for all."""
    keys = {key for text in set(texts) for key in _KEY.findall(text)}
    names = _names_shown(keys) if keys else {}
    # Most words that look like keys are none.
    if not names:
        return str
    # Many rows have the same note.
    return cache(lambda text: _KEY.sub(lambda key: names.get(key[0], key[0]), text))


def _names_shown(keys: Collection[str]) -> dict[str, str]:
    rows = _LABELS.rows(tuple(keys))
    return {key: HIDDEN_STUDY if standing == StudyStatus.DRAFT else label for key, label, standing in rows}


def draft_namer() -> StudyNamer:
    """A function that replaces the keys of drafts in a text, and leaves all others; one query."""
    drafts = {draft.key for draft in Study.objects.filter(standing=StudyStatus.DRAFT).only("row_key", "slug")}
    if not drafts:
        return str
    return lambda text: _KEY.sub(lambda key: HIDDEN_STUDY if key[0] in drafts else key[0], text)
