"""Harms of made-up studies: counted, not counted, without a denominator, and deaths."""

from collections.abc import Sequence
from random import Random
from typing import Any

from studies.choices import DenominatorKind, Design, Fatal, Serious
from studies.models import AdverseEvent, Arm, Study
from studies.synthetic.distribution import REMARK
from studies.synthetic.features import Features

_NAMED = (("Serious complication", Serious.YES, 0.004), ("Headache after the injection", Serious.NO, 0.05))


def harm_rows(study: Study, arms: Sequence[Arm], features: Features, chance: Random) -> list[AdverseEvent]:
    """A case report has one harm; every third other study counts two, serious harm mostly as zero."""
    if features.design is Design.CASE_REPORT:
        return [_case(study, arms[0], features)]
    rows = _uncounted(study, features)
    if features.has_death:
        rows.append(_death(study, arms[0]))
    return rows + (_counted(study, arms, features, chance) if features.every(3, 0) else [])


def _case(study: Study, arm: Arm, features: Features) -> AdverseEvent:
    """Whether the person died is stated in some reports only."""
    fatal = (Fatal.NO, Fatal.NOT_STATED, Fatal.YES, Fatal.NO)[features.number // 37 % 4]
    return AdverseEvent(
        study=study,
        arm=arm,
        event="Air in the spinal canal",
        serious=Serious.YES,
        fatal=fatal,
        n_events=1,
        denominator_kind=DenominatorKind.CASE_REPORT,
        note=REMARK,
    )


def _death(study: Study, arm: Arm) -> AdverseEvent:
    return AdverseEvent(
        study=study,
        arm=arm,
        event="Death from infection after the injection",
        serious=Serious.YES,
        fatal=Fatal.YES,
        n_events=1,
        n_at_risk=arm.n_analysed,
        denominator_kind=DenominatorKind.TREATED,
        note=REMARK,
    )


def _uncounted(study: Study, features: Features) -> list[AdverseEvent]:
    """A harm that was named and not counted, or counted of nobody knows how many."""
    if features.every(14, 5):
        values: dict[str, Any] = {"event": "Pain at the site of the injection", "n_events": None}
    elif features.every(25, 22):
        values = {"event": "Infection, seriousness not stated", "n_events": 1}
    else:
        return []
    kind = DenominatorKind.NOT_STATED
    return [AdverseEvent(study=study, serious=Serious.NOT_STATED, denominator_kind=kind, note=REMARK, **values)]


def _counted(study: Study, arms: Sequence[Arm], features: Features, chance: Random) -> list[AdverseEvent]:
    fatal = Fatal.NOT_STATED if features.every(12, 6) else Fatal.NO
    return [
        AdverseEvent(
            study=study,
            arm=arm,
            event=event,
            serious=serious,
            fatal=fatal if serious is Serious.YES else Fatal.NO,
            n_events=sum(chance.random() < share for _ in range(arm.n_analysed or 0)),
            n_at_risk=arm.n_analysed,
            denominator_kind=DenominatorKind.TREATED,
        )
        for arm in arms
        for event, serious, share in _NAMED
    ]
