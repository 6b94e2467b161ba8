"""The rows and the statistics of a finding's forest plot, against R's figures where R has them."""

import re
from functools import cache
from math import exp
from typing import Any

import pytest
from django.template.loader import render_to_string

from evidence.figures.forest import EntryKind, ForestEntry, ForestPlot
from evidence.figures.forest_svg import lay_out_sheet
from evidence.findings.figure_rows import COUNTED_ONCE, SEVERAL_CONDITIONS
from evidence.findings.finding_figure import figure_of
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_texts import pool_statistics
from studies.numerics.number_formatting import percent, ratio, ratio_interval
from tests.evidence.statistics.metafor_reference import reference
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial, two_arms
from tests.rows import CONDITION, a_query, a_study

NAMES = {CONDITION: "Herniation"}


@cache
def bcg() -> dict[str, Any]:
    """R's thirteen trials of a vaccine, and its risk ratio."""
    found: dict[str, Any] = reference("metafor.json")["datasets"]["bcg"]
    return found


@cache
def vaccine_answer() -> Answer:
    """The same trials as if of ozone."""
    given = bcg()["input"]
    columns = (given[name] for name in ("study", "year", "ai", "n1i", "ci", "n2i"))
    trials = []
    for name, year, events, people, other_events, other_people in zip(*columns, strict=True):
        ozone, sham = success_trial(events, other_events, arms=two_arms(study=a_study(label=name, year=year)))
        trials.append([ozone._replace(n=people), sham._replace(n=other_people)])
    return answer_of(*trials)


def rows_of(plot: ForestPlot, *kinds: EntryKind) -> list[ForestEntry]:
    return [row.entry for row in plot.rows if row.entry.kind in kinds]


def pain_answer(*studies: dict[str, Any]) -> Answer:
    """A trial of pain for each description of a study."""
    trials = [
        pain_trial(3 + place / 10, 4, arms=two_arms(study=a_study(**study))) for place, study in enumerate(studies)
    ]
    return answer_of(*trials)


def test_totals_are_the_sums_of_both_arms_and_the_pool_is_that_of_r() -> None:
    (total,) = rows_of(figure_of(vaccine_answer(), NAMES), EntryKind.TOTAL)
    given, r = bcg()["input"], bcg()["analyses"]["RR"]["models"]["REML"]["test_adhoc"]
    sums = [f"{sum(given[name]):,}" for name in ("ai", "n1i", "ci", "n2i")]
    assert [total.ozone_text, total.ozone_people, total.comparator_text, total.comparator_people] == sums
    assert total.label == "All 13 trials"
    assert total.effect_text == f"{ratio(exp(r['estimate']))} ({ratio_interval(exp(r['ci_lb']), exp(r['ci_ub']))})"


def test_studies_stand_by_year_with_the_weights_of_r() -> None:
    plot = figure_of(vaccine_answer(), NAMES)
    weights = bcg()["analyses"]["RR"]["models"]["REML"]["weights_pct"]
    by_year = sorted(zip(bcg()["input"]["year"], bcg()["input"]["study"], weights, strict=True))
    shown = [(row.entry.label, row.weight_text) for row in plot.rows if row.entry.kind is EntryKind.STUDY]
    assert shown == [(name, percent(weight / 100, digits=1)) for _, name, weight in by_year]


def test_heterogeneity_and_the_overall_test_are_those_of_r() -> None:
    r = bcg()["analyses"]["RR"]
    fit, test, ci = r["models"]["REML"], r["models"]["REML"]["test_adhoc"], r["tau2_ci"]["QP_tight"]
    (differ, heterogeneity), (_, overall) = pool_statistics(vaccine_answer())
    assert differ == "How much the trials differ"
    assert heterogeneity == (
        f"τ² {fit['tau2']:.3f} (95% interval {ci['tau2']['ci_lb']:.3f} to {ci['tau2']['ci_ub']:.3f}); "
        f"I² {fit['I2']:.0f}% ({ci['I2']['ci_lb']:.0f}% to {ci['I2']['ci_ub']:.0f}%); "
        f"χ² (Cochran’s Q) {fit['Q']:.1f} with {fit['Q_df']} degrees of freedom, P < 0.001."
    )
    assert overall == f"t = −{-test['stat']:.2f} with {test['df']} degrees of freedom, P = {test['pval']:.4f}."


