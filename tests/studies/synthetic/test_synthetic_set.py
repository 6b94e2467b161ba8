"""The made-up set fills every layer: partial numbers, judgements, queries, retractions, harms and reviews."""

import re
from collections.abc import Iterator
from math import log
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count, F
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from evidence.findings.condition_evidence import read_condition
from evidence.findings.finding import Finding
from evidence.management.synthetic_tour import synthetic_tour
from evidence.models import CertaintyAssessment, Ending
from evidence.pages.condition import condition_studies_page
from evidence.pages.condition.evidence_summary import EvidenceSummary, evidence_summary
from evidence.synthesis.answers import AnswerState
from evidence.synthesis.pool_choice import MIN_STUDIES_TO_PREDICT
from studies.appraisal.instrument import OVERALL, propose_levels
from studies.appraisal.instruments import INSTRUMENTS
from studies.checks.run import check_everything
from studies.choices import (
    Allocation,
    Fatal,
    Kind,
    PoolMeasure,
    PrintedEffectMeasure,
    QueryState,
    Retraction,
    Severity,
    SignallingResponse,
    StudyStatus,
    Tool,
)
from studies.models import (
    AdverseEvent,
    Arm,
    BiasAssessment,
    DataQuery,
    OutcomeResult,
    Publication,
    QueryReply,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from studies.revisions.shared_readings import sharing_readings
from studies.selectors.study_numbers import read_number_shares
from studies.synthetic.features import Features, PrintedNumbers
from tests.conftest import SYNTHETIC_STUDIES

pytestmark = pytest.mark.usefixtures("synthetic_evidence", "db")
CONDITION = "lumbar-disc-herniation"
MADE_UP = "made up for trying the site; no real study, no real patient"


@pytest.fixture(scope="module", autouse=True)
def _shared_readings() -> Iterator[None]:
    """What one page read of its condition, the next one uses: all are of one state."""
    with sharing_readings():
        yield


@pytest.fixture(scope="module")
def summary(synthetic_evidence: None, django_db_blocker: DjangoDbBlocker) -> EvidenceSummary:
    with django_db_blocker.unblock():
        return evidence_summary(read_condition(CONDITION))


@pytest.fixture(scope="module")
def page(synthetic_evidence: None, django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        return Client().get(reverse("condition", args=[CONDITION])).text


def longest_finding(summary: EvidenceSummary) -> Finding:
    return max(summary.default.findings, key=lambda finding: finding.k)


def test_every_state_of_an_answer_occurs(summary: EvidenceSummary) -> None:
    states = {finding.state for finding in [*summary.default.findings, *summary.default.unusable_findings]}

    assert states >= {
        AnswerState.POOLED,
        AnswerState.SIDE_BY_SIDE,
        AnswerState.SINGLE,
        AnswerState.VALUE_WITHOUT_INTERVAL,
        AnswerState.PRINTED_DIRECTION_ONLY,
    }
    assert summary.default.exclusions.total
    assert longest_finding(summary).k >= 10


def test_every_study_and_paper_is_labelled_synthetic_and_has_about_twenty_results() -> None:
    assert 17 <= OutcomeResult.objects.count() / SYNTHETIC_STUDIES <= 25
    assert all(study.label.startswith("Synthetic") and "no real study" in study.note for study in Study.objects.all())
    assert all("made-up" in paper.title for paper in Publication.objects.filter(study__isnull=False))


def test_studies_without_mistakes_raise_little() -> None:
    """Numbers drawn from a model: what the checks doubt in them is a false alarm, but for what is truly missing."""
    # They have no source to name, print a direction that is drawn apart from P, and a few print small spreads.
    true = {"no-place-read", "direction-against-p", "small-spread"}
    found = [each for each in check_everything(Study.objects.order_by("pk")[:60]) if each.severity is not Severity.NOTE]
    loud = [each for each in found if each.check not in true]
    small = {number for number in range(1, 61) if Features(number).printed is PrintedNumbers.SMALL_SPREADS}
    assert {each.study for each in found if each.check == "small-spread"} == {f"synthetic-{n:04d}" for n in small}
    assert len(loud) <= 3


def test_results_are_printed_in_every_partial_form() -> None:
    scores = OutcomeResult.objects.filter(kind="continuous", mean__isnull=False)
    assert scores.filter(sd=None, se=None, ci_low=None).exists()
    assert scores.filter(is_change=True).exists()
    assert scores.filter(sd__lt=F("scale_max") / 10).exists()
    assert OutcomeResult.objects.filter(events=None, percent__isnull=False).exists()
    printed = ReportedContrast.objects.exclude(effect_measure="")
    assert {row.effect_measure for row in printed} == set(PrintedEffectMeasure) - {PrintedEffectMeasure.OR}
    assert printed.filter(ci_low=None).exists()
    assert printed.exclude(ci_low=None).exists()
    assert ReportedContrast.objects.filter(compares_means=True, p_relation="=").exists()
    assert ReportedContrast.objects.filter(effect_measure="", estimate=None).exclude(direction="not-stated").exists()


def test_a_printed_difference_is_on_the_side_that_its_direction_names() -> None:
    for row in ReportedContrast.objects.exclude(effect_measure="").exclude(direction="no-difference"):
        lower = (log(row.estimate) if PrintedEffectMeasure(row.effect_measure).is_ratio else row.estimate) < 0
        better = lower if row.measure.higher_is == "worse" else not lower
        assert row.direction == ("favours-ozone" if better else "favours-comparator"), row


def test_bias_is_judged_by_the_rules_of_the_instruments_and_some_studies_are_not_judged() -> None:
    judged = BiasAssessment.objects.filter(finished_at__isnull=False).prefetch_related("answers", "judgements")
    for assessment in judged.filter(study__kind=Kind.PRIMARY).select_related("study"):
        instrument = INSTRUMENTS[Tool(assessment.tool)]
        answers = {row.question: SignallingResponse(row.answer) for row in assessment.answers.all()}
        rows = {row.domain: row for row in assessment.judgements.all()}
        levels = {key: type(instrument.overall_levels[0])(row.judgement) for key, row in rows.items()}
        proposed = propose_levels(instrument, answers, {key: levels[key] for key in levels if key != OVERALL})
        assert {key: row.proposed for key, row in rows.items() if row.proposed} == proposed
        assert set(rows) == {section.key for section in instrument.judged_sections} | {OVERALL}
        assert (assessment.tool == Tool.ROB_2) is (assessment.study.design == "rct")
    assert {row.tool for row in judged} == {Tool.ROB_2, Tool.ROBINS_I, Tool.AMSTAR_2}
    assert judged.filter(measure__isnull=False).exists()
    assert BiasAssessment.objects.filter(finished_at=None).exists()
    assert Study.objects.primary().filter(design="rct", bias_assessments=None).exists()


def test_queries_have_every_severity_and_state_with_replies() -> None:
    assert set(DataQuery.objects.values_list("severity", flat=True)) == set(Severity)
    acting = DataQuery.objects.filter(severity__in=[Severity.ERROR, Severity.DOUBT])
    assert set(acting.values_list("state", flat=True)) == set(QueryState)
    for query in acting.annotate(count=Count("replies")):
        assert query.count == {"open": 0, "answered": 1, "resolved": 2}[query.state]
    assert QueryReply.objects.exclude(text__contains="made up").count() == 0


def test_papers_are_checked_for_retraction_and_some_were_retracted() -> None:
    assert set(Publication.objects.values_list("retraction", flat=True)) == set(Retraction)
    withdrawn = Publication.objects.filter(
        retraction__in=[Retraction.RETRACTED, Retraction.CONCERN], study__kind="primary"
    )
    assert all(paper.notices.count() == 1 for paper in withdrawn)


def test_some_studies_are_signed_off_by_two_people_and_one_text_in_three_was_read_in_full() -> None:
    signed_off = Study.objects.filter(standing=StudyStatus.SIGNED_OFF)
    assert SYNTHETIC_STUDIES / 8 <= signed_off.count() <= SYNTHETIC_STUDIES / 4
    assert all(study.verifications.values("by").distinct().count() == 2 for study in signed_off)
    assert set(Study.objects.values_list("read_as", flat=True)) == {"abstract", "full-text"}
    shares = read_number_shares(Study.objects.values("pk"))
    of_signed = [shares[study.pk] for study in signed_off]
    assert all(share.confirmed > 0 for share in of_signed)
    assert {share.is_complete for share in of_signed} == {True, False}
    assert sum(share.confirmed for share in shares.values()) == sum(share.confirmed for share in of_signed)


def test_harms_are_counted_fatal_and_not_stated() -> None:
    assert set(AdverseEvent.objects.values_list("fatal", flat=True)) == set(Fatal)
    assert AdverseEvent.objects.filter(n_events=None).exists()
    assert AdverseEvent.objects.filter(serious="not-stated", n_events=1).exists()


def test_trials_of_clusters_and_of_crossover_occur_with_and_without_what_their_error_needs() -> None:
    assert {study.allocation for study in Study.objects.all()} == set(Allocation) - {Allocation.PAIRED}
    assert Study.objects.filter(allocation=Allocation.CLUSTER, icc__isnull=False).exists()
    assert Study.objects.filter(allocation=Allocation.CROSSOVER, pair_correlation=None).exists()


def test_a_review_pools_what_its_studies_print_and_lists_one_that_is_not_in_the_set() -> None:
    pools = ReportedPool.objects.filter(controlled=True)
    assert {PoolMeasure.MD, PoolMeasure.RR, PoolMeasure.SMD} <= {pool.effect_measure for pool in pools}
    for pool in pools:
        rows = ReviewTrialRow.objects.filter(review=pool.review, pool_locator__endswith=pool.measure.name)
        assert pool.k == rows.count()
        assert pool.n == sum(row.arm_a_n + row.arm_b_n for row in rows)
        assert min(row.effect for row in rows) <= pool.estimate <= max(row.effect for row in rows)
        assert abs(sum(row.weight_pct for row in rows) - 100) < 1
    lists = ReviewInclusion.objects.filter(study=None).values_list("list_complete", flat=True)
    assert set(lists) == {True, False}
    assert RiskOfBias.objects.exclude(judged_by=None).exists()


def test_made_up_people_cannot_log_in_and_say_what_they_are() -> None:
    people = User.objects.filter(username__startswith="synthetic-")
    assert people.count() == 3
    assert not any(person.has_usable_password() or person.is_active or person.is_staff for person in people)
    assert all("made up" in person.get_full_name() for person in people)


def test_ratings_are_current_replaced_withdrawn_and_of_earlier_data(client: Client, summary: EvidenceSummary) -> None:
    findings = summary.default.findings
    shown = [finding for finding in findings if finding.certainty.rating]
    assert len(set(CertaintyAssessment.objects.current().values_list("level", flat=True))) > 1
    assert any(finding.certainty.needs_review for finding in findings)
    assert set(CertaintyAssessment.objects.values_list("ending", flat=True)) == {"", *Ending.values}
    assert any(finding.certainty.is_unrated for finding in findings)
    page = client.get(reverse("finding", args=[CONDITION, shown[0].anchor]))
    assert "Synthetic person 3 (made up)" in page.text


def test_rating_twice_or_next_to_real_studies_is_refused() -> None:
    with pytest.raises(CommandError, match="rated already"):
        call_command("generate_ratings")
    Study.objects.filter(slug="synthetic-0001").update(slug="rossi-2010", label="Rossi 2010")
    with pytest.raises(CommandError, match="Rossi 2010 is in this database.*Nothing was rated"):
        call_command("generate_ratings")


def test_every_stop_of_the_tour_answers_and_shows_what_it_promises(
    client: Client, summary: EvidenceSummary, settings: Any
) -> None:
    settings.SYNTHETIC = True
    longest = max(longest_finding(of).k for of in (summary, evidence_summary(read_condition("sciatica"))))
    shows = {
        "Every condition": "Lumbar disc herniation",
        "the answer, with": "Lumbar disc herniation",
        "low risk of bias only": "low risk of bias only",
        "pooled from": f"{longest} trials",
        "have rated": " certainty",
        "needs review": "needs review",
        "print values, and no interval": "no interval",
        "is doubted": "doubt",
        "record of a death" if deaths() == 1 else "records of a death": "died",
        f"{ReportedPool.objects.filter(controlled=True).count()} results that reviews pooled": "Synthetic review 001",
        "signed off": "igned off",
        "retracted": "etracted",
    }
    stops = synthetic_tour()
    assert len(stops) == len(shows)
    for word, shown in shows.items():
        [stop] = [stop for stop in stops if word in stop.promise]
        page = client.get(stop.address)
        assert page.status_code == 200
        assert shown in re.sub(r"\s+", " ", page.text), word
        assert MADE_UP in page.text
    assert any(f"with {deaths()} record" in stop.promise for stop in stops)


def deaths() -> int:
    return AdverseEvent.objects.exclude(study__standing="draft").filter(fatal="yes").count()


def test_the_page_shows_pools_and_other_routes_and_folds_what_is_not_clear(page: str, summary: EvidenceSummary) -> None:
    assert page.count('class="diamond"') >= 5
    assert page.count('class="other"') > 40
    assert "Diamond: trials together" in page
    assert re.search(r"Not clear( or borderline)?\s+in every comparison:", page)
    assert len(page.encode()) < 160_000
    assert any(finding.k >= MIN_STUDIES_TO_PREDICT for finding in summary.default.findings)


def test_a_finding_of_ten_studies_has_its_funnel_and_every_study(client: Client, summary: EvidenceSummary) -> None:
    finding = longest_finding(summary)
    page = client.get(reverse("finding", args=[CONDITION, finding.anchor]))
    explored = client.get(reverse("finding-explore", args=[CONDITION, finding.anchor]))

    assert page.status_code == 200
    assert explored.text.count('class="dot"') == finding.k
    assert 'id="without-each"' in explored.text
    assert 'id="by-year"' in explored.text


def test_long_list_of_studies_has_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    studies = Study.objects.primary().filter(arms__condition__slug=CONDITION).distinct().count()
    monkeypatch.setattr(condition_studies_page, "STUDIES_ON_A_PAGE", studies - 2)
    address = reverse("condition-studies", args=[CONDITION])
    pages = [client.get(f"{address}?page={number}").text for number in (1, 2)]

    lines = [len(re.findall(r'class="study"><a href="/studies/', page)) for page in pages]
    assert lines == [studies - 2, 2]


def test_shortened_figure_rows_are_in_the_table(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', page[page.index("<main") :]))

    assert targets
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_a_page_says_that_the_data_is_synthetic(client: Client, settings: Any) -> None:
    assert MADE_UP not in client.get(reverse("glossary")).text
    settings.SYNTHETIC = True
    assert MADE_UP in client.get(reverse("glossary")).text


def test_arms_of_strata_are_of_one_study(summary: EvidenceSummary) -> None:
    strata = set(Arm.objects.exclude(stratum="").values_list("stratum", flat=True))

    assert strata == {"younger", "older"}
