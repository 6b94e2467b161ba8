"""A question in words: what was understood of it, the one answer, or how far what is known goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.asked.asked_question import read_question
from evidence.asked.spelling import corrected_question
from evidence.findings.answer_index import read_answer_index
from evidence.findings.condition_overview import ConditionOverview
from evidence.findings.every_overview import EveryOverview, read_every_overview
from evidence.findings.question_lexicon import read_lexicon, slugs_above
from evidence.pages.ask.answer_choice import Nearness
from evidence.pages.ask.asked_answer import AskedAnswer, answer_question
from evidence.pages.ask.asked_parts import (
    QUESTION_PARAMETERS,
    AskedParts,
    PartsForm,
    QuestionForm,
    askable_comparisons,
    chosen_parts,
)
from evidence.pages.ask.understood_parts import Understood, understood
from studies.choices import CriticalOutcome
from studies.models import Condition
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page
from studies.revisions.data_version import read_snapshot
from studies.search.curated_synonyms import curated_synonyms

EXAMPLES = (
    "ozone v steroid for sciatica at 6 months",
    "Is ozone better than physiotherapy for a slipped disc?",
    "ozone on top of cortisone, disability, disc herniation",
    "Does ozone avoid an operation for a slipped disc?",
    "Is ozone safe for back pain?",
)


@dataclass(frozen=True, slots=True)
class AskPage:
    """Everything on the page. ``answer`` is None where nothing was asked, or nothing understood.

    ``corrected`` is the question in words that are known, where one was not; else empty.
    """

    query: str
    errors: tuple[str, ...] = ()
    understood: Understood | None = None
    condition: Condition | None = None
    answer: AskedAnswer | None = None
    corrected: str = ""
    examples: tuple[str, ...] = EXAMPLES

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self.understood is None and not self.errors


def ask_page(query: Mapping[str, str], version: int | None = None) -> AskPage:
    """Read a question and answer it. Raises ``QueryParameterError`` for a part that does not exist."""
    question = QuestionForm(query)
    if not question.is_valid():
        return AskPage(query.get("q", "")[:100], errors=tuple(map(str, question.errors["q"])))
    text = question.cleaned_data["q"]
    if not text and not any(name in query for name in PartsForm.base_fields):
        return AskPage("")
    every = read_every_overview(version)
    lexicon = read_lexicon(every.conditions, curated_synonyms())
    asked = read_question(text, lexicon)
    made = {cell.compared for item in every.overviews for cell in item.compared}
    conditions = [item.condition for item in every.overviews]
    form = PartsForm(
        query, conditions, askable_comparisons(made, asked.comparison.compared if asked.comparison else None)
    )
    told = understood(asked, chosen_parts(asked, form), form, conditions)
    of = next((item for item in every.overviews if item.condition.slug == told.condition), None)
    answer = (
        answer_question(_nearness(told.asked, of, every), is_widest=told.is_widest)
        if of and told.can_be_answered
        else None
    )
    return AskPage(
        text,
        understood=told,
        condition=of.condition if of else None,
        answer=answer,
        corrected=corrected_question(asked, lexicon) if asked.unknown else "",
    )


def _nearness(asked: AskedParts, of: ConditionOverview, every: EveryOverview) -> Nearness:
    """Where the answer is looked for: serious harm is told from the overview, all else from every answer."""
    index = () if asked.outcome is CriticalOutcome.SERIOUS_HARM else read_answer_index(of.condition.slug)
    above = {item.slug: slugs_above(item, every.conditions) for item in every.conditions}
    return Nearness(asked, of, index, every.overviews, above)


@public_page
@require_safe
@query_parameters(*QUESTION_PARAMETERS)
def ask(request: HttpRequest) -> HttpResponse:
    with read_snapshot() as version:
        page = ask_page(request.GET.dict(), version)
    status = HTTPStatus.BAD_REQUEST if page.errors else HTTPStatus.OK
    return render(request, "evidence/pages/ask/ask_page.html", {"page": page}, status=status)
