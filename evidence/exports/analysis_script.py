"""The R script of one finding: it computes the page's numbers anew from the finding's rows, with metafor."""

from evidence.exports.moderators import MODERATORS
from evidence.filters import NO_SELECTION, SelectionDescription
from evidence.findings.finding import Finding
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.estimates import IntervalMethod, Model, PooledEstimate
from evidence.synthesis.allocation_effects import design_effect_of
from studies.presentation.data_notice import DATA_NOTICE

_MODERATOR_NAMES = ", ".join(f'"{name}"' for name in MODERATORS)


def r_script(finding: Finding, selection: SelectionDescription = NO_SELECTION) -> str:
    """A script that computes the page's numbers from data.csv with metafor."""
    measure = finding.answer.measure or Measure.GEN
    transform = "exp" if measure.is_ratio else "identity"
    lines = [
        f"# {' '.join(str(finding.sentence).split())}",
        f"# {DATA_NOTICE}",
        *([f"# {selection.notice}"] if selection.notice else []),
        "# Needs R and its package metafor 3.8 or newer. Run it in the folder that holds data.csv.",
        "library(metafor)",
        'data <- read.csv("data.csv", stringsAsFactors = FALSE)',
        'used <- data[data$state == "in the answer", ]',
        "# What the studies differ in; with enough of them, rma(yi, vi, mods = ~ route, data = used) compares by one.",
        f"moderators <- c({_MODERATOR_NAMES})",
        'print(used[c("study", moderators)], row.names = FALSE)',
        "# Strata reported separately count once: their common-effect estimate represents the study.",
        "one_study <- function(rows) {",
        '  fit <- rma(yi = rows$yi, vi = rows$vi, method = "EE")',
        "  df <- if (nrow(rows) == 1) as.numeric(rows$df) else NA",
        "  data.frame(study = rows$study[1], yi = as.numeric(fit$beta), vi = fit$se^2, df = df)",
        "}",
        "studies <- do.call(rbind, lapply(split(used, factor(used$study, unique(used$study))), one_study))",
        *(R_CLUSTERS if any(design_effect_of(entry.study) != 1 for entry in finding.answer.entries) else ()),
        *(_r_pool(finding.answer.pooled, measure) if finding.answer.pooled else R_EACH_STUDY),
        f"# As the page shows it ({measure.value})",
        f"print({transform}(shown))",
    ]
    return "\n".join(lines) + "\n"


R_CLUSTERS = (
    "# Counts of clusters as for independent people: divided by the design effect.",
    'cells <- c("ozone_events", "ozone_n", "comparator_events", "comparator_n")',
    "used[cells] <- used[cells] / used$design_effect",
)
# metafor's name of an interval, and what it is.
R_INTERVALS = {
    IntervalMethod.WALD: ("z", "normal interval"),
    IntervalMethod.HKSJ: ("knha", "Hartung-Knapp interval"),
    IntervalMethod.HKSJ_FLOORED: ("adhoc", 'Hartung-Knapp interval whose factor is not below 1 (test = "adhoc")'),
}
# Too few studies to pool.
R_EACH_STUDY = (
    "# Each study's own effect, and its interval: Welch's t where data.csv has degrees of freedom (df), else normal.",
    "critical <- ifelse(is.na(studies$df), qnorm(0.975), qt(0.975, studies$df))",
    "half <- critical * sqrt(studies$vi)",
    "shown <- cbind(estimate = studies$yi, low = studies$yi - half, high = studies$yi + half)",
    "rownames(shown) <- studies$study",
)


def _r_pool(pooled: PooledEstimate, measure: Measure) -> list[str]:
    return [
        *_r_model(pooled, measure),
        "print(fit)",
        "shown <- c(estimate = as.numeric(fit$beta), low = fit$ci.lb, high = fit$ci.ub)",
    ]


def _r_model(pooled: PooledEstimate, measure: Measure) -> list[str]:
    if pooled.model is Model.COMMON:
        return ["# Common effect.", 'fit <- rma(yi, vi, data = studies, method = "EE")']
    if pooled.model is Model.RANDOM:
        test, words = R_INTERVALS[pooled.interval_method]
        return [
            f"# Random effects, tau² by {pooled.tau2_method}; {words}.",
            f'fit <- rma(yi, vi, data = studies, method = "{pooled.tau2_method}", test = "{test}",',
            "           control = list(threshold = 1e-10, maxiter = 1000))",
        ]
    cells = "ai = ozone_events, n1i = ozone_n, ci = comparator_events, n2i = comparator_n, data = used"
    if pooled.model is Model.PETO:
        return ["# In some arm no one had the event: Peto's method.", f"fit <- rma.peto({cells})"]
    return [
        "# In some arm no one had the event: Mantel-Haenszel without correction.",
        f"fit <- rma.mh({cells},",
        f'              measure = "{measure}", correct = FALSE, add = c(1/2, 0), to = c("only0", "none"))',
    ]
