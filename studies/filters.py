"""The facets of the study list. A value that is not known is refused by the form with a sentence, never ignored."""

from typing import TYPE_CHECKING, Any, TypedDict, cast

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet, ModelChoiceFilter

from studies.choices import ArmRole, Design, Kind, PublicationRole, Route
from studies.models import (
    Arm,
    Condition,
    Publication,
    Study,
    with_descendants,
)
from studies.models.study import StudyQuerySet
from studies.reported.comparisons import Comparison
from studies.reported.pairing import compared_arms
from studies.search.curated_synonyms import curated_synonyms
from studies.search.search_query import read_query
from studies.search.study_search import StudySearch
from studies.selectors.arm_comparisons import each_comparison
from studies.selectors.studies_in_brief import has_results, read_arms_in_brief

# A study with what ``for_listing`` adds, and many of them; django-stubs is at hand when types are checked only.
if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Listed(TypedDict):
        has_results: Any

    ListedStudy = WithAnnotations[Study, _Listed]
    Listed = QuerySet[Any]
else:
    ListedStudy, Listed = Study, QuerySet

ANY = "any"


def for_listing(studies: StudyQuerySet) -> Listed:
    """Studies with whether any result of theirs is here (`has_results`)."""
    return studies.annotate(has_results=has_results())


def studies_comparing(comparison: str) -> list[int]:
    """Keys of studies some pair of whose arms makes that comparison; derived, so it cannot be asked of the database."""
    return [study for study, arms in read_arms_in_brief().items() if comparison in each_comparison(compared_arms(arms))]


class YearFilter(Filter):  # type: ignore[misc]  # django-filter carries no types
    """The year of the main report, as a whole number."""

    field_class = forms.IntegerField

    def filter(self, studies: Listed, year: int | None) -> Listed:
        if year is None:
            return studies
        main = Publication.objects.filter(study=OuterRef("pk"), role=PublicationRole.MAIN_REPORT).order_by("id")
        dated = studies.alias(year=Subquery(main.values("year")[:1]))
        return cast(Listed, super().filter(dated, year))


class StudyFilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", f"The years run from {first} to {last}; expected the earlier one first.")
        return cleaned


class StudyFilter(FilterSet):  # type: ignore[misc]  # django-filter carries no types
    """Narrows studies that carry what ``for_listing`` adds."""

    q = CharFilter(label="Words: a title, an author, a treatment, an identifier", method="with_words", max_length=200)
    condition = ModelChoiceFilter(
        label="Condition",
        queryset=Condition.objects.all(),
        to_field_name="slug",
        method="with_condition",
        empty_label=ANY,
        error_messages={"invalid_choice": "“%(value)s” is no condition here. Expected: the name of one in addresses."},
    )
    comparison = ChoiceFilter(
        label="What was compared", choices=Comparison.choices, method="with_comparison", empty_label=ANY
    )
    design = ChoiceFilter(label="Design", choices=Design.choices, empty_label=ANY)
    kind = ChoiceFilter(label="Kind", choices=Kind.choices, empty_label=ANY)
    route = ChoiceFilter(label="Route of the ozone", choices=Route.choices, method="with_route", empty_label=ANY)
    year_from = YearFilter(label="Year from", field_name="year", lookup_expr="gte", min_value=1800, max_value=2200)
    year_to = YearFilter(label="Year to", field_name="year", lookup_expr="lte", min_value=1800, max_value=2200)
    has_results = ChoiceFilter(
        label="Results here", choices=[("yes", "yes"), ("no", "no")], method="with_results", empty_label=ANY
    )

    class Meta:
        model = Study
        fields: list[str] = []
        form = StudyFilterForm

    def with_words(self, studies: Listed, name: str, words: str) -> Listed:
        """What the search of the site finds, by the words that everybody may read."""
        return studies.filter(StudySearch(read_query(words, curated_synonyms())).studies())

    def with_condition(self, studies: Listed, name: str, condition: Condition) -> Listed:
        """The condition or one below it, as the main condition or a further one."""
        family = with_descendants(condition, Condition.objects.all())
        further = Study.secondary_conditions.through.objects.filter(condition__in=family).values("study_id")
        return studies.filter(Q(condition__in=family) | Q(pk__in=further))

    def with_comparison(self, studies: Listed, name: str, comparison: str) -> Listed:
        return studies.filter(pk__in=studies_comparing(comparison))

    def with_route(self, studies: Listed, name: str, route: str) -> Listed:
        """The route of an arm that received ozone."""
        return studies.filter(Exists(Arm.objects.filter(study=OuterRef("pk"), role=ArmRole.OZONE, route=route)))

    def with_results(self, studies: Listed, name: str, answer: str) -> Listed:
        return studies.filter(has_results=answer == "yes")


# Made once: each request narrows a copy. Threads write the subqueries in it as SQL at the same time; that is safe while
# none of them has an order, which counts the uses of its table anew each time.
_VISIBLE = for_listing(Study.objects.visible())


def study_filter(request: HttpRequest) -> StudyFilter:
    """The studies that readers see, narrowed by what a request asks for."""
    return StudyFilter(request.GET, queryset=_VISIBLE)


# What the addresses of the list and of its files know: the facets, and the page of the list.
STUDY_LIST_PARAMETERS = (*StudyFilter.base_filters, "page")
