"""What a number stands on besides what was printed."""

import pytest

from studies.choices import Route
from studies.reported.assumptions import Assumption, Caution, arm_assumptions, place_cautions, result_assumptions
from tests.rows import a_count, a_score, an_arm


def test_a_score_with_its_scale_direction_people_and_time_takes_nothing_for_granted():
    assert result_assumptions([a_score(), a_score()]) == ()


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        ({"scale_min": None, "scale_max": None}, Assumption.SCALE_NOT_NAMED),
        ({"timepoint_label": "end of follow-up (mean 12 weeks)"}, Assumption.MEAN_FOLLOW_UP),
        ({"n": None, "sd": None, "se": 0.3}, Assumption.ARM_SIZES_NOT_PRINTED),
        ({"higher_is": None}, Assumption.DIRECTION_OF_INSTRUMENT),
    ],
)
def test_what_one_arm_does_not_print_is_a_mark_on_the_contrast_once(values, mark):
    assert result_assumptions([a_score(**values), a_score(**values)]) == (mark,)
    assert result_assumptions([a_score(), a_score(**values)]) == (mark,)


def test_a_count_has_no_scale_and_its_definition_says_which_way_is_better():
    assert result_assumptions([a_count()]) == ()


def test_a_route_or_a_drug_that_is_not_known_is_a_mark():
    known, elsewhere = an_arm(), an_arm("ozone", route=Route.OTHER)
    open_drug = an_arm("steroid", components_certain=False)
    assert arm_assumptions(known, an_arm("steroid")) == ()
    assert arm_assumptions(elsewhere, an_arm("steroid")) == (Assumption.ROUTE_UNCERTAIN,)
    assert arm_assumptions(known, open_drug) == (Assumption.DRUG_UNCERTAIN,)


@pytest.mark.parametrize(
    ("route", "cautions"),
    [
        (Route.EPIDURAL, (Caution.GIVEN_AT_ANOTHER_PLACE,)),
        # One place by another needle, a tablet, an operation.
        (Route.INTRADISCAL_INTRAFORAMINAL, ()),
        (Route.SYSTEMIC, ()),
        (Route.OTHER, ()),
    ],
)
def test_a_comparator_injected_elsewhere_carries_the_mark(route, cautions):
    assert place_cautions(an_arm(), an_arm("steroid", route=route)) == cautions
