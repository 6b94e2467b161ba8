"""The worklist: the first task changes its headline most, each is listed once, and all open work is counted."""

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.pages.worklist.worklist_page import read_worklist
from studies.choices import HigherIs, Severity, StudyStatus
from studies.curation.screening.screen import exclude_publication, include_publication
from studies.models import AuthorRequest, BiasAssessment, Condition, Extraction, Study, WorkbenchDraft
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import (
    confirm_all_numbers,
    make_arm,
    make_condition,
    make_measure,
    make_publication,
    make_query,
    make_registration,
    make_result,
    make_study,
    make_user,
)
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def records(django_db_setup, django_db_blocker):
    with shared_records(django_db_blocker, make_records) as made:
        yield made


@pytest.fixture
def curator(records):
    return records[0]


@pytest.fixture
def measure(records):
    return records[1]


@pytest.fixture
def condition(records):
    return records[2]


@pytest.fixture
def trials(records):
    return records[3]


def make_trial(condition, measure, label: str, *, n: int = 25, sd: float | None = 2.0, mean: float = 4.0, **values):
    study = make_study(condition=condition, label=label, slug=label.lower().replace(" ", "-"), **values)
    for components, score in ((("ozone",), mean), (("sham",), 5.0)):
        arm = make_arm(study=study, components=components)
        scale = {"scale_min": 0, "scale_max": 10, "higher_is": HigherIs.WORSE}
        make_result(arm=arm, measure=measure, mean=score, sd=sd, n=n, **scale)
    return study


def make_records():
    """A curator, and trials of which two give no figure, with their instrument and their condition."""
    curator = make_user(role="curator")
    measure, condition = make_measure(slug="pain-vas"), make_condition(slug="sore-back", name="Sore back")
    pooled = [make_trial(condition, measure, f"Pooled {place}", mean=4 + place / 4) for place in range(4)]
    large = make_trial(condition, measure, "Large", n=150, sd=None)
    small = make_trial(condition, measure, "Small", n=8, sd=None)
    return curator, measure, condition, [*pooled, large, small]


def estimate_in(client, condition) -> float:
    """The headline's estimate, as the export has it."""
    (finding,) = client.get(reverse("condition-json", args=[condition.slug])).json()["findings"]
    return finding["pooled"]["estimate"]


def test_first_task_changes_the_headline_most(client, curator, condition, trials):
    """Each excluded trial gets the plausible effect that changes most; then the headline is computed again."""
    before = estimate_in(client, condition)
    shifts = {}
    for label in ("Large", "Small"):
        shifts[label] = max(
            abs(estimate_after_correction(client, condition, label, mean) - before) for mean in (0.5, 9.5)
        )

    first = read_worklist(curator).tasks.rows[0]

    assert first.study == max(shifts, key=shifts.get) == "Large"


def estimate_after_correction(client, condition, label: str, mean: float) -> float:
    """The estimate with that mean and a spread in the trial; the trial is restored afterwards."""
    arms = condition.studies.get(label=label).arms
    results = [arm.results.get() for arm in arms.all()]
    for result in results:
        result.sd = 2.0
        result.mean = mean if "sham" not in result.arm.label else 5.0
        result.save()
    found = estimate_in(client, condition)
    for result in results:
        result.sd, result.mean = None, 4.0 if "sham" not in result.arm.label else 5.0
        result.save()
    return found


def test_tasks_are_ordered_and_show_their_possible_change(curator, trials):
    rows = read_worklist(curator).tasks.rows

    shifts = [row.shift for row in rows]
    assert shifts == sorted(shifts, reverse=True)
    assert rows[0].why == "means are printed without standard deviation, error or interval"
    assert rows[0].people == 300
    assert rows[0].href == reverse("workbench", args=["large"])
    assert rows[0].estimate_change.startswith("MD −6.3 now, ")
    assert {row.study for row in rows} == {"Pooled 0", "Pooled 1", "Pooled 2", "Pooled 3", "Large", "Small"}


def test_task_of_a_condition_and_its_parent_is_listed_once(curator, condition, trials):
    Condition.objects.filter(pk=condition.pk).update(parent=make_condition(name="All backs"))

    studies = [row.study for row in read_worklist(curator).tasks.rows]

    assert len(studies) == len(set(studies)) == 6


def test_doubtful_trial_links_to_its_query(curator, condition, measure, trials):
    doubted = make_trial(condition, measure, "Doubted")
    make_query(study=doubted, measure=measure)

    row = next(row for row in read_worklist(curator).tasks.rows if row.study == "Doubted")

    assert row.href == f"{doubted.get_absolute_url()}#doubts"
    assert row.shift > 0


def test_confirmed_trial_and_draft_are_not_tasks(curator, condition, measure, trials):
    confirm_all_numbers(trials[0], by=curator)
    make_trial(condition, measure, "Hidden", sd=None, standing=StudyStatus.DRAFT)

    studies = {row.study for row in read_worklist(curator).tasks.rows}

    assert not {"Pooled 0", "Hidden"} & studies


