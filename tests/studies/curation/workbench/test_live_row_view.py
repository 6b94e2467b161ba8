"""What the workbench shows about a row, or the arms, while they are typed."""

import pytest
from django.test import Client
from django.urls import reverse

from studies.models import Arm, OutcomeMeasure, OutcomeResult, Study
from tests.studies.curation.workbench.post_data import page_as_sent, row_of

pytestmark = pytest.mark.django_db


def test_row_being_typed_shows_derived_values_and_findings(curator: Client, trial: Study) -> None:
    pain = OutcomeMeasure.objects.get(slug="pain-vas")
    sent = {
        "results-rows": "new1", "results-new1-measure": pain.pk, "results-new1-mean": "31", "results-new1-se": "0.5",
        "results-new1-n": "16", "results-new1-events": "many", "results-new1-clock": "end",
    }  # fmt: skip

    page = curator.post(reverse("workbench-row", args=[trial.slug]), sent).content.decode()

    assert "A pool takes mean 310.00, SE 5.00 (SD 20.00) (standard error as printed" in page
    assert "outside the scale" in page
    assert "events: “many” is not a number" in page
    assert "Choose one" not in page


def test_row_being_typed_takes_its_spread_from_a_printed_p_of_both_arms(curator: Client, trial: Study) -> None:
    pain = OutcomeMeasure.objects.get(slug="pain-vas")
    sent = page_as_sent(trial)
    rows = [str(row.pk) for row in OutcomeResult.objects.filter(arm__study=trial).order_by("id")]
    for key, mean, quartiles in zip(rows, ("30", "40"), (("20", "40"), ("30", "50")), strict=True):
        typed = {"mean": mean, "sd": "", "n": "30", "scale_max": "100", "q1": quartiles[0], "q3": quartiles[1]}
        sent |= {f"results-{key}-{name}": text for name, text in typed.items()}
    ozone, sham = Arm.objects.filter(study=trial).order_by("id")
    printed = {"arm_a": ozone.pk, "arm_b": sham.pk, "measure": pain.pk, "weeks": row_of(trial, "ozone").weeks}
    sent |= {f"contrasts-new1-{name}": value for name, value in printed.items()}
    sent |= {"contrasts-new1-p_relation": "=", "contrasts-new1-p_value": "0.04"}
    sent |= {"contrasts-new1-compares_means": "1", "row": rows[1]}

    page = curator.post(reverse("workbench-row", args=[trial.slug]), sent).content.decode()

    assert "A pool takes mean 40.00, SD 18.43 (SD from exact P, rule 6.5.2.3)." in page


def test_comparison_follows_the_ticks_before_they_are_saved(curator: Client, trial: Study) -> None:
    sent = {
        "arms-rows": ["1", "new1"], "arms-1-label": "A", "arms-1-components": ["ozone", "steroid"],
        "arms-new1-label": "B", "arms-new1-components": ["steroid"],
    }  # fmt: skip

    page = curator.post(reverse("workbench-pairs", args=[trial.slug]), sent).content.decode()

    assert "A v B</b>: ozone on top of steroid" in page
