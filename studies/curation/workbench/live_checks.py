"""The checks of ``studies.checks`` on typed rows that are not saved yet, in place of the stored ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import check_numbers, find
from studies.choices import Severity
from studies.curation.workbench.row_parsing import ParsedRow
from studies.fields import FIELDS, FieldKind
from studies.models import OutcomeMeasure, Study
from studies.reported.checked_rows import ArmRow, MeasureRow, ReportedStudy, ResultRow
from studies.reported.reference_values import ReferenceValues
from studies.selectors.checked_studies import measure_row, study_row

_ORDER = {severity: place for place, severity in enumerate(Severity)}
# Fields of a typed result that a check looks at.
_CHECKED = tuple(
    field.name
    for field in FIELDS["result"].typed
    if field.name in ResultRow.__annotations__ and field.kind is not FieldKind.RECORD
)


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
    stored = study_row(study)
    arms = {arm.id: arm for arm in stored.arms}
    # A row that is not saved has no number yet: it gets one below zero for as long as this takes.
    numbered = [(-place if not row.key.isdigit() else int(row.key), row) for place, row in enumerate(rows, 1)]
    keys = {number: row.key for number, row in numbered}
    results = tuple(
        result for number, row in numbered if (result := result_row(row, number, stored, arms, measures)) is not None
    )
    return _by_row(find(replace(stored, results=results), others), keys)


def check_row(row: ParsedRow, measure: OutcomeMeasure | None) -> list[CheckFinding]:
    """Findings on one typed row alone."""
    typed = ResultRow(**_values(row), measure=measure_row(measure) if measure else MeasureRow(), printed=_printed(row))
    return check_numbers(typed)


def result_row(
    row: ParsedRow,
    number: int,
    study: ReportedStudy,
    arms: Mapping[int | None, ArmRow],
    measures: Mapping[int, OutcomeMeasure],
) -> ResultRow | None:
    """A typed row as the checks see it; None while its arm or outcome is not chosen."""
    arm, measure = arms.get(row.values.get("arm")), measures.get(row.values.get("measure") or 0)
    if arm is None or measure is None:
        return None
    key = next((known.key for known in study.results if known.id == number), row.key)
    return ResultRow(
        **_values(row),
        id=number,
        key=key,
        study=study.slug,
        arm=arm,
        measure=measure_row(measure),
        printed=_printed(row),
    )


def _values(row: ParsedRow) -> dict[str, Any]:
    return {name: row.values[name] for name in _CHECKED if name in row.values}


def _printed(row: ParsedRow) -> dict[str, str]:
    """Printed forms of the numbers that could be read."""
    numbers = {name for name, value in row.values.items() if type(value) in (int, float)}
    return {name: row.texts[name] for name in _CHECKED if name in numbers}


def _by_row(found: Iterable[CheckFinding], keys: Mapping[int, str]) -> LiveFindings:
    worst_first = sorted(found, key=lambda each: _ORDER[each.severity])
    by_row: dict[str, tuple[CheckFinding, ...]] = {}
    elsewhere = []
    for each in worst_first:
        key = keys.get(each.result or 0, "")
        if key:
            by_row[key] = (*by_row.get(key, ()), each)
        else:
            elsewhere.append(each)
    return LiveFindings(by_row, tuple(elsewhere))
