"""How certainty is rated, for the methods page: levels, domains and what each suggestion is made from."""

from evidence.choices import Certainty, GradeDomain
from evidence.grading.domains.imprecision import APPRECIABLE_RATIO, APPRECIABLE_SMD, FAR_TOO_FEW, SMALL_SMD
from evidence.grading.domains.inconsistency import CONSIDERABLE, SUBSTANTIAL
from evidence.grading.domains.information_size import ALPHA, POWER, RELATIVE_CHANGE
from evidence.grading.domains.publication_bias import ASYMMETRY_P
from evidence.grading.domains.rating_up import LARGE, VERY_LARGE
from evidence.grading.domains.risk_of_bias_domain import ENOUGH_TO_MATTER, MOST
from evidence.pages.methods.rule_tables import MethodTable
from evidence.statistics.small_study import MIN_STUDIES_FOR_ASYMMETRY
from studies.numerics.formatting import percent

RULES = (
    "Certainty is judged by people, domain by domain, as GRADE asks. Beside each domain stand computed facts and what "
    "they suggest; where the facts are not known nothing is suggested. A decision that differs from the suggestion, "
    "or has none, says why.",
    "Randomised trials start at high certainty. Other studies start at low, or at high where ROBINS-I weighs the lack "
    "of randomisation itself; only what starts low can rise.",
    "A rating is of the default answer. When any number behind it changes, it needs review: until then the page says "
    "so, and shows neither the level nor its words. No rating is lost: those replaced or withdrawn are kept.",
)


def levels_table() -> MethodTable:
    """The four levels, with what each says of the true effect."""
    rows = tuple((f"{level.circles} {level.label}", level.meaning) for level in Certainty)
    return MethodTable("Levels of certainty", ("Level", "What it says"), rows)


def domains_table() -> MethodTable:
    """Every domain, how far it moves certainty, and what is suggested when."""
    rows = tuple((domain.label.capitalize(), _most(domain), _suggested(domain)) for domain in GradeDomain)
    return MethodTable("Domains, and what is suggested", ("Domain", "At most", "Suggested"), rows)


def _most(domain: GradeDomain) -> str:
    return f"{'+' if domain.rates_up else '−'}{domain.most}"


def _suggested(domain: GradeDomain) -> str:
    low, high = APPRECIABLE_RATIO
    return {
        GradeDomain.RISK_OF_BIAS: (
            f"Two levels when more than {percent(MOST)} of the weight is at high risk; one when more than "
            f"{percent(ENOUGH_TO_MATTER)} is, or no more than {percent(MOST)} is at low risk"
        ),
        GradeDomain.INCONSISTENCY: (
            f"One level when I² is {percent(SUBSTANTIAL)} or more, or the prediction interval holds no difference and "
            f"the confidence interval does not; two when I² is {percent(CONSIDERABLE)} or more and studies lie on "
            "opposite sides, interval and all. Two studies: whether their intervals overlap. One study: none"
        ),
        GradeDomain.INDIRECTNESS: (
            "One level each where everybody studied has one of several conditions asked about, and where several "
            f"routes or comparators are set together of which none holds more than {percent(MOST)} of the weight"
        ),
        GradeDomain.IMPRECISION: (
            "One level for each published limit between small, medium and large that the interval crosses. Where none "
            f"is known: when it holds no difference, one for each appreciable change that it holds too (a ratio of "
            f"{low} or {high}, {APPRECIABLE_SMD[1]} standard deviations). When nothing is crossed: one with fewer "
            f"people than the optimal information size, two with less than {percent(FAR_TOO_FEW)} of it (alpha "
            f"{ALPHA}, power {POWER}; the limit of small, {SMALL_SMD} standard deviations, or a relative change of "
            f"{percent(RELATIVE_CHANGE)})"
        ),
        GradeDomain.PUBLICATION_BIAS: (
            f"One level when a test of small-study effects has P below {ASYMMETRY_P:.2f}; nothing below "
            f"{MIN_STUDIES_FOR_ASYMMETRY} studies"
        ),
        GradeDomain.LARGE_EFFECT: (
            f"One level for a risk ratio of {LARGE:g} (or 1/{LARGE:g}) or beyond, two from {VERY_LARGE:g} (or "
            f"1/{VERY_LARGE:g}), unless its interval holds no difference"
        ),
        GradeDomain.DOSE_RESPONSE: "Nothing: people look at the doses",
        GradeDomain.OPPOSING_CONFOUNDING: "Nothing: people judge it",
    }[domain]
