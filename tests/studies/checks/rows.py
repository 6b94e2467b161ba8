"""Plain rows for tests of checks: a pain scale, two arms, a study."""

from dataclasses import replace
from typing import Any

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import find
from studies.choices import ComponentName
from studies.reported.checked_rows import ArmRow, ContrastRow, MeasureRow, ReportedStudy, ResultRow
from studies.reported.reference_values import ReferenceValues

PAIN = MeasureRow(
    slug="pain-vas", name="Pain", domain="pain", range_min=0, range_max=10, shown_max=100, higher_is="worse"
)
ODI = MeasureRow(
    slug="disability-odi",
    name="ODI",
    domain="disability",
    range_min=0,
    range_max=100,
    raw_max=50,
    slight_max=30,
    higher_is="worse",
)
MACNAB = MeasureRow(slug="success-macnab", name="MacNab", domain="success", higher_is="better")
OZONE = ArmRow(id=1, key="ozone", label="Ozone", components=frozenset({ComponentName.OZONE}))
STEROID = ArmRow(id=2, key="steroid", label="Steroid", components=frozenset({ComponentName.STEROID}))
SOURCE = {"source_url": "https://example.org/paper", "locator": "table 2"}


def a_result(arm: ArmRow = OZONE, **values: Any) -> ResultRow:
    """A result four weeks after treatment."""
    return ResultRow(**{"study": "trial", "arm": arm, "measure": PAIN, "weeks": 4, **SOURCE} | values)


def a_contrast(**values: Any) -> ContrastRow:
    plain = {"study": "trial", "arm_a": OZONE, "arm_b": STEROID, "measure": PAIN, "weeks": 4, "p_relation": "="}
    return ContrastRow(**plain | SOURCE | values)


def a_study(*results: ResultRow, **values: Any) -> ReportedStudy:
    """A study of those results, each with a number of its own."""
    numbered = tuple(replace(result, id=number, key=f"row-{number}") for number, result in enumerate(results, 1))
    plain = {"slug": "trial", "key": "trial", "kind": "primary", "arms": (OZONE, STEROID), "results": numbered}
    return ReportedStudy(**plain | values)


def found_in(study: ReportedStudy, others: ReferenceValues | None = None) -> dict[str, CheckFinding]:
    """Findings under the names of their checks."""
    return {found.check: found for found in find(study, others or ReferenceValues())}
