"""The pages of one condition, on the real data: what they must show, and what they must never show."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from evidence.findings.condition_evidence import read_condition
from evidence.pages.condition.evidence_summary import evidence_summary
from studies.choices import StudyStatus
from studies.models import Condition, Study
from tests.evidence.pages.html_page import Page, collapse_whitespace, markup_errors, read
from tests.shares import A_SHARE, drawn
from tests.studies.revisions.versions import Rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

Opener = Callable[..., Page]
HERNIATION, WORN_DISC, PARENT = "lumbar-disc-herniation", "degenerative-disc-disease", "back-pain"
POOR = "findings/ozone-v-steroid-poor-outcome-intermediate-foraminal/"
RATING = re.compile(r"\b(probably|likely|significant\w*|no effect|proven|ineffective)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def page_of(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> Opener:
    """Opens the page of a condition, or a part of it, once: the loaded data is the same for every test."""

    @cache
    def open_page(slug: str, part: str = "") -> Page:
        with django_db_blocker.unblock():
            return read(Client().get(f"/conditions/{slug}/{part}"))

    return open_page


def rows_of(page: Page) -> list[list[str]]:
    """The rows of the answer table from the outcome on, without the letters of remarks and without the figure."""
    (table,) = page.tables_of("answers")
    rows = [row[-8:] for row in table.rows if len(row) >= 8][1:]
    texts = [[collapse_whitespace(re.sub(r"Remark \w+", "", cell.text)) for cell in row] for row in rows]
    return [[*row[:3], *row[4:]] for row in texts]


def findings(slug: str) -> list[tuple[str, str, str]]:
    """Outcome, effect and people of every finding with a figure or a value, in reading order."""
    condition_evidence = read_condition(slug)
    assert condition_evidence
    found = evidence_summary(condition_evidence).default.findings
    return [(finding.title, finding.effect, finding.people) for finding in found]


def test_the_table_of_herniation_has_a_row_for_each_comparison_and_outcome(page_of: Opener) -> None:
    page = page_of(HERNIATION)
    assert rows_of(page) == [
        [
            "Pain, 1 month lower is better · epidural",
            *(
                "24.0",
                "18.5",
                "not clear",
                "5.5 lower (10.8 to 0.2 lower) with a usual spread: 21.5 lower to 10.5 higher",
            ),
            *("40 1 trial", "40 of about 265"),
        ],
        [
            "Disability, 1 month lower is better · epidural",
            *(
                "26.7",
                "22.3",
                "not clear",
                "4.4 lower (7.5 to 1.3 lower) with a usual spread: 20.4 lower to 11.6 higher",
            ),
            *("40 1 trial", "40 of about 265"),
        ],
        [
            "Excellent or good outcome (MacNab), time not printed more is better · intradiscal",
            *("73 in 100", "93 in 100", "borderline", "20 more (0.7 to 38 more)", "60 1 trial", "60 of about 705"),
        ],
        [
            "“total improvement rate (definition not in the abstract)”, time not printed more is better · intradiscal",
            *("77 in 100", "90 in 100", "not clear", "13 more (6 fewer to 32 more)", "60 1 trial", "60 of about 620"),
        ],
        [
            "Pain, 6 months lower is better · intradiscal",
            *(
                "20.8",
                "16.2",
                "not clear",
                "4.6 lower (7.6 to 1.6 lower) with a usual spread: 15.7 lower to 6.5 higher",
            ),
            *("80 1 trial", "80 of about 265"),
        ],
        [
            "Disability, 6 months lower is better · intradiscal",
            *("25.7", "17.0", "no word", "8.6 lower (11.7 to 5.6 lower) with a usual spread: 19.8 lower to 2.5 higher"),
            *("80 1 trial", "80 of about 265"),
        ],
        [
            "Excellent or good outcome (MacNab), 6 months more is better · paravertebral intramuscular · differs by "
            "definition and route",
            *("47 in 100", "77 in 100", "more better", "30 more (20 to 39 more)", "341 1 trial", "341 of about 1,050"),
        ],
        [
            "Pain, 12 weeks lower is better · intradiscal",
            *("61.0", "75.0", "higher worse", "14.0 higher (4.4 to 23.6 higher)", "40 1 trial", "40 of about 265"),
        ],
    ]
    others = "Poor outcome, 6 months, foraminal or periradicular : 7 fewer (19 fewer to 5 more), not clear"
    assert others in page.text


def test_every_number_of_a_row_leads_to_its_finding(page_of: Opener) -> None:
    (table,) = page_of(HERNIATION).tables_of("answers")
    links = [link for row in table.rows for cell in row for link in cell.links if not link.startswith("#")]
    assert len(links) == 10
    assert all(link.startswith(f"/conditions/{HERNIATION}/findings/") for link in links)


def test_every_letter_of_a_row_has_its_words(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    for words in (
        "a Unusually small spread: the second interval takes a spread of 25 of 100, and the word follows the one that",
        "d The arms differed before treatment (difference of the changes: −3.6 points, Oswestry",
        "f The time is a mean or median follow-up.",
    ):
        assert words in text
    doubted = "Not counted here, because they are doubted: other figures of Davidovic 2023."
    assert doubted in page_of(PARENT).text
    assert doubted not in text


def test_outcomes_without_a_usable_figure_have_a_line_each(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    for words in (
        "Pain: a printed direction or P only: against a sham injection (one trial), on top of usual care (one trial)",
        "values without an interval: against a sham injection, free of pain or symptoms : Paoloni 2009: 61% with "
        "ozone v 33% at 6 months (60 people in all",
        "left out for an error in print: on top of a steroid injection (one trial)",
        "Surgery: values without an interval: on top of a steroid injection : Clavo 2021: 20% with ozone "
        "v 60% at 78 months.",
        "Quality of life and analgesic use: no result in the text read (18 trials).",
    ):
        assert words in text
    assert "Not measured" not in text
    assert "instead of disc surgery (one trial)" not in text.partition("Surgery:")[2]


def test_what_is_not_randomised_has_one_line_without_a_word_or_a_size(page_of: Opener) -> None:
    line = page_of(HERNIATION).text.partition("Not randomised")[2].partition("Harm")[0]
    assert "instead of disc surgery, “pain regression (VAS regression over 4)” (Alexandre 2010, 600 people)" in line
    assert not re.search(r"better|worse|lower|higher|more with|fewer|RR|\d%", line)


def test_values_and_doubted_figures_are_told_below_the_table(page_of: Opener) -> None:
    text = page_of(WORN_DISC).text
    values = (
        "Yang 2023: 1.53 with ozone v 3.82 of 10 at 3 months (60 + 60 people); figures of Davidovic 2023 are doubted"
    )
    assert values in text
    assert "a figure that is doubted: instead of a steroid injection (Davidovic 2023)." in text


def test_deaths_are_named_and_reviews_told_as_printed(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    assert "Case reports describe 5 people with serious harm here, of whom 1 died (not stated of 4)" in text
    assert "Deaths after ozone, whether or not it caused them: fatal septicaemia (E. coli)" in text
    assert (
        "Most people printed: Andrade 2019 , back pain, ozone vs other therapies (steroid, placebo), "
        "effectiveness for pain relief, six months, 717 people, risk ratio 2.2" in text
    )
    newest = (
        "Newest: Llombart-Blanco 2024 , back pain, ozone vs control (usual care / other), "
        "Pain, visual analogue scale, overall (all follow-ups), "
    )
    assert f"{newest}standardised mean difference −0.12 (−0.24 to −0.01), better with ozone." in text
    none = "of 2 reviews that pooled a comparison; none pooled this condition alone."
    assert none in text
    assert none not in page_of(PARENT).text
    assert (
        "Deaths after ozone, whether or not it caused them: death (5 months after protocol) (Baeza-Noci 2007);"
        in page_of(PARENT).text
    )


def test_what_the_answer_rests_on_follows_from_the_records(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    assert (
        "Risk of bias judged: none of the seven trials with a usable figure. "
        "A second person confirmed none of the 54 numbers behind these figures: all are unverified." in text
    )
    assert "Read in full text: none of 18 trials; one trial prints no result in the text read." in text


def test_herniation_has_every_value_and_effect_with_people() -> None:
    regression = "Treatment success: “pain regression (VAS regression over 4)”"
    assert findings(HERNIATION) == [
        ("Free of pain or symptoms", "61% with ozone v 33%, no interval", "60 (1)"),
        ("Pain", "MD −5.5 (−10.8 to −0.2)", "40 (1)"),
        ("Disability", "MD −4.4 (−7.5 to −1.3)", "40 (1)"),
        ("Surgery required", "20% with ozone v 60%, no interval", "not printed (1)"),
        ("Excellent or good outcome (MacNab)", "RR 1.27 (1.01 to 1.61)", "60 (1)"),
        (
            "Treatment success: “total improvement rate (definition not in the abstract)”",
            "RR 1.17 (0.93 to 1.48)",
            "60 (1)",
        ),
        ("Pain", "MD −4.6 (−7.6 to −1.6)", "80 (1)"),
        ("Disability", "MD −8.6 (−11.7 to −5.6)", "80 (1)"),
        (
            "Treatment success: “total or near-total remission of pain”",
            "RR 1.49 (1.30 to 1.71)",
            "341 (1)",
        ),
        ("Poor outcome", "RR 0.67 (0.35 to 1.28)", "166 (1)"),
        ("Excellent or good outcome (MacNab)", "RR 1.63 (1.36 to 1.94)", "341 (1)"),
        ("Pain", "MD 14.0 (4.4 to 23.6)", "40 (1)"),
        (regression, "RR 0.96 (0.93 to 0.99)", "600 (1)"),
        (regression, "RR 1.00 (0.96 to 1.05)", "600 (1)"),
        ("Treatment success: “significant improvement in pain and function”", "RR 0.96 (0.81 to 1.15)", "45 (1)"),
        (regression, "RR 1.05 (0.98 to 1.12)", "600 (1)"),
        (
            regression,
            "RR 1.04 (0.95 to 1.13) contained; RR 1.01 (0.93 to 1.11) extruded; RR 0.93 (0.69 to 1.24) migrated; "
            "the figure is of some people of each arm only",
            "397 (1)",
        ),
    ]


def test_disc_degeneration_has_effects_values_without_an_interval_and_doubted_ones() -> None:
    assert [(effect, people) for _, effect, people in findings(WORN_DISC)] == [
        ("−5.6 with ozone v −2.4 of 10, no interval", "30 (1)"),
        ("−19.07 with ozone v −7.8 of 100, no interval", "30 (1)"),
        ("MD −35.0 (−42.9 to −27.1)", "285 (1)"),
        ("1.53 with ozone v 3.82 of 10, no interval", "120 (1)"),
        ("MD −48.2 (−55.5 to −40.9)", "285 (1)"),
        ("2.8 with ozone v 5.05 of 10, no interval", "120 (1)"),
        ("1.25 with ozone v 1.65 of 10, no interval", "120 (1)"),
        ("MD −49.4 (−56.7 to −42.1)", "285 (1)"),
        ("RR 1.17 (1.00 to 1.36)", "120 (1)"),
        ("RR 1.24 (1.02 to 1.52)", "120 (1)"),
        ("RR 1.02 (0.94 to 1.10)", "120 (1)"),
        ("MD −59.2 (−65.1 to −53.3)", "285 (1)"),
        ("MD −27.8 (−38.5 to −17.1)", "71 (1)"),
        ("MD −44.7 (−54.9 to −34.5)", "71 (1)"),
        ("MD −49.8 (−60.0 to −39.6)", "71 (1)"),
        ("MD −60.5 (−66.5 to −54.5)", "71 (1)"),
    ]


def test_a_trial_that_prints_another_direction_than_its_number_says_so(page_of: Opener) -> None:
    text = page_of(HERNIATION, POOR).text
    assert "Bonetti 2005 prints better with ozone at 6 months (overall outcome at 6 months favours ozone, disc" in text
    assert "P = 0.0021), where the interval of its number for these patients holds no difference." in text
    other = page_of("other-vertebral-disease").text
    assert "P = 0.0992), where the interval of its number for these patients is wholly better with ozone." in other


def test_only_the_disc_stratum_of_bonetti_is_on_the_herniation_page(page_of: Opener) -> None:
    page = page_of(HERNIATION, POOR)
    assert " 13 86 18 80" in page.text
    assert not re.search(r" 6 70 15 70|[Nn]on.disc", page.text)
    other = page_of("other-vertebral-disease", POOR)
    assert " 6 70 15 70" in other.text
    assert " 13 86 18 80" not in other.text


@pytest.mark.parametrize("slug", [HERNIATION, PARENT, "other-vertebral-disease"])
def test_poor_outcome_is_never_inverted_into_success(page_of: Opener, slug: str) -> None:
    text = page_of(slug, "findings/").text + page_of(slug, POOR).text
    assert "fewer is better" in text
    assert not re.search(r"73/86|62/80|64/70|55/70", text)


@pytest.mark.parametrize("slug", [HERNIATION, PARENT])
def test_subgroups_of_perri_are_left_out_with_the_reason_and_never_summed(page_of: Opener, slug: str) -> None:
    answers, unused = page_of(slug), page_of(slug, "unused/")
    assert not any("Perri 2016" in table.text for table in (*answers.tables, *page_of(slug, "findings/").tables))
    assert not re.search(r"195/257|14/260|195/514|380/257", answers.text + unused.text)
    left_out = "printed figure cannot be used: percentages use the whole arm, subgroup sizes not printed"
    assert left_out in unused.text


@pytest.mark.parametrize("slug", [WORN_DISC, PARENT])
def test_a_doubted_trial_is_in_the_figure_of_its_finding_with_that_mark(page_of: Opener, slug: str) -> None:
    page = page_of(slug, "findings/add-on-to-steroid-pain-short-intradiscal/")
    rows = [row[0] for table in page.tables_of("forest") for row in table.texts if row[0].startswith("Davidovic 2023")]
    assert rows
    assert all("doubted" in row for row in rows)
    assert "Difference far larger than in other trials" in page.text


def test_ozone_in_both_arms_gives_no_effect_of_ozone(page_of: Opener) -> None:
    unused, shown = page_of(HERNIATION, "unused/").text, (page_of(HERNIATION), page_of(HERNIATION, "findings/"))
    for study in ("Ercalik 2020", "Lv 2023", "Andreula 2003"):
        assert study in unused
        assert not any(study in table.text for page in shown for table in page.tables)
    assert "Ozone was given in both arms, so nothing follows about ozone itself" in unused


def test_a_parent_shows_strata_under_their_conditions_and_counts_the_study_once(page_of: Opener) -> None:
    page = page_of(PARENT, POOR)
    cells = [row[0] for table in page.tables_of("forest")[:1] for row in table.texts]
    assert cells[2:] == [
        "Bonetti 2005 remarks a 2 groups of patients",
        "disc Lumbar disc herniation",
        "non disc Other vertebral disease",
    ]
    found = findings(PARENT)
    assert ("Poor outcome", "RR 0.56 (0.33 to 0.95)", "306 (1)") in found
    assert "In one trial of 306 people, reported in 2 groups of patients and counted once" in page.text


def test_strata_of_a_trial_that_differ_are_told_apart_on_a_parent(page_of: Opener) -> None:
    rows = page_of(PARENT, "unused/").text.partition("Bonetti 2005")[2][:400]
    assert re.search(r"6 months better with ozone .+ 6 months no difference", rows)


def test_a_condition_without_trials_says_so(page_of: Opener) -> None:
    page = page_of("sacroiliac-joint-pain")
    assert "No randomised trial isolates ozone; no death and no other serious harm is on record" in page.text
    assert page.tables == []
    assert "no result in the text read" not in page.text


def test_unknown_condition_is_not_found(client: Client) -> None:
    assert client.get("/conditions/nowhere/").status_code == 404


def test_draft_is_not_on_the_page(client: Client, page_of: Opener, kept_real_pages: Rows) -> None:
    before, rows = page_of(HERNIATION, "studies/"), rows_of(page_of(HERNIATION))
    kept_real_pages.version = None
    Study.objects.filter(row_key="espahbodind").update(standing=StudyStatus.DRAFT)
    after = read(client.get(f"/conditions/{HERNIATION}/"))
    assert "Espahbodi" in before.text
    assert "Espahbodi" not in after.html
    assert "Of 17 randomised trials that isolate ozone, 6 gave a usable figure" in after.text
    assert len(rows_of(after)) == len(rows) - 2


@A_SHARE
def test_every_condition_page_and_handout_is_valid_without_grade_words(page_of: Opener, share: float) -> None:
    slugs = list(Condition.objects.values_list("slug", flat=True))
    assert len(slugs) == 17
    for slug in drawn(slugs, share):
        for page in (page_of(slug), page_of(slug, "handout/")):
            assert markup_errors(page) == [], slug
            assert not RATING.search(re.sub(r"“[^”]*”", "", page.text)), slug


def test_page_answers_head_and_refuses_post(client: Client) -> None:
    assert client.head(f"/conditions/{HERNIATION}/").status_code == 200
    assert client.post(f"/conditions/{HERNIATION}/").status_code == 405
