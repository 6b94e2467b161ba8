"""Comparing the engine's figures with R's: tolerances, and what is not compared and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figures = Mapping[str, object]

# Fields of R that the engine does not offer, at any path.
NOT_OFFERED = {
    "call": "R's call",
    "warnings": "R's warnings",
    "model": "name of R's model",
    "predictor": "name of R's predictor",
    "estimator": "name of R's estimator",
    "type": "name of R's estimator",
    "lb_sign": "R marks bounds it cut; ours are not cut",
    "ub_sign": "R marks bounds it cut; ours are not cut",
    "se_tau2": "standard error of tau2",
    "logLik": "log-likelihood",
    "pi_z": "prediction interval with a normal quantile; ours always takes t",
    "test_t": "t quantile around Wald's error",
    "CMH_chi2": "Cochran-Mantel-Haenszel test",
    "CMH_p": "Cochran-Mantel-Haenszel test",
    "Tarone": "Tarone's test",
    "Tarone_p": "Tarone's test",
    "k_yi": "count of studies in Q",
    "rstandard_resid": "internally standardised residuals",
    "rstandard_se": "internally standardised residuals",
    "rstandard_z": "internally standardised residuals",
    "rstudent_resid": "parts of the studentised residual, which is compared",
    "rstudent_se": "parts of the studentised residual, which is compared",
    "blup_pred": "shrunken effects",
    "blup_se": "shrunken effects",
    "hat": "leverages of a regression; those without moderators are its weights, which are compared",
    "predict_at": "where R predicted",
}

# reference/README.md: p values to 1e-6 absolute.
P_VALUES = {"pval", "Q_p", "Qp", "QE_p", "QM_p", "Q_between_p", "p_k0"}
P_TOLERANCE = 1e-6

# The same file's relative tolerances, first match first.
RELATIVE_TOLERANCES = (
    (r"/escalc", 1e-9),
    (r"/meta_pkg/", 1e-4),  # R's package meta keeps metafor's loose convergence
    (r"/models/(EE|DL|HE|SJ)", 1e-9),
    (r"/(mantel_haenszel|peto)", 1e-9),
    (r"/(baujat_EE|.*_EE(_z)?)$", 1e-9),
    (r"", 1e-6),
)

# Figures near zero are rounding: of sums of numbers near 1, but for fields with a unit in the set of effects near 1e-6.
ROUNDING = 1e-10
ROUNDING_OF_SMALL_EFFECTS = 1e-22
WITH_A_UNIT = {"estimate", "se", "ci_lb", "ci_ub", "lb", "ub", "tau2", "tau2_del", "filled_yi", "filled_vi"}


@dataclass(frozen=True)
class Difference:
    """A field on which the engine and R differ by more than the tolerance."""

    field: str
    ours: object
    theirs: object


def differences(path: str, ours: object, theirs: object) -> list[Difference]:
    """Fields that differ. Raises KeyError for a field of R that is neither answered nor listed as not offered."""
    if isinstance(theirs, Mapping):
        assert isinstance(ours, Mapping), f"{path} has parts in R"
        fields = [field for field in theirs if field not in NOT_OFFERED]
        return [found for field in fields for found in differences(f"{path}/{field}", ours[field], theirs[field])]
    if isinstance(theirs, list):
        if not isinstance(ours, Sequence) or len(ours) != len(theirs):
            return [Difference(path, ours, theirs)]
        return [found for one, other in zip(ours, theirs, strict=True) for found in differences(path, one, other)]
    return [] if _agree(path, ours, theirs) else [Difference(path, ours, theirs)]


def _agree(path: str, ours: object, theirs: object) -> bool:
    if isinstance(theirs, bool | str) or theirs is None or ours is None:
        return ours == theirs
    assert isinstance(ours, int | float)
    assert isinstance(theirs, int | float)
    field = path.rsplit("/", 1)[-1]
    if field in P_VALUES:
        return abs(ours - theirs) <= P_TOLERANCE
    relative = next(tolerance for pattern, tolerance in RELATIVE_TOLERANCES if re.search(pattern, block_of(path)))
    small = "/very_small_variances/" in path and field in WITH_A_UNIT
    floor = ROUNDING_OF_SMALL_EFFECTS if small else ROUNDING
    return abs(ours - theirs) <= relative * max(abs(ours), abs(theirs)) + floor


def block_of(path: str) -> str:
    """Path without its last part."""
    return path.rsplit("/", 1)[0]
