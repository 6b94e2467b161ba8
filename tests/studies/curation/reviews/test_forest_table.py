"""Pasted forest plots are read figure by figure; what is no trial is returned with the reason."""

import pytest

from studies.curation.reviews.forest_table import MOST_ROWS, ForestTableError, read_forest_table

EVENTS = {"arm_a_events": "58", "arm_a_n": "77", "arm_b_events": "37", "arm_b_n": "73"}
RATIO = {"effect": "1.49", "ci_low": "1.13", "ci_high": "1.95"}
MEANS = {
    "arm_a_mean": "2.1",
    "arm_a_sd": "1.2",
    "arm_a_n": "30",
    "arm_b_mean": "3.4",
    "arm_b_sd": "1.5",
    "arm_b_n": "31",
}
DIFFERENCE = {"effect": "-1.30", "ci_low": "-1.98", "ci_high": "-0.62"}
WEIGHT = {"weight_pct": "25.3"}
HEADED = "Study  N Mean SD  N Mean SD  MD [95% CI]\n"


@pytest.mark.parametrize(
    ("text", "label", "figures"),
    [
        ("Bonetti 2005 58 77 37 73 25.3% 1.49 [1.13, 1.95]", "Bonetti 2005", EVENTS | RATIO | WEIGHT),
        ("Bonetti 2005\t58\t77\t37\t73\t25.3%\t1.49 [1.13, 1.95]", "Bonetti 2005", EVENTS | RATIO | WEIGHT),
        ("Bonetti et al. (2005) 58/77 37/73 1.49 (1.13 to 1.95) 25.3%", "Bonetti et al. (2005)",
         EVENTS | RATIO | WEIGHT),
        ("Bonetti 2005 58 77 37 73 1,49 [1,13; 1,95]", "Bonetti 2005", EVENTS | RATIO),
        ("Bonetti 1.49 (1.13–1.95)", "Bonetti", RATIO),
        ("de Sire 2021 2.1 1.2 30 3.4 1.5 31 −1.30 [−1.98, −0.62]", "de Sire 2021", MEANS | DIFFERENCE),
        ("de Sire 2021 2.1 (1.2) 30 3.4 (1.5) 31 -1.30 [-1.98, -0.62]", "de Sire 2021", MEANS | DIFFERENCE),
        ("de Sire 2021 2.1 ± 1.2 30 3.4 ± 1.5 31", "de Sire 2021", MEANS),
        # A blank never parts thousands.
        ("Perri 2016 185 257 106 260 24% 1.77 [1.50, 2.08]", "Perri 2016", {
            "arm_a_events": "185", "arm_a_n": "257", "arm_b_events": "106", "arm_b_n": "260", "effect": "1.77",
            "ci_low": "1.50", "ci_high": "2.08", "weight_pct": "24",
        }),
        # Headings say another order.
        (f"{HEADED}de Sire 2021 30 2.1 1.2 31 3.4 1.5 -1.30 [-1.98, -0.62]", "de Sire 2021", MEANS | DIFFERENCE),
    ],
)  # fmt: skip
def test_a_row_is_read_figure_by_figure(text, label, figures):
    found = read_forest_table(text)

    assert [(row.label, dict(row.figures)) for row in found.rows] == [(label, figures)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Total (95% CI) 159 150 100.0% 1.50 [1.20, 1.90]", "a total or a test"),
        ("Heterogeneity: Tau² = 0.00; Chi² = 0.1, P = 0.7", "a total or a test"),
        ("Study Events Total Events Total Weight", "headings"),
        ("1.49 [1.13, 1.95]", "no name of a study"),
        ("Bonetti 2005", "no figures"),
        ("Bonetti 2005 58 77 37", "3 figures before the effect"),
        ("Bonetti 2005 58 (75%) 37 (51%) 1.49 [1.13, 1.95]", "percentages among the figures"),
        ("Bonetti 2005 77 58 73 37", "more events than people"),
        ("Bonetti 2005 30 2.1 1.2 31 3.4 1.5", "1.2 is no count of people"),
    ],
)
def test_what_is_no_row_of_a_trial_is_shown_with_the_reason(line, reason):
    found = read_forest_table(f"Alpha 2001 1 10 2 10\n{line}\n")

    assert [row.label for row in found.rows] == ["Alpha 2001"]
    [unread] = found.unread
    assert (unread.line, unread.text) == (2, line)
    assert reason in unread.reason


@pytest.mark.parametrize(
    ("text", "words"), [(" \n", "empty"), ("A 1\n" * (MOST_ROWS + 1), "more than"), ("x" * 60_001, "longer")]
)
def test_a_text_that_no_page_can_show_is_refused(text, words):
    with pytest.raises(ForestTableError, match=words):
        read_forest_table(text)
