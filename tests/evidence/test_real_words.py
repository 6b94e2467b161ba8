"""The word of every answer of the real data, and the pages and downloads that tell it."""

import csv
import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from evidence.findings.condition_answers import answers_by_condition
from evidence.findings.finding import anchor_of
from evidence.synthesis.row_word import RowWord, row_word
from studies.models import Condition
from tests.evidence.pages.html_page import collapse_whitespace, read

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

LOWER, HIGHER, FEWER, MORE = RowWord.LOWER, RowWord.HIGHER, RowWord.FEWER, RowWord.MORE
BORDERLINE, NOT_CLEAR = RowWord.BORDERLINE, RowWord.NOT_CLEAR
TOTAL_REMISSION = "ozone-v-steroid-success-other-total-or-near-total-remiss-6ddee2e6-short-paravertebral"
CHINESE = "ozone-v-mixture-steroid-medication-{}-immediate-clinical-observation-of-medical-ozone"
SINGH = "ozone-v-steroid-{}-intermediate-intradiscal"
BONETTI = "ozone-v-steroid-poor-outcome-intermediate-foraminal"
JOST = "ozone-v-physiotherapy-pain-short-intradiscal"
UNTIMED = "add-on-to-procedure-{}-time-not-stated-{}"
# Of everything together, by the interval of each (and that with a usual spread, or of the difference in 100 people).
WORDS = {
    # -10.8 to -0.2, usual -21.5 to 10.5.
    "add-on-to-steroid-pain-short-epidural": NOT_CLEAR,
    # -7.5 to -1.3, usual -20.4 to 11.6.
    "add-on-to-steroid-disability-short-epidural": NOT_CLEAR,
    # Yang 2023: RR 0.94 to 1.10; 1.004 to 1.36, 0.4 to 26; 1.02 to 1.52, 1.5 to 31.
    "add-on-to-steroid-success-macnab-immediate-yang-2023": NOT_CLEAR,
    "add-on-to-steroid-success-macnab-short-yang-2023": BORDERLINE,
    "add-on-to-steroid-success-macnab-intermediate-yang-2023": MORE,
    # Singh 2017: -7.6 to -1.6, usual -15.7 to 6.5. The disability of its arms differed before treatment.
    SINGH.format("pain"): NOT_CLEAR,
    SINGH.format("disability"): None,
    # Zambello 2006: RR 1.30 to 1.71, 20 to 38; 1.36 to 1.94, 20 to 39.
    TOTAL_REMISSION: MORE,
    "ozone-v-steroid-success-macnab-intermediate-paravertebral": MORE,
    # Bonetti 2005, both strata: RR 0.33 to 0.95, -18 to -1.5.
    BONETTI: FEWER,
    # Golbakhsh 2023: 4.4 to 23.6.
    JOST: HIGHER,
    # Of 1 to 30 days: -16.3 to -7.7, usual -20.8 to -3.2; RR 1.0 to 1.56, 0.2 to 35.
    CHINESE.format("pain"): LOWER,
    CHINESE.format("success-macnab"): BORDERLINE,
    # Without a time. Needle-knife: RR 1.01 to 1.61, 0.7 to 38; discectomy: 0.93 to 1.48, -6 to 32.
    UNTIMED.format(
        "acupuncture-or-needle-success-macnab", "intradiscal-intradiscal-and-extradiscal-ozone-injection-2024"
    ): BORDERLINE,
    UNTIMED.format(
        "percutaneous-discectomy-medication-success-other-total-improvement-rate-def-86106583",
        "intradiscal-percutaneous-lumbar-discectomy-with-ozone",
    ): NOT_CLEAR,
    # Song 2024: RR 1.02 to 1.50, 1.7 to 32; 0.11 to 0.97, -29 to -1.3. Du 2016: 1.05 to 1.52, 4 to 32.
    UNTIMED.format("acupuncture-or-needle-physiotherapy-success-macnab", "facet-song-2024"): MORE,
    UNTIMED.format("acupuncture-or-needle-physiotherapy-recurrence", "facet-song-2024"): FEWER,
    "ozone-v-mixture-unnamed-injection-success-other-effective-definition-not-i-8d1d2527-time-not-stated-du-2016": MORE,
}


def words_of(slug: str) -> dict[str, RowWord | None]:
    """The word of every usable answer of randomised trials, by its anchor."""
    conditions = list(Condition.objects.all())
    answers = answers_by_condition([item for item in conditions if item.slug == slug], conditions)[slug]
    return {anchor_of(item): row_word(item) for item in answers if item.is_usable and item.question.randomised}


def bundle_of(client: Client, args: list[str]) -> bytes:
    """The finding as data, from its download."""
    bundle = zipfile.ZipFile(io.BytesIO(client.get(reverse("finding-zip", args=args)).content))
    return bundle.read("finding.json")


def test_the_words_of_everything_together() -> None:
    assert words_of("back-pain") == WORDS


def test_a_stratum_alone_says_less_than_the_trial() -> None:
    # Discs: RR 0.35 to 1.28. The other stratum alone: 0.16 to 0.97, by difference -31 to -1.
    assert words_of("lumbar-disc-herniation")[BONETTI] is NOT_CLEAR


def test_no_answer_that_is_not_randomised_has_a_word() -> None:
    conditions = list(Condition.objects.all())
    answers = [item for every in answers_by_condition(conditions, conditions).values() for item in every]
    others = [item for item in answers if not item.question.randomised and item.is_usable]
    assert others
    assert not [item for item in others if row_word(item)]


def test_table_finding_page_csv_and_json_tell_the_word(client: Client) -> None:
    page = read(client.get(reverse("condition", args=["lumbar-disc-herniation"])))
    rows = [[collapse_whitespace(cell.text) for cell in row] for table in page.tables for row in table.rows]
    (told,) = [row for row in rows if any(text.startswith("higher") for text in row)]
    assert [text for text in told if "14.0" in text] == ["14.0 higher (4.4 to 23.6 higher)"]

    args = ["lumbar-disc-herniation", JOST]
    assert "In a word: higher with ozone" in read(client.get(reverse("finding", args=args))).text
    assert json.loads(bundle_of(client, args))["word"] == "higher"
    (row,) = csv.DictReader(io.StringIO(client.get(reverse("finding-csv", args=args)).content.decode()))
    assert row["word"] == "higher with ozone"

    data = json.loads(client.get(reverse("condition-json", args=["lumbar-disc-herniation"])).content)
    told = [finding["word_label"] for finding in data["findings"] if finding["word"]]
    assert told.count("higher with ozone") == 1
    assert len(told) == len([word for word in words_of("lumbar-disc-herniation").values() if word])


def test_a_finding_without_a_word_shows_none(client: Client) -> None:
    args = ["lumbar-disc-herniation", SINGH.format("disability")]
    assert "In a word" not in read(client.get(reverse("finding", args=args))).text
    assert json.loads(bundle_of(client, args))["word"] is None
