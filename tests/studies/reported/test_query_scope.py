"""Which figures a data query is about."""

import pytest

from studies.reported.query_scope import QueryScope

FIGURE = {"measure": "pain-vas", "arms": (1,), "times": ("3 months",), "part": "men"}


@pytest.mark.parametrize(
    ("scope", "covers"),
    [
        (QueryScope("pain-vas", None, "", ""), True),
        (QueryScope("pain-vas", 1, "3 months", "men"), True),
        (QueryScope("disability-odi", None, "", ""), False),
        (QueryScope("pain-vas", 2, "", ""), False),
        (QueryScope("pain-vas", None, "6 months", ""), False),
        (QueryScope("pain-vas", None, "", "women"), False),
        (QueryScope(None, None, "", ""), False),
    ],
)
def test_empty_parts_of_a_scope_mean_all_and_others_must_match(scope, covers):
    assert scope.covers(**FIGURE) is covers
