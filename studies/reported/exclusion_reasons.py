"""The reasons why a contrast is not in an answer, in words that a clinician understands."""

from collections.abc import Iterable

from studies.choices import LabelledEnum, PrintedDirection, PrintedForm
from studies.reported.comparisons import Comparison
from studies.reported.rows import ContrastRow


class ContrastExclusion(LabelledEnum):
    """Why a contrast is excluded from an answer, or shown next to it."""

    # What the arms received.
    OZONE_BOTH_ARMS = "ozone-both-arms", "ozone was given in both arms, so nothing follows about ozone itself"
    CONFOUNDED = "confounded", "the arms differ in more than ozone, so a difference may not be due to ozone"
    COMPARATOR_NOT_STATED = "comparator-not-stated", "the text read does not say what the comparator received"
    # What was printed.
    NOTHING_READ = "nothing-read", "no outcome of these two arms was recorded from the text read"
    P_ONLY = "p-only", "only a P value is printed, without the figures of the arms"
    DIRECTION_ONLY = "direction-only", "only the direction of the difference is printed"
    SUMMARY_ONLY = "summary-only", "the trial's own comparison is printed, without the full figures of each arm"
    ONE_ARM_ONLY = "one-arm-only", "the figure of only one arm is printed"
    NO_ARM_SIZE = "no-arm-size", "the number of people in the arm is not printed"
    FITS_SEVERAL_COUNTS = "fits-several-counts", "the printed percentage fits more than three counts of people"
    FITS_NO_COUNT = "fits-no-count", "the printed percentage fits no whole number of people"
    NO_FIGURE = "no-figure", "the text read gives no figure for an arm"
    MEDIAN_ONLY = "median-only", "only medians are printed, without quartiles or range"
    NO_SPREAD = "no-spread", "means are printed without standard deviation, error or interval"
    LEVEL_NOT_STATED = "level-not-stated", "an interval is printed without its level, so no spread follows"
    SCALE_NOT_STATED = "scale-not-stated", "the range of the scale is not printed"
    # Of a difference that the trial itself printed.
    MEASURE_NOT_STATED = "measure-not-stated", "a difference is printed without saying what it measures"
    DIFFERENCE_ALONE = "difference-alone", "a difference is printed without interval, standard error or exact P"
    P_NOT_EXACT = "p-not-exact", "a difference is printed with a P that is not exact, so no spread follows"
    P_OF_ANOTHER_TEST = (
        "p-of-another-test",
        "a difference is printed with a P that is not stated to compare the means of these two arms at this time",
    )
    DEGREES_NOT_STATED = "degrees-not-stated", "a difference is printed with a P without its degrees of freedom"
    DIRECTIONS_DISAGREE = (
        "directions-disagree",
        "the printed difference and the printed direction contradict each other",
    )
    OPPOSITE_EVENT = "opposite-event", "a ratio is printed for the opposite event, and cannot be inverted"
    IMPOSSIBLE = "impossible", "the printed figures cannot be turned into an effect"
    # Doubt.
    ERROR = "error", "an open data query says that the printed figure cannot be used"
    DOUBTED = "doubted", "an open data query doubts the printed figure: shown separately, not pooled"
    RETRACTED = "retracted", "the publication was retracted: shown separately, not pooled"
    # A separate scale, or a separate design.
    OTHER_RATIO = (
        "other-ratio",
        "printed as an odds or a hazard ratio, which is not turned into a risk ratio: shown separately, not pooled",
    )
    CLUSTERS_UNKNOWN = (
        "clusters-unknown",
        "whole groups of people were allocated, and their size or intracluster correlation is not printed: its "
        "interval is too narrow, so it is shown separately, not pooled",
    )
    PAIRS_UNKNOWN = (
        "pairs-unknown",
        "each person is compared with themselves or a match, and the correlation is not printed: its interval is not "
        "known, so it is shown separately, not pooled",
    )
    CRITICAL_BIAS = "critical-bias", "judged at critical risk of bias (ROBINS-I): shown separately, not pooled"
    # One person counts once, one study answers once.
    PART_OF_ARM = "part-of-arm", "only some people of each arm: parts are listed, never pooled"
    TIME_NOT_STATED = "time-not-stated", "the time of measurement is not printed: listed, never pooled"
    OTHER_RESULT_CHOSEN = "other-result-chosen", "another result of this study answers the same question"
    MAY_SHARE_PATIENTS = "may-share-patients", "may share patients with a study that is in the answer"
    PEOPLE_IN_ANSWER = "people-in-answer", "people of this comparison are already in the answer by another of the study"
    OTHER_KIND = "other-kind", "counts and scores are not combined"
    OTHER_SCALE = "other-scale", "measured on another scale than the answer"
    NOT_STANDARDISED = (
        "not-standardised",
        "a difference is printed without the spread of its scores, and cannot join scores on other scales",
    )
    CHANGE_AND_FINAL = (
        "change-and-final",
        "of another kind of score: final scores, changes and printed differences are not mixed in a study, nor across "
        "scales",
    )


_BY_COMPARISON = {
    Comparison.OZONE_BOTH_ARMS: ContrastExclusion.OZONE_BOTH_ARMS,
    Comparison.CONFOUNDED: ContrastExclusion.CONFOUNDED,
    Comparison.COMPARATOR_NOT_STATED: ContrastExclusion.COMPARATOR_NOT_STATED,
}


def reason_of_comparison(comparison: Comparison) -> ContrastExclusion | None:
    """Why nothing about ozone alone follows from a comparison; None when it isolates ozone."""
    return _BY_COMPARISON.get(comparison)


_FULLEST_FIRST = (ContrastExclusion.SUMMARY_ONLY, ContrastExclusion.DIRECTION_ONLY, ContrastExclusion.P_ONLY)


def reason_of_reports(rows: Iterable[ContrastRow]) -> ContrastExclusion:
    """Why the differences that a trial printed without the figures of the arms give no effect: that of the fullest."""
    return min(map(_reason_of_report, rows), key=_FULLEST_FIRST.index)


def _reason_of_report(row: ContrastRow) -> ContrastExclusion:
    if row.printed_form is PrintedForm.P_ONLY:
        return ContrastExclusion.P_ONLY
    states_direction = row.direction is not PrintedDirection.NOT_STATED
    return (
        ContrastExclusion.DIRECTION_ONLY
        if row.printed_form is PrintedForm.DIRECTION_ONLY and states_direction
        else ContrastExclusion.SUMMARY_ONLY
    )
