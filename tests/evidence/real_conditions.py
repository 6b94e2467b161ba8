"""Conditions of the real data, read once for all tests that ask for them: nobody may change them."""

from functools import cache

from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.every_overview import read_every_overview
from evidence.pages.condition.evidence_summary import EvidenceSummary, evidence_summary
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404

every_overview = cache(read_every_overview)
synthesised = cache(synthesise_condition_or_404)


@cache
def summary_of(slug: str) -> EvidenceSummary:
    """All that is told of a condition."""
    return evidence_summary(read_condition_or_404(slug))
