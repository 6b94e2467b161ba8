"""The workbench of one study: what is typed is saved when it is valid, and never lost."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studies.choices import HigherIs, OutcomeDomain, ReadAs, StudyStatus
from studies.models import Arm, OutcomeMeasure, OutcomeResult, Study, Verification
from tests.evidence.pages.html_page import messages_of
from tests.factories import make_arm, make_measure, make_query, make_result, make_study, make_user
from tests.studies.curation.workbench.post_data import address, page_as_sent, row_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["", "researcher"])
def test_who_may_not_change_studies_is_told_so(client: Client, trial: Study, role: str) -> None:
    assert "/login/" in client.get(reverse("workbench-new"))["Location"]
    client.force_login(make_user(role=role, username="rita"))

    for name in ("workbench", "workbench-row", "workbench-pairs"):
        assert client.post(reverse(name, args=[trial.slug])).status_code == 403
    answer = client.get(reverse("workbench-new"))
    assert answer.status_code == 403
    text = " ".join(answer.content.decode().split())
    assert "This page is for curators and admins. You are logged in as rita, and this account may not do this." in text


def test_page_shows_what_is_stored_and_what_follows(curator: Client, trial: Study) -> None:
    OutcomeResult.objects.filter(arm__study=trial).update(sd=None, se=0.5)

    page = curator.get(address(trial)).content.decode()

    assert "SE 5.00 (SD 27.39)" in page
    assert "printed on 0–10, mean and spread times 10" in page
    assert "Ozone v Sham</b>: ozone v sham" in page


def test_page_shows_how_a_query_was_answered(curator: Client, trial: Study) -> None:
    make_query(study=trial).replies.create(state="answered", text="It is on page 4.", at=timezone.now())

    assert "It is on page 4." in curator.get(address(trial)).content.decode()


def test_untouched_page_changes_nothing(curator: Client, trial: Study) -> None:
    answer = curator.post(address(trial), page_as_sent(trial))

    trial.refresh_from_db()
    assert answer["Location"] == address(trial)
    assert "Nothing was changed" in messages_of(answer)
    assert trial.revision == 0


def test_changed_number_is_saved_as_printed_with_who_and_why(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")
    sent = page_as_sent(trial) | {f"results-{result.pk}-mean": "2,50", f"results-{result.pk}-quote": "2,50 ± 1,5"}

    answer = curator.post(address(trial), sent, follow=True)

    result.refresh_from_db()
    line = result.history.first()
    assert "Saved: 1 row." in answer.content.decode()
    assert (result.mean, result.as_printed("mean")) == (2.5, "2.50")
    assert (line.history_user.username, line.history_change_reason) == ("carla", "read the full text")
    assert Study.objects.get(pk=trial.pk).revision == 1


def test_new_row_takes_kind_and_scale_of_its_outcome(curator: Client, trial: Study) -> None:
    arm = Arm.objects.get(study=trial, slug="ozone")
    success = make_measure(domain=OutcomeDomain.SUCCESS, higher_is=HigherIs.BETTER, range_min=None, range_max=None)
    sent = page_as_sent(trial) | {
        "results-new1-arm": arm.pk, "results-new1-measure": success.pk, "results-new1-events": "20",
        "results-new1-n": "30", "results-new1-locator": "Table 3", "results-new1-quote": "20/30",
        "results-new1-timepoint_label": "6 months", "results-new1-weeks": "26.07",
    }  # fmt: skip

    curator.post(address(trial), sent)

    made = OutcomeResult.objects.get(measure=success)
    assert (made.kind, made.events, made.events_derived, made.higher_is) == ("dichotomous", 20, False, "better")
    assert made.source_url == "https://example.org/rossi"


def test_new_score_takes_the_range_of_its_instrument(curator: Client, trial: Study) -> None:
    arm, pain = Arm.objects.get(study=trial, slug="ozone"), OutcomeMeasure.objects.get(slug="pain-vas")
    sent = page_as_sent(trial) | {
        "results-new1-arm": arm.pk, "results-new1-measure": pain.pk, "results-new1-mean": "4",
        "results-new1-weeks": "26", "results-new1-locator": "Table 3", "results-new1-quote": "4",
    }  # fmt: skip

    curator.post(address(trial), sent)

    made = OutcomeResult.objects.get(weeks=26)
    assert (made.scale_min, made.scale_max, made.higher_is) == (0, 10, "worse")


@pytest.mark.parametrize("missing", ["locator", "quote"])
def test_changed_number_without_its_place_is_not_saved(curator: Client, trial: Study, missing: str) -> None:
    result = row_of(trial, "ozone")
    sent = page_as_sent(trial) | {f"results-{result.pk}-mean": "2.5", f"results-{result.pk}-{missing}": ""}

    answer = curator.post(address(trial), sent)

    result.refresh_from_db()
    assert answer.status_code == 400
    assert result.mean == 3.0
    assert "a number of this row is new or changed" in answer.content.decode()
    assert f'name="results-{result.pk}-mean" value="2.5"' in answer.content.decode()


def test_save_without_a_reason_saves_nothing_and_keeps_everything(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")
    sent = page_as_sent(trial) | {f"results-{result.pk}-mean": "2.5", "reason": " \x00"}

    answer = curator.post(address(trial), sent)

    result.refresh_from_db()
    assert (answer.status_code, result.mean) == (400, 3.0)
    assert 'value="2.5"' in answer.content.decode()
    assert "Give a reason" in answer.content.decode()


def test_valid_rows_are_saved_and_the_others_come_back_with_their_text(curator: Client, trial: Study) -> None:
    good, bad = row_of(trial, "ozone"), row_of(trial, "sham")
    sent = page_as_sent(trial) | {f"results-{good.pk}-mean": "2.5", f"results-{bad.pk}-mean": "3..1<b>"}

    answer = curator.post(address(trial), sent)

    good.refresh_from_db()
    bad.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, good.mean, bad.mean) == (400, 2.5, 3.0)
    assert "Saved: 1 row. 1 row needs correction" in page
    assert 'value="3..1&lt;b&gt;"' in page
    assert "is not a number. Write it as printed" in page


def test_what_the_database_refuses_comes_back_at_its_column(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")
    sent = page_as_sent(trial) | {f"results-{result.pk}-ci_low": "5", f"results-{result.pk}-ci_high": "2"}

    answer = curator.post(address(trial), sent)

    result.refresh_from_db()
    trial.refresh_from_db()
    assert (answer.status_code, result.ci_low, trial.revision) == (400, None, 0)
    assert "The interval runs from low to high." in answer.content.decode()


def test_partly_saved_page_can_be_mended_and_saved_again(curator: Client, trial: Study) -> None:
    good, bad = row_of(trial, "ozone"), row_of(trial, "sham")
    curator.post(
        address(trial), page_as_sent(trial) | {f"results-{good.pk}-mean": "2.5", f"results-{bad.pk}-mean": "x"}
    )

    curator.post(address(trial), page_as_sent(trial) | {f"results-{bad.pk}-mean": "3.1"})

    bad.refresh_from_db()
    assert bad.mean == 3.1


def test_signed_off_study_becomes_unverified_when_a_number_changes(curator: Client, trial: Study) -> None:
    other, when = make_user(role="curator"), datetime(2026, 1, 1, tzinfo=UTC)
    Study.objects.filter(pk=trial.pk).update(standing=StudyStatus.SIGNED_OFF, signed_off_by=other, signed_off_at=when)
    Verification.objects.create(study=trial, by=other, at=when, read_as=ReadAs.FULL_TEXT)
    result = row_of(trial, "ozone")

    curator.post(address(trial), page_as_sent(trial) | {f"results-{result.pk}-mean": "2.5"})

    trial.refresh_from_db()
    assert trial.standing == StudyStatus.UNVERIFIED
    assert trial.verifications.get().withdrawn_because == "read the full text"


def test_arm_is_added_with_its_components_dose_and_role(curator: Client, trial: Study) -> None:
    sent = page_as_sent(trial) | {
        "arms-new1-label": "Ozone and steroid", "arms-new1-components": ["ozone", "steroid"],
        "arms-new1-route": "intradiscal", "arms-new1-concentration": "20-30", "arms-new1-locator": "Methods",
    }  # fmt: skip

    curator.post(address(trial), sent)

    arm = Arm.objects.get(study=trial, label="Ozone and steroid")
    assert {each.slug for each in arm.components.all()} == {"ozone", "steroid"}
    assert (arm.role, arm.intervention, arm.slug) == ("ozone", "ozone+steroid", "ozone-and-steroid")
    assert (arm.concentration_low, arm.concentration_high, arm.condition) == (20, 30, trial.condition)


def test_changed_components_make_one_line_of_history(curator: Client, trial: Study) -> None:
    arm = Arm.objects.get(study=trial, slug="sham")
    before = arm.history.count()

    curator.post(address(trial), page_as_sent(trial) | {f"arms-{arm.pk}-components": ["steroid"]})

    assert [each.slug for each in arm.components.all()] == ["steroid"]
    assert arm.history.count() == before + 1
    assert [link.component.slug for link in arm.history.first().components.all()] == ["steroid"]


def test_arm_with_nothing_ticked_is_not_saved(curator: Client, trial: Study) -> None:
    arm = Arm.objects.get(study=trial, slug="sham")
    sent = page_as_sent(trial)
    del sent[f"arms-{arm.pk}-components"]

    answer = curator.post(address(trial), sent)

    assert answer.status_code == 400
    assert "Tick what the arm received" in answer.content.decode()
    assert arm.components.count() == 1


def test_contrasts_and_harms_are_added(curator: Client, trial: Study) -> None:
    ozone, sham = Arm.objects.get(study=trial, slug="ozone"), Arm.objects.get(study=trial, slug="sham")
    pain = OutcomeMeasure.objects.get(slug="pain-vas")
    sent = page_as_sent(trial) | {
        "contrasts-new1-arm_a": ozone.pk, "contrasts-new1-arm_b": sham.pk, "contrasts-new1-measure": pain.pk,
        "contrasts-new1-printed_form": "p-only", "contrasts-new1-result_text": "less pain (P < 0.01)",
        "contrasts-new1-p_text": "<0.01", "contrasts-new1-p_relation": "<", "contrasts-new1-p_value": "0.01",
        "contrasts-new1-locator": "page 4",
        "harms-new1-event": "headache", "harms-new1-n_events": "0", "harms-new1-n_at_risk": "30",
        "harms-new1-arm": ozone.pk, "harms-new1-locator": "page 5",
    }  # fmt: skip

    curator.post(address(trial), sent)

    contrast, harm = trial.reported_contrasts.get(), trial.adverse_events.get()
    assert (contrast.p_relation, contrast.p_value) == ("<", 0.01)
    assert (harm.n_events, harm.denominator_kind) == (0, "treated")


def test_row_of_another_study_is_never_written(curator: Client, trial: Study) -> None:
    other = make_result(mean=9.0)
    sent = page_as_sent(trial)
    sent["results-rows"] = [*sent["results-rows"], str(other.pk)]  # type: ignore[misc]  # a list, as made above
    arm, pain = Arm.objects.get(study=trial, slug="ozone"), OutcomeMeasure.objects.get(slug="pain-vas")
    for name, text in {
        "arm": arm.pk,
        "measure": pain.pk,
        "mean": "1",
        "locator": "x",
        "quote": "x",
        "clock": "end",
    }.items():
        sent[f"results-{other.pk}-{name}"] = text

    answer = curator.post(address(trial), sent)

    other.refresh_from_db()
    assert other.mean == 9.0
    assert "no longer there" in answer.content.decode()


def test_arm_of_another_study_is_no_choice(curator: Client, trial: Study) -> None:
    result, foreign = row_of(trial, "ozone"), make_arm()

    answer = curator.post(address(trial), page_as_sent(trial) | {f"results-{result.pk}-arm": foreign.pk})

    result.refresh_from_db()
    assert result.arm.study == trial
    assert "is not among the choices" in answer.content.decode()


def test_check_says_what_does_not_fit_with_its_arithmetic_and_saves_nothing(curator: Client, trial: Study) -> None:
    result = row_of(trial, "ozone")

    answer = curator.post(address(trial), page_as_sent(trial) | {f"results-{result.pk}-mean": "31", "do": "check"})

    result.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, result.mean) == (200, 3.0)
    assert "31 is outside the scale of 0 to 10." in page
    assert "millimetres for centimetres?" in page


def test_open_query_is_shown_with_a_form_that_comes_back(curator: Client, trial: Study) -> None:
    query = make_query(study=trial, measure=OutcomeMeasure.objects.get(slug="pain-vas"), problem="too good")

    page = curator.get(address(trial)).content.decode()

    assert "Too good" in page
    assert reverse("query-answer", args=[query.pk]) in page
    assert f'name="next" value="{address(trial)}"' in page


def test_more_rows_keep_what_is_typed(curator: Client, trial: Study) -> None:
    answer = curator.post(address(trial), page_as_sent(trial) | {"results-new2-mean": "unfinished", "do": "rows"})

    page = answer.content.decode()
    assert 'name="results-new2-mean" value="unfinished"' in page
    assert 'name="results-new13-mean"' in page


def test_draft_is_worked_on_and_links_to_no_public_page(curator: Client) -> None:
    study = make_study(standing=StudyStatus.DRAFT)

    page = curator.get(address(study)).content.decode()

    assert reverse("sign-off", args=[study.slug]) in page
    assert f'href="{study.get_absolute_url()}"' not in page


def test_texts_are_escaped(curator: Client, trial: Study) -> None:
    OutcomeResult.objects.filter(arm__study=trial).update(note="<script>x</script>", outcome_name="<i>pain</i>")
    Arm.objects.filter(study=trial).update(label="<b>arm</b>")

    page = curator.get(address(trial)).content.decode()

    assert "<script>x" not in page
    assert "<b>arm" not in page
    assert "<i>pain" not in page


def test_queries_do_not_grow_with_the_rows(curator: Client, trial: Study, django_assert_max_num_queries) -> None:
    arm, pain = Arm.objects.get(study=trial, slug="ozone"), OutcomeMeasure.objects.get(slug="pain-vas")
    for week in range(20):
        make_result(arm=arm, measure=pain, weeks=week, locator="Table 2")

    with django_assert_max_num_queries(33):
        curator.get(address(trial))


def new_row(trial: Study, **texts: object) -> dict[str, object]:
    """A page on which the first row of results is typed again into a new one, but for these texts."""
    first = row_of(trial, "ozone")
    same = {"arm": first.arm_id, "measure": first.measure_id, "weeks": first.weeks, "timepoint_label": "4 weeks"}
    typed = same | {"n": 30, "mean": "3.0", "sd": "1.50", "quote": "3.0 ± 1.5"} | texts
    return page_as_sent(trial) | {f"results-new1-{name}": str(text) for name, text in typed.items()}


def test_row_that_repeats_another_is_refused_and_says_which(curator: Client, trial: Study) -> None:
    OutcomeResult.objects.filter(arm__study=trial).update(timepoint_label="4 weeks", n=30, higher_is="worse")

    page = curator.post(address(trial), new_row(trial)).content.decode()

    assert "It repeats the row “4 weeks, Pain scale, Ozone”" in page
    assert OutcomeResult.objects.filter(arm__study=trial).count() == 2


def test_new_row_takes_weeks_from_its_time_and_its_place_from_the_row_above(curator: Client, trial: Study) -> None:
    sent = new_row(trial, timepoint_label="3 months", weeks="", mean="2.1")

    answer = curator.post(address(trial), sent)

    made = OutcomeResult.objects.get(mean=2.1)
    assert (made.weeks, made.locator) == (13.035, "Table 2")
    assert messages_of(answer) == "Saved: 1 row. 1 new row took the place in the source from the row above."


def test_kind_that_contradicts_the_design_is_refused_with_advice(curator: Client, trial: Study) -> None:
    answer = curator.post(address(trial), page_as_sent(trial) | {f"study-{trial.pk}-design": "meta-analysis"})

    assert answer.status_code == 400
    assert "“meta-analysis” is no design of a primary study. Choose the kind “review”" in answer.content.decode()


def test_fields_that_cannot_be_empty_are_marked(curator: Client, trial: Study) -> None:
    page = curator.get(address(trial)).content.decode()

    pk = row_of(trial, "ozone").pk
    assert (
        f'name="results-{pk}-measure" aria-labelledby="h-results-measure r-results-{pk}" aria-required="true"' in page
    )
    assert page.count('<span class="required">with a number</span>') >= 3
