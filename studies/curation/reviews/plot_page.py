"""The rows of a forest plot of a review: pasted, shown as they were read, and saved by one button."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.citations.existing_publications import known_publications
from studies.curation.reason_form import posted_revision
from studies.curation.reviews.forest_table import (
    MOST_LETTERS,
    ForestTableError,
    PlottedRow,
    UnreadLine,
    read_forest_table,
)
from studies.curation.reviews.match_references import match_references
from studies.curation.reviews.record_plot import PlotRecord, record_plot, values_of
from studies.curation.reviews.reference_list import Reference, candidate_of_reference
from studies.curation.reviews.review_workbench_page import TrialRowLine, reviews_to_curate, trial_row_line
from studies.models import Publication, ReportedPool, ReviewTrialRow, Study
from studies.numerics.number_formatting import plural
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError


class PlotForm(forms.Form):
    """The pasted rows, the figure that prints them, and the pooled result that they give."""

    rows = forms.CharField(
        label="Rows of the forest plot",
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=(
            "One trial a line: name, figures of both arms, weight with %, effect with its interval in brackets. "
            "With a line of headings they can stand in any order. The first arm is the first printed."
        ),
    )
    figure = forms.CharField(max_length=120, help_text="Such as: Figure 2.")
    pool: Any = forms.ModelChoiceField(
        Study.objects.none(), label="Pooled result", required=False, help_text="Type it first, where it is not listed."
    )

    def __init__(self, data: Any, *, review: Study) -> None:
        super().__init__(data)
        pools: Any = self.fields["pool"]
        pools.queryset = review.reported_pools.select_related("measure").order_by("id")
        pools.label_from_instance = pool_choice


def pool_choice(pool: ReportedPool) -> str:
    """A pooled result as a curator recognises it."""
    parts = (pool.outcome_name or pool.measure.name, pool.timepoint_label)
    return f"{', '.join(filter(None, parts))}: {pool.effect_measure} {pool.as_printed('estimate')}"


@dataclass(frozen=True, slots=True)
class PlotLine:
    """One row as it was read: its figures in words, and the studies that it can be here."""

    row: PlottedRow
    shown: TrialRowLine
    name: str
    options: tuple[tuple[int, str], ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class PlotPreview:
    """What was read of a pasted forest plot."""

    lines: tuple[PlotLine, ...] = ()
    unread: tuple[UnreadLine, ...] = ()


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def review_plot(request: HttpRequest, slug: str) -> HttpResponse:
    review = get_object_or_404(reviews_to_curate(), slug=slug)
    form, preview = PlotForm(request.POST or None, review=review), PlotPreview()
    if request.method != "POST" or not form.is_valid():
        return _show(request, review, form, preview, status=400 if form.errors else 200)
    try:
        preview = plot_preview(form.cleaned_data["rows"], request.POST)
        if request.POST.get("step") != "save":
            return _show(request, review, form, preview)
        return _save(request, review, form, preview)
    except ForestTableError as sentence:
        form.add_error("rows", str(sentence))
    except (ActionRefusedError, StaleRevisionError) as sentence:
        messages.error(request, str(sentence))
    return _show(request, get_object_or_404(reviews_to_curate(), slug=slug), form, preview, status=400)


def plot_preview(text: str, posted: QueryDict) -> PlotPreview:
    """The rows of a text with the studies that they can be, by a fixed number of queries.

    Raises ``ForestTableError``.
    """
    table = read_forest_table(text)
    labels = [Reference(row.line, row.label, candidate_of_reference(row.label)) for row in table.rows]
    matched = match_references(labels, known_publications())
    numbers = {number for each in matched for number in each.publications}
    publications = Publication.objects.filter(study__isnull=False).select_related("study").in_bulk(numbers)
    lines = []
    for row, found in zip(table.rows, matched, strict=True):
        papers = (publications[number] for number in found.publications if number in publications)
        studies = {paper.study_id: paper.study.label for paper in papers if paper.study}
        lines.append(_plot_line(row, studies, posted))
    return PlotPreview(tuple(lines), table.unread)


def _plot_line(row: PlottedRow, studies: dict[Any, str], posted: QueryDict) -> PlotLine:
    """The one study of that author and year is chosen; of several the curator chooses."""
    name = f"study-{row.line}"
    default = str(next(iter(studies))) if len(studies) == 1 else ""
    chosen = {str(number): number for number in studies}.get(str(posted.get(name, default)))
    record = ReviewTrialRow(study_label=row.label, printed=dict(row.figures), **values_of(row.figures))
    return PlotLine(row, trial_row_line(record), name, tuple(studies.items()), chosen)


def _save(request: HttpRequest, review: Study, form: PlotForm, preview: PlotPreview) -> HttpResponse:
    """Save the rows. Raises ``ActionRefusedError`` and ``StaleRevisionError``."""
    if not preview.lines:
        raise ActionRefusedError("No row of a trial was read: nothing was saved.")
    added = record_plot(
        review=review,
        records=[PlotRecord(line.row, line.chosen) for line in preview.lines],
        figure=form.cleaned_data["figure"],
        pool=form.cleaned_data["pool"],
        by=person(request),
        now=timezone.now(),
        expected_revision=posted_revision(request),
    )
    messages.success(request, f"Added {plural(added, 'row')}.")
    return redirect("review-workbench", review.slug)


def _show(
    request: HttpRequest, review: Study, form: PlotForm, preview: PlotPreview, *, status: int = 200
) -> HttpResponse:
    context = {"review": review, "form": form, "preview": preview}
    return render(request, "studies/curation/reviews/plot_page.html", context, status=status)
