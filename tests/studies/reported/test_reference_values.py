"""What other studies give to compare with."""

from math import inf

import pytest

from studies.choices import OutcomeDomain
from studies.reported.checked_study import Author, StudyIdentity
from studies.reported.reference_values import reference_values
from studies.reported.rows import ArmRow, ResultRow
from tests.rows import MACNAB, ODI, OTHER, POOR, VAS, a_count, a_score, a_study, an_arm

PAIN_AFTER = (OutcomeDomain.PAIN, False)


def arm_of(slug: str, *components: str) -> ArmRow:
    return an_arm(*components, study=a_study(slug=slug))


def test_a_study_gives_the_median_share_of_its_spreads_however_many_it_reports() -> None:
    arm = arm_of("rossi-2019")
    values = reference_values([a_score(arm, sd=sd) for sd in (1, 2, 6)], ())
    assert values.spreads == {PAIN_AFTER: {"rossi-2019": 0.2}}


def test_a_standard_error_gives_a_spread_with_its_people_and_none_without() -> None:
    with_people = a_score(arm_of("rossi-2019"), sd=None, se=0.5, n=16)
    assert reference_values([with_people], ()).spreads[PAIN_AFTER] == {"rossi-2019": 0.2}
    assert reference_values([with_people._replace(n=None)], ()).spreads == {}


@pytest.mark.parametrize(
    "result",
    [
        a_score(mean=None),
        a_score(sd=None),
        a_score(sd=inf),
        a_score(is_change=True),
        a_score(measure=OTHER),
        a_score(scale_min=10),
    ],
    ids=["no mean", "no spread", "no measurable spread", "a change", "no scale", "a scale without length"],
)
def test_a_score_without_a_spread_or_a_scale_gives_no_share(result: ResultRow) -> None:
    assert reference_values([result], ()).spreads == {}


def test_scores_before_treatment_are_compared_with_scores_before_treatment() -> None:
    values = reference_values([a_score(weeks=0), a_score(measure=ODI, weeks=26)], ())
    assert set(values.spreads) == {(OutcomeDomain.PAIN, True), ("disability-odi", False)}


def test_success_of_comparators_is_a_control_rate() -> None:
    steroid = arm_of("rossi-2019", "steroid")
    results = [a_count(steroid), a_count(steroid, events=None, percent=70), a_count(steroid, events=18, weeks=26)]
    assert reference_values(results, ()).control_rates == {"rossi-2019": 0.7}


@pytest.mark.parametrize(
    "result",
    [
        a_count(),
        a_count(an_arm("steroid"), weeks=0),
        a_count(an_arm("steroid"), measure=POOR),
        a_count(an_arm("steroid"), n=None),
        a_count(an_arm("steroid"), events=None, percent=170),
    ],
    ids=["ozone", "before treatment", "no success", "no people", "no percentage"],
)
def test_other_counts_are_no_control_rate(result: ResultRow) -> None:
    assert reference_values([result], ()).control_rates == {}


def test_a_mean_with_its_spread_names_the_studies_that_report_it() -> None:
    results = [a_score(arm_of(slug), mean=3.4, sd=1.9, n=40) for slug in ("rossi-2019", "weber-2015")]
    numbers = reference_values(results, ()).numbers
    assert numbers == {(VAS.slug, 4, 40, 3.4, 1.9): frozenset({"rossi-2019", "weber-2015"})}


def test_studies_are_indexed_by_author_and_identifier() -> None:
    identity = StudyIdentity(
        study=a_study(), authors=(Author("rossi", "a"), Author("conti")), identifiers=frozenset({"DOI 10.1000/r"})
    )
    found = reference_values([a_count(measure=MACNAB)], [identity]).identities
    assert found == dict.fromkeys(("rossi", "conti", "DOI 10.1000/r"), (identity,))
