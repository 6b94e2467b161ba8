"""The assessments of a study as a person may see them: by what they are of, each with who made it and what is next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from studies.appraisal.instrument import OVERALL, Instrument
from studies.curation.risk_of_bias.assessment_state import instrument_for
from studies.curation.risk_of_bias.consensus import ASSESSORS, differing_judgements
from studies.curation.risk_of_bias.finished_assessments import assessments_by_scope, scope_text
from studies.models import BiasAssessment, Study
from studies.numerics.number_formatting import count
from studies.page_access import name_of
from studies.reported.risk_of_bias_views import BiasBasis, basis_of, counted_assessments


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment of a scope; ``is_readable``: its page can be opened; ``is_hidden``: its judgement is not shown."""

    assessment: BiasAssessment
    tool: str
    by: str
    overall: str
    is_readable: bool
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class AssessedScope:
    """Everything that was assessed of one outcome, time and effect. ``state`` says what counts and what is next.

    ``source`` is an assessment from which the consensus can be started; None while it cannot.
    """

    name: str
    state: str
    lines: tuple[AssessmentLine, ...]
    source: BiasAssessment | None


def assessed_scopes(study: Study, person: User) -> list[AssessedScope]:
    """The assessments of a study, the latest first within each scope."""
    rows = study.bias_assessments.select_related("measure", "assessed_by").prefetch_related("judgements")
    readable = set(BiasAssessment.objects.visible_to(person).filter(study=study).values_list("pk", flat=True))
    scopes = assessments_by_scope(rows.order_by("-finished_at", "-started_at", "-id"))
    return [_scope(scope, readable, person) for scope in scopes]


def overall_label(assessment: BiasAssessment, instrument: Instrument) -> str:
    """The overall judgement; '' while there is none."""
    row = next((row for row in assessment.judgements.all() if row.domain == OVERALL), None)
    labels = {level.value: level.label for level in instrument.overall_levels}
    return labels.get(row.judgement, row.judgement) if row else ""


def _scope(rows: Sequence[BiasAssessment], readable: Collection[int], person: User) -> AssessedScope:
    finished = [row for row in rows if row.finished_at]
    counted = counted_assessments(finished)
    differing = differing_judgements(counted)
    is_settled = len(counted) >= ASSESSORS or any(row.is_consensus for row in counted)
    shown = {row.pk for row in rows if row.pk in readable and (is_settled or row.assessed_by_id == person.pk)}
    can_agree = len(counted) >= ASSESSORS and {row.pk for row in counted} <= shown and not _open_consensus(rows)
    return AssessedScope(
        name=scope_text(rows[0]),
        state=_state(rows, basis_of(counted, differing) if counted else None, len(differing)),
        lines=tuple(_line(row, readable, shown) for row in rows),
        source=counted[0] if can_agree else None,
    )


def _line(row: BiasAssessment, readable: Collection[int], shown: Collection[int]) -> AssessmentLine:
    instrument = instrument_for(row)
    return AssessmentLine(
        assessment=row,
        tool=instrument.name,
        by=name_of(row.assessed_by),
        overall=overall_label(row, instrument) if row.pk in shown else "",
        is_readable=row.pk in readable,
        is_hidden=row.pk not in shown,
    )


def _open_consensus(rows: Sequence[BiasAssessment]) -> BiasAssessment | None:
    return next((row for row in rows if row.is_consensus and row.finished_at is None), None)


def _state(rows: Sequence[BiasAssessment], basis: BiasBasis | None, differences: int) -> str:
    """What counts of a scope, and what is next."""
    consensus = _open_consensus(rows)
    at_work = f" {name_of(consensus.assessed_by)} is writing the consensus." if consensus else ""
    if basis is None:
        return "Nobody has finished yet."
    if basis is BiasBasis.ONE_PERSON:
        return "One person’s assessment counts. A second person can assess it, without reading the first."
    if basis is BiasBasis.ALIKE:
        return f"Two people judge alike: that counts. A consensus is not needed, but can be written.{at_work}"
    if basis is BiasBasis.DIFFERENT:
        judgements = "judgement" if differences == 1 else "judgements"
        return f"Two people differ in {count(differences)} {judgements}: where they do, nothing counts.{at_work}"
    return f"The consensus counts.{at_work}"
