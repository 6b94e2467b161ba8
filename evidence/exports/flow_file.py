"""The flow of records as a table."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.exports.data_origin import SOURCE_COLUMNS, data_origin, source_cells
from studies.pages.flow.flow_boxes import chart_of
from studies.pages.flow.flow_records import FlowData
from studies.presentation.csv_text import csv_download, write_csv
from studies.presentation.show_page import public_page


@public_page
@require_safe
def flow_csv(request: HttpRequest) -> HttpResponse:
    """Every number of the flow as a row: the part of the figure, what is counted, and how many."""
    lines = chart_of(FlowData().flow()).lines()
    source = source_cells(data_origin(request.build_absolute_uri(reverse("flow"))))
    rows = ((column.title, line.label, line.number, *source) for column, line in lines)
    return csv_download(write_csv(("part", "counted", "n", *SOURCE_COLUMNS), rows), name="flow-of-records.csv")
