"""A finished second extraction compared with the first."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet

from studies.choices import ExtractionState
from studies.curation.extraction.second_extraction import ExtractionAgreement, extraction_agreement, is_different
from studies.fields import FIELDS
from studies.models import ExtractedValue, Extraction, OutcomeResult, Study
from studies.page_access import name_of


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """A number that differs between the two extractions, and how that was settled."""

    value: ExtractedValue
    what: str
    field: str
    first: str
    second: str
    settled: str
    by: str

    @property
    def is_open(self) -> bool:
        return not self.value.settlement


@dataclass(frozen=True, slots=True)
class ExtractionComparison:
    """A finished extraction compared with the first: their agreement, and every difference."""

    extraction: Extraction
    by: str
    agreement: ExtractionAgreement
    differences: tuple[ComparedValue, ...]

    @property
    def n_open(self) -> int:
        return sum(each.is_open for each in self.differences)


def finished_extractions(study: Study) -> QuerySet[Extraction]:
    """The finished second extractions of a study."""
    rows = study.extractions.exclude(state=ExtractionState.OPEN).select_related("by").defer("by__password")
    settled_by = Prefetch("values__settled_by", User.objects.defer("password"))
    return rows.prefetch_related("values__result__arm", "values__result__measure", settled_by)


def compare_extraction(extraction: Extraction) -> ExtractionComparison:
    """Compare a finished extraction with the first."""
    values = list(extraction.values.all())
    return ExtractionComparison(
        extraction=extraction,
        by=name_of(extraction.by),
        agreement=extraction_agreement((value.first, value.typed) for value in values),
        differences=tuple(_difference(value) for value in values if is_different(value)),
    )


def _difference(value: ExtractedValue) -> ComparedValue:
    result = value.result
    return ComparedValue(
        value=value,
        what=f"{result.arm.label}, {outcome_text(result)}, {result.timepoint_label or 'time not stated'}",
        field=FIELDS["result"].field(value.field).label,
        first=_shown(value.first),
        second=_shown(value.typed),
        settled=_shown(value.settled_value) if value.settlement else "",
        by=name_of(value.settled_by) if value.settled_by else "",
    )


def _shown(text: str) -> str:
    return text.replace("-", "\u2212") if text else "not reported"


def outcome_text(result: OutcomeResult) -> str:
    change = ", change from baseline" if result.is_change else ""
    part = f" ({result.part.replace('-', ' ')})" if result.part else ""
    return f"{result.outcome_name or result.measure.name}{part}{change}"


def input_name(result: int, field: str) -> str:
    return f"v-{result}-{field}"
