"""The blocks of R's figures, each with the engine's answer to the same question, with R's field names.

A *block* is the result of one call in R: a mapping from R's field names to figures. Its
*path* names data set, analysis and call, as ``tests/reference/README.md`` lays them out.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.mantel_haenszel import Table
from studies.numerics.arm_values import Counts, Means
from tests.evidence.statistics import metafor_diagnostics, metafor_pools

REFERENCE = Path(__file__).parents[2] / "reference"

Answer = Callable[[], dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Block:
    """R's figures at a path, and how the engine answers them."""

    path: str
    figures: dict[str, Any]
    answer: Answer


# Calls that the engine does not offer at all.
CALLS_NOT_OFFERED = {
    "models/HS": "Hunter-Schmidt estimator",
    "models_default_control": "the same estimates, stopped earlier",
    "tau2_ci/QP_default": "the same interval, stopped earlier",
    "tau2_ci/PL_": "profile likelihood interval",
    "_Q0": "Q0 estimator of trim and fill",
    "fsn_rosenthal": "fail-safe N",
    "_to_all": "0.5 added to studies without empty cells",
    "_to_if0all": "0.5 added to studies without empty cells",
    "escalc/AS": "arcsine difference",
    "escalc/MD_HO": "mean difference with a pooled SD",
    "escalc/SMD_": "other variances of the standardised mean difference",
    "escalc/SMDH": "standardised mean difference for unequal variances",
    "add_half_only0_both": "Mantel-Haenszel with a correction",
    "no_zero_cell_adjustment_for_Q": "Q over studies without empty cells only",
    "CMH_no_continuity": "Cochran-Mantel-Haenszel test",
    "glmm": "generalised linear mixed model",
    "RevMan_style": "tau2 from a Q with Mantel-Haenszel weights",
    "meta_pkg/SMD": "package meta's variance of the standardised mean difference",
    "meta_pkg/RR/trimfill": "package meta trims around another centre",
    "meta_pkg/OR/trimfill": "package meta trims around another centre",
    "meta_pkg/RD/trimfill": "package meta trims around another centre",
    "escalc/SMD1": "Glass's delta",
    "escalc/ROM_corrected": "ratio of means with a correction of the second order",
    "bias/regtest_rma": "mixed-effects test of asymmetry",
    "metabias/Thompson": "a t reference beside a mixed-effects model",
    "metabias/Schwarzer": "arcsine rank test",
    "metabias/Deeks": "test for diagnostic accuracy",
}

# Kendall's score and its standard error, which its statistic contains.
BEGGS_SCORE = ("Begg", "estimate")


@cache
def reference(name: str) -> dict[str, Any]:
    """A reference file, read once."""
    content: dict[str, Any] = json.loads((REFERENCE / name).read_text())
    return content


@cache
def blocks() -> tuple[Block, ...]:
    """Every block that the engine can compute."""
    found = [block for group in ("datasets", "edge_cases") for block in _of_group(group)]
    return tuple(block for block in found if not any(part in block.path for part in CALLS_NOT_OFFERED))


def _of_group(group: str) -> Iterator[Block]:
    for name, data in reference("metafor.json")[group].items():
        path = f"{group}/{name}"
        yield from _of_escalc(path, data)
        yield from _of_tables(path, data)
        for measure, analysis in data.get("analyses", {}).items():
            yield from _of_analysis(f"{path}/analyses/{measure}", analysis)
        if "EE" in data:
            effects = _given(data["input"]["yi"], data["input"]["vi"])
            yield from (
                Block(f"{path}/{method}", data[method], lambda m=method, e=effects: metafor_pools.short_model(e(), m))
                for method in ("EE", "DL", "PM", "REML", "HE", "SJ")
            )


def _of_escalc(path: str, data: dict[str, Any]) -> Iterator[Block]:
    effects = data.get("escalc", {})
    arms = data.get("input", {})
    if "yi" in effects:
        effects = {"ROM_corrected": effects}
    for measure, figures in effects.items():
        make = metafor_pools.MEASURES.get(measure)
        where = f"{path}/escalc/{measure}"
        if make is None:
            yield Block(where, figures, dict)
        else:
            pairs = _tables(arms) if "ai" in arms else _means(arms)
            yield Block(where, figures, lambda p=pairs, m=make: metafor_pools.effect_fields(p, m))


