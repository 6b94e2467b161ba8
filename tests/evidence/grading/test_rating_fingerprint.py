"""The statement of a rated answer, and detection of later changes of its data."""

from collections.abc import Sequence
from itertools import combinations

import pytest

from evidence.choices import Certainty
from evidence.grading.rating_fingerprint import fingerprint_of, graded_statement
from evidence.synthesis.answers import Answer
from studies.choices import BiasLevel, Severity, Tool
from studies.reported.risk_of_bias_views import BiasView
from studies.reported.rows import ArmRow
from tests.evidence.grading.test_answer_facts import BANDS
from tests.evidence.synthesis.build import a_contrast, answer_of, pain_trial, success_trial, two_arms
from tests.rows import ODI, a_query, a_study

END = "in the short term, compared with a sham injection"
OPEN = ", though its interval holds no difference too"


@pytest.mark.parametrize(
    ("ozone", "comparator", "text"),
    [
        # Deviations of 2 in 500 people an arm: intervals of a quarter of a point.
        (3.5, 4, f"Ozone may reduce pain slightly {END}."),
        (4.5, 4, f"Ozone may increase pain slightly {END}."),
        (2.5, 4, f"Ozone may reduce pain {END}."),
        (1, 4, f"Ozone may result in a large reduction in pain {END}."),
        (4, 4, f"Ozone may result in little to no difference in pain {END}."),
    ],
)
def test_bands_give_size_words(ozone: float, comparator: float, text: str) -> None:
    answer = answer_of(pain_trial(ozone, comparator, n=500))
    assert graded_statement(answer, Certainty.LOW, BANDS) == text


def test_wide_interval_about_no_difference_is_not_little() -> None:
    text = graded_statement(answer_of(pain_trial(3.9, 4)), Certainty.MODERATE, BANDS)
    assert text == f"Ozone probably reduces pain slightly {END}{OPEN}."


def test_without_bands_there_is_no_size_word() -> None:
    text = graded_statement(answer_of(pain_trial(20, 40, measure=ODI)), Certainty.HIGH, BANDS)
    assert text == f"Ozone reduces disability {END}."


def test_counts_are_described_as_proportions_of_people() -> None:
    text = graded_statement(answer_of(success_trial(18, 6)), Certainty.MODERATE, BANDS)
    assert text == (f"Ozone probably increases the share of people with an excellent or good outcome (MacNab) {END}.")


def test_very_low_certainty_has_no_direction() -> None:
    text = graded_statement(answer_of(pain_trial(1, n=500)), Certainty.VERY_LOW, BANDS)
    assert text == f"The evidence is very uncertain about the effect of ozone on pain {END}."


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (1, 2, f"Ozone may reduce pain {END}."),
        (1, 3.9, f"Ozone may reduce pain {END}{OPEN}."),
        (1, 7, f"The effect of ozone on pain {END}, points neither way at low certainty."),
    ],
)
def test_two_unpooled_studies_have_a_direction_only_where_they_agree(first: float, second: float, text: str) -> None:
    answer = answer_of(pain_trial(first), pain_trial(second))
    assert graded_statement(answer, Certainty.LOW, BANDS) == text


def test_add_on_treatment_is_named() -> None:
    text = graded_statement(answer_of(pain_trial(1, arms=two_arms(in_both=("steroid",)))), Certainty.LOW)
    assert text == "Ozone on top of steroid may reduce pain in the short term, compared with steroid without ozone."


STUDIES = [a_study() for _ in range(3)]
ARMS: Sequence[list[ArmRow]] = [two_arms(study=study) for study in STUDIES]


def three_trials(first_mean: float = 3, *, n: int = 20, sd: float = 2, weeks: float = 4) -> Answer:
    return answer_of(
        pain_trial(first_mean, arms=ARMS[0], n=n, sd=sd, weeks=weeks),
        pain_trial(2, arms=ARMS[1]),
        pain_trial(2.5, arms=ARMS[2]),
    )


def with_assessment() -> Answer:
    low = BiasView(1, Tool.ROB_2, "", None, (("overall", BiasLevel.LOW),))
    study = a_study(**{"id": STUDIES[0].id, "slug": STUDIES[0].slug, "bias": (low,)})
    arms = [arm._replace(study=study) for arm in ARMS[0]]
    return answer_of(pain_trial(3, arms=arms), pain_trial(2, arms=ARMS[1]), pain_trial(2.5, arms=ARMS[2]))


def with_doubt() -> Answer:
    trial = pain_trial(3, arms=ARMS[0])
    query = a_query(trial[0], severity=Severity.DOUBT)
    return answer_of(trial, pain_trial(2, arms=ARMS[1]), pain_trial(2.5, arms=ARMS[2]), queries=[query])


def with_unusable_result() -> Answer:
    arms = two_arms()
    trials = [pain_trial(3, arms=ARMS[0]), pain_trial(2, arms=ARMS[1]), pain_trial(2.5, arms=ARMS[2])]
    return answer_of(*trials, reported=[a_contrast(*arms)], arms=arms)


CHANGED = {
    "as it was": three_trials(),
    "a mean": three_trials(3.1),
    "people": three_trials(n=21),
    "a deviation": three_trials(sd=2.1),
    "the time": three_trials(weeks=5),
    "risk of bias": with_assessment(),
    "a doubt": with_doubt(),
    "a trial less": answer_of(pain_trial(2, arms=ARMS[1]), pain_trial(2.5, arms=ARMS[2])),
    "an unusable trial more": with_unusable_result(),
}


@pytest.mark.parametrize(("one", "other"), list(combinations(CHANGED, 2)))
def test_each_change_of_the_data_changes_the_fingerprint(one: str, other: str) -> None:
    assert fingerprint_of(CHANGED[one]) != fingerprint_of(CHANGED[other])


def test_same_data_have_the_same_fingerprint_in_any_order() -> None:
    turned = answer_of(
        pain_trial(2.5, arms=ARMS[2]), pain_trial(2, arms=ARMS[1]), list(reversed(pain_trial(3, arms=ARMS[0])))
    )
    assert fingerprint_of(turned) == fingerprint_of(three_trials())
    assert len(fingerprint_of(turned)) == 64


def test_a_small_spread_has_its_caution_in_the_statement() -> None:
    answer = answer_of(pain_trial(1.62, 2.08, sd=0.7, n=40))
    assert graded_statement(answer, Certainty.LOW, BANDS) == (
        f"Ozone may reduce pain slightly {END}, though with a usual spread its interval holds no difference."
    )


def test_arms_that_differed_before_treatment_have_their_caution_in_the_statement() -> None:
    arms = two_arms()
    after = pain_trial(30, 50, arms=arms, measure=ODI, sd=20, n=40)
    before = [row._replace(id=-row.id, weeks=0, mean=mean, sd=8) for row, mean in zip(after, (68.7, 73.8), strict=True)]
    text = graded_statement(answer_of([*before, *after]), Certainty.LOW, BANDS)
    assert text == f"Ozone may reduce disability {END}, though arms differed before treatment."
