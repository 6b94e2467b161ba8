"""ROBINS-I for non-randomised studies of interventions, effect of assignment to intervention.

Version of 2016 (Sterne and others, BMJ 2016;355:i4919). Its guidance leaves the judgement of a domain to people: only a
study without potential for confounding is at low risk in the first domain by rule. The overall rule is published.
Questions 4.3 to 4.6 are about the effect of starting and adhering to intervention and are not asked here.
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
)
from studies.choices import BiasLevel, EffectOfInterest, Tool

LEVELS = (BiasLevel.LOW, BiasLevel.MODERATE, BiasLevel.SERIOUS, BiasLevel.CRITICAL, BiasLevel.NO_INFORMATION)
# Table 3 of the paper, first match: critical or serious in any domain, then no information, then the worst level.
_OVERALL_ORDER = (BiasLevel.CRITICAL, BiasLevel.SERIOUS, BiasLevel.NO_INFORMATION, BiasLevel.MODERATE, BiasLevel.LOW)


def confounding(answers: Answers) -> BiasLevel | None:
    """Domain 1: low without potential for confounding; otherwise people judge."""
    return BiasLevel.LOW if answers["1.1"] in NO else None


def overall(_answers: Answers, judgements: Judgements) -> Level:
    """The worst domain; no information where a domain lacks it and none is serious or critical."""
    judged = tuple(judgements[section.key] for section in SECTIONS)
    return next(level for level in _OVERALL_ORDER if level in judged)


# Either the baseline or, where follow-up was split and switches were related to prognosis, the time-varying questions.
_BASELINE = ((("1.2", NO_OR_UNKNOWN),), (("1.3", NO),))
_TIME_VARYING = ((("1.3", YES_OR_UNKNOWN),),)
_DATA_MISSING = ((("5.1", NO),), (("5.2", YES),), (("5.3", YES),))

SECTIONS = (
    InstrumentDomain(
        "D1",
        "Confounding",
        (
            SignallingQuestion("1.1", "Could something else than the intervention explain the effect?", FOUR_ANSWERS),
            SignallingQuestion(
                "1.2",
                "Was follow-up split by the intervention that people received at the time?",
                only_if=((("1.1", YES),),),
            ),
            SignallingQuestion(
                "1.3",
                "Were stopping or switching likely related to factors that predict the outcome?",
                only_if=((("1.2", YES),),),
            ),
            SignallingQuestion(
                "1.4", "Did the analysis control for all important confounding domains?", only_if=_BASELINE
            ),
            SignallingQuestion("1.5", "Were those measured validly and reliably?", only_if=((("1.4", YES),),)),
            SignallingQuestion(
                "1.6",
                "Did the analysis control for variables that the intervention could have changed?",
                only_if=_BASELINE,
            ),
            SignallingQuestion(
                "1.7",
                "Did the analysis control for all important and for time-varying confounding?",
                only_if=_TIME_VARYING,
            ),
            SignallingQuestion(
                "1.8", "Were those confounders measured validly and reliably?", only_if=((("1.7", YES),),)
            ),
        ),
        LEVELS,
        confounding,
    ),
    InstrumentDomain(
        "D2",
        "Selection of participants",
        (
            SignallingQuestion("2.1", "Were people selected by something observed after the intervention began?"),
            SignallingQuestion("2.2", "Was that likely associated with the intervention?", only_if=((("2.1", YES),),)),
            SignallingQuestion(
                "2.3",
                "Was it likely influenced by the outcome or by a cause of it?",
                only_if=((("2.2", YES),),),
            ),
            SignallingQuestion("2.4", "Do follow-up and intervention start together for most?"),
            SignallingQuestion(
                "2.5",
                "Did the analysis adjust for this selection?",
                only_if=((("2.2", YES), ("2.3", YES)), (("2.4", NO),)),
            ),
        ),
        LEVELS,
    ),
    InstrumentDomain(
        "D3",
        "Classification of interventions",
        (
            SignallingQuestion("3.1", "Were the groups clearly defined?"),
            SignallingQuestion("3.2", "Was what defines them recorded when the intervention began?"),
            SignallingQuestion(
                "3.3", "Could knowing the outcome, or its risk, have changed who was put in which group?"
            ),
        ),
        LEVELS,
    ),
    InstrumentDomain(
        "D4",
        "Deviations from the intended interventions",
        (
            SignallingQuestion("4.1", "Were there deviations beyond what usual practice brings?"),
            SignallingQuestion(
                "4.2",
                "Were they unbalanced between the groups and likely to affect the outcome?",
                only_if=((("4.1", YES),),),
            ),
        ),
        LEVELS,
        note="Effect of assignment to the intervention, not of adhering to it.",
    ),
    InstrumentDomain(
        "D5",
        "Missing data",
        (
            SignallingQuestion("5.1", "Was the outcome known for all, or nearly all?"),
            SignallingQuestion("5.2", "Were people left out because their intervention was not known?"),
            SignallingQuestion("5.3", "Were people left out because other needed data were missing?"),
            SignallingQuestion("5.4", "Are the share and the reasons alike in the groups?", only_if=_DATA_MISSING),
            SignallingQuestion(
                "5.5", "Is there evidence that the result holds despite missing data?", only_if=_DATA_MISSING
            ),
        ),
        LEVELS,
    ),
    InstrumentDomain(
        "D6",
        "Measurement of outcomes",
        (
            SignallingQuestion("6.1", "Could knowing the intervention have influenced the measured outcome?"),
            SignallingQuestion("6.2", "Did the assessors know the intervention?"),
            SignallingQuestion("6.3", "Was the outcome assessed alike in the groups?"),
            SignallingQuestion("6.4", "Were errors of measurement related to the intervention?"),
        ),
        LEVELS,
    ),
    InstrumentDomain(
        "D7",
        "Selection of the reported result",
        (
            SignallingQuestion("7.1", "Is the result likely picked, for what it shows, from several measurements?"),
            SignallingQuestion("7.2", "Is it likely picked from several analyses?"),
            SignallingQuestion("7.3", "Is it likely picked from several subgroups?"),
        ),
        LEVELS,
    ),
)

ROBINS_I = Instrument(
    key="robins-i",
    tool=Tool.ROBINS_I,
    version="2016, effect of assignment",
    judges="one result of a non-randomised study, against the randomised trial that would answer the question",
    source="https://doi.org/10.1136/bmj.i4919",
    sections=SECTIONS,
    overall_title="Overall risk of bias",
    overall_levels=LEVELS,
    overall_rule="The worst domain; no information where a domain lacks it and none is serious or critical.",
    overall=overall,
    effect=EffectOfInterest.ASSIGNMENT,
)
