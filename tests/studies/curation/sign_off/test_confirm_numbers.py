"""Numbers are confirmed one by one, by keys, ticks or buttons; a study is signed off whole or in part."""

import pytest
from django.urls import reverse

from studies.choices import ReadAs, StudyStatus
from studies.curation.sign_off.confirm_numbers import (
    NumberPlace,
    confirm_numbers,
    place_of_key,
    withdraw_confirmation,
)
from studies.curation.sign_off.sign_off import sign_off_study
from studies.models import NumberConfirmation
from studies.permissions import CURATOR
from studies.reported.number_meaning import meaning_of, with_meaning
from studies.reported.reported_numbers import NumberShare
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError, record_change
from studies.selectors.study_numbers import read_number_shares, read_numbers
from tests.evidence.pages.html_page import markup_errors, messages_of, read
from tests.factories import make_arm, make_harm, make_reported_contrast, make_result, make_study, make_user
from tests.studies.curation.sign_off.test_sign_off import NOW


@pytest.mark.parametrize(
    "key",
    [
        "",
        "result",
        "result-12",
        "result-12-",
        "result--mean",
        "result-x-mean",
        "query-3-n",
        "arm-²-n",
        f"arm-{10**30}-n",
        "arm-3-\x00n",
    ],
)
def test_what_names_no_number_is_refused(key):
    with pytest.raises(ActionRefusedError, match="no such number"):
        place_of_key(key)


def test_key_of_a_place_leads_back_to_it():
    place = NumberPlace("trial_row", 12, "arm_a_n")
    assert place_of_key(place.key) == place


@pytest.fixture
def typist():
    return make_user(role=CURATOR, username="typist")


@pytest.fixture
def second(client):
    user = make_user(role=CURATOR, first_name="Bo", last_name="Reader")
    client.force_login(user)
    return user


@pytest.fixture
def result(typist):
    """Three numbers, entered by one person."""
    result = make_result(arm=make_arm(study=make_study()), n=40, mean=3.0, sd=1.5, printed={"mean": "3.0"})
    result.extracted_by = typist
    save_with_reason(result, reason="Typed in", by=typist)
    record_change(study=result.arm.study, by=typist, now=NOW, reason="Typed in")
    return result


def share(result):
    return read_number_shares([result.arm.study_id])[result.arm.study_id]


def seen(result, **values):
    meaning = meaning_of("result", result)
    return {NumberPlace("result", result.pk, field): with_meaning(value, meaning) for field, value in values.items()}


@pytest.mark.django_db
class TestConfirming:
    def confirm(self, result, by, **values):
        confirm_numbers(study=result.arm.study, seen=seen(result, **values), by=by, now=NOW)

    def test_counts_until_the_number_changes_and_again_when_it_is_confirmed_anew(self, result, second):
        self.confirm(result, second, mean="3.0", sd="1.5")
        assert share(result) == NumberShare(2, 3)

        result.sd = 1.6
        result.save()
        assert share(result) == NumberShare(1, 3)
        self.confirm(result, second, sd="1.6")
        assert share(result) == NumberShare(2, 3)
        assert NumberConfirmation.objects.count() == 2

    def test_of_a_number_that_was_changed_meanwhile_confirms_none(self, result, second):
        with pytest.raises(ActionRefusedError, match="was changed after you opened"):
            self.confirm(result, second, sd="1.5", mean="3")
        assert not NumberConfirmation.objects.exists()

    def test_of_a_number_whose_row_was_moved_meanwhile_confirms_none(self, result, second):
        opened = seen(result, mean="3.0")
        result.weeks = 12
        result.save()
        with pytest.raises(ActionRefusedError, match="was changed after you opened"):
            confirm_numbers(study=result.arm.study, seen=opened, by=second, now=NOW)

    def test_of_ones_own_number_is_refused_even_after_another_changed_the_row(self, result, second, typist):
        with pytest.raises(ActionRefusedError, match="You entered this number"):
            self.confirm(result, typist, mean="3.0")
        result.extracted_by = make_user()
        result.save()
        with pytest.raises(ActionRefusedError, match="You entered this number"):
            self.confirm(result, typist, mean="3.0")

    def test_of_ones_own_number_of_the_study_is_refused_after_another_changed_a_row(self, result, second, typist):
        study = result.arm.study
        study.n_randomised = 80
        save_with_reason(study, reason="Typed in", by=typist)
        study.label = "Another name"
        save_with_reason(study, reason="Renamed", by=second)
        record_change(study=study, by=make_user(), now=NOW, reason="A row")
        [listed] = [each for each in read_numbers([study.pk], are_to_confirm=True)[study.pk] if each.row[0] == "study"]
        number = {NumberPlace("study", study.pk, "n_randomised"): listed.value_with_meaning}

        with pytest.raises(ActionRefusedError, match="You entered this number"):
            confirm_numbers(study=study, seen=number, by=typist, now=NOW)
        confirm_numbers(study=study, seen=number, by=second, now=NOW)
        assert share(result) == NumberShare(1, 4)

    def test_can_be_taken_back_by_who_confirmed_alone(self, result, second):
        self.confirm(result, second, mean="3.0")
        place = NumberPlace("result", result.pk, "mean")

        with pytest.raises(ActionRefusedError, match="have not confirmed"):
            withdraw_confirmation(study=result.arm.study, place=place, by=make_user())
        withdraw_confirmation(study=result.arm.study, place=place, by=second)
        assert share(result) == NumberShare(0, 3)

    def test_sign_off_without_all_numbers_is_in_part_only(self, result, second):
        study, how = result.arm.study, {"by": second, "now": NOW, "read_as": ReadAs.FULL_TEXT}
        with pytest.raises(ActionRefusedError, match="No number is confirmed yet"):
            sign_off_study(study=study, in_part=True, **how)
        self.confirm(result, second, mean="3.0")
        with pytest.raises(ActionRefusedError, match=r"Only 1 of 3 numbers confirmed\. Confirm the others"):
            sign_off_study(study=study, **how)

        sign_off_study(study=study, in_part=True, **how)
        study.refresh_from_db()
        assert study.standing == StudyStatus.SIGNED_OFF
        reason = "Signed off, read as: full text, 1 of 3 numbers confirmed"
        assert study.history.first().history_change_reason == reason


