"""The rows of an answer's forest plot: studies, their strata, the pool, and studies that are in no pool."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from evidence.figures.forest import EntryKind, ForestEntry
from evidence.findings.answer_texts import (
    answer_effect_text,
    contrast_href,
    effect_with_limits,
    printed_text,
    study_effect_text,
)
from evidence.findings.bias_lights import BiasColumn, lights_of, study_lights
from evidence.findings.drawn_order import SEVERAL, drawn_groups, oldest_first
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.statistics.interval import Interval
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.mark_texts import line_marks
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.choices import RouteGroup
from studies.numerics.arm_values import Counts
from studies.numerics.number_formatting import count, number, plural
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.spread_recovery import ArmValue

SEVERAL_CONDITIONS = "Several conditions"
# Why a study is in no pool, in a word; the whole reason is a remark under the figure.
_TAGS = {
    ContrastExclusion.DOUBTED: "doubted",
    ContrastExclusion.RETRACTED: "retracted",
    ContrastExclusion.CRITICAL_BIAS: "critical bias",
    ContrastExclusion.MAY_SHARE_PATIENTS: "may be the same people",
    ContrastExclusion.PART_OF_ARM: "part of the arms",
    ContrastExclusion.TIME_NOT_STATED: "time not stated",
    ContrastExclusion.OTHER_RATIO: "another ratio",
}
_BESIDE = "not pooled"
COUNTED_ONCE = "its groups of patients are put together by their common effect, so that each person counts once"
_Side = Callable[[ContrastEffect], ArmValue | None]


# Without slots, so that what all rows share is found once.
@dataclass(frozen=True)
class FigureRows:
    """The rows of one answer; ``columns`` are those of the lights of risk of bias."""

    answer: Answer
    condition_names: Mapping[str, str]
    columns: Sequence[BiasColumn]

    def rows(self) -> list[ForestEntry]:
        """Studies by condition where there are several, the pool and what it predicts, then studies in no pool."""
        found: list[ForestEntry] = []
        for condition, entries in self._groups.items():
            if len(self._groups) > 1:
                found.append(ForestEntry(self._condition_name(condition), EntryKind.HEADING))
            for entry in entries:
                found += self._study(entry)
        if self.answer.pooled:
            found += _total(self.answer, self.answer.pooled)
        for entry in oldest_first(self.answer.unpooled):
            found += self._study(entry)
        return found

    @cached_property
    def _groups(self) -> dict[str, list[StudyEffect]]:
        return drawn_groups(self.answer.entries)

    @cached_property
    def _has_conditions(self) -> bool:
        return len({line.arm.condition for entry in self.answer.all_entries for line in entry.lines}) > 1

    @cached_property
    def _has_times(self) -> bool:
        return len({_time(line) for entry in self.answer.all_entries for line in entry.lines}) > 1

    def _condition_name(self, condition: str) -> str:
        return SEVERAL_CONDITIONS if condition == SEVERAL else self.condition_names.get(condition, condition)

    def _study(self, entry: StudyEffect) -> Iterator[ForestEntry]:
        """A study in one row; with strata its own row, in which each person counts once, and theirs under it."""
        if len(entry.lines) == 1 or entry.lines[0].first.part:
            yield from (self._line(entry, line, _kind(entry)) for line in entry.lines)
            return
        yield _effect_row(
            entry,
            entry.effect,
            kind=_kind(entry),
            detail=f"{plural(len(entry.lines), 'group')} of patients",
            ozone_people=_people(entry.lines, _ozone),
            comparator_people=_people(entry.lines, _comparator),
            weight=entry.weight,
            href=reverse("study", args=[entry.study.slug]),
            lights=study_lights(entry, self.columns),
            marks=(COUNTED_ONCE, *_exclusion_marks(entry)),
        )
        yield from (self._line(entry, line, EntryKind.STRATUM) for line in entry.lines)

    def _line(self, entry: StudyEffect, line: ContrastEffect, kind: EntryKind) -> ForestEntry:
        is_stratum = kind is EntryKind.STRATUM
        group = (line.first.part or line.arm.stratum).replace("-", " ")
        details = (
            "" if is_stratum else group,
            self._condition_name(line.arm.condition) if self._has_conditions and self._names_condition(entry) else "",
            "" if self.answer.question.route is not RouteGroup.NOT_STATED else "route not stated",
            _time(line) if self._has_times else "",
        )
        return _effect_row(
            entry,
            line.effect,
            kind=kind,
            label=(group or "group of patients") if is_stratum else "",
            detail=" · ".join(filter(None, details)),
            ozone_text=_value(line.ozone),
            ozone_people=_size(line.ozone),
            comparator_text=_value(line.comparator),
            comparator_people=_size(line.comparator),
            weight=None if is_stratum else entry.weight,
            href=contrast_href(line.first),
            lights=lights_of(line, self.columns),
            marks=(
                *filter(None, (printed_text(line),)),
                *line.notes,
                *line_marks(line),
                *(() if is_stratum else _exclusion_marks(entry)),
            ),
        )

    def _names_condition(self, entry: StudyEffect) -> bool:
        """Whether no heading over a row names its condition."""
        return bool(entry.pool_exclusion) or len(self._groups) == 1 or entry in self._groups.get(SEVERAL, ())


def _effect_row(entry: StudyEffect, effect: EffectSize, *, label: str = "", **texts: object) -> ForestEntry:
    """The row of a study, or of a part of one, with its effect on the scale that readers see."""
    interval = effect.reader_interval()
    study, is_study = entry.study, not label
    return ForestEntry(
        label=label or study.label,
        year=str(study.year) if is_study and study.year and str(study.year) not in study.label else "",
        tag=_tag(entry) if is_study else "",
        effect_text=study_effect_text(effect).removeprefix(f"{effect.measure} "),
        estimate=effect.reader(),
        low=interval.low,
        high=interval.high,
        **texts,  # type: ignore[arg-type]
    )


def _time(line: ContrastEffect) -> str:
    return time_label(line.first.weeks, line.first.timepoint_label)


def _kind(entry: StudyEffect) -> EntryKind:
    if entry.pool_exclusion is None:
        return EntryKind.STUDY
    return EntryKind.DOUBTED if entry.pool_exclusion is ContrastExclusion.DOUBTED else EntryKind.NOT_POOLED


def _tag(entry: StudyEffect) -> str:
    return _TAGS.get(entry.pool_exclusion, _BESIDE) if entry.pool_exclusion else ""


def _exclusion_marks(entry: StudyEffect) -> tuple[str, ...]:
    """Why a study is in no pool: what is doubted, else the reason, with the study that it may share people with."""
    if entry.pool_exclusion is None:
        return ()
    if entry.query:
        return (f"doubted: {entry.query.problem.rstrip('.')}",)
    return (f"{entry.pool_exclusion.label}: {entry.detail}" if entry.detail else entry.pool_exclusion.label,)


def _ozone(line: ContrastEffect) -> ArmValue | None:
    return line.ozone


def _comparator(line: ContrastEffect) -> ArmValue | None:
    return line.comparator


def _value(arm: ArmValue | None) -> str:
    """One arm without its people: events, or the mean with its deviation or error; empty without one."""
    if arm is None:
        return ""
    if isinstance(arm.value, Counts):
        return f"{arm.value.events:g}"
    mean = number(arm.value.mean, digits=1)
    if arm.value.sd is not None:
        return f"{mean} ({number(arm.value.sd, digits=1)})"
    return f"{mean} (SE {number(arm.value.standard_error, digits=1)})"


def _size(arm: ArmValue | None) -> str:
    return "" if arm is None or arm.n is None else count(arm.n)


def _people(lines: Iterable[ContrastEffect], side: _Side) -> str:
    """The people of one side; empty where a size is not printed."""
    return _sum([arm.n if (arm := side(line)) else None for line in lines])


def _events(lines: Iterable[ContrastEffect], side: _Side) -> str:
    """The events of one side; empty for scores, and where some trial prints its own ratio alone."""
    values = [arm.value if (arm := side(line)) else None for line in lines]
    return _sum([round(value.events) if isinstance(value, Counts) else None for value in values])


def _sum(numbers: Sequence[int | None]) -> str:
    known = [each for each in numbers if each is not None]
    return count(sum(known)) if len(known) == len(numbers) else ""


def _total(answer: Answer, pooled: PooledEstimate) -> Iterator[ForestEntry]:
    interval, prediction = pooled.reader_interval(), pooled.reader_prediction()
    lines = [line for entry in answer.entries for line in entry.lines]
    yield ForestEntry(
        label=f"All {plural(answer.k, 'trial') if answer.question.randomised else plural(answer.k, '', 'studies')}",
        kind=EntryKind.TOTAL,
        ozone_text=_events(lines, _ozone),
        ozone_people=_people(lines, _ozone),
        comparator_text=_events(lines, _comparator),
        comparator_people=_people(lines, _comparator),
        effect_text=answer_effect_text(answer, ()).removeprefix(f"{answer.measure} "),
        estimate=pooled.reader(),
        low=interval.low,
        high=interval.high,
    )
    if prediction:
        yield _prediction(answer, pooled, prediction)


def _prediction(answer: Answer, pooled: PooledEstimate, prediction: Interval) -> ForestEntry:
    measure = answer.measure or Measure.GEN
    text = effect_with_limits(measure, pooled.reader(), prediction.low, prediction.high)
    return ForestEntry(
        "Where a new trial is expected" if answer.question.randomised else "Where a new study is expected",
        EntryKind.PREDICTION,
        effect_text=text.partition("(")[2].rstrip(")"),
        low=prediction.low,
        high=prediction.high,
    )
