"""The flow of records (PRISMA 2020): the figure, the same as text, and the list behind each number."""

from dataclasses import dataclass, fields

from django.http import HttpRequest

from studies.pages.flow.flow_boxes import chart_of
from studies.pages.flow.flow_chart import FlowChart
from studies.pages.flow.flow_figure import FlowFigure, draw_flow
from studies.pages.flow.flow_lists import FlowQuery, flow_list
from studies.pages.flow.flow_records import FlowData
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, public_page, show_page

_PARAMETERS = tuple(each.name for each in fields(FlowQuery))


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The flow of records: the steps for the text, and the same as a drawing."""

    chart: FlowChart
    figure: FlowFigure


def flow_page() -> FlowPage:
    """Read all numbers and draw them."""
    chart = chart_of(FlowData().flow())
    return FlowPage(chart, draw_flow(chart))


@show_page("studies/pages/flow/flow_page.html", shared=True)
def flow(request: HttpRequest) -> Context:
    return {"page": flow_page()}


@public_page
@show_page("studies/pages/flow/flow_list.html")
@query_parameters("page", *_PARAMETERS)
def flow_records(request: HttpRequest, name: str) -> Context | None:
    query = FlowQuery(**{each: request.GET.get(each, "") for each in _PARAMETERS})
    page = flow_list(FlowData(), name, query, request.user, request.GET.get("page"))
    return {"page": page} if page else None