@pytest.mark.django_db
class TestThePage:
    def address(self, result, name="sign-off-numbers"):
        return reverse(name, args=[result.arm.study.slug])

    def test_ticks_and_buttons_do_without_a_script(self, client, result, second):
        page = read(client.get(self.address(result, "sign-off")))
        assert markup_errors(page) == []
        ticks = [attributes["value"] for tag, attributes in page.elements if attributes.get("name") == "confirm"]
        assert ticks == [f"{place.key}|{value}" for place, value in seen(result, n="40", mean="3.0", sd="1.5").items()]

        sent = client.post(self.address(result), {"confirm": ticks}, follow=True)
        assert sent.redirect_chain[0][0].endswith(f"#number-result-{result.pk}-sd")
        page = read(sent)
        assert "3 of 3 numbers confirmed" in page.text
        assert markup_errors(page) == []
        client.post(self.address(result), {"withdraw": f"result-{result.pk}-sd"})
        assert share(result) == NumberShare(2, 3)

    def test_what_a_number_means_stands_above_it(self, client, result, second):
        result.scale_min, result.scale_max = 0, 100
        result.save()
        study, arm = result.arm.study, result.arm
        make_harm(study=study, arm=arm, event="headache")
        contrast = {"p_value": 0.05, "p_text": "<0.05", "p_relation": "<", "effect_measure": "MD"}
        make_reported_contrast(study=study, arm_a=arm, measure=result.measure, **contrast)

        text = read(client.get(self.address(result, "sign-off"))).text

        assert f"{arm.label}, on 0 to 100" in text
        assert "mean difference, P printed as <0.05, favours ozone" in text
        assert f"Headache, {arm.label}, counted among: people treated" in text

    def test_script_gets_the_changed_parts_or_the_reason(self, client, result, second):
        asked = {"headers": {"Accept": "application/json"}}
        number = f"result-{result.pk}-mean"
        (value,) = seen(result, mean="3.0").values()
        parts = client.post(self.address(result), {"confirm": f"{number}|{value}"}, **asked).json()["parts"]
        assert parts.keys() == {"share", f"number-{number}", "sign-off-actions"}
        assert "1 of 3 numbers confirmed" in parts["share"]
        assert "Sign off in part" in parts["sign-off-actions"]

        refused = client.post(self.address(result), {"confirm": f"{number}|4"}, **asked)
        assert (refused.status_code, "was changed" in refused.json()["error"]) == (400, True)
        assert "Tick the numbers" in messages_of(client.post(self.address(result)))

    def test_who_entered_a_number_is_told_and_cannot_tick_it(self, client, result, typist):
        client.force_login(typist)
        page = read(client.get(self.address(result, "sign-off")))
        assert "yours: another person confirms it" in page.text
        assert not [attributes for _, attributes in page.elements if attributes.get("name") == "confirm"]

    def test_query_is_raised_about_the_number_with_its_outcome(self, client, result, second):
        sent = {"number": f"result-{result.pk}-sd", "problem": "Table 2 prints 1.6 <b>"}
        assert "The query is raised" in messages_of(client.post(self.address(result, "sign-off-query"), sent))
        query = result.arm.study.queries.get()
        assert (query.field, query.arm, query.measure, query.timepoint_label, query.severity) == (
            "sd", result.arm, result.measure, result.timepoint_label, "warning",
        )  # fmt: skip
        assert "no such number" in messages_of(client.post(self.address(result, "sign-off-query")))

    def test_queries_do_not_grow_with_numbers(self, client, result, second, django_assert_max_num_queries):
        for _ in range(3):
            make_result(arm=result.arm, measure=result.measure, n=30)
        with django_assert_max_num_queries(62):
            client.get(self.address(result, "sign-off"))
