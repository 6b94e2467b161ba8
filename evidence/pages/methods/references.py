"""The works that the methods are based on."""

from dataclasses import dataclass

from evidence.pages.finding.bayes_texts import PRIOR_SOURCES


@dataclass(frozen=True, slots=True)
class MethodReference:
    """One work, with its address and what it is used for."""

    text: str
    href: str
    used_for: str


def _doi(text: str, doi: str, used_for: str) -> MethodReference:
    return MethodReference(text, f"https://doi.org/{doi}", used_for)


REFERENCES: tuple[MethodReference, ...] = (
    MethodReference(
        "Higgins JPT, Thomas J, Chandler J, et al., editors. Cochrane Handbook for Systematic Reviews of "
        "Interventions, "
        "version 6. Cochrane.",
        "https://training.cochrane.org/handbook",
        "windows, units of analysis, spreads, pooling, words",
    ),
    _doi(
        "Guyatt GH, Oxman AD, Vist GE, et al. GRADE: an emerging consensus on rating quality of evidence and strength "
        "of recommendations. BMJ 2008;336:924–926.",
        "10.1136/bmj.39489.470347.AD",
        "certainty",
    ),
    _doi(
        "Santesso N, Glenton C, Dahm P, et al. GRADE guidelines 26: informative statements to communicate the findings "
        "of systematic reviews of interventions. Journal of Clinical Epidemiology 2020;119:126–135.",
        "10.1016/j.jclinepi.2019.10.014",
        "statements of rated findings",
    ),
    _doi(
        "Zeng L, Brignardello-Petersen R, Hultcrantz M, et al. GRADE Guidance 34: update on rating imprecision using a "
        "minimally contextualized approach. Journal of Clinical Epidemiology 2022;150:216–224.",
        "10.1016/j.jclinepi.2022.07.014",
        "imprecision",
    ),
    _doi(
        "Guyatt GH, Oxman AD, Sultan S, et al. GRADE guidelines: 9. Rating up the quality of evidence. Journal of "
        "Clinical Epidemiology 2011;64:1311–1316.",
        "10.1016/j.jclinepi.2011.06.004",
        "rating up",
    ),
    _doi(
        "Viechtbauer W. Bias and efficiency of meta-analytic variance estimators in the random-effects model. "
        "Journal of Educational and Behavioral Statistics 2005;30:261–293.",
        "10.3102/10769986030003261",
        "REML",
    ),
    _doi(
        "Hartung J, Knapp G. A refined method for the meta-analysis of controlled clinical trials with binary "
        "outcome. "
        "Statistics in Medicine 2001;20:3875–3889.",
        "10.1002/sim.1009",
        "interval of a pool",
    ),
    _doi(
        "Sidik K, Jonkman JN. A simple confidence interval for meta-analysis. Statistics in Medicine "
        "2002;21:3153–3159.",
        "10.1002/sim.1262",
        "interval of a pool",
    ),
    _doi(
        "IntHout J, Ioannidis JPA, Borm GF. The Hartung-Knapp-Sidik-Jonkman method for random effects meta-analysis "
        "is "
        "straightforward and considerably outperforms the standard DerSimonian-Laird method. BMC Medical Research "
        "Methodology 2014;14:25.",
        "10.1186/1471-2288-14-25",
        "why this interval",
    ),
    _doi(
        "Röver C, Knapp G, Friede T. Hartung-Knapp-Sidik-Jonkman approach and its modification for random-effects "
        "meta-analysis with few studies. BMC Medical Research Methodology 2015;15:99.",
        "10.1186/s12874-015-0091-1",
        "its floor",
    ),
    _doi(
        "Higgins JPT, Thompson SG. Quantifying heterogeneity in a meta-analysis. Statistics in Medicine "
        "2002;21:1539–1558.",
        "10.1002/sim.1186",
        "I²",
    ),
    _doi(
        "Viechtbauer W. Confidence intervals for the amount of heterogeneity in meta-analysis. Statistics in Medicine "
        "2007;26:37–52.",
        "10.1002/sim.2514",
        "interval of τ² by Q-profile",
    ),
    _doi(
        "Partlett C, Riley RD. Random effects meta-analysis: coverage performance of 95% confidence and prediction "
        "intervals following REML estimation. Statistics in Medicine 2017;36:301–317.",
        "10.1002/sim.7140",
        "prediction interval",
    ),
    _doi(
        "Wan X, Wang W, Liu J, Tong T. Estimating the sample mean and standard deviation from the sample size, "
        "median, "
        "range and/or interquartile range. BMC Medical Research Methodology 2014;14:135.",
        "10.1186/1471-2288-14-135",
        "deviation from quartiles or range",
    ),
    _doi(
        "Luo D, Wan X, Liu J, Tong T. Optimally estimating the sample mean from the sample size, median, mid-range, "
        "and/or mid-quartile range. Statistical Methods in Medical Research 2018;27:1785–1805.",
        "10.1177/0962280216669183",
        "mean from a median",
    ),
    _doi(
        "Clopper CJ, Pearson ES. The use of confidence or fiducial limits illustrated in the case of the binomial. "
        "Biometrika 1934;26:404–413.",
        "10.1093/biomet/26.4.404",
        "interval of a single share",
    ),
    _doi(
        "Sterne JAC, Savović J, Page MJ, et al. RoB 2: a revised tool for assessing risk of bias in randomised "
        "trials. BMJ 2019;366:l4898.",
        "10.1136/bmj.l4898",
        "risk of bias of randomised trials",
    ),
    _doi(
        "Sterne JA, Hernán MA, Reeves BC, et al. ROBINS-I: a tool for assessing risk of bias in non-randomised "
        "studies of interventions. BMJ 2016;355:i4919.",
        "10.1136/bmj.i4919",
        "risk of bias of other studies",
    ),
    _doi(
        "Shea BJ, Reeves BC, Wells G, et al. AMSTAR 2: a critical appraisal tool for systematic reviews. "
        "BMJ 2017;358:j4008.",
        "10.1136/bmj.j4008",
        "confidence in reviews",
    ),
    _doi(
        "Egger M, Davey Smith G, Schneider M, Minder C. Bias in meta-analysis detected by a simple, graphical test. "
        "BMJ 1997;315:629–634.",
        "10.1136/bmj.315.7109.629",
        "small-study effects",
    ),
    _doi(
        "Viechtbauer W. Conducting meta-analyses in R with the metafor package. Journal of Statistical Software "
        "2010;36(3):1–48.",
        "10.18637/jss.v036.i03",
        "every statistic is compared with its figures in the tests of this site",
    ),
    _doi(
        "Viechtbauer W, Cheung MWL. Outlier and influence diagnostics for meta-analysis. Research Synthesis Methods "
        "2010;1:112–125.",
        "10.1002/jrsm.11",
        "influence of a study",
    ),
    _doi(
        "Duval S, Tweedie R. Trim and fill: a simple funnel-plot-based method of testing and adjusting for publication "
        "bias in meta-analysis. Biometrics 2000;56:455–463.",
        "10.1111/j.0006-341X.2000.00455.x",
        "trim and fill",
    ),
    _doi(
        "Mathur MB, VanderWeele TJ. New metrics for meta-analyses of heterogeneous effects. Statistics in Medicine "
        "2019;38:1336–1342.",
        "10.1002/sim.8057",
        "share of settings beyond a threshold",
    ),
    *(MethodReference(source.text, source.href, source.used_for) for source in PRIOR_SOURCES),
)
