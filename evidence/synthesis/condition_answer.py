"""The answer of a condition in one sentence, made from counts and states alone.

It says whether enough is known, how many randomised trials gave a usable figure, and who was harmed on record. It never
tells which side was better: that is said of one question at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.synthesis.answer_information import information_size
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.counts import once_per_cohort
from evidence.synthesis.serious_harm import PeopleRange, SeriousHarm, range_text, together
from studies.numerics.number_formatting import count
from studies.reported.risk_of_bias_views import overall_level
from studies.reported.rows import StudyRow

TOO_LITTLE = "Too little is known to say whether ozone helps"
# With a smaller share of the people needed a question says nothing yet.
LEAST_SHARE = 0.5
_ONE = PeopleRange(1, 1)


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """Usable questions of randomised trials: how many are pooled, have enough people, or half of those needed.

    ``shared`` have two trials or more; ``judged`` of the ``results`` of questions that are pooled or have half of the
    people have a judgement of their risk of bias. ``name`` is the question, where the sentence tells of one.
    """

    pooled: int
    enough: int
    half: int
    shared: int
    results: int
    judged: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class HarmCounts:
    """People on record after ozone who died, who had other serious harm, and of whom no text says if they died.

    ``is_named``: some serious harm is told of without a number of people.
    """

    died: PeopleRange
    others: PeopleRange
    unstated: PeopleRange
    is_named: bool


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """The counts behind the sentence: ``trials`` isolate ozone, ``usable_trials`` of them gave a usable figure.

    So did ``repeated_trials`` more, which may be of the same people as those and are not counted among them.
    """

    trials: int
    usable_trials: int
    repeated_trials: int
    questions: QuestionCounts
    harm: HarmCounts

    @property
    def is_too_little(self) -> bool:
        """Whether no question is pooled or has half of the people that one trial would need."""
        return not (self.questions.pooled or self.questions.half)

    @property
    def knowledge(self) -> str:
        """The first part of the sentence, without a full stop."""
        return knowledge_text(self)

    @property
    def trials_and_harm(self) -> str:
        """The second part of the sentence: how many trials gave a usable figure, and who was harmed on record."""
        return f"{_trials(self)}; {_harm(self.harm)}."

    def __str__(self) -> str:
        return f"{knowledge_text(self)}: {self.trials_and_harm}"


def condition_answer(answers: Sequence[Answer], harm: SeriousHarm) -> ConditionAnswer:
    """Count what is known; the randomised trials that isolate ozone are those of ``harm``."""
    usable = [item for item in answers if item.question.randomised and item.is_usable]
    gave, counted = _with_figures(usable), usable_trials(usable)
    return ConditionAnswer(
        trials=harm.trials,
        usable_trials=counted,
        repeated_trials=len(gave) - counted,
        questions=_question_counts(usable),
        harm=harm_counts(harm),
    )


def usable_trials(answers: Iterable[Answer]) -> int:
    """How many randomised trials gave a usable figure; of those that may be of the same people one is counted."""
    return len(usable_studies(answers))


def usable_studies(answers: Iterable[Answer]) -> list[StudyRow]:
    """Randomised trials with a usable figure; of those that may be of the same people one."""
    studies = _with_figures(answers)
    return once_per_cohort(studies, {study.id: study.n for study in studies})


def _with_figures(answers: Iterable[Answer]) -> list[StudyRow]:
    """All randomised trials with a usable figure."""
    studies = {study.id: study for answer in answers if answer.question.randomised for study in answer.studies}
    return list(studies.values())


def _question_counts(usable: Sequence[Answer]) -> QuestionCounts:
    shares, pooled = [_share(item) for item in usable], [item.is_pooled for item in usable]
    known = [usable[place] for place, share in enumerate(shares) if pooled[place] or share >= LEAST_SHARE]
    results = [_judged_results(item) for item in known]
    most = max(shares, default=0.0)
    least = 1 if most >= 1 else LEAST_SHARE
    told = [usable[place] for place, share in enumerate(shares) if share >= least] if most >= least else known
    return QuestionCounts(
        pooled=sum(pooled),
        enough=sum([share >= 1 for share in shares]),
        half=sum([share >= LEAST_SHARE for share in shares]),
        shared=sum([item.k > 1 for item in usable]),
        results=sum([total for _, total in results]),
        judged=sum([judged for judged, _ in results]),
        name=_name(told[0]) if len(told) == 1 else "",
    )


@once_per_answer
def _judged_results(answer: Answer) -> tuple[int, int]:
    """Of how many of its results the risk of bias is judged, and how many it has."""
    lines = [(entry.study, line.first) for entry in answer.entries for line in entry.lines]
    judged = sum(overall_level(study.bias, of.measure.slug, of.weeks) is not None for study, of in lines)
    return judged, len(lines)


def _name(answer: Answer) -> str:
    """A question in brackets: "poor outcome, instead of a steroid injection"."""
    heading, title = answer.question.words.heading, answer.question.outcome.title
    return f"{title[:1].lower()}{title[1:]}, {heading[:1].lower()}{heading[1:]}"


def _share(answer: Answer) -> float:
    """People there are as a share of those needed; none where a number is not known."""
    information = information_size(answer)
    return (information.share if information else None) or 0.0


def harm_counts(harm: SeriousHarm) -> HarmCounts:
    """People on record after ozone."""
    arms = harm.arms
    return HarmCounts(
        died=together([arm.died for arm in arms]),
        others=together([_without(arm.people, arm.died) for arm in arms]),
        unstated=together([arm.unstated for arm in arms]),
        is_named=harm.is_named,
    )


def _without(people: PeopleRange, died: PeopleRange) -> PeopleRange:
    """The people who did not die: at least all but the most deaths, at most all but the fewest."""
    least = 0 if died.most is None else max(people.least - died.most, 0)
    return PeopleRange(least, None if people.most is None else people.most - died.least)


def knowledge_text(answer: ConditionAnswer) -> str:
    """Whether enough is known; of questions with enough people, whether their risk of bias is judged. It begins a
    sentence."""
    if answer.is_too_little:
        return TOO_LITTLE
    return f"{_people(answer.questions)} for chance alone, and bias is {_judged(answer.questions)}"


def _people(questions: QuestionCounts) -> str:
    one = f"One question ({questions.name})" if questions.name else "One question"
    if questions.enough:
        return f"{one} has enough people" if questions.enough == 1 else "Some questions have enough people"
    if questions.half:
        half = f"{one} has" if questions.half == 1 else "Some questions have"
        return f"{half} at least half of the people needed"
    pooled = f"{one} is" if questions.pooled == 1 else "Some questions are"
    return f"{pooled} pooled with fewer than half of the people needed"


def _judged(questions: QuestionCounts) -> str:
    if not questions.judged:
        return "not judged"
    return "judged" if questions.judged == questions.results else "judged of some of their results only"


def _trials(answer: ConditionAnswer) -> str:
    """How many trials gave a usable figure, and whether any two ask one question."""
    if not answer.trials:
        return "no randomised trial isolates ozone"
    if answer.trials == 1:
        gave = "a" if answer.usable_trials else "no"
        return f"the one randomised trial that isolates ozone gave {gave} usable figure"
    of = f"of {count(answer.trials)} randomised trials that isolate ozone,"
    return f"{of} {count(answer.usable_trials) if answer.usable_trials else 'none'} {gave_text(answer)}"


def gave_text(answer: ConditionAnswer) -> str:
    """What some trials gave, and whether any two ask one question: the end of a sentence that begins with a number."""
    others = f" ({count(answer.repeated_trials)} more may be of the same people)" if answer.repeated_trials else ""
    return f"gave a usable figure{others}{_shared(answer)}"


def _shared(answer: ConditionAnswer) -> str:
    """Empty where at most one trial gave a figure."""
    shared = answer.questions.shared
    if shared:
        return f", and {'one question has' if shared == 1 else f'{count(shared)} questions have'} two or more"
    return ", each for a question of its own" if answer.usable_trials > 1 else ""


def _harm(harm: HarmCounts) -> str:
    """Who was harmed on record. None on record is not safety."""
    if not (harm.died.least or harm.others.least):
        if harm.is_named:
            return "serious harm is named on record after ozone without a number of people"
        return "no death and no other serious harm is on record after ozone, which is not safety"
    deaths = f"{range_text(harm.died)} {'death' if harm.died == _ONE else 'deaths'}" if harm.died.least else ""
    if harm.others.most == 0:
        return f"{deaths} {'is' if harm.died == _ONE else 'are'} on record after ozone"
    people = f"{'other ' if deaths else ''}{'person' if harm.others.most == 1 else 'people'}"
    struck = f"serious harm of {_number(harm.others)} {people}"
    if harm.unstated.most == 0:
        return f"{deaths or 'no death'} and {struck} are on record after ozone"
    told = f"{deaths} and {struck} are" if deaths else f"{struck} is"
    return f"{told} on record after ozone, and whether {_unstated(harm)} died is not stated"


def _unstated(harm: HarmCounts) -> str:
    if harm.others == _ONE:
        return "this person"
    # Beside deaths "them" could be those who died.
    whom = "the others" if harm.died.least else "them"
    return f"{'any' if harm.unstated == harm.others else range_text(harm.unstated)} of {whom}"


def _number(people: PeopleRange) -> str:
    """Some people, where perhaps there is nobody."""
    if people.least:
        return range_text(people)
    return "an unknown number of" if people.most is None else f"at most {count(people.most)}"
