"""Which open queries touch the figure of a result."""

import pytest

from evidence.synthesis.data_queries import by_study, open_query_on
from studies.choices import QUERY_FIELDS_WITHOUT_FIGURE, QueryState, Severity
from studies.reported.query_row import QueryRow
from studies.reported.rows import ResultRow
from tests.rows import ODI, a_query, a_score


def acts(query: QueryRow, result: ResultRow) -> bool:
    return open_query_on(result, by_study([query]), Severity.DOUBT) is query


def test_a_query_acts_on_the_result_it_names() -> None:
    result = a_score(part="extrusions")
    assert acts(a_query(result), result)


@pytest.mark.parametrize("everything", [{"arm": None}, {"timepoint_label": ""}, {"part": ""}])
def test_what_a_query_leaves_empty_names_all(everything: dict[str, None | str]) -> None:
    result = a_score(part="extrusions")
    assert acts(a_query(result, **everything), result)


@pytest.mark.parametrize(
    "elsewhere",
    [{"study": -1}, {"arm": -1}, {"measure": ODI.slug}, {"measure": ""}, {"timepoint_label": "1 year"}, {"part": "x"}],
)
def test_a_query_about_something_else_does_not_act(elsewhere: dict[str, int | str]) -> None:
    result = a_score()
    assert not acts(a_query(result, **elsewhere), result)


@pytest.mark.parametrize("field", sorted(QUERY_FIELDS_WITHOUT_FIGURE))
def test_a_query_of_a_field_that_does_not_touch_the_figure_does_not_act(field: str) -> None:
    result = a_score()
    assert not acts(a_query(result, field=field), result)


def test_each_severity_is_queried_separately() -> None:
    result = a_score()
    assert not acts(a_query(result, severity=Severity.ERROR), result)


def test_a_resolved_query_does_not_act() -> None:
    result = a_score()
    assert not acts(a_query(result, state=QueryState.RESOLVED), result)
