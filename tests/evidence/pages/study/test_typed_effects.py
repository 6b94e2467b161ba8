"""Effects of rows that are typed and not saved: those of an answer, or the reason why there is none."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import Retraction
from studies.models import Arm, OutcomeMeasure, OutcomeResult, Study
from tests.factories import make_publication, make_user
from tests.studies.curation.workbench.post_data import made_trial, page_as_sent, row_of

pytestmark = pytest.mark.django_db


def test_effect_follows_from_what_is_typed_and_nothing_is_saved(client: Client) -> None:
    trial = made_trial()
    client.force_login(make_user(role="curator"))
    ozone, sham = (row_of(trial, slug) for slug in ("ozone", "sham"))
    sent = page_as_sent(trial) | {f"results-{ozone.pk}-mean": "2", f"results-{sham.pk}-mean": "4", "spread": "sd"}
    for key, arm, cell in (("new1", "ozone", "1.5 ± 1.2"), ("new2", "sham", "3.5 ± 1.4")):
        row = {
            "arm": Arm.objects.get(study=trial, slug=arm).pk, "measure": OutcomeMeasure.objects.get().pk, "n": "30",
            "timepoint_label": "3 months", "mean": cell,
        }  # fmt: skip
        sent |= {f"results-{key}-{name}": text for name, text in row.items()}
    sent |= {f"results-{ozone.pk}-n": "30", f"results-{sham.pk}-n": "30"}
    address = reverse("workbench-effects", args=[trial.slug])

    part = client.post(address, sent | {"part": "effects"}).content.decode()
    page = client.post(address, sent).content.decode()

    # Both differences are 2 points of 10: at the stored time, and at three months.
    assert "<b>MD −20.0 (−27.8 to −12.2)</b>" in part
    assert "<b>MD −20.0 (−26.7 to −13.3)</b>" in part
    assert "In one trial of 60 people, pain at 4 weeks was 20.0 points lower" in part
    # The empty form of a new arm is no arm yet.
    assert "the new arm" not in part
    assert "Ozone v Sham" in part
    assert "3 months" in part
    assert "<h1>" not in part
    assert "Nothing is saved." in page
    assert part.strip() in page
    assert OutcomeResult.objects.filter(arm__study=trial, mean=3.0).count() == 2


def test_findings_are_those_that_the_study_page_has_of_the_same_rows(client: Client) -> None:
    trial = made_trial()
    Study.objects.filter(pk=trial.pk).update(n_randomised=64)
    OutcomeResult.objects.update(n=None, sd=None, se=0.3)
    client.force_login(make_user(role="curator"))
    trial.refresh_from_db()
    address, sent = reverse("workbench-effects", args=[trial.slug]), page_as_sent(trial) | {"part": "effects"}

    assert "In one trial of 64 people" in client.post(address, sent).content.decode()
    make_publication(study=trial, retraction=Retraction.RETRACTED, retraction_checked_on=date(2026, 1, 5))
    assert "In one trial" not in client.post(address, sent).content.decode()


def test_reason_is_given_where_no_effect_follows(client: Client) -> None:
    trial = made_trial()
    client.force_login(make_user(role="curator"))
    sent = page_as_sent(trial) | {f"results-{row_of(trial, 'ozone').pk}-sd": ""}

    part = client.post(reverse("workbench-effects", args=[trial.slug]), sent | {"part": "effects"}).content.decode()

    assert "none: " in part
