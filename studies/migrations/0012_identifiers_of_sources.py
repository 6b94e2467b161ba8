"""Identifiers of sources, and what earlier imports kept only in the text of an entry; lists of retractions.

Read again from the originals that were kept, with the reader of today: a source gets its DOI, PubMed and PubMed Central
number, and a publication that an import made its abstract and the fields that are new. What has a value is left alone.
"""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from studies.citations.parse.entries import CandidatePublication, FileRejectedError
from studies.citations.parse.read_file import open_file
from studies.migrations._together import CreateTogether
from studies.reported.text_keys import search_key
from studies.revisions.reasons import IMPORTED

AT_ONCE = 500
REASON = f"{IMPORTED}, read again"
IDENTIFIERS = ("doi", "pmid", "pmcid")
TEXTS = ("publisher", "language", "issn", "isbn", "citation_key")
LISTS = ("editors", "keywords")


def candidate_in(original: str) -> CandidatePublication | None:
    """The publication that the text of one entry describes; None where the reader of today finds none."""
    try:
        return next((entry.candidate for entry in open_file(original.encode()).entries() if entry.candidate), None)
    except FileRejectedError:
        return None


def chunks(rows: Any) -> Iterator[list[Any]]:
    """Rows in the order of their numbers, some hundred at once."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = chunk[-1].pk
        yield chunk


def read_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    sources = apps.get_model("studies", "PublicationSource").objects.using(alias).exclude(batch=None)
    entries = apps.get_model("studies", "ImportedEntry").objects.using(alias)
    for chunk in chunks(sources):
        candidates = {source.pk: candidate for source in chunk if (candidate := candidate_in(source.original))}
        read = [source for source in chunk if source.pk in candidates]
        for source in read:
            for name in IDENTIFIERS:
                setattr(source, name, getattr(candidates[source.pk], name))
        sources.bulk_update(read, IDENTIFIERS)
        # The first source of a publication is the entry that made it.
        numbers = {source.publication_id for source in read}
        made = entries.filter(made_publication=True, publication__in=numbers)
        prints = dict(made.values_list("fingerprint", "publication_id"))
        by_publication = {
            prints[source.fingerprint]: candidates[source.pk] for source in read if source.fingerprint in prints
        }
        complete(apps, alias, by_publication)


def complete(apps: StateApps, alias: str, candidates: dict[int, CandidatePublication]) -> None:
    """Give publications the new fields of their entries, and their abstracts, each with a line of history."""
    models_ = (apps.get_model("studies", name) for name in ("Publication", "HistoricalPublication"))
    publications, history = (model.objects.using(alias) for model in models_)
    changed = []
    for publication in publications.filter(pk__in=candidates):
        candidate = candidates[publication.pk]
        values = {name: getattr(candidate, name) for name in TEXTS}
        values |= {name: "; ".join(each.replace(";", ",") for each in getattr(candidate, name)) for name in LISTS}
        new = {name: value for name, value in values.items() if value and not getattr(publication, name)}
        for name, value in new.items():
            setattr(publication, name, value)
        if new:
            changed.append(publication)
    publications.bulk_update(changed, (*TEXTS, *LISTS))
    write_history(history, changed, "~")
    add_abstracts(apps, alias, candidates)


def add_abstracts(apps: StateApps, alias: str, candidates: dict[int, CandidatePublication]) -> None:
    names = ("PublicationAbstract", "HistoricalPublicationAbstract")
    abstracts, history = (apps.get_model("studies", name).objects.using(alias) for name in names)
    known = set(abstracts.filter(pk__in=candidates).values_list("pk", flat=True))
    # What the models of a migration lack: the searched text is written at every save.
    abstracts.model.searchable_text = lambda record: search_key(record.text)
    added = [
        abstracts.model(publication_id=number, text=candidate.abstract)
        for number, candidate in candidates.items()
        if candidate.abstract and number not in known
    ]
    abstracts.bulk_create(added)
    write_history(history, added, "+")


def write_history(history: Any, records: list[Any], kind: str) -> None:
    """A line of history for each record, as it is now."""
    line = history.model
    kept = [field.attname for field in line._meta.concrete_fields if not field.name.startswith("history_")]
    about = {"history_date": timezone.now(), "history_type": kind, "history_change_reason": REASON}
    history.bulk_create([line(**{name: getattr(record, name) for name in kept}, **about) for record in records])


class Migration(migrations.Migration):
    dependencies = [("studies", "0011_entries_of_files")]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name="RetractionList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("read_on", models.DateField(verbose_name="day of the list")),
                        ("n_notices", models.PositiveIntegerField(verbose_name="notices")),
                    ],
                    options={"ordering": ["-id"]},
                )
            ]
        ),
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
