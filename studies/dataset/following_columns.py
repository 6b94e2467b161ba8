"""The two columns of the data set that follow from others: does a study isolate ozone, and how can a result be used.

The site computes what is pooled from the records (``evidence.synthesis``) and reads neither column.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from studies.choices import ComponentName, QueryState, ResultKind, Severity
from studies.choices.query import QUERY_FIELDS_WITHOUT_FIGURE
from studies.dataset.table_spec import Cells
from studies.reported.comparisons import Comparison, Components, components
from studies.reported.pairing import compared_arms
from studies.reported.text_keys import name_key

# What two results share that stand for one comparison, beside the name of their outcome.
_PLACE = ("outcome", "part", "timepoint_weeks", "timepoint_label", "kind", "is_change")


@dataclass(frozen=True, slots=True)
class CellArm:
    """An arm by its cells; ``id`` is its place among the arms of its study."""

    id: int
    components: Components
    stratum: str
    part_of: int | None


class CellResult(NamedTuple):
    """What decides of one result: its arm, and whether its figure is complete and not in error."""

    arm: str
    is_usable: bool


@dataclass(slots=True)
class FollowingColumns:
    """The arms, queries and results of every study, by the key of the study."""

    _arms: dict[str, dict[str, CellArm]] = field(default_factory=dict)
    _queries: dict[str, list[Cells]] = field(default_factory=dict)
    _results: dict[tuple[str, ...], list[CellResult]] = field(default_factory=dict)

    def add_arms(self, rows: Iterable[Cells]) -> None:
        """Take in the rows of arms.csv, each after the arm that it is part of."""
        for row in rows:
            arms = self._arms.setdefault(row["study"], {})
            whole = arms.get(row["part_of"])
            received = components(row["components"].split(";")) if row["components"] else frozenset()
            arms[row["arm"]] = CellArm(len(arms), received, row["stratum"], whole.id if whole else None)

    def add_queries(self, rows: Iterable[Cells]) -> None:
        """Take in the rows of data_queries.csv; of these, open errors and doubts on figures count."""
        for row in rows:
            acts = row["state"] == QueryState.OPEN and row["severity"] in (Severity.ERROR, Severity.DOUBT)
            if acts and row["field"] not in QUERY_FIELDS_WITHOUT_FIGURE:
                self._queries.setdefault(row["study"], []).append(row)

    def add_results(self, rows: Iterable[Cells]) -> None:
        """Take in the rows of outcomes.csv, after arms and queries."""
        for row in rows:
            usable = _is_complete(row) and Severity.ERROR not in self._severities(row)
            self._results.setdefault(_place(row), []).append(CellResult(row["arm"], usable))

    def isolates_ozone(self, study: str) -> str:
        """yes: some two of its arms differ by ozone alone; no: arms are compared, none so; na: none is compared."""
        whole = [arm for arm in self._arms.get(study, {}).values() if arm.part_of is None]
        found = [compared.comparison for *_, compared in compared_arms(whole)]
        if any(each.isolates_ozone for each in found):
            return "yes"
        return "no" if found else "na"

    def poolable(self, row: Cells) -> str:
        """How the result of a row can be used, as the README of the data set says."""
        if row["timepoint_weeks"] == "0":
            return "baseline"
        arm, severities = self._arms.get(row["study"], {}).get(row["arm"]), self._severities(row)
        if arm is None or Severity.ERROR in severities or not _is_complete(row):
            return "no"
        found = set(self._comparisons(row, arm))
        if any(each.isolates_ozone for each in found):
            return "yes"
        if Comparison.OZONE_BOTH_ARMS in found:
            return "ozone-vs-ozone"
        if found:
            return "confounded"
        alone = ComponentName.OZONE in arm.components and bool(row["n"]) and not severities
        return "single-arm" if alone else "no"

    def _comparisons(self, row: Cells, arm: CellArm) -> Iterator[Comparison]:
        """What the arm of a row is compared with, by usable results of the same place."""
        arms = self._arms[row["study"]]
        for other in self._results.get(_place(row), ()):
            against = arms.get(other.arm)
            if other.is_usable and against is not None and against is not arm:
                yield from (compared.comparison for *_, compared in compared_arms((arm, against)))

    def _severities(self, row: Cells) -> set[str]:
        """The severities of the open queries on a result."""
        return {
            query["severity"]
            for query in self._queries.get(row["study"], ())
            if query["outcome"] == row["outcome"]
            and all(query[name] in ("", row[name]) for name in ("arm", "timepoint_label", "part"))
        }


def _place(row: Cells) -> tuple[str, ...]:
    return (row["study"], name_key(row["outcome_name"]), *(row[name] for name in _PLACE))


def _is_complete(row: Cells) -> bool:
    """Whether a result has what an effect needs; a mean with its error needs no people."""
    if row["kind"] == ResultKind.DICHOTOMOUS:
        return bool(row["n"] and row["events"])
    has_error = bool(row["se"] or (row["ci_low"] and row["ci_high"] and row["ci_level"]))
    return bool(row["mean"] and (has_error or (row["n"] and row["sd"])))
