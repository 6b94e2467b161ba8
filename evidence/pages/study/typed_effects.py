"""The effects that follow from the rows of a workbench as they are typed, before anything is saved.

They follow from the typed rows alone, by the rules of every answer. Open questions about stored numbers are not read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from evidence.findings.answer_texts import study_effect_text
from evidence.pages.study.study_findings import found_sentences, own_answers
from evidence.synthesis.comparison_labels import time_label
from evidence.synthesis.eligibility import Judged, judge_evidence
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.pool_texts import measure_words
from evidence.synthesis.study_effects import build_study_effect, effect_measure
from studies.curation.workbench.live_row_view import posted_evidence
from studies.models import Study
from studies.numerics.errors import StatisticsError
from studies.page_access import curators_only
from studies.reported.rows import Evidence


@dataclass(frozen=True, slots=True)
class TypedEffect:
    """Two arms compared on one outcome at one time: the effect, or the reason why there is none."""

    arms: str
    comparison: str
    outcome: str
    when: str
    effect: str = ""
    measure: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TypedEffects:
    """What a form says so far: its effects, and its findings in sentences."""

    effects: tuple[TypedEffect, ...]
    sentences: tuple[str, ...]


def typed_effects(evidence: Evidence) -> TypedEffects:
    """Every contrast of the typed rows of which something is typed, with its effect or the reason why it has none."""
    judged = judge_evidence(evidence)
    return TypedEffects(tuple(_effects(judged)), _sentences(judged))


def _effects(judged: Iterable[Judged]) -> Iterable[TypedEffect]:
    for item in judged:
        contrast = item.contrast
        if contrast is None:
            continue
        effect, measure, reason = _effect(item)
        yield TypedEffect(
            arms=f"{item.pair.ozone.label} v {item.pair.comparator.label}",
            comparison=item.pair.compared.label,
            outcome=contrast.outcome_name or contrast.measure.name,
            when=time_label(contrast.weeks, contrast.timepoint_label),
            effect=effect,
            measure=measure,
            reason=reason,
        )


def _effect(judged: Judged) -> tuple[str, str, str]:
    """The effect in words, its measure, and why there is none."""
    if isinstance(judged, ExcludedContrast):
        return "", "", ": ".join(filter(None, (judged.reason.label, judged.detail)))
    try:
        effect = build_study_effect([judged], effect_measure([judged])).lines[0].effect
    except StatisticsError as refusal:
        return "", "", str(refusal)
    return study_effect_text(effect), measure_words(effect.measure), ""


def _sentences(judged: Sequence[Judged]) -> tuple[str, ...]:
    try:
        return tuple(each.text for each in found_sentences(own_answers(judged), {}))
    except StatisticsError:
        # Half a number is typed: the rows above say what is wrong with it.
        return ()


@curators_only
@require_POST
def workbench_effects(request: HttpRequest, slug: str) -> HttpResponse:
    """The effects of the posted rows: a page of their own, or the part of it that the workbench loads."""
    study = get_object_or_404(Study.objects.prefetch_related("arms"), slug=slug)
    is_part = request.POST.get("part") == "effects"
    template = "_typed_effects.html" if is_part else "typed_effects.html"
    context = {"page": typed_effects(posted_evidence(study, request.POST)), "study": study}
    return render(request, f"evidence/pages/study/{template}", context)
