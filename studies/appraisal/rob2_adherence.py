"""RoB 2 for the effect of adhering to the intervention: domain 2 asks other questions, the other domains are the same.

Version of 22 August 2019, the figure of its guidance document for domain 2 (effect of adhering to intervention). Before
they judge, people choose which deviations to consider, at least one: other treatments, failures to give the
intervention, failures to adhere to it. A question about one that they do not consider is answered so.
"""

from studies.appraisal.instrument import (
    NO_OR_UNKNOWN,
    SIX_ANSWERS,
    YES,
    YES_OR_UNKNOWN,
    Answers,
    InstrumentDomain,
    SignallingQuestion,
)
from studies.appraisal.rob2 import (
    HIGH,
    LEVELS,
    LOW,
    MEASUREMENT,
    MISSING_DATA,
    RANDOMISATION,
    REPORTED_RESULT,
    SOME,
    rob_2,
)
from studies.choices import BiasLevel, EffectOfInterest, SignallingResponse

NOT_CONSIDERED = "Not considered"
_NOT_APPLICABLE = SignallingResponse.NOT_APPLICABLE


def deviations_from_adherence(answers: Answers) -> BiasLevel | None:
    """Domain 2: without a deviation that matters low, else by the analysis; None where no deviation is considered."""
    if all(answers.get(number) is _NOT_APPLICABLE for number in ("2.3", "2.4", "2.5")):
        return None
    matters = answers.get("2.3") in NO_OR_UNKNOWN or YES_OR_UNKNOWN & {answers["2.4"], answers["2.5"]}
    if not matters:
        return LOW
    return SOME if answers["2.6"] in YES else HIGH


ADHERENCE = InstrumentDomain(
    "D2",
    "Deviations from the intended interventions",
    (
        SignallingQuestion("2.1", "Did participants know their group during the trial?"),
        SignallingQuestion("2.2", "Did carers or those giving the intervention know it?"),
        SignallingQuestion(
            "2.3",
            "Were important other treatments, outside the protocol, balanced between the groups?",
            SIX_ANSWERS,
            only_if=((("2.1", YES_OR_UNKNOWN),), (("2.2", YES_OR_UNKNOWN),)),
            not_applicable=NOT_CONSIDERED,
        ),
        SignallingQuestion(
            "2.4",
            "Was the intervention not given as intended, in a way that could have affected the outcome?",
            SIX_ANSWERS,
            not_applicable=NOT_CONSIDERED,
        ),
        SignallingQuestion(
            "2.5",
            "Did people not adhere to it, in a way that could have affected the outcome?",
            SIX_ANSWERS,
            not_applicable=NOT_CONSIDERED,
        ),
        SignallingQuestion(
            "2.6",
            "Was the analysis right for the effect of adhering?",
            only_if=((("2.3", NO_OR_UNKNOWN),), (("2.4", YES_OR_UNKNOWN),), (("2.5", YES_OR_UNKNOWN),)),
        ),
    ),
    LEVELS,
    deviations_from_adherence,
    note="Effect of adhering to the intervention, not of assignment to it. Choose beforehand which deviations to "
    "consider, at least one of questions 2.3 to 2.5.",
)

ROB_2_ADHERENCE = rob_2(
    "rob-2-adherence",
    "2019-08-22, effect of adhering",
    EffectOfInterest.ADHERENCE,
    (RANDOMISATION, ADHERENCE, MISSING_DATA, MEASUREMENT, REPORTED_RESULT),
    "one result of a randomised trial, as the effect of adhering to the intervention",
)
