"""What an answer is by other choices, next to its own way, and whether a choice changes its word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.alternatives import COMPLEMENT, Alternative, alternatives, steps_without_each_study
from evidence.synthesis.answers import Answer
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_POOL
from evidence.synthesis.row_word import RowWord, interval_word, row_word
from studies.numerics.number_formatting import count, number, plural, ratio

AS_ABOVE = "As above"
# Longer lists of choices are counted only.
MOST_NAMED = 4
_ALIKE = ({RowWord.LOWER, RowWord.FEWER}, {RowWord.HIGHER, RowWord.MORE})


@dataclass(frozen=True, slots=True)
class OtherChoice:
    """One choice with what follows from it. ``word`` is None where it has no interval on which a word could rest.

    ``is_study`` says that one study is left, so that nothing is pooled.
    """

    name: str
    measure: Measure
    estimate: float = 0.0
    interval: Interval | None = None
    text: str = ""
    word: RowWord | None = None
    is_own: bool = False
    is_study: bool = False

    @property
    def is_complement(self) -> bool:
        """Whether it is of those without the event, so that its sides are the other way round."""
        return self.name == COMPLEMENT

    def says(self, word: RowWord) -> bool:
        """Whether it has this word, or on another kind of measure its like: lower of a score, fewer of people."""
        return self.word is word or {word, self.word} in _ALIKE


def other_choices(answer: Answer) -> list[OtherChoice]:
    """The answer's own way first, then each other choice; nothing without a usable figure."""
    others = [_of_alternative(answer, item) for item in alternatives(answer)]
    own = _own(answer)
    if own is None:
        return others
    # Another name of the own way.
    same = next((item for item in others if item.measure is own.measure and item.interval == own.interval), None)
    if same and answer.pooled:
        others.remove(same)
        own = replace(own, name=f"{AS_ABOVE}: {same.name}")
    return [own, *others, *_extremes(answer)]


def choices_verdict(answer: Answer, choices: Sequence[OtherChoice]) -> str:
    """Whether any choice changes the word of the answer, in a sentence; empty where it has none or no other choice."""
    word, others = row_word(answer), [item for item in choices if item.word and not item.is_own]
    if word is None or not others:
        return ""
    changed = [item for item in others if not item.says(word)]
    if not changed:
        return f"No choice changes the word, {word.label}{_range(answer, others)}."
    named = "; ".join(f"{item.name} ({item.word.label})" for item in changed[:MOST_NAMED] if item.word)
    more = f"; and {count(len(changed) - MOST_NAMED)} more" if len(changed) > MOST_NAMED else ""
    return (
        f"{plural(len(changed), 'choice')} of {count(len(others))} would change the word, {word.label}: {named}{more}."
    )


def _range(answer: Answer, choices: Iterable[OtherChoice]) -> str:
    """From the lowest to the highest estimate of the choices on the answer's own measure."""
    alike = [item.estimate for item in choices if item.measure is answer.measure and not item.is_complement]
    if len(alike) < 2 or answer.measure is None:
        return ""
    low, high = (
        ratio(value) if answer.is_ratio else number(value, digits=answer.measure.digits)
        for value in (min(alike), max(alike))
    )
    return f"; the estimates lie between {low} and {high}"


def _own(answer: Answer) -> OtherChoice | None:
    """The answer's own figure; None of studies that are not pooled."""
    effect = answer.pooled or (answer.entries[0].effect if answer.k == 1 else None)
    if effect is None:
        return None
    return _with_word(
        answer,
        OtherChoice(
            AS_ABOVE,
            effect.measure,
            effect.reader(),
            effect.reader_interval(),
            is_own=True,
            is_study=answer.pooled is None,
        ),
    )


def _of_alternative(answer: Answer, item: Alternative) -> OtherChoice:
    choice = OtherChoice(
        item.name,
        item.measure,
        item.estimate,
        item.interval,
        text=item.text or item.refusal,
        is_study=answer.k == 1,
    )
    return choice if choice.is_complement else _with_word(answer, choice)


def _extremes(answer: Answer) -> Iterator[OtherChoice]:
    """The pool without one study, where it is lowest and where it is highest; where too few would be left, neither."""
    steps = steps_without_each_study(answer) if answer.k > MIN_STUDIES_TO_POOL else []
    if not steps or answer.measure is None:
        return
    lowest, highest = (choose(steps, key=lambda step: step.estimate) for choose in (min, max))
    for step, called in ((lowest, "lowest"), (highest, "highest")):
        name = f"{step.label}, the {called} when each is left out in turn"
        yield _with_word(answer, OtherChoice(name, answer.measure, step.estimate, step.interval))


def _with_word(answer: Answer, choice: OtherChoice) -> OtherChoice:
    if choice.interval is None:
        return choice
    return replace(choice, word=interval_word(answer, choice.measure, choice.estimate, choice.interval))
