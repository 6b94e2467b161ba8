"""Synthetic studies: the same for one seed, never next to real ones, and in every section of the pages."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from evidence.findings.condition_evidence import read_condition
from evidence.findings.finding import Finding
from evidence.pages.condition.condition_page import EvidenceSummary, evidence_summary
from evidence.synthesis.answers import AnswerState
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_PREDICT
from studies.models import Arm, OutcomeResult, ReviewInclusion, Study
from studies.synthetic.distribution import GROUP_SIZES, cells, deal
from studies.synthetic.features import Features
from tests.factories import make_publication, make_study

pytestmark = pytest.mark.django_db
STUDIES = 100
CONDITION = "lumbar-disc-herniation"


def generate(studies: int, seed: int = 1) -> str:
    output = StringIO()
    call_command("generate_evidence", studies=studies, seed=seed, stdout=output)
    return output.getvalue()


def printed_results() -> list[tuple[object, ...]]:
    rows = OutcomeResult.objects.order_by("arm__study__slug", "arm__slug", "id")
    fields = ("arm__study__slug", "arm__slug", "arm__n_analysed", "measure__slug", "weeks", "n", "mean", "sd", "events")
    return list(rows.values_list(*fields))


def delete_everything() -> None:
    ReviewInclusion.objects.all().delete()
    for study in Study.objects.prefetch_related("publications"):
        study.publications.all().delete()
    Study.objects.all().delete()


@pytest.fixture
def summary() -> EvidenceSummary:
    generate(STUDIES)
    return evidence_summary(read_condition(CONDITION))


def longest_finding(summary: EvidenceSummary) -> Finding:
    return max(summary.default.findings, key=lambda finding: finding.k)


def test_same_seed_makes_the_same_studies_and_another_seed_different_ones() -> None:
    generate(12, seed=7)
    first = printed_results()
    delete_everything()
    generate(12, seed=7)
    again = printed_results()
    delete_everything()
    generate(12, seed=8)

    assert first
    assert again == first
    assert printed_results() != first


def test_larger_number_keeps_the_first_studies() -> None:
    generate(5)
    few = printed_results()
    delete_everything()
    generate(9)

    assert printed_results()[: len(few)] == few


def test_second_run_adds_studies_with_new_numbers() -> None:
    generate(3)
    generate(2, seed=2)

    labels = Study.objects.primary().order_by("slug").values_list("label", flat=True)
    assert list(labels) == [f"Synthetic {number:04d}" for number in range(1, 6)]


def test_every_study_and_paper_is_labelled_synthetic() -> None:
    generate(45)

    assert all(study.label.startswith("Synthetic") and "no real study" in study.note for study in Study.objects.all())
    assert all("made-up" in paper.title for study in Study.objects.all() for paper in study.publications.all())


def test_generation_is_refused_with_a_real_study() -> None:
    make_study(label="Rossi 2010")

    with pytest.raises(CommandError, match="Rossi 2010 is in this database"):
        generate(3)
    assert Study.objects.count() == 1


def test_generation_is_refused_with_a_real_paper_without_a_study() -> None:
    make_publication(study=None, title="A paper waiting to be screened")

    with pytest.raises(CommandError, match="A paper waiting to be screened"):
        generate(3)
    assert not Study.objects.exists()


def test_real_evidence_is_not_loaded_into_a_synthetic_database(tmp_path: Path) -> None:
    generate(2)

    with pytest.raises(CommandError, match="made-up studies; real ones are never added to them"):
        call_command("load_evidence", str(tmp_path))


def test_prepare_refuses_an_undeclared_synthetic_database() -> None:
    generate(2)

    with pytest.raises(CommandError, match="holds made-up studies, but SYNTHETIC requests others"):
        call_command("prepare")


def test_less_than_one_study_is_refused() -> None:
    with pytest.raises(CommandError, match="--studies is 0; expected 1 or more"):
        generate(0)


def test_about_twenty_results_per_study() -> None:
    generate(50)

    assert 17 <= OutcomeResult.objects.count() / 50 <= 25


def test_groups_have_the_listed_sizes() -> None:
    dealt = deal([CONDITION])
    places = [next(dealt) for _ in range(sum(GROUP_SIZES))]

    assert [places.count(cell) for cell in dict.fromkeys(places)] == list(GROUP_SIZES)
    assert places[0] == cells([CONDITION])[0]


def test_any_hundred_studies_show_every_feature() -> None:
    hundred = [Features(number) for number in range(1, STUDIES + 1)]

    assert {feature.severity for feature in hundred} == {"", "doubt", "error"}
    assert len({feature.design for feature in hundred}) == 4
    assert {feature.risk for feature in hundred} == {"Low", "Some concerns", "High", ""}
    for name in ("third_arm", "part", "cohort_group", "retracted"):
        assert any(getattr(feature, name) for feature in hundred), name
    assert any(len(feature.strata) == 2 for feature in hundred)
    assert not all(feature.prints_figures for feature in hundred)
    assert not all(feature.states_route for feature in hundred)


def test_every_state_of_an_answer_occurs(summary: EvidenceSummary) -> None:
    states = {finding.state for finding in [*summary.default.findings, *summary.default.unusable_findings]}

    assert {AnswerState.POOLED, AnswerState.SIDE_BY_SIDE, AnswerState.SINGLE} <= states
    assert summary.default.exclusions.total
    assert longest_finding(summary).k >= 10


def test_the_page_shows_pools_and_where_a_further_study_is_expected(client: Client, summary: EvidenceSummary) -> None:
    page = client.get(reverse("condition", args=[CONDITION]))

    assert page.status_code == 200
    assert "Pooled, " in page.text
    assert "Where a new trial is expected" in page.text
    assert any(finding.k >= MIN_STUDIES_TO_PREDICT for finding in summary.default.findings)


def test_a_finding_of_ten_studies_has_its_funnel_and_every_study(client: Client, summary: EvidenceSummary) -> None:
    finding = longest_finding(summary)
    page = client.get(reverse("finding", args=[CONDITION, finding.anchor]))
    explored = client.get(reverse("finding-explore", args=[CONDITION, finding.anchor]))

    assert page.status_code == 200
    assert explored.text.count('class="dot"') == finding.k
    assert 'id="without-each"' in page.text
    assert 'id="by-year"' in page.text


def test_long_list_of_studies_is_shortened_and_links_to_all(client: Client, summary: EvidenceSummary) -> None:
    html = client.get(reverse("condition", args=["back-pain"])).text

    lines = html[html.index('id="studies"') :].partition("</section>")[0]
    assert len(re.findall(r'<th scope="row"><a href="/studies/', lines)) == 50
    assert f"All {Study.objects.primary().count()} studies of this condition" in lines
    assert f"{reverse('study-list')}?condition=back-pain" in lines


def test_shortened_figure_rows_are_in_the_table(client: Client, summary: EvidenceSummary) -> None:
    html = client.get(reverse("condition", args=[CONDITION])).text
    targets = set(re.findall(r'href="#([^"]+)"', html[html.index("<main") :]))

    assert targets
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_every_page_says_that_the_data_is_synthetic(client: Client, settings: Any) -> None:
    assert "made up for trying the site" not in client.get("/").text
    settings.SYNTHETIC = True

    assert "made up for trying the site; no real study, no real patient" in client.get("/").text
    assert "made up for trying the site; no real study, no real patient" in client.get(reverse("glossary")).text


def test_arms_of_strata_are_of_one_study(summary: EvidenceSummary) -> None:
    strata = set(Arm.objects.exclude(stratum="").values_list("stratum", flat=True))

    assert strata == {"younger", "older"}
