"""One contrast: two arm results, or their difference, as printed, what they compare, and the effect step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from evidence.findings.answer_texts import bounds_text, study_effect_text
from evidence.findings.condition_answers import answer_href
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.arithmetic import arithmetic_steps
from evidence.synthesis.comparison_labels import time_label, treatment_text
from evidence.synthesis.eligibility import Judged, judge_evidence
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.mark_texts import line_marks
from evidence.synthesis.pool_texts import measure_words
from evidence.synthesis.questions import with_same_question
from evidence.synthesis.study_effects import ContrastEffect, build_study_effect, effect_measure
from studies.choices import QueryState
from studies.models import Condition, DataQuery, OutcomeMeasure, OutcomeResult, ReportedContrast, Study
from studies.models.row_key import at_addresses
from studies.numerics.errors import StatisticsError
from studies.presentation.reported_values import result_text, scale_text, time_text
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import study_namer
from studies.reported.contrasts import Contrast
from studies.reported.printed_differences import printed_row
from studies.reported.reported_numbers import NumberShare, share_of_row
from studies.reported.rows import ResultRow
from studies.selectors import read_evidence

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ContrastStatus:
    """Whether a contrast is in an answer, shown next to one, or excluded; with the reason unless it is in."""

    text: str
    reason: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class QueryText:
    """A data query as the page shows it."""

    tag: str
    is_open: bool
    problem: str
    when: str
    detail: str


@dataclass(frozen=True, slots=True)
class ArmResult:
    """One arm's result with its texts as printed."""

    side: str
    result: OutcomeResult
    printed: str
    scale: str
    when: str
    share: NumberShare


@dataclass(frozen=True, slots=True)
class ContrastPage:
    """Everything on a contrast's page."""

    contrast: Contrast
    title: str
    when: str
    in_both: str
    only_with_ozone: str
    only_in_comparator: str
    study: Study
    condition: Condition
    arms: tuple[ArmResult, ...]
    effect: str
    # What the short name of the effect's measure stands for.
    measure: str
    steps: tuple[str, ...]
    rules: tuple[str, ...]
    bounds: tuple[str, ...]
    marks: tuple[str, ...]
    status: ContrastStatus
    reported: tuple[tuple[ReportedContrast, NumberShare], ...]
    queries: tuple[QueryText, ...]


def contrast_page(study_slug: str, ozone_address: str, comparator_address: str) -> ContrastPage | None:
    """Prepare the contrast of two results, by their addresses; None when they are none, or hidden from readers."""
    results = OutcomeResult.objects.visible().select_related("arm__study", "arm__condition", "measure")
    found = at_addresses(results.filter(arm__study__slug=study_slug), ozone_address, comparator_address)
    if len(found) != 2:
        return None
    ozone, comparator = found
    everything = judge_evidence(read_evidence([ozone.arm.condition.slug]))
    judged = next((item for item in everything if _result_ids(item.contrast) == (ozone.pk, comparator.pk)), None)
    contrast = judged.contrast if judged else None
    if judged is None or contrast is None:
        return None
    arms = (
        _arm_result("Ozone arm", ozone, contrast.ozone),
        _arm_result("Comparator arm", comparator, contrast.comparator),
    )
    return _page(judged, contrast, everything, ozone, arms)


def printed_contrast_page(study_slug: str, address: str) -> ContrastPage | None:
    """Prepare a difference that its trial printed; None where another contrast has it, or readers may not see it."""
    rows = ReportedContrast.objects.filter(study__in=Study.objects.visible(), study__slug=study_slug)
    found = at_addresses(rows.select_related("study", "arm_a__condition", "measure"), address)
    if not found:
        return None
    (row,) = found
    everything = judge_evidence(read_evidence([row.arm_a.condition.slug]))
    for judged in everything:
        contrast = judged.contrast
        if contrast and _result_ids(contrast) is None and (printed := printed_row(contrast)) and printed.id == row.pk:
            return _page(judged, contrast, everything, row, ())
    return None


