"""A pasted list of references becomes the included trials of a review: a preview, then one button."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_inclusion, make_publication, make_review, make_study, make_user

pytestmark = pytest.mark.django_db
LIST = """1. Bonetti M, Fontana A. Ozone against steroid in sciatica. AJNR. 2005;26(5):996-1000.
2. Gallucci 2007
3. Nobody X. Knees of the young. Knee J. 1999;1:1-2.
4. Reader B. Another thing. 2001.
"""


@pytest.fixture
def client():
    logged_in = Client()
    logged_in.force_login(make_user(role="curator"))
    return logged_in


@pytest.fixture
def site():
    study = make_study(label="Bonetti 2005")
    paper = {"title": "Ozone against steroid in sciatica", "authors": "Bonetti, Matteo; Fontana, A", "year": 2005}
    make_publication(study=study, journal="AJNR", volume="26", pages="996-1000", **paper)
    other = {"title": "Steroid and oxygen-ozone for the disc", "authors": "Gallucci, M", "year": 2007}
    return study, make_publication(study=None, **other), make_review()


def test_lines_are_matched_looked_through_and_saved(client, site):
    study, paper, review = site
    known = make_inclusion(review=review, study=study, citation="Bonetti", list_complete=False)
    address = reverse("review-references", args=[review.slug])
    values = {"references": LIST, "locator": "Table 1", "list_complete": "on", "expected_revision": 0}

    html = client.post(address, values | {"step": "look"}).content.decode()
    assert "1 found, 1 may be one of these, 2 not found." in " ".join(html.split())
    assert "Study Bonetti 2005: Ozone against steroid in sciatica" in html
    assert "Publication without a study: Steroid and oxygen-ozone for the disc" in html
    assert review.inclusions.count() == 1

    # Nothing is saved while one line is undecided.
    undecided = client.post(address, values | {"step": "save"})
    assert undecided.status_code == 400
    assert "Say what these lines are, then save: 2." in undecided.content.decode()
    assert review.inclusions.count() == 1

    decided = {"step": "save", "line-2": f"publication-{paper.pk}", "line-4": "out"}
    saved = client.post(address, values | decided, follow=True).content.decode()
    assert "Added 2 included trials; 1 was recorded already." in saved
    rows = list(review.inclusions.order_by("id"))
    assert [(row.study_id, row.publication_id, row.list_complete) for row in rows] == [
        (known.study_id, None, True),
        (None, paper.pk, True),
        (None, None, True),
    ]
    assert rows[2].citation == "Nobody X. Knees of the young. Knee J. 1999;1:1-2."


def test_a_list_is_not_saved_over_another_persons_change(client, site):
    _, _, review = site
    address = reverse("review-references", args=[review.slug])
    for revision in (7, "9" * 5000, "²", ""):
        values = {"references": "Nobody 1999", "locator": "Table 1", "expected_revision": revision, "step": "save"}
        answer = client.post(address, values)
        assert answer.status_code == 400
        assert "Another person changed" in answer.content.decode()
    assert not review.inclusions.exists()


def test_queries_do_not_grow_with_the_list(client, site, django_assert_max_num_queries):
    _, _, review = site
    text = LIST + "".join(f"{number}. Gallucci 2007 \n" for number in range(5, 30))
    with django_assert_max_num_queries(16):
        client.post(
            reverse("review-references", args=[review.slug]), {"references": text, "locator": "a", "step": "look"}
        )
