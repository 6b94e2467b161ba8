"""Filters of the study list: matches, refused values, and comparisons of arms."""

from html import unescape

import pytest

from evidence.api.list_views import STUDY_FIELDS
from studies.choices import Design, Kind, PublicationRole, Route
from studies.filters import StudyFilter, for_listing
from studies.models import Study
from studies.reported.comparisons import Comparison
from studies.selectors.arm_comparisons import comparisons_of, pairs_of
from tests.factories import make_arm, make_condition, make_publication, make_reported_contrast, make_result, make_study

pytestmark = pytest.mark.django_db


def matching_studies(**given: object) -> set[str]:
    """Slugs of the matching studies."""
    filters = StudyFilter(given, queryset=for_listing(Study.objects.visible()))
    assert filters.is_valid(), filters.errors
    return {study.slug for study in filters.qs}


def filter_errors(**given: object) -> str:
    filters = StudyFilter(given, queryset=for_listing(Study.objects.visible()))
    assert not filters.is_valid()
    return str(filters.errors)


def test_condition_includes_descendants_and_further_conditions() -> None:
    parent = make_condition(slug="disc")
    child = make_condition(slug="herniation", parent=parent)
    grandchild = make_condition(slug="extrusion", parent=child)
    make_study(slug="in-child", condition=child)
    make_study(slug="in-grandchild", condition=grandchild)
    make_study(slug="further", condition=make_condition(), secondary_conditions=[child])
    make_study(slug="elsewhere")
    assert matching_studies(condition="disc") == {"in-child", "in-grandchild", "further"}
    assert matching_studies(condition="extrusion") == {"in-grandchild"}


def test_design_and_kind_filter_together() -> None:
    make_study(slug="trial", design=Design.RCT)
    make_study(slug="review", design=Design.META_ANALYSIS, kind=Kind.REVIEW)
    assert matching_studies(design="rct") == {"trial"}
    assert matching_studies(kind="review") == {"review"}
    assert matching_studies(design="rct", kind="review") == set()


def test_comparison_is_derived_from_components() -> None:
    trial, other = make_study(slug="trial"), make_study(slug="other")
    make_arm(study=trial, components=["ozone", "steroid"])
    make_arm(study=trial, components=["steroid"])
    make_arm(study=other, components=["ozone"])
    make_arm(study=other, components=["sham"])
    assert matching_studies(comparison="add-on-to-steroid") == {"trial"}
    assert matching_studies(comparison="ozone-v-sham") == {"other"}
    assert matching_studies(comparison="ozone-v-discectomy") == set()


def test_arms_of_different_strata_and_an_arm_with_its_part_are_never_compared() -> None:
    study = make_study()
    whole = make_arm(study=study, components=["ozone"], stratum="disc")
    make_arm(study=study, components=["ozone"], stratum="disc", part_of=whole)
    make_arm(study=study, components=["steroid"], stratum="non-disc")
    assert list(pairs_of(study.arms.all())) == []


def test_ozone_arm_comes_first_in_any_order_of_entry() -> None:
    study = make_study()
    comparator = make_arm(study=study, components=["sham"])
    ozone = make_arm(study=study, components=["ozone"])
    ((first, second, compared),) = pairs_of(study.arms.all())
    assert (first, second) == (ozone, comparator)
    assert compared.comparison is Comparison.SHAM


def test_ozone_arm_comes_first_when_both_had_more() -> None:
    study = make_study()
    make_arm(study=study, components=["steroid"])
    ozone = make_arm(study=study, components=["ozone", "steroid"])
    ((first, _, compared),) = pairs_of(study.arms.all())
    assert first == ozone
    assert compared.comparison is Comparison.ADD_ON_STEROID


def test_comparisons_of_a_three_arm_study_are_in_reading_order() -> None:
    study = make_study()
    for names in (["steroid"], ["ozone"], ["sham"]):
        make_arm(study=study, components=names)
    assert comparisons_of(study.arms.all()) == (Comparison.SHAM, Comparison.STEROID)


def test_route_is_that_of_the_ozone_arm() -> None:
    study = make_study(slug="trial")
    make_arm(study=study, route=Route.INTRADISCAL)
    make_arm(study=study, components=["steroid"], route=Route.EPIDURAL)
    assert matching_studies(route="intradiscal") == {"trial"}
    assert matching_studies(route="epidural") == set()


