"""RoB 2 for individually randomised, parallel-group trials, effect of assignment to intervention.

Version of 22 August 2019 (Sterne and others, BMJ 2019;366:l4898, and its full guidance document), whose figures give
an algorithm for each domain. The questions have its numbers and a shorter wording; the guidance has the full text.
Every function takes the answers to all applicable questions and returns the level that the algorithm proposes.
"""

from studies.appraisal.instrument import (
    FOUR_ANSWERS,
    NO,
    NO_OR_UNKNOWN,
    YES,
    YES_OR_UNKNOWN,
    Answers,
    Instrument,
    InstrumentDomain,
    Judgements,
    Level,
    SignallingQuestion,
    worst_level,
)
from studies.choices import BiasLevel, EffectOfInterest, Tool

LOW, SOME, HIGH = BiasLevel.LOW, BiasLevel.SOME_CONCERNS, BiasLevel.HIGH
LEVELS = (LOW, SOME, HIGH)


def randomisation(answers: Answers) -> BiasLevel:
    """Domain 1: concealment first, then the sequence, then imbalance at baseline."""
    if answers["1.2"] in NO:
        return HIGH
    is_imbalanced = answers["1.3"] in YES
    if answers["1.2"] not in YES:
        return HIGH if is_imbalanced else SOME
    return SOME if is_imbalanced or answers["1.1"] in NO else LOW


def deviations(answers: Answers) -> BiasLevel:
    """Domain 2: the worse judgement of the trial's conduct (part 1) and of its analysis (part 2)."""
    return worst_level((_deviations_in_trial(answers), _analysis(answers)), LEVELS[::-1])


def _deviations_in_trial(answers: Answers) -> BiasLevel:
    """Part 1, questions 2.1 to 2.5."""
    if answers["2.1"] in NO and answers["2.2"] in NO:
        return LOW
    if answers["2.3"] not in YES:
        return LOW if answers["2.3"] in NO else SOME
    if answers["2.4"] in NO:
        return SOME
    return SOME if answers["2.5"] in YES else HIGH


def _analysis(answers: Answers) -> BiasLevel:
    """Part 2, questions 2.6 and 2.7."""
    if answers["2.6"] in YES:
        return LOW
    return SOME if answers["2.7"] in NO else HIGH


def missing_data(answers: Answers) -> BiasLevel:
    """Domain 3."""
    if answers["3.1"] in YES or answers["3.2"] in YES or answers["3.3"] in NO:
        return LOW
    return SOME if answers["3.4"] in NO else HIGH


def measurement(answers: Answers) -> BiasLevel:
    """Domain 4: without information on 4.2 nothing is better than some concerns."""
    if answers["4.1"] in YES or answers["4.2"] in YES:
        return HIGH
    best = LOW if answers["4.2"] in NO else SOME
    if answers["4.3"] in NO or answers["4.4"] in NO:
        return best
    return SOME if answers["4.5"] in NO else HIGH


def reported_result(answers: Answers) -> BiasLevel:
    """Domain 5: a result that was selected because of what it shows is at high risk."""
    selected = (answers["5.2"], answers["5.3"])
    if any(answer in YES for answer in selected):
        return HIGH
    return LOW if answers["5.1"] in YES and all(answer in NO for answer in selected) else SOME


def overall(_answers: Answers, judgements: Judgements) -> Level:
    """The worst domain. Several domains with some concerns may amount to high risk: people judge that."""
    judged = set(judgements.values())
    return next(level for level in LEVELS[::-1] if level in judged)


