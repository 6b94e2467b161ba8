"""Two curators edit one study: the second sees what changed, and loses nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studies.curation.save_rows import RowChange, save_rows
from studies.curation.workbench.concurrent_edits import changes_since, current_revision, last_lines, parse_revision
from studies.models import Arm, Component, OutcomeResult, Study
from tests.factories import make_arm, make_result, make_user
from tests.studies.curation.workbench.post_data import address, page_as_sent, row_of

pytestmark = pytest.mark.django_db


def other_saves(study: Study, result: OutcomeResult, **values: object) -> None:
    """Somebody called Dora changes a result."""
    dora = make_user(role="curator", username="dora")
    row = RowChange(key="r", model=OutcomeResult, pk=result.pk, values=values)
    revision = Study.objects.get(pk=study.pk).revision
    save_rows(study=study, rows=[row], by=dora, now=timezone.now(), reason="erratum", expected_revision=revision)


def test_second_save_is_refused_with_field_before_after_and_who(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")
    sent = page_as_sent(trial) | {f"results-{result.pk}-mean": "2.5"}
    other_saves(trial, result, mean=2.8)

    answer = curator.post(address(trial), sent)

    result.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, result.mean) == (409, 2.8)
    assert f'name="results-{result.pk}-mean" value="2.5"' in page
    cells = dict(re.findall(r'<td data-label="(Field|Before|After)">(.*?)</td>', page))
    assert cells == {"Field": "mean", "Before": "3", "After": "2.8"}
    assert "dora: erratum" in page


def test_field_left_alone_takes_what_the_other_saved(curator: Client, trial: Study) -> None:
    mine, theirs = row_of(trial, "ozone"), row_of(trial, "sham")
    sent = page_as_sent(trial) | {f"results-{mine.pk}-mean": "2.5"}
    other_saves(trial, theirs, n=28)

    page = curator.post(address(trial), sent).content.decode()

    assert f'name="results-{theirs.pk}-n" value="28"' in page
    assert f'name="results-{mine.pk}-mean" value="2.5"' in page


def test_saving_again_with_the_new_revision_goes_through(curator: Client, trial: Study) -> None:
    mine, theirs = row_of(trial, "ozone"), row_of(trial, "sham")
    sent = page_as_sent(trial) | {f"results-{mine.pk}-mean": "2.5"}
    other_saves(trial, theirs, n=28)
    page = curator.post(address(trial), sent).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]

    curator.post(address(trial), sent | {"seen": seen, f"results-{theirs.pk}-n": "28"})

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.mean, theirs.n) == (2.5, 28)


def test_row_added_by_the_other_appears_and_typed_new_row_stays(curator: Client, trial: Study) -> None:
    sent = page_as_sent(trial) | {"results-new1-quote": "half typed"}
    result = row_of(trial, "ozone")
    other_saves(trial, result, n=29)
    added = make_result(arm=result.arm, measure=result.measure, weeks=52, timepoint_label="a year later")

    page = curator.post(address(trial), sent).content.decode()

    assert f'name="results-{added.pk}-timepoint_label" value="a year later"' in page
    assert "half typed" in page


def test_row_deleted_by_the_other_stays_as_a_new_one(curator: Client, trial: Study) -> None:
    gone = row_of(trial, "sham")
    sent = page_as_sent(trial) | {f"results-{gone.pk}-mean": "2.7"}
    other_saves(trial, row_of(trial, "ozone"), n=29)
    gone.delete()

    page = curator.post(address(trial), sent).content.decode()

    assert 'name="results-new4-mean" value="2.7"' in page
    assert "Deleted in the meantime" in page


def test_components_changed_by_the_other_are_listed_by_label(curator: Client, trial: Study) -> None:
    arm = Arm.objects.get(study=trial, slug="sham")
    sent = page_as_sent(trial) | {f"arms-{arm.pk}-components": ["sham", "saline"]}
    dora = make_user(role="curator", username="dora")
    row = RowChange(key="a", model=Arm, pk=arm.pk, values={}, components=frozenset({"sham", "steroid"}))
    save_rows(study=trial, rows=[row], by=dora, now=timezone.now(), reason="read again", expected_revision=0)

    page = curator.post(address(trial), sent).content.decode()

    assert "sham injection, steroid" in page
    assert {each.slug for each in Component.objects.filter(arms=arm)} == {"sham", "steroid"}


def test_page_that_says_nothing_of_what_it_saw_saves_nothing(curator: Client, trial: Study) -> None:
    for seen in ("", "x", "1-2", "-1-0-0-0-0-0", "9" * 40):
        assert parse_revision(seen) is None
    result = row_of(trial, "ozone")

    answer = curator.post(address(trial), page_as_sent(trial) | {"seen": "x", f"results-{result.pk}-mean": "1"})

    result.refresh_from_db()
    assert (answer.status_code, result.mean) == (409, 3.0)


def test_what_was_seen_is_read_back_and_nothing_has_changed_since(trial: Study) -> None:
    seen = current_revision(trial, last_lines(trial))

    assert parse_revision(str(seen)) == seen
    assert changes_since(trial, seen) == []


def test_change_of_another_study_is_none_of_this_one(trial: Study) -> None:
    seen = current_revision(trial, last_lines(trial))
    make_result(arm=make_arm())

    assert changes_since(trial, seen) == []


def test_address_of_the_workbench(trial: Study) -> None:
    assert reverse("workbench", args=[trial.slug]) == f"/curation/studies/{trial.slug}/"
