"""Remarks name works by keys of the data set: here they become pieces of text with names and links for readers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studies.choices import StudyStatus
from studies.models import Publication, Study
from studies.presentation.study_names import HIDDEN_STUDY
from studies.presentation.study_sources import web_link

# Keys are made of lower-case letters and digits.
_WORD = re.compile(r"\b[a-z][a-z0-9]{3,}\b")


@dataclass(frozen=True, slots=True)
class LinkedText:
    """Some text of a remark; the name of a work has its address, where readers may see it."""

    text: str
    href: str = ""


def works_named_in(texts: Iterable[str]) -> dict[str, LinkedText]:
    """Name and address of each work whose key is in these texts, by key; two queries."""
    words = {word for text in texts for word in _WORD.findall(text)}
    studies = Study.objects.filter(row_key__in=words).only("row_key", "label", "slug", "standing")
    publications = Publication.objects.filter(row_key__in=words, study__isnull=True)
    named = {work.row_key or "": LinkedText(work.title, web_link(work.url)) for work in publications}
    return named | {
        study.row_key or "": LinkedText(HIDDEN_STUDY)
        if study.standing == StudyStatus.DRAFT
        else LinkedText(study.label, study.get_absolute_url())
        for study in studies
    }


def link_works(text: str, works: Mapping[str, LinkedText]) -> tuple[LinkedText, ...]:
    """The text with the names of these works in place of their keys."""
    pieces, done = [], 0
    for word in _WORD.finditer(text):
        if word[0] in works:
            pieces += [LinkedText(text[done : word.start()]), works[word[0]]]
            done = word.end()
    return tuple(piece for piece in (*pieces, LinkedText(text[done:])) if piece.text)
