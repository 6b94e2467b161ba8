"""Two studies in which everything fits: a trial of two arms and a cohort, with what a paper prints of them."""

from dataclasses import dataclass, field

from studies.choices import Design, HigherIs, OutcomeDomain, PrintedDirection, PrintedForm
from studies.models import Arm, OutcomeMeasure, OutcomeResult, ReportedContrast, Study
from tests.factories import (
    make_arm,
    make_condition,
    make_measure,
    make_publication,
    make_reported_contrast,
    make_result,
    make_study,
)

SOURCE = {"source_url": "https://example.org/paper", "locator": "table 2"}
# Weeks and label of each time.
TIMES = {"before": (0, "baseline"), "month": (4.345, "1 month"), "half-year": (26.07, "6 months")}
# Outcome, time, and mean with SD of ozone (n 40) and of steroid (n 38).
SCORES = (
    ("pain", "before", (7.1, 1.4), (7.0, 1.5)),
    ("pain", "month", (3.4, 1.9), (4.6, 2.1)),
    ("pain", "half-year", (2.9, 2.0), (4.2, 2.2)),
    ("odi", "before", (46.2, 14.1), (45.0, 13.8)),
    ("odi", "half-year", (22.5, 13.0), (29.8, 14.6)),
)
# Welch's t of the scores above.
P_VALUES = (("pain", "month", 0.010), ("pain", "half-year", 0.008), ("odi", "half-year", 0.023))


@dataclass
class Clean:
    """The two studies, with their rows by name: ``results["ozone", "pain", "month"]``."""

    trial: Study
    cohort: Study
    arms: dict[str, Arm]
    measures: dict[str, OutcomeMeasure]
    results: dict[tuple[str, str, str], OutcomeResult] = field(default_factory=dict)
    contrasts: dict[tuple[str, str], ReportedContrast] = field(default_factory=dict)


def make_clean() -> Clean:
    """A randomised trial of ozone against steroid and a cohort of ozone, published by different people."""
    condition = make_condition(slug="lumbar-disc-herniation")
    trial = make_study(slug="rossi-2019", label="Rossi 2019", condition=condition, n_randomised=78, **SOURCE)
    cohort = make_study(
        slug="weber-2015", label="Weber 2015", condition=condition, design=Design.CASE_SERIES, n_analysed=63, **SOURCE
    )
    make_publication(study=trial, authors="Rossi, Anna; Conti, Luca; Greco, Sara", year=2019, doi="10.1000/r")
    make_publication(study=cohort, authors="Weber, Jan; Vogel, Eva", year=2015, doi="10.1000/w")
    clean = Clean(trial, cohort, make_arms(trial, cohort), make_measures())
    fill_trial(clean)
    fill_cohort(clean)
    return clean


def make_arms(trial: Study, cohort: Study) -> dict[str, Arm]:
    dose = {"concentration": "30", "concentration_low": 30, "concentration_high": 30}
    return {
        "ozone": make_arm(study=trial, label="Ozone", n_randomised=40, **dose, **SOURCE),
        "steroid": make_arm(study=trial, label="Steroid", components=["steroid"], n_randomised=38, **SOURCE),
        "cohort": make_arm(study=cohort, label="Ozone", n_analysed=63, **dose, **SOURCE),
    }


def make_measures() -> dict[str, OutcomeMeasure]:
    success = {"domain": OutcomeDomain.SUCCESS, "higher_is": HigherIs.BETTER, "range_min": None, "range_max": None}
    return {
        "pain": make_measure(slug="pain-vas", name="Pain, visual analogue scale"),
        "odi": make_measure(
            slug="disability-odi", domain=OutcomeDomain.DISABILITY, range_max=100, raw_max=50, slight_max=30
        ),
        "macnab": make_measure(slug="success-macnab", **success),
        "other": make_measure(slug="other", domain=OutcomeDomain.OTHER, range_min=None, range_max=None, higher_is=""),
    }


def fill_trial(clean: Clean) -> None:
    for outcome, time, ozone, steroid in SCORES:
        for arm, n, (mean, sd) in (("ozone", 40, ozone), ("steroid", 38, steroid)):
            clean.results[arm, outcome, time] = result(clean, arm, outcome, time, n=n, mean=mean, sd=sd)
    for arm, events, n, percent in (("ozone", 33, 40, 82.5), ("steroid", 22, 38, 57.9)):
        clean.results[arm, "macnab", "half-year"] = result(
            clean, arm, "macnab", "half-year", events=events, n=n, percent=percent
        )
    for outcome, time, p in P_VALUES:
        clean.contrasts[outcome, time] = contrast(clean, outcome, time, p)
    clean.contrasts["macnab", "half-year"] = contrast(
        clean, "macnab", "half-year", 0.017, printed_form=PrintedForm.PROPORTIONS, result_text="82.5% vs 57.9%"
    )


def fill_cohort(clean: Clean) -> None:
    interval = {"sd": None, "ci_level": 95, "n": 63}
    clean.results["cohort", "pain", "before"] = result(
        clean, "cohort", "pain", "before", mean=7.2, ci_low=6.9, ci_high=7.5, **interval
    )
    clean.results["cohort", "pain", "half-year"] = result(
        clean, "cohort", "pain", "half-year", mean=3.1, ci_low=2.6, ci_high=3.6, **interval
    )
    days = {"outcome_name": "days off work", "n": 63, "mean": None, "sd": None, "median": 12, "q1": 8, "q3": 19}
    clean.results["cohort", "other", "half-year"] = result(clean, "cohort", "other", "half-year", **days)


def result(clean: Clean, arm: str, outcome: str, time: str, **values: object) -> OutcomeResult:
    weeks, label = TIMES[time]
    common = {"weeks": weeks, "timepoint_label": label, "arm": clean.arms[arm], "measure": clean.measures[outcome]}
    return make_result(**common, **SOURCE, **values)


def contrast(clean: Clean, outcome: str, time: str, p: float, **values: object) -> ReportedContrast:
    return make_reported_contrast(
        arm_a=clean.arms["ozone"],
        arm_b=clean.arms["steroid"],
        measure=clean.measures[outcome],
        weeks=TIMES[time][0],
        direction=PrintedDirection.FAVOURS_OZONE,
        p_relation="=",
        p_value=p,
        **SOURCE,
        **values,
    )
