"""Harms as studies counted or described them."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from studies.choices import DenominatorKind, Fatal, Serious
from studies.models import AdverseEvent, NumberConfirmation
from studies.reported.rows import ArmRow, HarmRow
from studies.selectors.confirmations import confirmed_rows, has_confirmations, read_confirmations
from studies.selectors.prepared_query import PreparedQuery, prepared_by_group
from studies.selectors.row_reader import SOURCE, RowReader, columns_of, labels

HARMS = RowReader(
    HarmRow,
    columns_of(HarmRow, arm="arm_id", key="row_key"),
    {"serious": labels(Serious), "fatal": labels(Fatal), "denominator_kind": labels(DenominatorKind)},
    SOURCE,
)


def _harms_of(conditions: Collection[str]) -> "QuerySet[AdverseEvent]":
    return AdverseEvent.objects.filter(arm__condition__slug__in=conditions).order_by("id")


_HARMS_OF = prepared_by_group(lambda conditions: HARMS.values_of(_harms_of(conditions), with_provenance=True))
_SERIOUS_HARMS_OF = prepared_by_group(
    lambda conditions: HARMS.values_of(_harms_of(conditions).filter(serious=Serious.YES))
)


def read_harms(arms: Iterable[ArmRow]) -> list[HarmRow]:
    """The harms that were counted or described in these arms."""
    harms, conditions = _harms_in(arms, _HARMS_OF)
    if not harms or not has_confirmations():
        return harms
    confirmed = NumberConfirmation.objects.filter(harm__arm__condition__slug__in=conditions)
    return list(confirmed_rows("harm", harms, read_confirmations(confirmed, ["harm"])))


def read_serious_harms(arms: Iterable[ArmRow]) -> list[HarmRow]:
    """The serious ones without their source, for who counts people."""
    return _harms_in(arms, _SERIOUS_HARMS_OF)[0]


def _harms_in(
    arms: Iterable[ArmRow], harms_of: Callable[[Collection[str]], PreparedQuery[Any]]
) -> tuple[list[HarmRow], Collection[str]]:
    """The harms of these arms, and the conditions by which they were asked for: arms may be too many to be named."""
    by_id = {arm.id: arm for arm in arms}
    conditions = {arm.condition for arm in by_id.values()}
    rows = HARMS.each_of_values(harms_of(conditions), arm=by_id.get) if by_id else ()
    return [row for row in rows if row.arm is not None], conditions
