"""What a trial measured, whether or not its figures can be used.

A study measured an outcome when a result of an arm after treatment, a difference or a direction that it printed, or a
count says so: a printed "quality of life equal" is a measurement. No row of an outcome says only that the text read
gives no result; that nothing was measured follows where the whole text was read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from studies.choices import CriticalOutcome, ReadAs
from studies.reported.outcome_facts import Outcome, outcome_of
from studies.reported.rows import ArmRow, Evidence, StudyRow
from studies.reported.windows import window_of

Measured = Mapping[CriticalOutcome, Collection[int]]


@dataclass(frozen=True, slots=True)
class TrialsRead:
    """The randomised trials that isolate ozone, and which studies (ids) measured each critical outcome."""

    trials: tuple[StudyRow, ...] = ()
    measured: Measured = field(default_factory=dict)

    @property
    def were_read_in_full(self) -> bool:
        """Whether there are trials, and the whole text of every one was read."""
        return {study.read_as for study in self.trials} == {ReadAs.FULL_TEXT}

    def measured_by(self, outcome: CriticalOutcome) -> frozenset[int]:
        """The ids of the trials that measured an outcome."""
        return frozenset(self.measured.get(outcome, ())).intersection([study.id for study in self.trials])


NO_TRIALS = TrialsRead()


def measurements(evidence: Evidence) -> Iterator[tuple[ArmRow, Outcome]]:
    """Each outcome that was measured in the people of an arm after treatment, also in one arm alone."""
    for result in evidence.results:
        if window_of(result.weeks, result.timepoint_label):
            yield result.arm, outcome_of(result.measure, result.outcome_name, result.kind)
    for row in evidence.reported:
        if window_of(row.weeks):
            outcome = outcome_of(row.measure, row.outcome_name)
            yield row.arm_a, outcome
            yield row.arm_b, outcome


def studies_that_measured(evidence: Evidence) -> set[int]:
    """The ids of the studies of which the texts read give some result, whatever its outcome."""
    found = {row.arm.study.id for row in evidence.results if window_of(row.weeks, row.timepoint_label)}
    return found | {row.arm_a.study.id for row in evidence.reported if window_of(row.weeks)}


def trials_without_results(trials: Iterable[StudyRow], with_results: Collection[int]) -> int:
    """How many of these trials print no result in the text read; ``with_results`` are the studies (ids) that do."""
    return len({study.id for study in trials}.difference(with_results))


def critical_outcomes_measured(evidence: Evidence) -> Measured:
    """The studies (ids) that measured each critical outcome, as far as the texts read say."""
    return together_measured(measured_by_condition(evidence).values())


def measured_by_condition(evidence: Evidence) -> dict[str, Measured]:
    """The same of the arms with each condition, by its slug."""
    # Each once, in the order of the rows.
    found = dict.fromkeys([(arm.condition, outcome.critical, arm.study.id) for arm, outcome in measurements(evidence)])
    measured: dict[str, dict[CriticalOutcome, set[int]]] = {}
    for condition, critical, study in found:
        if critical:
            measured.setdefault(condition, {}).setdefault(critical, set()).add(study)
    return dict(measured)


def measured_by_study(evidence: Evidence) -> dict[int, set[CriticalOutcome]]:
    """The critical outcomes that each study (id) measured."""
    found: dict[int, set[CriticalOutcome]] = {}
    for arm, outcome in measurements(evidence):
        critical = outcome.critical
        if critical:
            found.setdefault(arm.study.id, set()).add(critical)
    return found


def together_measured(parts: Iterable[Measured]) -> Measured:
    """The studies that measured each critical outcome in some part."""
    found: dict[CriticalOutcome, set[int]] = {}
    for part in parts:
        for outcome, studies in part.items():
            found.setdefault(outcome, set()).update(studies)
    return found
