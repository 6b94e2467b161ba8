"""Speed of the synthesis engine beside statsmodels and PyMARE, in one run.

    python -m benchmarks.statistics

Both come with the optional group ``oracle``; what is not installed is left out.

What is compared: from arrays of effects and variances to an estimate with its interval. The engine
fits REML with the floored Hartung-Knapp interval, its default, and gives the intervals of
tau², I² and H² and the prediction interval on top. PyMARE fits REML. statsmodels has no
REML: its nearest is Paule-Mandel with the Hartung-Knapp interval.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np

from evidence.statistics.effect_arrays import arrays_from_numbers
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import random_effects
from evidence.statistics.sensitivity import leave_one_out

SIZES = (3, 10, 100, 1000)
# Contenders take turns in bursts: a busy moment hits all of them, and none runs on the other's warm memory.
SECONDS_OF_A_BURST = 0.05
BURSTS = 12
LEAVE_ONE_OUT_SIZE = 100
PACKAGES = {
    "engine": "evidence.statistics.pooling",
    "statsmodels": "statsmodels.stats.meta_analysis",
    "PyMARE": "pymare.estimators",
}
Fit = Callable[[], Any]


def main() -> None:
    """Print three tables: one pool, leave-one-out, and what loading costs."""
    others = {name: FITS[name] for name in FITS if find_spec(PACKAGES[name].split(".")[0])}
    write(f"{'':24}" + "".join(f"{name:>14}" for name in ("engine", *others)) + "   times slower than the engine")
    for k in SIZES:
        y, v = make_sample(k)
        fits = {"engine": engine_fit(y, v)} | {name: make(y, v) for name, make in others.items()}
        show(f"one pool, k = {k}", in_turn(fits))
    y, v = make_sample(LEAVE_ONE_OUT_SIZE)
    fits = {"engine": lambda: leave_one_out(arrays_from_numbers(Measure.GEN, y, v))}
    fits |= {name: one_by_one(make, y, v) for name, make in others.items()}
    show(f"leave-one-out, k = {LEAVE_ONE_OUT_SIZE}", in_turn(fits))
    write("")
    for name in ("engine", *others):
        seconds, megabytes = cost_of_loading(PACKAGES[name])
        write(f"loading {name:14} {seconds:8.2f} s {megabytes:8.0f} MB")


def write(line: str) -> None:
    """One line of the tables."""
    sys.stdout.write(f"{line}\n")


def make_sample(k: int) -> tuple[np.ndarray, np.ndarray]:
    """k effects around 0.3 whose true values vary by 0.09."""
    chance = np.random.default_rng(k)
    v = chance.uniform(0.01, 0.3, k)
    return 0.3 + chance.normal(0, np.sqrt(v + 0.09)), v


def engine_fit(y: np.ndarray, v: np.ndarray) -> Fit:
    """REML and the floored Hartung-Knapp interval, with all that comes with it."""
    return lambda: random_effects(arrays_from_numbers(Measure.GEN, y, v))


def statsmodels_fit(y: np.ndarray, v: np.ndarray) -> Fit:
    """Paule-Mandel and the Hartung-Knapp interval."""
    meta_analysis = import_module("statsmodels.stats.meta_analysis")
    return lambda: meta_analysis.combine_effects(y, v, method_re="iterated", use_t=True).conf_int(use_t=True)


def pymare_fit(y: np.ndarray, v: np.ndarray) -> Fit:
    """REML and its interval."""
    pymare, estimators = import_module("pymare"), import_module("pymare.estimators")

    def fit() -> Any:
        dataset = pymare.Dataset(y, v=v, add_intercept=True)
        return estimators.VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(dataset).summary().get_fe_stats()

    return fit


FITS: dict[str, Callable[[np.ndarray, np.ndarray], Fit]] = {"statsmodels": statsmodels_fit, "PyMARE": pymare_fit}


def one_by_one(make: Callable[[np.ndarray, np.ndarray], Fit], y: np.ndarray, v: np.ndarray) -> Fit:
    """Leave-one-out where a package has none: a fit for each study."""
    fits = [make(np.delete(y, i), np.delete(v, i)) for i in range(y.size)]
    return lambda: [fit() for fit in fits]


def in_turn(fits: dict[str, Fit]) -> dict[str, float]:
    """Median seconds of each contender."""
    times: dict[str, list[float]] = {name: [] for name in fits}
    for _ in range(BURSTS):
        for name, fit in fits.items():
            times[name] += burst(fit)
    return {name: median(taken) for name, taken in times.items()}


def burst(fit: Fit) -> list[float]:
    """Seconds of each of several runs, the first (which warms memory) left out."""
    fit()
    taken: list[float] = []
    finish = time.perf_counter() + SECONDS_OF_A_BURST
    while not taken or time.perf_counter() < finish:
        started = time.perf_counter()
        fit()
        taken.append(time.perf_counter() - started)
    return taken


def show(label: str, seconds: dict[str, float]) -> None:
    """One line: milliseconds of each, and how many times slower the others are."""
    ratios = "  ".join(f"{name} {taken / seconds['engine']:.1f}" for name, taken in seconds.items() if name != "engine")
    write(f"{label:24}" + "".join(f"{1000 * taken:11.3f} ms" for taken in seconds.values()) + f"   {ratios}")


def cost_of_loading(module: str) -> tuple[float, float]:
    """Seconds and resident megabytes of a fresh interpreter that imports one module; best of three."""
    code = (
        f"import time; start = time.perf_counter(); import {module}; spent = time.perf_counter() - start; "
        "lines = open('/proc/self/status').read().splitlines(); "
        "print(spent, int(next(line for line in lines if line.startswith('VmRSS')).split()[1]) / 1024)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    best = min(runs, key=lambda run: float(run[0]))
    return float(best[0]), float(best[1])


if __name__ == "__main__":
    main()
