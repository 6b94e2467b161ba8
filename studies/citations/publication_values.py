"""The fields of a publication by name, wherever they are kept, and how changes of many are saved.

The abstract lies in a table of its own. Here it is a field like any other, so that copying, filling, replacing and
undoing treat all alike.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from studies.choices import UrlKind
from studies.citations.bulk_history import ADDED, CHANGED, DELETED, Signature, write_history
from studies.models import Publication, PublicationAbstract
from studies.models.publication import IDENTIFIERS

ABSTRACT = "abstract"
# The fields that an entry of a citation file can give to a publication, in the order in which people read them.
COPYABLE_FIELDS = (
    *("title", "authors", "year", "journal", "volume", "number", "pages", *IDENTIFIERS, "url"),
    *("editors", "publisher", "language", "issn", "isbn", "keywords", ABSTRACT, "citation_key"),
)
FIELD_LABELS = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "journal": "Journal",
    "volume": "Volume",
    "number": "Number",
    "pages": "Pages",
    "doi": "DOI",
    "pmid": "PubMed number",
    "pmcid": "PMC number",
    "url": "Address",
    "editors": "Editors",
    "publisher": "Publisher",
    "language": "Language",
    "issn": "ISSN",
    "isbn": "ISBN",
    "keywords": "Keywords",
    ABSTRACT: "Abstract",
    "citation_key": "Citation key",
    "retraction": "Retraction",
}
# An address of one of these kinds, or of none, follows from the identifiers; any other was chosen.
_KINDS_THAT_FOLLOW = ("", UrlKind.DOI, UrlKind.PUBMED)


def field_value(publication: Publication, name: str) -> Any:
    """The value of a field as JSON can hold it: a text, a number, or None; a day in the form YYYY-MM-DD."""
    if name == ABSTRACT:
        record = getattr(publication, "abstract_record", None)
        return record.text if record else ""
    value = getattr(publication, name)
    return value.isoformat() if isinstance(value, date) else value


def set_field(publication: Publication, name: str, value: Any) -> None:
    """Set a field to a value in the same form, without saving it."""
    if name != ABSTRACT:
        column: models.Field[Any, Any] = Publication._meta.get_field(name)  # type: ignore[assignment]
        setattr(publication, name, column.to_python(value))
    elif record := getattr(publication, "abstract_record", None):
        record.text = value
    elif value:
        publication.abstract_record = PublicationAbstract(publication=publication, text=value)


def address_of(publication: Publication) -> tuple[str, str]:
    """The most stable address that the identifiers give, and its kind; else the address that it has."""
    if publication.doi:
        return f"https://doi.org/{publication.doi}", UrlKind.DOI.value
    if publication.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/", UrlKind.PUBMED.value
    return publication.url, publication.url_kind


@dataclass(slots=True)
class ChangedPublication:
    """A publication and the values that its changed fields had before."""

    publication: Publication
    before: dict[str, Any] = field(default_factory=dict)

    def set(self, name: str, value: Any) -> list[Any] | None:
        """Set a field; its values before and after, or None where it has this value already."""
        current = field_value(self.publication, name)
        if current == value:
            return None
        self.before.setdefault(name, current)
        set_field(self.publication, name, value)
        return [current, value]

    def follow_identifiers(self) -> dict[str, list[Any]]:
        """Let the address follow from the identifiers, unless another was chosen; what changed, by field."""
        if self.publication.url_kind not in _KINDS_THAT_FOLLOW:
            return {}
        pairs = zip(("url", "url_kind"), address_of(self.publication), strict=True)
        return {name: step for name, value in pairs if (step := self.set(name, value))}


def locked_publications(numbers: Iterable[int]) -> dict[int, Publication]:
    """Publications by number with their abstracts, locked until the transaction ends: one query."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("abstract_record")
    return {each.pk: each for each in rows.filter(pk__in=list(numbers))}


def save_columns(changes: Collection[ChangedPublication], signature: Signature | None) -> None:
    """Save the changed fields of publications, in the caller's transaction, by a few statements whatever their number.

    Each publication has one line of history; none without a signature. Abstracts are saved apart.
    """
    names = {each.publication.pk: each.before.keys() - {ABSTRACT} for each in changes}
    rows = [each.publication for each in changes if names[each.publication.pk]]
    if not rows:
        return
    columns = sorted(set().union(*names.values()))
    Publication.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=[*columns, "search_text"]
    )
    if signature:
        write_history(Publication.objects.filter(pk__in=[row.pk for row in rows]), signature, kind=CHANGED)


def save_abstracts(changes: Iterable[ChangedPublication], signature: Signature | None) -> None:
    """Add, change or delete the abstracts of changed publications in the same way, with history of their own."""
    changed = [each for each in changes if ABSTRACT in each.before]
    gone = [each.publication for each in changed if not field_value(each.publication, ABSTRACT)]
    add_abstracts([each.publication for each in changed if not each.before[ABSTRACT]], signature)
    kept = [each.publication for each in changed if each.before[ABSTRACT] and each.publication not in gone]
    PublicationAbstract.objects.bulk_create(
        [each.abstract_record for each in kept],
        update_conflicts=True,
        unique_fields=["publication"],
        update_fields=["text", "search_text"],
    )
    if signature and kept:
        write_history(_abstracts_of(kept), signature, kind=CHANGED)
    delete_abstracts([each.pk for each in gone], signature)


def add_abstracts(publications: Iterable[Publication], signature: Signature | None) -> None:
    """Save the abstracts that these saved publications hold in memory."""
    owners = [each for each in publications if field_value(each, ABSTRACT)]
    for owner in owners:
        # Of a publication made in memory the number is known only now.
        owner.abstract_record.publication_id = owner.pk
    PublicationAbstract.objects.bulk_create([owner.abstract_record for owner in owners])
    if signature and owners:
        write_history(_abstracts_of(owners), signature, kind=ADDED)


def delete_abstracts(numbers: Sequence[int], signature: Signature | None) -> None:
    """Delete the abstracts of the publications with these numbers."""
    abstracts = PublicationAbstract.objects.filter(pk__in=numbers)
    if signature and numbers:
        write_history(abstracts, signature, kind=DELETED)
    # The public method would write lines of its own.
    abstracts._raw_delete(abstracts.db)  # noqa: SLF001


def _abstracts_of(publications: Iterable[Publication]) -> models.QuerySet[PublicationAbstract]:
    return PublicationAbstract.objects.filter(pk__in=[each.pk for each in publications])
