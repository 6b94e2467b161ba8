"""The list of references of a review: pasted, matched line by line, looked through, and saved by one button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.citations.existing_publications import known_publications
from studies.curation.reason_form import posted_revision
from studies.curation.reviews.match_references import MatchedReference, ReferenceVerdict, match_references
from studies.curation.reviews.record_inclusions import InclusionDecision, record_inclusions
from studies.curation.reviews.reference_list import MOST_LETTERS, ReferenceListError, read_references
from studies.curation.reviews.review_workbench_page import reviews_to_curate
from studies.models import Publication, Study
from studies.numerics.number_formatting import plural
from studies.page_access import curators_only, person
from studies.revisions.record_change import ActionRefusedError, StaleRevisionError

CITATION, LEFT_OUT = "citation", "out"


class ReferencesForm(forms.Form):
    """The pasted list, where it is printed, and whether it is whole."""

    references = forms.CharField(
        label="References of the included trials",
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="One a line, numbered, or with empty lines between; or a citation file such as RIS.",
    )
    locator = forms.CharField(label="Where the list is printed", max_length=200, help_text="Such as: Table 1, page 4.")
    list_complete = forms.BooleanField(label="This is the whole list of trials that it included", required=False)


@dataclass(frozen=True, slots=True)
class ReferenceOption:
    """One thing that a line can be taken for: its posted value and its words."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """One line of the preview: the reference, its verdict, and what it can be taken for."""

    matched: MatchedReference
    name: str
    options: tuple[ReferenceOption, ...]
    is_undecided: bool

    @property
    def decision(self) -> str:
        """The value of the chosen option; '' where none is chosen."""
        return next((option.value for option in self.options if option.chosen), "")


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def review_references(request: HttpRequest, slug: str) -> HttpResponse:
    review = get_object_or_404(reviews_to_curate(), slug=slug)
    form = ReferencesForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, review, form, (), status=400 if form.errors else 200)
    try:
        lines = reference_lines(form.cleaned_data["references"], request.POST)
        if request.POST.get("step") != "save":
            return _show(request, review, form, lines)
        return _save(request, review, form, lines)
    except ReferenceListError as sentence:
        form.add_error("references", str(sentence))
    except (ActionRefusedError, StaleRevisionError) as sentence:
        messages.error(request, str(sentence))
        return _show(request, get_object_or_404(reviews_to_curate(), slug=slug), form, lines, status=400)
    return _show(request, review, form, (), status=400)


def reference_lines(text: str, posted: QueryDict) -> tuple[ReferenceLine, ...]:
    """The lines of a list, by a fixed number of queries. Raises ``ReferenceListError``."""
    matched = match_references(read_references(text), known_publications())
    numbers = {number for each in matched for number in each.publications}
    publications = Publication.objects.select_related("study").in_bulk(numbers)
    return tuple(_line(each, publications, posted) for each in matched)


def _line(matched: MatchedReference, publications: Mapping[int, Publication], posted: QueryDict) -> ReferenceLine:
    name = f"line-{matched.reference.line}"
    values = [(f"publication-{number}", _words(publications[number])) for number in matched.publications]
    if matched.verdict is not ReferenceVerdict.MATCHED:
        values.append((CITATION, "none of these: keep the citation" if values else "keep the citation"))
    values.append((LEFT_OUT, "no included trial: leave it out"))
    default = {ReferenceVerdict.POSSIBLE: "", ReferenceVerdict.REPEATED: LEFT_OUT}.get(matched.verdict, values[0][0])
    chosen = posted.get(name, default)
    options = tuple(ReferenceOption(value, label, value == chosen) for value, label in values)
    return ReferenceLine(matched, name, options, not any(option.chosen for option in options))


def _words(publication: Publication) -> str:
    """What a publication is here: its study, or its title where it has none."""
    if publication.study:
        return f"study {publication.study.label}: {publication.display_title}"
    return f"publication without a study: {publication.display_title}"


def _save(request: HttpRequest, review: Study, form: ReferencesForm, lines: Sequence[ReferenceLine]) -> HttpResponse:
    """Save what was decided of every line. Raises ``ActionRefusedError`` where one is not decided."""
    undecided = [str(line.matched.reference.line) for line in lines if line.is_undecided]
    if undecided:
        raise ActionRefusedError(f"Say what these lines are, then save: {', '.join(undecided)}.")
    counts = record_inclusions(
        review=review,
        decisions=_decisions(lines),
        list_complete=form.cleaned_data["list_complete"],
        locator=form.cleaned_data["locator"],
        by=person(request),
        now=timezone.now(),
        expected_revision=posted_revision(request),
    )
    were = "was" if counts.known == 1 else "were"
    known = f"; {counts.known} {were} recorded already" if counts.known else ""
    messages.success(request, f"Added {plural(counts.added, 'included trial')}{known}.")
    return redirect("review-workbench", review.slug)


def _decisions(lines: Sequence[ReferenceLine]) -> list[InclusionDecision]:
    kept = [line for line in lines if line.decision != LEFT_OUT]
    numbers = {int(line.decision.partition("-")[2]) for line in kept if line.decision != CITATION}
    publications = Publication.objects.in_bulk(numbers)
    found = []
    for line in kept:
        citation = line.matched.reference.text
        if line.decision == CITATION:
            found.append(InclusionDecision(citation))
            continue
        publication = publications[int(line.decision.partition("-")[2])]
        named = None if publication.study_id else publication.pk
        found.append(InclusionDecision(citation, study=publication.study_id, publication=named))
    return found


def _show(
    request: HttpRequest, review: Study, form: ReferencesForm, lines: Sequence[ReferenceLine], *, status: int = 200
) -> HttpResponse:
    counts = {verdict: sum(line.matched.verdict is verdict for line in lines) for verdict in ReferenceVerdict}
    context = {
        "review": review,
        "form": form,
        "lines": lines,
        "counts": [(verdict.label, number) for verdict, number in counts.items() if number],
    }
    return render(request, "studies/curation/reviews/references_page.html", context, status=status)
