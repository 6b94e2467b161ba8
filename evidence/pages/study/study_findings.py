"""What a study can answer, what it found, and the findings that it is part of: all from its own results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.safestring import SafeString

from evidence.findings.answer_texts import contrast_href, study_effect_text
from evidence.findings.finding import anchor_of
from evidence.pages.study.grid_html import figure_link
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.comparison_labels import comparison_words
from evidence.synthesis.eligibility import Judged, in_conditions
from evidence.synthesis.sentences import sentence_of
from studies.choices import CriticalOutcome
from studies.presentation.filled_html import filled, lines_of
from studies.presentation.page_addresses import page_address

_ROW = """<tr role="row">
  <th scope="row" role="rowheader">
    <a href="{}">{}</a>
    <span class="detail">{}</span>
  </th>
  <td role="cell" data-label="What this study gives it">
    {}
    {}
  </td>
</tr>
"""
# A reader who wants more finds all below, in the table of findings.
MOST_SENTENCES = 3


class StudyAnswer(NamedTuple):
    """A question of one condition (a slug) that the study asks, answered by this study alone."""

    condition: str
    answer: Answer

    @property
    def href(self) -> str:
        """The finding, which all studies answer together."""
        return page_address("finding", self.condition, anchor_of(self.answer))


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """What the study found in one outcome, with the finding that it is part of; ``condition`` where it has several."""

    condition: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class StudySynthesis:
    """What the results of one study say by themselves, and where they go.

    ``unused`` are its critical outcomes without a usable figure, each with the reason.
    """

    can_answer: tuple[str, ...]
    sentences: tuple[FoundSentence, ...]
    more_sentences: int
    unused: tuple[tuple[str, str], ...]
    findings: tuple[SafeString, ...]


def study_synthesis(judged: Sequence[Judged], condition_names: Mapping[str, str]) -> StudySynthesis:
    """Everything that follows from the judged contrasts of one study."""
    answers = own_answers(judged)
    sentences = found_sentences(answers, condition_names)
    return StudySynthesis(
        can_answer=can_answer(judged),
        sentences=sentences[:MOST_SENTENCES],
        more_sentences=max(0, len(sentences) - MOST_SENTENCES),
        unused=_unused(answers),
        findings=study_findings(answers, condition_names),
    )


def own_answers(judged: Sequence[Judged]) -> tuple[StudyAnswer, ...]:
    """Every question that the study asks, by the condition of its arms."""
    conditions = dict.fromkeys(item.pair.ozone.condition for item in judged)
    return tuple(
        StudyAnswer(condition, answer)
        for condition in conditions
        for answer in synthesise(in_conditions(judged, {condition})).answers
    )


def can_answer(judged: Iterable[Judged]) -> tuple[str, ...]:
    """What its arms compare about ozone alone, each comparison once: "ozone against steroid"."""
    compared = [item.pair.compared for item in judged if item.pair.compared.comparison.isolates_ozone]
    words = dict.fromkeys(comparison_words(each.comparison, each.base) for each in compared)
    return tuple(f"{each.with_ozone} against {each.without_ozone}" for each in words)


def found_sentences(answers: Sequence[StudyAnswer], condition_names: Mapping[str, str]) -> tuple[FoundSentence, ...]:
    """What it found in its critical outcomes, one sentence for each comparison and outcome with a usable figure."""
    shown: list[StudyAnswer] = []
    for condition in dict.fromkeys(own.condition for own in answers):
        found = answer_rows(own.answer for own in answers if own.condition == condition)
        usable = [row.answer for row in found.usable] + [item for item in found.not_randomised if item.is_usable]
        shown += [StudyAnswer(condition, item) for item in usable]
    return tuple(
        FoundSentence(name_of_several(own, answers, condition_names), str(sentence_of(own.answer)), own.href)
        for own in shown
    )


def name_of_several(own: StudyAnswer, answers: Iterable[StudyAnswer], condition_names: Mapping[str, str]) -> str:
    """The name of the condition of an answer where the study's answers are of several; else ''."""
    several = len({each.condition for each in answers}) > 1
    return condition_names.get(own.condition, "") if several else ""


def _unused(answers: Iterable[StudyAnswer]) -> tuple[tuple[str, str], ...]:
    """Critical outcomes that no answer of the study has a usable figure of, each with the first reason."""
    found: dict[CriticalOutcome, str] = {}
    usable = set()
    for own in answers:
        critical = own.answer.question.outcome.critical
        reasons = _reasons(own.answer)
        if critical and own.answer.is_usable:
            usable.add(critical)
        elif critical and reasons:
            found.setdefault(critical, reasons[0])
    return tuple((critical.label.lower(), reason) for critical, reason in found.items() if critical not in usable)


def study_findings(answers: Sequence[StudyAnswer], condition_names: Mapping[str, str]) -> tuple[SafeString, ...]:
    """The findings in reading order, each as a row of HTML; several conditions of one study are named."""
    return tuple(_finding(own, name_of_several(own, answers, condition_names)) for own in answers)


def _finding(own: StudyAnswer, condition: str) -> SafeString:
    """A finding that the study is part of, and what the study gives it."""
    answer = own.answer
    question = answer.question
    route = question.route.label if question.route else ""
    gives, href = _gives(answer)
    return filled(
        _ROW,
        own.href,
        question.outcome.title,
        "; ".join(filter(None, (question.words.heading, question.window.label, route, condition))),
        figure_link(href, gives) if gives else "no figure",
        lines_of(filled('<span class="note">{}</span>', reason) for reason in _reasons(answer)),
    )


def _gives(answer: Answer) -> tuple[str, str]:
    """Its figure with the page where it is computed; empty where it gives none."""
    for entry in answer.all_entries:
        return study_effect_text(entry.effect), contrast_href(entry.lines[0].first)
    for value in answer.values:
        people = f" ({value.people_text})" if value.people_text else ""
        return f"{value.figure} {value.when_text}{people}", contrast_href(value.contrast)
    return "", ""


def _reasons(answer: Answer) -> tuple[str, ...]:
    """Why it gives none, or why its figure is in no pool."""
    if answer.entries:
        return ()
    if answer.unpooled:
        return tuple(reason.label for reason in answer.pool_exclusions)
    return tuple(dict.fromkeys(item.reason.label for item in answer.left_out))
