"""The answer table as pages show it: cells, the shared axis, remarks by letter, folding, and the lines under it."""

from typing import Any

import pytest

from evidence.findings.answer_set import AnswerContext
from evidence.findings.answer_table import AnswerTable, TableRow, answer_table
from evidence.grading.current_ratings import NO_RATINGS, Ratings
from evidence.pages.condition.handout_page import first_rows
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.measured_outcomes import TrialsRead
from studies.choices import CriticalOutcome, Design, EffectBand, OutcomeDomain, ReadAs, Route
from studies.reported.rows import ResultRow
from studies.reported.threshold_band import ThresholdBand
from tests.evidence.synthesis.build import a_contrast, answers_of, pain_trial, success_trial, two_arms
from tests.rows import ANALGESICS, MACNAB, ODI, OPERATED, POOR, SF36, a_query, a_study

SMALL = ThresholdBand(OutcomeDomain.PAIN, "0-100", EffectBand.SMALL, 5, 10, lower_included=True, upper_included=True)
AGAINST = ("sham", "steroid", "exercise", "medication", "laser", "local-anaesthetic")


def table_of(
    *trials: list[ResultRow], end: str = "", read: TrialsRead | None = None, ratings: Ratings = NO_RATINGS, **more: Any
) -> AnswerTable:
    rows = answer_rows(answers_of(*trials, **more), read or TrialsRead())
    return answer_table(rows, "sore-back", AnswerContext({}, (), (SMALL,), ratings), end)


def row_of(*trials: list[ResultRow], **more: Any) -> TableRow:
    (row,) = table_of(*trials, **more).rows
    return row


def test_a_row_of_scores_in_words_and_on_the_axis() -> None:
    row = row_of(pain_trial(2, 6, sd=2.5, n=50))
    (figure,) = row.figures
    assert (row.outcome, row.when, row.better, row.route) == ("Pain", "4 weeks", "lower is better", "intradiscal")
    assert (figure.without_ozone, figure.with_ozone, figure.unit) == ("60.0", "20.0", "")
    assert (figure.difference, figure.interval, figure.usual) == ("40.0 lower", "49.9 to 30.1 lower", "")
    assert (row.word.word, row.word.side, row.people, row.trials) == ("lower", "better", "100", "1 trial")
    assert row.drawing
    assert row.drawing.band == (37.5, 25)
    assert row.drawing.marks[0].mark.x_estimate == 0
    assert row.share == pytest.approx(100 * 100 / 263, abs=0.1)


def test_better_is_left_whatever_the_number_says() -> None:
    higher_is_better, lower_is_better = row_of(pain_trial(60, 50, measure=SF36)), row_of(pain_trial(5, 6))
    for row, word in ((higher_is_better, "higher"), (lower_is_better, "lower")):
        assert row.drawing
        assert row.drawing.marks[0].mark.x_estimate == 37.5
        assert row.figures[0].difference == f"10.0 {word}"
    fewer, more = row_of(success_trial(8, 12, measure=POOR)), row_of(success_trial(12, 8))
    assert fewer.drawing
    assert more.drawing
    assert fewer.drawing.marks[0].mark.x_estimate == more.drawing.marks[0].mark.x_estimate == 25


def test_a_row_of_counts_is_people_in_100() -> None:
    (figure,) = row_of(success_trial(30, 20, n=40, measure=MACNAB)).figures
    assert (figure.without_ozone, figure.with_ozone, figure.unit) == ("50", "75", "in 100")
    assert (figure.difference, figure.interval) == ("25 more", "4 to 43 more")
    (across,) = row_of(success_trial(21, 20, n=40)).figures
    assert across.interval == "19 fewer to 23 more"
    (rare,) = row_of(success_trial(3, 1, n=400, measure=OPERATED)).figures
    assert (rare.without_ozone, rare.with_ozone, rare.difference) == ("0.3", "0.8", "0.5 more")