def _of_tables(path: str, data: dict[str, Any]) -> Iterator[Block]:
    tables = _tables(data["input"]) if "ai" in data.get("input", {}) else []
    for name, calls in data.get("mantel_haenszel", {}).items():
        for call, figures in calls.items():
            where = f"{path}/mantel_haenszel/{name}/{call}"
            yield Block(where, figures, lambda m=name: metafor_pools.mantel_haenszel_block(Measure(m), tables))
    if "peto" in data:
        yield Block(f"{path}/peto", data["peto"], lambda: metafor_pools.peto_block(tables))
    for name, calls in data.get("meta_pkg", {}).items():
        pairs = tables or _means(data["input"])
        for call, figures in calls.items():
            where = f"{path}/meta_pkg/{name}/{call}"
            if call == "metabias":
                yield from (
                    Block(
                        f"{where}/{test}",
                        {field: value for field, value in figures[test].items() if (test, field) != BEGGS_SCORE},
                        lambda m=name, t=test: metafor_diagnostics.meta_bias(Measure(m), tables, t),
                    )
                    for test in figures
                )
            else:
                yield Block(where, figures, lambda m=name, c=call, p=pairs: metafor_pools.meta_block(m, p, c))


def _of_analysis(path: str, data: dict[str, Any]) -> Iterator[Block]:
    effects = _given(data["yi"], data["vi"])
    for method, figures in data["models"].items():
        own = {field: value for field, value in figures.items() if not isinstance(value, dict)}
        yield Block(f"{path}/models/{method}", own, lambda m=method: metafor_pools.model(effects(), m))
        for call in ("test_knha", "test_adhoc", "pi_t_km1", "pi_t_km2_riley"):
            if call in figures:
                yield Block(
                    f"{path}/models/{method}/{call}",
                    figures[call],
                    lambda m=method, c=call: metafor_pools.model_variant(effects(), m, c),
                )
    for call, figures in data.get("tau2_ci", {}).items():
        if isinstance(figures, dict):
            yield Block(f"{path}/tau2_ci/{call}", figures, lambda: metafor_pools.q_profile(effects()))
    sizes = _sizes(data)
    for call, figures in data.get("bias", {}).items():
        yield Block(f"{path}/bias/{call}", figures, lambda c=call: metafor_diagnostics.bias(effects(), sizes, c))
    yield from _of_exploring(path, data, effects)


def _of_exploring(path: str, data: dict[str, Any], effects: Callable[[], list[EffectSize]]) -> Iterator[Block]:
    sequences = data.get("sequences", {})
    places = sequences.get("cumul_order_1based")
    for call, figures in sequences.items():
        if isinstance(figures, dict):
            yield Block(
                f"{path}/sequences/{call}", figures, lambda c=call: metafor_diagnostics.sequence(effects(), c, places)
            )
    for call, figures in data.get("influence", {}).items():
        yield Block(
            f"{path}/influence/{call}", figures, lambda c=call: metafor_diagnostics.influence_block(effects(), c)
        )
    regressions = data.get("meta_regression", {})
    for call, figures in regressions.items():
        if isinstance(figures, dict):
            yield Block(
                f"{path}/meta_regression/{call}",
                figures,
                lambda c=call, at=figures["predict_at"]: metafor_diagnostics.regression(
                    effects(), regressions["values"], c, at
                ),
            )
    subgroups = data.get("subgroups", {})
    for call, figures in subgroups.items():
        if isinstance(figures, dict):
            yield Block(
                f"{path}/subgroups/{call}",
                figures,
                lambda c=call: metafor_diagnostics.subgroups(effects(), subgroups["values"], c),
            )


def _given(yi: Sequence[float | None], vi: Sequence[float | None]) -> Callable[[], list[EffectSize]]:
    """Effects as R had them; rows with a missing number left out, as R does."""

    @cache
    def make() -> list[EffectSize]:
        rows = zip(yi, vi, strict=True)
        return [EffectSize(Measure.GEN, y, v, "as given") for y, v in rows if y is not None and v is not None]

    return make


def _sizes(data: dict[str, Any]) -> list[float]:
    rows = zip(data.get("ni") or [None] * len(data["yi"]), data["yi"], data["vi"], strict=True)
    return [n for n, y, v in rows if n is not None and y is not None and v is not None]


def _tables(arms: dict[str, Any]) -> list[Table]:
    cells = zip(arms["ai"], arms["bi"], arms["ci"], arms["di"], strict=True)
    return [(Counts(a, a + b), Counts(c, c + d)) for a, b, c, d in cells]


def _means(arms: dict[str, Any]) -> list[tuple[Means, Means]]:
    one = zip(arms["m1i"], arms["n1i"], arms["sd1i"], strict=True)
    other = zip(arms["m2i"], arms["n2i"], arms["sd2i"], strict=True)
    return [(Means(*first), Means(*second)) for first, second in zip(one, other, strict=True)]
