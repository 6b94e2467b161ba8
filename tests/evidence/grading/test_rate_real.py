"""The real evidence can be rated: every finding has facts, suggestions and one fingerprint on all its pages."""

import re
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse

from evidence.choices import Certainty, GradeDomain
from evidence.filters import EvidenceFilter
from evidence.findings.condition_evidence import read_condition
from evidence.findings.finding import Finding
from evidence.grading.answer_facts import GradingContext, grading_facts
from evidence.grading.domains.certainty_level import domains_to_judge, suggestions
from evidence.grading.rating_fingerprint import fingerprint_of, graded_statement
from evidence.pages.condition.evidence_summary import evidence_summary
from evidence.pages.finding.chosen_finding import choose_finding
from studies.models import Condition
from tests.evidence.grading.rating_factories import rate
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

CONDITIONS = ("back-pain", "lumbar-disc-herniation")


@cache
def usable_findings(slug: str) -> list[Finding]:
    condition_evidence = read_condition(slug)
    assert condition_evidence is not None
    return [finding for finding in evidence_summary(condition_evidence).default.findings if finding.answer.is_usable]


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_finding_has_facts_and_a_suggestion_or_a_reason_why_not(slug: str) -> None:
    findings = usable_findings(slug)
    assert len(findings) >= 5
    for finding in findings:
        facts = grading_facts(finding.answer, GradingContext(slug, finding.condition_names, finding.bands))
        found = suggestions(facts)
        assert tuple(found) == domains_to_judge(facts.start)
        for domain, suggestion in found.items():
            assert suggestion.reason.startswith("cannot be suggested: ") is (suggestion.levels is None)
            assert (suggestion.levels or 0) <= domain.most
        # No real trial has been assessed, and no finding has ten trials.
        assert found[GradeDomain.RISK_OF_BIAS].levels is None
        assert found[GradeDomain.PUBLICATION_BIAS].levels is None


@pytest.mark.parametrize("slug", CONDITIONS)
def test_statements_match_their_certainty(slug: str) -> None:
    for finding in usable_findings(slug):
        statements = [graded_statement(finding.answer, level, finding.bands) for level in Certainty]
        assert not any(re.search("no effect|significant difference", text) for text in statements)
        if "pain" not in finding.answer.question.outcome.key:
            assert not any(re.search("slightly|large|little", text) for text in statements)


def test_both_pages_of_a_finding_use_the_same_data() -> None:
    slug = "lumbar-disc-herniation"
    condition_evidence = read_condition(slug)
    assert condition_evidence is not None
    for finding in usable_findings(slug):
        chosen = choose_finding(condition_evidence, finding.anchor, EvidenceFilter())
        assert chosen is not None
        assert fingerprint_of(chosen.finding.answer) == fingerprint_of(finding.answer)


def test_rating_of_a_real_finding_is_shown_on_its_pages(client: Client) -> None:
    condition = Condition.objects.get(slug="lumbar-disc-herniation")
    finding = usable_findings(condition.slug)[0]
    rate(condition, by=make_user(role="curator"), anchor=finding.anchor)
    sentence = (
        "Ozone on top of steroid may reduce pain slightly in the short term, compared with steroid without ozone, "
        "though with a usual spread its interval holds no difference."
    )
    for where in (
        reverse("condition", args=[condition.slug]),
        reverse("condition-handout", args=[condition.slug]),
        reverse("finding", args=[condition.slug, finding.anchor]),
    ):
        page = read(client.get(where))
        assert sentence in page.text
        assert markup_errors(page) == []
    # The same question for the parent condition is another finding, which is not rated.
    above = read(client.get(reverse("finding", args=["back-pain", finding.anchor])))
    assert "of about 265 needed, for chance alone, not bias" in above.text
