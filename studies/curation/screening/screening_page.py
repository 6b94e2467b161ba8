"""Publications on their way into the evidence: what waits, and the page on which one is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from studies.choices import ExclusionReason, Retrieval, Screening, ScreeningStage
from studies.citations.fill_fields import FieldInSource, filled_fields
from studies.citations.publication_values import ABSTRACT, field_value
from studies.curation.screening.abstract_form import abstract_line
from studies.curation.screening.criteria import Criteria, read_criteria
from studies.curation.screening.decisions import ScreeningStatus, current_votes, screening_status_of
from studies.curation.screening.forms import ScreeningForm
from studies.curation.screening.highlight import Piece
from studies.curation.screening.queues import Neighbours, Queue, ScreeningQueues, is_blind_for, queues_of
from studies.curation.screening.retrievals import why_not_sought
from studies.curation.screening.screen import (
    NotScreenableError,
    add_report,
    can_be_screened,
    exclude_publication,
    include_publication,
    withdraw_vote,
)
from studies.curation.screening.source_lines import SourceLine, source_lines
from studies.models import Publication, ReportRetrieval, ScreeningDecision, Study
from studies.page_access import importers_only, is_curator, person
from studies.presentation.place_in_print import place_in_print
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page


@dataclass(frozen=True, slots=True)
class ScreeningPage:
    """One publication before one person. ``is_blind``: the page shows nothing of another person's opinion.

    ``mine`` is this person's opinion at the stage, in words; ``decisions`` is empty while blind.
    """

    publication: Publication
    abstract: str
    # The last line of its history, by which a change that another person makes meanwhile is noticed.
    abstract_line: int
    sources: Sequence[SourceLine]
    filled: Sequence[FieldInSource]
    stage: ScreeningStage
    is_open: bool
    is_blind: bool
    differ: bool
    mine: str
    state: str
    decisions: Sequence[ScreeningDecision]
    # What was said of its full text, empty while blind, and whether this person can say something of it.
    retrievals: Sequence[ReportRetrieval]
    seeks_text: bool
    criteria: Criteria
    queue: Queue
    # The list and the words searched for, as they stand in an address.
    selection: str
    neighbours: Neighbours
    study_address: str
    may_link: bool

    @property
    def stages(self) -> list[ScreeningStage]:
        return list(ScreeningStage)

    @property
    def title_pieces(self) -> list[Piece]:
        """The title, with the words of criteria apart."""
        return self.criteria.marked(self.publication.display_title)

    @property
    def abstract_pieces(self) -> list[Piece]:
        """The abstract, with the words of criteria apart."""
        return self.criteria.marked(self.abstract)

    @property
    def place(self) -> str:
        """Year, and volume, number and pages, of the publication."""
        paper = self.publication
        place = place_in_print(volume=paper.volume, number=paper.number, pages=paper.pages)
        return "; ".join(part for part in (str(paper.year or ""), place) if part)

    @property
    def identifiers(self) -> str:
        """The identifiers of the publication; '' without any."""
        paper = self.publication
        named = (("DOI", paper.doi), ("PubMed", paper.pmid), ("PubMed Central", paper.pmcid))
        return ", ".join(f"{name} {value}" for name, value in named if value)

    @property
    def reasons(self) -> list[ExclusionReason]:
        return list(ExclusionReason)

    @property
    def retrieval_states(self) -> list[Retrieval]:
        return list(Retrieval)


def screening_page(publication: Publication, queues: ScreeningQueues, query: QueryDict) -> ScreeningPage:
    """Prepare the page; ``query`` may name the list that it was opened from and the stage."""
    status = queues.statuses.get(publication.pk) or screening_status_of([])
    blind = is_blind_for(status, queues.person.pk)
    queue = requested_queue(query)
    stage = _stage(status, query, blind=blind)
    votes = current_votes(each for each in queues.votes.get(publication.pk, ()) if each.stage == stage)
    mine = next((Screening(each.decision).label for each in votes if each.by == queues.person.pk), "")
    return ScreeningPage(
        publication=publication,
        abstract=field_value(publication, ABSTRACT),
        abstract_line=abstract_line(publication),
        sources=source_lines(publication),
        filled=filled_fields(publication),
        stage=stage,
        is_open=can_be_screened(publication),
        is_blind=blind,
        differ=status.at(stage).differ,
        mine=mine,
        state=screening_state(publication, status, blind=blind),
        decisions=() if blind else _decisions(publication, queues),
        retrievals=() if blind else list(publication.retrievals.select_related("stated_by").order_by("pk")),
        seeks_text=not why_not_sought(publication, status, queues.person),
        criteria=read_criteria(),
        queue=queue,
        selection=selection_of(queue, queues.words),
        neighbours=queues.neighbours(queue, publication.pk),
        study_address="" if blind or publication.study_id else address_of_new_study(publication),
        may_link=is_curator(queues.person),
    )


def _decisions(publication: Publication, queues: ScreeningQueues) -> list[ScreeningDecision]:
    """The decisions that the person may see; the query for them is a long one, and most publications have none yet."""
    if publication.pk not in queues.votes:
        return []
    visible = publication.screening_decisions.visible_to(queues.person).select_related("decided_by", "study")
    return list(visible.order_by("pk"))


def requested_queue(query: QueryDict) -> Queue:
    """The list named in an address; by default the publications without an opinion."""
    named = query.get("queue") or query.get("screening") or ""
    return Queue(named) if named in set(Queue) else Queue.FIRST


def selection_of(queue: Queue, words: str) -> str:
    """A list and the words searched for, as the query of an address.

    >>> selection_of(Queue.FIRST, ""), selection_of(Queue.FIRST, "disc & ozone")
    ('queue=first', 'queue=first&q=disc+%26+ozone')
    """
    return urlencode({"queue": queue.value} | ({"q": words} if words else {}))


def _stage(status: ScreeningStatus, query: QueryDict, *, blind: bool) -> ScreeningStage:
    """The requested stage; by default the full text if the publication passed title and abstract."""
    named = query.get("stage", "")
    if named in set(ScreeningStage):
        return ScreeningStage(named)
    passed = status.full.has_votes or (not blind and status.title.vote is not None and status.screening == "included")
    return ScreeningStage.FULL_TEXT if passed else ScreeningStage.TITLE_ABSTRACT


def screening_state(publication: Publication, status: ScreeningStatus, *, blind: bool) -> str:
    """How far a publication is decided, in words; ``blind``: without an opinion that the reader may not see yet."""
    if blind:
        return "One person gave an opinion. You see it when you have given yours"
    if status.decisive.differ:
        return "Opinions differ. No decision counts until the difference is settled"
    settled = ", settled after opinions differed" if status.decisive.is_settled else ""
    people = len(status.decisive.people)
    by = f", by {people} {'person' if people == 1 else 'people'}" if people and not settled else ""
    return f"{Screening(publication.screening).label.capitalize()}{by}{settled}"


def address_of_new_study(publication: Publication) -> str:
    """The form for a new study, prefilled with what the publication says of it."""
    return f"{reverse('workbench-new')}?publication={publication.pk}"


def decision_text(publication: Publication, decision: ScreeningDecision) -> str:
    """The decision as a message on the next page."""
    done = "Left open" if decision.decision == Screening.UNSCREENED else Screening(decision.decision).label.capitalize()
    why = f" ({decision.reason})" if decision.reason else ""
    return f"{done}: {publication.display_title[:120]}{why}."


PAGE_SIZE = 50


@importers_only
@show_page("studies/curation/screening/screening_list.html")
@query_parameters("page", "q", "queue", "screening")
def screening_list(request: HttpRequest) -> Context:
    queues, queue = _requested_queues(request), requested_queue(request.GET)
    page = Paginator(queues.publications(queue), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = [(each, selection_of(each, queues.words), number) for each, number in queues.counts()]
    selection = selection_of(queue, queues.words)
    context = {"page": page, "queue": queue, "words": queues.words, "selection": selection, "counts": counts}
    return context | {"agreement": queues.agreement()}


def _requested_queues(request: HttpRequest) -> ScreeningQueues:
    """The lists of the person, of publications with the words that they search for."""
    return queues_of(person(request), request.GET.get("q", "").replace("\x00", "").strip())


@importers_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("q", "queue", "screening", "stage")
def screening_detail(request: HttpRequest, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.select_related("study", "abstract_record"), pk=pk)
    form = ScreeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return save_and_continue(request, publication, screen(request, publication, form))
        except NotScreenableError as refused:
            form.add_error(None, str(refused))
    context = {
        "page": screening_page(publication, _requested_queues(request), request.GET),
        "form": form,
        "studies": Study.objects.order_by("label").only("slug", "label"),
    }
    return render(
        request, "studies/curation/screening/screening_page.html", context, status=400 if form.errors else 200
    )


def screen(request: HttpRequest, publication: Publication, form: ScreeningForm) -> ScreeningDecision:
    """Save the decision of a person. Raises ``NotScreenableError`` when it is not possible at present."""
    answers = form.cleaned_data
    stage = ScreeningStage(answers["stage"] or ScreeningStage.TITLE_ABSTRACT)
    arguments = {"publication": publication, "reason": answers["reason"], "by": person(request), "stage": stage}
    arguments["now"] = timezone.now()
    if answers["action"] == ScreeningForm.UNSURE:
        return withdraw_vote(**arguments)
    arguments["settles"] = answers["settles"]
    if answers["action"] == ScreeningForm.REPORT:
        return add_report(study=answers["study"], **arguments)
    if answers["action"] == Screening.EXCLUDED:
        return exclude_publication(reason_code=answers["reason_code"] or ExclusionReason.OTHER, **arguments)
    return include_publication(**arguments)


def save_and_continue(request: HttpRequest, publication: Publication, decision: ScreeningDecision) -> HttpResponse:
    """Confirm the decision with a link back, and open the next publication; the list after the last one."""
    queue, queues = requested_queue(request.GET), _requested_queues(request)
    selection = selection_of(queue, queues.words)
    back = f"{reverse('screening-detail', args=[publication.pk])}?{selection}&stage={decision.stage}"
    link = format_html('{} <a href="{}">Back to it</a>', decision_text(publication, decision), back)
    messages.success(request, link)
    following = queues.neighbours(queue, publication.pk).after
    if following is None:
        return redirect(f"{reverse('screening-list')}?{selection}")
    return redirect(f"{reverse('screening-detail', args=[following])}?{selection}")