def test_two_trials_are_both_told_by_name() -> None:
    trials = [pain_trial(ozone, 6, arms=two_arms(study=a_study(label=label))) for ozone, label in ((2, "A"), (3, "B"))]
    row = row_of(*trials)
    assert [(figure.name, figure.difference) for figure in row.figures] == [("A", "40.0 lower"), ("B", "30.0 lower")]
    assert row.drawing
    assert [placed.y for placed in row.drawing.marks] == ["25%", "75%"]


def test_standardised_differences_are_in_words_alone() -> None:
    measures = {"measure": ODI}, {"measure": ODI, "scale_max": 80}
    row = row_of(*(pain_trial(40, 50, **values) for values in measures))
    assert "standard deviations lower" in row.figures[0].difference
    assert row.drawing is None


def test_other_routes_and_times_are_ticks_and_unfold() -> None:
    arms = two_arms(route=Route.EPIDURAL)
    table = table_of(pain_trial(2, 6, arms=arms, n=90), pain_trial(6, 2, arms=arms, weeks=26), pain_trial(2, 6))
    (group,) = table.groups
    assert group.others.total == 2
    assert [(other.text, other.word.side) for other in group.others.rows] == [
        ("Pain, 4 weeks, intradiscal", "better"),
        ("Pain, 26 weeks, epidural", "worse"),
    ]
    assert group.rows[0].differs == "time"
    assert group.rows[0].drawing
    assert group.rows[0].drawing.ticks == (0, 100)


def test_what_several_rows_share_has_one_letter() -> None:
    arms, other = two_arms(), two_arms("steroid")
    trials = [pain_trial(arms=pair, sd=0.5, **values) for pair, values in ((arms, {}), (other, {"weeks": 26}))]
    table = table_of(*trials, pain_trial(measure=ODI, arms=arms, sd=20))
    small = next(mark for mark in table.marks if mark.text.startswith("Unusually small spread"))
    assert [small.letter in row.letters for row in table.rows] == [True, False, True]
    assert {letter for row in table.rows for letter in row.letters} == {mark.letter for mark in table.marks}


def test_a_doubted_figure_of_the_same_outcome_is_named_and_not_counted() -> None:
    doubted = pain_trial(arms=two_arms(study=a_study(label="Doubted 2020")), weeks=26)
    table = table_of(pain_trial(), doubted, queries=[a_query(doubted[0])])
    assert [row.people for row in table.rows] == ["40"]
    words = "Not counted here, because they are doubted: other figures of Doubted 2020."
    assert words in [mark.text for mark in table.marks]


def test_the_selection_travels_with_every_link_to_a_finding() -> None:
    bare = pain_trial(arms=two_arms("steroid"), sd=None)
    table = table_of(pain_trial(), pain_trial(weeks=26), bare, end="?window=short")
    links = [row.href for row in table.rows] + [other.href for other in table.groups[0].others.rows]
    links += [item.href for line in table.beside.without_figure for group in line.groups for item in group.comparisons]
    assert len(links) == 3
    assert all("/findings/" in link and link.endswith("?window=short") for link in links)


def many_rows(surgery: tuple[int, int] = (8, 8)) -> list[list[ResultRow]]:
    """Four outcomes in six comparisons: 24 rows. Surgery is not clear, pain is lower with ozone everywhere."""
    pairs = [two_arms(name) for name in AGAINST]
    trials = [pain_trial(2, 6, arms=arms, n=90) for arms in pairs] + [pain_trial(measure=ODI, arms=a) for a in pairs]
    trials += [success_trial(15, 2, arms=arms) for arms in pairs]
    return [*trials, *(success_trial(*surgery, arms=arms, measure=OPERATED) for arms in pairs)]


def test_with_many_rows_an_outcome_without_a_direction_is_one_line() -> None:
    table = table_of(*many_rows())
    folded = {line.outcome: line for line in table.folded}
    assert "Surgery" in folded
    assert "Pain" not in folded
    assert [link.name for link in folded["Surgery"].links][0] == "against a sham injection"
    assert len(folded["Surgery"].links) == 6
    assert folded["Surgery"].is_clear_nowhere
    assert {row.outcome for row in table.rows} == {"Pain", "Excellent or good outcome (MacNab)"}


