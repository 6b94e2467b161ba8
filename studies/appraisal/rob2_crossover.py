"""RoB 2 for crossover trials: another domain for period and carryover effects, one more question in domain 5.

Version of 18 March 2021, which counts other matched trials with these. Domains 1 to 4 follow the figures for parallel
groups. The figures for domain S, and for domain 5 where question 5.4 is not answered no, are not at hand here: people
judge.
"""

from dataclasses import replace

from studies.appraisal.instrument import NO, NO_OR_UNKNOWN, Answers, InstrumentDomain, SignallingQuestion
from studies.appraisal.rob2 import (
    DEVIATIONS,
    LEVELS,
    MEASUREMENT,
    MISSING_DATA,
    RANDOMISATION,
    REPORTED_RESULT,
    reported_result,
    rob_2,
)
from studies.appraisal.rob2_adherence import ADHERENCE
from studies.appraisal.rob2_cluster import RULE_NOT_AT_HAND
from studies.choices import BiasLevel, EffectOfInterest


def crossover_reported_result(answers: Answers) -> BiasLevel | None:
    """Domain 5: as of parallel groups where both periods were used, otherwise people judge."""
    return reported_result(answers) if answers["5.4"] in NO else None


CROSSOVER_RANDOMISATION = replace(
    RANDOMISATION,
    questions=(
        *RANDOMISATION.questions[:2],
        replace(
            RANDOMISATION.questions[2],
            text="Do differences at the start of the first period suggest that the randomisation went wrong?",
        ),
    ),
)
PERIOD_AND_CARRYOVER = InstrumentDomain(
    "DS",
    "Period and carryover effects",
    (
        SignallingQuestion("S.1", "Were as many, or nearly as many, people allocated to each order of treatments?"),
        SignallingQuestion(
            "S.2", "If not, did the analysis account for effects of the period?", only_if=((("S.1", NO_OR_UNKNOWN),),)
        ),
        SignallingQuestion(
            "S.3", "Was there time for the first treatment’s effects to fade before the second period was measured?"
        ),
    ),
    LEVELS,
    note=RULE_NOT_AT_HAND,
)
CROSSOVER_REPORTED_RESULT = replace(
    REPORTED_RESULT,
    questions=(
        *REPORTED_RESULT.questions,
        SignallingQuestion(
            "5.4", "Is a result of both periods wanted, but left out because carryover was found in the data?"
        ),
    ),
    propose=crossover_reported_result,
    note="The tool’s own rule for question 5.4 is not at hand here: unless it is answered no, people judge.",
)

ROB_2_CROSSOVER = rob_2(
    "rob-2-crossover",
    "2021 crossover, effect of assignment",
    EffectOfInterest.ASSIGNMENT,
    (
        *(CROSSOVER_RANDOMISATION, PERIOD_AND_CARRYOVER, DEVIATIONS),
        *(MISSING_DATA, MEASUREMENT, CROSSOVER_REPORTED_RESULT),
    ),
    "one result of a crossover trial",
)
ROB_2_CROSSOVER_ADHERENCE = rob_2(
    "rob-2-crossover-adherence",
    "2021 crossover, effect of adhering",
    EffectOfInterest.ADHERENCE,
    (
        *(CROSSOVER_RANDOMISATION, PERIOD_AND_CARRYOVER, ADHERENCE),
        *(MISSING_DATA, MEASUREMENT, CROSSOVER_REPORTED_RESULT),
    ),
    "one result of a crossover trial, as the effect of adhering to the intervention",
)
