"""What published reviews pooled of one question, next to the answer here: as printed, and why the two differ.

A pooled result is about the question when it is of the same kind of outcome, for the same condition or one above or
below it, and its trials are not all known to compare something else. Every reason follows from the records.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.findings.condition_evidence import ConditionEvidence
from evidence.findings.pool_records import PoolRecord, read_pool_records
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import join_words
from evidence.synthesis.reviewed_trials import PlacedTrial, TrialPlace, pairs_by_study, place_trial
from studies.choices import PoolMeasure, PositiveIs
from studies.models import Condition, Study
from studies.numerics.number_formatting import count, plural
from studies.reported.pairing import ArmPair
from studies.reported.windows import Window, window_of

# Pooled results shown before the others are folded.
FIRST_POOLS = 3
# With more trials than these only their number is given.
MOST_NAMED = 4
_ABOUT_THE_COMPARISON = (TrialPlace.IN_ANSWER, TrialPlace.LEFT_OUT, TrialPlace.OTHER_ROUTE, TrialPlace.NO_RESULT)


@dataclass(frozen=True, slots=True)
class PublishedPool:
    """One pooled result as its review printed it.

    ``shared`` are its trials that are in the answer here, ``differences`` say why the two differ, a sentence each.
    """

    record: PoolRecord
    shared: tuple[Study, ...]
    differences: tuple[str, ...]
    is_of_window: bool

    @property
    def review(self) -> Study:
        """The review."""
        return self.record.pool.review

    @property
    def figure(self) -> str:
        """The measure and the figure as printed."""
        return f"{self.record.line.measure} {self.record.line.text}"

    @property
    def time(self) -> str:
        """The time as printed, in words that make sense alone where it is not stated."""
        time = self.record.line.time
        return "time not stated" if time == "not stated" else time

    @property
    def better(self) -> str:
        """Which way the figure is better."""
        ratio = self.record.pool.effect_measure in (PoolMeasure.RR, PoolMeasure.OR)
        side = "above" if self.record.pool.positive_is == PositiveIs.FAVOURS_OZONE else "below"
        return f"{side} {'1' if ratio else '0'} is better with ozone"

    @property
    def year_text(self) -> str:
        """The year after the name of the review, empty where it is in the name already."""
        return f" {self.record.year}" if self.record.year and str(self.record.year) not in self.review.label else ""


@dataclass(frozen=True, slots=True)
class PublishedPools:
    """The pooled results of a question, those that share trials with the answer first.

    ``elsewhere`` counts pooled results of the same outcome whose trials compare something else.
    """

    pools: tuple[PublishedPool, ...] = ()
    elsewhere: int = 0

    @property
    def first(self) -> tuple[PublishedPool, ...]:
        """As many as are read at a glance."""
        return self.pools[:FIRST_POOLS]

    @property
    def others(self) -> tuple[PublishedPool, ...]:
        """The others, shown when a reader unfolds them."""
        return self.pools[FIRST_POOLS:]


def read_published_pools(read: ConditionEvidence, answers: Sequence[Answer]) -> list[PublishedPools]:
    """What reviews pooled of each of these answers of a condition; at most three queries for all of them."""
    records = read_pool_records(read.review_conditions)
    if not records:
        return [PublishedPools() for _ in answers]
    pairs = pairs_by_study(read.arms)
    return [published_pools(answer, read.condition, records, pairs) for answer in answers]


def published_pools(
    answer: Answer, condition: Condition, records: Iterable[PoolRecord], pairs: Mapping[int, Sequence[ArmPair]]
) -> PublishedPools:
    """The pooled results of one answer. ``pairs`` are those of the studies of its condition, by id."""
    domain = answer.question.outcome.domain
    same_outcome = [record for record in records if record.pool.measure.domain == domain]
    found = []
    for record in same_outcome:
        placed = [place_trial(study.pk, answer, pairs) for study in record.trials.studies]
        if _is_about(record, placed):
            found.append(_published_pool(answer, condition, record, placed))
    found.sort(key=lambda pool: (-len(pool.shared), not pool.is_of_window))
    return PublishedPools(tuple(found), len(same_outcome) - len(found))


def _is_about(record: PoolRecord, placed: Iterable[PlacedTrial]) -> bool:
    """Whether a trial of it makes the comparison of the answer, or one that is not known may."""
    known = any(item.place in _ABOUT_THE_COMPARISON for item in placed)
    return known or not record.trials.is_complete


def _published_pool(
    answer: Answer, condition: Condition, record: PoolRecord, placed: Sequence[PlacedTrial]
) -> PublishedPool:
    studies = {study.pk: study for study in record.trials.studies}
    return PublishedPool(
        record=record,
        shared=tuple(studies[item.study] for item in placed if item.place is TrialPlace.IN_ANSWER),
        differences=(*_of_question(answer, condition, record), *_of_trials(answer, record, placed, studies)),
        is_of_window=_window(record) is answer.question.window,
    )


def _window(record: PoolRecord) -> Window | None:
    return window_of(record.pool.weeks, record.pool.timepoint_label)


def _of_question(answer: Answer, condition: Condition, record: PoolRecord) -> list[str]:
    """What the review asked otherwise: condition, outcome, time, measure."""
    pool, question = record.pool, answer.question
    found = []
    if pool.condition_id != condition.pk:
        found.append(f"It pools {pool.condition.name.lower()}; here {condition.name.lower()}.")
    titles = {question.outcome.title.lower(), *_measure_names(answer)}
    if record.line.outcome.lower() not in titles:
        found.append(
            f"Its outcome is {_lower_first(record.line.outcome)}; here {_lower_first(question.outcome.title)}."
        )
    window = _window(record)
    if window is not question.window:
        unstated = window in (None, Window.NOT_STATED)
        theirs = "It prints no one time" if unstated else f"Its time is {record.line.time}"
        found.append(f"{theirs}; here {question.window.label}.")
    if answer.measure and answer.measure.value != pool.effect_measure:
        found.append(f"It is {_with_article(record.line.measure)}; here {_with_article(_measure_label(answer))}.")
    return found


def _measure_names(answer: Answer) -> set[str]:
    """The instruments of the answer, in small letters."""
    return {line.first.measure.name.lower() for entry in answer.entries for line in entry.lines}


def _measure_label(answer: Answer) -> str:
    value = answer.measure.value if answer.measure else ""
    return next((measure.label for measure in PoolMeasure if measure.value == value), value)


def _with_article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _lower_first(text: str) -> str:
    """A text within a sentence: an abbreviation keeps its capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _of_trials(
    answer: Answer, record: PoolRecord, placed: Sequence[PlacedTrial], studies: Mapping[int, Study]
) -> list[str]:
    """Which trials are not the same."""
    if not record.trials.is_known:
        return ["Which trials it pooled is not in the text read."]
    found = [
        sentence
        for place in TrialPlace
        if place is not TrialPlace.IN_ANSWER
        and (sentence := _place_sentence(place, [item for item in placed if item.place is place], studies))
    ]
    if record.trials.elsewhere:
        found.append(f"{_of_its_trials(record.trials.elsewhere)} not in this set.")
    return [*found, *_missing_there(answer, record, placed)]


