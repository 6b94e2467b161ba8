"""What waits for one person, ranked by how far each study could move a headline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.urls import reverse

from evidence.synthesis.answers import Answer
from evidence.synthesis.priority import Task, task_of_new_study
from studies.choices import Design, ExtractionState, LabelledEnum, QueryState, Severity, StudyStatus
from studies.curation.author_requests.write_requests import AWAITING_ANSWER
from studies.curation.my_work.waiting_studies import drafts, entered_by_others
from studies.curation.risk_of_bias.waiting_assessments import assessments_waiting
from studies.models import AuthorRequest, DataQuery, Extraction, Study, WorkbenchDraft
from studies.numerics.number_formatting import count, number
from studies.reported.reported_numbers import NumberShare
from studies.reported.rows import StudyRow

FIRST_FIGURE = "first figure"
_OWN_DRAFTS = 50


class WaitingKind(LabelledEnum):
    """What waits for a person at a study; without a headline to move, in this order."""

    DRAFT = "draft", "Your draft, hidden from readers"
    UNSAVED = "unsaved", "What you typed and did not save"
    DIFFERENCES = "differences", "Differences of a second extraction to settle"
    BIAS = "bias", "Risk of bias"
    QUERIES = "queries", "Open data queries"
    REQUEST = "request", "Request to the authors without an answer"
    CONFIRM = "confirm", "Numbers to compare with the source"


_KINDS = list(WaitingKind)


@dataclass(frozen=True, slots=True)
class MyWorkItem:
    """Something at one study that waits for a person, and where it is done."""

    kind: WaitingKind
    study: Study
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MyWorkLine:
    """An item as the page shows it. ``reach``: how far it could move a headline; '' where it moves none."""

    what: str
    study: str
    href: str
    note: str
    reach: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far studies could move a headline: the furthest task of each shown study, and the answers by condition."""

    tasks: Mapping[int, Task]
    answers: Mapping[int, Sequence[Answer]]

    def of(self, study: Study) -> Task | None:
        """The furthest task at a study; of one that is not shown, what it could move when it is."""
        found = self.tasks.get(study.pk)
        if found or study.design != Design.RCT or study.standing != StudyStatus.DRAFT:
            return found
        people = study.n_randomised if study.n_randomised is not None else study.n_analysed
        row = StudyRow(id=study.pk, slug=study.slug, label=study.label)
        return task_of_new_study(self.answers.get(study.condition_id, ()), row, people)


def my_work(person: User, reach: Reach, shares: Mapping[int, NumberShare]) -> list[MyWorkLine]:
    """Everything at single studies that waits for a person, the furthest move first, by a fixed number of queries.

    ``shares`` are of the studies with numbers that no second person confirmed.
    """
    ranked = [(reach.of(item.study), item) for item in _items(person, shares)]
    ranked.sort(key=lambda pair: (pair[0] is None, pair[0].order if pair[0] else (), _KINDS.index(pair[1].kind)))
    return [_line(task, item) for task, item in ranked]


def _line(task: Task | None, item: MyWorkItem) -> MyWorkLine:
    moves = "" if task is None else FIRST_FIGURE if task.shift is None else number(task.shift, digits=2)
    return MyWorkLine(item.kind.label, item.study.label, item.href, item.note, moves)


def _items(person: User, shares: Mapping[int, NumberShare]) -> Iterator[MyWorkItem]:
    for study in drafts().filter(extracted_by=person)[:_OWN_DRAFTS]:
        yield MyWorkItem(WaitingKind.DRAFT, study, reverse("workbench", args=[study.slug]))
    for kept in WorkbenchDraft.objects.filter(by=person).select_related("study"):
        href = reverse("workbench", args=[kept.study.slug])
        yield MyWorkItem(WaitingKind.UNSAVED, kept.study, href, f"kept on {kept.kept_at:%Y-%m-%d}")
    for study in entered_by_others(Study.objects.filter(pk__in=shares), person):
        href = reverse("sign-off", args=[study.slug])
        yield MyWorkItem(WaitingKind.CONFIRM, study, href, shares[study.pk].text)
    for extraction in Extraction.objects.filter(state=ExtractionState.FINISHED).select_related("study"):
        href = reverse("extraction", args=[extraction.study.slug])
        yield MyWorkItem(WaitingKind.DIFFERENCES, extraction.study, href)
    for waiting in assessments_waiting(person):
        href = reverse("risk-of-bias", args=[waiting.study.slug])
        note = f"{waiting.work.label}. {waiting.scope}".removesuffix(". ")
        yield MyWorkItem(WaitingKind.BIAS, waiting.study, href, note)
    yield from _queries()
    for request in AuthorRequest.objects.filter(state__in=AWAITING_ANSWER).select_related("study"):
        href = reverse("author-request", args=[request.pk])
        yield MyWorkItem(WaitingKind.REQUEST, request.study, href, _sent(request))


def _queries() -> Iterable[MyWorkItem]:
    """The open errors and doubts of each study, in one line."""
    acting = DataQuery.objects.filter(state=QueryState.OPEN, severity__in=(Severity.ERROR, Severity.DOUBT))
    counts = dict(acting.order_by().values_list("study").annotate(Count("pk")))
    studies: QuerySet[Study] = Study.objects.filter(pk__in=counts)
    return [
        MyWorkItem(
            WaitingKind.QUERIES,
            study,
            reverse("checks-study", args=[study.slug]),
            count(counts[study.pk]),
        )
        for study in studies
    ]


def _sent(request: AuthorRequest) -> str:
    return f"sent on {request.sent_on:%Y-%m-%d}" if request.sent_on else ""
