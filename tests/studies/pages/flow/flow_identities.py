"""The arithmetic of the flow of records."""

from studies.pages.flow.flow_boxes import chart_of
from studies.pages.flow.flow_chart import FlowBox, FlowStep
from studies.pages.flow.flow_counts import Box, Flow, Origin, Place, StudyProvenance


def assert_boxes_flow_on(flow: Flow) -> None:
    """Each box equals the sum of what flows out of it, in the numbers and in the lines that readers see."""
    for origin in set(Origin) - {Origin.WITHOUT_SEARCH}:
        assert flow.n_identified(origin) == flow.n_removed(origin) + flow.n_in(origin, Box.RECORDS)
    without = flow.sources_of(Origin.WITHOUT_SEARCH)
    assert sum(source.n for source in without) == flow.n_in(Origin.WITHOUT_SEARCH, Box.RECORDS)
    assert flow.reports[StudyProvenance.NEW] == sum(
        flow.n_at(origin, Place.INCLUDED) for origin in (Origin.SYSTEMATIC, Origin.OTHER)
    )
    chart = chart_of(flow)
    ends = 0
    for column in (chart.systematic, chart.other):
        for step, following in zip(column.steps, [*column.steps[1:], None], strict=True):
            flows_on = step.box.head.number - n_out(step)
            assert following is None or flows_on == following.box.head.number, step.box.head.text
            ends += 0 if following else flows_on
    new, total = (step.box for step in chart.included.steps)
    assert ends == new.lines[0].number
    parts = [chart.previous.steps[0].box, new, chart.without_search.steps[-1].box]
    assert total.head.number == sum(box.head.number for box in parts)
    assert total.lines[-1].number == sum(box.lines[0].number for box in parts)
    for column in chart.columns:
        for step in column.steps:
            for box in filter(None, (step.box, step.out)):
                assert_parts_add_up(box)


def n_out(step: FlowStep) -> int:
    """What leaves the flow at a step."""
    if step.out is None:
        return 0
    return step.out.head.number + sum(line.number for line in step.out.lines if line.is_head)


def assert_parts_add_up(box: FlowBox) -> None:
    """The lines below a head that are its parts add up to it, where it has any."""
    head, parts = box.head, []
    for line in (*box.lines, box.head):
        if line.is_head or line is box.head:
            assert not parts or sum(parts) == head.number, head.text
            head, parts = line, []
        else:
            parts.append(line.number)
