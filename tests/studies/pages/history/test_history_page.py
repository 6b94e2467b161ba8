"""The history of a study as readers see it, and reverting a change."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.choices import ReadAs, StudyStatus
from studies.curation.sign_off.sign_off import sign_off_study
from studies.dataset import load
from studies.models import Arm, Component, DataQuery, OutcomeResult, Study
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from studies.revisions.reasons import give_reason, save_with_reason
from studies.revisions.record_change import ActionRefusedError, record_change
from studies.revisions.revert import revert_change
from studies.revisions.versions import ROWS, is_reported_row, lines_of, study_of
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import (
    make_arm,
    make_harm,
    make_inclusion,
    make_measure,
    make_query,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.dataset.csv_copy import make_small

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def curator():
    return make_user(role=CURATOR, first_name="Ada", last_name="Curator")


def correct(record, by, why="Table 2 says so", **values):
    """A change made like those of the pages."""
    study = study_of(record)
    record_change(study=study, by=by, now=NOW, reason=why)
    for name, value in values.items():
        setattr(record, name, value)
    save_with_reason(record, reason=why, by=by)
    return lines_of(type(record), study).filter(id=record.pk).order_by("-history_id").first()


def history(client, study, **query):
    return read(client.get(reverse("study-history", args=[study.slug]), query))


class TestThePage:
    def test_shows_user_time_reason_old_and_new_value(self, client, curator):
        measure = make_measure(name="Pain (VAS)")
        result = make_result(arm=make_arm(label="Ozone in the disc"), measure=measure, mean=3.2, is_change=False)
        correct(result, curator, mean=2.3, is_change=True)

        page = history(client, result.arm.study)

        assert markup_errors(page) == []
        assert "Ada Curator" in page.text
        assert "Why: Table 2 says so" in page.text
        table = page.tables[0]
        assert table.texts == [
            ["What", "Before", "After"],
            ["Mean", "3.2", "2.3"],
            ["Change from baseline", "no", "yes"],
        ]
        assert "Result: Ozone in the disc, Pain (VAS), 1 month changed" in page.text

    def test_labels_of_choices_and_names_of_components(self, client, curator):
        arm = make_arm(components=("ozone",), route="intradiscal")
        correct(arm, curator, route="epidural")
        arm.components.add(Component.objects.get(slug="steroid"))

        text = history(client, arm.study).text

        assert "Route into the disc (intradiscal) epidural" in text
        assert "Components ozone" in text
        assert "ozone, " in text

    def test_lists_every_kind_of_row_newest_first(self, client, curator):
        result = make_result()
        study = result.arm.study
        rows = [
            correct(study, curator, country="Italy"),
            correct(result.arm, curator, label="Ozone arm"),
            correct(result, curator, n=3131),
            correct(make_reported_contrast(study=study), curator, result_text="P = 0.02"),
            correct(make_harm(study=study), curator, event="dural tap"),
            correct(make_risk_of_bias(study=study), curator, judgement="well hidden"),
            correct(make_inclusion(review=study), curator, citation="Somebody 2001"),
            correct(make_query(study=study), curator, problem="impossible"),
        ]

        page = history(client, study)

        assert len(rows) == 8
        words = ["impossible", "Somebody 2001", "hidden", "dural tap", "P = 0.02", "3131", "Arm: Ozone arm", "Italy"]
        places = [page.text.index(word) for word in words]
        assert places == sorted(places)

    def test_save_without_changes_is_not_shown(self, client, curator):
        result = make_result()
        save_with_reason(result, reason="Saved once more", by=curator)

        assert "Saved once more" not in history(client, result.arm.study).text

    def test_a_deleted_row_is_shown_with_its_values(self, client, curator):
        result = make_result(mean=3.25)
        study = result.arm.study
        give_reason(result, reason="Not of this trial", by=None)
        result.delete()

        text = history(client, study).text

        assert "Not of this trial" in text
        assert "deleted" in text
        assert "3.25" in text

    def test_data_load_is_one_line(self, client, tmp_path):
        load(make_small(tmp_path), keep=True)

        page = history(client, Study.objects.get(row_key="bonetti2005"))

        assert page.text.count("Loaded from the data set") == 1
        assert "1 study, " in page.text
        assert page.tables == []

    def test_typed_text_is_escaped(self, client, curator):
        study = make_study()
        correct(study, curator, why="<script>alert(1)</script>", funding="<b>nobody</b>")

        html = history(client, study).html

        assert "<script>alert" not in html
        assert "<b>nobody" not in html
        assert "&lt;b&gt;nobody" in html

    def test_page_has_so_many_lines(self, client, curator, monkeypatch):
        monkeypatch.setattr("studies.pages.history.history_lines.PAGE_SIZE", 3)
        study = make_study()
        for number in range(5):
            correct(study, curator, why=f"Reason {number}.", country=f"Country {number}")

        first, second = history(client, study), history(client, study, page=2)

        assert first.text.count("Why: Reason") == 3
        assert "Reason 4." in first.text
        assert "Reason 1." in second.text
        assert "Reason 4." not in second.text

    def test_queries_do_not_grow_with_the_history(self, client, curator):
        study, counts = make_study(), []
        for number in range(1, 4):
            correct(make_result(arm=make_arm(study=study)), curator, why=f"Reason {number}", mean=20 + number)
            with CaptureQueriesContext(connection) as asked:
                assert history(client, study).text.count("Why: Reason") == number
            counts.append(len(asked))
        assert counts[1] == counts[2]


class TestWhoSeesIt:
    def test_history_of_a_draft_is_for_curators(self, client, curator):
        study = make_study(standing=StudyStatus.DRAFT)
        address = reverse("study-history", args=[study.slug])

        assert client.get(address).status_code == 404
        client.force_login(make_user(role=RESEARCHER))
        assert client.get(address).status_code == 404
        client.force_login(curator)
        assert client.get(address).status_code == 200

    def test_another_study_that_is_a_draft_is_not_named(self, client, curator):
        hidden = make_study(label="Secret 2026", standing=StudyStatus.DRAFT, row_key="secret2026")
        hidden_arm = make_arm(study=hidden, label="Ozone in the toe")
        result = make_result()
        study = result.arm.study
        inclusion = make_inclusion(review=study)
        correct(inclusion, curator, study=hidden)
        correct(study, curator, note="Patients of secret2026")
        correct(make_harm(study=study), curator, arm=hidden_arm)
        own = result.arm
        correct(result, curator, arm=hidden_arm)
        correct(result, curator, arm=own)

        page = history(client, study)

        assert "another study" in page.text
        assert "ecret" not in page.html

    def test_only_curators_can_revert(self, client, curator):
        study = make_study()
        correct(study, curator, country="Italy")
        address = reverse("study-history", args=[study.slug])

        assert "Undo" not in read(client.get(address)).text
        client.force_login(curator)
        page = read(client.get(address))
        assert "Undo" in page.text
        assert markup_errors(page) == []

    def test_signing_off_cannot_be_reverted_here(self, client, curator):
        study = make_study()
        record_change(study=study, by=curator, now=NOW, reason="Typed in")
        sign_off_study(study=study, by=make_user(role=CURATOR), now=NOW, read_as=ReadAs.FULL_TEXT)
        client.force_login(curator)

        page = history(client, study)

        assert "Status unverified signed off" in page.text
        assert "Undo" not in page.text


class TestReverting:
    def test_writes_the_old_values_as_a_new_change(self, curator):
        result = make_result(mean=3.2, sd=1.5)
        study = result.arm.study
        line = correct(result, curator, mean=2.3, sd=1.1)

        revert_change(line=line, by=curator, now=NOW, reason="It was right before")

        result.refresh_from_db()
        assert (result.mean, result.sd) == (3.2, 1.5)
        latest = result.history.first()
        assert (latest.history_user, latest.history_change_reason) == (curator, "Reverted: It was right before")
        assert result.history.count() == 3
        study.refresh_from_db()
        assert study.revision == 2

    def test_withdraws_the_sign_off(self, curator):
        study = make_study()
        line = correct(study, curator, country="Italy")
        sign_off_study(study=study, by=make_user(role=CURATOR), now=NOW, read_as=ReadAs.FULL_TEXT)

        revert_change(line=line, by=curator, now=NOW, reason="Spain it is")

        study.refresh_from_db()
        assert (study.country, study.standing) == ("", StudyStatus.UNVERIFIED)

    def test_only_fields_that_the_change_touched(self, curator):
        result = make_result(mean=3.2, n=30)
        line = correct(result, curator, mean=2.3)
        correct(result, curator, n=31)

        revert_change(line=line, by=curator, now=NOW, reason="No")

        result.refresh_from_db()
        assert (result.mean, result.n) == (3.2, 31)

    def test_brings_back_no_field_that_the_person_may_not_write(self, curator):
        admin, study = make_user(role=ADMIN), make_study(slug="before")
        line = correct(study, admin, slug="after")

        with pytest.raises(ActionRefusedError, match=r"You may not change this back: slug\. An admin can\."):
            revert_change(line=line, by=curator, now=NOW, reason="No")
        revert_change(line=line, by=admin, now=NOW, reason="Links name it so")

        study.refresh_from_db()
        assert study.slug == "before"

    def test_brings_back_what_curators_write_on_other_pages(self, curator):
        arm = make_arm()
        line = correct(arm, make_user(role=ADMIN), role="comparator")

        revert_change(line=line, by=curator, now=NOW, reason="It received ozone")

        arm.refresh_from_db()
        assert arm.role == "ozone"

    def test_is_refused_when_later_changes_follow(self, curator):
        result = make_result(mean=3.2)
        line = correct(result, curator, mean=2.3)
        correct(result, curator, mean=2.4)

        with pytest.raises(ActionRefusedError, match=r"Later changes follow this one \(mean\)"):
            revert_change(line=line, by=curator, now=NOW, reason="No")
        result.refresh_from_db()
        assert result.mean == 2.4
        assert result.arm.study.revision == 2

    def test_restores_components(self, curator):
        arm = make_arm(components=("ozone",))
        arm.components.add(Component.objects.get(slug="steroid"))
        line = arm.history.first()

        revert_change(line=line, by=curator, now=NOW, reason="No steroid")

        assert [component.slug for component in arm.components.all()] == ["ozone"]
        assert arm.history.first().history_change_reason == "Reverted: No steroid"
        assert arm.history.first().history_user == curator

    def test_restores_a_deleted_row_with_its_primary_key(self, curator):
        arm = make_arm(components=("ozone", "steroid"))
        result = make_result(arm=arm, mean=3.2)
        pk, arm_pk = result.pk, arm.pk
        result.delete()
        arm.delete()
        gone = OutcomeResult.history.filter(id=pk, history_type="-").get()
        with pytest.raises(ActionRefusedError, match="no longer exist|does not exist"):
            revert_change(line=gone, by=curator, now=NOW, reason="By mistake")

        revert_change(
            line=Arm.history.filter(id=arm_pk, history_type="-").get(), by=curator, now=NOW, reason="By mistake"
        )
        revert_change(line=gone, by=curator, now=NOW, reason="By mistake")

        restored = OutcomeResult.objects.get(pk=pk)
        assert (restored.mean, restored.arm_id) == (3.2, arm_pk)
        assert {component.slug for component in restored.arm.components.all()} == {"ozone", "steroid"}
        with pytest.raises(ActionRefusedError, match="exists again already"):
            revert_change(line=gone, by=curator, now=NOW, reason="Twice")

    def test_invalid_old_values_are_refused_with_a_reason(self, curator):
        result = make_result(events=10, n=40)
        line = correct(result, curator, events=4)
        correct(result, curator, n=5)

        with pytest.raises(ActionRefusedError, match="More events than participants"):
            revert_change(line=line, by=curator, now=NOW, reason="No")

    def test_addition_cannot_be_reverted_and_is_deleted_by_admins(self, curator):
        result = make_result()

        with pytest.raises(ActionRefusedError, match="an admin can delete it"):
            revert_change(line=result.history.get(), by=curator, now=NOW, reason="No")

    def test_a_status_is_not_reverted_here(self, curator):
        study = make_study()
        record_change(study=study, by=curator, now=NOW, reason="Typed in")
        sign_off_study(study=study, by=make_user(role=CURATOR), now=NOW, read_as=ReadAs.FULL_TEXT)

        with pytest.raises(ActionRefusedError, match="by signing off"):
            revert_change(line=study.history.first(), by=curator, now=NOW, reason="No")

    def test_needs_a_reason(self, curator):
        line = correct(make_study(), curator, country="Italy")

        with pytest.raises(ActionRefusedError, match="Give a reason"):
            revert_change(line=line, by=curator, now=NOW, reason=" ")


class TestRevertingOnThePage:
    def post(self, client, study, line, kind="result", **sent):
        return client.post(reverse("history-revert", args=[study.slug, kind, line.history_id]), sent, follow=True)

    def test_a_curator_reverts(self, client, curator):
        result = make_result(mean=3.2)
        line = correct(result, curator, mean=2.3)
        client.force_login(curator)

        page = read(self.post(client, result.arm.study, line, reason="It was right"))

        result.refresh_from_db()
        assert result.mean == 3.2
        assert "Reverted: the former values were saved as a new change." in page.text

    def test_a_refusal_is_shown(self, client, curator):
        result = make_result(mean=3.2)
        line = correct(result, curator, mean=2.3)
        client.force_login(curator)

        assert "Give a reason" in read(self.post(client, result.arm.study, line, reason="")).text
        result.refresh_from_db()
        assert result.mean == 2.3

    def test_a_line_of_another_study_is_not_found(self, client, curator):
        result = make_result(mean=3.2)
        line = correct(result, curator, mean=2.3)
        client.force_login(curator)

        assert self.post(client, make_study(), line, reason="No").status_code == 404
        assert self.post(client, result.arm.study, line, kind="user", reason="No").status_code == 404

    @pytest.mark.parametrize("role", ["", RESEARCHER])
    def test_people_of_another_role_are_refused(self, client, curator, role):
        result = make_result(mean=3.2)
        line = correct(result, curator, mean=2.3)
        client.force_login(make_user(role=role))

        assert self.post(client, result.arm.study, line, reason="No").status_code == 403
        result.refresh_from_db()
        assert result.mean == 2.3


def test_every_row_has_its_study_and_a_query_is_not_a_reported_row():
    study = make_study()
    rows = {
        "study": study,
        "arm": make_arm(study=study),
        "result": make_result(arm=make_arm(study=study)),
        "contrast": make_reported_contrast(study=study),
        "harm": make_harm(study=study),
        "bias": make_risk_of_bias(study=study),
        "inclusion": make_inclusion(review=study),
        "query": make_query(study=study),
    }
    assert {kind: study_of(row) for kind, row in rows.items()} == dict.fromkeys(rows, study)
    assert rows.keys() == ROWS.keys() - {"pool", "trial-row"}
    assert [kind for kind, row in rows.items() if not is_reported_row(row)] == ["query"]
    assert ROWS["query"] is DataQuery
    assert study_of(make_measure()) is None
