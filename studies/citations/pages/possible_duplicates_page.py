"""Deciding on the possible duplicates of an import: groups side by side, many decisions in one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studies.choices import Decision, ImportState
from studies.citations.apply import ImportStateError
from studies.citations.decide import EntryDecision, decide
from studies.citations.pages.possible_groups import RecordGroup, entry_groups, record_groups
from studies.models import ImportBatch
from studies.numerics.number_formatting import plural
from studies.numerics.whole_number import whole_number
from studies.page_access import importers_only, person
from studies.presentation.query_parameters import query_parameters

GROUPS_ON_A_PAGE = 25
# Names of fields of the form begin so and end in the index of an entry.
DECISION, TAKE = "decision-", "take-"


class PreselectionForm(forms.Form):
    """The answers that a person wants to find chosen, by how alike the titles are."""

    same_from = forms.FloatField(label="“The same” from", min_value=0, max_value=100, required=False)
    different_below = forms.FloatField(label="“Not the same” below", min_value=0, max_value=100, required=False)

    def decision_for(self, score: float) -> str:
        """The answer chosen beforehand for an entry; '' for none."""
        values = self.cleaned_data if self.is_valid() else {}
        same_from, different_below = values.get("same_from"), values.get("different_below")
        if same_from is not None and score >= same_from:
            return Decision.SAME
        return Decision.DIFFERENT if different_below is not None and score < different_below else ""


@dataclass(frozen=True, slots=True)
class PossibleDuplicatesPage:
    """Groups of one list, open or decided; or, with ``only_entry``, the one group that holds this entry."""

    batch: ImportBatch
    groups: Page[RecordGroup]
    n_open: int
    n_decided: int
    shows_decided: bool
    only_entry: int | None
    may_decide: bool
    preselection: PreselectionForm


def possible_duplicates_page(batch: ImportBatch, query: QueryDict) -> PossibleDuplicatesPage:
    """The requested list; with ``entry`` the one group that holds it."""
    groups = entry_groups(batch)
    listed, only_entry = [group for group in groups if group.is_open], None
    n_open, shows_decided = len(listed), query.get("list") == "decided"
    if shows_decided:
        listed = [group for group in groups if not group.is_open]
    if (entry := whole_number(query.get("entry", ""))) is not None:
        only_entry = entry
        listed = [group for group in groups if only_entry in group.indexes]
    page = Paginator(listed, GROUPS_ON_A_PAGE).get_page(query.get("page"))
    preselection = PreselectionForm(query)
    shown = record_groups(
        batch, list(page.object_list), lambda entry: entry.decision or preselection.decision_for(entry.score or 0.0)
    )
    return PossibleDuplicatesPage(
        batch=batch,
        groups=Page(shown, page.number, page.paginator),  # type: ignore[arg-type]
        n_open=n_open,
        n_decided=len(groups) - n_open,
        shows_decided=shows_decided,
        only_entry=only_entry,
        may_decide=batch.state in (ImportState.PLANNED, ImportState.APPLIED),
        preselection=preselection,
    )


@importers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("page", "list", "entry", *PreselectionForm.base_fields)
def import_possible(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(ImportBatch, pk=pk)
    if request.method == "POST":
        return save_decisions(request, batch, list(sent_decisions(request.POST)))
    context = {"page": possible_duplicates_page(batch, request.GET)}
    return render(request, "studies/citations/pages/possible_duplicates_page.html", context)


def sent_decisions(data: QueryDict) -> Iterator[EntryDecision]:
    """The decisions of a form: ``decision-<index>`` with ``take-<index>``; entries without an answer are left out."""
    for name, answer in data.items():
        index = whole_number(name.removeprefix(DECISION)) if name.startswith(DECISION) else None
        if index is not None and answer in set(Decision):
            yield EntryDecision(index, Decision(str(answer)), tuple(data.getlist(f"{TAKE}{index}")))


def save_decisions(request: HttpRequest, batch: ImportBatch, decisions: Sequence[EntryDecision]) -> HttpResponse:
    """Save the decisions of a page, say how many were saved, and show what is still open."""
    address = reverse("import-possible", args=[batch.pk])
    try:
        n_decided = decide(batch=batch, decisions=decisions, by=person(request), now=timezone.now())
    except ImportStateError as sentence:
        messages.error(request, str(sentence))
        return redirect(batch)
    if n_decided < len(decisions):
        n_late = len(decisions) - n_decided
        messages.warning(request, f"{plural(n_late, 'answer')} came too late: decided and applied already.")
    messages.success(request, f"{plural(n_decided, 'decision')} saved.")
    query = {name: request.GET[name] for name in PreselectionForm.base_fields if request.GET.get(name)}
    return redirect(f"{address}?{urlencode(query)}" if query else address)
