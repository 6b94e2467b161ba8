"""What the pages of conditions keep for the first page: it says the same with it, and reads nothing again."""

import pytest

from evidence.findings import current_overviews, every_overview
from evidence.findings.condition_overview import ConditionOverview, keep_overview, kept_overview
from evidence.pages.condition import condition_page as of_condition
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.home import home_page as of_home
from studies.models import Condition

pytestmark = pytest.mark.usefixtures("real_evidence", "db")


@pytest.fixture
def overviews(monkeypatch: pytest.MonkeyPatch) -> dict[str, ConditionOverview]:
    """What the page of each condition keeps, by the slug of the condition."""
    found: dict[str, ConditionOverview] = {}

    def collect(overview: ConditionOverview, version: int | None, digest: str) -> None:
        found[overview.condition.slug] = overview

    monkeypatch.setattr(of_condition, "keep_overview", collect)
    for condition in Condition.objects.all():
        of_condition.condition_page(synthesise_condition_or_404(condition.slug))
    return found


def test_the_first_page_says_the_same_of_what_the_pages_of_conditions_kept(
    overviews: dict[str, ConditionOverview], monkeypatch: pytest.MonkeyPatch
):
    from_all_rows = of_home.home_page()

    def fail() -> None:
        raise AssertionError("All evidence was read again.")

    monkeypatch.setattr(current_overviews, "kept_overview", lambda slug, version: overviews[slug])
    monkeypatch.setattr(every_overview, "read_shared_evidence", fail)

    assert of_home.home_page() == from_all_rows


def test_an_overview_is_of_one_data_version(overviews: dict[str, ConditionOverview]):
    overview = overviews["lumbar-disc-herniation"]
    keep_overview(overview, 7)

    assert kept_overview("lumbar-disc-herniation", 7) == overview
    assert kept_overview("lumbar-disc-herniation", 8) is None
    assert kept_overview("lumbar-disc-herniation", None) is None
