"""Harm with ozone against harm without, arm against arm within a trial: which arms ask one question.

A *kind* of harm is serious harm, or one event by its name. Two arms of a trial are compared where both counted the kind
among people treated. Only a number of people that is known exactly is compared; others are listed.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.synthesis.eligibility import EligibleContrast
from evidence.synthesis.harms import why_no_rate
from evidence.synthesis.serious_harm import ArmHarm, arm_harms
from studies.choices import ROUTE_GROUPS, HigherIs, OutcomeDomain, ResultKind, RouteGroup, Serious
from studies.numerics.arm_values import Counts
from studies.reported.comparisons import NO_BASE, Base, Comparison, in_order
from studies.reported.contrasts import Contrast
from studies.reported.outcome_facts import Outcome
from studies.reported.pairing import ArmPair, arm_pairs
from studies.reported.rows import HarmRow, MeasureRow, ResultRow
from studies.reported.spread_recovery import ArmValue
from studies.reported.text_keys import name_key
from studies.reported.windows import Window

SERIOUS_HARM = "Serious harm"


class HarmQuestion(NamedTuple):
    """Comparison x kind of harm x route group, for randomised trials or for other controlled studies.

    As in any question, ``base`` tells apart procedures, and mixtures, and a route that is not stated is pooled with
    nothing: ``only_study`` keeps each study to itself.
    """

    comparison: Comparison
    kind: str
    route: RouteGroup
    randomised: bool
    only_study: int | None = None
    base: Base = NO_BASE

    @property
    def order(self) -> tuple[bool, int, tuple[str, ...], bool, str, int, int]:
        """Randomised trials first, then by comparison, serious harm before named events, then route."""
        comparison, route = list(Comparison).index(self.comparison), list(RouteGroup).index(self.route)
        base = tuple(name.value for name in in_order(self.base))
        return not self.randomised, comparison, base, self.kind != SERIOUS_HARM, self.kind, route, self.only_study or 0


class HarmContrast(NamedTuple):
    """Two arms of one study, each with its people with one kind of harm, under the name that was printed."""

    question: HarmQuestion
    title: str
    pair: ArmPair
    ozone: ArmHarm
    comparator: ArmHarm

    @property
    def is_exact(self) -> bool:
        """Whether the number of people is known in both arms."""
        return self.ozone.people.is_exact and self.comparator.people.is_exact

    def is_same_people(self, other: "HarmContrast | None") -> bool:
        """Whether both kinds of harm are of the same people: one of them is the only harm of the other kind."""
        return other is not None and (self.ozone, self.comparator) == (other.ozone, other.comparator)

    def as_eligible(self) -> EligibleContrast:
        """The same as any other count of two arms, so that it is combined with others by the same rules."""
        domain, worse = OutcomeDomain.HARM, HigherIs.WORSE
        outcome = Outcome(self.question.kind, domain, self.title, higher_is=worse)
        measure = MeasureRow(name=self.title, domain=domain, higher_is=worse)
        ozone, comparator = _result(self.ozone, measure), _result(self.comparator, measure)
        contrast = Contrast(self.pair, measure, outcome, self.title, "", None, Window.NOT_STATED, ozone, comparator)
        return EligibleContrast(contrast, _value(self.ozone), _value(self.comparator), "")


def harm_contrasts(rows: Iterable[HarmRow]) -> list[HarmContrast]:
    """Every pair of arms in which one kind of harm was counted among people treated."""
    by_kind: dict[tuple[int, str], list[HarmRow]] = {}
    for row in rows:
        if not why_no_rate(row):
            kinds = [SERIOUS_HARM] if row.serious is Serious.YES else []
            for kind in (*kinds, name_key(row.event)):
                by_kind.setdefault((row.study.id, kind), []).append(row)
    return [found for (_, kind), of_kind in by_kind.items() for found in _of_kind(kind, of_kind)]


def _of_kind(kind: str, rows: Sequence[HarmRow]) -> list[HarmContrast]:
    """The pairs of one study's arms that counted one kind of harm."""
    harms = {harm.arm.id: harm for harm in arm_harms(rows)}
    title = kind if kind == SERIOUS_HARM else rows[0].event.strip()
    return [
        HarmContrast(_question(kind, pair), title, pair, harms[pair.ozone.id], harms[pair.comparator.id])
        for pair in arm_pairs([harm.arm for harm in harms.values()])
        if pair.compared.comparison.isolates_ozone
    ]


def _question(kind: str, pair: ArmPair) -> HarmQuestion:
    route, study = ROUTE_GROUPS[pair.ozone.route], pair.ozone.study
    only_study = study.id if route is RouteGroup.NOT_STATED else None
    compared = pair.compared
    return HarmQuestion(compared.comparison, kind, route, study.is_randomised, only_study, compared.base)


def _result(harm: ArmHarm, measure: MeasureRow) -> ResultRow:
    kind, events = ResultKind.DICHOTOMOUS, harm.people.least
    return ResultRow(arm=harm.arm, measure=measure, kind=kind, higher_is=HigherIs.WORSE, events=events, n=harm.treated)


def _value(harm: ArmHarm) -> ArmValue:
    return ArmValue(Counts(harm.people.least, harm.treated or 0))
