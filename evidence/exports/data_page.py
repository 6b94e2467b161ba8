"""The page of the whole public set, and its files."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.exports.data_origin import DataOrigin, data_origin
from evidence.exports.data_package import NAME
from evidence.exports.public_data import write_public_data
from evidence.exports.public_tables import public_tables
from evidence.exports.public_workbook import write_public_workbook
from studies.dataset.record_keys import records_of
from studies.presentation.data_licence import DATA_LICENCE, DataLicence
from studies.presentation.file_download import XLSX, attached_file
from studies.presentation.show_page import Context, pause_gc, public_page, show_page


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table of the set: its name, what one row is, and how much it holds."""

    name: str
    row: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class DataPage:
    """The tables of the set, and under which licence they are given away."""

    tables: tuple[TableLine, ...]
    licence: DataLicence


def data_page() -> DataPage:
    """Prepare the page, with one query for each table."""
    lines = (
        TableLine(table.name, table.row, records_of(table.model, only_visible=True).count(), len(table.columns))
        for table in public_tables()
    )
    return DataPage(tuple(lines), DATA_LICENCE)


@show_page("evidence/exports/data_page.html", shared=True)
def data(request: HttpRequest) -> Context:
    """What can be downloaded, and what it holds."""
    return {"page": data_page()}


@public_page
@require_safe
@pause_gc
def data_zip(request: HttpRequest) -> HttpResponse:
    """The whole public set as one ZIP file."""
    return attached_file(write_public_data(_origin(request)), "application/zip", name=f"{NAME}.zip")


@public_page
@require_safe
@pause_gc
def data_xlsx(request: HttpRequest) -> HttpResponse:
    """The whole public set as one workbook."""
    return attached_file(write_public_workbook(_origin(request)), XLSX, name=f"{NAME}.xlsx")


def _origin(request: HttpRequest) -> DataOrigin:
    return data_origin(request.build_absolute_uri(reverse("data")))
