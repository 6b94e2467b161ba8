"""One made-up primary study: its arms, what they reported, its harms, judgements and doubts."""

from dataclasses import dataclass
from random import Random
from typing import Any

from studies.choices import (
    ArmRole,
    Blinding,
    Clock,
    DenominatorKind,
    Design,
    Intervention,
    PrintedDirection,
    PrintedForm,
    ReadAs,
    Relation,
    Retraction,
    Route,
    Screening,
    Serious,
    Severity,
    Tool,
)
from studies.models import (
    AdverseEvent,
    Arm,
    Condition,
    DataQuery,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    RiskOfBias,
    Study,
)
from studies.synthetic.batch import SyntheticBatch
from studies.synthetic.distribution import LABEL, REMARK, SLUG, DesignCell
from studies.synthetic.features import Features
from studies.synthetic.scores import form_of, score, tally

WEEKS = ((0.0, "baseline"), (4.0, "4 weeks"), (26.0, "6 months"), (52.0, "12 months"))
PAIN, DISABILITY, SUCCESS, SURGERY = "pain-vas", "disability-odi", "success-macnab", "surgery-avoided"
DOMAINS = ("Randomisation process", "Deviations", "Missing data", "Measurement", "Selective reporting", "Overall")
DIRECTIONS = (PrintedDirection.FAVOURS_OZONE, PrintedDirection.NO_DIFFERENCE, PrintedDirection.FAVOURS_COMPARATOR)


@dataclass(slots=True)
class Vocabulary:
    """The vocabulary that studies are described in, by slug."""

    conditions: dict[str, Condition]
    measures: dict[str, OutcomeMeasure]


def make_trial(number: int, *, seed: int, cell: DesignCell, vocabulary: Vocabulary, batch: SyntheticBatch) -> None:
    """Make the study of that number. The same number, seed and cell give the same study."""
    # Chance that can be repeated is what is wanted here.
    chance, features = Random(f"{seed} {number}"), Features(number)  # noqa: S311
    study = _study(number, features, cell, vocabulary, chance)
    batch.add(study, _publication(study, features, chance))
    reports = features.design is not Design.CASE_REPORT
    for stratum in features.strata:
        arms = _arms(study, cell, features, stratum, vocabulary, chance)
        batch.add(*(arm for arm, _ in arms))
        batch.components += arms
        if reports and features.prints_figures:
            _add_results([arm for arm, _ in arms], features, vocabulary, chance, batch)
        elif reports and len(arms) > 1:
            batch.add(*_printed_directions(study, arms[0][0], arms[1][0], vocabulary, chance))
        batch.add(*_harms(study, [arm for arm, _ in arms], features, chance))
    batch.add(*_judgements(study, features, chance), *_queries(study, features, vocabulary))


def _study(number: int, features: Features, cell: DesignCell, vocabulary: Vocabulary, chance: Random) -> Study:
    return Study(
        slug=f"{SLUG}{number:04d}",
        label=f"{LABEL} {number:04d}",
        design=features.design,
        condition=vocabulary.conditions[cell.condition],
        cohort_group=features.cohort_group,
        blinding_code=chance.choice([Blinding.DOUBLE, Blinding.ASSESSOR, Blinding.OPEN, Blinding.NOT_REPORTED]),
        complication_report=features.design is Design.CASE_REPORT,
        max_followup_weeks=52.0,
        read_as=ReadAs.ABSTRACT,
        note=REMARK,
    )


def _publication(study: Study, features: Features, chance: Random) -> Publication:
    return Publication(
        study=study,
        title=f"{study.label}: a made-up study for trying the site",
        authors="Nobody, N.",
        year=chance.randint(1998, 2025),
        screening=Screening.INCLUDED,
        retraction=Retraction.RETRACTED if features.retracted else Retraction.NOT_CHECKED,
        retraction_checked_on="2025-01-01" if features.retracted else None,
        note=REMARK,
    )


def _arms(
    study: Study, cell: DesignCell, features: Features, stratum: str, vocabulary: Vocabulary, chance: Random
) -> list[tuple[Arm, tuple[str, ...]]]:
    """The arms of one stratum with their components: ozone, then its comparator, then a second dose of ozone."""
    received = [cell.ozone]
    if features.is_controlled:
        received.append(cell.comparator)
    if features.third_arm:
        received.append(cell.ozone)
    return [
        (_arm(study, cell, components, place, stratum, vocabulary, chance, features), components)
        for place, components in enumerate(received)
    ]


def _arm(
    study: Study,
    cell: DesignCell,
    components: tuple[str, ...],
    place: int,
    stratum: str,
    vocabulary: Vocabulary,
    chance: Random,
    features: Features,
) -> Arm:
    ozone = "ozone" in components
    dose, sessions = chance.choice([20.0, 27.0, 30.0, 40.0]), chance.randint(1, 8)
    treated = {"concentration_low": dose, "concentration_high": dose, "sessions_low": sessions} if ozone else {}
    return Arm(
        study=study,
        slug="-".join(filter(None, (stratum, f"arm-{place + 1}"))),
        label=" and ".join(components).capitalize() + (", second dose" if place > 1 else ""),
        condition=vocabulary.conditions[cell.condition],
        stratum=stratum,
        role=ArmRole.OZONE if ozone else ArmRole.COMPARATOR,
        intervention=Intervention.OZONE if ozone else Intervention.OTHER,
        route=cell.route if features.states_route else Route.OTHER,
        guidance=cell.guidance if ozone else "",
        n_analysed=chance.randint(*features.people) if features.design is not Design.CASE_REPORT else 1,
        **treated,
    )


