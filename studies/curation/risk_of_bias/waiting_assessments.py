"""Assessments that wait for a person: their own unfinished ones, a second assessment, a consensus."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import User
from django.http import HttpRequest

from studies.choices import LabelledEnum
from studies.curation.risk_of_bias.consensus import ASSESSORS, differing_judgements
from studies.curation.risk_of_bias.finished_assessments import assessments_by_scope, scope_text
from studies.models import BiasAssessment, Study
from studies.page_access import curators_only, person
from studies.presentation.show_page import Context, show_page
from studies.reported.risk_of_bias_views import counted_assessments

# So many studies of each kind are listed at once.
LONGEST_LIST = 50


class BiasWork(LabelledEnum):
    """What is to be done at a study's risk of bias."""

    OWN = "own", "Your own, unfinished"
    CONSENSUS = "consensus", "Two people differ: write the consensus"
    SECOND = "second", "One person has assessed it: assess it too"


@dataclass(frozen=True, slots=True)
class WaitingAssessment:
    """One scope of one study that waits for a person."""

    work: BiasWork
    study: Study
    scope: str


@dataclass(frozen=True, slots=True)
class WaitingAssessments:
    """Those of one kind, as the page lists them; ``more`` are not listed."""

    work: BiasWork
    listed: tuple[WaitingAssessment, ...]
    more: int


def assessments_waiting(by: User) -> list[WaitingAssessment]:
    """What waits for a person, by study, with two queries.

    A study that they are assessing waits for that alone; of others' work at it they learn nothing meanwhile.
    """
    rows = BiasAssessment.objects.select_related("study", "measure").prefetch_related("judgements")
    ordered = rows.order_by("study__label", "study_id", "-finished_at", "-started_at", "-pk")
    return [
        found for _, of_study in groupby(ordered, key=lambda row: row.study_id) for found in _of_study(of_study, by.pk)
    ]


def _of_study(rows: Iterable[BiasAssessment], by: int) -> list[WaitingAssessment]:
    all_rows = list(rows)
    own = [row for row in all_rows if row.finished_at is None and row.assessed_by_id == by]
    if own:
        return [WaitingAssessment(BiasWork.OWN, row.study, scope_text(row)) for row in own]
    scopes = assessments_by_scope(all_rows)
    return [
        WaitingAssessment(work, scope[0].study, scope_text(scope[0]))
        for scope in scopes
        if (work := _work(scope, by)) is not None
    ]


def _work(rows: Sequence[BiasAssessment], by: int) -> BiasWork | None:
    """What a scope that a person is not assessing waits for; None where it waits for nothing that they can do."""
    counted = counted_assessments([row for row in rows if row.finished_at])
    if not counted or counted[0].is_consensus or any(row.is_consensus for row in rows):
        return None
    if len(counted) >= ASSESSORS:
        return BiasWork.CONSENSUS if differing_judgements(counted) else None
    return BiasWork.SECOND if counted[0].assessed_by_id != by else None


def by_work(waiting: Sequence[WaitingAssessment]) -> list[WaitingAssessments]:
    """What waits, by kind; a kind of which nothing waits is left out."""
    kinds = [(work, [each for each in waiting if each.work is work]) for work in BiasWork]
    return [
        WaitingAssessments(work, tuple(found[:LONGEST_LIST]), max(0, len(found) - LONGEST_LIST))
        for work, found in kinds
        if found
    ]


@curators_only
@show_page("studies/curation/risk_of_bias/waiting_assessments.html")
def waiting_assessments(request: HttpRequest) -> Context:
    return {"kinds": by_work(assessments_waiting(person(request)))}
