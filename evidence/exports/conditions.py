"""A condition's page as JSON or CSV: the same facts as the page, and the rows of every finding."""

from typing import Any

from evidence.exports.facts import Fact, facts_of
from evidence.exports.findings import NOTICE, finding_json, finding_rows
from evidence.pages.condition.condition_page import EvidenceSummary
from studies.presentation.csv_text import write_csv

# The section of the CSV that holds the rows of findings.
ROWS = "Rows of a finding"


def summary_json(summary: EvidenceSummary) -> dict[str, Any]:
    """A condition's page as data: every section's facts, and every finding with its rows."""
    sections: dict[str, list[dict[str, str]]] = {}
    for fact in facts_of(summary):
        sections.setdefault(fact.section, []).append(fact._asdict())
    return {
        "notice": NOTICE,
        "condition": {"slug": summary.condition.slug, "name": summary.condition.name},
        "randomised_trials_isolating_ozone": len(summary.counts.isolating),
        "people": summary.counts.people,
        "usable_trials": summary.default.usable_trials,
        "awaiting_extraction": summary.trials_without_results,
        "sections": sections,
        "findings": [finding_json(finding) for finding in summary.default.findings],
    }


def summary_csv(summary: EvidenceSummary) -> str:
    """A line for each fact, then one for each row of each finding, whose numbers have columns of their own."""
    rows = [(finding.anchor, row) for finding in summary.default.findings for row in finding_rows(finding)]
    numbers = list(rows[0][1]) if rows else []
    blank = [None] * len(numbers)
    return write_csv(
        [*Fact._fields, *numbers],
        [
            *([*fact, *blank] for fact in facts_of(summary)),
            *([ROWS, anchor, row["study"], row["measure"], "", "", *row.values()] for anchor, row in rows),
        ],
    )
