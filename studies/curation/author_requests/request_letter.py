"""The letter to the authors of a trial, and the table that they fill in: both follow from what its record lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studies.choices import ReadAs, ResultKind
from studies.curation.author_requests.missing_figures import ASKED_FIGURES, MissingFigure
from studies.numerics.number_formatting import plural
from studies.presentation.csv_text import write_csv
from studies.reported.exclusion_reasons import ContrastExclusion

# The columns that authors fill in come after those that say what is asked.
ASKED = ("Arm", "Outcome", "Time")
_HEADS = dict(
    zip(ASKED_FIGURES, ("Number of people", "Mean", "Standard deviation", "People with the outcome"), strict=True)
)
MEAN_COLUMNS = ("n", "mean", "sd")
COUNT_COLUMNS = ("events",)
# A table for an outcome that the record does not name leaves this many lines for each arm.
EMPTY_LINES = 3
_NOT_NAMED = "each outcome that you measured"
_ANY_TIME = "each time"
_NO_TIME = "time not printed"


@dataclass(frozen=True, slots=True)
class AskedTrial:
    """What a letter says of the trial: its citation, its arms, and what of its report was read."""

    citation: str
    arms: tuple[str, ...]
    read_as: ReadAs | None


def letter_text(trial: AskedTrial, missing: Sequence[MissingFigure], *, addressee: str, sender: str) -> str:
    """The letter in plain words. ``addressee`` can be empty, and is then left to be written."""
    lines = [
        f"Dear {addressee or '[name]'},",
        f"We keep a public record of the published evidence on ozone for back pain. It shows every number with the "
        f"place where it was printed. Your study is in it:\n{trial.citation}",
        f"{_arms_sentence(trial.arms)}{_read_sentence(trial.read_as)} These figures are missing there, so these "
        "results cannot be counted beside those of other studies:",
        "\n".join(f"- {line}" for line in missing_lines(missing)),
        f"Could you send them to us? The table with this letter has a line for each of the "
        f"{plural(len(table_rows(missing)), 'row')} that we ask for; what is printed already stands in it. We need "
        "figures of groups only, never data of single patients. What you send is shown with you as its source and with "
        "the date.",
        "If the figures are no longer at hand, a line that says so helps us too.",
        f"Yours sincerely,\n{sender}",
    ]
    return "\n\n".join(lines)


def _arms_sentence(arms: Sequence[str]) -> str:
    return f"It compares these arms: {'; '.join(arms)}. " if arms else ""


def _read_sentence(read_as: ReadAs | None) -> str:
    return f"We read this of it: {read_as.label}." if read_as else "The record does not say what of it we read."


def missing_lines(missing: Iterable[MissingFigure]) -> list[str]:
    """One line for each outcome and reason, with its times and arms.

    >>> both = [MissingFigure(arm, "Pain", "4 weeks", None, ContrastExclusion.NO_SPREAD) for arm in ("Ozone", "Sham")]
    >>> missing_lines(both)
    ['Pain, 4 weeks (Ozone; Sham): means are printed without standard deviation, error or interval']
    """
    found: dict[tuple[str, ContrastExclusion], list[MissingFigure]] = {}
    for each in missing:
        found.setdefault((each.outcome, each.reason), []).append(each)
    return [_missing_line(outcome, reason, figures) for (outcome, reason), figures in found.items()]


def _missing_line(outcome: str, reason: ContrastExclusion, figures: Sequence[MissingFigure]) -> str:
    unknown = _NO_TIME if outcome else _ANY_TIME
    times = ", ".join(dict.fromkeys(each.time or unknown for each in figures))
    arms = "; ".join(dict.fromkeys(each.arm for each in figures))
    return f"{outcome or _NOT_NAMED}, {times} ({arms}): {reason.label}"


def table_columns(missing: Iterable[MissingFigure]) -> tuple[str, ...]:
    """The heads of the table."""
    return (*ASKED, *(_HEADS[name] for name in _figure_columns(missing)))


def _figure_columns(missing: Iterable[MissingFigure]) -> tuple[str, ...]:
    """The figures asked for: means, counts, or both where the record does not say which."""
    kinds = {each.kind for each in missing}
    means = MEAN_COLUMNS if kinds != {ResultKind.DICHOTOMOUS} else MEAN_COLUMNS[:1]
    counts = COUNT_COLUMNS if kinds - {ResultKind.CONTINUOUS} else ()
    return (*means, *counts)


def table_rows(missing: Sequence[MissingFigure]) -> list[tuple[str, ...]]:
    """The lines of the table, with the figures that the record has; several for an arm of which nothing was read."""
    columns, rows = _figure_columns(missing), []
    for each in missing:
        printed = dict(each.printed)
        line = (each.arm, each.outcome, each.time, *(printed.get(name, "") for name in columns))
        rows += [line] * (1 if each.outcome else EMPTY_LINES)
    return rows


def table_csv(missing: Sequence[MissingFigure]) -> str:
    """The table as CSV text."""
    return write_csv(table_columns(missing), table_rows(missing))
