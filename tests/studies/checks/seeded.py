"""Thirty mistakes of the kind that people make when they type a paper's numbers, each made in clean studies.

A mistake is made past the model's own validation, as an import or an older version could have made it. They were
written from extraction errors as the literature describes them (units, SE for SD, swapped columns, transposed digits,
wrong rows), not from the list of checks.
"""

from collections.abc import Callable
from typing import Any

from studies.choices import PrintedDirection
from studies.models import OutcomeResult
from tests.factories import make_arm, make_publication, make_result, make_study
from tests.studies.checks.clean import SOURCE, Clean

Mistake = Callable[[Clean], None]


def put(row: Any, **values: Any) -> None:
    """Change a row without asking it."""
    type(row).objects.filter(pk=row.pk).update(**values)


def in_result(arm: str, outcome: str, time: str, **values: Any) -> Mistake:
    """Other values in one result."""
    return lambda clean: put(clean.results[arm, outcome, time], **values)


def in_contrast(outcome: str, time: str, **values: Any) -> Mistake:
    return lambda clean: put(clean.contrasts[outcome, time], **values)


def in_arm(arm: str, **values: Any) -> Mistake:
    return lambda clean: put(clean.arms[arm], **values)


def in_all_scores(outcome: str, change: Callable[[OutcomeResult], dict[str, Any]]) -> Mistake:
    """Other values in every score of an outcome of the trial."""

    def make(clean: Clean) -> None:
        for (arm, measure, _), row in clean.results.items():
            if measure == outcome and arm != "cohort":
                put(row, **change(row))

    return make


def swap(first: tuple[str, str, str], second: tuple[str, str, str], *names: str) -> Mistake:
    """The values of two results in each other's place."""

    def make(clean: Clean) -> None:
        one, other = clean.results[first], clean.results[second]
        put(one, **{name: getattr(other, name) for name in names})
        put(other, **{name: getattr(one, name) for name in names})

    return make


def standard_errors(row: OutcomeResult) -> dict[str, Any]:
    return {"sd": round((row.sd or 0.0) / (row.n or 1) ** 0.5, 2)}


def raw_points(row: OutcomeResult) -> dict[str, Any]:
    return {"mean": round((row.mean or 0.0) / 2, 1), "sd": round((row.sd or 0.0) / 2, 1)}


def published_again(clean: Clean) -> None:
    """The trial once more, as a conference abstract that was entered as another study."""
    again = make_study(
        slug="rossi-2018", label="Rossi 2018", condition=clean.trial.condition, n_randomised=78, **SOURCE
    )
    make_publication(study=again, authors="Rossi, A.; Conti, L.; others", year=2018)
    arm = make_arm(study=again, label="Ozone", n_randomised=40, **SOURCE)
    common = {"weeks": 26.07, "timepoint_label": "6 months", "n": 40, "mean": 2.9, "sd": 2.0}
    make_result(arm=arm, measure=clean.measures["pain"], **common, **SOURCE)


OZONE, STEROID, COHORT = "ozone", "steroid", "cohort"

