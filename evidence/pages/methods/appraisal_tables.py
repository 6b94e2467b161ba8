"""How people judge risk of bias and certainty, for the methods page: instruments, levels, domains and suggestions."""

from evidence.choices import Certainty, GradeDomain
from evidence.findings.text_table import TextTable, text_table
from evidence.grading.domains.imprecision import APPRECIABLE_RATIO, APPRECIABLE_SMD, FAR_TOO_FEW
from evidence.grading.domains.inconsistency import CONSIDERABLE, SUBSTANTIAL
from evidence.grading.domains.publication_bias import ASYMMETRY_P
from evidence.grading.domains.rating_up import LARGE, VERY_LARGE
from evidence.grading.domains.risk_of_bias_domain import MAJORITY, SUBSTANTIAL_SHARE
from evidence.statistics.information_size import (
    ALPHA,
    POWER,
    RISK_DIFFERENCE,
    SCORE_DIFFERENCE,
    SCORE_SPREAD,
    STANDARDISED_DIFFERENCE,
    size_for_means,
    size_for_risk,
)
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY
from studies.appraisal.instruments import VERSIONS
from studies.curation.risk_of_bias.assessor_agreement import assessor_agreement
from studies.numerics.number_formatting import count, number, percent

BIAS_RULES = (
    "People judge risk of bias, one result of one study at a time. They answer signalling questions and quote the "
    "source for each answer; the instrument’s published algorithm proposes a level where it has one, and a "
    "judgement that differs from the proposal says why. The algorithms of RoB 2 for recruitment into clusters and for "
    "period and carryover effects are not at hand here: no level is proposed there. Each assessment is signed and "
    "dated and never changed: a new one can replace it.",
    "Two people assess the same, and neither is shown what the other wrote before their own assessment is finished. "
    "What they agree on afterwards, the consensus, counts. One person’s assessment counts and says that it is one "
    "person’s. Where two differ and no consensus is recorded, a domain that they judge alike has a light; where they "
    "differ a light says so, and no level counts until they agree.",
    "An assessment of a result’s outcome and time counts for it; without one, that of its outcome; without one again, "
    "that of the study as a whole. The effect of assignment comes before that of adhering. A study with several "
    "results in an answer counts at their worst level.",
    "A result at critical risk of bias by ROBINS-I, in one of two people’s judgement until they agree, is shown next "
    "to the answer and is in no pool, as the tool asks.",
    "“Low risk of bias only” keeps results whose overall level is low. What is not assessed yet is not low.",
    "What reviews printed about a study, with older tools or in their own words, is kept as printed and shown "
    "separately: it gives no light and has no weight.",
)
CERTAINTY_RULES = (
    "People judge certainty, domain by domain, as GRADE requires. Each domain shows computed facts and what they "
    "suggest; where facts are missing nothing is suggested. A decision that differs from the suggestion, or has "
    "none, says why.",
    "Randomised trials start at high certainty. Other studies start at low, or at high where ROBINS-I already "
    "accounts for the missing randomisation; only what starts low can rise.",
    "A rating is of the default answer. When any number behind it changes, it needs review: until then the page "
    "says so, and shows neither the level nor its words. Ratings that are replaced or withdrawn are kept.",
    "Until people have rated it, an answer of randomised trials shows its information size: the people there are, and "
    "those that one trial would need to see the difference below; for a pool divided by 1 − I². It is arithmetic for "
    "chance alone, not bias, and no judgement. The same size is what few people are measured by in imprecision.",
)


def bias_tables() -> tuple[TextTable, ...]:
    """The instruments, and how far two assessors agreed by each."""
    return appraisal_instruments_table(), *agreement_tables()


def certainty_tables() -> tuple[TextTable, ...]:
    """The levels, the domains and the information sizes."""
    return levels_table(), domains_table(), information_table()


def appraisal_instruments_table() -> TextTable:
    """The instruments, what each judges, by which domains, and its overall rule."""
    rows = tuple(
        (
            instrument.name,
            instrument.judges.capitalize(),
            "; ".join(section.title for section in instrument.sections),
            instrument.overall_rule,
        )
        for instrument in VERSIONS
    )
    return text_table("Instruments of appraisal", ("Instrument", "It judges", "By", "Overall"), rows)


