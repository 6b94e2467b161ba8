"""What is stored of rows is the same when it is read, and takes no memory once nobody holds it."""

import gc
from dataclasses import dataclass

from evidence.synthesis.stored_rows import ArmTable
from studies.reported.rows import ArmRow, ResultRow, StudyRow


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rows of one kind."""

    first: ResultRow
    second: ResultRow


@dataclass(frozen=True, slots=True)
class _One:
    """A dataclass with one part."""

    row: ResultRow


ARM = ArmRow(id=1, study=StudyRow(id=7, label="Smith 2001"))
ROWS = [ResultRow(id=1, arm=ARM, mean=2.5), ResultRow(id=2, arm=ARM._replace(label="changed"))]


def test_rows_are_read_as_they_were_written() -> None:
    table = ArmTable([ARM])
    value = [_Pair(*ROWS), _One(ROWS[0]), ARM.study, None]
    first, second, study, nothing = table.read(table.write(value))
    assert [first, second, study, nothing] == value
    assert [type(item) for item in first.first] == [type(item) for item in ROWS[0]]
    # The arm of the table itself; one that some rule has changed is another.
    assert first.first.arm is second.row.arm is ARM
    assert study is ARM.study
    assert first.second.arm == ROWS[1].arm


def test_what_was_read_is_in_no_cycle() -> None:
    table = ArmTable([ARM])
    written = table.write(ROWS)
    table.read(written)
    gc.disable()
    try:
        # The youngest objects alone: all others of the suite would take a second.
        gc.collect(0)
        table.read(written)
        assert gc.collect(0) == 0
    finally:
        gc.enable()
