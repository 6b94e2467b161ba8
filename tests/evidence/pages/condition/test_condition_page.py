"""The page of one condition, on the real data: what it must show, and what it must never show."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from studies.choices import StudyStatus
from studies.models import Condition, Study
from tests.evidence.pages.html_page import Page, Table, markup_errors, read

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

Opener = Callable[[str], Page]
HERNIATION, WORN_DISC, PARENT = "lumbar-disc-herniation", "degenerative-disc-disease", "back-pain"
RATING = re.compile(r"\b(probably|likely|significant\w*|no effect|proven|ineffective)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def page_of(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> Opener:
    """Opens the page of a condition once: the loaded data is the same for every test."""

    @cache
    def open_page(slug: str) -> Page:
        with django_db_blocker.unblock():
            return read(Client().get(f"/conditions/{slug}/"))

    return open_page


def findings(page: Page) -> list[tuple[str, str, str]]:
    """Outcome, effect and people of every line of the summary of findings, as a reader sees them."""
    heads = [row for table in page.tables_of("sof") for row in table.texts]
    names, found = heads[0], []
    effect, people = names.index("Effect (95% CI)"), names.index("People (studies)")
    for row in heads:
        if row[effect] != "Effect (95% CI)":
            found.append((row[0], row[effect], row[people]))
    return found


def text_without_quotations(page: Page) -> str:
    """The text of findings and figures without quotations from sources."""
    text = " ".join(table.text for table in (*page.tables_of("sof"), *forest_tables(page)))
    return re.sub(r"“[^”]*”", "", text)


def forest_tables(page: Page) -> list[Table]:
    return page.tables_of("forest")


def findings_with_short_names(page: Page) -> list[tuple[str, str, str]]:
    """The same, with only the name of the outcome."""
    endings = r" (pain 0–100|Oswestry Disability Index 0–100|higher is better|fewer is better|lower is better).*"
    return [(re.sub(endings, "", outcome), effect, people) for outcome, effect, people in findings(page)]


def test_herniation_shows_every_value_and_effect_with_people(page_of: Opener) -> None:
    regression = "Treatment success: “pain regression (VAS regression over 4)”"
    assert findings_with_short_names(page_of(HERNIATION)) == [
        ("Free of pain or symptoms", "61% v 33%, no interval", "60 (1)"),
        ("Pain", "MD −5.5 (−10.8 to −0.2) not clear", "40 (1)"),
        ("Disability", "MD −4.4 (−7.5 to −1.3) not clear", "40 (1)"),
        ("Surgery required", "20% v 60%, no interval", "not printed (1)"),
        ("Excellent or good outcome (MacNab)", "RR 1.27 (1.01 to 1.61) borderline", "60 (1)"),
        (
            "Treatment success: “total improvement rate (definition not in the abstract)”",
            "RR 1.17 (0.93 to 1.48) not clear",
            "60 (1)",
        ),
        ("Pain", "MD −4.6 (−7.6 to −1.6) not clear", "80 (1)"),
        ("Disability", "MD −8.6 (−11.7 to −5.6)", "80 (1)"),
        (
            "Treatment success: “total or near-total remission of pain”",
            "RR 1.49 (1.30 to 1.71) more with ozone",
            "341 (1)",
        ),
        ("Poor outcome", "RR 0.67 (0.35 to 1.28) not clear", "166 (1)"),
        ("Excellent or good outcome (MacNab)", "RR 1.63 (1.36 to 1.94) more with ozone", "341 (1)"),
        ("Pain", "MD 14.0 (4.4 to 23.6) higher with ozone", "40 (1)"),
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


def test_disc_degeneration_shows_effects_values_without_an_interval_and_doubted_ones(page_of: Opener) -> None:
    page = page_of(WORN_DISC)
    assert [(effect, people) for _, effect, people in findings(page)] == [
        ("−5.6 v −2.4 of 10, no interval", "30 (1)"),
        ("−19.07 v −7.8 of 100, no interval", "30 (1)"),
        ("MD −35.0 (−42.9 to −27.1) doubted", "285 (1)"),
        ("1.53 v 3.82 of 10, no interval", "120 (1)"),
        ("MD −48.2 (−55.5 to −40.9) doubted", "285 (1)"),
        ("2.8 v 5.05 of 10, no interval", "120 (1)"),
        ("1.25 v 1.65 of 10, no interval", "120 (1)"),
        ("MD −49.4 (−56.7 to −42.1) doubted", "285 (1)"),
        ("RR 1.17 (1.00 to 1.36) borderline", "120 (1)"),
        ("RR 1.24 (1.02 to 1.52) more with ozone", "120 (1)"),
        ("RR 1.02 (0.94 to 1.10) not clear", "120 (1)"),
        ("MD −59.2 (−65.1 to −53.3) doubted", "285 (1)"),
        ("MD −27.8 (−38.5 to −17.1) doubted", "71 (1)"),
        ("MD −44.7 (−54.9 to −34.5) doubted", "71 (1)"),
        ("MD −49.8 (−60.0 to −39.6) doubted", "71 (1)"),
        ("MD −60.5 (−66.5 to −54.5) doubted", "71 (1)"),
    ]
    assert "pain at 3 months was 1.53 with ozone on top of steroid" in page.text
    assert "(60 + 60 people; lower is better; no interval)" in page.text


def test_a_trial_that_prints_another_direction_than_its_number_says_so(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    assert "Bonetti 2005 prints better with ozone at 6 months (overall outcome at 6 months favours ozone, disc" in text
    assert "P = 0.0021), where the interval of its number here holds no difference." in text
    assert (
        "P = 0.0992), where the interval of its number here is wholly better with ozone."
        in page_of("other-vertebral-disease").text
    )


def test_only_the_disc_stratum_of_bonetti_is_on_the_herniation_page(page_of: Opener) -> None:
    page = page_of(HERNIATION)
    assert " 13 86 18 80" in page.text
    assert not re.search(r" 6 70 15 70|[Nn]on.disc", page.text)
    other = page_of("other-vertebral-disease")
    assert " 6 70 15 70" in other.text
    assert " 13 86 18 80" not in other.text


@pytest.mark.parametrize("slug", [HERNIATION, PARENT, "other-vertebral-disease"])
def test_poor_outcome_is_never_inverted_into_success(page_of: Opener, slug: str) -> None:
    page = page_of(slug)
    assert "fewer is better" in page.text
    assert not re.search(r"73/86|62/80|64/70|55/70", page.text)


@pytest.mark.parametrize("slug", [HERNIATION, PARENT])
def test_subgroups_of_perri_are_left_out_with_the_reason_and_never_summed(page_of: Opener, slug: str) -> None:
    page = page_of(slug)
    assert not any("Perri 2016" in table.text for table in (*forest_tables(page), *page.tables_of("sof")))
    assert not re.search(r"195/257|14/260|195/514|380/257", page.text)
    left_out = "printed figure cannot be used: percentages use the whole arm, subgroup sizes not printed"
    assert len(re.findall(left_out, page.text)) == 4


@pytest.mark.parametrize("slug", [WORN_DISC, PARENT])
def test_a_doubted_trial_is_in_the_figure_with_that_mark(page_of: Opener, slug: str) -> None:
    page = page_of(slug)
    rows = [row for table in forest_tables(page) for row in table.texts if row[0].startswith("Davidovic 2023")]
    assert len(rows) == 8
    assert {row[0].split(" ")[2] for row in rows} == {"doubted"}
    assert "Difference far larger than in other trials" in page.text


def test_trial_that_favours_physiotherapy_is_shown_with_its_effect(page_of: Opener) -> None:
    page = page_of(HERNIATION)
    assert "14.0 points higher on a scale of 0–100 with intradiscal ozone than with physiotherapy" in page.text
    assert ("h3", "Instead of physiotherapy") in page.headings


def test_ozone_in_both_arms_gives_no_effect_of_ozone(page_of: Opener) -> None:
    page = page_of(HERNIATION)
    for study in ("Ercalik 2020", "Lv 2023", "Andreula 2003"):
        assert study in page.text
        controlled = [table for table in forest_tables(page) if re.search(r" v ", table.text)]
        assert not any(study in table.text for table in (*controlled, *page.tables_of("sof")))
    assert "Ozone was given in both arms, so nothing follows about ozone itself" in page.text


def test_sham_trial_is_measured_without_usable_numbers(page_of: Opener) -> None:
    page = page_of(HERNIATION)
    assert ("h2", "Measured, and no number could be used") in page.headings
    (table,) = [table for table in page.tables_of("grouped") if "Against a sham injection" in table.text]
    assert re.search(
        r"Against a sham injection Pain .*? The authors of one trial report: better with ozone; no number", table.text
    )


def test_percentages_without_arm_sizes_are_in_the_table_of_the_sham_comparison(page_of: Opener) -> None:
    (table,) = [table for table in page_of(HERNIATION).tables_of("sof") if "sham" in table.text]
    assert "61% v 33%, no interval" in table.text


def test_answer_shows_directions_of_trials_without_usable_figures(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    assert "Authors of 7 further trials report: 5 better with ozone, 2 no difference; no number could be used." in text


def test_every_critical_outcome_has_an_answer_even_when_not_measured(page_of: Opener) -> None:
    text = page_of(HERNIATION).text
    places = [
        text.index(f" {outcome} ", text.index("What is known"))
        for outcome in ("Pain", "Disability", "Treatment success", "Serious harm", "Surgery", "Quality of life")
    ]
    assert places == sorted(places)
    assert "No result in the text read (" in text
    assert "Not measured" not in text
    assert "0 of 20 with ozone, steroid, local anaesthetic and epidural saline (up to 16.8% cannot be excluded)" in text


def test_a_parent_shows_strata_under_their_conditions_and_counts_the_study_once(page_of: Opener) -> None:
    page = page_of(PARENT)
    (forest,) = [table for table in forest_tables(page) if " 13 86 " in table.text]
    first_cells = [row[0] for row in forest.texts]
    order = [
        "Bonetti 2005",
        "disc Lumbar disc herniation",
        "non disc Other vertebral disease",
    ]
    places = [next(k for k, cell in enumerate(first_cells) if words in cell) for words in order]
    assert places == sorted(places)
    assert ("Poor outcome", "RR 0.56 (0.33 to 0.95) fewer with ozone", "306 (1)") in findings_with_short_names(page)
    assert "In one trial of 306 people, reported in 2 groups of patients and counted once" in page.text


def test_strata_that_differ_make_the_trial_mixed_on_a_parent(page_of: Opener) -> None:
    (table,) = [table for table in page_of(PARENT).tables_of("grouped") if "overall outcome" in table.text]
    rest_of_text = table.text.partition("overall outcome (scale not in the abstract)")[2]
    assert re.match(r".{1,130}The authors of one trial report: mixed directions", rest_of_text)


def test_a_condition_without_trials_says_so(page_of: Opener) -> None:
    page = page_of("sacroiliac-joint-pain")
    assert "0 randomised trials isolate ozone here" in page.text
    assert "No study of ozone for this condition is in the set." in page.text


def test_unknown_condition_is_not_found(client: Client) -> None:
    assert client.get("/conditions/nowhere/").status_code == 404


def test_draft_is_not_on_the_page(client: Client, page_of: Opener) -> None:
    before = page_of(HERNIATION)
    Study.objects.filter(row_key="espahbodind").update(standing=StudyStatus.DRAFT)
    after = read(client.get(f"/conditions/{HERNIATION}/"))
    assert "Espahbodi" in before.text
    assert "Espahbodi" not in after.html
    assert "17 randomised trials isolate ozone here" in after.text
    assert len(findings(after)) == len(findings(before)) - 2


def test_every_condition_page_is_valid_without_grade_words(page_of: Opener) -> None:
    slugs = list(Condition.objects.values_list("slug", flat=True))
    assert len(slugs) == 17
    for slug in slugs:
        page = page_of(slug)
        assert markup_errors(page) == [], slug
        assert not RATING.search(text_without_quotations(page)), slug


def test_page_answers_head_and_refuses_post(client: Client) -> None:
    assert client.head(f"/conditions/{HERNIATION}/").status_code == 200
    assert client.post(f"/conditions/{HERNIATION}/").status_code == 405
