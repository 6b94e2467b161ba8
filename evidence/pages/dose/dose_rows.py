"""The studies of a comparison with their doses, a row each: the twin of every figure and the content of the files."""

from dataclasses import dataclass

from evidence.findings.answer_texts import contrast_href, effect_with_limits
from evidence.findings.text_table import TextTable, text_table
from evidence.findings.truncation import TruncatedList, truncate
from evidence.statistics.effect_sizes import Measure
from evidence.statistics.interval import Interval
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import join_words, time_label
from evidence.synthesis.dose_response import DoseSection
from evidence.synthesis.effect_phrases import spelled_out
from evidence.synthesis.mark_texts import study_marks
from evidence.synthesis.study_covariates import CONCENTRATION, SESSIONS, VOLUME, Covariate, Unknown, ozone_arms
from evidence.synthesis.study_effects import StudyEffect
from studies.numerics.number_formatting import count, plural
from studies.reported.contrasts import Contrast


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One study of a section. Doses are the middle of a printed range; a dose that is not known says why.

    ``state`` is empty for a study in an answer, else why it is in none and not drawn; ``marks`` are the assumptions and
    cautions of its number. The effect is on the reader's scale.
    """

    study: str
    href: str
    contrast: Contrast
    route: str
    randomised: bool
    condition: str
    concentration: float | Unknown
    volume: float | Unknown
    sessions: float | Unknown
    people: int | None
    measure: str
    scale: str
    effect: str
    estimate: float
    interval: Interval
    state: str
    marks: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """What must be read with the number; a dash where there is nothing."""
        drawn = self.state and f"not drawn: {self.state}"
        return "; ".join(filter(None, ("" if self.randomised else "not randomised", drawn, *self.marks))) or "–"

    @property
    def time(self) -> str:
        """When it was measured."""
        return time_label(self.contrast.weeks, self.contrast.timepoint_label)


def dose_rows(section: DoseSection, condition_names: dict[str, str]) -> tuple[DoseRow, ...]:
    """Every study of a section, those in an answer first."""
    return tuple(_row(answer, entry, condition_names) for answer, entry in _in_order(section))


def first_dose_rows(section: DoseSection, condition_names: dict[str, str]) -> TruncatedList[DoseRow]:
    """The first of these rows, as many as a page shows."""
    return truncate(_in_order(section), lambda item: _row(*item, condition_names))


def _in_order(section: DoseSection) -> list[tuple[Answer, StudyEffect]]:
    return sorted(section.entries, key=lambda item: bool(item[1].pool_exclusion))


def _row(answer: Answer, entry: StudyEffect, names: dict[str, str]) -> DoseRow:
    first, effect = entry.lines[0].first, entry.effect
    interval = effect.reader_interval()
    conditions = dict.fromkeys(names.get(arm.condition, arm.condition) for arm in ozone_arms(entry))
    return DoseRow(
        study=entry.study.label,
        href=contrast_href(first),
        contrast=first,
        route=answer.question.route.label if answer.question.route else "",
        randomised=answer.question.randomised,
        condition=join_words(conditions),
        concentration=CONCENTRATION.value(entry),
        volume=VOLUME.value(entry),
        sessions=SESSIONS.value(entry),
        people=entry.n,
        measure=effect.measure.value,
        scale=answer.scale,
        effect=effect_with_limits(effect.measure, effect.reader(), interval.low, interval.high),
        estimate=effect.reader(),
        interval=interval,
        state=entry.pool_exclusion.label if entry.pool_exclusion else "",
        marks=study_marks(entry),
    )


_MEASURES = spelled_out((Measure.MD, Measure.SMD, Measure.RR, Measure.OR))


def dose_table(caption: str, rows: tuple[DoseRow, ...]) -> TextTable:
    """The rows in text."""
    headings = (
        *("Study", "Route", "Condition", "Time"),
        *(covariate.axis_label for covariate in (CONCENTRATION, VOLUME, SESSIONS)),
        *(f"Effect (95% interval; {_MEASURES})", "People", "Remark"),
    )
    texts = (
        (
            row.study,
            row.route,
            row.condition,
            row.time,
            *(value if isinstance(value, Unknown) else f"{value:g}" for value in doses_of(row)),
            row.effect,
            "not printed" if row.people is None else count(row.people),
            row.remark,
        )
        for row in rows
    )
    return text_table(caption, headings, texts, (row.href for row in rows))


def doses_of(row: DoseRow) -> tuple[float | Unknown, ...]:
    """Concentration, volume and sessions."""
    return (row.concentration, row.volume, row.sessions)


def stated_text(section: DoseSection, covariates: tuple[Covariate, ...]) -> str:
    """How many studies state each dose, in one sentence."""
    parts = join_words(
        f"the {covariate.label.lower()} for {plural(section.stated(covariate), 'study', 'studies')}".replace(
            "for 0 studies", "for no study"
        )
        for covariate in covariates
    )
    return f"{plural(len(section.entries), 'study', 'studies')}; the texts read state {parts}."
