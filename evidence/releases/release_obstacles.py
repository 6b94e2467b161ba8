"""What cannot be released, and what is released with a remark: said before a release is made and when it is refused.

The rules of answers leave out what has an open error or is retracted. Here the headlines of every condition, the rows
of its table of answers, are read again for either, so that a fault of those rules is never frozen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.condition_answers import RatedAnswers, answer_href, read_rated_answers
from evidence.findings.condition_synthesis import SharedEvidence, read_shared_evidence, synthesise_condition
from evidence.synthesis.answer_rows import AnswerRow
from evidence.synthesis.data_queries import Queries, by_study, open_query_on_difference
from studies.choices import Severity
from studies.models import Condition
from studies.presentation.show_page import pause_gc
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import StudyRow
from studies.revisions.version_triggers import missing_triggers

_WITHDRAWN = frozenset({ContrastExclusion.ERROR, ContrastExclusion.RETRACTED})


@dataclass(frozen=True, slots=True)
class ReleaseObstacle:
    """A sentence with where to look. ``forbids``: nothing can be released before it is put right."""

    sentence: str
    href: str
    forbids: bool


@pause_gc
def release_obstacles() -> list[ReleaseObstacle]:
    """What forbids a release first, then the remarks; in both, each thing once."""
    shared, ratings = read_shared_evidence(), read_rated_answers()
    queries = by_study(shared.evidence.queries)
    found = list(_of_site(shared))
    for condition in shared.conditions:
        for row in synthesise_condition(condition, shared).rows.rows:
            found += _of_headline(condition, row, queries, ratings)
    return sorted(dict.fromkeys(found), key=lambda each: not each.forbids)


def _of_site(shared: SharedEvidence) -> Iterator[ReleaseObstacle]:
    if not shared.evidence.arms:
        yield ReleaseObstacle("There is no study to release.", reverse("study-list"), forbids=True)
    if tables := missing_triggers():
        sentence = f"Changes of {len(tables)} tables are not noticed: run manage.py migrate."
        yield ReleaseObstacle(sentence, reverse("methods"), forbids=True)


def _of_headline(
    condition: Condition, row: AnswerRow, queries: Queries, ratings: RatedAnswers
) -> Iterator[ReleaseObstacle]:
    answer, title = row.answer, f"{row.key.words.heading}: {row.key.outcome.label}"
    href = answer_href(condition.slug, answer)
    for study in _retracted(row):
        sentence = f"{title}: the headline rests on {study.label}, which is retracted."
        yield ReleaseObstacle(sentence, reverse("study", args=[study.slug]), forbids=True)
    for study, problem in _open_errors(row, queries):
        sentence = f"{title}: the headline rests on {study.label}, which has an open error: {problem}."
        yield ReleaseObstacle(sentence, f"{reverse('study', args=[study.slug])}#queries", forbids=True)
    if ratings.certainty_of(condition.slug, answer).needs_review:
        sentence = f"{condition.name}, {title}: certainty was rated before the data changed; its rating is not shown."
        yield ReleaseObstacle(sentence, href, forbids=False)
    for item in answer.left_out:
        if item.reason in _WITHDRAWN:
            sentence = f"{title}: {item.study.label} is left out of the headline: {item.reason.label}."
            yield ReleaseObstacle(sentence, reverse("study", args=[item.study.slug]), forbids=False)


def _retracted(row: AnswerRow) -> Iterable[StudyRow]:
    return [entry.study for entry in row.answer.entries if entry.study.retracted]


def _open_errors(row: AnswerRow, queries: Queries) -> Iterator[tuple[StudyRow, str]]:
    """The studies whose figures are in the headline, with the open error about one of these figures."""
    for entry in row.answer.entries:
        for contrast in (each for line in entry.lines for each in line.contrasts):
            if query := open_query_on_difference(contrast, queries, Severity.ERROR):
                yield entry.study, query.problem
