"""Methods and query sets of the records."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError

from studies.choices import Design, Kind, StudyStatus
from studies.models import (
    AdverseEvent,
    Condition,
    OutcomeResult,
    Publication,
    ReportedPool,
    ReviewTrialRow,
    Study,
    with_descendants,
)
from studies.models.base import web_address
from studies.models.publication import search_key
from studies.numerics.number_formatting import plain_number
from tests.factories import (
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)

FACTORIES = [
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
]


@pytest.mark.django_db
class TestEveryRecord:
    @pytest.mark.parametrize("make", FACTORIES)
    def test_a_factory_needs_no_argument_and_its_record_is_valid(self, make):
        record, other = make(), make()

        record.full_clean()
        assert record.pk != other.pk
        assert str(record).strip()
        assert "object (" not in str(record)

    def test_record_keeps_its_history(self):
        result = make_result(mean=3)
        result.mean = 4
        result.save()

        after, before = result.history.order_by("-history_id")
        [change] = after.diff_against(before).changes
        assert (change.field, change.old, change.new) == ("mean", 3, 4)

    def test_study_with_publications_cannot_be_deleted(self):
        paper = make_publication()

        with pytest.raises(ProtectedError):
            paper.study.delete()

    def test_a_person_who_signed_off_cannot_be_deleted(self):
        person = make_user()
        make_study(standing=StudyStatus.SIGNED_OFF, signed_off_by=person, signed_off_at="2026-01-01T00:00:00+00:00")

        with pytest.raises(ProtectedError):
            person.delete()


@pytest.mark.django_db
class TestWhatAReaderMaySee:
    def test_drafts_and_their_records_are_hidden(self):
        draft, shown = make_study(standing=StudyStatus.DRAFT), make_study()
        for study in (draft, shown):
            make_publication(study=study)
            make_result(arm=make_arm(study=study))
            make_harm(study=study)

        assert list(Study.objects.visible()) == [shown]
        assert [paper.study for paper in Publication.objects.visible()] == [shown]
        assert [result.arm.study for result in OutcomeResult.objects.visible()] == [shown]
        assert [harm.study for harm in AdverseEvent.objects.visible()] == [shown]

    def test_signed_off_study_is_shown(self):
        study = make_study(
            standing=StudyStatus.SIGNED_OFF, signed_off_by=make_user(), signed_off_at="2026-01-01T00:00:00+00:00"
        )

        assert list(Study.objects.visible()) == [study]

    def test_an_unscreened_publication_is_not_shown(self):
        make_publication(study=None)

        assert not Publication.objects.visible().exists()

    def test_only_primary_studies_are_counted(self):
        primary = make_study()
        for kind in Kind:
            if kind is not Kind.PRIMARY:
                make_study(kind=kind, design=Design.META_ANALYSIS if kind is Kind.REVIEW else Design.RCT)

        assert list(Study.objects.primary()) == [primary]


class TestPrintedNumbers:
    def result(self, *, mean: float | None, printed: dict[str, str]) -> OutcomeResult:
        return OutcomeResult(mean=mean, printed=printed)

    @pytest.mark.parametrize(
        ("mean", "printed", "shown"),
        [
            (2.0, {"mean": "2.0"}, "2.0"),
            (-7.7, {"mean": "-7.70"}, "-7.70"),
            (2.0, {}, "2"),
            (2.5, {"mean": "2.0"}, "2.5"),
            (123456.7, {}, "123456.7"),
            (12.345678, {}, "12.345678"),
            (0.0, {}, "0"),
            (None, {"mean": "2.0"}, ""),
            (None, {}, ""),
        ],
    )
    def test_a_number_is_shown_as_printed_until_it_is_corrected(self, mean, printed, shown):
        assert self.result(mean=mean, printed=printed).as_printed("mean") == shown

    def test_plain_numbers_have_no_needless_digits(self):
        assert [plain_number(value) for value in (26.07, 104.28, 12.0, 517, 0.5)] == [
            "26.07",
            "104.28",
            "12",
            "517",
            "0.5",
        ]


class TestPublications:
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("Hägg, Olle", "hagg, olle"),
            ("ÉTUDE  de l'ozone", "etude de l'ozone"),
            ("Straße", "strasse"),
            ("O₂-O₃", "o2-o3"),
            ("İstanbul", "istanbul"),
            ("  \n ", ""),
        ],
    )
    def test_search_ignores_case_accents_and_spaces(self, text, key):
        assert search_key(text) == key
        assert search_key(key) == key

    @pytest.mark.django_db
    def test_search_text_follows_every_save(self):
        paper = make_publication(title="Hernia discal", authors="Peña, A.", year=2020, pmid="123", journal="Revista")

        assert paper.search_text == "hernia discal pena, a. revista 2020 123"
        paper.title = "Ozonoterapia"
        paper.save()
        paper.refresh_from_db()
        assert paper.search_text == "ozonoterapia pena, a. revista 2020 123"
        [copy] = Publication.objects.bulk_create([Publication(title="Ozônio")])
        assert copy.search_text == "ozonio"
        central = make_publication(title="Ozone", authors="", journal="", doi="10.1/a", pmid="9", pmcid="PMC77")
        assert central.search_text == "ozone 10.1/a 9 pmc77"

    def test_a_title_in_brackets_is_a_description(self):
        described, called = Publication(title="[TENS with ozone]"), Publication(title="Ozone [O3] in discs")

        assert described.is_description
        assert described.display_title == "TENS with ozone"
        assert not called.is_description
        assert called.display_title == "Ozone [O3] in discs"

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "example.org"]
    )
    def test_an_address_is_a_web_address(self, address):
        with pytest.raises(ValidationError):
            web_address(address)
        web_address("https://doi.org/10.1000/182")


@pytest.mark.django_db
def test_every_linkable_address_is_validated():
    unchecked = [
        (model.__name__, field.name)
        for model in (Study, *Study.__subclasses__(), Publication, OutcomeResult, AdverseEvent)
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField) and "url" in field.name and not field.choices
        if web_address not in field.validators
    ]

    assert unchecked == []


@pytest.mark.django_db
class TestConditions:
    def test_parent_includes_all_descendants(self):
        root = make_condition(order=1)
        child = make_condition(parent=root, order=2)
        grandchild = make_condition(parent=child, order=3)
        second = make_condition(parent=root, order=4)
        make_condition(order=5)
        everything = list(Condition.objects.all())

        assert with_descendants(root, everything) == [root, child, second, grandchild]
        assert with_descendants(grandchild, everything) == [grandchild]


def test_row_of_a_forest_plot_belongs_to_a_pool_of_its_own_review():
    ReviewTrialRow(review_id=1, pool=ReportedPool(review_id=1)).clean()
    ReviewTrialRow(review_id=1).clean()
    with pytest.raises(ValidationError, match="of another review"):
        ReviewTrialRow(review_id=1, pool=ReportedPool(review_id=2)).clean()
