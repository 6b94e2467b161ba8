"""Readers see the page and the words of a marked number, never the file that it was read in."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from studies.curation.source_marks import NewMark, RowField, write_marks
from studies.documents.attach import attach_document, remove_document
from tests.evidence.pages.html_page import read
from tests.factories import (
    make_arm,
    make_harm,
    make_pool,
    make_reported_contrast,
    make_result,
    make_review,
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def marked(study, places, *, text=b"VAS 3.2 (1.1)"):
    document = attach_document(study=study, name="secret-name.txt", data=text, by=make_user(), now=NOW)
    box, letters = (10.0, 10.0, 20.0, 20.0), (0, 3)
    marks = [
        NewMark(at, document.pk, 1, quote, box=box if on_page else None, letters=None if on_page else letters)
        for at, quote, on_page in places
    ]
    write_marks(study=study, marks=marks, by=document.added_by, now=NOW)
    return document


def test_places_name_the_row_the_fields_the_page_and_the_words(client, django_assert_num_queries):
    arm = make_arm(label="Ozone", study=make_study(n_randomised=60), n_randomised=30)
    result = make_result(arm=arm, outcome_name="Pain", timepoint_label="1 month", mean=3.2, sd=1.1)
    study = arm.study
    sham = make_arm(study=study, label="Sham", components=("sham",))
    contrast = make_reported_contrast(study=study, arm_a=arm, arm_b=sham, outcome_name="Pain", weeks=4, estimate=-1.3)
    harm = make_harm(study=study, event="headache <b>")
    document = marked(
        study,
        [
            (RowField("result", result.pk, "mean"), "3.2 (1.1)", True),
            (RowField("result", result.pk, "sd"), "3.2 (1.1)", True),
            (RowField("contrast", contrast.pk, "estimate"), "-1.3", False),
            (RowField("harm", harm.pk, ""), "one had <i>headache</i>", True),
            (RowField("arm", arm.pk, "n_randomised"), "30 people", True),
            (RowField(field="n_randomised"), "60 people", True),
        ],
    )
    address = reverse("study", args=[study.slug])

    page = read(client.get(address))
    shown = page.text

    assert "Where numbers were read 5 places in the source" in shown
    marked_part = shown.partition("Where numbers were read")[2].replace(" :", ":")
    assert "Ozone, Pain, 1 month: mean, standard deviation page 1, 3.2 (1.1)" in marked_part
    assert "Ozone v Sham, Pain, 4 weeks: estimate -1.3" in marked_part
    assert "one had <i>headache</i>" in shown
    remove_document(document=document)
    text = client.get(address).content.decode()
    assert "3.2 (1.1)" in text
    assert "secret-name" not in text
    assert "/curation/documents/" not in text


def test_a_mark_ends_with_a_change_of_its_number(client):
    result = make_result(mean=3.2, sd=1.1, n=30)
    at = [RowField("result", result.pk, field) for field in ("mean", "sd", "weeks")]
    marked(result.arm.study, [(each, "3.2 (1.1) at 1 month", True) for each in at])
    result.mean = 32
    result.save()

    shown = read(client.get(reverse("study", args=[result.arm.study.slug]))).text

    assert "standard deviation, weeks page 1, 3.2 (1.1) at 1 month" in shown.replace(" :", ":")
    assert "mean, standard deviation" not in shown.partition("Where numbers were read")[2]


def test_rows_of_a_review_are_named(client):
    pool = make_pool(review=make_review(), outcome_name="Pain", estimate=-1.2)
    row = pool.review.trial_rows.create(pool_locator="Figure 2", study_label="Bonetti 2005")
    marked(
        pool.review,
        [(RowField("pool", pool.pk, "estimate"), "-1.2", True), (RowField("trial_row", row.pk, ""), "0.3", True)],
    )

    shown = read(client.get(reverse("study", args=[pool.review.slug]))).text

    assert "Pooled Pain" in shown
    assert "Bonetti 2005 page 1, 0.3" in shown


def test_a_study_without_marks_says_nothing_of_them(client):
    assert "Where numbers were read" not in client.get(reverse("study", args=[make_study().slug])).content.decode()
