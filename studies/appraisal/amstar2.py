"""AMSTAR 2 for systematic reviews of randomised or non-randomised studies of interventions.

Shea and others, BMJ 2017;358:j4008: 16 items, of which seven are critical, and a rule for the confidence in a review's
results. A "no" is a weakness, in a critical item a flaw. The paper does not mention "partial yes" in that rule; here it
counts as no weakness. Items 9 and 11 judge randomised and other studies separately: the worse answer is given.
"""

from studies.appraisal.instrument import Answers, Instrument, InstrumentDomain, Judgements, Level, SignallingQuestion
from studies.choices import ReviewConfidence, SignallingResponse, Tool

# Box 1 of the paper.
CRITICAL_ITEMS = frozenset({"2", "4", "7", "9", "11", "13", "15"})

YES_NO = (SignallingResponse.YES, SignallingResponse.NO)
YES_PARTIAL_NO = (SignallingResponse.YES, SignallingResponse.PARTIAL_YES, SignallingResponse.NO)
NO_META_ANALYSIS = "No meta-analysis"
META_ANALYSIS_ANSWERS = (SignallingResponse.YES, SignallingResponse.NO, SignallingResponse.NOT_APPLICABLE)


def confidence(answers: Answers) -> ReviewConfidence:
    """Confidence in the results of a review (box 2 of the paper)."""
    weak = {number for number, answer in answers.items() if answer is SignallingResponse.NO}
    flaws = weak & CRITICAL_ITEMS
    if flaws:
        return ReviewConfidence.LOW if len(flaws) == 1 else ReviewConfidence.CRITICALLY_LOW
    return ReviewConfidence.HIGH if len(weak) <= 1 else ReviewConfidence.MODERATE


def overall(answers: Answers, _judgements: Judgements) -> Level:
    """The rating that the paper's rule gives."""
    return confidence(answers)


SECTIONS = (
    InstrumentDomain(
        "items",
        "Sixteen items",
        (
            SignallingQuestion(
                "1", "Do question and inclusion criteria name population, intervention, comparator, outcome?", YES_NO
            ),
            SignallingQuestion(
                "2", "Were the methods fixed before the review, and deviations from them justified?", YES_PARTIAL_NO
            ),
            SignallingQuestion("3", "Is the choice of study designs explained?", YES_NO),
            SignallingQuestion("4", "Was the literature searched comprehensively?", YES_PARTIAL_NO),
            SignallingQuestion("5", "Did two people select the studies?", YES_NO),
            SignallingQuestion("6", "Did two people extract the data?", YES_NO),
            SignallingQuestion("7", "Are the excluded studies listed, each with a reason?", YES_PARTIAL_NO),
            SignallingQuestion("8", "Are the included studies described in enough detail?", YES_PARTIAL_NO),
            SignallingQuestion(
                "9", "Was risk of bias in each study assessed by a satisfactory technique?", YES_PARTIAL_NO
            ),
            SignallingQuestion("10", "Is the funding of the included studies reported?", YES_NO),
            SignallingQuestion(
                "11",
                "Were results combined by appropriate statistical methods?",
                META_ANALYSIS_ANSWERS,
                not_applicable=NO_META_ANALYSIS,
            ),
            SignallingQuestion(
                "12",
                "Was the effect of risk of bias on the pooled result assessed?",
                META_ANALYSIS_ANSWERS,
                not_applicable=NO_META_ANALYSIS,
            ),
            SignallingQuestion("13", "Was risk of bias taken into account when the results were discussed?", YES_NO),
            SignallingQuestion("14", "Is heterogeneity explained and discussed satisfactorily?", YES_NO),
            SignallingQuestion(
                "15",
                "Was publication bias investigated, and its likely impact discussed?",
                META_ANALYSIS_ANSWERS,
                not_applicable=NO_META_ANALYSIS,
            ),
            SignallingQuestion("16", "Are conflicts of interest and funding of the review itself reported?", YES_NO),
        ),
        note="Items 2, 4, 7, 9, 11, 13 and 15 are critical. Where items 9 or 11 differ between randomised and other "
        "studies, give the worse answer.",
    ),
)

AMSTAR_2 = Instrument(
    key="amstar-2",
    tool=Tool.AMSTAR_2,
    version="2017",
    judges="a systematic review",
    source="https://doi.org/10.1136/bmj.j4008",
    sections=SECTIONS,
    overall_title="Confidence in the results of the review",
    overall_levels=tuple(ReviewConfidence),
    overall_rule="High: at most one weakness outside the critical items. Moderate: more than one. Low: a flaw in one "
    "critical item. Critically low: in more than one. Many weaknesses may lower moderate to low, with a reason.",
    overall=overall,
)
