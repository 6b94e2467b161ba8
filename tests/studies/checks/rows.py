"""Plain rows for tests of checks: a trial of two arms, with the place where each row was read."""

from typing import Any

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import find
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.row_provenance import Provenance
from studies.reported.rows import ArmRow, ContrastRow, ResultRow
from tests import rows
from tests.rows import a_study, an_arm

TRIAL = a_study(slug="trial", label="Trial")
OZONE = an_arm("ozone", id=1, study=TRIAL, label="Ozone", provenance=Provenance("ozone"))
STEROID = an_arm("steroid", id=2, study=TRIAL, label="Steroid", provenance=Provenance("steroid"))
SOURCE = {"source_url": "https://example.org/paper", "locator": "table 2"}


def a_result(arm: ArmRow = OZONE, **values: Any) -> ResultRow:
    """A result four weeks after treatment."""
    return rows.a_result(arm, **SOURCE | values)


def a_contrast(**values: Any) -> ContrastRow:
    """A difference between the two arms whose P is exact."""
    return rows.a_contrast(**{"arm_a": OZONE, "arm_b": STEROID, "p_relation": "="} | SOURCE | values)


def a_trial(*results: ResultRow, **values: Any) -> ReportedStudy:
    """A trial of those results, each with its own number; values of the study's row may be given too."""
    of_row = {name: values.pop(name) for name in TRIAL._fields if name in values}
    numbered = tuple(result._replace(id=number) for number, result in enumerate(results, 1))
    plain = {"row": TRIAL._replace(**of_row), "arms": (OZONE, STEROID), "results": numbered}
    return ReportedStudy(**plain | values)


def found_in(study: ReportedStudy, others: ReferenceValues | None = None) -> dict[str, CheckFinding]:
    """Findings under the names of their checks."""
    return {found.check: found for found in find(study, others or ReferenceValues())}
