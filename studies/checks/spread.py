"""Spreads that are too small for people: a standard error entered as a standard deviation, or a typing error."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, log, sqrt
from statistics import median

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import four_digits, of_result
from studies.checks.measured import printed_spread
from studies.checks.ranges import largest_sd
from studies.checks.two_arms import PairedResults, p_of_means, pairs_at_one_time
from studies.choices import Relation, Severity
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues, spread_key
from studies.reported.rescaling import scale_length
from studies.reported.row_provenance import as_printed
from studies.reported.rows import ResultRow
from studies.reported.spread_recovery import PRINTED_SD, PRINTED_SE, RecoveryRule

# Spreads of one instrument at one phase lie within a factor of two of each other in nearly all trials read here; a
# standard error is smaller by the root of n, three times and more from ten people on.
HALF_OF_USUAL = 0.5
# Where too few other studies report the instrument: 19 in 20 people within a tenth of the scale about the mean.
# Half a deviation is about what a patient notices (Norman 2003), and no back-pain scale is as fine as a fortieth.
LEAST_SHARE = 0.05
# Arms and times of one study differ less than independent studies do.
THIRD_OF_NEIGHBOURS = 1 / 3
# The level of most intervals; used for a doubt only where none is printed, and stated there.
LIKELY_LEVEL = 95.0


@dataclass(frozen=True, slots=True)
class Spread:
    """The SD that a result prints or implies, the field it comes from, and how it was derived."""

    sd: float
    field: str
    derivation: str


def spread_of(result: ResultRow) -> Spread | None:
    """SD as printed, else from the SE or the interval; None where none follows."""
    spread = printed_spread(result if result.ci_level else result._replace(ci_level=LIKELY_LEVEL))
    sd = spread.deviation(result.n) if spread else None
    return Spread(sd, spread.rule.fields[0], _as_printed(result, spread.rule)) if spread and sd else None


def _as_printed(result: ResultRow, rule: RecoveryRule) -> str:
    """The printed spread, and the rule that makes it an SD."""
    if rule is PRINTED_SD:
        return f"SD {as_printed(result, 'sd')}"
    if rule is PRINTED_SE:
        return f"SE {as_printed(result, 'se')} × √{result.n}"
    level = f"{result.ci_level:.0f}%" if result.ci_level else f"{LIKELY_LEVEL:.0f}% if that is its level"
    return f"interval {as_printed(result, 'ci_low')} to {as_printed(result, 'ci_high')} ({level})"


def small_spread(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A spread less than half of what other studies print of the instrument, or below a twentieth of its scale."""
    keys = {spread_key(result.measure, result.weeks) for result in study.results}
    usually = {key: others.usual_spread(key, without=study.slug) for key in keys}
    for result in study.results:
        spread, length = spread_of(result), scale_length(result)
        if spread is None or not length or result.is_change or (result.n is not None and result.n < 3):
            continue
        usual = usually[spread_key(result.measure, result.weeks)]
        least = usual[0] * HALF_OF_USUAL if usual else LEAST_SHARE
        if spread.sd / length >= least or (spread.field == "sd" and p_supports_sd(study, result)):
            continue
        usually_found = (
            f"the median of {usual[1]} other studies is {four_digits(usual[0] * length)}" if usual else "very small"
        )
        yield of_result(
            result,
            severity=Severity.DOUBT,
            field=spread.field,
            sentence=f"The spread is implausibly small for a scale of {four_digits(length)} points.",
            arithmetic=f"{spread.derivation} is an SD of {four_digits(spread.sd)}, "
            f"{four_digits(100 * spread.sd / length)}% of the "
            f"scale; {usually_found}.{sd_may_be_se(result, spread)}",
            values=("mean", "sd", "se", "ci_low", "ci_high", "n"),
        )


def sd_may_be_se(result: ResultRow, spread: Spread) -> str:
    """What a printed SD would be if it were a standard error."""
    if spread.field != "sd" or not result.n:
        return ""
    sd, largest = spread.sd * sqrt(result.n), largest_sd(result)
    impossible = largest is not None and sd > largest
    return f" As a standard error of {result.n} people it would be an SD of {four_digits(sd)}" + (
        f", above the largest possible at this mean ({four_digits(largest or 0)})." if impossible else "."
    )


def spread_unlike_its_neighbours(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A spread a third, or less, of those of the same outcome in other arms and at other times of the study."""
    spreads = [(result, spread) for result in study.results if (spread := spread_of(result))]
    for result, spread in spreads:
        neighbours = [near.sd for each, near in spreads if _neighbours(result, each)]
        if not neighbours:
            continue
        usual = median(neighbours)
        if spread.sd > THIRD_OF_NEIGHBOURS * usual:
            continue
        yield of_result(
            result,
            severity=Severity.DOUBT,
            field=spread.field,
            sentence="The spread is a third, or less, of that in the study's other arms or times.",
            arithmetic=f"{spread.derivation}; of the same outcome elsewhere {four_digits(usual)}, "
            f"{four_digits(usual / spread.sd)} "
            f"times as much.{sd_may_be_se(result, spread)}",
            values=("sd", "se", "ci_low", "ci_high", "n"),
        )


def _neighbours(result: ResultRow, other: ResultRow) -> bool:
    return (
        other is not result
        and other.outcome == result.outcome
        and other.is_change == result.is_change
        and scale_length(other) == scale_length(result)
    )


def p_supports_sd(study: ReportedStudy, result: ResultRow) -> bool:
    """Whether the P that the study prints follows far better when the number is an SD than when it is an SE."""
    for pair in pairs_at_one_time(study):
        p = pair.contrast.p_value
        if result not in (pair.first, pair.second) or not p or pair.contrast.p_relation != Relation.EQUAL:
            continue
        as_sd, as_se = p_of_means(pair), p_of_means(_read_as_errors(pair))
        if as_sd and as_se and _log_ratio(as_sd[0].p, p) < _log_ratio(as_se[0].p, p):
            return True
    return False


def _log_ratio(p: float, printed: float) -> float:
    """How far a P lies from the printed one, as a logarithm; a P of zero is infinitely far."""
    return abs(log(p) - log(printed)) if p > 0 else inf


def _read_as_errors(pair: PairedResults) -> PairedResults:
    """The same two arms with their SDs read as standard errors."""
    return PairedResults(pair.contrast, pair.first, pair.second, sd_is_se=True)


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "small-spread",
        "A spread less than half of what other studies print of the instrument (a twentieth of the scale where too "
        "few do): a standard error, or another unit. Not when a printed P shows that it is an SD.",
        small_spread,
    ),
    StudyCheck(
        "spread-unlike-its-neighbours",
        "A spread a third, or less, of those of the same outcome in the study's other arms and times.",
        spread_unlike_its_neighbours,
    ),
)
