"""Titles, main reports and sources of studies, as pages show them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from django.utils.safestring import SafeString

from studies.choices import ReadAs
from studies.models import Publication, Study
from studies.models.publication import main_first
from studies.models.source import HasSource
from studies.presentation.filled_html import filled, filled_if
from studies.presentation.study_names import StudyNamer

_TITLE = '<p class="title">{}</p>'
_DESCRIPTION = '<p class="title description"><span class="soft">Description (no title seen):</span> {}</p>'


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, or a description in its place."""

    text: str
    is_description: bool

    @property
    def html(self) -> SafeString:
        """The title, or what describes it, as a paragraph; empty without either."""
        return filled_if(_DESCRIPTION if self.is_description else _TITLE, self.text)


def title_of(printed: str) -> Title:
    """A title in [brackets] is a description, used where the record has no title."""
    text = printed.strip()
    if text.startswith("[") and text.endswith("]"):
        return Title(text=text[1:-1].strip(), is_description=True)
    return Title(text=text, is_description=False)


def main_report(study: Study) -> Publication | None:
    """The main publication of a study, from those prefetched; None without any."""
    return next(iter(main_first(study.publications.all())), None)


def web_link(address: str) -> str:
    """A web address unchanged; '' for any other, so that it never becomes a link."""
    return address if address.startswith(("https://", "http://")) else ""


@dataclass(frozen=True)
class SourceLink:
    """Where a number was read."""

    link: str
    place: str
    read_as: str
    note: str

    @cached_property
    def html(self) -> SafeString:
        """The place as HTML, with the way to it where it is on the web; without the note."""
        place, link = self.place, '<a href="{}" rel="noreferrer external">{}</a>'
        where = filled(link, self.link, place or "source") if self.link else place or "place not recorded"
        return filled("{}\n{}", where, filled_if('<span class="soft">({})</span>', self.read_as))


SourceReader = Callable[[HasSource], SourceLink]


def note_sentences(note: str) -> str:
    """A note as sentences: the data set joins several by a bar.

    >>> note_sentences("six months | n printed in table 2. | Read via a copy"), note_sentences("n=140-70=70")
    ('Six months. n printed in table 2. Read via a copy.', 'n=140-70=70.')
    """
    return " ".join(map(_sentence, filter(None, (each.strip() for each in note.split("|")))))


def _sentence(text: str) -> str:
    word = text.split(maxsplit=1)[0]
    # A symbol (n, pct_female) keeps its small letter.
    text = text[:1].upper() + text[1:] if len(word) > 1 and word.isalpha() else text
    return text if text[-1] in ".!?…”" else f"{text}."


def source_of(record: HasSource, name_studies: StudyNamer) -> SourceLink:
    """The page and place where a record was read, and its note."""
    return source_reader(name_studies)(record)


def source_reader(name_studies: StudyNamer) -> SourceReader:
    """The same for many records: those with one source and note share it."""

    @cache
    def read(address: str, place: str, read_as: str, note: str) -> SourceLink:
        label = ReadAs(read_as).label if read_as else ""
        # The place often says the same: "Abstract".
        said = "" if place.lower().startswith(label) else label
        return SourceLink(web_link(address), place, said, note_sentences(name_studies(note)))

    return lambda record: read(record.source_url, record.locator, record.read_as, record.note)
