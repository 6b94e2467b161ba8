"""How a form was read: cells read rightly, left unread with a reason, read wrongly, and lost."""

from dataclasses import dataclass

from studies.curation.pasting.read_table import PastedTable
from tests.studies.curation.pasting.table_forms import TableForm

# Fields that say of what a number is; the others hold what a cell printed.
SUBJECT = ("arm", "arm_a", "arm_b", "measure", "weeks", "is_change")
NUMBERS = frozenset(
    {
        *("mean", "sd", "se", "ci_low", "ci_high", "median", "q1", "q3", "minimum", "maximum", "events", "percent"),
        *("p_value", "p_relation"),
    }
)


@dataclass(frozen=True, slots=True)
class FormScore:
    """Counts of cells that hold a number."""

    cells: int
    read: int
    unread: int
    wrong: int
    lost: int


def score_form(form: TableForm, table: PastedTable) -> FormScore:
    """Compare every number of every row with what is printed, and every cell with what became of it."""
    typed = [row.typed for row in (*table.rows, *table.contrasts)]
    read = sum(any(_holds(row, truth.fields) for row in typed) for truth in form.truths)
    printed = {number for truth in form.truths for number in _numbers(dict(truth.fields))}
    wrong = sum(number not in printed for row in typed for number in _numbers(row))
    unread = [cell.text for cell in table.unread]
    cells = [truth.cell for truth in form.truths] + list(form.left)
    accounted = [cell.text for cell in table.cells]
    lost = sum(not any(cell in text for text in accounted) for cell in cells)
    return FormScore(len(cells), read, sum(cell in unread for cell in form.left), wrong, lost)


def _holds(row: dict[str, str], fields: frozenset[tuple[str, str]]) -> bool:
    return all(row.get(name, "") == value for name, value in fields)


def _numbers(row: dict[str, str]) -> set[tuple[str, ...]]:
    subject = tuple(row.get(name, "") for name in SUBJECT)
    return {(*subject, name, row[name]) for name in NUMBERS & row.keys()}