def test_with_few_rows_or_one_direction_nothing_is_folded() -> None:
    few = [trial for trial in many_rows() if trial[0].measure is not ODI][:18]
    assert table_of(*few).folded == ()
    one_way = many_rows()
    one_way[-1] = success_trial(1, 18, arms=two_arms("local-anaesthetic"), measure=OPERATED)
    assert "Surgery" not in [line.outcome for line in table_of(*one_way).folded]


def test_outcomes_without_a_figure_are_told_by_state_and_comparison() -> None:
    sham, steroid, exercise = two_arms(), two_arms("steroid"), two_arms("exercise")
    trials = [a_study(), sham[0].study]
    table = table_of(
        pain_trial(arms=sham),
        pain_trial(1.5, 3.8, arms=steroid, sd=None),
        reported=[a_contrast(*exercise), a_contrast(*exercise, weeks=26)],
        arms=exercise,
        read=TrialsRead(tuple(trials), {CriticalOutcome.SURGERY: {trials[0].id}}),
    )
    pain, *others = table.beside.without_figure
    assert (pain.outcomes, [group.state for group in pain.groups]) == (
        "Pain",
        ["values without an interval", "a printed direction or P only"],
    )
    value, printed = (group.comparisons[0] for group in pain.groups)
    assert value.name == "instead of a steroid injection"
    assert "1.5 with ozone v 3.8 of 10 at 4 weeks" in value.tail
    assert (printed.name, printed.tail) == ("instead of physiotherapy", " (one trial)")
    assert [line.outcomes for line in others] == [
        "Disability, treatment success, quality of life and analgesic use",
        "Surgery",
    ]
    assert others[0].groups[0].state == "no result in the text read (two trials)"
    assert others[1].groups[0].state.startswith("measured, and no two arms")


def test_not_measured_is_said_only_where_every_text_was_read() -> None:
    full = tuple(a_study(read_as=ReadAs.FULL_TEXT) for _ in range(2))
    (line,) = table_of(read=TrialsRead(full)).beside.without_figure
    assert line.groups[0].state == "not measured: the full text was read of two trials that could have"
    assert table_of().beside.without_figure == ()


def test_other_designs_are_named_without_a_word_or_a_size() -> None:
    cohort = a_study(design=Design.NON_RANDOMISED_CONTROLLED, label="Cohort 2001", n_randomised=60)
    trials = [pain_trial(arms=two_arms("steroid", study=cohort), weeks=weeks) for weeks in (4, 26)]
    (item,) = table_of(*trials).beside.not_randomised.rows
    assert (item.name, item.tail) == ("instead of a steroid injection, Pain", " (Cohort 2001, 40 people)")


def test_a_sheet_takes_pain_of_every_comparison_before_other_outcomes() -> None:
    rows = answer_rows(answers_of(*many_rows())).usable
    keys = [(row.key.outcome, row.key.comparison) for row in first_rows(rows, 8)]
    assert [outcome for outcome, _ in keys].count(CriticalOutcome.PAIN) == 6
    assert [outcome for outcome, _ in keys].count(CriticalOutcome.DISABILITY) == 2
    assert keys == [key for key in ((row.key.outcome, row.key.comparison) for row in rows) if key in keys]


def test_two_trials_take_the_room_of_two_rows_on_a_sheet() -> None:
    rows = answer_rows(answers_of(pain_trial(), pain_trial(), pain_trial(arms=two_arms("steroid")))).usable
    assert [len(first_rows(rows, most)) for most in (1, 2, 3)] == [0, 1, 2]


def test_use_of_pain_medicine_is_named_as_printed() -> None:
    row = row_of(success_trial(measure=ANALGESICS, outcome_name="opioids at home"))
    assert row.outcome == "Use of pain medicine: “opioids at home”"
