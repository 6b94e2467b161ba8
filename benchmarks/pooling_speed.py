"""Speed of the synthesis engine compared with statsmodels, PyMARE and metafor, in one run.

    python -m benchmarks.pooling_speed

The first two come with the optional group ``oracle``; metafor needs R. What is missing is skipped.

What is compared: from arrays of effects and variances to an estimate with its interval. The engine
fits REML with the floored Hartung-Knapp interval, its default, and gives the intervals of
tau², I² and H² and the prediction interval as well. PyMARE fits REML. statsmodels has no
REML: its nearest is Paule-Mandel with the Hartung-Knapp interval. metafor fits REML with the same
interval as the engine (test = "adhoc"), in one process of R, timed by R itself. A Bayesian answer has
no counterpart in these packages: it is given in milliseconds.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from evidence.statistics.bayes import bayesian_random_effects
from evidence.statistics.effect_arrays import arrays_from_numbers
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.pooling import random_effects
from evidence.statistics.sensitivity import leave_one_out

SIZES = (3, 10, 100, 1000)
# The packages take turns in short bursts, so that load from other programs affects all of them equally.
SECONDS_OF_A_BURST = 0.05
BURSTS = 12
SECONDS_OF_METAFOR = 2
LEAVE_ONE_OUT_SIZE = 100
BAYESIAN_SIZES = (1, 3, 10, 100)
PACKAGES = {
    "engine": "evidence.statistics.pooling",
    "statsmodels": "statsmodels.stats.meta_analysis",
    "PyMARE": "pymare.estimators",
}
Fit = Callable[[], Any]


def main() -> None:
    """Print four tables: one pool, leave-one-out, Bayesian answers, and the cost of loading."""
    others = {name: FITS[name] for name in FITS if find_spec(PACKAGES[name].split(".")[0])}
    print_line(f"{'':24}" + "".join(f"{name:>14}" for name in ("engine", *others)) + "   times slower than the engine")
    for k in SIZES:
        y, v = make_sample(k)
        fits = {"engine": engine_fit(y, v)} | {name: make(y, v) for name, make in others.items()}
        seconds = measure_in_turns(fits)
        taken = seconds_in_metafor(y, v)
        print_comparison(f"one pool, k = {k}", seconds if taken is None else seconds | {"metafor": taken})
    y, v = make_sample(LEAVE_ONE_OUT_SIZE)
    fits = {"engine": lambda: leave_one_out(arrays_from_numbers(Measure.GEN, y, v))}
    fits |= {name: leave_one_out_by_refitting(make, y, v) for name, make in others.items()}
    print_comparison(f"leave-one-out, k = {LEAVE_ONE_OUT_SIZE}", measure_in_turns(fits))
    for k in BAYESIAN_SIZES:
        taken = measure_in_turns({"engine": bayesian_fit(*make_sample(k))})["engine"]
        print_line(f"{f'Bayesian, k = {k}':24}{1000 * taken:11.3f} ms")
    print_line("")
    for name in ("engine", *others):
        seconds, megabytes = cost_of_loading(PACKAGES[name])
        print_line(f"loading {name:14} {seconds:8.2f} s {megabytes:8.0f} MB")


def print_line(line: str) -> None:
    """Print one line of the tables."""
    sys.stdout.write(f"{line}\n")


def make_sample(k: int) -> tuple[np.ndarray, np.ndarray]:
    """k effects around 0.3 whose true values vary by 0.09."""
    chance = np.random.default_rng(k)
    v = chance.uniform(0.01, 0.3, k)
    return 0.3 + chance.normal(0, np.sqrt(v + 0.09)), v


def engine_fit(y: np.ndarray, v: np.ndarray) -> Fit:
    """REML and the floored Hartung-Knapp interval, with everything that the engine adds."""
    return lambda: random_effects(arrays_from_numbers(Measure.GEN, y, v))


def bayesian_fit(y: np.ndarray, v: np.ndarray) -> Fit:
    """Posterior of the effect and of tau, prediction and a probability."""
    return lambda: bayesian_random_effects(arrays_from_numbers(Measure.GEN, y, v), scale=0.5, thresholds=(0.0,))


def seconds_in_metafor(y: np.ndarray, v: np.ndarray) -> float | None:
    """Median processor seconds of metafor, measured by R after a first fit; None without R and metafor.

    It cannot take turns with the others: its wall-clock time would be that of the machine's other work.
    """
    command = shutil.which("Rscript")
    if command is None:
        return None
    vectors = [", ".join(map(repr, values.tolist())) for values in (y, v)]
    code = (
        "suppressMessages(library(metafor))\n"
        f"y <- c({vectors[0]})\nv <- c({vectors[1]})\n"
        "fit <- function() rma(y, v, method = 'REML', test = 'adhoc'); fit(); times <- c(); begun <- proc.time()[[3]]\n"
        # The clock of R has milliseconds: several fits a reading, where one is short.
        f"while (length(times) < 3 || proc.time()[[3]] - begun < {SECONDS_OF_METAFOR}) {{ "
        f"start <- sum(proc.time()[1:2]); for (i in 1:{1 if y.size > 100 else 10}) fit(); "
        f"times <- c(times, (sum(proc.time()[1:2]) - start) / {1 if y.size > 100 else 10}) }}; cat(median(times))"
    )
    with NamedTemporaryFile("w", suffix=".R", encoding="utf-8") as script:
        script.write(code)
        script.flush()
        ran = subprocess.run([command, script.name], capture_output=True, text=True, check=False)
    return float(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else None


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


def leave_one_out_by_refitting(make: Callable[[np.ndarray, np.ndarray], Fit], y: np.ndarray, v: np.ndarray) -> Fit:
    """Leave-one-out for a package without it: one fit per study."""
    fits = [make(np.delete(y, i), np.delete(v, i)) for i in range(y.size)]
    return lambda: [fit() for fit in fits]


def measure_in_turns(fits: dict[str, Fit]) -> dict[str, float]:
    """Median seconds of each package."""
    times: dict[str, list[float]] = {name: [] for name in fits}
    for _ in range(BURSTS):
        for name, fit in fits.items():
            times[name] += run_burst(fit)
    return {name: median(taken) for name, taken in times.items()}


def run_burst(fit: Fit) -> list[float]:
    """Seconds of several runs without the first, which warms the caches."""
    fit()
    taken: list[float] = []
    finish = time.perf_counter() + SECONDS_OF_A_BURST
    while not taken or time.perf_counter() < finish:
        started = time.perf_counter()
        fit()
        taken.append(time.perf_counter() - started)
    return taken


def print_comparison(label: str, seconds: dict[str, float]) -> None:
    """Print milliseconds of each, and how many times slower the others are."""
    ratios = "  ".join(f"{name} {taken / seconds['engine']:.1f}" for name, taken in seconds.items() if name != "engine")
    print_line(f"{label:24}" + "".join(f"{1000 * taken:11.3f} ms" for taken in seconds.values()) + f"   {ratios}")


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
