"""The four levels of certainty, the domains that move them, and the arithmetic of a rating."""

from enum import StrEnum

CIRCLES = 4


class Certainty(StrEnum):
    """How certain a finding is, the highest level first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"

    @property
    def label(self) -> str:
        """The label that readers see."""
        return self.value.replace("-", " ").capitalize()

    @property
    def circles(self) -> str:
        """One to four filled circles of four: the lower, the emptier."""
        filled = CIRCLES - list(Certainty).index(self)
        return "●" * filled + "○" * (CIRCLES - filled)

    @property
    def meaning(self) -> str:
        """What the level says of the true effect (GRADE 3: Balshem 2011, table 2)."""
        return _MEANINGS[self]


_MEANINGS = {
    Certainty.HIGH: "We are very confident that the true effect lies close to that of the estimate.",
    Certainty.MODERATE: (
        "We are moderately confident in the estimate: the true effect is likely to be close to it, but may be "
        "substantially different."
    ),
    Certainty.LOW: "Our confidence is limited: the true effect may be substantially different from the estimate.",
    Certainty.VERY_LOW: (
        "We have very little confidence: the true effect is likely to be substantially different from the estimate."
    ),
}


class GradeDomain(StrEnum):
    """What a level is lost for, and (the last three, for studies that are not randomised) gained for."""

    RISK_OF_BIAS = "risk-of-bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    PUBLICATION_BIAS = "publication-bias"
    LARGE_EFFECT = "large-effect"
    DOSE_RESPONSE = "dose-response"
    OPPOSING_CONFOUNDING = "opposing-confounding"

    @property
    def label(self) -> str:
        """Its name in a sentence."""
        return _LABELS.get(self, self.value.replace("-", " "))

    @property
    def rates_up(self) -> bool:
        """Whether it raises certainty instead of lowering it."""
        return self in RATING_UP

    @property
    def most(self) -> int:
        """The most levels that it may move (GRADE 9 for those that raise; GRADE 35 for imprecision)."""
        return _MOST[self]


_LABELS = {
    GradeDomain.DOSE_RESPONSE: "dose-response gradient",
    GradeDomain.OPPOSING_CONFOUNDING: "opposing confounding",
}


RATING_UP = (GradeDomain.LARGE_EFFECT, GradeDomain.DOSE_RESPONSE, GradeDomain.OPPOSING_CONFOUNDING)


RATING_DOWN = tuple(domain for domain in GradeDomain if domain not in RATING_UP)


_MOST = {
    # Three only where ROBINS-I let non-randomised evidence start high (GRADE 18: Schünemann 2019).
    GradeDomain.RISK_OF_BIAS: 3,
    GradeDomain.INCONSISTENCY: 2,
    GradeDomain.INDIRECTNESS: 2,
    GradeDomain.IMPRECISION: 3,
    GradeDomain.PUBLICATION_BIAS: 1,
    GradeDomain.LARGE_EFFECT: 2,
    GradeDomain.DOSE_RESPONSE: 1,
    GradeDomain.OPPOSING_CONFOUNDING: 1,
}
