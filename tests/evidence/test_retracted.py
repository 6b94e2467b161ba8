"""The effect of a retraction on answers, pages and exports, and its reversal by a later file."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import HigherIs, Serious
from studies.models import Arm
from tests.evidence.pages.html_page import read
from tests.factories import (
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_result,
    make_study,
)
from tests.shared_records import shared_records
from tests.studies.citations.retraction_files import LATER, import_file, notice_row

FINDING = "ozone-v-sham-pain-short-intradiscal"


@pytest.fixture(scope="class")
def trials(django_db_setup, django_db_blocker):
    with shared_records(django_db_blocker, make_trials):
        yield


def make_trials() -> None:
    condition = make_condition(slug="sore-back")
    measure = make_measure(slug="pain-vas")
    for number in (1, 2, 3):
        study = make_study(condition=condition, label=f"Trial {number}", slug=f"trial-{number}")
        make_publication(study=study, year=2020, doi=f"10.1000/ozone.{number}")
        for place, components in enumerate((("ozone",), ("sham",))):
            arm = make_arm(study=study, components=components)
            scale = {"scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE}
            make_result(arm=arm, measure=measure, mean=3 + number / 10 + place, **scale)


@pytest.mark.usefixtures("trials", "db")
class TestWhatReadersSee:
    """Three trials in a pool; one of them is retracted, and reinstated."""

    def seen(self, client: Client) -> dict[str, object]:
        """The exports and the text of the page."""
        page = read(client.get(reverse("finding", args=["sore-back", FINDING])))
        data = json.loads(client.get(reverse("condition-json", args=["sore-back"])).content)
        table = client.get(reverse("condition-csv", args=["sore-back"])).content.decode()
        (finding,) = data["findings"]
        states = {row["study"]: row["state"] for row in csv.DictReader(io.StringIO(table))}
        return {"k": finding["k"], "state": finding["state"], "states": states, "words": page.text}

    def test_pool_page_and_exports_change_and_change_back(self, client, tmp_path):
        before = self.seen(client)
        assert (before["k"], before["state"]) == (3, "pooled")

        import_file(tmp_path, notice_row(1))
        during = self.seen(client)
        assert (during["k"], during["state"]) == (2, "side-by-side")
        assert "retracted" in during["states"]["Trial 3"]
        assert "in the answer" in during["states"]["Trial 2"]
        assert "the publication was retracted" in during["words"].lower()

        import_file(tmp_path, notice_row(1), notice_row(2, nature="Reinstatement", day="1/2/2025 0:00"), on=LATER)
        assert {**self.seen(client), "words": ""} == {**before, "words": ""}

    def test_finding_is_shown_with_and_without_the_retracted_trial(self, client, tmp_path):
        import_file(tmp_path, notice_row(1))
        data = json.loads(client.get(reverse("condition-json", args=["sore-back"])).content)

        page = read(client.get(reverse("finding", args=["sore-back", FINDING])))

        assert data["findings"][0]["k"] == 2
        assert "including the retracted studies" in page.text.lower()

    def test_harm_in_a_retracted_trial_is_shown_but_not_summed(self, client, tmp_path):
        for number in (1, 3):
            make_harm(arm=Arm.objects.filter(study__slug=f"trial-{number}").first(), serious=Serious.YES, n_events=2)
        safety = reverse("condition-harms", args=["sore-back"])
        words = read(client.get(safety)).text
        assert "Trial 1: 2 of 30" in words
        assert "Trial 3: 2 of 30" in words

        import_file(tmp_path, notice_row(1))

        words = read(client.get(safety)).text
        assert "Serious harm was counted in 1 of the 3 randomised trials" in words
        assert "Trial 1: 2 of 30" in words
        assert "Trial 3: 2 of 30" not in words
        assert "the publication was retracted" in words.lower()

    def test_page_of_the_study_shows_the_retraction_at_its_top(self, client, tmp_path):
        import_file(tmp_path, notice_row(1))

        words = read(client.get(reverse("study", args=["trial-3"]))).text

        assert "was retracted on 13 June 2024" in words
        assert "Concerns/Issues About Data" in words
        assert "was retracted" not in read(client.get(reverse("study", args=["trial-2"]))).text