MISTAKES: dict[str, Mistake] = {
    # Units and scales.
    "the decimal point is lost": in_result(OZONE, "pain", "month", mean=34),
    "millimetres at baseline, centimetres after": in_result(STEROID, "pain", "before", mean=70, sd=15),
    "centimetres under a scale of 0 to 100": in_all_scores("pain", lambda row: {"scale_min": 0, "scale_max": 100}),
    "raw Oswestry points under 0 to 100": in_all_scores("odi", raw_points),
    "a score of 0 to 100 under 0 to 50": in_all_scores("odi", lambda row: {"scale_min": 0, "scale_max": 50}),
    # Spreads.
    "one standard error typed as SD": in_result(OZONE, "pain", "month", sd=0.30),
    "every standard error typed as SD": in_all_scores("pain", standard_errors),
    "an SD typed as standard error": in_result(OZONE, "pain", "month", sd=None, se=1.9),
    "mean and SD in each other's column": in_result(OZONE, "pain", "month", mean=1.9, sd=3.4),
    "SD of another unit": in_result(STEROID, "pain", "half-year", sd=22),
    # Intervals and quartiles.
    "upper limit of an interval from the row below": in_result(COHORT, "pain", "half-year", ci_high=2.9),
    "a digit of a limit mistyped": in_result(COHORT, "pain", "half-year", ci_low=1.6),
    "the median outside its quartiles": in_result(COHORT, "other", "half-year", median=21),
    # Counts.
    "digits of a count transposed": in_result(STEROID, "macnab", "half-year", events=2),
    "a count of the other arm": in_result(STEROID, "macnab", "half-year", events=33),
    "a percentage mistyped, no count": in_result(
        STEROID, "macnab", "half-year", events=None, events_derived=None, percent=58.9
    ),
    "more people than the arm has": in_result(STEROID, "pain", "month", n=48),
    "digits of the trial's size transposed": lambda clean: put(clean.trial, n_randomised=87),
    "an arm of ten times its size": in_arm(OZONE, n_randomised=400),
    "people who come back": in_result(COHORT, "pain", "before", n=36),
    # Rows, columns and times.
    "the two arms in each other's place": swap(
        (OZONE, "pain", "half-year"), (STEROID, "pain", "half-year"), "mean", "sd"
    ),
    "baseline and follow-up in each other's place": swap(
        (OZONE, "pain", "before"), (OZONE, "pain", "half-year"), "mean", "sd"
    ),
    "the row above typed twice": in_result(OZONE, "pain", "half-year", mean=3.4, sd=1.9),
    "a fall typed as a score": in_result(OZONE, "pain", "half-year", mean=4.2),
    "months typed as weeks": in_result(OZONE, "odi", "half-year", weeks=6),
    # Differences.
    "P of another outcome": in_contrast("pain", "half-year", p_value=0.08),
    "the wrong arm named as better": in_contrast("pain", "month", direction=PrintedDirection.FAVOURS_COMPARATOR),
    # What was given, and to whom.
    "the dose in micrograms for the concentration": in_arm(OZONE, concentration_low=300, concentration_high=300),
    "one trial entered as two": published_again,
    # A slip of a single digit: the hardest to see.
    "one digit of a mean": in_result(STEROID, "odi", "half-year", mean=24.8),
}

# The check that must report the fault; others often report it too.
SEEN_BY = {
    "the decimal point is lost": "outside-the-scale",
    "millimetres at baseline, centimetres after": "slip-of-the-point",
    "centimetres under a scale of 0 to 100": "looks-like-centimetres",
    "raw Oswestry points under 0 to 100": "looks-like-raw-points",
    "a score of 0 to 100 under 0 to 50": "spread-beyond-the-scale",
    "one standard error typed as SD": "spread-unlike-its-neighbours",
    "every standard error typed as SD": "small-spread",
    "an SD typed as standard error": "spread-beyond-the-scale",
    "mean and SD in each other's column": "p-not-from-data",
    "SD of another unit": "spread-beyond-the-scale",
    "upper limit of an interval from the row below": "estimate-outside",
    "a digit of a limit mistyped": "leaning-interval",
    "the median outside its quartiles": "estimate-outside",
    "digits of a count transposed": "percent-against-events",
    "a count of the other arm": "percent-against-events",
    "a percentage mistyped, no count": "percent-of-whole-people",
    "more people than the arm has": "more-people-than-the-arm",
    "digits of the trial's size transposed": "arms-add-up",
    "an arm of ten times its size": "arms-add-up",
    "people who come back": "people-become-more",
    "the two arms in each other's place": "direction-against-arms",
    "baseline and follow-up in each other's place": "worse-after-treatment",
    "the row above typed twice": "copied-rows",
    "a fall typed as a score": "p-not-from-data",
    "months typed as weeks": "label-against-weeks",
    "P of another outcome": "p-not-from-data",
    "the wrong arm named as better": "direction-against-arms",
    "the dose in micrograms for the concentration": "concentration",
    "one trial entered as two": "published-twice",
    "one digit of a mean": "p-not-from-data",
}
