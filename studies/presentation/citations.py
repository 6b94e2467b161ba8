"""What a study and its sources are called on pages."""

from dataclasses import dataclass

from studies.choices import PublicationRole, StudyStatus
from studies.models import Publication, Study
from studies.models.base import HasSource
from studies.presentation.links import Naming

_MARKS: dict[str, tuple[str, str]] = {
    StudyStatus.UNVERIFIED: ("unverified", "not yet checked by a second person against the source"),
    StudyStatus.SIGNED_OFF: ("signed", "checked by a curator against the source"),
    StudyStatus.DRAFT: ("", "not yet open to readers"),
}


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, or the description that stands for one."""

    text: str
    is_description: bool


def title_of(printed: str) -> Title:
    """A title in [brackets] is a description, given where the record displays no title."""
    text = printed.strip()
    if text.startswith("[") and text.endswith("]"):
        return Title(text=text[1:-1].strip(), is_description=True)
    return Title(text=text, is_description=False)


@dataclass(frozen=True, slots=True)
class StatusMark:
    """The mark that a study's numbers carry: its word, its style, and what it means."""

    word: str
    style: str
    meaning: str


def standing_mark(study: Study) -> StatusMark:
    """How far the study has been vouched for, and from what its numbers were read."""
    style, meaning = _MARKS[study.standing]
    read_from = f"read from the {study.get_read_as_display()}, " if study.read_as else ""
    return StatusMark(word=study.get_standing_display(), style=style, meaning=read_from + meaning)


def main_report(study: Study) -> Publication | None:
    """The publication that stands for the study, from those prefetched; None when it has none."""
    publications = sorted(study.publications.all(), key=lambda publication: publication.pk)
    mains = [publication for publication in publications if publication.role == PublicationRole.MAIN_REPORT]
    return next(iter(mains or publications), None)


def web_link(address: str) -> str:
    """The address when it is one of the web, else nothing: no other kind becomes a link."""
    return address if address.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class SourceLink:
    """Where a number was read."""

    link: str
    place: str
    read_as: str
    note: str


def source_of(record: HasSource, naming: Naming) -> SourceLink:
    """The page and place from which a record was read, and the remark made there."""
    read_as = record.get_read_as_display() if record.read_as else ""
    return SourceLink(
        link=web_link(record.source_url),
        place=record.locator,
        # The place often says as much by itself: "Abstract".
        read_as="" if record.locator.lower().startswith(read_as) else read_as,
        note=naming(record.note),
    )
