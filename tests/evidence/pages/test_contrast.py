"""The page of one contrast: two arm results as printed, their effect, and the link to the source."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import StudyStatus
from studies.models import OutcomeResult, Study
from tests.evidence.pages.html_page import Page, markup_errors, read
from tests.shares import A_TENTH, drawn
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")


def address(ozone: str, comparator: str) -> str:
    """The address of the contrast of two results, by the keys of their rows."""
    first, second = (OutcomeResult.objects.select_related("arm__study").get(row_key=key) for key in (ozone, comparator))
    return reverse("contrast", args=[first.arm.study.slug, first.address, second.address])


def contrast_address(study: str, measure: str, time: str) -> str:
    """The address of the first contrast of a study with ozone in one arm."""
    found = OutcomeResult.objects.filter(arm__study__row_key=study, measure__slug=measure, timepoint_label=time)
    keys = {result.arm.role: result.row_key for result in found.select_related("arm")}
    return address(str(keys["ozone"]), str(keys["comparator"]))


def open_page(client: Client, where: str) -> Page:
    return read(client.get(where))


def contrasts_of(client: Client, slug: str, share: float) -> list[str]:
    """The addresses of contrasts in a share of the findings of a condition, one click further."""
    anchors = rf"/conditions/{slug}/findings/[-\w]+/$"
    listed = dict.fromkeys(link["href"] for link in open_page(client, f"/conditions/{slug}/findings/").links)
    pages = [open_page(client, link) for link in drawn(filter(re.compile(anchors).search, listed), share)]
    links = [link["href"] for page in pages for link in page.links]
    return list(dict.fromkeys(link for link in links if re.search(r"/contrasts/[^/]+/[^/]+/$", link)))


# Words and links of pages: their rows are read on both databases by the test of the API's numbers.
@pytest.mark.one_database
@A_TENTH
def test_three_clicks_lead_from_every_effect_to_its_source(client: Client, share: float) -> None:
    effects = contrasts_of(client, "back-pain", share)
    # Values without an interval have a page too.
    assert share < 1 or len(effects) > 20
    for effect in drawn(effects, share):
        page = open_page(client, effect)
        ((study, *arms),) = re.findall(r"/studies/([^/]+)/contrasts/([^/]+)/([^/]+)/$", effect)
        results = OutcomeResult.objects.filter(arm__study__slug=study)
        sources = {result.source_url for result in results if result.address in arms}
        assert sources <= {link["href"] for link in page.links if "external" in link.get("rel", "")}
        assert markup_errors(page) == [], effect


def test_arms_are_shown_as_printed_and_the_effect_step_by_step(client: Client) -> None:
    page = open_page(client, contrast_address("espahbodind", "pain-vas", "1 month"))
    assert "1.85" in page.text
    assert "2.4" in page.text
    assert "MD = 18.50 − 24.00 = −5.50" in page.text
    assert "standard error = √(7.50² / 20 + 9.00² / 20) = 2.62" in page.text
    assert "−10.8 to −0.2" in page.text
    assert "Printed on 0–10, mean and spread times 10." in page.text


def test_intervals_without_arm_sizes_are_used_and_name_the_rule(client: Client) -> None:
    page = open_page(client, contrast_address("jostdiscopathynd", "pain-vas", "end of follow-up (mean 12 weeks)"))
    assert "MD 14.0 (4.4 to 23.6)" in page.text
    assert "SE from 95% CI, rule 6.5.2.2." in page.text
    assert "arm sizes not printed" in page.text.lower()


def test_page_shows_what_both_arms_and_only_one_received(client: Client) -> None:
    page = open_page(client, contrast_address("yang2023", "success-macnab", "month 3"))
    assert "Both arms received steroid" in page.text
    assert "Only the ozone arm ozone" in page.text
    assert "Only the comparator oxygen" in page.text


def test_doubted_contrast_is_shown_next_to_the_answer_with_the_reason(client: Client) -> None:
    page = open_page(client, contrast_address("davidovic2023", "pain-nrs", "1 year"))
    assert "It is shown next to the answer" in page.text
    assert "Difference far larger than in other trials" in page.text


def test_ozone_in_both_arms_gives_no_effect(client: Client) -> None:
    found = OutcomeResult.objects.filter(arm__study__row_key="ercalik2020", measure__slug="pain-vas", weeks__gt=0)
    first, second = found.select_related("arm__study").order_by("arm_id")
    page = open_page(client, reverse("contrast", args=[first.arm.study.slug, first.address, second.address]))
    assert "No effect is computed: ozone was given in both arms" in page.text
    assert "MD" not in page.text


def test_excluded_contrast_has_a_reason_and_no_effect(client: Client) -> None:
    found = OutcomeResult.objects.filter(arm__study__row_key="perri2016", part="extrusions")
    ozone, steroid = sorted(found.select_related("arm__study"), key=lambda result: result.arm.role == "comparator")
    page = open_page(client, reverse("contrast", args=[ozone.arm.study.slug, ozone.address, steroid.address]))
    assert "It is left out of the answer: an open data query says that the printed figure cannot be used" in page.text
    assert "percentages use the whole arm, subgroup sizes not printed" in page.text.lower()
    assert "No effect is computed" in page.text


# About links: the pages themselves are asked on both databases by the permission matrix.
@pytest.mark.one_database
def test_answer_of_every_contrast_is_on_the_page_it_links_to(client: Client) -> None:
    for where in (
        contrast_address("espahbodind", "disability-odi", "1 month"),
        contrast_address("yang2023", "success-macnab", "month 6"),
        contrast_address("yang2023", "pain-vas", "month 6"),
        contrast_address("buric2005", "success-other", "18 months"),
    ):
        links = [link["href"] for link in open_page(client, where).links]
        (link,) = dict.fromkeys(link for link in links if re.search(r"^/conditions/.+/findings/[-\w]+/$", link))
        assert any(link_back["href"] == where for link_back in open_page(client, link).links)


def test_swapped_foreign_and_missing_results_are_not_found(client: Client) -> None:
    where = contrast_address("espahbodind", "pain-vas", "1 month")
    swapped = re.sub(r"([^/]+)/([^/]+)/$", r"\2/\1/", where)
    other = re.sub(r"studies/[^/]+/", "studies/yang-2023/", where)
    # What another address ends with is not an address.
    cut = re.sub(r"contrasts/[^-]+--", "contrasts/", where)
    places = (swapped, other, cut, re.sub(r"[^/]+/$", "nothing/", where))
    assert [client.get(place).status_code for place in places] == [404] * 4


def test_former_addresses_with_numbers_lead_to_the_contrast(client: Client, kept_real_pages: Rows) -> None:
    where = contrast_address("espahbodind", "pain-vas", "1 month")
    assert where == "/studies/espahbodi/contrasts/ozone--pain-vas--w4-345/steroid--pain-vas--w4-345/"
    ozone, steroid = OutcomeResult.objects.filter(
        row_key__endswith="--pain-vas--w4-345", arm__study__row_key="espahbodind"
    ).order_by("row_key")
    former = f"/studies/espahbodi/contrasts/{ozone.pk}-{steroid.pk}/"
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (301, where)
    assert client.get(former.replace("espahbodi", "yang-2023")).status_code == 404
    assert client.get(f"/studies/espahbodi/contrasts/{ozone.pk}-{10**30}/").status_code == 404
    kept_real_pages.version = None
    steroid.delete()
    assert [client.get(place).status_code for place in (former, where)] == [404] * 2


def test_results_at_different_times_are_not_a_contrast(client: Client) -> None:
    month = OutcomeResult.objects.get(
        arm__study__row_key="yang2023", arm__slug="ozone", measure__slug="success-macnab", weeks=1
    )
    later = OutcomeResult.objects.get(
        arm__study__row_key="yang2023", arm__slug="control", measure__slug="success-macnab", weeks__gt=20
    )
    assert client.get(reverse("contrast", args=[month.arm.study.slug, month.address, later.address])).status_code == 404


def test_a_contrast_of_a_draft_is_not_found(client: Client, kept_real_pages: Rows) -> None:
    where = contrast_address("espahbodind", "pain-vas", "1 month")
    assert client.get(where).status_code == 200
    kept_real_pages.version = None
    Study.objects.filter(row_key="espahbodind").update(standing=StudyStatus.DRAFT)
    assert client.get(where).status_code == 404


def test_page_answers_head_and_refuses_post(client: Client) -> None:
    where = contrast_address("espahbodind", "pain-vas", "1 month")
    assert (client.head(where).status_code, client.post(where).status_code) == (200, 405)
