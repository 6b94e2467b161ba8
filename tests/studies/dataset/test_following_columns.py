"""How a result can be used follows from the results of the other arms under the same name."""

from studies.dataset.following_columns import FollowingColumns

ARM = {"study": "a2020", "part_of": "", "stratum": ""}
RESULT = {
    **{"study": "a2020", "outcome": "success-other", "part": "", "timepoint_weeks": "4", "timepoint_label": "1 month"},
    **{"kind": "dichotomous", "is_change": "no", "n": "30", "events": "12"},
}


def test_result_is_poolable_with_that_of_another_arm_under_its_name_in_other_capitals() -> None:
    columns = FollowingColumns()
    columns.add_arms([ARM | {"arm": "o", "components": "ozone"}, ARM | {"arm": "s", "components": "sham"}])
    rows = [RESULT | {"arm": "o", "outcome_name": "Good Result"}, RESULT | {"arm": "s", "outcome_name": "good result"}]
    columns.add_results(rows)
    assert [columns.poolable(row) for row in rows] == ["yes", "yes"]
    assert columns.poolable(rows[0] | {"outcome_name": "fair result"}) == "single-arm"
