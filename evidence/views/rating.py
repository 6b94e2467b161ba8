"""Rating a finding: its facts and suggestions, the decisions of a person, and taking a rating back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from evidence.grading.forms import RatingForm, WithdrawalForm
from evidence.grading.rate import RatedFinding, rate_finding, withdraw_rating
from evidence.models import CertaintyAssessment
from evidence.summaries.rating_page import RatingPage, rating_page
from studies.access import person
from studies.models import Condition
from studies.revisions.record_change import Refused

raters_only = permission_required("evidence.add_certaintyassessment")


@raters_only
@require_http_methods(["GET", "HEAD", "POST"])
def finding_rate(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    page = _page(slug, anchor)
    form = RatingForm(
        request.POST if request.method == "POST" else None,
        initial=page.initial,
        suggestions=page.suggestions,
        fingerprint=page.fingerprint,
        before=page.before,
    )
    if request.method == "POST" and form.is_valid() and _rate(request, page, form):
        messages.success(request, "The rating is saved, and stands beside the finding.")
        return redirect("finding", slug, anchor)
    return _render(request, page, form, WithdrawalForm())


@raters_only
@require_POST
def rating_withdraw(request: HttpRequest, slug: str, anchor: str, pk: int) -> HttpResponse:
    assessment = get_object_or_404(CertaintyAssessment, pk=pk, condition__slug=slug, anchor=anchor)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        try:
            because = form.cleaned_data["because"]
            withdraw_rating(assessment=assessment, by=person(request), now=timezone.now(), reason=because)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The rating is withdrawn; it is kept among the earlier ones.")
    else:
        messages.error(request, "Nothing was withdrawn: say why.")
    return redirect("finding-rate", slug, anchor)


def _rate(request: HttpRequest, page: RatingPage, form: RatingForm) -> bool:
    """Save what was decided; False where it is refused, and the form says why."""
    finding = RatedFinding(page.condition, page.finding.anchor, page.title, page.start, page.fingerprint)
    try:
        rate_finding(
            finding=finding,
            judgements=form.judgements(),
            by=person(request),
            now=timezone.now(),
            reason=form.cleaned_data.get("reason", ""),
            replacing=form.cleaned_data["replacing"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _render(request: HttpRequest, page: RatingPage, form: RatingForm, withdrawal: WithdrawalForm) -> HttpResponse:
    shown = {"page": page, "form": form, "withdrawal": withdrawal}
    return render(request, "evidence/rating.html", shown, status=400 if form.errors else 200)


def _page(slug: str, anchor: str) -> RatingPage:
    page = rating_page(get_object_or_404(Condition, slug=slug), anchor)
    if page is None:
        raise Http404("This condition has no such finding, or none with a figure to rate.")
    return page
