"""Whether the words of a search are a question that can be asked, and the address of its answer."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from evidence.asked.asked_question import AskedQuestion, read_question
from evidence.findings.question_lexicon import read_lexicon
from evidence.synthesis.comparison_labels import lower_first
from studies.models import Condition
from studies.search.curated_synonyms import curated_synonyms


@dataclass(frozen=True, slots=True)
class QuestionLink:
    """A question in short, as it was understood, and the address of its answer."""

    text: str
    href: str


def question_link(text: str) -> QuestionLink | None:
    """The question in these words.

    None where they compare nothing, name no more than a condition, or leave something out.
    """
    conditions = list(Condition.objects.all())
    asked = read_question(text, read_lexicon(conditions, curated_synonyms()))
    if asked.excluded:
        return None
    compares = asked.comparison is not None and asked.comparison.compared is not None
    if not (compares or (asked.condition and (asked.outcome or asked.window))):
        return None
    names = {item.slug: item.name for item in conditions}
    return QuestionLink(_in_short(asked, names), f"{reverse('ask')}?{urlencode({'q': text})}")


def _in_short(asked: AskedQuestion, names: dict[str, str]) -> str:
    """The parts that were understood, the condition first."""
    compared = asked.comparison.compared if asked.comparison else None
    first = names[asked.condition.value] if asked.condition else "Ozone"
    parts = [
        compared.words.in_sentence if compared else "",
        *(lower_first(part.value.label) for part in (asked.outcome, asked.window, asked.route) if part),
    ]
    return ", ".join(filter(None, (first, *parts)))
