"""Studies and arms as lists read them say what their records say."""

import pytest

from studies.choices import PublicationRole
from studies.filters import for_listing
from studies.models import Study
from studies.presentation.study_sources import main_report
from studies.reported.pairing import compared_arms
from studies.selectors.arm_comparisons import comparisons_of, each_comparison
from studies.selectors.studies_in_brief import read_arms_in_brief, read_studies_in_brief
from studies.selectors.study_people import study_people
from tests.factories import make_arm, make_condition, make_publication, make_result, make_study

pytestmark = pytest.mark.django_db


def make_studies() -> None:
    trial = make_study(label="B trial", condition=make_condition(name="Sciatica"), n_randomised=None)
    make_publication(study=trial, title="An abstract", role=PublicationRole.PROTOCOL)
    make_publication(study=trial, title="The main report")
    make_publication(study=trial, title="A second report")
    whole = make_arm(study=trial, components=["ozone", "steroid"], n_randomised=20)
    make_result(arm=whole)
    make_arm(study=trial, components=["steroid"], n_randomised=22, n_analysed=20)
    make_arm(study=trial, components=["sham"], part_of=whole, n_randomised=4)
    other = make_study(label="A trial", n_randomised=30, n_analysed=28)
    make_publication(study=other, title="[A letter]", role=PublicationRole.FURTHER_REPORT)
    make_arm(study=other, components=[])
    make_arm(study=other, components=["ozone"], stratum="disc")
    make_arm(study=other, components=["sham"], stratum="joint")
    make_study(label="C report", standing="draft")


def test_studies_have_the_columns_and_the_first_title_of_their_records(django_assert_num_queries) -> None:
    make_studies()
    numbers = [study.pk for study in Study.objects.all()]
    with django_assert_num_queries(1):
        read = read_studies_in_brief(numbers)
    records = list(for_listing(Study.objects.all()))
    assert [each.label for each in read] == ["A trial", "B trial", "C report"]
    for brief, record in zip(read, records, strict=True):
        own = ("slug", "label", "kind", "design", "standing", "n_randomised", "n_analysed", "has_results")
        assert brief.id == record.pk
        assert [getattr(brief, name) for name in own] == [getattr(record, name) for name in own]
        assert brief.condition == record.condition.name
        paper = main_report(record)
        assert brief.title == (paper.title if paper else "")
    assert [each.title for each in read] == ["[A letter]", "The main report", ""]


def test_arms_are_compared_and_counted_as_their_records_are(django_assert_num_queries) -> None:
    make_studies()
    with django_assert_num_queries(1):
        arms = read_arms_in_brief()
    for study in Study.objects.all():
        records = list(study.arms.all())
        assert [arm.id for arm in arms[study.pk]] == [arm.pk for arm in records]
        assert each_comparison(compared_arms(arms[study.pk])) == comparisons_of(records)
        assert study_people(study, arms[study.pk]) == study_people(study, records)
    assert {pk for pk, of_study in arms.items() if each_comparison(compared_arms(of_study))} == {
        Study.objects.get(label="B trial").pk
    }
