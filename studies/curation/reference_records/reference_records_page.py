"""Records that belong to no study: registered trials, sources of claims, claims. They are listed, made and changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studies.curation.record_form import FieldsForm, fields_form
from studies.models import Claim, ClaimSource, Registration
from studies.models.base import REFUSALS, refusal_reason
from studies.page_access import curators_only, person
from studies.presentation.query_parameters import query_parameters
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ReferenceKind:
    """One kind of record: its name in addresses, in the table of fields and in words."""

    address: str
    name: str
    one: str
    many: str
    model: type[models.Model]
    order: tuple[str, ...]
    related: tuple[str, ...] = ()


KINDS: Mapping[str, ReferenceKind] = {
    kind.address: kind
    for kind in (
        ReferenceKind(
            "registrations", "registration", "Registered trial", "Registered trials", Registration, ("registration",)
        ),
        ReferenceKind("claims", "claim", "Claim", "Claims", Claim, ("source", "slug"), ("source",)),
        ReferenceKind(
            "claim-sources", "claim-source", "Source of claims", "Sources of claims", ClaimSource, ("title",)
        ),
    )
}


@transaction.atomic
def save_reference_record(*, form: FieldsForm, by: User, now: datetime) -> None:
    """Save the record of a valid form with one line of history. Raises ``ActionRefusedError``."""
    record, reason = form.record(), form.cleaned_data["reason"]
    record._history_date = now  # noqa: SLF001 - documented by the library of the history
    try:
        with transaction.atomic():
            save_with_reason(record, reason=reason, by=by)
            form.save_m2m()
    except REFUSALS as error:
        raise ActionRefusedError(refusal_reason(record, error)[1]) from error


@curators_only
@require_safe
@query_parameters("page")
def reference_records(request: HttpRequest, kind: str) -> HttpResponse:
    """All records of a kind."""
    named = _kind(kind)
    records: Any = models.QuerySet(named.model).select_related(*named.related)
    page = Paginator(records.order_by(*named.order, "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"kind": named, "kinds": KINDS.values(), "page": page}
    return render(request, "studies/curation/reference_records/reference_records_page.html", context)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def reference_record_new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new record."""
    return _form_page(request, _kind(kind), None)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def reference_record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One record, changed with a reason."""
    named = _kind(kind)
    return _form_page(request, named, get_object_or_404(models.QuerySet(named.model), pk=pk))


def _kind(address: str) -> ReferenceKind:
    if address not in KINDS:
        raise Http404("There is no such kind of record.")
    return KINDS[address]


def _form_page(request: HttpRequest, kind: ReferenceKind, record: Any) -> HttpResponse:
    form = fields_form(kind.name, kind.model)(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            save_reference_record(form=form, by=person(request), now=timezone.now())
            messages.success(request, "Saved.")
            return redirect("reference-records", kind.address)
        except ActionRefusedError as sentence:
            messages.error(request, str(sentence))
    context = {"kind": kind, "record": record, "form": form}
    status = 400 if request.method == "POST" else 200
    return render(request, "studies/curation/reference_records/reference_record_page.html", context, status=status)
