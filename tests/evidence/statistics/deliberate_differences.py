"""Where the engine and R differ on purpose, each with the reason.

Maps patterns of field paths to reasons. A pattern that no longer matches any difference fails a
separate test.
"""

import re

from tests.evidence.statistics.compare_fields import Difference

# Data sets in which one or two studies are pooled, or two after excluding those without numbers.
FEW_STUDIES = r"(/k1|k1_binary|miglitol_k2|k2_homogeneous|k2_heterogeneous|n1_arm_continuous|na_in_yi)"
IDENTICAL = r"identical_effects(_equal_var)?"

# R gives a figure, the engine refuses or gives none.
REFUSED = {
    rf"{FEW_STUDIES}/.*/(pi|pi_t_km1|pi_t_km2_riley)/": "no prediction interval below three studies",
    rf"{FEW_STUDIES}/.*/bias/": "no test for small-study effects below three studies",
    rf"{IDENTICAL}/.*/test_knha": "plain Hartung-Knapp intervals of studies that agree exactly have no width",
    r"leave1out_REML_knha": "the same, without one study",
    rf"{IDENTICAL}/.*/bias/regtest_lm": "R tests a line through points that lie on it exactly: rounding",
    rf"{IDENTICAL}/.*/bias/trimfill": "no standard error of the number missing where its formula turns negative",
    rf"{IDENTICAL}/.*/bias/ranktest": "effects that are all alike have no ranks",
    r"zero_sd_one_arm/.*/bias/regtest_lm": "R tests a line through points that lie on it exactly: rounding",
    r"escalc/OR/": "R adds 0.5 to studies in which all fared alike; they say nothing about odds",
    r"escalc/RR/": "R adds 0.5 to studies without any event; they say nothing about a ratio",
    r"peto/escalc_PETO": "R adds 0.5 to studies in which all fared alike; they say nothing about odds",
    r"all_zero_events/mantel_haenszel/": "R answers NA, or 0 without an error",
    r"single_zero_all_ctrl/mantel_haenszel/": "R answers NA where no comparator had an event",
    r"meta_pkg/.*/(MH_common_REML|Inverse_DL_classic|metabias)": "no study informs about a ratio, no comparator had an "
    "event, or there are too few studies",
    r"k1_binary/meta_pkg/": "no prediction interval for one study",
    r"n1_arm_continuous/(escalc|meta_pkg)/": "one participant has no standard deviation",
    r"zero_sd_continuous/": "an effect with a variance of zero; R answers as if the study were the truth",
    r"zero_variance_(one|all)/": "a variance of zero; R answers as if the study were the truth",
    r"negative_variance/": "a negative variance; R takes it for zero",
}

# The engine gives a figure, R does not.
ANSWERED = {
    r"huge_outlier/.*REML": "R's search does not converge without one of the studies; ours does",
    r"escalc/R[RD]_drop00/": "R drops studies in which everybody had the event, and for RD those in which nobody had; "
    "both say something about risks",
    r"zero_sd_one_arm/meta_pkg/": "package meta drops a study in which one SD is zero",
    r"meta_pkg/.*/(MH_common_REML|Inverse_DL_classic|metabias)": "package meta drops what we keep for risk differences",
}

# Both answer, otherwise.
DIFFERENT = {
    rf"{IDENTICAL}/.*/bias/trimfill": "R takes rounding of identical effects for asymmetry and fills four studies",
    r"peto/escalc_PETO": "R adds 0.5 to empty cells, which Peto's method has no need of",
    r"(n1_arms_binary|n2_arms_continuous)/.*/bias/trimfill_.*/se_k0": "R takes the one study left at its own centre "
    "for one to the side, by rounding",
    r"meta_regression/.*_z/pred_pi": "R predicts with a normal quantile; ours always takes t with k-p",
    r"meta_pkg/(RR|RD)/(Inverse_DL_classic|MH_common_REML_HK_HTSpi|metabias)": "package meta adds 0.5 to RR and RD in "
    "another way",
    r"meta_pkg/OR/MH_common_REML_HK_HTSpi": "package meta adds 0.5 to Mantel-Haenszel's empty cells too",
    r"zero_sd_one_arm/meta_pkg/": "package meta drops a study in which one SD is zero",
    r"infinite_variance/": "a study of infinite variance is left out; R counts it",
}

LISTS = {"refused": REFUSED, "answered": ANSWERED, "different": DIFFERENT}


def kind_of(difference: Difference) -> str:
    """Which of the lists a difference belongs to."""
    if difference.ours is None or str(difference.ours).startswith("refused"):
        return "refused"
    return "answered" if difference.theirs is None else "different"


def reasons_for(difference: Difference) -> list[tuple[str, str]]:
    """List and pattern of every reason that covers a difference."""
    kind = kind_of(difference)
    return [(kind, pattern) for pattern in LISTS[kind] if re.search(pattern, difference.field)]
