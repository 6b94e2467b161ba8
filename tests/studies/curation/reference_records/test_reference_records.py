"""Registered trials, claims and second conditions are entered outside the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from studies.models import Claim, Registration
from tests.factories import make_claim, make_condition, make_registration, make_study, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    logged_in = Client()
    logged_in.force_login(make_user(role="curator"))
    return logged_in


def test_a_registration_is_made_changed_and_listed(client):
    values = {"registration": "NCT01234567", "title": "Ozone", "condition": make_condition().pk, "n_planned": "120"}
    values |= {"url": "https://clinicaltrials.gov/study/NCT01234567", "reason": "found in the register"}
    made = client.post(reverse("reference-record-new", args=["registrations"]), values, follow=True)
    assert "NCT01234567: Ozone" in made.content.decode()
    record = Registration.objects.get()

    address = reverse("reference-record", args=["registrations", record.pk])
    client.post(address, values | {"n_planned": "130", "reason": "corrected"})

    record.refresh_from_db()
    assert record.n_planned == 130
    assert list(record.history.values_list("history_change_reason", flat=True)) == [
        "corrected",
        "found in the register",
    ]


def test_a_number_that_is_taken_is_refused(client):
    taken = make_registration(condition=make_condition())
    values = {"registration": taken.registration, "title": "Other", "condition": taken.condition.pk}
    answer = client.post(
        reverse("reference-record-new", args=["registrations"]), values | {"url": "https://a.org", "reason": "x"}
    )
    assert answer.status_code == 400
    assert Registration.objects.count() == 1


def test_a_claim_keeps_the_studies_that_judge_it(client):
    claim, study = make_claim(), make_study()
    address = reverse("reference-record", args=["claims", claim.pk])
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    for unknown in ("9" * 25, "9" * 5000):
        assert client.post(address, values | {"evidence": [unknown], "reason": "x"}).status_code == 400
    client.post(address, values | {"evidence": [study.pk], "note": "Judged again.", "reason": "a new trial"})

    claim = Claim.objects.get()
    assert list(claim.evidence.all()) == [study]
    assert claim.note == "Judged again."


def test_second_conditions_are_set_with_one_line_of_history(client):
    study, other = make_study(), make_condition()
    address = reverse("second-conditions", args=[study.slug])
    values = {"conditions": [other.pk], "reason": "both are treated", "expected_revision": study.revision}
    before = study.history.count()
    client.post(address, values)

    study.refresh_from_db()
    assert list(study.secondary_conditions.all()) == [other]
    assert study.history.count() == before + 1
    assert list(study.history.first().secondary_conditions.values_list("condition", flat=True)) == [other.pk]
    # Another person's form is older by now.
    assert "Another person changed" in client.post(address, values | {"conditions": []}).content.decode()
    endless = client.post(address, values | {"conditions": ["9" * 25]})
    assert "is not one of the available choices" in endless.content.decode()


def test_the_first_condition_is_no_second_one(client):
    study = make_study()
    answer = client.post(
        reverse("second-conditions", args=[study.slug]),
        {"conditions": [study.condition.pk], "reason": "x", "expected_revision": 0},
    )
    assert "is the first condition of this study already" in answer.content.decode()
