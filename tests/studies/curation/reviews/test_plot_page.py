"""A pasted forest plot becomes rows of a pooled result: shown as read, then saved by one button."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_pool, make_publication, make_review, make_study, make_user

pytestmark = pytest.mark.django_db
PLOT = "Study Events Total Events Total Weight RR\nBonetti 2005 58 77 37 73 60.0% 1.49 [1.13, 1.95]\n" \
    "Nobody 1999 5 10 5 10 40.0% 1.00 [0.42, 2.40]\nTotal 87 83 100% 1.4 [1.1, 1.8]"  # fmt: skip


@pytest.fixture
def client():
    logged_in = Client()
    logged_in.force_login(make_user(role="curator"))
    return logged_in


def test_rows_are_shown_as_read_and_saved_with_their_study_and_pool(client):
    study, review = make_study(label="Bonetti 2005"), make_review()
    make_publication(study=study, authors="Bonetti, Matteo", year=2005)
    pool = make_pool(review=review)
    address = reverse("review-plot", args=[review.slug])
    values = {"rows": PLOT, "figure": "Figure 2", "pool": pool.pk, "expected_revision": 0}

    html = " ".join(client.post(address, values | {"step": "look"}).content.decode().split())
    assert "2 rows. Nothing is saved yet." in html
    assert "n 77, events 58" in html
    assert f'<option value="{study.pk}" selected>Bonetti 2005</option>' in html
    assert "Line 4, a total or a test, no trial" in html
    assert not review.trial_rows.exists()

    client.post(address, values | {"step": "save", "study-2": study.pk})
    first, second = review.trial_rows.order_by("id")
    assert (first.study, first.pool, first.arm_a_events, first.effect) == (study, pool, 58, 1.49)
    assert (second.study, second.study_label, second.as_printed("effect")) == (None, "Nobody 1999", "1.00")
    review.refresh_from_db()
    assert review.revision == 1

    endless = client.post(address, values | {"step": "save", "expected_revision": "9" * 5000})
    assert endless.status_code == 400
    again = client.post(address, values | {"step": "save", "expected_revision": 1})
    assert "Recorded already, or twice in the text: Bonetti 2005, Nobody 1999." in again.content.decode()
    assert review.trial_rows.count() == 2
    # A pooled result with rows is not deleted.
    row = reverse("review-row", args=[review.slug, "pool", pool.pk])
    refused = client.post(row, {"step": "delete", "deletion_reason": "wrong"})
    assert "Rows of its forest plot belong to this pooled result" in refused.content.decode()


def test_a_plot_of_no_row_is_refused(client):
    review = make_review()
    address = reverse("review-plot", args=[review.slug])
    answer = client.post(
        address, {"rows": "nothing here", "figure": "Figure 2", "step": "save", "expected_revision": 0}
    )
    assert answer.status_code == 400
    assert "No row of a trial was read" in answer.content.decode()
