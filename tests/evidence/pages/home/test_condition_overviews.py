"""What the pages of conditions keep for the first page: it says the same with it, and reads nothing again."""

import pickle

import pytest

from evidence.findings import condition_synthesis, current_overviews, every_overview, kept_studies
from evidence.findings.condition_overview import kept_overview
from evidence.findings.every_overview import read_every_overview
from evidence.findings.kept_studies import keep_studies
from evidence.pages.condition.condition_page import condition_page
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.home.home_page import home_page
from evidence.warming.keep_conditions import keep_conditions
from studies.models import Condition
from studies.revisions import kept_values
from tests.evidence.findings.random_changes import hide_most_studies
from tests.studies.revisions.versions import Rows, set_by_test

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

SLUG = "lumbar-disc-herniation"


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Versions as a test sets them, at which values are kept."""
    rows = set_by_test(monkeypatch)
    monkeypatch.setattr(kept_studies, "read_snapshot", kept_values.read_snapshot)
    kept_values.forget_values()
    return rows


def test_the_first_page_says_the_same_of_what_the_pages_of_conditions_kept(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide_most_studies()
    from_all_rows = home_page()
    keep_conditions(fewest=1)
    for condition in Condition.objects.all():
        condition_page(synthesise_condition_or_404(condition.slug), rows.version)

    def fail(*arguments: object) -> None:
        raise AssertionError("Evidence was read again.")

    monkeypatch.setattr(current_overviews, "read_current_studies", fail)
    monkeypatch.setattr(every_overview, "read_shared_evidence", fail)
    monkeypatch.setattr(every_overview, "is_small_site", lambda: False)

    assert home_page(rows.version) == from_all_rows


def test_the_first_page_reads_figures_of_randomised_trials_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise AssertionError("Figures of other studies were read.")

    monkeypatch.setattr(condition_synthesis, "read_evidence", fail)

    assert home_page().back


def test_the_first_page_reads_no_ratings(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise AssertionError("Ratings were read.")

    monkeypatch.setattr(every_overview, "read_rated_answers", fail)

    assert home_page().back


def test_the_first_page_is_kept_without_the_records_of_its_conditions() -> None:
    assert b"studies.models" not in pickle.dumps(home_page())


def test_marks_and_counts_are_the_same_of_trials_alone() -> None:
    of_all, of_trials = read_every_overview().overviews, read_every_overview(is_compared=False).overviews

    assert any(item.cells for item in of_all)
    assert [(item.cells, item.answer, item.trials) for item in of_trials] == [
        (item.cells, item.answer, item.trials) for item in of_all
    ]


def test_nothing_is_looked_for_that_a_small_site_never_keeps(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise AssertionError("What is kept was looked for.")

    monkeypatch.setattr(current_overviews, "with_kept_studies", fail)
    monkeypatch.setattr(current_overviews, "kept_overview", fail)

    assert home_page(rows.version).back


def test_an_overview_is_of_one_data_version(rows: Rows) -> None:
    keep_studies([SLUG])
    condition_page(synthesise_condition_or_404(SLUG), rows.version)

    assert kept_overview(SLUG, rows.version)
    assert kept_overview(SLUG, 2) is None
    assert kept_overview(SLUG, None) is None


def test_a_page_that_is_made_of_all_rows_keeps_no_overview(rows: Rows) -> None:
    condition_page(synthesise_condition_or_404(SLUG), rows.version)

    assert kept_overview(SLUG, rows.version) is None
