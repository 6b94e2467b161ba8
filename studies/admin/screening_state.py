"""The screening state of publications as far as a person may see it: after a first opinion it says what that one is."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.http import HttpRequest

from studies.choices import Screening
from studies.models import Publication, ScreeningDecision


def with_screening_seen_by(publications: QuerySet[Publication], person: User) -> QuerySet[Publication]:
    """With ``screening_seen``: the state, and '' while an opinion is hidden from the person."""
    hidden = ScreeningDecision.objects.hidden_from(person).filter(publication=OuterRef("pk"))
    seen = Case(When(Exists(hidden), then=Value("")), default=F("screening"), output_field=CharField())
    return publications.annotate(screening_seen=seen)


def screening_text(seen: str | None) -> str:
    """The state in words; None is not known."""
    if seen is None:
        return "-"
    return str(Screening(seen).label) if seen else "one person gave an opinion, which you do not see yet"


class ScreeningSeenFilter(admin.SimpleListFilter):
    """By screening state, as far as the person may see it."""

    title = "screening"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Screening.choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(screening_seen=self.value()) if self.value() else queryset
