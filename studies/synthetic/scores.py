"""Printed figures drawn by chance: plausible in size, rounded as papers round, of no real person."""

from random import Random
from typing import Any

from studies.choices import ResultKind

# Every so many results one is printed in another form than mean and deviation, or without any spread.
_FORMS = ("sd",) * 14 + ("se", "ci", "median", "none")


def score(chance: Random, *, n: int, middle: float, spread: float, top: float, form: str = "sd") -> dict[str, Any]:
    """One arm's score on a scale of 0 to ``top``, in the form in which it is printed."""
    mean = round(min(max(chance.gauss(middle, spread / n**0.5), 0.02 * top), 0.98 * top), 2)
    sd = round(spread * chance.uniform(0.8, 1.2), 2)
    plain = {"kind": ResultKind.CONTINUOUS, "n": n}
    se = sd / n**0.5
    if form == "median":
        return plain | {"median": mean, "q1": round(max(mean - 0.67 * sd, 0), 2), "q3": round(mean + 0.67 * sd, 2)}
    forms: dict[str, dict[str, Any]] = {
        "sd": {"sd": sd},
        "se": {"se": round(se, 3)},
        "ci": {"ci_low": round(mean - 1.96 * se, 2), "ci_high": round(mean + 1.96 * se, 2), "ci_level": 95.0},
        "none": {},
    }
    return plain | {"mean": mean} | forms[form]


def tally(chance: Random, *, n: int, share: float) -> dict[str, Any]:
    """How many of one arm had an event."""
    events = sum(chance.random() < share for _ in range(n))
    return {"kind": ResultKind.DICHOTOMOUS, "n": n, "events": events, "events_derived": False}


def form_of(chance: Random) -> str:
    """The form in which a study prints its scores."""
    return chance.choice(_FORMS)
