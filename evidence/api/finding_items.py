"""Findings and their contrasts as rows: the same as files and pages hold, with lasting names and numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Prefetch

from evidence.api.data_answers import JsonObject, KeyedItem
from evidence.api.listed_rows import Absolute
from evidence.api.record_values import record_id
from evidence.exports.findings import finding_data, study_rows
from evidence.exports.moderators import MODERATOR_COLUMNS
from evidence.findings.answer_texts import contrast_href
from evidence.findings.condition_answers import answer_href
from evidence.findings.finding import Finding
from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.statistics.estimates import PooledEstimate
from evidence.synthesis.other_choices import other_choices
from evidence.synthesis.row_figures import RowFigure, row_figures
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.models import Arm, OutcomeResult, Publication, ReportedContrast, Study
from studies.presentation.study_sources import main_report
from studies.reported.row_keys import row_address
from studies.reported.rows import ArmRow

# A contrast within the address of its finding.
_JOINT = "/"
# Columns of the files that have a name of their own here, or a value that is read with the records.
_OWN_NAMES = frozenset(
    {"study", "condition", "ozone_result", "comparator_result", *MODERATOR_COLUMNS} - {"blinding", "bias"}
)


class ContrastRecords(NamedTuple):
    """The records behind some contrasts: studies and arms by their numbers, results and differences by their keys."""

    studies: Mapping[int, Study]
    arms: Mapping[int, Arm]
    rows: Mapping[str, OutcomeResult | ReportedContrast]


class FindingLine(NamedTuple):
    """One line of one study of a finding for a condition (slug), with its row of the files."""

    condition: str
    finding: Finding
    entry: StudyEffect
    line: ContrastEffect
    row: JsonObject

    @property
    def key(self) -> str:
        """Its lasting name: the finding, then the contrast by the addresses of its rows."""
        return _JOINT.join((self.finding.anchor, *contrast_words(self.line)))


def contrast_words(line: ContrastEffect) -> tuple[str, ...]:
    """What names a contrast: its study, then both results, or the difference that the trial printed."""
    study, first = line.arm.study.slug, line.first
    if line.printed or not (first.ozone and first.comparator):
        printed = line.printed.row if line.printed else first.reported[0]
        return study, "printed", row_address(printed.key)
    return study, row_address(first.ozone.key), row_address(first.comparator.key)


def finding_lines(findings: Iterable[Finding], condition: str, after: str = "") -> Iterator[FindingLine]:
    """The lines of findings for a condition (slug), after one of them, in the order of their names within a finding."""
    for finding in findings:
        entries = [(entry, line) for entry in finding.answer.all_entries for line in entry.lines]
        lines = [
            FindingLine(condition, finding, entry, line, row)
            for (entry, line), row in zip(entries, study_rows(finding), strict=True)
        ]
        yield from (each for each in sorted(lines, key=lambda each: each.key) if each.key > after)


def read_records(lines: Sequence[FindingLine]) -> ContrastRecords:
    """What the lines rest on, by five queries."""
    pairs = [contrast.pair for each in lines for contrast in each.line.contrasts]
    results = {row.key for each in lines for of in each.line.contrasts for row in (of.ozone, of.comparator) if row}
    printed = {row.key for each in lines for of in each.line.contrasts for row in of.reported}
    studies = Study.objects.filter(pk__in={each.entry.study.id for each in lines})
    arms = Arm.objects.filter(pk__in={arm.id for pair in pairs for arm in (pair.ozone, pair.comparator)})
    papers = Prefetch("publications", Publication.objects.order_by("pk"))
    rows: list[OutcomeResult | ReportedContrast] = [
        *OutcomeResult.objects.filter(row_key__in=results),
        *ReportedContrast.objects.filter(row_key__in=printed),
    ]
    return ContrastRecords(
        {study.pk: study for study in studies.prefetch_related(papers)},
        {arm.pk: arm for arm in arms.select_related("study")},
        {f"{type(row).__name__} {row.row_key}": row for row in rows},
    )


def contrast_items(lines: Sequence[FindingLine], absolute: Absolute) -> list[KeyedItem]:
    """The lines as rows."""
    records = read_records(lines)
    return [KeyedItem(each.key, _contrast(each, records, absolute)) for each in lines]


def _contrast(each: FindingLine, records: ContrastRecords, absolute: Absolute) -> JsonObject:
    question, line, first = each.finding.answer.question, each.line, each.line.first
    study = records.studies[each.entry.study.id]
    paper = main_report(study)
    row = {name: value for name, value in each.row.items() if name not in _OWN_NAMES}
    return {
        "id": each.key,
        "condition": each.condition,
        "finding": each.finding.anchor,
        "study": study.slug,
        "study_label": study.label,
        "doi": (paper.doi or None) if paper else None,
        "pmid": (paper.pmid or None) if paper else None,
        "design": study.design,
        "standing": study.standing,
        "comparison": question.comparison.value,
        "outcome": each.finding.title,
        "domain": question.outcome.domain.value,
        "instrument": first.measure.slug,
        "window": question.window.value,
        "randomised": question.randomised,
        "scale": each.finding.answer.scale or None,
        "higher_is_better": each.finding.answer.higher_is_better,
        **row,
        "arm_condition": line.arm.condition,
        **effect_data(line.effect),
        "rules": list(line.rules),
        "assumptions": [mark.value for mark in line.assumptions],
        "cautions": [mark.value for mark in line.cautions],
        "doubt": each.entry.query.problem if each.entry.query else None,
        **_arm_data("ozone", line.arm, records),
        **_arm_data("comparator", first.pair.comparator, records),
        "ozone_results": [of.ozone.key for of in line.contrasts if of.ozone],
        "comparator_results": [of.comparator.key for of in line.contrasts if of.comparator],
        "difference": line.printed.row.key if line.printed else None,
        **_source(line, records, study),
        "page": absolute(contrast_href(first)),
    }


def effect_data(effect: EffectSize | PooledEstimate) -> JsonObject:
    """An effect with its interval as readers see it: of a ratio the ratio, not its logarithm."""
    interval = effect.reader_interval()
    return {"estimate": effect.reader(), "ci_low": interval.low, "ci_high": interval.high}


def _arm_data(side: str, arm: ArmRow, records: ContrastRecords) -> JsonObject:
    data: JsonObject = {
        "arm": record_id(records.arms[arm.id]),
        "components": sorted(name.value for name in arm.components),
        "route": arm.route.value,
    }
    if side == "ozone":
        data |= {
            "guidance": arm.guidance.value if arm.guidance else None,
            "concentration_low": arm.concentration_low,
            "concentration_high": arm.concentration_high,
            "volume_low": arm.volume_low,
            "volume_high": arm.volume_high,
            "sessions_low": arm.sessions_low,
            "sessions_high": arm.sessions_high,
        }
    return {f"{side}_{name}": value for name, value in data.items()}


def _source(line: ContrastEffect, records: ContrastRecords, study: Study) -> JsonObject:
    """Where the numbers were read: of the printed difference where that is used, else of the result with ozone."""
    if line.printed:
        row: Any = records.rows.get(f"ReportedContrast {line.printed.row.key}")
    else:
        row = records.rows.get(f"OutcomeResult {line.first.ozone.key}") if line.first.ozone else None
    return {
        "source_url": (row.source_url or None) if row else None,
        "locator": (row.locator or None) if row else None,
        # A row that says nothing else was read as its study was.
        "read_as": (row.read_as if row else "") or study.read_as or None,
    }


def finding_item(finding: Finding, condition: str, absolute: Absolute) -> KeyedItem:
    """A finding without its rows, which are contrasts."""
    answer = finding.answer
    data = {name: value for name, value in finding_data(finding).items() if name not in ("rows", "finding")}
    own = {
        "id": finding.anchor,
        "condition": condition,
        "domain": answer.question.outcome.domain.value,
        "scale": answer.scale or None,
        "higher_is_better": answer.higher_is_better,
        "measure": answer.measure.value if answer.measure else None,
        "effect_text": data.pop("effect") or None,
        "effect": _effect(finding),
        "figures": [_figure(figure) for figure in (row_figures(answer) if answer.is_usable else ())],
        "studies": [entry.study.slug for entry in finding.answer.all_entries],
        "doubts": list(finding.doubts),
        "other_trials": finding.other_trials or None,
        "page": absolute(answer_href(condition, answer)),
    }
    return KeyedItem(finding.anchor, data | own)


def choice_data(finding: Finding) -> list[JsonObject]:
    """The same studies with one choice changed at a time, as the page of the finding lists them."""
    return [
        {
            "choice": each.name,
            "measure": each.measure.value,
            "estimate": each.estimate if each.interval else None,
            "ci_low": each.interval.low if each.interval else None,
            "ci_high": each.interval.high if each.interval else None,
            "text": each.text or None,
            "word": each.word.value if each.word else None,
            "is_own": each.is_own,
        }
        for each in other_choices(finding.answer)
    ]


def _effect(finding: Finding) -> JsonObject | None:
    """The pool, else the effect of the one study; none of two that stand side by side."""
    answer = finding.answer
    found: PooledEstimate | EffectSize | None = answer.pooled
    if found is None and len(finding.shown_studies) == 1:
        found = finding.shown_studies[0].effect
    if found is None:
        return None
    measure = answer.measure or Measure.GEN
    return {"measure": measure.value, **effect_data(found)}


def _figure(figure: RowFigure) -> JsonObject:
    return {
        "unit": figure.unit.label,
        "study": figure.study.slug if figure.study else None,
        "is_pooled": figure.is_pooled,
        "is_change": figure.is_change,
        "without_ozone": figure.without,
        "with_ozone": figure.with_ozone,
        "difference": figure.difference,
        "ci_low": figure.interval.low,
        "ci_high": figure.interval.high,
        "careful_ci_low": figure.usual.low if figure.usual else None,
        "careful_ci_high": figure.usual.high if figure.usual else None,
        "points_of_100_per_point": figure.per_point,
    }
