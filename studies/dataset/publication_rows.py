"""Publications from studies.csv and references.bib together, and the labels of their studies."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from studies.choices import Screening
from studies.dataset.bibliography import check_agreement, publication_cells
from studies.dataset.file_models import PAPERS, PUBLICATIONS, STUDIES
from studies.dataset.other_values import OtherValues
from studies.dataset.row_plan import cell_error_at, read_values
from studies.dataset.table_spec import CsvRow
from studies.models import Study
from studies.presentation.study_labels import address_words, study_labels, study_slug

ByKey = dict[str, dict[str, Any]]


def paper_values(row: CsvRow, others: OtherValues) -> dict[str, Any]:
    """The values of the publication of a row with the cells of studies.csv. Raises ``DataSetError``."""
    return read_values(PAPERS, row, others.of(PUBLICATIONS.kind, row.cells["key"]))


def labels_and_addresses(rows: Sequence[CsvRow], papers: Sequence[dict[str, Any]]) -> tuple[ByKey, ByKey]:
    """The label of every study, and the address of each that has none yet; an address once given stays."""
    keys = [STUDIES.row_key(row.cells) for row in rows]
    works = [(paper["authors"], paper["year"], row.cells["country"]) for row, paper in zip(rows, papers, strict=True)]
    labels = study_labels(works)
    addressed = set(Study.objects.filter(row_key__isnull=False).values_list("row_key", flat=True))
    taken = set(Study.objects.values_list("slug", flat=True))
    addresses: ByKey = {}
    for key, label, paper in zip(keys, labels, papers, strict=True):
        if key not in addressed:
            slug = study_slug(address_words(label, paper["year"], paper["title"]), taken)
            taken.add(slug)
            addresses[key] = {"slug": slug}
    return {key: {"label": label} for key, label in zip(keys, labels, strict=True)}, addresses


def with_study_keys(entries: Sequence[CsvRow], studies: Sequence[CsvRow]) -> list[CsvRow]:
    """The entries with the key of their study in the cell ``study``, empty for a source of methods.

    Raises ``DataSetError`` when a study has no entry, or an entry contradicts its study.
    """
    by_key = {row.cells["key"]: row for row in studies}
    missing = by_key.keys() - {entry.cells["key"] for entry in entries}
    if missing:
        row = min((by_key[key] for key in missing), key=lambda each: each.line)
        raise cell_error_at(STUDIES, row, "key", "the key of an entry of references.bib")
    for entry in entries:
        if entry.cells["key"] in by_key:
            check_agreement(entry, by_key[entry.cells["key"]])
    return [
        replace(entry, cells=entry.cells | {"study": entry.cells["key"] if entry.cells["key"] in by_key else ""})
        for entry in entries
    ]


def source_extras(
    entries: Sequence[CsvRow], studies: Sequence[CsvRow], papers: Sequence[dict[str, Any]], others: OtherValues
) -> ByKey:
    """Values of each publication that its entry alone does not have: from studies.csv, else read from the entry."""
    by_key = {row.cells["key"]: paper for row, paper in zip(studies, papers, strict=True)}
    extras: ByKey = {}
    for entry in entries:
        key = entry.cells["key"]
        if key in by_key:
            extras[key] = by_key[key] | {"screening": Screening.INCLUDED.value}
        else:
            paper = paper_values(replace(entry, cells=publication_cells(entry)), others)
            extras[key] = paper | {"screening": Screening.METHODS_SOURCE.value}
    return extras
