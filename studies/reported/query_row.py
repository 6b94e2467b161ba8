"""Data queries as the rules see them."""

from typing import NamedTuple

from studies.choices import QueryState, Severity


class QueryRow(NamedTuple):
    """A data query on printed numbers; an empty ``arm``, label or part names all of them."""

    id: int
    study: int
    arm: int | None
    measure: str
    timepoint_label: str
    part: str
    field: str
    severity: Severity
    state: QueryState
    problem: str = ""
    detail: str = ""