def _page(
    judged: Judged,
    contrast: Contrast,
    everything: Sequence[Judged],
    of: OutcomeResult | ReportedContrast,
    arms: tuple[ArmResult, ...],
) -> ContrastPage:
    line = _line(judged)
    arm = of.arm if isinstance(of, OutcomeResult) else of.arm_a
    return ContrastPage(
        contrast=contrast,
        title=contrast.outcome_name or contrast.measure.name,
        when=time_label(contrast.weeks, contrast.timepoint_label),
        in_both=treatment_text(contrast.pair.compared.in_both) or NOTHING,
        only_with_ozone=treatment_text(contrast.pair.compared.only_with_ozone) or NOTHING,
        only_in_comparator=treatment_text(contrast.pair.compared.only_in_comparator) or NOTHING,
        study=arm.study,
        condition=arm.condition,
        arms=arms,
        effect=study_effect_text(line.effect) if line else "",
        measure=measure_words(line.effect.measure) if line else "",
        steps=tuple(arithmetic_steps(line)) if line else (),
        rules=line.rules if line else (),
        bounds=_bounds(line) if line else (),
        marks=line_marks(line) if line else (),
        status=_status(judged, contrast, with_same_question(everything, contrast)),
        reported=_reported(contrast),
        queries=queries_on(arm.study, of.measure),
    )


def queries_on(study: Study, measure: OutcomeMeasure) -> tuple[QueryText, ...]:
    """The data queries on one outcome of a study, with the names of studies in place of their keys."""
    rows = list(DataQuery.objects.filter(study=study, measure=measure).order_by("id"))
    named = study_namer(row.detail for row in rows)
    return tuple(
        QueryText(
            tag=f"{row.get_severity_display()}, {row.get_state_display()}",
            is_open=row.state != QueryState.RESOLVED,
            problem=row.problem,
            when=row.timepoint_label,
            detail=named(row.detail),
        )
        for row in rows
    )


def _reported(contrast: Contrast) -> tuple[tuple[ReportedContrast, NumberShare], ...]:
    """What the trial printed of the contrast, and how many numbers of it are confirmed."""
    shares = {row.id: share_of_row("contrast", row) for row in contrast.reported}
    return tuple((row, shares[row.pk]) for row in ReportedContrast.objects.filter(pk__in=shares))


def _arm_result(side: str, result: OutcomeResult, row: ResultRow | None) -> ArmResult:
    share = share_of_row("result", row) if row else NumberShare()
    return ArmResult(side, result, result_text(result), scale_text(result), time_text(result), share)


def _result_ids(contrast: Contrast | None) -> tuple[int, int] | None:
    """The ids of its two results, where it has both."""
    if contrast is None or contrast.ozone is None or contrast.comparator is None:
        return None
    return contrast.ozone.id, contrast.comparator.id


def _line(judged: Judged) -> ContrastEffect | None:
    """The effect of this contrast alone."""
    if isinstance(judged, ExcludedContrast):
        return None
    try:
        return build_study_effect([judged], effect_measure([judged])).lines[0]
    except StatisticsError:
        return None


def _bounds(line: ContrastEffect) -> tuple[str, ...]:
    """Between what the derived values of the two arms lie."""
    sides = (("ozone arm", line.ozone), ("comparator arm", line.comparator))
    return tuple(f"{side}: {text}" for side, arm in sides if (text := bounds_text(arm)))


def _status(judged: Judged, contrast: Contrast, asking: Sequence[Judged]) -> ContrastStatus:
    """Its place among all contrasts that ask the same question."""
    place = reverse("condition", args=[contrast.pair.ozone.condition])
    for answer in synthesise(asking).answers:
        status = _in_answer(contrast, answer, answer_href(contrast.pair.ozone.condition, answer))
        if status:
            return status
    return ContrastStatus(
        "It is in no answer", judged.reason.label if isinstance(judged, ExcludedContrast) else "", place
    )


def _in_answer(contrast: Contrast, answer: Answer, href: str) -> ContrastStatus | None:
    for entry in answer.all_entries:
        if any(contrast in line.contrasts for line in entry.lines):
            if entry.pool_exclusion is None:
                return ContrastStatus("It is in the answer", href=href)
            detail = entry.query.problem if entry.query else entry.detail
            return ContrastStatus(
                "It is shown next to the answer", ": ".join(filter(None, (entry.pool_exclusion.label, detail))), href
            )
    for item in answer.left_out:
        if item.contrast == contrast:
            return ContrastStatus(
                "It is left out of the answer", ": ".join(filter(None, (item.reason.label, item.detail))), href
            )
    return None


@show_page("evidence/pages/contrast.html", shared=True)
def contrast_detail(request: HttpRequest, slug: str, ozone: str, comparator: str) -> Context | None:
    page = contrast_page(slug, ozone, comparator)
    return {"page": page} if page else None


@show_page("evidence/pages/contrast.html", shared=True)
def printed_contrast_detail(request: HttpRequest, slug: str, row: str) -> Context | None:
    page = printed_contrast_page(slug, row)
    return {"page": page} if page else None
