"""What is known where no figure answers: states of an outcome, values, printed directions and contradictions, in words.

Nothing here counts votes: a printed direction is what authors report.
"""

from collections.abc import Sequence

from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer, AnswerState
from evidence.synthesis.comparison_labels import when_text
from evidence.synthesis.contradictions import Contradiction
from evidence.synthesis.headline import OutcomeAnswer
from evidence.synthesis.measured_outcomes import TrialsRead
from evidence.synthesis.trial_directions import StudyDirection, TrialDirection, count_directions
from evidence.synthesis.values_without_interval import ValueWithoutInterval
from studies.choices import Relation
from studies.numerics.number_formatting import plural, trials
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.rows import ContrastRow

NO_RESULT = "No result in the text read"
NO_TRIAL = "No randomised trial here isolates ozone."
ONE_ARM_ONLY = "A figure of one arm only"
DIRECTION_ONLY = "A printed direction or P only"
LEFT_OUT_FOR_ERROR = "Left out for an error in print"
_OTHER_ONE, _OTHER_MANY = "further non-randomised study", "further non-randomised studies"
_POOL_EXCLUSION_TEXTS = {
    ContrastExclusion.RETRACTED: "was retracted",
    ContrastExclusion.DOUBTED: "is doubted",
    ContrastExclusion.CRITICAL_BIAS: "is judged at critical risk of bias",
    ContrastExclusion.PART_OF_ARM: "is of some people of each arm only",
    ContrastExclusion.OTHER_RATIO: "is an odds or a hazard ratio, which is not turned into a risk ratio",
    ContrastExclusion.CLUSTERS_UNKNOWN: "is of clusters whose size or correlation is not printed",
    ContrastExclusion.PAIRS_UNKNOWN: "compares people with themselves by a correlation that is not printed",
}


def unused_trials_text(unused: Sequence[StudyDirection], *, is_further: bool, randomised: bool = True) -> str:
    """The printed directions of the trials that could not be used, in one sentence; empty when there is none.

    ``is_further`` says whether some trial could be used, so that these are further ones. Where there is no other trial
    and none prints a direction, there is nothing to report.
    """
    if not unused or not (is_further or any(item.direction is not TrialDirection.NOT_STATED for item in unused)):
        return ""
    total = studies_text(len(unused), randomised=randomised, further=is_further)
    alone = len(unused) == 1
    printed = [direction.label if alone else f"{k} {direction.label}" for direction, k in count_directions(unused)]
    return f"{'The authors' if alone else 'Authors'} of {total} report: {', '.join(printed)}; no number could be used."


def outcome_state(answer: OutcomeAnswer) -> str:
    """What is known of an outcome without a usable figure or a value; empty when there is one."""
    if answer.usable or answer.values:
        return ""
    if answer.unpooled:
        reasons = dict.fromkeys(reason for item in answer.unpooled for reason in pool_exclusions(item))
        return f"Measured, but every figure that could be used {pool_exclusion_text(tuple(reasons))}."
    if answer.errors:
        return f"{LEFT_OUT_FOR_ERROR}: every figure of {trials(len(answer.unused))}."
    if answer.directions:
        return f"{DIRECTION_ONLY} ({trials(len(answer.unused))})."
    if answer.one_arm:
        return f"{ONE_ARM_ONLY} ({trials(len(answer.unused))})."
    return _no_result(answer)


def _no_result(answer: OutcomeAnswer) -> str:
    read = answer.read
    if answer.was_measured:
        return f"{NO_RESULT} ({trials(len(read.measured_by(answer.outcome)) or len(answer.unused))})."
    if not read.trials:
        return NO_TRIAL
    return f"{no_result_text(read)}."


def no_result_text(read: TrialsRead) -> str:
    """What is known of an outcome without a result in any of these trials, without a full stop.

    Not measured is stated only where the whole text of every trial was read: silence of an abstract says nothing.
    """
    if read.were_read_in_full:
        return f"Not measured: the full text was read of {trials(len(read.trials))} that could have"
    return f"{NO_RESULT} ({trials(len(read.trials))})"


