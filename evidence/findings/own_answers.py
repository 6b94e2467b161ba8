"""What this site itself answers today, for pages that set it beside what others say."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from evidence.findings.finding import anchor_of
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import in_conditions, judge_evidence
from studies.models import Condition, with_descendants
from studies.selectors import read_evidence


def live_answers(wanted: Iterable[Condition], conditions: Sequence[Condition]) -> dict[str, tuple[Answer, ...]]:
    """All answers for each wanted condition with everything below it, by its slug; what is known is read once."""
    scopes = {condition.slug: {item.slug for item in with_descendants(condition, conditions)} for condition in wanted}
    judged = judge_evidence(read_evidence(set().union(*scopes.values())))
    return {slug: synthesise(in_conditions(judged, scope)).answers for slug, scope in scopes.items()}


def answer_href(condition_slug: str, answer: Answer) -> str:
    """Where an answer stands on its condition's page."""
    return f"{reverse('condition', args=[condition_slug])}#{anchor_of(answer)}"
