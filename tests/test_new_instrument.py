"""An instrument that no code has heard of: added as a row of data, it works everywhere."""

from pathlib import Path

import pytest
from django.test import Client

from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import judge_evidence
from evidence.synthesis.sentences import sentence_of
from studies.checks.check_finding import CheckFinding
from studies.checks.registry import find
from studies.choices import HigherIs
from studies.curation.pasting.headings import read_heading
from studies.curation.pasting.orientation import TableNames
from studies.curation.workbench.derived_values import derived_sentences
from studies.curation.workbench.form_state import stored_study
from studies.curation.workbench.paste_panel import names_for_pasting
from studies.dataset.file_models import MEASURES
from studies.dataset.load import DataSetLoader
from studies.dataset.load_errors import DataSetError
from studies.dataset.load_report import RowOutcome
from studies.models import Arm, OutcomeMeasure, Study
from studies.reported.reference_values import ReferenceValues
from studies.selectors import read_evidence
from studies.selectors.checked_studies import read_studies
from studies.selectors.study_with_rows import study_with_rows
from tests.factories import make_arm, make_condition, make_reported_contrast, make_result, make_study, make_user
from tests.studies.admin.admin_pages import correct, page_of
from tests.studies.dataset.csv_copy import header, write

pytestmark = pytest.mark.django_db

SCALE = {
    "slug": "disability-back-scale",
    "name": "Back Scale",
    "domain": "disability",
    "range_min": "0",
    "range_max": "100",
    "higher_is": "worse",
    "order_in_domain": "9",
    "short_names": "bsc;back score",
    "whole_points": "yes",
    "raw_max": "40",
    "slight_max": "30",
}
OFF_WORK = {
    "slug": "off-work",
    "name": "Off work",
    "domain": "use-of-care",
    "higher_is": "worse",
    "order_in_domain": "9",
    "defined_by": "instrument",
    "counts_treatment": "physiotherapy",
    "critical_outcome": "analgesics",
    "subject": "being off work",
}
# It comes before the outcome that it names: the order of rows does not matter.
AT_WORK = {
    "slug": "back-at-work",
    "name": "Back at work",
    "domain": "use-of-care",
    "higher_is": "better",
    "order_in_domain": "8",
    "short_names": "rtw",
    "defined_by": "instrument",
    "complement_of": "off-work",
    "counts_treatment": "physiotherapy",
}
PLAIN = {"is_line": "no", "whole_points": "no", "defined_by": "instrument-and-name"}


def bring(folder: Path, *rows: dict[str, str]) -> list[RowOutcome]:
    """Load a file of instruments; what each row came to."""
    empty = dict.fromkeys(header(MEASURES.file), "")
    write(folder, MEASURES.file, [empty | PLAIN | row for row in rows])
    loader = DataSetLoader(folder)
    loader.load_table(MEASURES, loader.rows_of(MEASURES))
    return list(loader.report.of(MEASURES.file).verdicts.values())


@pytest.fixture
def measures(tmp_path: Path) -> dict[str, OutcomeMeasure]:
    bring(tmp_path, SCALE, AT_WORK, OFF_WORK)
    return {measure.slug: measure for measure in OutcomeMeasure.objects.all()}


@pytest.fixture
def arms() -> list[Arm]:
    """Ozone and sham of one trial."""
    study, condition = make_study(standing="unverified", n_randomised=80), make_condition(slug="sciatica")
    return [
        make_arm(study=study, condition=condition, components=names, n_analysed=40) for names in (["ozone"], ["sham"])
    ]


def findings(study: Study) -> dict[str, CheckFinding]:
    (reported,) = read_studies(Study.objects.filter(pk=study.pk))
    return {found.check: found for found in find(reported, ReferenceValues())}


def only_answer() -> Answer:
    (answer,) = synthesise(judge_evidence(read_evidence())).answers
    return answer


def test_the_loader_makes_it_and_finds_nothing_new_the_second_time(tmp_path: Path) -> None:
    rows = (SCALE, AT_WORK, OFF_WORK)
    assert bring(tmp_path, *rows) == [RowOutcome.CREATED] * 3
    assert bring(tmp_path, *rows) == [RowOutcome.UNCHANGED] * 3
    assert bring(tmp_path, SCALE | {"raw_max": "50"}, *rows[1:]).count(RowOutcome.UPDATED) == 1
    assert OutcomeMeasure.objects.get(slug="back-at-work").complement_of == OutcomeMeasure.objects.get(slug="off-work")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ((SCALE | {"raw_max": "0"},), "Raw points run from 0"),
        ((SCALE | {"whole_points": ""},), "yes or no"),
        ((AT_WORK,), "column complement_of"),
        ((AT_WORK, OFF_WORK | {"complement_of": "back-at-work"}), "does not lead back"),
    ],
)
def test_the_loader_refuses_what_cannot_be(tmp_path: Path, rows: tuple[dict[str, str], ...], fault: str) -> None:
    with pytest.raises(DataSetError, match=fault):
        bring(tmp_path, *rows)


