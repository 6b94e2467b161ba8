"""Reviews with what they pooled and included, claims with their verdicts, and instruments, as rows."""

from collections.abc import Iterable

from evidence.api.data_answers import JsonObject, KeyedItem
from evidence.api.listed_rows import POOLS, Absolute, row_items
from evidence.api.record_values import is_draft, record_data
from evidence.pages.claims.claims_page import ClaimLine, claims_page
from evidence.pages.claims.own_findings import OwnFinding
from evidence.pages.reviews.review_records import confidence_in, read_reviews, report_of
from studies.models import OutcomeMeasure, ReviewInclusion, Study
from studies.presentation.study_sources import title_of


def review_items(absolute: Absolute) -> list[KeyedItem]:
    """Every review that readers may see, in the order of their names."""
    reviews = sorted(read_reviews(), key=lambda review: review.slug)
    pools: dict[str, list[JsonObject]] = {}
    printed = [pool for review in reviews for pool in review.reported_pools.all()]
    for item in row_items(POOLS, sorted(printed, key=lambda pool: str(pool.row_key)), absolute):
        pools.setdefault(item.data["study"], []).append(item.data)
    return [KeyedItem(review.slug, _review(review, pools.get(review.slug, []), absolute)) for review in reviews]


def _review(review: Study, pools: list[JsonObject], absolute: Absolute) -> JsonObject:
    report, (levels, basis) = report_of(review), confidence_in(review)
    return {
        "id": review.slug,
        "label": review.label,
        "title": title_of(report.title).text or None,
        "year": report.year,
        "design": review.design,
        "condition": review.condition.slug,
        "secondary_conditions": [condition.slug for condition in review.secondary_conditions.all()],
        "read_as": review.read_as or None,
        "standing": review.standing,
        "confidence": [level.value for level in levels],
        "confidence_basis": str(basis) if basis else None,
        "pools": pools,
        "included": [_inclusion(row) for row in review.inclusions.all()],
        "page": absolute(review.get_absolute_url()),
    }


def _inclusion(row: ReviewInclusion) -> JsonObject:
    study = None if row.study is None or is_draft(row.study) else row.study
    return {
        "study": study.slug if study else None,
        "citation": row.citation or None,
        "list_complete": row.list_complete,
        "locator": row.locator or None,
        "source_url": row.source_url or None,
    }


def claim_items(absolute: Absolute) -> list[KeyedItem]:
    """Every claim with its verdict, as the page of claims has it, in the order of their names."""
    lines = ((source.title, source.kind, line) for source in claims_page().sources for line in source.claims)
    items = (KeyedItem(line.slug, _claim(title, kind, line, absolute)) for title, kind, line in lines)
    return sorted(items, key=lambda item: item.key)


def _claim(source: str, kind: str, line: ClaimLine, absolute: Absolute) -> JsonObject:
    own = line.own_finding or (line.same_finding.own_finding if line.same_finding else None)
    return {
        "id": line.slug,
        "source": source,
        "source_kind": kind,
        "number": line.number,
        "claim": line.text,
        "kind": line.kind,
        "condition": line.condition_href.strip("/").rpartition("/")[2],
        "cited_work": line.cited_work or None,
        "citation_status": line.citation.value,
        "verdict": line.verdict.value,
        "reason": "".join(part.text for part in line.reason),
        "studies": [work.href.strip("/").rpartition("/")[2] for work in line.works],
        "considered": line.considered,
        "finding_here": _told(own) if own else None,
        "page": absolute(f"/claims/#{line.slug}"),
    }


def _told(own: OwnFinding) -> str:
    return own.summary or " ".join((*own.sentences, *(str(row.sentence) for row in own.rows)))


def measure_items(measures: Iterable[OutcomeMeasure]) -> list[KeyedItem]:
    """Instruments: what results are measured with."""
    return [KeyedItem(measure.slug, {"id": measure.slug, **record_data("measure", measure)}) for measure in measures]
