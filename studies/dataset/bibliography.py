"""references.bib into rows, checked against studies.csv."""

from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ExplicitComment, ImplicitComment, ParsingFailedBlock

from studies.choices import PublicationType, UrlKind
from studies.citations.parse.entries import entry_fingerprint
from studies.citations.parse.identifiers import pmcid_of
from studies.citations.parse.plain_text import plain_text
from studies.dataset.csv_files import read_text
from studies.dataset.load_errors import DataSetError, cell_error
from studies.dataset.table_spec import CsvRow
from studies.fields import FIELDS

# Each type of entry has another field for where the work appeared.
_WHERE = ("journal", "howpublished", "institution")
_FIELDS = frozenset(
    {"author", "title", "year", "volume", "number", "pages", "doi", "pmid", "pmcid", "url", "note", *_WHERE}
)
# What is an address or a number is no LaTeX.
_AS_WRITTEN = frozenset({"doi", "pmid", "pmcid", "url"})
_CELLS = ("title", "year", "volume", "number", "pages", "doi", "pmid", "pmcid", "url", "note")
# The form of a work that is no study: a methods paper is an article; the one other is a regulation.
_TYPES = {"article": PublicationType.JOURNAL_ARTICLE, "misc": PublicationType.REGULATION}


def read_bibliography(path: Path) -> list[CsvRow]:
    """One row an entry, its cells named as in studies.csv, with ``key``, ``type``, ``raw`` and ``fingerprint`` too.

    Raises ``DataSetError`` at the first block that is no entry, a repeated key or field, and an unexpected field.
    """
    return read_entries(read_text(path), path.name)


def read_entries(text: str, file: str) -> list[CsvRow]:
    """The rows of a text of BibTeX, as ``read_bibliography`` gives those of a file; ``file`` is named in errors."""
    library = parse_string(text, append_middleware=[SeparateCoAuthors()])
    rows = []
    for block in library.blocks:
        if isinstance(block, Entry):
            rows.append(_row(file, block))
        elif not isinstance(block, ExplicitComment | ImplicitComment):
            raise DataSetError(f"{file}, line {(block.start_line or 0) + 1}: {_fault(block)}.")
    return rows


def _fault(block: object) -> str:
    if isinstance(block, DuplicateBlockKeyBlock):
        return f"the key {block.key!r} appears twice; expected once"
    if isinstance(block, ParsingFailedBlock):
        return f"cannot be read ({block.error}); expected an entry such as @article{{key, title = {{...}}}}"
    return "is not an entry; expected only entries"


def _row(file: str, entry: Entry) -> CsvRow:
    line = (entry.start_line or 0) + 1
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    for name in sorted(fields.keys() - _FIELDS):
        raise cell_error(
            file=file,
            line=line,
            column=name,
            value=str(fields[name]),
            expected="a field among " + ", ".join(sorted(_FIELDS)),
        )
    # The list of authors as one text, as an import reads it.
    as_written = [(name, value if isinstance(value, str) else " and ".join(value)) for name, value in fields.items()]
    texts = {name: _readable(file, line, name, value) for name, value in fields.items() if isinstance(value, str)}
    names = [_readable(file, line, "author", _plain_name(name)) for name in fields.get("author", [])]
    cells = {
        "key": entry.key,
        "type": entry.entry_type,
        "raw": (entry.raw or "").strip(),
        "fingerprint": entry_fingerprint(entry.entry_type, entry.key, as_written),
        "authors": "; ".join(names),
        "journal": next((texts[name] for name in _WHERE if name in texts), ""),
        **{name: texts.get(name, "") for name in _CELLS},
    }
    return CsvRow(file, line, cells)


def _readable(file: str, line: int, name: str, value: str) -> str:
    """A field as a person reads it: LaTeX decoded as an import does, a PubMed Central number as PMC and digits."""
    if name == "pmcid":
        number = pmcid_of(value)
        if value and not number:
            raise cell_error(file=file, line=line, column=name, value=value, expected="a number such as PMC1234567")
        return number
    if name in _AS_WRITTEN:
        return value
    text, warnings = plain_text(value, latex=True)
    if warnings:
        raise cell_error(file=file, line=line, column=name, value=value, expected="no LaTeX command that is not known")
    return text


def _plain_name(name: str) -> str:
    """A name without the braces that keep the parts of an organisation's name together."""
    return name.removeprefix("{").removesuffix("}") if name.startswith("{") and name.endswith("}") else name


def publication_cells(entry: CsvRow) -> dict[str, str]:
    """The cells of an entry without a study, as studies.csv would have them."""
    publication_type = _TYPES.get(entry.cells["type"])
    if publication_type is None:
        raise cell_error(
            file=entry.file, line=entry.line, column="type", value=entry.cells["type"], expected=" or ".join(_TYPES)
        )
    url_kind = UrlKind.DOI.value if entry.cells["url"].startswith("https://doi.org/") else ""
    return entry.cells | {"publication_type": publication_type.value, "url_kind": url_kind}


def check_agreement(entry: CsvRow, study: CsvRow) -> None:
    """Raise ``DataSetError`` where an entry and the row of its study both have a value and the two differ."""
    for name in (field.column for field in FIELDS["paper"].fields if field.column in entry.cells):
        ours, theirs = entry.cells[name], study.cells[name]
        if ours and theirs and ours != theirs:
            raise cell_error(
                file=entry.file,
                line=entry.line,
                column=name,
                value=ours,
                expected=f"what {study.file}, line {study.line} has: {theirs!r}",
            )