@pytest.mark.parametrize(
    ("heading", "slug", "top"),
    [
        ("BSC (0-40), mean ± SD", "disability-back-scale", "40"),
        ("RTW", "back-at-work", ""),
        ("Off work", "off-work", ""),
    ],
)
def test_the_heading_of_a_pasted_table_is_recognised(
    measures: dict[str, OutcomeMeasure], heading: str, slug: str, top: str
) -> None:
    stored = stored_study(study_with_rows(make_study().slug))
    _, known = names_for_pasting(stored)
    axis = read_heading(heading, TableNames(measures=tuple(known))).axis
    assert (axis.measure, axis.scale_max) == (str(measures[slug].pk), top)


def test_checks_know_its_range_its_raw_points_and_that_they_are_whole(
    measures: dict[str, OutcomeMeasure], arms: list[Arm]
) -> None:
    scale, ozone = measures["disability-back-scale"], arms[0]
    make_result(arm=ozone, mean=8, weeks=0, n=40)
    make_result(arm=ozone, measure=scale, mean=21.03, n=20, weeks=0)
    found = findings(ozone.study)
    assert found["looks-like-raw-points"].sentence == "Back Scale looks like raw points of 0 to 40, not 0 to 100."
    assert "times 2.5 52.58" in found["looks-like-raw-points"].arithmetic
    assert "mean-of-whole-points" in found
    assert "outside-the-scale" not in found

    make_result(arm=ozone, measure=scale, mean=110, n=20, weeks=4)
    make_result(arm=ozone, measure=scale, mean=20, n=20, weeks=12, scale_min=0, scale_max=40)
    found = findings(ozone.study)
    assert "outside-the-scale" in found
    assert found["other-scale"].sentence == "Raw points of 0 to 40: times 2.5 before pooling."


def test_a_complement_excludes_the_outcome_and_a_treatment_is_not_its_own_outcome(
    measures: dict[str, OutcomeMeasure], arms: list[Arm]
) -> None:
    for slug in ("off-work", "back-at-work"):
        make_result(arm=arms[0], measure=measures[slug], events=30, n=40)
    exercise = make_arm(study=arms[0].study, components=["exercise"])
    make_reported_contrast(arm_a=arms[0], arm_b=exercise, measure=measures["back-at-work"])
    found = findings(arms[0].study)
    assert "outcomes-that-exclude" in found
    assert "comparator's own treatment: physiotherapy" in found["outcome-of-the-comparator"].sentence


def test_raw_points_are_brought_to_its_range_in_an_effect(measures: dict[str, OutcomeMeasure], arms: list[Arm]) -> None:
    scale = measures["disability-back-scale"]
    for arm, mean in zip(arms, (10, 14), strict=True):
        make_result(arm=arm, measure=scale, mean=mean, sd=4, n=40, weeks=4, scale_min=0, scale_max=40)
    answer = only_answer()
    assert answer.scale == "Back Scale 0–100"
    assert answer.entries[0].effect.reader() == pytest.approx(-10)
    assert "10.0 points lower on the Back Scale 0–100 with intradiscal ozone than with" in str(sentence_of(answer))
    first, _ = derived_sentences(read_evidence()).values()
    assert first[0].startswith("A pool takes mean 25.00, SD 10.00 (raw points of 0–40 times 2.5)")


def test_a_complement_is_shown_as_the_outcome_that_it_names(
    measures: dict[str, OutcomeMeasure], arms: list[Arm]
) -> None:
    for arm, events in zip(arms, (30, 20), strict=True):
        make_result(arm=arm, measure=measures["back-at-work"], events=events, n=40, weeks=4)
    answer = only_answer()
    assert (answer.question.outcome.title, answer.higher_is_better) == ("Off work", False)
    assert answer.entries[0].lines[0].ozone.rules == ("off work = people − back at work",)
    assert "being off work at 4 weeks was seen in 25% with intradiscal ozone and 50% with" in str(sentence_of(answer))


@pytest.mark.usefixtures("measures")
def test_the_methods_page_lists_it_with_its_scales(client: Client) -> None:
    page = client.get("/methods/").content.decode()
    assert "Back Scale, printed on 0–40" in page
    assert "raw points of 0–40 times 2.5" in page


def test_the_admin_shows_and_saves_all_of_it(client: Client, measures: dict[str, OutcomeMeasure]) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    scale = measures["disability-back-scale"]
    form = client.get(page_of(scale)).context["adminform"].form
    assert set(header(MEASURES.file)) <= set(form.fields)
    correct(client, scale, raw_max="60")
    scale.refresh_from_db()
    assert (scale.raw_max, scale.whole_points, scale.higher_is) == (60, True, HigherIs.WORSE)
    assert scale.heading_names[2:] == ("bsc", "back score")


def test_files_in_which_the_bad_event_is_shown_turn_an_earlier_pair_round(tmp_path: Path) -> None:
    bring(tmp_path, OFF_WORK | {"complement_of": "back-at-work"}, AT_WORK | {"complement_of": ""})
    assert OutcomeMeasure.objects.get(complement_of__isnull=False).slug == "off-work"
    assert bring(tmp_path, AT_WORK, OFF_WORK) == [RowOutcome.UPDATED] * 2
    (spared,) = OutcomeMeasure.objects.filter(complement_of__isnull=False)
    assert (spared.slug, spared.complement_of and spared.complement_of.slug) == ("back-at-work", "off-work")
