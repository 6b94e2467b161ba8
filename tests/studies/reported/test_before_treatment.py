"""Arms that differed before treatment, by a printed P or by their printed means."""

import pytest

from studies.choices import Relation
from studies.reported.before_treatment import differed_before
from tests.evidence.synthesis.build import a_contrast, contrast_of, pain_trial, two_arms
from tests.rows import ODI, VAS


def contrast_with_baseline(before=((68.7, 8.33), (73.8, 7.68)), *, measure=ODI, n=40, reported=(), arms=None, **values):
    """Disability at six months as Singh 2017 printed it, with the scores before treatment."""
    arms = arms or two_arms("steroid")
    after = pain_trial(17.03, 25.68, arms=arms, measure=measure, n=n, sd=7, weeks=26.07, **values)
    first = [
        row._replace(id=-row.id, weeks=0, mean=mean, sd=sd, is_change=False)
        for row, (mean, sd) in zip(after, before, strict=True)
    ]
    return contrast_of([*first, *after], reported=reported)


def printed_before(arms, relation, p, measure=ODI):
    return a_contrast(*arms, measure, weeks=0, p_relation=relation, p_value=p)


def test_singh_2017_differed_in_disability_before_treatment():
    # 68.70 (8.33) v 73.80 (7.68), 40 people each: Welch's t -2.85, P 0.006.
    assert differed_before(contrast_with_baseline())


def test_arms_that_were_alike_before_treatment_are_not_marked():
    assert not differed_before(contrast_with_baseline(((72.3, 9.5), (72.8, 10.1))))


def test_few_people_are_compared_by_t_where_z_alone_would_tell_them_apart():
    # Of 4 people each a difference of 1.5 with a deviation of 1 is t 2.12, P 0.08; as z it would be P 0.03.
    assert not differed_before(contrast_with_baseline(((70, 1), (71.5, 1)), n=4))
    assert differed_before(contrast_with_baseline(((70, 1), (71.5, 1)), n=8))


def test_an_arm_without_a_score_before_treatment_is_not_marked():
    arms = two_arms("steroid")
    assert not differed_before(contrast_of(pain_trial(17, 26, arms=arms, measure=ODI, sd=7, n=40)))


def test_a_change_already_starts_from_there():
    assert not differed_before(contrast_with_baseline(is_change=True))


@pytest.mark.parametrize(
    ("relation", "p", "differed"),
    [
        (Relation.EQUAL, 0.4, False),
        (Relation.EQUAL, 0.006, True),
        (Relation.EQUAL, 0.05, False),
        (Relation.LESS, 0.05, True),
        (Relation.GREATER, 0.05, False),
        # These leave it open: the means decide.
        (Relation.GREATER, 0.01, True),
        (Relation.LESS, 0.1, True),
        (None, 0.4, True),
    ],
)
def test_the_printed_p_of_the_time_before_treatment_comes_first(relation, p, differed):
    arms = two_arms("steroid")
    contrast = contrast_with_baseline(arms=arms, reported=[printed_before(arms, relation, p)])
    assert differed_before(contrast) is differed


def test_a_printed_p_of_another_outcome_says_nothing():
    arms = two_arms("steroid")
    contrast = contrast_with_baseline(arms=arms, reported=[printed_before(arms, Relation.EQUAL, 0.4, VAS)])
    assert differed_before(contrast)


def test_means_with_errors_and_no_people_are_compared_by_z():
    arms = two_arms("steroid")
    after = pain_trial(17, 26, arms=arms, measure=ODI, sd=None, se=1, n=None, weeks=26)
    for gap, differed in ((2.5, False), (3.0, True)):
        first = [row._replace(id=-row.id, weeks=0, mean=mean) for row, mean in zip(after, (70, 70 + gap), strict=True)]
        assert differed_before(contrast_of([*first, *after])) is differed
