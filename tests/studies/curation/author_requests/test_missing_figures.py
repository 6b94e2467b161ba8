"""Which figures of a trial are missing, and the letter and table that ask for them."""

import pytest

from studies.choices import ComponentName, PrintedDirection, PrintedForm, ReadAs, ResultKind
from studies.curation.author_requests.missing_figures import MissingFigure, TrialFigures, figures_of
from studies.curation.author_requests.request_letter import (
    AskedTrial,
    letter_text,
    missing_lines,
    table_columns,
    table_csv,
    table_rows,
)
from studies.reported.checked_study import ReportedStudy
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ArmRow, ContrastRow, MeasureRow, ResultRow, StudyRow

STUDY = StudyRow(id=1, label="A 2001")
OZONE = ArmRow(id=1, study=STUDY, label="Ozone", components=frozenset({ComponentName.OZONE}))
SHAM = ArmRow(id=2, study=STUDY, label="Sham", components=frozenset({ComponentName.SHAM}))
PAIN = MeasureRow(slug="vas", name="Pain", range_min=0, range_max=10)


def score(arm, **values):
    plain = {"measure": PAIN, "kind": ResultKind.CONTINUOUS, "weeks": 4.0, "timepoint_label": "4 weeks", "n": 30}
    return ResultRow(arm=arm, **plain | {"mean": 3.0} | values)


def direction(**values):
    plain = {"printed_form": PrintedForm.DIRECTION_ONLY, "direction": PrintedDirection.FAVOURS_OZONE, "weeks": 4.0}
    return ContrastRow(arm_a=OZONE, arm_b=SHAM, measure=PAIN, **plain | values)


def trial(*rows, arms=(OZONE, SHAM)):
    results = tuple(row for row in rows if isinstance(row, ResultRow))
    printed = tuple(row for row in rows if isinstance(row, ContrastRow))
    return ReportedStudy(row=STUDY, arms=arms, results=results, contrasts=printed)


@pytest.mark.parametrize(
    ("rows", "usable", "missing"),
    [
        ([score(OZONE, sd=1.0), score(SHAM, sd=1.0)], 1, []),
        ([score(OZONE), score(SHAM, sd=1.0)], 0, [("Ozone", "no-spread")]),
        ([score(OZONE), score(SHAM)], 0, [("Ozone", "no-spread"), ("Sham", "no-spread")]),
        ([score(OZONE, sd=1.0, n=None), score(SHAM, sd=1.0)], 0, [("Ozone", "no-arm-size")]),
        ([score(OZONE, sd=1.0)], 0, [("Sham", "one-arm-only")]),
        ([direction()], 0, [("Ozone", "direction-only"), ("Sham", "direction-only")]),
        ([direction(printed_form=PrintedForm.P_ONLY)], 0, [("Ozone", "p-only"), ("Sham", "p-only")]),
        ([], 0, [("Ozone", "nothing-read"), ("Sham", "nothing-read")]),
        # A part of the arms is not asked for, nor a figure before treatment.
        ([score(OZONE, part="women"), score(SHAM, part="women")], 0, []),
        ([score(OZONE, sd=1.0), score(SHAM, sd=1.0), score(OZONE, weeks=0.0), score(SHAM, weeks=0.0)], 1, []),
    ],
)
def test_a_trial_lacks_what_keeps_its_comparisons_from_an_effect(rows, usable, missing):
    found = figures_of(trial(*rows))

    assert found.usable == usable
    assert [(each.arm, each.reason.value) for each in found.missing] == missing


def test_arms_that_say_nothing_of_ozone_are_not_asked_for():
    both = SHAM._replace(components=frozenset({ComponentName.OZONE}))

    assert figures_of(trial(score(OZONE), score(both), arms=(OZONE, both))) == TrialFigures()


def test_an_arm_in_two_comparisons_is_asked_for_once():
    third = SHAM._replace(id=3, label="Steroid", components=frozenset({ComponentName.STEROID}))
    found = figures_of(trial(score(OZONE), score(SHAM), score(third), arms=(OZONE, SHAM, third)))

    assert [each.arm for each in found.missing] == ["Ozone", "Sham", "Steroid"]


def test_a_change_is_asked_for_as_a_change_and_not_as_the_score_that_is_on_record():
    final = [score(OZONE, sd=1.0), score(SHAM, sd=1.0)]
    found = figures_of(trial(*final, score(OZONE, mean=-5.6, is_change=True), score(SHAM, mean=-2.4, is_change=True)))

    assert found.usable == 1
    assert {each.outcome for each in found.missing} == {"Pain, change from baseline"}


def test_what_the_record_has_of_an_arm_stands_in_the_table():
    (missing,) = figures_of(trial(score(OZONE, mean=-1.25), score(SHAM, sd=1.0))).missing

    assert table_csv([missing]).splitlines()[1] == "Ozone,Pain,4 weeks,30,\u22121.25,"


def figure(**values):
    plain = MissingFigure("Ozone", "Pain", "4 weeks", ResultKind.CONTINUOUS, ContrastExclusion.NO_SPREAD)
    return plain._replace(**values)


COUNT = figure(outcome="Success", kind=ResultKind.DICHOTOMOUS, reason=ContrastExclusion.NO_FIGURE)
NOTHING = figure(outcome="", time="", kind=None, reason=ContrastExclusion.NOTHING_READ)


@pytest.mark.parametrize(
    ("missing", "columns", "rows"),
    [
        ([figure()], ("Number of people", "Mean", "Standard deviation"), 1),
        ([COUNT], ("Number of people", "People with the outcome"), 1),
        ([figure(), COUNT], ("Number of people", "Mean", "Standard deviation", "People with the outcome"), 2),
        ([NOTHING], ("Number of people", "Mean", "Standard deviation", "People with the outcome"), 3),
    ],
)
def test_the_table_has_a_column_for_each_figure_asked_for(missing, columns, rows):
    assert table_columns(missing) == ("Arm", "Outcome", "Time", *columns)
    assert len(table_rows(missing)) == rows
    lines = table_csv(missing).splitlines()
    assert len(lines) == rows + 1
    assert lines[1].startswith("Ozone,")
    assert lines[1].endswith("," * len(columns))


def test_the_letter_says_which_figures_are_missing_and_why():
    trial_read = AskedTrial("A. B. Ozone for pain. 2001.", ("Ozone", "Sham"), ReadAs.ABSTRACT)
    text = letter_text(trial_read, [figure(), figure(arm="Sham"), COUNT], addressee="Ann Author", sender="Curator")

    assert text.startswith("Dear Ann Author,")
    assert text.endswith("Yours sincerely,\nCurator")
    assert "We read this of it: abstract." in text
    assert "- Pain, 4 weeks (Ozone; Sham): means are printed without standard deviation, error or interval" in text
    assert "- Success, 4 weeks (Ozone): the text read gives no figure for an arm" in text
    assert "the 3 rows" in text
    # Other results of the trial may be counted.
    assert "so these results cannot be counted beside those of other studies" in text


def test_times_of_one_reason_share_a_line():
    lines = missing_lines([figure(), figure(time="8 weeks"), figure(time=""), NOTHING])

    assert lines[0].startswith("Pain, 4 weeks, 8 weeks, time not printed (Ozone)")
    assert lines[1].startswith("each outcome that you measured, each time (Ozone)")
    assert len(lines) == 2
