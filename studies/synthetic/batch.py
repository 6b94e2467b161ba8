"""Records not yet saved, table by table, in the order in which they must be written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from studies.models import (
    AdverseEvent,
    Arm,
    BiasAssessment,
    BiasJudgement,
    Component,
    DataQuery,
    NumberConfirmation,
    OutcomeResult,
    Publication,
    QueryReply,
    ReportedContrast,
    ReportedPool,
    RetractionNotice,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    SignallingAnswer,
    Study,
    Verification,
)
from studies.models.row_key import HasRowKey
from studies.revisions.reasons import MADE_UP
from studies.synthetic.confirmed_rows import confirmed_rows

# Each model comes before those that refer to it.
ORDER: tuple[type[Model], ...] = (
    Study,
    Verification,
    Publication,
    RetractionNotice,
    Arm,
    OutcomeResult,
    ReportedContrast,
    AdverseEvent,
    RiskOfBias,
    BiasAssessment,
    SignallingAnswer,
    BiasJudgement,
    DataQuery,
    QueryReply,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
)


@dataclass(slots=True)
class SyntheticBatch:
    """Records of some studies, and the components of their arms."""

    records: dict[type[Model], list[Model]] = field(default_factory=dict)
    components: list[tuple[Arm, tuple[str, ...]]] = field(default_factory=list)

    def add(self, *records: Model) -> None:
        for record in records:
            self.records.setdefault(type(record), []).append(record)

    def save(self, components: dict[str, int]) -> None:
        """Write everything, the studies with their first line of history; ``components`` are ids by slug."""
        for model in ORDER:
            rows: QuerySet[Model] = QuerySet(model)
            rows.bulk_create(_with_keys(self.records.get(model, [])))
        Study.history.bulk_history_create(self.records.get(Study, []), default_change_reason=MADE_UP)
        Arm.components.through.objects.bulk_create(self._links(components))
        NumberConfirmation.objects.bulk_create(confirmed_rows(self.records))

    def _links(self, components: dict[str, int]) -> Iterable[Any]:
        through = Arm.components.through
        return [
            through(arm_id=arm.pk, component_id=components[name]) for arm, names in self.components for name in names
        ]


def _with_keys(records: list[Model]) -> list[Model]:
    """The same records, whose studies are new: a row with a key of its own gets one that none of them has."""
    taken: set[str] = set()
    for record in records:
        if isinstance(record, HasRowKey):
            taken.add(record.give_key(taken))
    return records


def component_ids() -> dict[str, int]:
    return dict(Component.objects.values_list("slug", "id"))
