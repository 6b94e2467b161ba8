"""A check: its name, what it looks for, and the function that looks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from studies.checks.check_finding import CheckFinding
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.rows import ResultRow


@dataclass(frozen=True, slots=True)
class ResultCheck:
    """A check that needs one result and nothing else: it can be made while the result is being typed."""

    name: str
    description: str
    run: Callable[[ResultRow], Iterable[CheckFinding]]

    def find_in(self, result: ResultRow) -> Iterator[CheckFinding]:
        """What this check finds in one result."""
        return (replace(finding, check=self.name) for finding in self.run(result))

    def find(self, study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
        """What this check finds in the results of a study."""
        return (finding for result in study.results for finding in self.find_in(result))


@dataclass(frozen=True, slots=True)
class StudyCheck:
    """A check that compares rows of a study with each other, or with what other studies report."""

    name: str
    description: str
    run: Callable[[ReportedStudy, ReferenceValues], Iterable[CheckFinding]]

    def find(self, study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
        """What this check finds in a study."""
        return (replace(finding, check=self.name) for finding in self.run(study, others))


Check = ResultCheck | StudyCheck
