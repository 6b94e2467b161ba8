"""The form of one row of a review: a pooled result, an included study, a row of a forest plot, a judgement."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.curation.reason_form import posted_revision, posted_text
from studies.curation.record_form import FieldsForm
from studies.curation.reviews.plot_page import pool_choice
from studies.curation.reviews.printed_rows import KINDS, ReviewRowKind, delete_review_row, save_review_row
from studies.curation.reviews.review_workbench_page import reviews_to_curate
from studies.models import Study
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def review_row_new(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A new row of a review."""
    review, row_kind = _review(slug), _kind(kind)
    return _form_page(request, review, row_kind, row_kind.model(**{row_kind.review_field: review}))


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def review_row(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """A row of a review: changed, or deleted with a reason."""
    review, row_kind = _review(slug), _kind(kind)
    record = get_object_or_404(row_kind.rows_of(review), pk=pk)
    if request.method == "POST" and request.POST.get("step") == "delete":
        try:
            reason = posted_text(request, "deletion_reason")
            delete_review_row(record=record, by=person(request), now=timezone.now(), reason=reason)
            messages.success(request, "Deleted. The history of the review brings it back.")
            return redirect("review-workbench", slug)
        except ActionRefusedError as sentence:
            messages.error(request, str(sentence))
            return _show(request, review, row_kind, record, _made_form(row_kind, review, None, record), status=400)
    return _form_page(request, review, row_kind, record)


def _review(slug: str) -> Study:
    return get_object_or_404(reviews_to_curate(), slug=slug)


def _kind(name: str) -> ReviewRowKind:
    if name not in KINDS:
        raise Http404("There is no such kind of row.")
    return KINDS[name]


def _made_form(kind: ReviewRowKind, review: Study, data: Any, record: Any) -> FieldsForm:
    form = kind.form()(data, instance=record)
    choices: dict[str, Any] = {name: field for name, field in form.fields.items() if hasattr(field, "queryset")}
    if "pool" in choices:
        choices["pool"].queryset = review.reported_pools.select_related("measure")
        choices["pool"].label_from_instance = pool_choice
    if "study" in choices:
        choices["study"].queryset = Study.objects.exclude(pk=review.pk)
    if record.pk is None and "source_url" in form.fields:
        form.initial["source_url"] = review.source_url
    return form


def _form_page(request: HttpRequest, review: Study, kind: ReviewRowKind, record: Any) -> HttpResponse:
    form = _made_form(kind, review, request.POST or None, record)
    if request.method == "POST" and form.is_valid():
        values = {"reason": form.cleaned_data["reason"], "expected_revision": posted_revision(request)}
        try:
            save_review_row(review=review, record=form.record(), by=person(request), now=timezone.now(), **values)
            messages.success(request, "Saved.")
            return redirect("review-workbench", review.slug)
        except (ActionRefusedError, StaleRevisionError) as sentence:
            messages.error(request, str(sentence))
            review = _review(review.slug)
    return _show(request, review, kind, record, form, status=400 if request.method == "POST" else 200)


def _show(
    request: HttpRequest, review: Study, kind: ReviewRowKind, record: Any, form: FieldsForm, *, status: int
) -> HttpResponse:
    context = {"review": review, "kind": kind, "record": record, "form": form}
    return render(request, "studies/curation/reviews/review_row_page.html", context, status=status)