def _add_results(
    arms: list[Arm], features: Features, vocabulary: Vocabulary, chance: Random, batch: SyntheticBatch
) -> None:
    """Pain and disability at four times, success at three, surgery avoided at the last."""
    better, form = chance.gauss(0.9, 0.6), form_of(chance)
    easing = chance.uniform(0.5, 0.7)
    for arm in arms:
        gain = better if arm.role == ArmRole.OZONE else 0.0
        for weeks, label in WEEKS:
            at = {"arm": arm, "weeks": weeks, "timepoint_label": label, "clock": Clock.START}
            left = easing if weeks else 1.0
            pain = score(
                chance, n=arm.n_analysed or 1, middle=7 * left - gain * bool(weeks), spread=1.8, top=10, form=form
            )
            index = score(chance, n=arm.n_analysed or 1, middle=44 * left - 5 * gain * bool(weeks), spread=13, top=100)
            batch.add(_result(vocabulary, PAIN, at | pain, part=features.part if weeks else ""))
            batch.add(_result(vocabulary, DISABILITY, at | index))
            if weeks:
                batch.add(
                    _result(vocabulary, SUCCESS, at | tally(chance, n=arm.n_analysed or 1, share=0.62 + 0.1 * gain))
                )
        last = {"arm": arm, "weeks": 52.0, "timepoint_label": "12 months", "clock": Clock.START}
        batch.add(_result(vocabulary, SURGERY, last | tally(chance, n=arm.n_analysed or 1, share=0.9)))
        timeless = {"arm": arm, "timepoint_label": "at the end"} | tally(chance, n=arm.n_analysed or 1, share=0.6)
        if features.every(31, 3):
            batch.add(_result(vocabulary, "pain-free", timeless))


def _result(vocabulary: Vocabulary, slug: str, values: dict[str, Any], part: str = "") -> OutcomeResult:
    measure = vocabulary.measures[slug]
    return OutcomeResult(
        measure=measure,
        scale_min=measure.range_min,
        scale_max=measure.range_max,
        higher_is=measure.higher_is,
        part=part,
        locator="made up",
        **values,
    )


def _printed_directions(
    study: Study, ozone: Arm, comparator: Arm, vocabulary: Vocabulary, chance: Random
) -> list[ReportedContrast]:
    """Directions of a study whose figures are not in the text read, with or without a P value."""
    return [
        ReportedContrast(
            study=study,
            arm_a=ozone,
            arm_b=comparator,
            measure=vocabulary.measures[slug],
            weeks=26.0,
            printed_form=chance.choice([PrintedForm.P_ONLY, PrintedForm.DIRECTION_ONLY]),
            result_text="direction alone (made up)",
            direction=chance.choice(DIRECTIONS),
            p_text="< 0.05",
            p_relation=Relation.LESS,
            p_value=0.05,
        )
        for slug in (PAIN, DISABILITY, SUCCESS)
    ]


def _harms(study: Study, arms: list[Arm], features: Features, chance: Random) -> list[AdverseEvent]:
    """A case report has one harm; every third other study counts two, serious harm mostly as zero."""
    if features.design is Design.CASE_REPORT:
        kind = DenominatorKind.CASE_REPORT
        report = {"event": "Air in the spinal canal", "serious": Serious.YES, "n_events": 1, "denominator_kind": kind}
        return [AdverseEvent(study=study, arm=arms[0], note=REMARK, **report)]
    if not features.every(3, 0):
        return []
    named = (("Serious complication", Serious.YES, 0.004), ("Headache after the injection", Serious.NO, 0.05))
    return [
        AdverseEvent(
            study=study,
            arm=arm,
            event=event,
            serious=serious,
            n_events=sum(chance.random() < share for _ in range(arm.n_analysed or 0)),
            n_at_risk=arm.n_analysed,
            denominator_kind=DenominatorKind.TREATED,
        )
        for arm in arms
        for event, serious, share in named
    ]


def _judgements(study: Study, features: Features, chance: Random) -> list[RiskOfBias]:
    """Risk of bias by domain, for randomised trials that were judged."""
    if not features.risk or features.design is not Design.RCT:
        return []
    domains = {name: chance.choice(["Low", features.risk]) for name in DOMAINS} | {"Overall": features.risk}
    return [
        RiskOfBias(study=study, tool=Tool.ROB_2, domain=name, judgement=judgement, note=REMARK)
        for name, judgement in domains.items()
    ]


def _queries(study: Study, features: Features, vocabulary: Vocabulary) -> list[DataQuery]:
    if not features.severity:
        return []
    return [
        DataQuery(
            study=study,
            measure=vocabulary.measures[PAIN],
            timepoint_label="4 weeks",
            field="mean",
            problem="the mean does not follow from the figures next to it (made up)",
            severity=Severity(features.severity),
            detail=REMARK,
        )
    ]