def test_years_are_those_of_the_main_report() -> None:
    study = make_study(slug="trial")
    make_publication(study=study, year=2003, role=PublicationRole.PROTOCOL)
    make_publication(study=study, year=2005)
    make_study(slug="without-a-year")
    assert matching_studies(year_from=2005, year_to=2005) == {"trial"}
    assert matching_studies(year_to=2004) == set()
    assert matching_studies(year_from=2006) == set()


def test_results_filter_counts_arm_results_and_printed_differences() -> None:
    make_result(arm=make_arm(study=make_study(slug="with-a-result")))
    make_reported_contrast(study=make_study(slug="with-a-difference"))
    make_study(slug="with-nothing")
    assert matching_studies(has_results="yes") == {"with-a-result", "with-a-difference"}
    assert matching_studies(has_results="no") == {"with-nothing"}


@pytest.mark.parametrize(
    "words", ["hägglund", "HAGGLUND", "spine", "10.1000/x1", "15891150", "herniations ozone", "ozone hägglund 2005"]
)
def test_search_finds_every_word_in_title_author_journal_or_identifier(words: str) -> None:
    make_publication(
        study=make_study(slug="hagglund-2005"),
        title="Ozone for disc herniation",
        authors="Hägglund, Maria",
        journal="Spine",
        year=2005,
        doi="10.1000/x1",
        pmid="15891150",
    )
    make_publication(study=make_study(slug="another"), title="Steroid for sciatica")
    assert matching_studies(q=words) == {"hagglund-2005"}


def test_search_needs_every_word_in_some_publication_of_the_study() -> None:
    study = make_study(slug="twice-published")
    make_publication(study=study, title="Ozone and discs")
    make_publication(study=study, title="Nerves, two years later")
    assert matching_studies(q="ozone nerves") == {"twice-published"}
    assert matching_studies(q="ozone laser") == set()


def test_search_treats_wildcards_literally() -> None:
    make_publication(study=make_study(slug="percent"), title="Relief in 50% of patients")
    make_publication(study=make_study(slug="plain"), title="Relief in 500 patients")
    assert matching_studies(q="50%") == {"percent"}
    assert matching_studies(q="_") == set()


def test_search_finds_the_displayed_name_of_a_study() -> None:
    make_study(slug="nameless", label="Journal of Trauma (n.d.)")
    assert matching_studies(q="trauma") == {"nameless"}


def test_a_condition_that_does_not_exist_is_named() -> None:
    assert "“nonsense” is no condition here" in unescape(filter_errors(condition="nonsense"))


@pytest.mark.parametrize("name", ["comparison", "design", "kind", "route", "has_results"])
def test_unknown_value_is_refused_with_a_message(name: str) -> None:
    assert "Select a valid choice" in filter_errors(**{name: "nonsense"})


@pytest.mark.parametrize("year", ["abc", "12", "99999", "2005.5"])
def test_invalid_year_is_refused(year: str) -> None:
    assert "year_from" in filter_errors(year_from=year)


def test_years_in_the_wrong_order_are_refused() -> None:
    assert "expected the earlier one first" in filter_errors(year_from=2010, year_to=2005)


def test_no_filter_finds_drafts() -> None:
    condition = make_condition(slug="sciatica")
    draft = make_study(slug="draft", standing="draft", condition=condition)
    make_publication(study=draft, title="Secret", year=2005)
    make_arm(study=draft, components=["ozone"])
    make_arm(study=draft, components=["sham"])
    assert matching_studies() == set()
    for facet in ({"q": "secret"}, {"condition": "sciatica"}, {"comparison": "ozone-v-sham"}, {"year_from": 2005}):
        assert matching_studies(**facet) == set()


def test_a_request_copies_no_choices_and_no_fields_that_the_class_made() -> None:
    """django-filter copies all that the class has for each request."""
    assert "design" in {field.name for field in STUDY_FIELDS}
    filters = StudyFilter.base_filters.values()
    assert not [each.label for each in filters if hasattr(each, "_field")]
    listed = [choices for each in filters if isinstance(choices := each.extra.get("choices"), list)]
    assert listed == [[("yes", "yes"), ("no", "no")]]
