"""A page of so many studies that all rows at once take too much memory keeps them first, and is the same page."""

from collections.abc import Collection

import pytest

from evidence.findings import condition_answers, condition_evidence, every_overview, kept_studies
from evidence.findings.kept_studies import has_kept_studies
from evidence.pages.condition.condition_page import condition_page
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.dose import dose_page
from evidence.pages.home.home_page import home_page
from evidence.pages.reviews.reviews_page import reviews_page
from studies.models import Condition
from studies.reported.comparisons import Comparison
from studies.revisions import kept_values
from tests.evidence.findings.random_changes import hide_most_studies, scope_of
from tests.studies.revisions.versions import Rows, set_by_test

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

SLUG = "lumbar-disc-disorders"


@pytest.fixture
def rows(db: None, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Versions as a test sets them, at which values are kept, of fewer studies."""
    hide_most_studies()
    rows = set_by_test(monkeypatch)
    monkeypatch.setattr(kept_studies, "read_snapshot", kept_values.read_snapshot)
    kept_values.forget_values()
    return rows


@pytest.mark.parametrize("is_stored", [True, False])
def test_very_many_studies_are_kept_first_and_not_read_at_once(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, *, is_stored: bool
) -> None:
    plain = condition_page(synthesise_condition_or_404(SLUG))

    def fail(conditions: Collection[str]) -> None:
        raise AssertionError("All evidence was read at once.")

    monkeypatch.setattr(kept_studies, "MOST_READ_AT_ONCE", 1)
    monkeypatch.setattr(condition_evidence, "read_evidence", fail)
    if not is_stored:
        monkeypatch.setattr(kept_studies, "store_value", lambda name, version, value: None)
    of = synthesise_condition_or_404(SLUG)
    assert of.read.kept
    assert condition_page(of) == plain
    assert has_kept_studies(scope_of(SLUG)) is is_stored


def test_on_a_site_with_very_many_studies_pages_of_all_conditions_never_read_all_at_once(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = home_page(), reviews_page(), dose_page.dose_page(Comparison.STEROID)
    kept_values.forget_values()

    def fail(*arguments: object) -> None:
        raise AssertionError("All evidence was read at once.")

    monkeypatch.setattr(kept_studies, "MOST_READ_AT_ONCE", 1)
    monkeypatch.setattr(every_overview, "is_small_site", lambda: False)
    monkeypatch.setattr(every_overview, "read_shared_evidence", fail)
    for module in (condition_answers, dose_page):
        monkeypatch.setattr(module, "read_evidence", fail)
    home, reviews, doses = home_page(rows.version), reviews_page(), dose_page.dose_page(Comparison.STEROID)
    assert (home, reviews) == plain[:2]
    assert doses.parts == plain[2].parts
    assert all(has_kept_studies(scope_of(slug)) for slug in Condition.objects.values_list("slug", flat=True))
