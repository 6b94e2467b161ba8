"""The box for pasting on the workbench: its choices, and a table as it was understood before it becomes rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from studies.curation.pasting.name_index import NameIndex
from studies.curation.pasting.orientation import TableOrientation
from studies.curation.pasting.read_table import PastedTable
from studies.curation.pasting.table_reading import CellState, TableReading
from studies.curation.workbench.form_state import StoredStudy, WorkbenchForm
from studies.curation.workbench.pasted_meanings import MOST_WORDS
from studies.numerics.number_formatting import plural

# Choices for the meaning of numbers in a pasted table whose headings do not say it.
MARKS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "alone": (
        "A number alone is",
        (
            ("", "as headed"),
            ("mean", "a mean"),
            ("median", "a median"),
            ("events", "a count"),
            ("percent", "a percentage"),
        ),
    ),
    "spread": (
        "A number after ± or in brackets is",
        (("", "as headed"), ("sd", "the SD"), ("se", "the SE"), ("percent", "a percentage, after a count")),
    ),
    "pair": (
        "Two limits are",
        (("", "as headed"), ("ci", "a 95% interval"), ("quartiles", "the quartiles"), ("range", "lowest and highest")),
    ),
}
Choices = tuple[tuple[str, str], ...]
_AS_READ = ("", "as read")


@dataclass(frozen=True, slots=True)
class PasteField:
    """One choice next to the box for pasting."""

    name: str
    label: str
    choices: Choices
    chosen: str


@dataclass(frozen=True, slots=True)
class WordChoice:
    """A label or heading of the table: what it was understood as, and what a person says that it means."""

    text: str
    sentence: str
    chosen: TableOrientation


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line of a pasted table: its cells by column, with what became of each; None for an empty one."""

    number: int
    cells: tuple[TableReading | None, ...]


@dataclass(frozen=True, slots=True)
class PastePreview:
    """A table as it was understood. ``n_more_words`` are labels beyond those that can be corrected here."""

    sentence: str
    lines: tuple[PreviewLine, ...]
    words: tuple[WordChoice, ...]
    n_more_words: int
    arms: Choices
    measures: Choices
    n_rows: int

    @property
    def is_corrected(self) -> bool:
        """Whether a person has said what some words mean."""
        return any(word.chosen != TableOrientation() for word in self.words)


@dataclass(frozen=True, slots=True)
class PastePanel:
    """The box with its choices, what was read last, and the cells that did not become rows."""

    texts: dict[str, str]
    fields: tuple[PasteField, ...]
    preview: PastePreview | None
    unread: tuple[TableReading, ...]


def paste_panel(form: WorkbenchForm, stored: StoredStudy) -> PastePanel:
    """The box for pasting of a form."""
    preview = table_preview(form.preview, form.meanings, stored) if form.preview else None
    return PastePanel(form.pasted, tuple(_paste_fields(form, stored)), preview, form.unread)


def names_for_pasting(stored: StoredStudy) -> tuple[list[NameIndex], list[NameIndex]]:
    """The names by which a pasted table may call the arms and outcomes of a study."""
    arms = [
        NameIndex(str(arm.pk), (arm.label, arm.slug, arm.slug.replace("-", " "))) for arm in stored.study.arms.all()
    ]
    measures = [
        NameIndex(str(pk), measure.heading_names, measure.tops, is_length=measure.is_line)
        for pk, measure in stored.measures.items()
    ]
    return arms, measures


def _paste_fields(form: WorkbenchForm, stored: StoredStudy) -> list[PasteField]:
    results = stored.sheets["results"]
    about = [
        PasteField(name, label, (("", "as the table says"), *results.column(name).choices), form.pasted.get(name, ""))
        for name, label in (("arm", "Arm of the whole table"), ("measure", "Outcome of the whole table"))
    ]
    marks = [PasteField(name, label, choices, form.pasted.get(name, "")) for name, (label, choices) in MARKS.items()]
    return about + marks


def table_preview(table: PastedTable, meanings: dict[str, TableOrientation], stored: StoredStudy) -> PastePreview:
    """A table as it was understood, with the choices that correct it."""
    words = list(_words(table.cells, meanings))
    results = stored.sheets["results"]
    return PastePreview(
        sentence=reading_sentence(table),
        lines=tuple(_lines(table.cells)),
        words=tuple(words[:MOST_WORDS]),
        n_more_words=max(0, len(words) - MOST_WORDS),
        arms=(_AS_READ, *results.column("arm").choices),
        measures=(_AS_READ, *results.column("measure").choices),
        n_rows=len(table.rows) + len(table.contrasts),
    )


def reading_sentence(table: PastedTable) -> str:
    """What a table holds, in one sentence."""
    results, contrasts = plural(len(table.rows), "result"), plural(len(table.contrasts), "printed difference")
    return f"{results}, {contrasts}; {plural(len(table.unread), 'cell')} left unread."


def _words(cells: Sequence[TableReading], meanings: dict[str, TableOrientation]) -> Iterator[WordChoice]:
    """Each label and heading once, in the order of the table."""
    seen: set[str] = set()
    for cell in cells:
        text = " ".join(cell.text.split())
        if cell.is_label and text not in seen:
            seen.add(text)
            sentence = "not known" if cell.state is CellState.UNREAD else cell.sentence
            yield WordChoice(text, sentence, meanings.get(text, TableOrientation()))


def _lines(cells: Sequence[TableReading]) -> Iterator[PreviewLine]:
    width = max((cell.column for cell in cells), default=0)
    for number, line in groupby(cells, key=lambda cell: cell.line):
        by_column = {cell.column: cell for cell in line}
        yield PreviewLine(number, tuple(by_column.get(place) for place in range(1, width + 1)))