def pool_exclusions(answer: Answer) -> tuple[ContrastExclusion, ...]:
    """Why the figures of an answer are not pooled; a doubt also where the doubted value has no interval."""
    if answer.pool_exclusions:
        return answer.pool_exclusions
    return (ContrastExclusion.DOUBTED if answer.state is AnswerState.DOUBTED else ContrastExclusion.RETRACTED,)


@once_per_answer
def without_figure_text(answer: Answer) -> str:
    """An answer without even the values of both arms."""
    found = {*(item.study.id for item in answer.unused), *(entry.study.id for entry in answer.unpooled)}
    studies = studies_text(len(found), randomised=answer.question.randomised)
    if answer.state in (AnswerState.DOUBTED, AnswerState.SHOWN_BESIDE):
        return f"Measured, but the figure {pool_exclusion_text(pool_exclusions(answer))} ({studies})"
    return f"{state_words(answer)} ({studies})"


def state_words(answer: Answer) -> str:
    """What there is of an answer that has no figure and no value, not even a doubted one."""
    if answer.state is AnswerState.LEFT_OUT_FOR_ERROR:
        return LEFT_OUT_FOR_ERROR
    if answer.state is AnswerState.PRINTED_DIRECTION_ONLY:
        return DIRECTION_ONLY
    return ONE_ARM_ONLY if answer.has_one_arm_only else NO_RESULT


def value_text(value: ValueWithoutInterval) -> str:
    """One value without an interval in a list: the trial, both arms as printed, when, and the people known."""
    change = "change " if value.is_change else ""
    group = value.contrast.part or value.contrast.pair.ozone.stratum
    about = ", ".join(filter(None, (value.people_text, group.replace("-", " "), value.bound_text)))
    text = f"{value.study.label}: {change}{value.figure} {value.when_text}"
    return f"{text} ({about})" if about else text


def contradiction_text(item: Contradiction) -> str:
    """What a trial printed in another direction than its number, in a sentence."""
    own = "holds no difference" if item.own is TrialDirection.NO_DIFFERENCE else f"is wholly {item.own.label}"
    when = when_text(item.contrast.weeks, item.contrast.timepoint_label)
    text = f"{item.study.label} prints {item.printed.label} {when} ({printed_result(item)})"
    # The answer may show all its patients together, whose interval is another.
    whose = "for these patients" if item.contrast.pair.ozone.stratum else "here"
    return f"{text}, where the interval of its number {whose} {own}."


def printed_result(item: Contradiction) -> str:
    """What was printed, of which patients where they are some of the study, with its P."""
    stratum = item.contrast.pair.ozone.stratum.replace("-", " ")
    what = item.row.result_text or item.contrast.outcome.title
    return ", ".join(filter(None, (what, stratum, _printed_p(item.row))))


def _printed_p(row: ContrastRow) -> str:
    """P as printed; empty where none is."""
    if row.p_value is None:
        return ""
    sign = row.p_relation if row.p_relation and row.p_relation is not Relation.NOT_STATED else "="
    return f"P {sign} {row.p_value:g}"


def pool_exclusion_text(reasons: Sequence[ContrastExclusion]) -> str:
    """Why figures are not pooled, as the end of a sentence about "the figure".

    >>> pool_exclusion_text([ContrastExclusion.DOUBTED, ContrastExclusion.RETRACTED])
    'is doubted or was retracted'
    """
    return " or ".join(_POOL_EXCLUSION_TEXTS.get(reason, "is not pooled") for reason in reasons)


def studies_text(k: int, *, randomised: bool, further: bool = False) -> str:
    """A number of studies, called trials only when they were randomised.

    >>> studies_text(1, randomised=True), studies_text(3, randomised=False)
    ('one trial', '3 non-randomised studies')
    >>> studies_text(2, randomised=True, further=True)
    '2 further trials'
    """
    if further:
        one, many = ("further trial", "further trials") if randomised else (_OTHER_ONE, _OTHER_MANY)
        return plural(k, one, many)
    return trials(k) if randomised else ("one non-randomised study" if k == 1 else f"{k} non-randomised studies")
