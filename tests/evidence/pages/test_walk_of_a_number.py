"""The walk of a number: every result that gives an effect has a page with its source, its words, its rule and marks."""

import pytest
from django.test import Client
from django.urls import reverse

from evidence.synthesis.eligibility import EligibleContrast, judge_evidence
from studies.models import OutcomeResult
from studies.reported.count_recovery import CountRule
from studies.reported.row_keys import row_address
from studies.selectors import read_evidence
from tests.evidence.expected_evidence import expected_rows
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.shares import A_SHARE, drawn
from tests.studies.dataset.csv_copy import read as read_csv
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")


@pytest.fixture
def usable() -> list[EligibleContrast]:
    return [item for item in judge_evidence(read_evidence()) if isinstance(item, EligibleContrast)]


def page_of(client: Client, item: EligibleContrast) -> Page:
    contrast = item.contrast
    assert contrast.ozone
    assert contrast.comparator
    slug = item.pair.ozone.study.slug
    results = map(row_address, (contrast.ozone.key, contrast.comparator.key))
    response = client.get(reverse("contrast", args=[slug, *results]))
    assert response.status_code == 200
    return read(response)


# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
@pytest.mark.one_database
@A_SHARE
def test_every_result_with_an_effect_leads_to_its_source_and_its_rule(
    client: Client, usable: list[EligibleContrast], share: float
) -> None:
    rows = {row["row_key"]: row for row in read_csv("outcomes.csv")}
    keys = dict(OutcomeResult.objects.values_list("id", "row_key"))
    for item in drawn(usable, share):
        page = page_of(client, item)
        sources = {link["href"] for link in page.links if "external" in link.get("rel", "")}
        assert markup_errors(page) == []
        assert "How the effect is calculated" in page.text
        for result, value in ((item.contrast.ozone, item.ozone), (item.contrast.comparator, item.comparator)):
            assert result
            row = rows[str(keys[result.id])]
            assert row["source_url"] in sources
            assert row["locator"] in page.text
            # The words of the source, or the remark that says where the figure stands.
            assert " ".join(row["note"].split()) in page.text
            for rule in value.rules:
                assert rule[:1].upper() + rule[1:] in page.text, row["row_key"]
            assert value.rules or not value.is_derived
        for mark in (*item.assumptions, *item.cautions):
            assert mark.label[:1].upper() + mark.label[1:] in page.text, mark
    assert len(usable) == sum(row["state"] != "out" for row in expected_rows("effects")) == 40


def test_a_count_of_unknown_people_names_its_assumption_its_rule_and_its_bounds(
    client: Client, usable: list[EligibleContrast]
) -> None:
    (six_months,) = [
        item
        for item in usable
        if item.ozone.count_rule is CountRule.PEOPLE_ANALYSED_UNKNOWN and item.contrast.measure.slug == "success-macnab"
    ]
    page = page_of(client, six_months)

    assert "77.1% is no whole number of 180, and is 131 of 170" in page.text
    assert "RR 1.63 (1.36 to 1.94) (RR: risk ratio, with its 95% interval)" in page.text
    assert "The people analysed are not printed" in page.text


def test_the_quotation_of_a_result_is_on_its_page(
    client: Client, usable: list[EligibleContrast], kept_real_pages: Rows
) -> None:
    result = usable[0].contrast.ozone
    assert result
    kept_real_pages.version = None
    OutcomeResult.objects.filter(pk=result.id).update(quote="13 of <86> patients")

    assert "13 of <86> patients" in page_of(client, usable[0]).text
