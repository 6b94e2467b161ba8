"""The checks on the real data set: which contradictions that people found they find, and what else they say."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import ALL_CHECKS
from studies.checks.run import check_everything, check_study
from studies.choices import Severity
from studies.models import DataQuery, OutcomeResult, Study
from tests.studies.checks.contradictions import FALSE_ALARMS, FOUND, NOT_IN_NUMBERS, TRUE_AND_NEW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_evidence")]


@pytest.fixture(scope="module")
def everything(real_evidence: None, django_db_blocker: DjangoDbBlocker) -> list[CheckFinding]:
    """What the checks find in the real data, computed once."""
    with django_db_blocker.unblock():
        return check_everything()


def names(query: DataQuery, found: CheckFinding) -> bool:
    """Whether a finding is about the rows that a query names; an empty arm, measure, time or part names all."""
    return (
        found.study == query.study.slug
        and (query.measure is None or found.measure == query.measure.slug)
        and (query.arm_id is None or found.arm in (None, query.arm_id))
        and query.timepoint_label in ("", found.timepoint_label)
        and query.part in ("", found.part)
    )


def queries() -> dict[str, DataQuery]:
    rows = DataQuery.objects.exclude(loaded_digest="").select_related("study", "measure")
    return {query.row_key or "": query for query in rows}


@pytest.mark.parametrize("check", FOUND)
def test_contradictions_that_the_check_finds(check: str, everything: list[CheckFinding]) -> None:
    rows, found = queries(), [each for each in everything if each.check == check]
    for key in FOUND[check]:
        assert any(names(rows[key], each) for each in found), key


def test_every_row_is_found_or_has_a_reason() -> None:
    found = [key for keys in FOUND.values() for key in keys]
    others = [key for keys in NOT_IN_NUMBERS.values() for key in keys]
    assert sorted(found + others) == sorted(queries())
    assert (len(found), len(others)) == (59, 38)


def test_every_other_finding_was_judged(everything: list[CheckFinding]) -> None:
    rows, keys = queries(), dict(Study.objects.values_list("slug", "row_key"))
    rest = [each for each in everything if not any(names(rows[key], each) for key in FOUND.get(each.check, ()))]
    judged = [(check, study) for table in (TRUE_AND_NEW, FALSE_ALARMS) for check in table for study in table[check]]
    assert Counter((each.check, keys[each.study]) for each in rest) == Counter(judged)


def test_little_that_is_no_note_is_new_to_those_who_read_the_papers(everything: list[CheckFinding]) -> None:
    rows = queries()
    louder = [each for each in everything if each.severity != Severity.NOTE]
    new = [each for each in louder if not any(names(rows[key], each) for key in FOUND.get(each.check, ()))]
    assert len(louder) - len(new) >= 34
    assert len(new) <= 15


def test_a_corrected_standard_error_printed_as_sd_would_be_found() -> None:
    results = OutcomeResult.objects.filter(arm__study__row_key="yildizaltunnd", se__isnull=False)
    study = results[0].arm.study
    assert "small-spread" not in {each.check for each in check_study(study)}
    for result in results:
        OutcomeResult.objects.filter(pk=result.pk).update(sd=result.se, se=None)
    found = [each for each in check_study(study) if each.check == "small-spread"]
    assert len(found) == len(results) == 5
    # As printed in the row: 0.87, 1.51, 1.59, 1.67, 1.59.
    assert "SD of 0.8731" in found[0].arithmetic


def test_a_cohort_published_twice_was_named_and_would_be_found() -> None:
    again = Study.objects.get(row_key="lehnert2012")
    assert "published-twice" not in {each.check for each in check_study(again)}
    Study.objects.filter(cohort_group="lehnert").update(cohort_group="")
    found = [each for each in check_study(again) if each.check == "published-twice"]
    assert [each.sentence for each in found] == ["May share its patients with Lehnert 2011: name one cohort for both."]
    assert "283 and 327" in found[0].arithmetic


def test_cohorts_that_people_named_are_found_without_their_names(everything: list[CheckFinding]) -> None:
    named = list(Study.objects.exclude(cohort_group="").values_list("pk", flat=True))
    Study.objects.update(cohort_group="")
    checked = [*everything, *check_everything(Study.objects.filter(pk__in=named))]
    found = {each.study for each in checked if each.check == "published-twice"}
    assert found == {"bonetti-2023", "lehnert-2012", "lehnert-2014", "perri-2016", "riestra-grijalva-2012"}


def test_what_acts_on_results_names_their_outcome(everything: list[CheckFinding]) -> None:
    acting = [each for each in everything if each.severity in (Severity.ERROR, Severity.DOUBT)]
    assert acting
    assert all(each.measure for each in acting)


def test_every_finding_has_a_known_check_and_fits_its_query(everything: list[CheckFinding]) -> None:
    for each in everything:
        assert each.check in ALL_CHECKS
        assert 0 < len(each.sentence) <= 160
        assert each.arithmetic
        assert len(each.field) <= 30


def test_worst_comes_first(everything: list[CheckFinding]) -> None:
    order = [list(Severity).index(each.severity) for each in everything]
    assert order == sorted(order)


def test_the_number_of_queries_does_not_grow_with_the_studies() -> None:
    numbers = list(OutcomeResult.objects.values_list("arm__study", flat=True).distinct()[:10])
    counts = []
    for some in (numbers[:1], numbers):
        with CaptureQueriesContext(connection) as asked:
            check_everything(Study.objects.filter(pk__in=some))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18
