"""The findings of a condition as a document: what a reader sees of each, and the rows that it rests on."""

from typing import Any

from evidence.exports.findings import study_rows
from evidence.findings.finding import Finding
from evidence.pages.condition.evidence_summary import EvidenceSummary
from evidence.releases.public_records import Document


def condition_document(summary: EvidenceSummary) -> Document:
    """The answer of a condition, and every finding with a value by its anchor."""
    findings = {finding.anchor: _finding(finding) for finding in summary.default.all_by_anchor if finding.has_value}
    return {"name": summary.condition.name, "answer": str(summary.answer), "findings": findings}


def _finding(finding: Finding) -> dict[str, Any]:
    rows = study_rows(finding)
    answer = finding.answer
    studies = {entry.study.slug for entry in (*answer.entries, *answer.unpooled)}
    studies |= {value.study.slug for value in answer.values}
    results = {row[name] for row in rows for name in ("ozone_result", "comparator_result") if row[name]}
    rating = finding.certainty.rating
    return {
        "title": f"{finding.comparison.heading}: {finding.title}",
        "facts": list(finding.facts),
        "state": finding.state.value,
        "effect": finding.effect or "; ".join(note.text for note in finding.value_notes),
        "word": finding.word.label if finding.word else "",
        "people": finding.people,
        "certainty": rating.level.label if rating else "",
        "needs_review": finding.certainty.needs_review,
        "studies": sorted(studies),
        "results": sorted(results),
    }
