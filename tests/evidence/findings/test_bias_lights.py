"""Risk of bias of an answer on its page: lights in the order of the forest plot, weights, missing assessments."""

import html

import pytest

from evidence.findings.bias_lights import bias_section, printed_judgements
from evidence.findings.finding_figure import figure_of
from evidence.pages.finding.derivations import derivations
from studies.appraisal.instruments import VERSIONS
from studies.choices import BiasLevel, EffectOfInterest, StudyStatus, Tool
from studies.reported.risk_of_bias_views import BiasBasis, BiasView
from tests.evidence.synthesis.build import answer_of, pain_trial, two_arms
from tests.factories import make_review, make_risk_of_bias, make_study
from tests.rows import CONDITION, a_study

pytestmark = pytest.mark.django_db

LOW, SOME, HIGH, SERIOUS = BiasLevel.LOW, BiasLevel.SOME_CONCERNS, BiasLevel.HIGH, BiasLevel.SERIOUS


def rob_2(*levels, overall, pk=1, measure="", weeks=None):
    keys = ("D1", "D2", "D3", "D4", "D5", "overall")
    return BiasView(pk, Tool.ROB_2, measure, weeks, tuple(zip(keys, (*levels, overall), strict=True)))


def robins_i(overall):
    keys = ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "overall")
    return BiasView(9, Tool.ROBINS_I, "", None, tuple((key, overall) for key in keys))


ALL_LOW = rob_2(LOW, LOW, LOW, LOW, LOW, overall=LOW)
ONE_HIGH = rob_2(LOW, HIGH, SOME, LOW, LOW, overall=HIGH, pk=2)


def answer_with_assessments(*views):
    """An answer with one trial for each tuple of assessments, otherwise the same."""
    trials = [
        pain_trial(3 + place / 10, 4, arms=two_arms(study=a_study(label=f"Trial {place}", bias=given)))
        for place, given in enumerate(views)
    ]
    return answer_of(*trials)


class TestNothingAssessed:
    def test_unassessed_studies_are_named_without_lights(self):
        answer = answer_with_assessments((), (), ())
        section = bias_section(answer)
        assert (section.matrices, section.bars) == ((), ())
        assert [row.study for row in section.unassessed] == ["Trial 0", "Trial 1", "Trial 2"]
        plot = figure_of(answer, {CONDITION: "Herniation"})
        assert plot.spec.light_headings == ()
        assert not any(row.lights for row in plot.rows)


class TestMatrix:
    def test_rows_match_the_forest_plot_with_a_light_for_each_domain(self):
        answer = answer_with_assessments((ONE_HIGH,), (), (ALL_LOW,))
        (matrix,) = bias_section(answer).matrices
        assert [column.key for column in matrix.columns] == ["D1", "D2", "D3", "D4", "D5", "overall"]
        assert [row.study for row in matrix.rows] == ["Trial 0", "Trial 2"]
        assert [light.letter for light in matrix.rows[0].lights] == ["L", "H", "S", "L", "L", "H"]
        assert matrix.rows[0].href.endswith("/#assessment-rob-2-1")
        assert matrix.rows[0].detail == "Pain, visual analogue scale, 4 weeks · one person’s assessment"
        assert [light.words for light in matrix.legend] == ["Low", "Some concerns", "High"]

    def test_the_forest_plot_carries_the_same_lights(self):
        answer = answer_with_assessments((ONE_HIGH,), (), (ALL_LOW,))
        rows = figure_of(answer, {CONDITION: "Herniation"}).rows
        assert [heading for heading, _ in rows[0].lights] == ["D1", "D2", "D3", "D4", "D5", "All"]
        assert [light.kind for _, light in rows[0].lights] == ["low", "high", "some-concerns", "low", "low", "high"]
        assert rows[1].lights == ()
        assert rows[-1].lights == ()

    def test_assessment_of_the_result_takes_precedence_over_that_of_the_study(self):
        exact = rob_2(SOME, SOME, SOME, SOME, SOME, overall=SOME, pk=3, measure="pain-vas", weeks=4)
        elsewhere = rob_2(HIGH, HIGH, HIGH, HIGH, HIGH, overall=HIGH, pk=4, measure="disability-odi")
        (matrix,) = bias_section(answer_with_assessments((elsewhere, ALL_LOW, exact))).matrices
        assert {light.kind for light in matrix.rows[0].lights} == {"some-concerns"}

    def test_two_tools_make_two_matrices_that_share_only_the_overall_light(self):
        answer = answer_with_assessments((ALL_LOW,), (robins_i(SERIOUS),), (ALL_LOW,))
        section = bias_section(answer)
        assert [(matrix.tool, len(matrix.columns)) for matrix in section.matrices] == [("RoB 2", 6), ("ROBINS-I", 8)]
        assert [bar.column.key for bar in section.bars] == ["overall"]
        assert figure_of(answer, {CONDITION: "Herniation"}).spec.light_headings == ("All",)


