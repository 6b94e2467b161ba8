"""What this site itself answers today, for pages that set it beside what others say."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from evidence.records import read_evidence
from evidence.summaries.finding import anchor_of
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.contrasts import contrasts
from evidence.synthesis.doubt import by_study
from evidence.synthesis.rows import Evidence
from studies.models import Condition, with_descendants


def live_answers(wanted: Iterable[Condition], conditions: Sequence[Condition]) -> dict[str, tuple[Answer, ...]]:
    """All answers for each wanted condition with everything below it, by its slug; what is known is read once."""
    scopes = {condition.slug: {item.slug for item in with_descendants(condition, conditions)} for condition in wanted}
    evidence = read_evidence(set().union(*scopes.values()))
    queries = by_study(evidence.queries)
    return {slug: synthesise(contrasts(within(evidence, scope)), queries).answers for slug, scope in scopes.items()}


def within(evidence: Evidence, slugs: set[str]) -> Evidence:
    """The evidence of arms with one of these conditions."""
    arms = tuple(arm for arm in evidence.arms if arm.condition in slugs)
    ids = {arm.id for arm in arms}
    return Evidence(
        arms=arms,
        results=tuple(row for row in evidence.results if row.arm.id in ids),
        reported=tuple(row for row in evidence.reported if row.arm_a in ids and row.arm_b in ids),
        queries=evidence.queries,
    )


def answer_href(condition_slug: str, answer: Answer) -> str:
    """Where an answer stands on its condition's page."""
    return f"{reverse('condition', args=[condition_slug])}#{anchor_of(answer)}"
