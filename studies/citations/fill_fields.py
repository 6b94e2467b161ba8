"""Empty fields of publications, filled from the entries that are certainly the same work.

The first entry in the order of the file that has a value fills a field. A value is never overwritten, and neither is
what a person set or emptied. What an entry changed stands in its ``replaced``, by field, as [before, after].
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studies.choices import NoticeKind, Retraction
from studies.citations.bulk_history import CHANGED, Signature
from studies.citations.entry_mapping import says_retracted, values_of
from studies.citations.parse.candidates import NO_TITLE
from studies.citations.publication_values import (
    ABSTRACT,
    COPYABLE_FIELDS,
    FIELD_LABELS,
    ChangedPublication,
    field_value,
)
from studies.models import ImportedEntry, Publication, PublicationAbstract, RetractionNotice
from studies.models.publication import IDENTIFIERS
from studies.permissions import CURATORS_FIELDS_WITH_STUDY
from studies.revisions.reasons import is_of_a_person

# What an entry is called in its own file is no fact about the work.
FILLED_FIELDS = tuple(name for name in COPYABLE_FIELDS if name != "citation_key")
_COLUMNS = tuple(name for name in (*FILLED_FIELDS, "retraction") if name != ABSTRACT)


def is_empty(name: str, value: Any) -> bool:
    """Whether a field has no value; a title that only says that there was none is none.

    >>> is_empty("year", None), is_empty("title", "[No title in the file: 10.1000/x]"), is_empty("title", "Ozone")
    (True, True, False)
    """
    return not value or (name == "title" and value.startswith(NO_TITLE))


@dataclass(slots=True)
class PublicationChanges:
    """What the entries of one chunk change on publications, in memory; fields of saved ones that people set are kept.

    ``reserved``: whether the fields that are a curator's are left alone, because the person is none.
    """

    signature: Signature
    reserved: bool
    kept: Mapping[int, Collection[str]] = field(default_factory=dict)
    # By the identity of the record, because a new publication has no number yet.
    changed: dict[int, ChangedPublication] = field(default_factory=dict)
    # Entries that changed a field, or were not allowed to.
    entries: list[ImportedEntry] = field(default_factory=list)

    def fill(self, entry: ImportedEntry, publication: Publication) -> None:
        """Fill the empty fields of a publication from an entry, and mark it as retracted where the entry says so."""
        kept = self.kept.get(publication.pk, ())
        offered = {
            name: value
            for name, value in values_of(entry).items()
            if name in FILLED_FIELDS and name not in kept and not is_empty(name, value)
        }
        wanted = {name: value for name, value in offered.items() if is_empty(name, field_value(publication, name))}
        if says_retracted(entry) and "retraction" not in kept and publication.retraction != Retraction.RETRACTED:
            wanted["retraction"] = Retraction.RETRACTED.value
        self.write(entry, publication, wanted)

    def write(self, entry: ImportedEntry, publication: Publication, values: Mapping[str, Any]) -> None:
        """Set fields of a publication to values of an entry; what is a curator's is named in the entry's warnings."""
        change = self.changed.setdefault(id(publication), ChangedPublication(publication))
        withheld = (
            [name for name in values if name in CURATORS_FIELDS_WITH_STUDY]
            if self.reserved and publication.study_id
            else []
        )
        steps = {name: step for name in values if name not in withheld and (step := change.set(name, values[name]))}
        today = self.signature.at.date().isoformat()
        if "retraction" in steps and (step := change.set("retraction_checked_on", today)):
            steps["retraction_checked_on"] = step
        if not steps.keys().isdisjoint(IDENTIFIERS) and "url" not in self.kept.get(publication.pk, ()):
            for name, (before, after) in change.follow_identifiers().items():
                steps[name] = [steps.get(name, [before])[0], after]
        entry.replaced |= steps
        if withheld:
            entry.warnings = [*entry.warnings, _withheld_sentence(withheld)]
        if steps or withheld:
            self.entries.append(entry)


def _withheld_sentence(names: Collection[str]) -> str:
    """Why fields of an entry were not written.

    >>> _withheld_sentence(["doi", "retraction"])
    'Not written, because the publication reports a study and this needs a curator: DOI, Retraction.'
    """
    fields = ", ".join(FIELD_LABELS[name] for name in names)
    return f"Not written, because the publication reports a study and this needs a curator: {fields}."


def fields_set_by_people(numbers: Collection[int]) -> dict[int, set[str]]:
    """The fields that people set or emptied after a publication was made, by its number: a few queries for all.

    What the retraction list says of a reinstated publication is kept in the same way.
    """
    fields: dict[int, set[str]] = {number: set() for number in numbers}
    lines = Publication.history.filter(id__in=fields).order_by("id", "history_id")
    previous: tuple[int, Any] | None = None
    for number, kind, reason, *values in lines.values_list("id", "history_type", "history_change_reason", *_COLUMNS):
        if previous and previous[0] == number and kind == CHANGED and is_of_a_person(reason):
            pairs = zip(_COLUMNS, previous[1], values, strict=True)
            fields[number].update(name for name, before, after in pairs if before != after)
        previous = (number, values)
    abstracts = PublicationAbstract.history.filter(publication_id__in=fields)
    for number, reason in abstracts.values_list("publication_id", "history_change_reason"):
        if is_of_a_person(reason):
            fields[number].add(ABSTRACT)
    reinstated = RetractionNotice.objects.filter(kind=NoticeKind.REINSTATEMENT, withdrawn=False)
    for number in reinstated.filter(publication__in=fields).values_list("publication_id", flat=True):
        fields[number].add("retraction")
    return fields


@dataclass(frozen=True, slots=True)
class FieldInSource:
    """A value that an imported entry has for a field of its publication."""

    field: str
    value: Any
    entry: ImportedEntry

    @property
    def label(self) -> str:
        return FIELD_LABELS[self.field]


def filled_fields(publication: Publication) -> list[FieldInSource]:
    """The fields of a publication whose value came from an entry that joined it: one query."""
    entries = publication.entries.exclude(replaced={}).select_related("file").defer("original", "candidate")
    return [
        FieldInSource(name, entry.replaced[name][1], entry)
        for entry in entries.order_by("pk")
        for name in FIELD_LABELS
        if name in entry.replaced and field_value(publication, name) == entry.replaced[name][1]
    ]


def fields_in_sources(publications: Iterable[Publication]) -> dict[int, list[FieldInSource]]:
    """What the imported entries of publications have and the publications lack, by number: one query for the entries.

    Give publications with ``select_related("abstract_record")``, so that no abstract is queried by itself. The first
    entry with a value is named.
    """
    by_number = {each.pk: each for each in publications}
    missing: dict[int, dict[str, FieldInSource]] = {number: {} for number in by_number}
    entries = ImportedEntry.objects.filter(publication__in=by_number, applied=True, made_publication=False)
    for entry in entries.select_related("file").defer("original").order_by("pk"):
        number = entry.publication_id or 0
        for name, value in values_of(entry).items():
            empty = is_empty(name, field_value(by_number[number], name))
            if name in FILLED_FIELDS and empty and not is_empty(name, value):
                missing[number].setdefault(name, FieldInSource(name, value, entry))
    return {number: list(fields.values()) for number, fields in missing.items()}
