"""A finding: one answer as pages show it, with its figure, its studies and what is excluded from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from zlib import crc32

from django.urls import reverse
from django.utils.text import slugify

from evidence.figures.forest import ForestPlot
from evidence.findings.answer_texts import (
    Absolute,
    absolute_of,
    answer_effect_text,
    contrast_href,
    measured_times,
)
from evidence.findings.exclusion_rows import ExcludedContrastRow, exclusion_rows, first_exclusion_rows
from evidence.findings.finding_figure import figure_of
from evidence.findings.truncation import SHORT_LIST, TruncatedList
from evidence.grading.current_ratings import NO_RATINGS, FindingCertainty, Ratings, finding_certainty
from evidence.synthesis.answer_information import AnswerInformation, information_size
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import ComparisonWords
from evidence.synthesis.confirmed_numbers import share_of_answers
from evidence.synthesis.mark_texts import marks_text
from evidence.synthesis.questions import Question
from evidence.synthesis.row_word import RowWord, row_word
from evidence.synthesis.sentences import Sentence, sentence_of
from evidence.synthesis.state_phrases import printed_result, unused_trials_text, value_text
from evidence.synthesis.study_effects import StudyEffect
from evidence.synthesis.thresholds import bands_for, size_comment, small_band
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.choices import ComponentName, Family, RouteGroup
from studies.numerics.number_formatting import count
from studies.reported.comparisons import in_order
from studies.reported.reported_numbers import NumberShare
from studies.reported.row_keys import row_address
from studies.reported.rows import FEW_KINDS, StudyRow
from studies.reported.threshold_band import ThresholdBand
from studies.reported.windows import Window

ALL_ROUTES, NOT_RANDOMISED = "all-routes", "not-randomised"
_ROUTES = tuple(f"{route}-" for route in (ALL_ROUTES, *(each.value for each in RouteGroup)))
_WINDOWS = tuple(f"-{window.value}-" for window in Window)
_WORDS_OF_BASES = {word for name in (*ComponentName, *Family) for word in name.value.split("-")}


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A fact shown next to a finding, with the address of its source."""

    text: str
    href: str


