"""The description of the public set for programs: a Data Package of the Frictionless standard, version 1."""

from collections.abc import Sequence
from typing import Any

from evidence.data_citation import SITE_TITLE
from evidence.exports.data_origin import DataOrigin
from evidence.exports.public_tables import PublicTable
from studies.dataset.dictionary import Column
from studies.dataset.file_models import PUBLICATIONS
from studies.fields import FieldKind
from studies.models import Condition, OutcomeMeasure, Publication, Study
from studies.presentation.data_licence import DATA_LICENCE
from studies.presentation.data_notice import DATA_NOTICE

NAME = "ozone-evidence"
_TYPES = {
    FieldKind.NUMBER: "number",
    FieldKind.WHOLE: "integer",
    FieldKind.YEAR: "integer",
    FieldKind.FLAG: "boolean",
}
# Where the records lie that a column can name, each by one key.
_NAMED = {
    Study: ("studies", "key"),
    Condition: ("conditions", "slug"),
    OutcomeMeasure: ("outcome_measures", "slug"),
    Publication: ("publications", "key"),
}


def data_package(tables: Sequence[PublicTable], origin: DataOrigin) -> dict[str, Any]:
    """The package with a resource for each table and its columns, their types and meanings from the dictionary."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": SITE_TITLE,
        "description": f"{DATA_NOTICE} {origin.searched}".strip(),
        "version": origin.state,
        "homepage": origin.address,
        "licenses": [{"name": DATA_LICENCE.spdx, "title": DATA_LICENCE.name, "path": DATA_LICENCE.address}],
        "sources": [{"title": "The publications that each row names", "path": PUBLICATIONS.file}],
        "citation": origin.citation,
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: PublicTable) -> dict[str, Any]:
    keys = _foreign_keys(table)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.kind, "string")}
    described |= {"title": column.title, "description": column.meaning}
    if column.flags:
        yes, no = column.flags
        described |= {"trueValues": [yes], "falseValues": [no]}
    if column.words:
        described["constraints"] = {"enum": list(column.words)}
    return described


def _foreign_keys(table: PublicTable) -> list[dict[str, Any]]:
    """The columns that name a row of another table by one key."""
    found = []
    for field in table.spec.columns if table.spec else ():
        if field.kind is not FieldKind.RECORD or field.within or field.no_record or not field.name:
            continue
        model = table.spec.model._meta.get_field(field.name).related_model if table.spec else None
        if model in _NAMED:
            resource, key = _NAMED[model]
            # An empty name is the table itself.
            reference = {"resource": "" if resource == table.name else resource, "fields": key}
            found.append({"fields": field.column, "reference": reference})
    return found
