"""The workbench of a review: its rows are typed, corrected, deleted and brought back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.models import ReportedPool
from tests.factories import make_inclusion, make_measure, make_pool, make_review, make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    logged_in = Client()
    logged_in.force_login(make_user(role="curator"))
    return logged_in


@pytest.fixture
def review():
    return make_review(label="Review 2020")


def pool_values(review, **values):
    plain = {
        "condition": review.condition.pk,
        "comparison": "ozone vs sham",
        "controlled": "on",
        "measure": make_measure().pk,
        "effect_measure": "RR",
        "model": "fixed-effect",
        "estimate": "1,50",
        "positive_is": "favours-ozone",
        "ci_low": "1.10",
        "ci_high": "2.0",
        "k": "4",
        "locator": "Figure 2",
        "reason": "read from the figure",
        "expected_revision": review.revision,
    }
    return plain | values


def test_a_pool_is_typed_as_printed_and_shown_with_its_checks(client, review):
    address = reverse("review-row-new", args=[review.slug, "pool"])
    sent = client.post(address, pool_values(review, ci_low="1.60"), follow=True)

    pool = review.reported_pools.get()
    assert (pool.estimate, pool.as_printed("estimate"), pool.k) == (1.5, "1.50", 4)
    review.refresh_from_db()
    assert review.revision == 1
    html = sent.content.decode()
    assert "1.50 (1.60 to 2.0)" in html
    # The check of printed intervals stands beside its pool.
    assert "outside" in html
    assert "AMSTAR 2: not assessed yet" in " ".join(html.split())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"estimate": "about 2"}, "is not a number"),
        ({"k": "2.5"}, "is no count"),
        ({"locator": ""}, "This field is required"),
        ({"i2": "140"}, "I² lies between 0 and 100 percent."),
        ({"reason": ""}, "This field is required"),
        ({"expected_revision": "7"}, "Another person changed"),
    ],
)
def test_a_wrong_row_is_refused_with_a_sentence_and_its_text_stays(client, review, values, words):
    address = reverse("review-row-new", args=[review.slug, "pool"])
    answer = client.post(address, pool_values(review, comparison="kept words", **values))

    assert answer.status_code == 400
    html = answer.content.decode()
    assert words in html
    assert "kept words" in html
    assert not review.reported_pools.exists()


def test_a_copy_of_a_row_is_refused(client, review):
    address = reverse("review-row-new", args=[review.slug, "pool"])
    values = pool_values(review)
    client.post(address, values)
    answer = client.post(address, values | {"expected_revision": "1", "locator": "Abstract", "note": "Again"})

    assert "has this row already" in answer.content.decode()
    assert review.reported_pools.count() == 1


def test_a_row_is_deleted_with_a_reason_and_brought_back_by_its_history(client, review):
    pool = make_pool(review=review)
    address = reverse("review-row", args=[review.slug, "pool", pool.pk])
    assert client.post(address, {"step": "delete", "deletion_reason": " "}).status_code == 400
    client.post(address, {"step": "delete", "deletion_reason": "typed twice"})
    assert not review.reported_pools.exists()

    line = ReportedPool.history.filter(id=pool.pk).latest("history_id")
    revert = reverse("history-revert", args=[review.slug, "pool", line.history_id])
    client.post(revert, {"reason": "it is printed"})

    assert review.reported_pools.get().estimate == pool.estimate


def test_a_judgement_changes_the_study_that_it_is_about(client, review):
    study = make_study()
    values = {"study": study.pk, "tool": "RoB 2", "domain": "overall", "judgement": "low", "locator": "Table 2"}
    form = client.get(reverse("review-row-new", args=[review.slug, "bias"])).context["form"]
    values["tool"] = form.fields["tool"].choices[1][0]
    client.post(
        reverse("review-row-new", args=[review.slug, "bias"]),
        values | {"reason": "Table 2", "expected_revision": review.revision},
    )

    study.refresh_from_db()
    assert study.revision == 1
    assert study.risks_of_bias.get().judged_by == review


def test_a_row_of_another_review_or_kind_is_not_found(client, review):
    other = make_pool()
    assert client.get(reverse("review-row", args=[review.slug, "pool", other.pk])).status_code == 404
    assert client.get(reverse("review-row-new", args=[review.slug, "arm"])).status_code == 404
    assert client.get(reverse("review-workbench", args=[make_study().slug])).status_code == 404


def test_queries_do_not_grow_with_what_a_review_printed(client, review):
    counts = []
    for number in range(3):
        pool = make_pool(review=review)
        make_inclusion(review=review, study=make_study())
        review.trial_rows.create(pool=pool, pool_locator="Figure 2", study_label=f"A {number}", study=make_study())
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("review-workbench", args=[review.slug]))
        counts.append(len(captured))

    assert counts[0] == counts[1] == counts[2]