# Without slots, so that texts and figures are made on first use and kept: a long page shows few findings in full.
@dataclass(frozen=True)
class Finding:
    """One line of the summary of findings, and the section behind it.

    ``condition_names`` are of the conditions in scope, by slug; ``bands`` say which differences are called small.
    """

    answer: Answer
    condition_names: Mapping[str, str]
    bands: Sequence[ThresholdBand] = ()
    ratings: Ratings = NO_RATINGS

    @property
    def shown_studies(self) -> tuple[StudyEffect, ...]:
        """The studies with a figure: those in the answer; without any, those shown next to it."""
        return self.answer.entries or self.answer.unpooled

    @property
    def has_value(self) -> bool:
        """Whether it has a figure, or a value without an interval."""
        return self.answer.has_value

    @property
    def title(self) -> str:
        """The outcome."""
        return self.answer.question.outcome.title

    @property
    def comparison(self) -> ComparisonWords:
        """What ozone is compared with, in words."""
        return self.answer.question.words

    @property
    def state(self) -> AnswerState:
        """How far the answer goes."""
        return self.answer.state

    @cached_property
    def certainty(self) -> FindingCertainty:
        """Its certainty as people rated it, while its data are the data that they rated."""
        return finding_certainty(self.answer, self.anchor, self.ratings, self.bands)

    @cached_property
    def information(self) -> AnswerInformation | None:
        """The people in the answer, and the people that one trial would need."""
        return information_size(self.answer)

    @cached_property
    def word(self) -> RowWord | None:
        """What it says in a word; None where no word is given."""
        return row_word(self.answer)

    @property
    def k(self) -> int:
        """Studies in the answer."""
        return self.answer.k

    @property
    def is_doubted(self) -> bool:
        """Whether it has only studies that are in no pool, one of them because its figure is doubted."""
        return self.answer.state is AnswerState.DOUBTED

    @cached_property
    def anchor(self) -> str:
        """Its name in addresses."""
        return anchor_of(self.answer)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What a reader must know next to the title."""
        return _facts(self.answer)

    @cached_property
    def sentence(self) -> Sentence:
        """The answer in one sentence, after the GRADE statement of its rating."""
        return replace(sentence_of(self.answer), statement=self.certainty.statement)

    @cached_property
    def absolute(self) -> Absolute:
        """Expected results without and with ozone."""
        return absolute_of(self.answer, self.shown_studies)

    @cached_property
    def size(self) -> str:
        """What bands between groups say of a difference of scores in randomised trials; empty for all others."""
        answer = self.answer
        is_said = answer.is_usable and answer.question.randomised and not answer.is_ratio
        return size_comment(answer, self.bands) if is_said else ""

    @cached_property
    def effect(self) -> str:
        """The effect with its interval."""
        return answer_effect_text(self.answer, self.shown_studies)

    @cached_property
    def effect_href(self) -> str:
        """Where the first of its studies is shown."""
        if self.answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
            return contrast_href(self.answer.values[0].contrast)
        return contrast_href(self.shown_studies[0].lines[0].first) if self.shown_studies else ""

    @cached_property
    def value_notes(self) -> tuple[FindingNote, ...]:
        """Values without an interval of trials that are not in the answer, each with its source."""
        if self.answer.state is AnswerState.VALUE_WITHOUT_INTERVAL and len(self.answer.values) == 1:
            return ()
        return tuple(FindingNote(_value_note(value), contrast_href(value.contrast)) for value in self.answer.values)

    @cached_property
    def people(self) -> str:
        """People and studies."""
        return _people(self.answer, self.shown_studies)

    @cached_property
    def numbers(self) -> NumberShare:
        """How many of the numbers behind it a second person confirmed."""
        return share_of_answers([self.answer])

    @cached_property
    def plot(self) -> ForestPlot | None:
        """The figure; None without any study to draw."""
        band = small_band(bands_for(self.answer, self.bands))
        return figure_of(self.answer, self.condition_names, band) if self.shown_studies else None

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        """The problems of doubted studies, each once."""
        return tuple(dict.fromkeys(entry.query.problem for entry in self.answer.unpooled if entry.query))

    @cached_property
    def other_trials(self) -> str:
        """The directions that trials without usable figures print."""
        question, unused = self.answer.question, self.answer.unused_without_value
        return unused_trials_text(unused, is_further=self.has_value, randomised=question.randomised)

    @cached_property
    def contradiction_notes(self) -> tuple[FindingNote, ...]:
        """What its studies print in another direction than their numbers in it, each with its source."""
        return tuple(
            FindingNote(
                f"{item.study.label}, {item.contrast.outcome.title}: {printed_result(item)}",
                f"{reverse('study', args=[item.study.slug])}#reported-{row_address(item.row.key)}",
            )
            for item in self.answer.contradictions
        )

    @cached_property
    def first_exclusions(self) -> TruncatedList[ExcludedContrastRow]:
        """The first exclusions, for a page of many findings."""
        return first_exclusion_rows(self.answer.left_out, SHORT_LIST)

    @cached_property
    def exclusions(self) -> tuple[ExcludedContrastRow, ...]:
        """Every exclusion with its reason."""
        return exclusion_rows(self.answer.left_out)


@once_per_answer
def anchor_of(answer: Answer) -> str:
    """A name for the finding that stays the same as long as its question does."""
    entries = answer.all_entries
    return question_anchor(answer.question, entries[0].study if entries else answer.left_out[0].study)


def question_anchor(question: Question, study: StudyRow) -> str:
    """The name of the finding of this question in addresses; ``study`` is any study that asks it.

    One that could be read as that of another question gets a checksum, so that all differ.
    """
    route = "" if question.route is RouteGroup.NOT_STATED else question.route.value if question.route else ALL_ROUTES
    outcome, own = _outcome_anchor(question.outcome.key), study.slug if question.only_study is not None else ""
    parts = [question.comparison.value, *(name.value for name in in_order(question.base)), outcome]
    parts += [question.window.value, route, own, "" if question.randomised else NOT_RANDOMISED]
    anchor = "-".join(filter(None, parts))
    return anchor if _reads_one_way(outcome, route, own) else f"{anchor}-{crc32('/'.join(parts).encode()):08x}"


# Of few kinds where no study has its own.
@lru_cache(maxsize=FEW_KINDS)
def _reads_one_way(outcome: str, route: str, study: str) -> bool:
    """Whether nothing in these names, which people choose, could be taken for another part of an anchor."""
    return not (
        outcome.split("-")[0] in _WORDS_OF_BASES
        or any(window in f"-{outcome}-" for window in _WINDOWS)
        or (not route and f"{study}-".startswith(_ROUTES))
        or f"-{study}".endswith(f"-{NOT_RANDOMISED}")
    )


# Few outcomes are asked of in many questions.
@lru_cache(maxsize=FEW_KINDS)
def _outcome_anchor(key: str) -> str:
    """The key of an outcome as part of an anchor; one that is cut or changed gets a checksum, so that all differ."""
    anchor = slugify(key)[:40].strip("-")
    return anchor if anchor == key else f"{anchor}-{crc32(key.encode()):08x}"


def _facts(answer: Answer) -> tuple[str, ...]:
    """What a reader must know of a finding next to its title: scale and direction, time, route, kind of study."""
    question = answer.question
    better = {True: "higher is better", False: "lower is better", None: ""}[answer.higher_is_better]
    of_people = answer.is_ratio or any(value.is_count for value in answer.values)
    if of_people and answer.higher_is_better is False:
        better = "fewer is better"
    times = () if question.window is Window.NOT_STATED else measured_times(answer)
    facts = (
        answer.scale,
        better,
        f"{question.window.label}: {', '.join(times)}" if times else question.window.label,
        question.route.label if question.route else "all routes together",
    )
    return tuple(filter(None, (*facts, "" if question.randomised else "not randomised")))


def _people(answer: Answer, shown: Sequence[StudyEffect]) -> str:
    if answer.k:
        people = answer.people
        return f"{count(people)} ({answer.k})" if people else f"not printed ({answer.k})"
    if answer.state is AnswerState.VALUE_WITHOUT_INTERVAL:
        size = answer.values[0].people if len(answer.values) == 1 else None
        studies = len({value.study.id for value in answer.values})
        return f"{count(size) if size else 'not printed'} ({studies})"
    return f"{count(shown[0].n)} (1)" if len(shown) == 1 and shown[0].n else ""


def _value_note(value: ValueWithoutInterval) -> str:
    marks = marks_text(value.assumptions, tuple(mark.label for mark in value.cautions))
    return f"{value_text(value)}. {marks}" if marks else value_text(value)