class TestVersions:
    def test_a_domain_of_some_versions_is_a_column_where_a_trial_was_judged_in_it(self):
        keys = ("D1", "D1b", "D2", "D3", "D4", "D5", "overall")
        cluster = BiasView(3, Tool.ROB_2, "", None, tuple((key, LOW) for key in keys))
        section = bias_section(answer_with_assessments((cluster,), (ALL_LOW,)))
        (matrix,) = section.matrices
        assert [column.key for column in matrix.columns] == list(keys)
        assert [row.lights[1].words for row in matrix.rows] == ["Low", "Not asked of such a trial"]
        assert [part.light.kind for part in section.bars[1].segments] == ["low", "no-domain"]


class TestTwoPeople:
    DIFFERENT = ONE_HIGH._replace(
        levels=(("D1", LOW), ("D2", None), ("D3", SOME), ("D4", LOW), ("D5", LOW), ("overall", None)),
        basis=BiasBasis.DIFFERENT,
        differences=(("D2", (HIGH, LOW)), ("overall", (HIGH, SOME))),
    )

    def test_where_two_people_differ_a_light_of_its_own_says_so(self):
        answer = answer_with_assessments((self.DIFFERENT,), (ALL_LOW._replace(basis=BiasBasis.CONSENSUS),))
        (matrix,) = bias_section(answer).matrices
        assert [light.kind for light in matrix.rows[0].lights][:3] == ["low", "differing", "some-concerns"]
        assert [row.detail.partition(" · ")[2] for row in matrix.rows] == [
            "two people differ, no consensus yet",
            "consensus of two people",
        ]
        assert [light.words for light in matrix.legend][-1] == "Two people differ"
        assert "≠ two people differ" in figure_of(answer, {CONDITION: "Herniation"}).key
        assert [row.risk_of_bias for row in derivations(answer)] == [
            "high and some concerns (two people differ, no consensus yet)",
            "low (consensus of two people)",
        ]

    def test_an_assessment_of_the_effect_of_adhering_says_so(self):
        adhering = ALL_LOW._replace(effect=EffectOfInterest.ADHERENCE)
        (matrix,) = bias_section(answer_with_assessments((adhering,))).matrices
        assert matrix.rows[0].detail.endswith("one person’s assessment, effect of adhering")

    def test_its_weight_is_at_no_level(self):
        section = bias_section(answer_with_assessments((self.DIFFERENT,), (ALL_LOW,)))
        assert [part.light.kind for part in section.bars[-1].segments] == ["low", "differing"]


class TestWeights:
    def test_bars_sum_the_weights_of_the_pool(self):
        answer = answer_with_assessments((ALL_LOW,), (ONE_HIGH,), ())
        first, second, third = (entry.weight for entry in answer.entries)
        section = bias_section(answer)
        overall = section.bars[-1]
        assert section.weighted_by == "weight in the pool"
        assert [(part.light.kind, part.width) for part in overall.segments] == [
            ("low", pytest.approx(100 * first, abs=0.01)),
            ("high", pytest.approx(100 * second, abs=0.01)),
            ("not-assessed", pytest.approx(100 * third, abs=0.01)),
        ]
        assert [len(bar.segments) for bar in section.bars] == [2, 3, 3, 2, 2, 3]

    def test_two_unpooled_studies_are_weighted_by_precision(self):
        section = bias_section(answer_with_assessments((ALL_LOW,), (ONE_HIGH,)))
        assert section.weighted_by == "precision, as nothing is pooled"
        assert sum(part.width for part in section.bars[-1].segments) == pytest.approx(100, abs=0.02)

    def test_one_study_has_no_weights_to_show(self):
        assert bias_section(answer_with_assessments((ALL_LOW,))).bars == ()


class TestPrinted:
    def test_one_line_for_each_study_tool_and_review_as_printed(self):
        review, study = make_review(), make_study()
        make_risk_of_bias(study=study, domain="randomisation", judgement="unclear", judged_by=review)
        make_risk_of_bias(study=study, domain="blinding", judgement="open label", judged_by=review)
        make_risk_of_bias(study=study, domain="score", judgement="3 of 5", tool=Tool.JADAD)
        make_risk_of_bias()
        lines = printed_judgements([study.pk])
        assert [(line.tool, line.review, line.judgements) for line in lines] == [
            ("narrative appraisal", review, (("randomisation", "unclear"), ("blinding", "open label"))),
            ("Jadad", None, (("score", "3 of 5"),)),
        ]

    def test_draft_review_contributes_nothing(self):
        row = make_risk_of_bias(judged_by=make_review(standing=StudyStatus.DRAFT))
        assert printed_judgements([row.study_id]) == ()


def test_the_methods_page_names_every_instrument_and_its_overall_rule(client):
    page = html.unescape(client.get("/methods/").content.decode())
    for instrument in VERSIONS:
        assert instrument.name in page
        assert instrument.overall_rule in page
