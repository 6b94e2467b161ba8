"""All findings of one condition as a table."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.answer_set import AnswerSet, answer_set
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from studies.presentation.show_page import Context, show_page


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The navigation of the condition, and its findings."""

    within: Within
    answers: AnswerSet


def findings_page(of: SynthesisedCondition) -> FindingsPage:
    """Prepare every finding of a condition."""
    return FindingsPage(within(of), answer_set(of.synthesis, of.judged.context, of.judged.counts.isolating))


@show_page("evidence/pages/condition/findings_page.html")
def condition_findings(request: HttpRequest, slug: str) -> Context:
    return {"page": findings_page(synthesise_condition_or_404(slug))}
