"""The checks of ``studies.checks`` on typed rows that are not saved yet, in place of the stored ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import check_numbers, find
from studies.choices import Severity
from studies.curation.workbench.row_parsing import ParsedRow
from studies.models import OutcomeMeasure, Study
from studies.numerics.whole_number import whole_number
from studies.reported.arm_figures import with_arm_figures
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import Provenance
from studies.reported.rows import MeasureRow, ResultRow
from studies.selectors.checked_studies import reported_study
from studies.selectors.results import MEASURES, RESULTS, measures_by_id

_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class LiveFindings:
    """Findings by the row of the grid, and findings about more than one row."""

    by_row: dict[str, tuple[CheckFinding, ...]]
    elsewhere: tuple[CheckFinding, ...]


def check_form(
    study: Study, rows: Iterable[ParsedRow], measures: Mapping[int, OutcomeMeasure], others: ReferenceValues
) -> LiveFindings:
    """Findings on a study with the typed results, also against ``others``.

    ``study`` has its arms, components, contrasts, harms, pools and publications prefetched.
    """
    rows_of_measures = measures_by_id(measures.values())
    stored = reported_study(study, rows_of_measures)
    arms = {arm.id: arm for arm in stored.arms}
    stored_keys = {result.id: result.provenance.key for result in stored.results}
    # A row that is not saved has no number yet: it gets one below zero for as long as this takes.
    numbered = {whole_number(row.key) or -place: row for place, row in enumerate(rows, 1)}
    results = [
        typed_result_row(row, id=number, key=stored_keys.get(number, row.key), arm=arm, measure=measure)
        for number, row in numbered.items()
        # An arm or an outcome may still be to be chosen.
        if (arm := arms.get(row.values.get("arm") or 0)) is not None
        and (measure := rows_of_measures.get(row.values.get("measure") or 0)) is not None
    ]
    findings = find(replace(stored, results=tuple(with_arm_figures(results))), others)
    return _by_row(findings, {number: row.key for number, row in numbered.items()})


def check_row(row: ParsedRow, measure: OutcomeMeasure | None) -> list[CheckFinding]:
    """What does not fit in one typed row by itself. Pure but for its arguments."""
    known = MEASURES.from_records([measure] if measure else [])
    return check_numbers(typed_result_row(row, measure=known[0] if known else MeasureRow()))


def typed_result_row(row: ParsedRow, *, key: str = "", **chosen: Any) -> ResultRow:
    """A typed row as the checks see it; ``chosen`` are its id, arm and measure where they are known."""
    typed = {
        name: RESULTS.convert[name](value) if name in RESULTS.convert else value
        for name, value in row.values.items()
        if name in RESULTS.columns and name not in ("arm", "measure")
    }
    # Printed forms of the numbers that could be read.
    printed = {name: row.texts[name] for name, value in typed.items() if type(value) in (int, float)}
    source = {name: row.values[name] for name in ("source_url", "locator", "events_derived") if name in row.values}
    return ResultRow(**typed, **chosen, provenance=Provenance(key=key, printed=printed, **source))


def _by_row(findings: Iterable[CheckFinding], keys: Mapping[int, str]) -> LiveFindings:
    worst_first = sorted(findings, key=lambda each: _ORDER[each.severity])
    by_row: dict[str, tuple[CheckFinding, ...]] = {}
    elsewhere = []
    for each in worst_first:
        key = keys.get(each.result or 0, "")
        if key:
            by_row[key] = (*by_row.get(key, ()), each)
        else:
            elsewhere.append(each)
    return LiveFindings(by_row, tuple(elsewhere))
