"""How far a study or a result can be trusted, by which instrument."""

from studies.choices.labelled_enum import LabelledEnum


class Tool(LabelledEnum):
    """By what instrument risk of bias or quality was judged."""

    ROB_1 = "cochrane-rob-1", "Cochrane risk of bias 1"
    ROB_2 = "rob-2", "RoB 2"
    JADAD = "jadad", "Jadad"
    PEDRO = "pedro", "PEDro"
    ROBINS_I = "robins-i", "ROBINS-I"
    AMSTAR_2 = "amstar-2", "AMSTAR 2"
    BACK_GROUP = "cochrane-back-review-group", "Cochrane Back Review Group"
    NARRATIVE = "narrative-appraisal", "narrative appraisal"
    NOT_STATED = "not-stated", "tool not stated"


class SignallingResponse(LabelledEnum):
    """An answer to a signalling question of RoB 2 or ROBINS-I, or to an item of AMSTAR 2."""

    YES = "yes", "Yes"
    # AMSTAR 2 alone.
    PARTIAL_YES = "partial-yes", "Partial yes"
    PROBABLY_YES = "probably-yes", "Probably yes"
    PROBABLY_NO = "probably-no", "Probably no"
    NO = "no", "No"
    NO_INFORMATION = "no-information", "No information"
    NOT_APPLICABLE = "not-applicable", "Not applicable"


class BiasLevel(LabelledEnum):
    """A judgement of RoB 2 or ROBINS-I on one domain or overall; the two tools share one scale."""

    LOW = "low", "Low"
    SOME_CONCERNS = "some-concerns", "Some concerns"
    HIGH = "high", "High"
    # ROBINS-I alone, from here on.
    MODERATE = "moderate", "Moderate"
    SERIOUS = "serious", "Serious"
    CRITICAL = "critical", "Critical"
    NO_INFORMATION = "no-information", "No information"


class ReviewConfidence(LabelledEnum):
    """The overall rating of AMSTAR 2: confidence in the results of a review."""

    HIGH = "high", "High"
    MODERATE = "moderate", "Moderate"
    LOW = "low", "Low"
    CRITICALLY_LOW = "critically-low", "Critically low"