def test_other_open_work_is_counted(curator, condition, measure, trials):
    others = [make_user(role="researcher") for _ in range(2)]
    papers = [make_publication(study=None) for _ in range(4)]
    decision = {"reason": "no", "now": timezone.now()}
    exclude_publication(publication=papers[0], by=others[0], **decision)
    exclude_publication(publication=papers[1], by=others[0], **decision)
    include_publication(publication=papers[1], by=others[1], **decision)
    make_query(study=trials[0], measure=measure, severity=Severity.WARNING)
    make_publication(study=trials[0], doi="10.1000/x")
    make_registration(registration="NCT1", title="A trial", condition=condition, n_planned=90)

    shown = read_worklist(curator)

    waiting = {each.what: each.number for each in (*shown.screening, *shown.waiting)}
    assert waiting["Publications: waiting for a first opinion"] == 2
    assert waiting["Publications: waiting for your second opinion"] == 1
    assert waiting["Publications: opinions differ"] == 1
    assert waiting["Open data queries: warning"] == 1
    assert waiting["Studies waiting for a second person"] == 6
    assert waiting["Publications not checked for retraction"] == 1
    assert [(each.what, each.number) for each in shown.registrations.rows] == [("NCT1: A trial", 90)]
    assert [each.note for each in shown.unrated.rows] == ["200 people of about 265 needed, for chance alone, not bias"]


def test_my_work_is_what_waits_for_me_the_furthest_move_first(curator, condition, measure, trials):
    other = make_user(role="curator")
    make_trial(condition, measure, "My draft", n=150, sd=None, standing="draft", extracted_by=curator, n_randomised=300)
    make_trial(condition, measure, "Their draft", standing="draft", extracted_by=other)
    make_trial(condition, measure, "Entered by me", extracted_by=curator)
    confirm_all_numbers(trials[1], by=other)
    WorkbenchDraft.objects.create(study=trials[1], by=curator, posted="", kept_at=timezone.now())
    WorkbenchDraft.objects.create(study=trials[2], by=other, posted="", kept_at=timezone.now())
    Extraction.objects.create(
        study=trials[1], by=other, read_as="abstract", state="finished", started_at=timezone.now(),
        finished_at=timezone.now(),
    )  # fmt: skip
    make_query(study=trials[1], measure=measure)
    requests = {"addressee": "A", "letter": "L", "written_by": other, "written_at": timezone.now()}
    AuthorRequest.objects.create(study=trials[5], state="sent", sent_on="2026-01-05", **requests)
    AuthorRequest.objects.create(study=trials[4], **requests)
    done = {"tool": "rob-2", "assessed_by": other, "started_at": timezone.now(), "finished_at": timezone.now()}
    BiasAssessment.objects.create(study=trials[3], **done)

    lines = read_worklist(curator).mine.rows

    by_what = {}
    for line in lines:
        by_what.setdefault(line.what, []).append(line.study)
    assert {what: sorted(studies) for what, studies in by_what.items()} == {
        "Your draft, hidden from readers": ["My draft"],
        "What you typed and did not save": ["Pooled 1"],
        "Numbers to compare with the source": ["Large", "Pooled 0", "Pooled 2", "Pooled 3", "Small"],
        "Differences of a second extraction to settle": ["Pooled 1"],
        "Risk of bias": ["Pooled 3"],
        "Open data queries": ["Pooled 1"],
        "Request to the authors without an answer": ["Small"],
    }
    moves = [float(line.reach) for line in lines if line.reach]
    assert moves == sorted(moves, reverse=True)
    # A draft of 300 people may move as far as the shown trial of that size.
    assert {lines[0].study, lines[1].study} == {"Large", "My draft"}


def test_drafts_and_studies_without_a_second_person_are_listed(client, curator, condition, measure, trials):
    make_trial(condition, measure, "Hidden", standing="draft", extracted_by=make_user(first_name="Ada"))
    confirm_all_numbers(*trials[:5], by=curator)
    client.force_login(curator)
    address = reverse("waiting-studies")

    assert "Hidden draft 0 of 6 numbers confirmed Ada" in read(client.get(f"{address}?list=drafts")).text
    page = read(client.get(address))
    assert "1 study" in page.text
    assert "Small unverified 0 of 4 numbers confirmed loaded from the data set" in page.text
    assert markup_errors(page) == []
    assert client.get(f"{address}?list=all").status_code == client.get(f"{address}?page=9").status_code == 404


def test_page_explains_its_ordering_and_is_valid(client, curator, trials):
    client.force_login(curator)

    page = read(client.get(reverse("worklist")))

    assert "estimate ± 1.96 × √(SE² + τ² + v)" in page.text
    assert "Large" in page.text
    assert markup_errors(page) == []


def test_without_a_study_that_is_shown_the_list_is_empty(client, curator):
    Study.objects.update(standing=StudyStatus.DRAFT)
    client.force_login(curator)

    assert "no headline is waiting for a figure" in read(client.get(reverse("worklist"))).text


@pytest.mark.parametrize("role", ["", "researcher"])
def test_other_users_are_refused(client, role):
    client.force_login(make_user(role=role))

    assert client.get(reverse("worklist")).status_code == 403


# As many queries on both databases.
@pytest.mark.one_database
def test_number_of_queries_does_not_grow_with_trials(
    client, curator, condition, measure, django_assert_max_num_queries
):
    for number in range(12):
        make_trial(condition, measure, f"Trial {number}", sd=2.0 if number % 2 else None)
    client.force_login(curator)

    with django_assert_max_num_queries(60):
        client.get(reverse("worklist"))