def test_the_drawing_has_the_same_totals_and_statistics() -> None:
    sheet = lay_out_sheet(figure_of(vaccine_answer(), NAMES))
    (total,) = [row for row in sheet.rows if row.label == "All 13 trials"]
    sums = [f"{sum(bcg()['input'][name]):,}" for name in ("ai", "n1i", "ci", "n2i")]
    assert [total.ozone, total.ozone_people, total.comparator, total.comparator_people] == sums
    words = " ".join(text for _, text in sheet.notes)
    assert all(f"{heading}: {text}" in words for heading, text in pool_statistics(vaccine_answer()))
    drawing = render_to_string("evidence/figures/forest_sheet.svg", {"sheet": sheet})
    assert all(f">{number}</text>" in re.sub(r"\s+<", "<", drawing) for number in sums)


def test_the_prediction_is_that_of_r_and_stands_under_the_total() -> None:
    plot = figure_of(vaccine_answer(), NAMES)
    prediction = bcg()["analyses"]["RR"]["models"]["REML"]["test_adhoc"]["pi"]
    total, expected = plot.rows[-2:]
    assert (total.entry.kind, expected.entry.kind) == (EntryKind.TOTAL, EntryKind.PREDICTION)
    assert expected.entry.effect_text == ratio_interval(exp(prediction["lb"]), exp(prediction["ub"]))


def test_strata_stand_under_their_study_which_alone_has_the_weight() -> None:
    study = a_study(label="Split 2005", year=2005)
    strata = [
        result
        for place, stratum in enumerate(("disc", "non-disc"))
        for result in pain_trial(3 + place, 4, arms=two_arms(study=study, stratum=stratum))
    ]
    plot = figure_of(answer_of(strata, pain_trial(2.5, 4), pain_trial(3.5, 4)), NAMES)
    split, disc, other = (row.entry for row in plot.rows[:3])
    assert [split.label, disc.label, other.label] == ["Split 2005", "disc", "non disc"]
    assert [disc.kind, other.kind] == [EntryKind.STRATUM] * 2
    assert (split.ozone_people, split.comparator_people) == ("40", "40")
    assert split.weight is not None
    assert disc.weight is None
    assert other.weight is None
    assert COUNTED_ONCE in split.marks
    assert sum(row.entry.weight or 0 for row in plot.rows) == pytest.approx(1)


def test_studies_stand_under_their_condition_where_there_are_several() -> None:
    both = a_study(label="Both 2001", year=2001)
    halves = [
        result
        for name in (CONDITION, "sciatica")
        for result in pain_trial(3, 4, arms=two_arms(study=both, stratum=name, condition=name))
    ]
    elsewhere = pain_trial(2, 4, arms=two_arms(condition="sciatica"))
    here = pain_trial(2.5, 4, arms=two_arms(study=a_study(label="Here 2000", year=2000)))
    plot = figure_of(answer_of(halves, here, elsewhere), NAMES | {"sciatica": "Sciatica"})
    assert [row.label for row in rows_of(plot, EntryKind.HEADING)] == ["Herniation", "Sciatica", SEVERAL_CONDITIONS]
    assert [row.detail for row in rows_of(plot, EntryKind.STRATUM)] == ["Herniation", "Sciatica"]


def test_a_doubted_study_is_shown_last_with_its_doubt_and_is_in_no_total() -> None:
    doubted = pain_trial(1, 4, arms=two_arms(study=a_study(label="Doubtful 1990", year=1990)))
    sound = [pain_trial(3, 4), pain_trial(3.2, 4), pain_trial(3.4, 4)]
    answer = answer_of(*sound, doubted, queries=[a_query(doubted[0], problem="impossible spread.")])
    plot = figure_of(answer, NAMES)
    last = plot.rows[-1]
    assert (last.entry.label, last.entry.tag, last.entry.weight) == ("Doubtful 1990", "doubted", None)
    assert ("a", "doubted: impossible spread") in plot.remarks
    assert last.letters == ("a",)
    (total,) = rows_of(plot, EntryKind.TOTAL)
    assert total.ozone_people == "60"


def test_a_year_is_printed_where_the_name_of_the_study_has_none() -> None:
    plot = figure_of(pain_answer({"label": "Perri", "year": 2015}, {"label": "Yang 2023", "year": 2023}), NAMES)
    assert [(row.label, row.year) for row in rows_of(plot, EntryKind.STUDY)] == [("Perri", "2015"), ("Yang 2023", "")]


def test_two_studies_have_no_total_and_no_statistics() -> None:
    plot = figure_of(pain_answer({}, {}), NAMES)
    assert rows_of(plot, EntryKind.TOTAL, EntryKind.PREDICTION) == []
    assert plot.spec.statistics == ()
    assert "two are too few to pool" in plot.spec.description