RANDOMISATION = InstrumentDomain(
    "D1",
    "Randomisation process",
    (
        SignallingQuestion("1.1", "Was the allocation sequence random?"),
        SignallingQuestion("1.2", "Was it concealed until people were enrolled and assigned?"),
        SignallingQuestion("1.3", "Do differences at baseline suggest that the randomisation went wrong?"),
    ),
    LEVELS,
    randomisation,
)
DEVIATIONS = InstrumentDomain(
    "D2",
    "Deviations from the intended interventions",
    (
        SignallingQuestion("2.1", "Did participants know their group during the trial?"),
        SignallingQuestion("2.2", "Did carers or those giving the intervention know it?"),
        SignallingQuestion(
            "2.3",
            "Did people deviate from the intended intervention because of the trial?",
            only_if=((("2.1", YES_OR_UNKNOWN),), (("2.2", YES_OR_UNKNOWN),)),
        ),
        SignallingQuestion(
            "2.4", "Are those deviations likely to have affected the outcome?", only_if=((("2.3", YES),),)
        ),
        SignallingQuestion(
            "2.5",
            "Were they balanced between the groups?",
            only_if=((("2.4", YES_OR_UNKNOWN),),),
        ),
        SignallingQuestion("2.6", "Was the analysis right for the effect of assignment, such as intention to treat?"),
        SignallingQuestion(
            "2.7",
            "Could analysing people outside their group have changed the result much?",
            only_if=((("2.6", NO_OR_UNKNOWN),),),
        ),
    ),
    LEVELS,
    deviations,
    note="Effect of assignment to the intervention, not of adhering to it.",
)
MISSING_DATA = InstrumentDomain(
    "D3",
    "Missing outcome data",
    (
        SignallingQuestion("3.1", "Was the outcome known for all, or nearly all, who were randomised?"),
        SignallingQuestion(
            "3.2",
            "Is there evidence that missing data did not bias the result?",
            FOUR_ANSWERS,
            only_if=((("3.1", NO_OR_UNKNOWN),),),
        ),
        SignallingQuestion(
            "3.3",
            "Could being missing depend on the true value of the outcome?",
            only_if=((("3.2", NO),),),
        ),
        SignallingQuestion(
            "3.4",
            "Is it likely that it did depend on it?",
            only_if=((("3.3", YES_OR_UNKNOWN),),),
        ),
    ),
    LEVELS,
    missing_data,
)
MEASUREMENT = InstrumentDomain(
    "D4",
    "Measurement of the outcome",
    (
        SignallingQuestion("4.1", "Was the way of measuring the outcome unsuitable?"),
        SignallingQuestion("4.2", "Could measuring or ascertaining it have differed between the groups?"),
        SignallingQuestion(
            "4.3",
            "Did the assessors know who received what? (Of what people report themselves, they are the assessors.)",
            only_if=((("4.1", NO_OR_UNKNOWN), ("4.2", NO_OR_UNKNOWN)),),
        ),
        SignallingQuestion(
            "4.4",
            "Could that knowledge have influenced the assessment?",
            only_if=((("4.3", YES_OR_UNKNOWN),),),
        ),
        SignallingQuestion(
            "4.5",
            "Is it likely that it did?",
            only_if=((("4.4", YES_OR_UNKNOWN),),),
        ),
    ),
    LEVELS,
    measurement,
)
REPORTED_RESULT = InstrumentDomain(
    "D5",
    "Selection of the reported result",
    (
        SignallingQuestion("5.1", "Was it analysed by a plan fixed before unblinded outcomes could be seen?"),
        SignallingQuestion("5.2", "Is the result likely to be picked, for what it shows, from several measurements?"),
        SignallingQuestion("5.3", "Is it likely to be picked, for what it shows, from several analyses?"),
    ),
    LEVELS,
    reported_result,
)
SECTIONS = (RANDOMISATION, DEVIATIONS, MISSING_DATA, MEASUREMENT, REPORTED_RESULT)


def rob_2(
    key: str, version: str, effect: EffectOfInterest, sections: tuple[InstrumentDomain, ...], judges: str
) -> Instrument:
    """One version of RoB 2. All share the levels and the overall rule."""
    return Instrument(
        key=key,
        tool=Tool.ROB_2,
        version=version,
        judges=judges,
        source="https://www.riskofbias.info/welcome/rob-2-0-tool",
        sections=sections,
        overall_title="Overall risk of bias",
        overall_levels=LEVELS,
        overall_rule="The worst domain; several domains with some concerns may amount to high risk, with a reason.",
        overall=overall,
        effect=effect,
    )


ROB_2 = rob_2(
    "rob-2",
    "2019-08-22, effect of assignment",
    EffectOfInterest.ASSIGNMENT,
    SECTIONS,
    "one result of a randomised trial",
)
