"""What was measured or compared in one condition and gave no usable figure, with the reasons."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.answer_set import AnswerSet, answer_set
from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.pages.condition.within import Within, within
from studies.presentation.show_page import Context, show_page


@dataclass(frozen=True, slots=True)
class UnusedPage:
    """The navigation of the condition, and the questions and contrasts without a usable figure."""

    within: Within
    answers: AnswerSet


def unused_page(of: SynthesisedCondition) -> UnusedPage:
    """Prepare what could not be used."""
    return UnusedPage(within(of), answer_set(of.synthesis, of.judged.context, of.judged.counts.isolating))


@show_page("evidence/pages/condition/unused_page.html")
def condition_unused(request: HttpRequest, slug: str) -> Context:
    return {"page": unused_page(synthesise_condition_or_404(slug))}
