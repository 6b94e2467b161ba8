"""Every harm that studies counted or described, one row each, as their pages print it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse

from evidence.exports.data_origin import SOURCE_COLUMNS, DataOrigin, source_cells
from evidence.synthesis.harms import harm_rate, why_no_rate
from studies.presentation.data_notice import DATA_NOTICE
from studies.presentation.download_parts import KeyedRow
from studies.presentation.study_names import study_namer
from studies.reported.reported_numbers import share_of_row
from studies.reported.row_keys import row_address
from studies.reported.rows import HarmRow

HARM_COLUMNS = (
    *("study", "design", "condition", "arm", "with_ozone", "route", "stratum", "harm", "serious", "fatal"),
    *("people_with_harm", "people_at_risk", "people_at_risk_are", "share_low", "share_high", "no_share_because"),
    *("source", "read_at", "note", "numbers", "numbers_confirmed", "page", "terms"),
    *SOURCE_COLUMNS,
)


def harm_records(
    harms: Iterable[HarmRow], names: Mapping[str, str], *, after: str, site: str, origin: DataOrigin
) -> Iterator[KeyedRow]:
    """The rows of ``HARM_COLUMNS`` with keys after one of them, in their order.

    ``names`` are of conditions, by slug; ``site`` is the address of the site, without its last slash;
    ``origin`` that of the file. The limits of a
    share are those of its two-sided 95% Clopper-Pearson interval.
    """
    listed = list(harms)
    naming, source = study_namer(row.note for row in listed), source_cells(origin)
    for row in sorted((row for row in listed if row.key > after), key=lambda each: each.key):
        yield row.key, (*_cells(row, names), naming(row.note), *_end(row, site), *source)


def _cells(row: HarmRow, names: Mapping[str, str]) -> tuple[Any, ...]:
    rate, arm = harm_rate(row), row.arm
    return (
        row.study.label,
        row.study.design_label,
        names[arm.condition],
        arm.label,
        "yes" if arm.with_ozone else "no",
        arm.route.label,
        arm.stratum,
        row.event,
        row.serious.label,
        row.fatal.label,
        row.n_events,
        row.n_at_risk,
        row.denominator_kind.label,
        rate.low if rate else None,
        rate.high if rate else None,
        why_no_rate(row),
        row.provenance.source_url,
        row.provenance.locator,
    )


def _end(row: HarmRow, site: str) -> tuple[Any, ...]:
    share = share_of_row("harm", row)
    page = f"{site}{reverse('study', args=[row.study.slug])}#harm-{row_address(row.key)}"
    return (share.total, share.confirmed, page, DATA_NOTICE)
