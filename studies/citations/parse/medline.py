"""What PubMed calls its own format: a tag of up to four letters, a hyphen, and further lines that begin with blanks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studies.choices import PublicationType
from studies.citations.parse.author_names import listed_names
from studies.citations.parse.candidates import FieldMapping
from studies.citations.parse.entries import ParsedEntry, RetractionMark
from studies.citations.parse.tagged_lines import BANNER, StrayLines, TaggedRecord, numbered_lines
from studies.citations.parse.text_chunks import Pages

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(?:(.*))\Z")

# What a record can begin with; the first is usual, UI is Ovid's.
_FIRST_TAGS = ("PMID", "UI", "OWN", "STAT", "TI")
_ID_KIND = re.compile(r"\s*\[(doi|pii|pmcid?|bookaccession)\]\s*\Z", re.IGNORECASE)
_LINKS = {
    "CIN": "Commented on in",
    "EIN": "An erratum is in",
    "RIN": "Retracted in",
    "ECI": "An expression of concern is in",
    "CRI": "Corrected and republished in",
}


@dataclass(slots=True)
class MedlineReader:
    """Reads one text of PubMed's own format."""

    pages: Pages
    notes: list[str] = field(default_factory=list)

    def entries(self) -> Iterator[ParsedEntry]:
        """Every record in the order of the file."""
        for record in self._records():
            yield record.entry(type_tag="PT", key_tags=("PMID", "UI"))

    def _records(self) -> Iterator[TaggedRecord]:
        record: TaggedRecord | None = None
        stray_lines = StrayLines()
        after_blank = True
        for number, line in numbered_lines(self.pages):
            match = None if line.startswith("      ") else _TAG.match(line)
            tag, value = (match[1], match[2].strip()) if match else ("", line.strip())
            if record is None or (tag in _FIRST_TAGS and _is_next(record, tag, after_blank=after_blank)):
                if record:
                    yield record
                record = TaggedRecord(number) if tag in _FIRST_TAGS else None
            after_blank = not line
            if record:
                is_banner = not tag and line[:1] != " " and BANNER.fullmatch(line)
                record.add(tag, "" if is_banner else value, line)
            else:
                stray_lines.add(number, line)
        if record:
            yield record
        self.notes += stray_lines.notes()


def _is_next(record: TaggedRecord, tag: str, *, after_blank: bool) -> bool:
    """Whether a tag begins another record: a number behind a title or a second one, and others behind a blank line."""
    if tag in ("PMID", "UI"):
        return record.has(tag, "TI", "BTI")
    return after_blank and record.has("TI", "BTI")


def map_medline_fields(entry: ParsedEntry) -> FieldMapping:
    """The fields of a record in PubMed's own format."""
    ids = [
        (_ID_KIND.sub("", value), kind[1].lower())
        for value in entry.every("LID", "AID")
        if (kind := _ID_KIND.search(value))
    ]
    return FieldMapping(
        title=entry.first("TI", "BTI", "TT"),
        authors=listed_names(entry.every("FAU") or entry.every("AU")) + tuple(entry.every("CN")),
        years=(entry.first("DP"), entry.first("DEP"), entry.first("EDAT")[:4]),
        form=medline_publication_type(entry.every("PT")),
        journal=entry.first("JT", "TA", "CTI"),
        volume=entry.first("VI"),
        number=entry.first("IP"),
        pages=entry.first("PG"),
        doi=next((value for value, kind in ids if kind == "doi"), ""),
        pmid=entry.first("PMID", "UI"),
        pmcid=entry.first("PMC") or next((value for value, kind in ids if kind.startswith("pmc")), ""),
        editors=listed_names(entry.every("FED") or entry.every("ED")),
        publisher=entry.first("PB"),
        language=" ".join(entry.every("LA")),
        issn=" ".join(entry.every("IS")),
        isbn=" ".join(entry.every("ISBN")),
        keywords=tuple(text.replace("*", "") for text in entry.every("OT") + entry.every("MH")),
        abstract=entry.first("AB", "OAB"),
        elsewhere=entry.every("SI", "SO"),
        retraction=_medline_retraction(entry),
        warnings=[f"{_LINKS[tag]}: {value}" for tag, value in entry.fields if tag in _LINKS],
    )


def medline_publication_type(types: list[str]) -> str:
    """The value of a ``PublicationType`` for PubMed's list of publication types."""
    lowered = {each.lower() for each in types}
    if lowered & {"congress", "meeting abstract", "abstract"}:
        return PublicationType.CONFERENCE_ABSTRACT.value
    if "academic dissertation" in lowered:
        return PublicationType.THESIS.value
    if "preprint" in lowered:
        return PublicationType.OTHER.value
    if "technical report" in lowered:
        return PublicationType.TECHNICAL_REPORT.value
    return PublicationType.JOURNAL_ARTICLE.value


def _medline_retraction(entry: ParsedEntry) -> RetractionMark:
    types = {value.lower() for value in entry.every("PT")}
    if types & {"retraction of publication", "retraction notice"} or entry.first("ROF"):
        return RetractionMark.NOTICE
    return RetractionMark.RETRACTED if "retracted publication" in types or entry.first("RIN") else RetractionMark.NONE
