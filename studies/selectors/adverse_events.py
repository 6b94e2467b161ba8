"""Harms as studies counted or described them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from studies.choices import DenominatorKind, Fatal, Serious
from studies.models import AdverseEvent, NumberConfirmation
from studies.reported.rows import ArmRow, HarmRow
from studies.selectors.confirmations import confirmed_rows, has_confirmations, read_confirmations
from studies.selectors.prepared_query import prepared_by_group
from studies.selectors.row_reader import SOURCE, RowReader, columns_of, labels

HARMS = RowReader(
    HarmRow,
    columns_of(HarmRow, arm="arm_id", key="row_key"),
    {"serious": labels(Serious), "fatal": labels(Fatal), "denominator_kind": labels(DenominatorKind)},
    SOURCE,
)


def _harms_of(conditions: Collection[str]) -> "QuerySet[Any, Any]":
    table = AdverseEvent.objects.filter(arm__condition__slug__in=conditions).order_by("id")
    return HARMS.values_of(table, with_provenance=True)


_HARMS_OF = prepared_by_group(_harms_of)


def read_harms(arms: Iterable[ArmRow]) -> list[HarmRow]:
    """The harms that were counted or described in these arms."""
    by_id = {arm.id: arm for arm in arms}
    if not by_id:
        return []
    # Asked for by condition: arms may be too many to be named one by one.
    conditions = {arm.condition for arm in by_id.values()}
    rows = HARMS.each_of_values(_HARMS_OF(conditions), arm=by_id.get)
    known = [row for row in rows if row.arm is not None]
    if not has_confirmations():
        return known
    confirmed = NumberConfirmation.objects.filter(harm__arm__condition__slug__in=conditions)
    return list(confirmed_rows("harm", known, read_confirmations(confirmed, ["harm"])))