def agreement_tables() -> tuple[TextTable, ...]:
    """How far two assessors agreed, a row for each domain of a tool; no table while two have assessed nothing alike."""
    rows = tuple(
        (
            found.tool.label,
            found.title,
            count(found.agreement.n),
            percent(found.agreement.same / found.agreement.n),
            _kappa(found.agreement.kappa),
            _kappa(found.weighted),
        )
        for found in assessor_agreement()
    )
    heads = ("Instrument", "Domain", "Judged by two", "Alike", "Cohen’s kappa", "Weighted kappa")
    title = "Agreement of two people before their consensus (weights fall in equal steps between the ordered levels)"
    return (text_table(title, heads, rows),) if rows else ()


def _kappa(value: float | None) -> str:
    """Kappa in two decimals; both always gave the same answer where there is none."""
    return "not defined" if value is None else number(value, digits=2)


def levels_table() -> TextTable:
    """The four levels, with what each says of the true effect."""
    rows = tuple((f"{level.circles} {level.label}", level.meaning) for level in Certainty)
    return text_table("Levels of certainty", ("Level", "What it says"), rows)


def information_table() -> TextTable:
    """What an information size is made of, and what it is for a score and for some risks."""
    risks = (0.1, 0.2, 0.3, 0.5)
    rows = (
        ("difference of a score", f"{SCORE_DIFFERENCE:g} points of 100"),
        ("standard deviation of a score", f"{SCORE_SPREAD:g} points of 100"),
        ("standardised difference", f"{STANDARDISED_DIFFERENCE:g} standard deviations"),
        ("difference of a risk", f"{percent(RISK_DIFFERENCE)} of people, from the comparator’s risk, for the better"),
        ("error", f"two-sided {percent(ALPHA)}; power {percent(POWER)}; two equal arms; variance not pooled"),
        ("people for a score", f"{count(size_for_means().people)}"),
        *((f"people from a risk of {percent(risk)}, fewer is better", count(_people_for_risk(risk))) for risk in risks),
    )
    return text_table("Information size: people one trial would need", ("What", "How much"), rows)


def _people_for_risk(risk: float) -> int:
    return size_for_risk(risk, higher_is_better=False).people


def domains_table() -> TextTable:
    """Every domain, how far it moves certainty, and what is suggested when."""
    rows = tuple(
        (domain.label.capitalize(), f"{'+' if domain.rates_up else '−'}{domain.most}", _suggestion_rule(domain))
        for domain in GradeDomain
    )
    return text_table("Domains, and what is suggested", ("Domain", "At most", "Suggested"), rows)


def _suggestion_rule(domain: GradeDomain) -> str:
    low, high = APPRECIABLE_RATIO
    return {
        GradeDomain.RISK_OF_BIAS: (
            f"Two levels when more than {percent(MAJORITY)} of the weight is at high risk; one when more than "
            f"{percent(SUBSTANTIAL_SHARE)} is, or no more than {percent(MAJORITY)} is at low risk"
        ),
        GradeDomain.INCONSISTENCY: (
            f"One level when I² is {percent(SUBSTANTIAL)} or more, or the prediction interval includes no "
            f"difference and the confidence interval does not; two when I² is {percent(CONSIDERABLE)} or more and "
            "studies lie on opposite sides, interval and all. Two studies: whether their intervals overlap. One "
            "study: none"
        ),
        GradeDomain.INDIRECTNESS: (
            "One level each where all people studied have one of several conditions of the question, and where several "
            f"routes or comparators are joined of which none has more than {percent(MAJORITY)} of the weight"
        ),
        GradeDomain.IMPRECISION: (
            "One level for each published limit between small, medium and large that the interval crosses. Where "
            "none is known: when it includes no difference, one for each appreciable change that it includes too "
            f"(a ratio of {low} or {high}, {APPRECIABLE_SMD[1]} standard deviations). Where none is crossed: one "
            f"with fewer people than the information size, two with less than {percent(FAR_TOO_FEW)} of it"
        ),
        GradeDomain.PUBLICATION_BIAS: (
            f"One level when a test of small-study effects has P below {ASYMMETRY_P:.2f}; nothing below "
            f"{MIN_STUDIES_FOR_ASYMMETRY} studies"
        ),
        GradeDomain.LARGE_EFFECT: (
            f"One level for a risk ratio of {LARGE:g} (or 1/{LARGE:g}) or beyond, two from {VERY_LARGE:g} (or "
            f"1/{VERY_LARGE:g}), unless its interval includes no difference"
        ),
        GradeDomain.DOSE_RESPONSE: "Nothing: people judge the doses",
        GradeDomain.OPPOSING_CONFOUNDING: "Nothing: people judge it",
    }[domain]
