"""A second extraction is blind; its differences are settled with a reason; agreement is counted."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.choices import ExtractionState, ReadAs, Settlement, StudyStatus
from studies.curation.extraction.extraction_comparison import compare_extraction
from studies.curation.extraction.second_extraction import (
    ExtractionAgreement,
    begin_extraction,
    extraction_agreement,
    finish_extraction,
    save_values,
    settle_difference,
)
from studies.models import ExtractedValue, Extraction, Study
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import make_arm, make_result, make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import now

pytestmark = pytest.mark.django_db
# Values of the record; none of them may be in the form or in an attribute of it.
NUMBERS = {"n": 4217, "mean": 37.125, "sd": 11.875, "ci_low": 33.625, "ci_high": 41.375, "ci_level": 97.25}


@pytest.fixture(scope="module")
def records(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Study, User]]:
    """A study, and the person who reads it a second time: made once."""
    with shared_records(
        django_db_blocker, lambda: (make_trial(), make_user(role="curator", username="kirschbaum"))
    ) as made:
        yield made


@pytest.fixture
def second(records: tuple[Study, User]) -> User:
    return deepcopy(records[1])


@pytest.fixture
def study(records: tuple[Study, User]) -> Study:
    return deepcopy(records[0])


def make_trial() -> Study:
    study = make_study(label="Rossi 2015", slug="rossi-2015")
    for components in (("ozone",), ("sham",)):
        make_result(arm=make_arm(study=study, components=components), outcome_name="Pain at rest", **NUMBERS)
    return study


@pytest.fixture
def score(study):
    return study.arms.first().results.get()


@pytest.fixture
def count(study):
    arm = study.arms.last()
    return make_result(arm=arm, outcome_name="Pain-free", n=40, events=10, percent=25.0)


def reading(study, second, typed: dict) -> Extraction:
    """A finished reading in which the second person typed these numbers, by result and field."""
    extraction = begin_extraction(study=study, by=second, read_as=ReadAs.FULL_TEXT, now=now())
    places = {(result.pk, field): text for (result, field), text in typed.items()}
    save_values(extraction=extraction, typed=places, note="", by=second)
    return finish_extraction(extraction=extraction, by=second, now=now())


def all_as_recorded(study) -> dict:
    rows = [result for arm in study.arms.all() for result in arm.results.all()]
    return {(result, field): str(number) for result in rows for field, number in NUMBERS.items()}


class TestWho:
    def test_person_who_entered_a_number_cannot_extract_it_again(self, study, second, score):
        score.mean = 36
        save_with_reason(score, reason="typed", by=second)

        with pytest.raises(ActionRefusedError, match="another person must"):
            begin_extraction(study=study, by=second, read_as=ReadAs.ABSTRACT, now=now())

    def test_person_who_extracted_the_study_cannot_extract_it_again(self, study, second):
        study.extracted_by = second
        study.save()

        with pytest.raises(ActionRefusedError, match="another person must"):
            begin_extraction(study=study, by=second, read_as=ReadAs.ABSTRACT, now=now())

    def test_no_person_extracts_a_study_twice(self, study, second):
        reading(study, second, all_as_recorded(study))

        with pytest.raises(ActionRefusedError, match="have finished"):
            begin_extraction(study=study, by=second, read_as=ReadAs.ABSTRACT, now=now())

    def test_an_extraction_belongs_to_its_extractor(self, study, second):
        extraction = begin_extraction(study=study, by=second, read_as=ReadAs.ABSTRACT, now=now())

        with pytest.raises(ActionRefusedError):
            save_values(extraction=extraction, typed={}, note="", by=make_user())

    @pytest.mark.parametrize("role", ["", "researcher"])
    def test_researchers_and_strangers_are_refused(self, client, study, role):
        client.force_login(make_user(role=role))

        assert client.get(reverse("extraction", args=[study.slug])).status_code == 403


class TestBlind:
    def begin(self, client, study, second):
        client.force_login(second)
        client.post(reverse("extraction", args=[study.slug]), {"read_as": "full-text"})
        return client.get(reverse("extraction", args=[study.slug]))

    def test_letters_that_no_database_keeps_are_left_out(self, client, study, second):
        self.begin(client, study, second)
        client.post(reverse("extraction", args=[study.slug]), {"note": "No\x00 table"})
        assert study.extractions.get().note == "No table"

    def test_no_number_of_the_record_is_in_the_form(self, client, study, second):
        shown = self.begin(client, study, second).content.decode()

        for number in NUMBERS.values():
            assert str(number) not in shown
            assert str(number).replace(".", ",") not in shown
        for word in ("Pain at rest", "1 month", "ozone", "sham"):
            assert word in shown

    def test_the_form_asks_the_same_whatever_is_recorded(self, client, study, second, score):
        """What is asked would give away what the first reading found."""

        def asked() -> list[str]:
            page = read(client.get(reverse("extraction", args=[study.slug])))
            return [attributes["name"] for tag, attributes in page.elements if tag == "input" and "id" in attributes]

        self.begin(client, study, second)
        before = asked()
        for field in NUMBERS:
            setattr(score, field, None)
        score.median = 12
        score.save()

        assert asked() == before

    def test_before_it_is_begun_and_while_it_is_open_no_comparison_is_shown(self, client, study, second):
        reading(
            study, make_user(role="curator"), all_as_recorded(study) | {(study.arms.first().results.get(), "sd"): "9"}
        )
        client.force_login(second)
        assert "11.875" not in client.get(reverse("extraction", args=[study.slug])).content.decode()

        shown = self.begin(client, study, second).content.decode()

        assert "11.875" not in shown

    def test_the_form_has_no_faults(self, client, study, second):
        assert markup_errors(read(self.begin(client, study, second))) == []


class TestTyping:
    def test_numbers_are_saved_and_shown_again_and_an_invalid_one_is_marked(self, client, study, second, score):
        client.force_login(second)
        address = reverse("extraction", args=[study.slug])
        client.post(address, {"read_as": "full-text"})

        response = client.post(address, {f"v-{score.pk}-mean": "37,5", f"v-{score.pk}-sd": "about ten"})
        assert response.status_code == 400
        assert "is not a number" in response.content.decode()
        assert "37,5" in response.content.decode()
        assert not ExtractedValue.objects.exists()

        client.post(address, {f"v-{score.pk}-mean": "37,5", f"v-{score.pk}-n": "12", "action": "keep"})
        assert ExtractedValue.objects.get(result=score, field="mean").typed == "37.5"
        assert 'value="37.5"' in client.get(address).content.decode()

    def test_people_are_whole(self, client, study, second, score):
        client.force_login(second)
        address = reverse("extraction", args=[study.slug])
        client.post(address, {"read_as": "full-text"})

        assert client.post(address, {f"v-{score.pk}-n": "12.5"}).status_code == 400

    def test_takes_as_many_statements_for_two_results_as_for_one(self, study, second):
        counts = []
        for each in (make_result().arm.study, study):
            typed = all_as_recorded(each)
            with CaptureQueriesContext(connection) as asked:
                reading(each, second, typed)
            counts.append(len(asked))
        assert counts[0] == counts[1]
        value = ExtractedValue.objects.filter(extraction__study=study, field="sd")[0]
        assert [line.history_change_reason for line in value.history.all()] == [
            "Second extraction finished",
            "Second extraction",
        ]
        assert {line.history_user for line in value.history.all()} == {second}

    def test_what_belongs_to_another_study_is_passed_over(self, study, second):
        other = make_result()
        extraction = begin_extraction(study=study, by=second, read_as=ReadAs.ABSTRACT, now=now())

        save_values(extraction=extraction, typed={(other.pk, "mean"): "1"}, note="", by=second)

        assert not ExtractedValue.objects.filter(result=other).exists()

    def test_an_empty_extraction_cannot_be_finished(self, study, second):
        with pytest.raises(ActionRefusedError, match="Nothing has been read"):
            reading(study, second, {})


class TestSettling:
    def test_two_extractions_that_agree_are_settled_at_once(self, study, second):
        extraction = reading(study, second, all_as_recorded(study) | {})

        assert extraction.state == ExtractionState.SETTLED

    def test_the_same_number_written_otherwise_is_no_difference(self, study, second, score):
        score.mean = 37
        score.save()

        extraction = reading(study, second, all_as_recorded(study) | {(score, "mean"): "37.00"})

        assert extraction.state == ExtractionState.SETTLED

    def one_difference(self, study, second, score) -> ExtractedValue:
        extraction = reading(study, second, all_as_recorded(study) | {(score, "sd"): "12.5"})
        assert extraction.state == ExtractionState.FINISHED
        return extraction.values.get(result=score, field="sd")

    def test_settling_for_the_first_leaves_the_record_unchanged(self, study, second, score):
        value = self.one_difference(study, second, score)
        before = study.revision

        settle_difference(value=value, settlement=Settlement.FIRST, because="table 2", by=make_user(), now=now())

        score.refresh_from_db()
        study.refresh_from_db()
        assert (score.sd, study.revision) == (11.875, before)
        assert value.extraction.__class__.objects.get().state == ExtractionState.SETTLED

    def test_settling_for_the_second_changes_the_record_with_who_and_why(self, study, second, score):
        third = make_user(role="curator")
        study.standing, study.signed_off_by, study.signed_off_at = StudyStatus.SIGNED_OFF, third, now()
        study.save()
        value = self.one_difference(study, second, score)

        settle_difference(value=value, settlement=Settlement.SECOND, because="table 2", by=third, now=now())

        score.refresh_from_db()
        study.refresh_from_db()
        line = score.history.first()
        assert (score.sd, score.as_printed("sd")) == (12.5, "12.5")
        assert (line.history_user, line.history_change_reason) == (third, "Second extraction settled: table 2")
        # No person has checked the new number yet.
        assert study.standing == StudyStatus.UNVERIFIED

    def test_settling_for_a_third_value_changes_the_record(self, study, second, score):
        value = self.one_difference(study, second, score)

        settle_difference(
            value=value, settlement=Settlement.OTHER, other="12,0", because="both misread", by=make_user(), now=now()
        )

        score.refresh_from_db()
        assert (score.sd, score.as_printed("sd")) == (12.0, "12.0")

    def test_a_number_absent_from_the_paper_is_removed(self, study, second, count):
        typed = all_as_recorded(study) | {(count, "n"): "40", (count, "percent"): "25.0"}
        value = reading(study, second, typed).values.get(result=count, field="events")

        settle_difference(
            value=value, settlement=Settlement.SECOND, because="only a percentage", by=make_user(), now=now()
        )

        count.refresh_from_db()
        assert (count.events, count.events_derived, count.percent) == (None, None, 25)

    @pytest.mark.parametrize(
        "decision", [{"because": ""}, {"because": "x", "settlement": Settlement.OTHER, "other": "-3"}]
    )
    def test_without_a_reason_or_against_a_rule_of_the_record_nothing_is_written(self, study, second, score, decision):
        value = self.one_difference(study, second, score)

        with pytest.raises(ActionRefusedError):
            settle_difference(
                **{"value": value, "settlement": Settlement.SECOND, "by": make_user(), "now": now()} | decision
            )

        score.refresh_from_db()
        value.refresh_from_db()
        assert (score.sd, value.settlement) == (11.875, "")

    def test_a_difference_is_settled_once(self, study, second, score):
        value = self.one_difference(study, second, score)
        decision = {
            "value": value,
            "settlement": Settlement.FIRST,
            "because": "table 2",
            "by": make_user(),
            "now": now(),
        }
        settle_difference(**decision)

        with pytest.raises(ActionRefusedError, match="nothing left to settle"):
            settle_difference(**decision)


class TestAgreement:
    @pytest.mark.parametrize(
        ("alike", "differ", "first_only", "neither", "expected"),
        [
            # 102 places looked at, of which 89 are "alike": but 30 numbers exist, and 17 of them agree.
            (17, 8, 5, 72, ExtractionAgreement(n=30, both=25, same=17)),
            (0, 0, 3, 9, ExtractionAgreement(n=3, both=0, same=0)),
            (0, 0, 0, 9, ExtractionAgreement(n=0, both=0, same=0)),
            (4, 0, 0, 0, ExtractionAgreement(n=4, both=4, same=4)),
        ],
    )
    def test_places_that_both_left_empty_are_not_counted(self, alike, differ, first_only, neither, expected):
        pairs = alike * [("3.0", "3")] + differ * [("0", "1")] + first_only * [("2", "")] + neither * [("", "")]

        assert extraction_agreement(pairs) == expected
        assert expected.percent == (100 * expected.same / expected.n if expected.n else None)

    def test_is_of_the_numbers_found_and_not_moved_by_settling(self, study, second, score, count):
        """27 places are looked at, and 11 of them are left empty by both.

        The second misses an SD, has another mean, and a median that the first has not: 13 of 16 alike.
        """
        typed = all_as_recorded(study) | {(count, "n"): "40", (count, "events"): "10", (count, "percent"): "25"}
        typed |= {(score, "sd"): "", (score, "mean"): "36", (score, "median"): "35"}
        extraction = reading(study, second, typed)

        found = compare_extraction(extraction).agreement
        assert found == ExtractionAgreement(n=16, both=14, same=13)

        value = extraction.values.get(result=score, field="mean")
        settle_difference(value=value, settlement=Settlement.SECOND, because="table 2", by=make_user(), now=now())
        assert compare_extraction(extraction).agreement == found

    def test_is_shown_to_curators_and_on_the_public_page(self, client, study, second, score):
        reading(study, second, all_as_recorded(study) | {(score, "sd"): "12.5"})

        public = read(client.get(study.get_absolute_url())).text
        assert "Of 12 numbers that one or both found, 11 are the same (92%) and 12 were found by both." in public
        assert second.username not in public

        client.force_login(second)
        response = client.get(reverse("extraction", args=[study.slug]))
        assert "1 difference still to settle" in read(response).text
        assert markup_errors(read(response)) == []

    def test_settling_in_the_page(self, client, study, second, score):
        value = reading(study, second, all_as_recorded(study) | {(score, "sd"): "12.5"}).values.get(
            result=score, field="sd"
        )
        client.force_login(make_user(role="curator"))
        address = reverse("extraction-settle", args=[value.pk])

        assert "Give a reason" in client.post(address, {"settlement": "second"}, follow=True).content.decode()
        client.post(address, {"settlement": "second", "because": "table 2"})

        score.refresh_from_db()
        assert score.sd == 12.5
