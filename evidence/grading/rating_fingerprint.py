"""The GRADE statement of a rated answer, and the fingerprint that shows whether its data changed since."""

from collections.abc import Sequence
from hashlib import sha256

from evidence.choices import Certainty
from evidence.grading.answer_facts import bias_level, common_interval
from evidence.grading.domains.statements import EstimateSide, Size, StatementFacts, statement
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.alternatives import WITHOUT_UNEQUAL_ARMS, pool_of_equal_arms
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.sentences import subject
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from evidence.synthesis.thresholds import bands_for
from evidence.synthesis.word_intervals import word_intervals
from studies.choices import EffectBand
from studies.numerics.arm_values import Counts, Means
from studies.reported.comparisons import in_order
from studies.reported.threshold_band import ThresholdBand
from studies.reported.windows import Window

# Raised when fingerprints are made of other fields: every rating then needs a review.
_VERSION = "1"
# Fits and logarithms agree between machines to about ten digits; readers see three.
_DIGITS = 6
_OTHER_TIMES = {Window.IMMEDIATE: "within two weeks", Window.LATER: "after more than two years"}


def graded_statement(answer: Answer, level: Certainty, bands: Sequence[ThresholdBand] = ()) -> str:
    """The GRADE statement of a usable answer at a level of certainty."""
    return statement(_statement_facts(answer, bands_for(answer, bands)), level)


def _statement_facts(answer: Answer, bands: Sequence[ThresholdBand]) -> StatementFacts:
    words = answer.question.words
    null = (answer.measure or Measure.GEN).null
    every = [_interval(answer)] if answer.k == 1 or answer.pooled else []
    every = every or [entry.effect.reader_interval() for entry in answer.entries]
    return StatementFacts(
        ozone=words.with_ozone,
        comparator=words.without_ozone,
        outcome=subject(answer),
        when=_when(answer.question.window),
        side=_side(answer, null),
        size=_size(answer, bands),
        is_share=(answer.measure or Measure.GEN).is_ratio,
        includes_no_difference=any(null in interval for interval in every),
        caution=_caution(answer, null),
    )


def _caution(answer: Answer, null: float) -> str:
    """Why no direction follows from the printed interval, where a caution says so."""
    every = word_intervals(answer)
    if not every:
        return "arms differed before treatment"
    equal = pool_of_equal_arms(answer)
    if equal and null in equal.reader_interval():
        return f"{WITHOUT_UNEQUAL_ARMS} its interval holds no difference"
    return "with a usual spread its interval holds no difference" if any(null in each for each in every) else ""


def _when(window: Window) -> str:
    """The window in words that follow an outcome."""
    return f"in the {window.label}" if window.label.endswith("term") else _OTHER_TIMES.get(window, window.label)


def _estimates(answer: Answer) -> list[float]:
    """The one estimate of the answer, or those of its studies that are not pooled."""
    return [answer.pooled.reader()] if answer.pooled else [entry.effect.reader() for entry in answer.entries]


def _interval(answer: Answer) -> Interval:
    interval = common_interval(answer)
    assert interval is not None  # noqa: S101 - called only where there is one
    return interval


def _side(answer: Answer, null: float) -> EstimateSide:
    estimates = _estimates(answer)
    if all(estimate < null for estimate in estimates):
        return EstimateSide.DOWN
    return EstimateSide.UP if all(estimate > null for estimate in estimates) else EstimateSide.NEITHER


def _size(answer: Answer, bands: Sequence[ThresholdBand]) -> Size:
    """The size of the estimate by published bands; unknown without bands, and where studies are not pooled."""
    interval, estimates = common_interval(answer), _estimates(answer)
    small = next((band for band in bands if band.size is EffectBand.SMALL), None)
    if interval is None or small is None:
        return Size.UNKNOWN
    if 0 in interval and small.holds(-interval.low) and small.holds(interval.high):
        return Size.LITTLE
    return next((Size(band.size.value) for band in bands if band.holds(abs(estimates[0]))), Size.UNKNOWN)


@once_per_answer
def fingerprint_of(answer: Answer) -> str:
    """A fingerprint of all data that a rating is based on: 64 hexadecimal digits.

    It covers the question, every study with both arms' values, effect and risk of bias, the trials that could not be
    used, and the pool. The order in which rows were read does not matter.
    """
    lines = sorted(_entry_text(entry) for entry in answer.all_entries)
    unused = sorted(f"unused {item.study.slug} {item.direction.value}" for item in answer.unused)
    parts = [_VERSION, _question_text(answer), *lines, *unused, _pool_text(answer)]
    return sha256("\n".join(parts).encode()).hexdigest()


def _question_text(answer: Answer) -> str:
    question = answer.question
    route = question.route.value if question.route else ""
    words = (
        ":".join([question.comparison.value, *(name.value for name in in_order(question.base))]),
        question.outcome.key,
        question.window.value,
        route,
        answer.measure,
        answer.scale,
    )
    return "|".join(map(str, words))


def _entry_text(entry: StudyEffect) -> str:
    bias = bias_level(entry)
    head = (
        entry.study.slug,
        entry.study.design or "",
        entry.pool_exclusion.value if entry.pool_exclusion else "",
        bias or "",
    )
    freedom = () if entry.effect.df is None else (entry.effect.df,)
    effect = _numbers(entry.effect.estimate, entry.effect.variance, *freedom)
    return "|".join([*head, effect, *sorted(map(_line_text, entry.lines))])


def _line_text(line: ContrastEffect) -> str:
    first = line.first
    place = (line.arm.condition, line.arm.stratum, line.arm.route.value, first.measure.slug, first.part)
    return "|".join([*place, _numbers(first.weeks), *_values_text(line)])


def _values_text(line: ContrastEffect) -> list[str]:
    """Both arms, or the trial's own difference in their place."""
    if line.printed:
        return [line.printed.measure.value, _numbers(line.printed.estimate, line.printed.se, line.printed.n)]
    return [_arm_text(side.value) for side in (line.ozone, line.comparator) if side]


def _arm_text(value: Counts | Means) -> str:
    if isinstance(value, Counts):
        return _numbers(value.events, value.n)
    return _numbers(value.mean, value.n, value.sd, value.se)


def _pool_text(answer: Answer) -> str:
    pooled = answer.pooled
    return "" if pooled is None else _numbers(pooled.estimate, pooled.low, pooled.high, pooled.tau2)


def _numbers(*values: float | None) -> str:
    """Numbers to as many digits as every machine agrees on; a zero has no sign."""
    return ",".join("" if value is None else f"{round(value, 2 * _DIGITS) + 0.0:.{_DIGITS}g}" for value in values)
