"""RoB 2 for cluster-randomised trials: another domain for how participants came into the clusters, some more questions.

Version of 18 March 2021. It splits questions 2.1, 3.1 and 4.3 in two: each pair is taken as the one answer that the
figures for individually randomised trials ask for, and those figures are followed. The figure for domain 1b is not at
hand here: people judge it.
"""

from dataclasses import replace

from studies.appraisal.instrument import (
    NO_OR_UNKNOWN,
    YES,
    YES_OR_UNKNOWN,
    Answers,
    InstrumentDomain,
    SignallingQuestion,
)
from studies.appraisal.rob2 import (
    DEVIATIONS,
    LEVELS,
    MEASUREMENT,
    MISSING_DATA,
    REPORTED_RESULT,
    deviations,
    measurement,
    missing_data,
    randomisation,
    rob_2,
)
from studies.appraisal.rob2_adherence import ADHERENCE
from studies.choices import BiasLevel, EffectOfInterest, SignallingResponse

RULE_NOT_AT_HAND = "The tool’s own rule for this domain is not at hand here: no level is proposed, people judge."


def cluster_randomisation(answers: Answers) -> BiasLevel:
    """Domain 1a: as domain 1 of individually randomised trials."""
    return randomisation({number.replace("1a.", "1."): answer for number, answer in answers.items()})


def cluster_deviations(answers: Answers) -> BiasLevel:
    """Domain 2: people who do not know that they are in a trial do not know their group in it."""
    return deviations({**answers, "2.1": answers.get("2.1b", SignallingResponse.NO)})


def cluster_missing_data(answers: Answers) -> BiasLevel:
    """Domain 3: the outcome must be known of all clusters, and of nearly all people within them."""
    is_known = answers["3.1a"] in YES and answers["3.1b"] in YES
    return missing_data({**answers, "3.1": SignallingResponse.YES if is_known else SignallingResponse.NO})


def cluster_measurement(answers: Answers) -> BiasLevel:
    """Domain 4: assessors who do not know of the trial do not know who received what in it."""
    return measurement({**answers, "4.3": answers.get("4.3b", SignallingResponse.NO)})


CLUSTER_RANDOMISATION = InstrumentDomain(
    "D1",
    "Randomisation process",
    (
        SignallingQuestion("1a.1", "Was the allocation sequence random?"),
        SignallingQuestion("1a.2", "Was it concealed until clusters were enrolled and assigned?"),
        SignallingQuestion(
            "1a.3", "Do differences between the groups at baseline suggest that the randomisation went wrong?"
        ),
    ),
    LEVELS,
    cluster_randomisation,
    note="Domain 1a of the tool.",
)
RECRUITMENT = InstrumentDomain(
    "D1b",
    "Timing of identification and recruitment of participants",
    (
        SignallingQuestion("1b.1", "Were all participants identified and recruited before clusters were randomised?"),
        SignallingQuestion(
            "1b.2",
            "Is it likely that knowing the group of a cluster affected which people were selected?",
            only_if=((("1b.1", NO_OR_UNKNOWN),),),
        ),
        SignallingQuestion(
            "1b.3", "Do differences at baseline suggest that people were identified or recruited differently?"
        ),
    ),
    LEVELS,
    note=RULE_NOT_AT_HAND,
)
CLUSTER_DEVIATIONS = replace(
    DEVIATIONS,
    questions=(
        SignallingQuestion("2.1a", "Did participants know that they were in a trial?"),
        SignallingQuestion(
            "2.1b",
            "Did they know their group during the trial?",
            only_if=((("2.1a", YES_OR_UNKNOWN),),),
        ),
        DEVIATIONS.questions[1],
        replace(DEVIATIONS.questions[2], only_if=((("2.1b", YES_OR_UNKNOWN),), (("2.2", YES_OR_UNKNOWN),))),
        *DEVIATIONS.questions[3:],
    ),
    propose=cluster_deviations,
)
CLUSTER_MISSING_DATA = replace(
    MISSING_DATA,
    questions=(
        SignallingQuestion("3.1a", "Was the outcome known for all clusters that recruited people?"),
        SignallingQuestion("3.1b", "Was it known for all, or nearly all, people within the clusters?"),
        replace(MISSING_DATA.questions[1], only_if=((("3.1a", NO_OR_UNKNOWN),), (("3.1b", NO_OR_UNKNOWN),))),
        *MISSING_DATA.questions[2:],
    ),
    propose=cluster_missing_data,
)
CLUSTER_MEASUREMENT = replace(
    MEASUREMENT,
    questions=(
        *MEASUREMENT.questions[:2],
        replace(
            MEASUREMENT.questions[2],
            number="4.3a",
            text="Did the assessors know that there was a trial? (Of what people report themselves, they are the "
            "assessors.)",
        ),
        SignallingQuestion("4.3b", "Did the assessors know who received what?", only_if=((("4.3a", YES_OR_UNKNOWN),),)),
        replace(MEASUREMENT.questions[3], only_if=((("4.3b", YES_OR_UNKNOWN),),)),
        *MEASUREMENT.questions[4:],
    ),
    propose=cluster_measurement,
)

ROB_2_CLUSTER = rob_2(
    "rob-2-cluster",
    "2021 cluster, effect of assignment",
    EffectOfInterest.ASSIGNMENT,
    (
        *(CLUSTER_RANDOMISATION, RECRUITMENT, CLUSTER_DEVIATIONS),
        *(CLUSTER_MISSING_DATA, CLUSTER_MEASUREMENT, REPORTED_RESULT),
    ),
    "one result of a cluster-randomised trial",
)
ROB_2_CLUSTER_ADHERENCE = rob_2(
    "rob-2-cluster-adherence",
    "2021 cluster, effect of adhering",
    EffectOfInterest.ADHERENCE,
    (CLUSTER_RANDOMISATION, RECRUITMENT, ADHERENCE, CLUSTER_MISSING_DATA, CLUSTER_MEASUREMENT, REPORTED_RESULT),
    "one result of a cluster-randomised trial, as the effect of adhering to the intervention",
)
