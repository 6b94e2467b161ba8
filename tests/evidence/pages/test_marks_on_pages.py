"""Assumptions, cautions and bounds stand on every page and in every file that shows the number."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import DefinedBy, HigherIs, OutcomeDomain
from studies.models import Arm, Condition, OutcomeResult
from tests.evidence.pages.html_page import read
from tests.factories import make_arm, make_condition, make_measure, make_result, make_study

pytestmark = pytest.mark.django_db

FEWER = "People analysed not printed: 77.1% is no whole number of 180, and is 131 of 170"
DIFFERED = "The arms differed before treatment (difference of the changes: −3.6 points, Disability 0–100)"
SMALL = "nusually small spread (with a spread of 25 of 100: −8.6 (−19.8 to 2.5))"


@pytest.fixture
def condition() -> Condition:
    return make_condition(slug="herniation", name="Herniation", in_back_pain=True)


def two_arms_of(condition: Condition, people: tuple[int | None, int | None] = (None, None)) -> tuple[Arm, Arm]:
    study = make_study(condition=condition)
    ozone, steroid = people
    return (
        make_arm(study=study, n_randomised=ozone),
        make_arm(study=study, components=("steroid",), n_randomised=steroid),
    )


@pytest.fixture
def counts(condition: Condition) -> tuple[OutcomeResult, OutcomeResult]:
    """Success by percentages alone, as Zambello 2006 printed them of 180 and 171 people."""
    ozone, steroid = two_arms_of(condition, (180, 171))
    success: dict[str, Any] = {"domain": OutcomeDomain.SUCCESS, "higher_is": HigherIs.BETTER}
    relief = make_measure(name="Relief", range_min=None, range_max=None, **success)
    macnab = make_measure(name="MacNab", range_min=None, range_max=None, defined_by=DefinedBy.INSTRUMENT, **success)
    bare: dict[str, Any] = {"events": None, "events_derived": None, "n": None}
    make_result(arm=ozone, measure=relief, percent=88.2, weeks=3, **bare)
    late: dict[str, Any] = bare | {"measure": macnab, "weeks": 26}
    return make_result(arm=ozone, percent=77.1, **late), make_result(arm=steroid, percent=47.3, **late)


@pytest.fixture
def scores(condition: Condition) -> tuple[OutcomeResult, OutcomeResult]:
    """Disability as Singh 2017 printed it: other scores before treatment, and small spreads."""
    ozone, steroid = two_arms_of(condition)
    measure = make_measure(name="Disability", domain=OutcomeDomain.DISABILITY, range_max=100, higher_is=HigherIs.WORSE)
    found = {}
    for arm, before, after in ((ozone, (68.70, 8.33), (17.03, 7.76)), (steroid, (73.80, 7.68), (25.68, 5.89))):
        make_result(arm=arm, measure=measure, weeks=0, timepoint_label="baseline", n=40, mean=before[0], sd=before[1])
        found[arm] = make_result(
            arm=arm, measure=measure, weeks=26, timepoint_label="mean 6 months", n=40, mean=after[0], sd=after[1]
        )
    return found[ozone], found[steroid]


def contrast_page(client: Client, results: tuple[OutcomeResult, OutcomeResult]) -> str:
    first, second = results
    return read(client.get(reverse("contrast", args=[first.arm.study.slug, first.address, second.address]))).text


def finding_anchor(client: Client) -> str:
    page = read(client.get(reverse("condition", args=["herniation"])))
    found = [re.search(r"/findings/([-\w]+)/$", link["href"]) for link in page.links]
    return min(match[1] for match in found if match)


def rows_of(client: Client, anchor: str) -> list[dict[str, str]]:
    text = client.get(reverse("finding-csv", args=["herniation", anchor])).content.decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_a_count_from_percentages_names_its_rule_and_bounds_on_the_page_of_its_contrast(client, counts):
    text = contrast_page(client, counts)
    assert FEWER in text
    assert "144 to 170 people fit every percentage of the arm" in text
    assert "Count from the percentage: 81 of 171 is 47.37%, printed cut off as 47.3%." in text
    assert "Ozone arm: risk from 77.06% to 77.12%." in text
    assert "The people analysed are not printed and are the most that fit every percentage of the arm." in text
    assert "RR = (131 / 170) / (81 / 171) = 1.63" in text


def test_a_count_from_percentages_is_marked_on_its_finding_and_in_its_files(client, counts):
    anchor = finding_anchor(client)
    text = read(client.get(reverse("finding", args=["herniation", anchor]))).text
    assert FEWER in text
    assert "Assumed: the people analysed are not printed" in text
    (row,) = rows_of(client, anchor)
    assert (float(row["ozone_events"]), float(row["ozone_n"])) == (131, 170)
    assert (row["ozone_count_rule"], row["comparator_count_rule"]) == ("people-analysed-unknown", "cut")
    assert float(row["ozone_high"]) == pytest.approx(118 / 153)
    assert row["derived"] == "True"
    data = json.loads(client.get(reverse("condition-json", args=["herniation"])).content)
    assert [finding["assumptions"] for finding in data["findings"]] == [["people-analysed-unknown"]]


def test_cautions_of_scores_are_on_contrast_finding_figure_condition_and_handout(client, scores):
    anchor = finding_anchor(client)
    whole = {
        "contrast": contrast_page(client, scores),
        "finding": read(client.get(reverse("finding", args=["herniation", anchor]))).text,
    }
    tables = {
        "condition": read(client.get(reverse("condition", args=["herniation"]))).text,
        "handout": read(client.get(reverse("condition-handout", args=["herniation"]))).text,
    }
    for name, text in tables.items():
        assert "19.8 lower to 2.5 higher" in text, name
        assert "Unusually small spread: the second interval takes a spread of 25 of 100" in text, name
    for name, text in (whole | tables).items():
        assert SMALL in text or name in tables, name
        assert DIFFERED[1:] in text, name
        assert "he time is a mean or median follow-up" in text, name


def test_cautions_of_scores_are_columns_of_the_files(client, scores):
    anchor = finding_anchor(client)
    (row,) = rows_of(client, anchor)
    assert row["cautions"] == "unusually small spread; the arms differed before treatment"
    assert row["assumptions"].startswith("the ends of the scale are not printed")
    assert float(row["change_difference"]) == pytest.approx(-3.55)
    assert (float(row["usual_spread_low"]), float(row["usual_spread_high"])) == pytest.approx((-19.78, 2.48), abs=0.01)
    data = json.loads(client.get(reverse("condition-json", args=["herniation"])).content)
    (finding,) = data["findings"]
    assert finding["cautions"] == ["unusually-small-spread", "differed-before-treatment"]
    assert finding["derived"] is False


def test_the_row_of_a_trial_whose_arms_differed_before_has_no_size_word(client, scores):
    text = read(client.get(reverse("condition", args=["herniation"]))).text
    assert "is usually called" not in text


def test_small_spreads_as_usual_is_a_choice_of_the_finding(client, scores):
    text = read(client.get(reverse("finding", args=["herniation", finding_anchor(client)]))).text
    assert "Small spreads as 25 of 100" in text
