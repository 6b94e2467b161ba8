"""Single ozone arms of the real data set, compared with the table in its README."""

import pytest

from evidence.statistics.single_arm import clopper_pearson, pooled_proportion
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.proportions import ProportionAnswer, proportions
from evidence.synthesis.single_arms import SingleArm
from studies.choices import Family
from studies.models import Arm, Study
from studies.reported.comparisons import components
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.windows import Window
from studies.selectors import read_evidence
from tests.evidence.exports.data_tables import Row, table_under

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

Line = tuple[str, str, str, str, int, int]


@pytest.fixture
def proportion_answers() -> tuple[ProportionAnswer, ...]:
    evidence = read_evidence()
    return proportions(evidence, by_study(evidence.queries))


def arms_without_doubt(answer: ProportionAnswer) -> list[SingleArm]:
    """Arms of a table without an open doubt."""
    return [arm for arm in (*answer.entries, *answer.unpooled) if arm.pool_exclusion is not ContrastExclusion.DOUBTED]


def printed_rows() -> list[Row]:
    return table_under("### (4) Single ozone arms")


def printed_line(row: Row) -> Line:
    events, n = row["events/n"].split("/")
    arm, _, part = row["arm, part"].partition(", ")
    window = next(window for window in Window if row["window"] in (window.value, window.label))
    return (window.value, row["study"], arm, part, int(events), int(n))


def computed_lines(proportion_answers: tuple[ProportionAnswer, ...]) -> list[Line]:
    """Every arm with a printed count behind a shown single arm, by the keys of the data set."""
    studies = dict(Study.objects.values_list("pk", "row_key"))
    arms = dict(Arm.objects.values_list("pk", "slug"))
    return [
        (
            answer.question.window.value,
            studies[result.arm.study.id],
            arms[result.arm.id],
            result.part,
            result.events or 0,
            result.n or 0,
        )
        for answer in proportion_answers
        for single in arms_without_doubt(answer)
        for result in single.results
        if result.events is not None
    ]


def test_single_arms_match_the_readme(proportion_answers):
    assert sorted(computed_lines(proportion_answers)) == sorted(printed_line(row) for row in printed_rows())


def test_only_macnab_excellent_and_good_are_combined(proportion_answers):
    joined = {row["study"] for row in printed_rows() if row["excellent + good"] == "yes"}
    studies = dict(Study.objects.values_list("pk", "row_key"))

    macnab = {
        studies[arm.study.id]
        for answer in proportion_answers
        if answer.question.outcome.key == "success-macnab"
        for arm in arms_without_doubt(answer)
    }

    assert macnab == joined


def test_treatment_of_each_arm_matches_the_readme(proportion_answers):
    received = {
        row["study"]: {name for name in components(row["components"].split(" + ")) if name.family is not Family.VEHICLE}
        for row in printed_rows()
        if not row["study"].startswith("andreula")
    }
    studies = dict(Study.objects.values_list("pk", "row_key"))

    for answer in proportion_answers:
        for arm in arms_without_doubt(answer):
            key = studies[arm.study.id]
            assert key not in received or received[key] == answer.question.mixture


def test_three_steroid_arms_form_the_only_back_pool(proportion_answers):
    (pooled,) = [answer for answer in proportion_answers if answer.pooled]

    assert pooled.question.window is Window.INTERMEDIATE
    assert sorted((arm.value.events, arm.value.n) for arm in pooled.entries) == [(51, 60), (231, 327), (235, 300)]
    # The pooling itself is compared with metafor's figures where the statistics are tested.
    assert pooled.pooled == pooled_proportion([arm.value for arm in pooled.entries])


def test_single_proportion_has_an_exact_interval():
    interval = clopper_pearson(21, 63)

    assert (interval.low, interval.high) == (pytest.approx(0.2195, abs=5e-4), pytest.approx(0.4634, abs=5e-4))


def test_selected_time_is_the_printed_time(proportion_answers):
    times = {
        (arm.study.label, time_label(arm.first.weeks, arm.first.timepoint_label))
        for answer in proportion_answers
        if answer.question.window is Window.LONG
        for arm in arms_without_doubt(answer)
    }

    assert ("Buric 2005", "18 months") in times
