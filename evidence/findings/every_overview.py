"""The overviews of all conditions, for pages that tell of all: as their pages kept them, else from one reading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from evidence.findings.condition_answers import read_rated_answers
from evidence.findings.condition_overview import ConditionOverview
from evidence.findings.condition_synthesis import SharedEvidence, read_shared_evidence, synthesise_condition
from evidence.findings.current_overviews import overview_of, read_overviews
from evidence.findings.finding_titles import keep_titles
from evidence.findings.small_site import is_small_site
from studies.models import Condition
from studies.selectors import read_conditions


@dataclass(frozen=True, slots=True)
class EveryOverview:
    """The overview of each condition, a condition directly after its parent. ``read`` reads the evidence, once."""

    conditions: Sequence[Condition]
    overviews: tuple[ConditionOverview, ...]
    read: Callable[[], SharedEvidence]

    @property
    def leaves(self) -> list[ConditionOverview]:
        """Those of the conditions that gather no others."""
        parents = self._parents
        return [item for item in self.overviews if item.condition.pk not in parents]

    @property
    def parents(self) -> list[ConditionOverview]:
        """Those of the conditions that gather others."""
        parents = self._parents
        return [item for item in self.overviews if item.condition.pk in parents]

    @property
    def _parents(self) -> set[int | None]:
        return {item.parent_id for item in self.conditions}


def read_every_overview(version: int | None = None, *, is_compared: bool = True) -> EveryOverview:
    """Each overview by what is kept of it in the snapshot of this data version, else from one reading of all.

    Where not ``is_compared``, those from one reading have no rows of comparisons: they take a quarter of the time.
    """
    conditions, rated, is_small = read_conditions(), cache(read_rated_answers), cache(is_small_site)
    current = read_overviews(conditions, version, rated, is_small)
    # Titles are of all findings, marks of those of randomised trials.
    shared = cache(lambda: read_shared_evidence(conditions, of_trials=not is_compared and is_small()))

    def answered(item: Condition) -> ConditionOverview:
        found = synthesise_condition(item, shared())
        if not is_small():
            # For the search, which on a small site answers all conditions itself.
            keep_titles(item, found.answers, version)
        return overview_of(found, rated() if is_compared else None)

    overviews = tuple(current.get(item.slug) or answered(item) for item in in_tree_order(conditions))
    return EveryOverview(conditions, overviews, shared)


def in_tree_order(conditions: Sequence[Condition]) -> list[Condition]:
    """Each condition directly after its parent."""
    children: dict[int | None, list[Condition]] = {}
    for item in conditions:
        children.setdefault(item.parent_id, []).append(item)

    def below(parent: int | None) -> list[Condition]:
        return [item for child in children.get(parent, []) for item in (child, *below(child.pk))]

    return below(None)
