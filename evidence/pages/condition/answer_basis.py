"""What the answer of a condition rests on, in short sentences that say nothing twice: who was read, judged, checked."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from evidence.synthesis.answers import Answer
from evidence.synthesis.condition_answer import usable_studies
from evidence.synthesis.confirmed_numbers import share_of_answers
from evidence.synthesis.counts import StudyCounts
from studies.choices import ReadAs
from studies.numerics.number_formatting import count, people, trials
from studies.reported.reported_numbers import NumberShare, confirmed_sentence
from studies.reported.rows import StudyRow


def answer_basis(answers: Iterable[Answer], counts: StudyCounts, *, without_results: int) -> tuple[str, ...]:
    """Sentences from the randomised trials that isolate ozone; ``without_results`` of them print none in the text read.

    Bias, and the check by a second person, are told of the trials with a usable figure and of their numbers.
    """
    usable = [answer for answer in answers if answer.is_usable and answer.question.randomised]
    return tuple(_sentences(usable_studies(usable), share_of_answers(usable), counts, without_results))


def _sentences(
    usable: list[StudyRow], numbers: NumberShare, counts: StudyCounts, without_results: int
) -> Iterator[str]:
    isolating = counts.isolating
    if usable:
        yield _judged(usable)
        yield confirmed_sentence(numbers, "behind these figures")
    if isolating:
        yield _read(isolating, without_results)
        if len(isolating) == 1 and counts.unsized:
            yield "It prints no number of people."
            return
        unsized = f" ({trials(counts.unsized)} {_print(counts.unsized)} no number)" if counts.unsized else ""
        these = "this trial" if len(isolating) == 1 else "these trials"
        yield f"{people(counts.people).capitalize()} in {these}{unsized}."


def _judged(usable: Sequence[StudyRow]) -> str:
    judged = sum(bool(study.bias) for study in usable)
    if len(usable) == 1:
        return f"The one trial with a usable figure: risk of bias {'' if judged else 'not '}judged."
    return f"Risk of bias judged: {_share(judged)} of the {trials(len(usable))} with a usable figure."


def _read(isolating: Collection[StudyRow], without_results: int) -> str:
    in_full = sum(study.read_as is ReadAs.FULL_TEXT for study in isolating)
    if len(isolating) == 1:
        read, who = f"The full text of the one trial was {'' if in_full else 'not '}read", "it prints"
    else:
        read = f"Read in full text: {_share(in_full)} of {trials(len(isolating))}"
        who = f"{trials(without_results)} {_print(without_results)}"
    return f"{read}; {who} no result in the text read." if without_results else f"{read}."


def _print(number: int) -> str:
    return "prints" if number == 1 else "print"


def _share(number: int) -> str:
    return count(number) if number else "none"