def _place_sentence(place: TrialPlace, placed: Sequence[PlacedTrial], studies: Mapping[int, Study]) -> str:
    """How many of its trials have this place, and which; empty for none."""
    if not placed:
        return ""
    details = dict.fromkeys(detail for item in placed for detail in item.details)
    if place is TrialPlace.OTHER_CONDITION:
        details = dict.fromkeys(studies[item.study].condition.name.lower() for item in placed)
    names = join_words(studies[item.study].label for item in placed) if len(placed) <= MOST_NAMED else ""
    why = f": {'; '.join(details)}" if details else ""
    return f"{_of_its_trials(len(placed))} {place.label}{f' ({names})' if names else ''}{why}."


def _of_its_trials(number: int) -> str:
    return f"{count(number)} of its trials {'is' if number == 1 else 'are'}"


def _missing_there(answer: Answer, record: PoolRecord, placed: Iterable[PlacedTrial]) -> list[str]:
    """Trials of the answer that the review did not pool, and how many of them are not older than it."""
    there = {item.study for item in placed}
    missing = [entry.study for entry in answer.entries if entry.study.id not in there]
    if not missing or not record.trials.is_complete:
        return []
    newer = [study for study in missing if record.year and study.year and study.year >= record.year]
    verb = "is" if len(missing) == 1 else "are"
    tail = (
        f", and {count(len(newer))} of them {'is' if len(newer) == 1 else 'are'} as new as the review" if newer else ""
    )
    return [f"{plural(len(missing), 'trial')} of the answer here {verb} not among its trials{tail}."]
