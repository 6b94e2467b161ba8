"""Assumptions and cautions of a contrast go wherever its number goes."""

from studies.choices import Route
from studies.reported.assumptions import Assumption, Caution
from tests.evidence.synthesis.build import answer_of, pain_trial, two_arms, usable_of
from tests.rows import a_score, a_study, an_arm


def elsewhere(**values):
    """A trial whose comparator went to another place, by a scale that is not printed."""
    study = a_study()
    arms = [an_arm("ozone", study=study), an_arm("steroid", study=study, route=Route.EPIDURAL)]
    return pain_trial(arms=arms, scale_min=None, scale_max=None, **values)


def test_marks_of_a_contrast_are_those_of_the_study_and_of_the_answer():
    (entry,) = (answer := answer_of(elsewhere())).entries
    assert entry.assumptions == answer.assumptions == (Assumption.SCALE_NOT_NAMED,)
    assert entry.cautions == answer.cautions == (Caution.GIVEN_AT_ANOTHER_PLACE,)


def test_several_studies_name_each_mark_once():
    answer = answer_of(elsewhere(), elsewhere(), elsewhere())
    assert answer.assumptions == (Assumption.SCALE_NOT_NAMED,)
    assert answer.cautions == (Caution.GIVEN_AT_ANOTHER_PLACE,)


def test_arms_that_are_combined_keep_their_marks():
    study = a_study()
    strong, weak, sham = (an_arm(*names, study=study) for names in (("ozone",), ("ozone",), ("sham",)))
    rows = [a_score(strong, timepoint_label="mean 4 weeks"), a_score(weak), a_score(sham)]
    (entry,) = answer_of(rows).entries
    assert entry.lines[0].assumptions == (Assumption.MEAN_FOLLOW_UP,)


def test_a_value_as_printed_is_not_derived_and_one_from_its_interval_is():
    printed = usable_of(pain_trial())
    interval = usable_of(pain_trial(sd=None, ci_low=2, ci_high=6, ci_level=95))
    of_error = usable_of(pain_trial(sd=None, se=0.4))
    assert (printed.is_derived, of_error.is_derived, interval.is_derived) == (False, False, True)
    assert answer_of(pain_trial(sd=None, ci_low=2, ci_high=6, ci_level=95)).is_derived
    assert not answer_of(pain_trial(arms=two_arms("steroid"))).is_derived
