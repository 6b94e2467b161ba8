"""Rating a finding: its facts, what they suggest, the decisions of a person, and withdrawing a rating."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evidence.choices import Certainty, GradeDomain
from evidence.filters import EvidenceFilter
from evidence.findings.condition_evidence import read_condition
from evidence.findings.finding import Finding
from evidence.grading.answer_facts import GradingContext, grading_facts
from evidence.grading.current_ratings import CurrentRating, domain_line
from evidence.grading.domains.certainty_level import suggested_level, suggestions
from evidence.grading.domains.judgement import Suggestion
from evidence.grading.forms import RatingForm, WithdrawalForm
from evidence.grading.rate import RatedFinding, rate_finding, withdraw_rating
from evidence.grading.rating_fingerprint import fingerprint_of
from evidence.models import CertaintyAssessment
from evidence.pages.finding.chosen_finding import choose_finding
from studies.models import Condition
from studies.page_access import curators_only, name_of, person
from studies.revisions.record_change import ActionRefusedError

# As many characters as a rating keeps of its question.
LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class EarlierRating:
    """One rating that the finding has or had: level, notes, who rated it and when, and how it ended."""

    level: Certainty
    rated_by: str
    rated_at: Any
    reason: str
    notes: tuple[str, ...]
    ending: str
    ended_by: str
    ended_at: Any
    ended_because: str


@dataclass(frozen=True, slots=True)
class RatingPage:
    """Everything on the page. ``current_rating`` may be of other data than the finding has today."""

    condition: Condition
    finding: Finding
    start: Certainty
    suggestions: Mapping[GradeDomain, Suggestion]
    suggested: Certainty | None
    fingerprint: str
    current_rating: CurrentRating | None
    ratings: tuple[EarlierRating, ...]

    @property
    def title(self) -> str:
        """The question in words, which the rating records."""
        return question_in_words(self.finding)

    @property
    def earlier_facts(self) -> dict[GradeDomain, tuple[str, ...]] | None:
        """The facts of the current rating when it was made; None where there is no rating."""
        return {line.domain: line.arithmetic for line in self.current_rating.domains} if self.current_rating else None

    @property
    def initial(self) -> dict[str, Any]:
        """What the form shows first: the current rating, else the suggestions."""
        if self.current_rating:
            return _decisions(self.current_rating, self.suggestions)
        return {f"{domain}-levels": suggestion.levels for domain, suggestion in self.suggestions.items()}


def question_in_words(finding: Finding) -> str:
    """What a finding answers, as its rating records it."""
    return f"{finding.title}, {finding.comparison.heading.lower()} ({'; '.join(finding.facts)})"[:LONGEST_QUESTION]


def rating_page(condition: Condition, anchor: str) -> RatingPage | None:
    """Prepare the rating of one finding; None when the condition has no such finding with a usable figure."""
    condition_evidence = read_condition(condition.slug)
    chosen = choose_finding(condition_evidence, anchor, EvidenceFilter()) if condition_evidence else None
    if chosen is None or not chosen.finding.answer.is_usable:
        return None
    finding, answer = chosen.finding, chosen.finding.answer
    facts = grading_facts(answer, GradingContext(condition.slug, finding.condition_names, finding.bands))
    found = suggestions(facts)
    return RatingPage(
        condition=condition,
        finding=finding,
        start=facts.start,
        suggestions=found,
        suggested=suggested_level(facts.start, found),
        fingerprint=fingerprint_of(answer),
        current_rating=finding.ratings.by_anchor.get(anchor),
        ratings=tuple(map(_earlier_rating, CertaintyAssessment.objects.of_finding(condition.pk, anchor))),
    )


def _decisions(rating: CurrentRating, suggestions: Mapping[GradeDomain, Suggestion]) -> dict[str, Any]:
    """The decisions of the current rating in today's domains; a reason copied from the suggestion is left empty."""
    initial: dict[str, Any] = {}
    for line in rating.domains:
        if line.domain in suggestions:
            initial[f"{line.domain}-levels"] = line.levels
            initial[f"{line.domain}-reason"] = "" if line.why == line.suggestion else line.why
    return initial


def _earlier_rating(row: CertaintyAssessment) -> EarlierRating:
    lines = [domain_line(judgement) for judgement in row.judgements.all()]
    return EarlierRating(
        level=Certainty(row.level),
        rated_by=name_of(row.rated_by),
        rated_at=row.rated_at,
        reason=row.reason,
        notes=tuple(line.note for line in lines if line.levels),
        ending=row.get_ending_display() if row.ending else "",
        ended_by=name_of(row.ended_by) if row.ended_by else "",
        ended_at=row.ended_at,
        ended_because=row.ended_because,
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def finding_rate(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    page = rating_page_or_404(slug, anchor)
    form = RatingForm(
        request.POST if request.method == "POST" else None,
        initial=page.initial,
        suggestions=page.suggestions,
        fingerprint=page.fingerprint,
        earlier_facts=page.earlier_facts,
    )
    if request.method == "POST" and form.is_valid() and _rate(request, page, form):
        messages.success(request, "The rating is saved, and shown with the finding.")
        return redirect("finding", slug, anchor)
    context = {"page": page, "form": form, "withdrawal": WithdrawalForm()}
    return render(request, "evidence/pages/rating.html", context, status=400 if form.errors else 200)


@curators_only
@require_POST
def rating_withdraw(request: HttpRequest, slug: str, anchor: str, pk: int) -> HttpResponse:
    assessment = get_object_or_404(CertaintyAssessment, pk=pk, condition__slug=slug, anchor=anchor)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        try:
            because = form.cleaned_data["because"]
            withdraw_rating(assessment=assessment, by=person(request), now=timezone.now(), reason=because)
        except ActionRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The rating is withdrawn; it is kept among the earlier ones.")
    else:
        messages.error(request, "The rating was not withdrawn: give a reason.")
    return redirect("finding-rate", slug, anchor)


def _rate(request: HttpRequest, page: RatingPage, form: RatingForm) -> bool:
    """Save the decisions; False where they are refused, and the form says why."""
    finding = RatedFinding(page.condition, page.finding.anchor, page.title, page.start, page.fingerprint)
    try:
        rate_finding(
            finding=finding,
            judgements=form.judgements(),
            by=person(request),
            now=timezone.now(),
            reason=form.cleaned_data.get("reason", ""),
            replaced_rating=form.cleaned_data["replaces"],
        )
    except ActionRefusedError as refused:
        form.add_error(None, str(refused))
        return False
    return True


def rating_page_or_404(slug: str, anchor: str) -> RatingPage:
    """The page to rate a finding of a condition; raises ``Http404`` without one, and where it has no figure."""
    page = rating_page(get_object_or_404(Condition, slug=slug), anchor)
    if page is None:
        raise Http404("This condition has no such finding with a figure.")
    return page
