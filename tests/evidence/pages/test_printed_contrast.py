"""A difference as its trial printed it, from the finding to its source: pages, CSV and JSON."""

import csv
import io
import re

import pytest
from django.test import Client

from studies.choices import (
    Allocation,
    PrintedDirection,
    PrintedEffectMeasure,
    PrintedForm,
    StudyStatus,
)
from studies.models import Arm, ReportedContrast, Study
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.factories import make_arm, make_condition, make_measure, make_reported_contrast, make_result, make_study

pytestmark = pytest.mark.django_db
QUOTE = "MD -1.2 (95% CI -2.0 to -0.4) <adjusted>"
SOURCE = "https://example.org/trial"


def arms_of(**values: object) -> list[Arm]:
    study = make_study(condition=make_condition(slug="sciatica", in_back_pain=True), **values)
    return [make_arm(study=study, components=[name], n_analysed=50) for name in ("ozone", "sham")]


def printed_by(arms: list[Arm], **values: object) -> ReportedContrast:
    plain = {
        "measure": make_measure(slug="pain-vas", name="Pain, visual analogue scale"),
        "weeks": 4,
        "printed_form": PrintedForm.MEANS,
        "result_text": QUOTE,
        "direction": PrintedDirection.FAVOURS_OZONE,
        "effect_measure": PrintedEffectMeasure.ADJUSTED_MD,
        "estimate": -1.2,
        "ci_low": -2.0,
        "ci_high": -0.4,
        "ci_level": 95,
        "source_url": SOURCE,
        "locator": "table 3",
    }
    return make_reported_contrast(arm_a=arms[0], arm_b=arms[1], **plain | values)


def finding_of(client: Client) -> str:
    """The address of the only finding of the condition."""
    page = read(client.get("/conditions/sciatica/"))
    addresses = {link["href"] for link in page.links if re.search(r"/findings/[-\w]+/$", link["href"])}
    return min(addresses, key=len)


def contrast_page(client: Client, row: ReportedContrast) -> Page:
    return read(client.get(f"/studies/{row.study.slug}/differences/{row.address}/"))


def test_json_of_a_condition_holds_the_printed_difference_and_its_source(client: Client) -> None:
    printed_by(arms_of())
    (finding,) = client.get("/conditions/sciatica.json").json()["findings"]
    (row,) = finding["rows"]
    assert (finding["state"], row["measure"], row["yi"]) == ("single", "MD", -12)
    assert row["printed_difference"] == QUOTE
    assert SOURCE in row["printed_difference_source"]


def test_a_finding_states_the_difference_in_the_words_of_its_source(client: Client) -> None:
    row = printed_by(arms_of())
    response = client.get(finding_of(client))
    page = read(response)
    assert markup_errors(page) == []
    assert "12.0 points lower on a scale of 0–100 with intradiscal ozone than with sham" in page.text
    assert f"As the trial printed it: “{QUOTE}”" in page.text
    assert "<adjusted>" not in response.content.decode()
    hrefs = {link["href"] for link in page.links}
    assert f"/studies/{row.study.slug}/differences/{row.address}/" in hrefs


def test_the_page_of_a_difference_leads_to_its_source_and_names_its_rules(client: Client) -> None:
    row = printed_by(arms_of())
    page = contrast_page(client, row)
    assert "MD −12.0 (−20.0 to −4.0)" in page.text
    assert f"“{QUOTE}”, ozone against comparator" in page.text
    assert "SE of difference from 95% CI, rule 6.3.1." in page.text
    assert "Printed on 0–10, mean and spread times 10." in page.text
    assert "It is in the answer" in page.text
    assert [link["href"] for link in page.links if "external" in link.get("rel", "")] == [SOURCE]


def test_a_refused_difference_has_its_page_with_the_true_reason(client: Client) -> None:
    row = printed_by(arms_of(), ci_level=None)
    page = contrast_page(client, row)
    assert "No effect is computed" in page.text
    assert "an interval is printed without its level, so no spread follows" in page.text


def test_means_without_a_spread_show_both_and_use_the_difference(client: Client) -> None:
    arms = arms_of()
    row = printed_by(arms, effect_measure=PrintedEffectMeasure.MD)
    results = [
        make_result(arm=arm, measure=row.measure, mean=mean, sd=None) for arm, mean in zip(arms, (2, 3), strict=True)
    ]
    page = read(client.get(f"/studies/{row.study.slug}/contrasts/{results[0].address}/{results[1].address}/"))
    assert "MD −12.0 (−20.0 to −4.0)" in page.text
    assert "mean difference as the trial printed it" in page.text


def test_a_draft_shows_no_difference(client: Client) -> None:
    row = printed_by(arms_of())
    Study.objects.update(standing=StudyStatus.DRAFT)
    assert client.get(f"/studies/{row.study.slug}/differences/{row.address}/").status_code == 404


def test_a_former_address_with_a_number_leads_on_while_its_row_is_there(client: Client) -> None:
    row = printed_by(arms_of())
    former = f"/studies/{row.study.slug}/differences/{row.pk}/"
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (
        301,
        f"/studies/{row.study.slug}/differences/{row.address}/",
    )
    assert client.get(f"/studies/{make_study().slug}/differences/{row.pk}/").status_code == 404
    row.delete()
    assert client.get(former).status_code == 404


def test_a_p_alone_has_no_page(client: Client) -> None:
    row = printed_by(arms_of(), estimate=None, ci_low=None, ci_high=None)
    assert client.get(f"/studies/{row.study.slug}/differences/{row.address}/").status_code == 404


def test_downloads_carry_the_difference_with_its_source_and_no_arm(client: Client) -> None:
    printed_by(arms_of())
    where = finding_of(client)
    (line,) = csv.DictReader(io.StringIO(client.get(f"{where.rstrip('/')}.csv").content.decode()))
    assert (line["printed_difference"], line["printed_difference_source"]) == (QUOTE, SOURCE)
    assert (line["ozone_mean"], line["ozone_n"], line["yi"], line["measure"]) == ("", "", "-12.0", "MD")


def test_another_ratio_is_shown_unpooled_with_its_reason(client: Client) -> None:
    measure = make_measure(
        slug="success-macnab", name="Success", domain="success", higher_is="better", range_min=None, range_max=None
    )
    ratio = {"effect_measure": PrintedEffectMeasure.OR, "estimate": 1.5, "ci_low": 1.1, "ci_high": 2.05}
    row = printed_by(arms_of(), measure=measure, result_text="OR 1.5 (1.1 to 2.05)", **ratio)
    page = read(client.get(finding_of(client)))
    assert "1.50 times the odds" in page.text
    assert "is an odds or a hazard ratio, which is not turned into a risk ratio" in page.text
    assert "It is shown next to the answer" in contrast_page(client, row).text


def test_clusters_that_are_not_known_are_shown_unpooled_with_their_reason(client: Client) -> None:
    printed_by(arms_of(allocation=Allocation.CLUSTER))
    page = read(client.get(finding_of(client)))
    assert "is of clusters whose size or correlation is not printed" in page.text
