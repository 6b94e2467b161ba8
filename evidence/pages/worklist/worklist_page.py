"""The worklist of curators: tasks ranked by how far they could move a headline, and records that wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from evidence.findings.condition_answers import RatedAnswers, read_rated_answers
from evidence.findings.finding import anchor_of
from evidence.findings.truncation import TruncatedList, truncate
from evidence.pages.worklist.my_work import MyWorkLine, Reach, my_work
from evidence.pages.worklist.waiting_records import (
    SHORT_LIST,
    WaitingItem,
    records_waiting,
    registrations_waiting,
    screening_waits,
    search_dates,
)
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import Judged, in_conditions, judge_evidence
from evidence.synthesis.headline import headline, outcome_answers
from evidence.synthesis.priority import Task, TaskKind, tasks_of
from evidence.synthesis.questions import Question
from studies.curation.my_work.waiting_studies import unconfirmed_shares
from studies.models import Condition, with_descendants
from studies.numerics.number_formatting import interval_text, number, ratio, ratio_interval
from studies.page_access import curators_only, person
from studies.presentation.show_page import Context, show_page
from studies.selectors import read_evidence

# The list shows this many tasks, and says how many there are.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as the list shows it. ``shift`` is None where it would give the headline its first figure."""

    what: str
    study: str
    href: str
    why: str
    condition: str
    question: str
    finding_href: str
    shift: float | None
    estimate_change: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything on the page."""

    mine: TruncatedList[MyWorkLine]
    screening: tuple[WaitingItem, ...]
    tasks: TruncatedList[TaskLine]
    unrated: TruncatedList[WaitingItem]
    registrations: TruncatedList[WaitingItem]
    waiting: tuple[WaitingItem, ...]


@dataclass(frozen=True, slots=True)
class _ConditionTask:
    """A task with the condition whose headline it moves."""

    condition: Condition
    task: Task


def read_worklist(person: User) -> Worklist:
    """Read all evidence once, and find what could move the headline of each condition."""
    conditions, evidence = list(Condition.objects.all()), read_evidence()
    judged, ratings = judge_evidence(evidence), read_rated_answers()
    shares = unconfirmed_shares()
    answers_of: dict[int, Sequence[Answer]] = {}
    condition_tasks: list[_ConditionTask] = []
    unrated: list[WaitingItem] = []
    for condition in conditions:
        answers = answers_of[condition.pk] = _answers(condition, conditions, judged)
        condition_tasks += [_ConditionTask(condition, task) for task in tasks_of(answers, shares)]
        unrated += _unrated(condition, answers, ratings)
    tasks = unique_tasks(condition_tasks)
    return Worklist(
        mine=truncate(my_work(person, Reach(_furthest(tasks), answers_of), shares), lambda line: line, SHORT_LIST),
        tasks=truncate(tasks, _task_line, LONGEST),
        unrated=truncate(unrated, lambda line: line, SHORT_LIST),
        registrations=truncate(registrations_waiting(), lambda line: line, SHORT_LIST),
        screening=tuple(screening_waits(person)),
        waiting=(*records_waiting(len(shares)), *search_dates()),
    )


def unique_tasks(condition_tasks: Iterable[_ConditionTask]) -> list[_ConditionTask]:
    """Each task once, with the headline that it moves furthest: a condition and its parent share their studies."""
    found: dict[tuple[int, TaskKind, Question], _ConditionTask] = {}
    for each in sorted(condition_tasks, key=lambda item: item.task.order):
        found.setdefault((each.task.study.id, each.task.kind, each.task.answer.question), each)
    return list(found.values())


def _answers(condition: Condition, conditions: Sequence[Condition], judged: Sequence[Judged]) -> tuple[Answer, ...]:
    scope = {item.slug for item in with_descendants(condition, conditions)}
    return synthesise(in_conditions(judged, scope)).answers


def _furthest(tasks: Iterable[_ConditionTask]) -> dict[int, Task]:
    """The first task of each study, by its number, of tasks in order."""
    found: dict[int, Task] = {}
    for each in tasks:
        found.setdefault(each.task.study.id, each.task)
    return found


def _task_line(condition_task: _ConditionTask) -> TaskLine:
    task, answer = condition_task.task, condition_task.task.answer
    words = answer.question.words
    return TaskLine(
        what=task.kind.label,
        study=task.study.label,
        href=_task_href(task),
        why=task.reason.label if task.reason else "",
        condition=condition_task.condition.name,
        question=f"{answer.question.outcome.title}, {words.with_ozone} v {words.without_ozone}, "
        f"{answer.question.window.label}",
        finding_href=_finding_href(condition_task.condition, answer),
        shift=task.shift,
        estimate_change=_estimate_change(task),
        people=task.people,
    )


def _task_href(task: Task) -> str:
    """The page where the task is done."""
    if task.kind is TaskKind.MISSING:
        return reverse("workbench", args=[task.study.slug])
    if task.kind is TaskKind.UNVERIFIED:
        return reverse("sign-off", args=[task.study.slug])
    return f"{reverse('study', args=[task.study.slug])}#doubts"


def _finding_href(condition: Condition, answer: Answer) -> str:
    if answer.entries or answer.unpooled:
        return reverse("finding", args=[condition.slug, anchor_of(answer)])
    return reverse("condition", args=[condition.slug])


def _estimate_change(task: Task) -> str:
    """The estimate now, and its lowest and highest value afterwards, on the reader's scale."""
    measure = task.answer.measure
    if task.before is None or task.after is None or measure is None:
        return ""
    now, low, high = (measure.to_reader(each) for each in (task.before, *task.after))
    if measure.is_ratio:
        return f"{measure.value} {ratio(now)} now, {ratio_interval(low, high)} then"
    return f"{measure.value} {number(now, digits=1)} now, {interval_text(low, high)} then"


def _unrated(condition: Condition, answers: Sequence[Answer], ratings: RatedAnswers) -> list[WaitingItem]:
    """The findings of a headline that have not been rated, or whose rating needs review."""
    top = headline(outcome_answers(answers))
    found = []
    for answer in top.usable if top else ():
        certainty = ratings.certainty_of(condition.slug, answer)
        if certainty.rating is None:
            href = reverse("finding-rate", args=[condition.slug, anchor_of(answer)])
            words = answer.question.words
            title = f"{condition.name}: {answer.question.outcome.title}, {words.with_ozone} v {words.without_ozone}"
            found.append(WaitingItem(title, None, href, certainty.words))
    return found


@curators_only
@show_page("evidence/pages/worklist/worklist_page.html")
def worklist(request: HttpRequest) -> Context:
    return {"page": read_worklist(person(request))}
