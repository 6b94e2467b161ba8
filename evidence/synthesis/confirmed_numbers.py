"""How many of the printed numbers behind a figure a second person confirmed; each number is counted once."""

from array import array
from collections.abc import Iterable, Iterator

from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.study_effects import ContrastEffect
from studies.reported.contrasts import Contrast
from studies.reported.reported_numbers import NumberShare, share_of_row, total_share
from studies.reported.rows import ContrastRow, ResultRow

# The kind of a row, and the row.
PrintedRow = tuple[str, ResultRow | ContrastRow]


def share_of_line(line: ContrastEffect) -> NumberShare:
    """Of the numbers of one effect: those of its arms, or the difference that its trial printed."""
    return _share(_rows_of_line(line))


def share_of_contrast(contrast: Contrast) -> NumberShare:
    """Of the numbers that a contrast has."""
    return _share(_rows_of_contrast(contrast))


def share_of_answers(answers: Iterable[Answer]) -> NumberShare:
    """Of the numbers of all studies and values that some answers show."""
    by_share: dict[tuple[str, NumberShare], set[int]] = {}
    for answer in answers:
        for key, rows in _rows_by_share(answer).items():
            by_share.setdefault(key, set()).update(rows)
    return total_share(NumberShare(*(len(rows) * number for number in share)) for (_, share), rows in by_share.items())


@once_per_answer
def _rows_by_share(answer: Answer) -> dict[tuple[str, NumberShare], "array[int]"]:
    """The ids of the rows of an answer, by their kind and how many of their numbers are confirmed."""
    found: dict[tuple[str, NumberShare], array[int]] = {}
    for kind, row in {(kind, row.id): (kind, row) for kind, row in _rows_of_answer(answer)}.values():
        found.setdefault((kind, share_of_row(kind, row)), array("q")).append(row.id)
    return found


def _share(rows: Iterable[PrintedRow]) -> NumberShare:
    by_number = {(kind, row.id): (kind, row) for kind, row in rows}
    return total_share(share_of_row(kind, row) for kind, row in by_number.values())


def _rows_of_answer(answer: Answer) -> Iterator[PrintedRow]:
    for entry in answer.all_entries:
        for line in entry.lines:
            yield from _rows_of_line(line)
    for value in answer.values:
        yield from _rows_of_contrast(value.contrast)


def _rows_of_line(line: ContrastEffect) -> Iterator[PrintedRow]:
    if line.printed:
        yield "contrast", line.printed.row
        return
    for contrast in line.contrasts:
        yield from _rows_of_contrast(contrast)


def _rows_of_contrast(contrast: Contrast) -> Iterator[PrintedRow]:
    results = [result for result in (contrast.ozone, contrast.comparator) if result]
    yield from (("result", result) for result in results)
    if not results:
        yield from (("contrast", row) for row in contrast.reported)
