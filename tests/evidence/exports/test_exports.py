"""Exports hold the numbers of the page."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from scipy.special import stdtrit

from evidence.exports import finding_json, finding_rows, r_script
from evidence.exports.conditions import ROWS
from evidence.findings.finding import Finding
from studies.numerics.file_numbers import file_number
from tests.evidence.exports.file_origins import ORIGIN
from tests.evidence.real_conditions import summary_of
from tests.evidence.synthesis.build import answer_of, pain_trial, success_trial
from tests.shares import A_SHARE, drawn

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")


def herniation_findings() -> list[Finding]:
    return summary_of("lumbar-disc-herniation").default.findings


def drawn_findings() -> list[Finding]:
    return [finding for finding in herniation_findings() if finding.shown_studies]


def anchor_of_effect() -> str:
    """The first finding of the condition with an effect."""
    return next(finding.anchor for finding in herniation_findings() if finding.shown_studies)


WORN_DISC_PAIN = ["degenerative-disc-disease", "add-on-to-steroid-pain-short-yang-2023"]


def test_a_value_without_an_interval_is_exported_and_nothing_is_drawn(client: Client) -> None:
    text = client.get(reverse("finding-csv", args=WORN_DISC_PAIN)).content.decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["ozone"], row["comparator"], row["unit"], row["people"]) == ("1.53", "3.82", "of 10", "60 + 60 people")
    assert client.get(reverse("finding-svg", args=WORN_DISC_PAIN)).status_code == 404
    bundle = zipfile.ZipFile(io.BytesIO(client.get(reverse("finding-zip", args=WORN_DISC_PAIN)).content))
    assert sorted(bundle.namelist()) == ["README.txt", "data.csv", "finding.json"]
    data = json.loads(bundle.read("finding.json"))
    assert data["state"] == "value-without-interval"
    assert data["values_without_interval"][0]["ozone"] == 1.53


def test_what_a_trial_prints_in_another_direction_is_exported() -> None:
    (poor,) = [finding for finding in herniation_findings() if finding.title == "Poor outcome"]
    (found,) = finding_json(poor, ORIGIN)["contradictions"]
    assert (found["direction"], found["direction_of_number"], found["p"]) == ("favours-ozone", "no-difference", 0.0021)
    assert "Bonetti 2005 prints better with ozone" in finding_json(poor, ORIGIN)["sentence"]


@A_SHARE
def test_csv_json_and_page_hold_the_same_numbers(client: Client, share: float) -> None:
    for finding in drawn(drawn_findings(), share):
        args = ["lumbar-disc-herniation", finding.anchor]
        page = client.get(reverse("finding", args=args)).content.decode()
        rows = list(csv.DictReader(io.StringIO(client.get(reverse("finding-csv", args=args)).content.decode())))
        told = finding_json(finding, ORIGIN)["rows"]
        assert [float(row["yi"]) for row in rows] == [file_number(row["yi"]) for row in told]
        for row in finding.plot.rows if finding.plot else ():
            assert row.entry.effect_text in page


def test_condition_json_holds_the_answer_and_every_finding(client: Client) -> None:
    data = json.loads(client.get(reverse("condition-json", args=["lumbar-disc-herniation"])).content)
    assert data["usable_trials"] == 7
    in_order = sorted(herniation_findings(), key=lambda finding: finding.anchor)
    assert [finding["effect"] for finding in data["findings"]] == [item.effect for item in in_order]
    assert list(data["sections"])[0] == "What is known"


def test_no_number_of_a_file_has_digits_that_binary_fractions_add(client: Client) -> None:
    noise = re.compile(r"\d\.\d*[1-9]\d{12}|\d\.\d{16}")
    assert noise.search("45.900000000000006")
    for name in ("condition-csv", "condition-json"):
        assert noise.findall(client.get(reverse(name, args=["lumbar-disc-herniation"])).content.decode()) == []


def test_condition_csv_has_a_row_for_every_line(client: Client) -> None:
    text = client.get(reverse("condition-csv", args=["lumbar-disc-herniation"])).content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["section"] == ROWS]
    assert len(rows) == sum(len(finding_rows(finding)) for finding in herniation_findings())
    assert all(float(row["yi"]) for row in rows)


def test_figure_is_one_svg_with_a_title_and_no_inline_style(client: Client) -> None:
    args = ["lumbar-disc-herniation", drawn_findings()[0].anchor]
    text = client.get(reverse("finding-svg", args=args)).content.decode()
    svg = ElementTree.fromstring(text)  # noqa: S314 - our own drawing
    assert svg.find("{http://www.w3.org/2000/svg}title") is not None
    assert "style=" not in text
    assert "class=" not in text


def test_the_zip_holds_data_script_figure_and_notice(client: Client) -> None:
    args = ["lumbar-disc-herniation", drawn_findings()[0].anchor]
    bundle = zipfile.ZipFile(io.BytesIO(client.get(reverse("finding-zip", args=args)).content))
    assert set(bundle.namelist()) == {"data.csv", "analysis.R", "finding.json", "forest.svg", "README.txt"}
    assert "Not medical advice" in bundle.read("README.txt").decode()


def test_unknown_export_format_is_not_found(client: Client) -> None:
    anchor = drawn_findings()[0].anchor
    assert client.get(f"/conditions/lumbar-disc-herniation/findings/{anchor}.exe").status_code == 404


def test_the_script_names_the_model_of_the_page() -> None:
    pooled = Finding(answer_of(pain_trial(3), pain_trial(2.5), pain_trial(3.5)), {})
    assert 'method = "REML", test = "adhoc"' in r_script(pooled)
    single = Finding(answer_of(pain_trial(3)), {})
    assert "qt(0.975, studies$df)" in r_script(single)
    zero = Finding(answer_of(*(success_trial(a, 8, n=100) for a in (0, 12, 11))), {})
    assert "rma.mh(" in r_script(zero)


def test_the_degrees_of_freedom_of_one_trial_are_exported_for_the_script() -> None:
    answer = answer_of(pain_trial(3, n=4))
    (row,) = finding_rows(Finding(answer, {}))
    assert row["df"] == pytest.approx(6)
    estimate, half = row["yi"], float(stdtrit(row["df"], 0.975)) * row["vi"] ** 0.5
    interval = answer.entries[0].effect.reader_interval()
    assert (interval.low, interval.high) == pytest.approx((estimate - half, estimate + half))


def test_exported_variances_equal_those_of_the_pool() -> None:
    answer = answer_of(pain_trial(3), pain_trial(2.5), pain_trial(3.5))
    rows = finding_rows(Finding(answer, {}))
    assert [row["vi"] for row in rows] == [pytest.approx(entry.effect.variance) for entry in answer.entries]


def test_the_information_size_is_exported() -> None:
    finding = Finding(answer_of(pain_trial(3)), {})
    (row,) = finding_rows(finding)
    assert (row["certainty"], row["people_needed"]) == (
        "40 people of about 265 needed, for chance alone, not bias",
        "263",
    )
    size = finding_json(finding, ORIGIN)["information_size"]
    assert (size["people"], size["needed"]) == (40, 263)


def test_a_pool_of_rare_events_is_exported_with_its_heterogeneity_and_the_exact_odds_ratio() -> None:
    found = finding_json(Finding(answer_of(*(success_trial(0, c, n=40) for c in (3, 2, 1))), {}), ORIGIN)
    assert found["pooled"]["model"] == "peto"
    assert {"tau2", "i2", "q", "q_df", "q_p"} <= set(found["pooled"])
    assert (found["exact_odds_ratio"]["estimate"], found["exact_odds_ratio"]["low"]) == (0, 0)
    assert found["exact_odds_ratio"]["high"] < 1
    assert "No one had the event with ozone in any study" in found["notes"][0]
