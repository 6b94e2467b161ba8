"""What people read in the ZIP of the public set: what it is, the dictionary, the licence, how to cite it."""

import json
from collections.abc import Sequence

from evidence.data_citation import SITE_TITLE
from evidence.exports.data_origin import DataOrigin
from evidence.exports.public_tables import PublicTable
from studies.dataset.record_cells import FOLLOWING
from studies.presentation.data_licence import DATA_AUTHOR, DATA_LICENCE, LICENCE_SENTENCE
from studies.presentation.data_notice import DATA_NOTICE

_DICTIONARY = ("file", "column", "type", "title", "meaning", "values")
_CONTENT = """# {title}

{notice}

- Data of: {state}
- {searched}
- {licence}
- To cite: {citation}
- From: {address}

## What is in it

{files}

`dictionary.csv` says what each column holds and means, `datapackage.json` the same for programs (Frictionless Data
Package), `references.bib` has the publications. All CSV files are UTF-8 with commas and a header row; an empty cell
means that the text which was read does not say it. A text that a spreadsheet would run as a formula has an apostrophe
before it; numbers are as printed.

Not in it: drafts, abstracts and source documents, which are not ours to publish, and who entered or checked what. The
columns {following} of the project's own files are not in it, since they follow from others.
"""


def readme_text(tables: Sequence[PublicTable], origin: DataOrigin) -> str:
    """What the set is and what its files hold."""
    return _CONTENT.format(
        title=SITE_TITLE,
        notice=DATA_NOTICE,
        licence=LICENCE_SENTENCE,
        files="\n".join(f"- `{table.file}`: one row is {table.row}" for table in tables),
        following=" and ".join(f"`{name}`" for name in sorted(FOLLOWING)),
        **origin._asdict(),
    )


def dictionary_rows(tables: Sequence[PublicTable]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The columns of the dictionary, and a row for each column of each table."""
    rows: list[tuple[str, ...]] = [
        (
            table.file,
            column.name,
            column.kind.value,
            column.title,
            column.meaning,
            " | ".join(column.flags or column.words),
        )
        for table in tables
        for column in table.columns
    ]
    return _DICTIONARY, rows


def licence_text() -> str:
    """Under which licence the data are given away."""
    return f"{LICENCE_SENTENCE}\n\n{DATA_LICENCE.name}\n{DATA_LICENCE.address}\n"


def citation_file(origin: DataOrigin) -> str:
    """How to cite the set, in the Citation File Format 1.2.0; texts are quoted as JSON, which YAML reads."""
    lines = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": json.dumps(f"Cite the data as: {origin.citation}", ensure_ascii=False),
        "title": json.dumps(SITE_TITLE),
        "version": json.dumps(origin.state, ensure_ascii=False),
        "url": json.dumps(origin.address, ensure_ascii=False),
        "license": DATA_LICENCE.spdx,
        "authors": f"\n  - name: {json.dumps(DATA_AUTHOR)}",
    }
    return "".join(f"{name}: {value}\n".replace(": \n", ":\n") for name, value in lines.items())
