"""What the answer of a condition rests on, in short sentences that say nothing twice: who was read, judged, checked."""

from collections.abc import Iterable, Iterator

from evidence.synthesis.answers import Answer
from evidence.synthesis.condition_answer import usable_studies
from evidence.synthesis.counts import StudyCounts
from studies.choices import ReadAs, StudyStatus
from studies.numerics.number_formatting import count, people, trials
from studies.reported.rows import StudyRow


def answer_basis(answers: Iterable[Answer], counts: StudyCounts, *, without_results: int) -> tuple[str, ...]:
    """Sentences from the randomised trials that isolate ozone; ``without_results`` of them print none in the text read.

    Bias and the check by a second person are told of the trials with a usable figure.
    """
    return tuple(_sentences(usable_studies(answers), counts, without_results))


def _sentences(usable: list[StudyRow], counts: StudyCounts, without_results: int) -> Iterator[str]:
    isolating = counts.isolating
    if usable:
        judged = sum(bool(study.bias) for study in usable)
        checked = sum(study.standing is StudyStatus.SIGNED_OFF for study in usable)
        of = f"of the {trials(len(usable))} with a usable figure" if len(usable) > 1 else "of the one usable trial"
        yield f"Risk of bias judged: {_share(judged)} {of}. Checked by a second person: {_share(checked)}."
    if isolating:
        in_full = sum(study.read_as is ReadAs.FULL_TEXT for study in isolating)
        read = f"Read in full text: {_share(in_full)} of {trials(len(isolating))}"
        of = (
            f"; {trials(without_results)} {_print(without_results)} no result in the text read"
            if without_results
            else ""
        )
        yield f"{read}{of}."
        unsized = f" ({trials(counts.unsized)} {_print(counts.unsized)} no number)" if counts.unsized else ""
        yield f"{people(counts.people).capitalize()} in these trials{unsized}."


def _print(number: int) -> str:
    return "prints" if number == 1 else "print"


def _share(number: int) -> str:
    return count(number) if number else "none"
