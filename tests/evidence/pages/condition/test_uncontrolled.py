"""The section on single ozone arms, as its page shows it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.pages.condition.uncontrolled import read_correlation
from studies.choices import Design, HigherIs, OutcomeDomain, PoolMeasure, PositiveIs, Severity, StudyStatus
from studies.models import Condition, OutcomeMeasure, ReportedPool
from tests.factories import make_arm, make_condition, make_measure, make_pool, make_query, make_result, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def condition() -> Condition:
    return make_condition(slug="sciatica", name="Sciatica")


@pytest.fixture
def macnab() -> OutcomeMeasure:
    return make_measure(
        slug="success-macnab",
        name="Excellent or good outcome (MacNab)",
        domain=OutcomeDomain.SUCCESS,
        range_min=None,
        range_max=None,
        higher_is=HigherIs.BETTER,
    )


def clinic(condition: Condition, measure: OutcomeMeasure, events: int = 20, **study: Any) -> None:
    """One group of forty people who had ozone."""
    arm = make_arm(study=make_study(condition=condition, design=Design.CASE_SERIES, **study), n_analysed=40)
    make_result(arm=arm, measure=measure, events=events, n=40, higher_is=measure.higher_is)


def scores(condition: Condition, measure: OutcomeMeasure, after: float) -> None:
    """Pain before and after in thirty people."""
    arm = make_arm(study=make_study(condition=condition, design=Design.CASE_SERIES))
    for weeks, mean in ((0, 8.0), (4, after)):
        make_result(arm=arm, measure=measure, weeks=weeks, mean=mean, scale_min=0, scale_max=10)


def review_pool(condition: Condition, measure: OutcomeMeasure, **values: Any) -> ReportedPool:
    """A proportion that a review printed for single arms."""
    printed = {"effect_measure": PoolMeasure.PROPORTION, "positive_is": PositiveIs.NA, "estimate": 79.7}
    plain = {"condition": condition, "measure": measure, "controlled": False, "ci_low": None, "ci_high": None}
    return make_pool(**printed | plain | values)


def section(client: Client, address: str) -> str:
    """The HTML of the section."""
    page = client.get(address).content.decode()
    found = re.search(r'<section class="uncontrolled".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_every_number_is_labelled_as_uncontrolled(client, condition, macnab):
    for events in (20, 28, 34):
        clinic(condition, macnab, events)

    html = section(client, reverse("condition-uncontrolled", args=[condition.slug]))

    shares = re.findall(r'class="num effect">(.*?)</td>', html, re.DOTALL)
    assert len(shares) == 4
    assert all("%" in share and "nothing compared" in share for share in shares)
    assert "Pooled, 3 single arms" in html


def test_section_lists_its_assumptions(client, condition, macnab):
    clinic(condition, macnab)

    html = section(client, reverse("condition-uncontrolled", args=[condition.slug]))

    for belief in (
        "got better anyway",
        "regression to the mean",
        "nothing else helped",
        "those counted represent everyone",
    ):
        assert belief in html


def test_each_proportion_links_to_its_result(client, condition, macnab):
    clinic(condition, macnab)

    result = macnab.results.get()
    assert f'href="{result.arm.study.get_absolute_url()}#result-{result.address}"' in section(
        client, reverse("condition-uncontrolled", args=[condition.slug])
    )


def test_doubtful_arm_is_marked_with_its_query(client, condition, macnab):
    clinic(condition, macnab)
    study = macnab.results.get().arm.study
    make_query(study=study, measure=macnab, severity=Severity.DOUBT, problem="counts do not add up", field="events")

    html = section(client, reverse("condition-uncontrolled", args=[condition.slug]))

    assert "doubted</span>" in html
    assert "Counts do not add up." in html


def test_excluded_result_is_listed_with_its_reason(client, condition, macnab):
    arm = make_arm(study=make_study(condition=condition, label="Zambello 2006"))
    make_result(arm=arm, measure=macnab, events=None, events_derived=None, percent=59, n=10, higher_is=HigherIs.BETTER)

    html = section(client, reverse("condition-uncontrolled", args=[condition.slug]))

    assert "Zambello 2006" in html
    assert "The printed percentage fits no whole number of people." in html


def test_changes_are_not_pooled_unless_the_reader_sets_a_correlation(client, condition):
    pain = make_measure()
    for after in (2.0, 3.0, 5.0):
        scores(condition, pain, after)
    address = reverse("condition-uncontrolled", args=[condition.slug])

    plain, computed = section(client, address), section(client, f"{address}?correlation=0.5")

    assert "80.0 (SD 15.0)" in plain
    assert "assumed correlation" not in plain
    assert "nothing compared, assumed correlation 0.5" in computed
    assert "3 single arms, random effects by REML" in computed


@pytest.mark.parametrize("typed", ["abc", "-0.1", "0.96", "1", "nan", "inf", "0,5"])
def test_invalid_correlation_is_refused(typed):
    found = read_correlation(typed)

    assert (found.value, bool(found.refusal)) == (None, True)


def test_refused_correlation_is_told_with_a_message(client, condition):
    scores(condition, make_measure(), 3.0)

    html = section(client, f"{reverse('condition-uncontrolled', args=[condition.slug])}?correlation=0.96")

    assert "Expected a correlation from 0 to 0.95" in html
    assert "assumed correlation" not in html


@pytest.mark.parametrize(("typed", "value"), [("", None), ("0", 0.0), (" 0.95 ", 0.95), (".5", 0.5)])
def test_a_correlation_is_read_as_typed(typed, value):
    found = read_correlation(typed)

    assert (found.value, found.refusal) == (value, "")


def test_address_of_a_correlation_on_the_condition_page_leads_here(client, condition):
    scores(condition, make_measure(), 3.0)
    old, new = (reverse(name, args=[condition.slug]) for name in ("condition", "condition-uncontrolled"))

    response = client.get(f"{old}?map=routes&correlation=0.3")

    assert (response.status_code, response["Location"]) == (301, f"{new}?correlation=0.3")
    assert section(client, response["Location"]).count('name="correlation"') == 1


def test_reviews_that_pooled_single_arms_are_shown_as_printed(client, condition, macnab):
    review_pool(condition, macnab)
    review_pool(condition, macnab, controlled=True, estimate=1.98)

    html = section(client, reverse("condition-uncontrolled", args=[condition.slug]))

    assert "79.7, proportion, percent" in html
    assert "1.98" not in html


def test_review_of_a_wider_condition_is_shown_too(client, condition, macnab):
    parent = make_condition()
    Condition.objects.filter(pk=condition.pk).update(parent=parent)
    review_pool(parent, macnab)

    assert "79.7" in section(client, reverse("condition-uncontrolled", args=[condition.slug]))


def test_drafts_are_hidden(client, condition, macnab):
    clinic(condition, macnab, standing=StudyStatus.DRAFT)
    pool = review_pool(condition, macnab)
    pool.review.standing = StudyStatus.DRAFT
    pool.review.save()

    assert section(client, reverse("condition-uncontrolled", args=[condition.slug])) == ""


def test_a_condition_without_single_arms_has_no_section(client, condition):
    assert section(client, reverse("condition-uncontrolled", args=[condition.slug])) == ""


# As many queries on both databases.
@pytest.mark.one_database
def test_the_number_of_queries_does_not_grow_with_the_data(client, condition, macnab):
    pain = make_measure()

    def add_data_and_count_queries() -> int:
        clinic(condition, macnab)
        scores(condition, pain, 3.0)
        review_pool(condition, macnab)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{reverse('condition-uncontrolled', args=[condition.slug])}?correlation=0.5")
        return len(queries)

    add_data_and_count_queries()
    first = add_data_and_count_queries()

    assert add_data_and_count_queries() == first
