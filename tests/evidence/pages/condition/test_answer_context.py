"""What stands under the answer of a condition: reviews as printed, deaths by name; and people as dots on paper."""

from typing import Any

import pytest
from django.test import Client

from evidence.pages.condition import judged_condition
from evidence.pages.condition.condition_page import condition_page
from evidence.pages.condition.handout_page import handout
from evidence.pages.condition.review_line import review_line
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.synthesis.serious_harm import SeriousHarm, serious_harm
from studies.choices import PoolMeasure, PositiveIs, StudyStatus
from studies.models import Condition, OutcomeMeasure, Study
from tests.evidence.pages.html_page import read
from tests.factories import make_condition, make_measure, make_pool, make_publication, make_review


@pytest.fixture
def condition() -> Condition:
    return make_condition(slug="sore-back", name="Sore back", in_back_pain=True)


@pytest.fixture
def pain() -> OutcomeMeasure:
    return make_measure(slug="pain-vas", name="Pain, visual analogue scale")


def make_pooled_review(condition: Condition, measure: OutcomeMeasure, label: str, year: int, **values: object) -> Study:
    review = make_review(condition=condition, label=label)
    make_publication(study=review, year=year)
    plain = {"effect_measure": PoolMeasure.RR, "positive_is": PositiveIs.FAVOURS_OZONE, "controlled": True}
    make_pool(review=review, condition=condition, measure=measure, **plain | values)
    return review


def told(slug: str = "sore-back") -> list[str]:
    return [f"{item.name}{item.tail}" for item in review_line([slug], [slug]).shown]


@pytest.mark.django_db
class TestReviewLine:
    def test_the_largest_and_the_newest_are_told_as_printed(self, condition: Condition, pain: OutcomeMeasure) -> None:
        printed = {"estimate": 1.4, "ci_low": 1.1, "ci_high": 1.8}
        make_pooled_review(condition, pain, "Big 2010", 2010, n=900, **printed)
        make_pooled_review(condition, pain, "Old 2001", 2001, n=300, **printed)
        make_pooled_review(condition, pain, "New 2024", 2024, n=200, estimate=1.2, ci_low=0.9, ci_high=1.6)
        largest, newest = told()
        assert largest.startswith("Most people printed: Big 2010, sore back, ")
        assert "900 people, risk ratio 1.4 (1.1 to 1.8), better with ozone" in largest
        assert newest.startswith("Newest: New 2024, ")
        assert newest.endswith("the interval holds no difference")
        assert review_line(["sore-back"], ["sore-back"]).basis == "As printed, of 3 reviews that pooled a comparison."

    @pytest.mark.parametrize(
        ("estimate", "low", "high", "larger", "side"),
        [
            (0.6, 0.4, 0.8, PositiveIs.FAVOURS_OZONE, "better with the comparator"),
            (0.6, 0.4, 0.8, PositiveIs.FAVOURS_COMPARATOR, "better with ozone"),
            (1.6, None, None, PositiveIs.FAVOURS_OZONE, "no interval printed"),
        ],
    )
    def test_the_side_follows_from_what_a_larger_number_means(
        self, condition, pain, estimate, low, high, larger, side
    ) -> None:
        values = {"estimate": estimate, "ci_low": low, "ci_high": high, "positive_is": larger}
        make_pooled_review(condition, pain, "Only 2020", 2020, **values)
        (only,) = told()
        assert only.startswith("Newest: Only 2020")
        assert only.endswith(side)

    def test_all_that_is_told_is_read_with_the_pools(self, condition, pain, django_assert_num_queries) -> None:
        for year in (2010, 2024):
            make_pooled_review(condition, pain, f"Review {year}", year, n=3000 - year, timepoint_label="4 weeks")
        with django_assert_num_queries(1):
            assert len(told()) == 2

    def test_drafts_and_pools_without_a_comparison_are_not_told(self, condition, pain) -> None:
        draft = make_pooled_review(condition, pain, "Draft 2024", 2024)
        Study.objects.filter(pk=draft.pk).update(standing=StudyStatus.DRAFT)
        make_pooled_review(condition, pain, "Alone 2020", 2020, controlled=False)
        assert told() == []


@pytest.mark.usefixtures("real_evidence", "db")
class TestRealHandout:
    def test_only_a_clear_side_is_drawn_as_people(self) -> None:
        (drawn,) = handout(synthesise_condition_or_404("lumbar-disc-herniation")).drawings
        assert drawn.title == "Excellent or good outcome (MacNab), 6 months, instead of a steroid injection"
        assert (drawn.without_ozone.people, drawn.with_ozone.people) == (47, 77)
        assert handout(synthesise_condition_or_404("degenerative-disc-disease")).drawings == ()

    def test_the_sheet_says_what_has_no_room_and_what_is_not_known(self, client: Client) -> None:
        text = read(client.get("/conditions/back-pain/handout/")).text
        assert "Surgery, quality of life and analgesic use: no usable figure in any comparison." in text
        assert "Pain: no usable figure in 9 further comparisons." in text
        assert " more rows on the site." in text
        assert "http://testserver/conditions/back-pain/handout/" in text
        assert (
            "Deaths after ozone, whether or not it caused them: death (5 months after protocol) (Baeza-Noci 2007);"
            in text
        )


@pytest.mark.django_db
def test_the_sentence_and_the_line_of_harm_come_from_one_sorting(
    condition: Condition, monkeypatch: pytest.MonkeyPatch
) -> None:
    sorted_rows: list[object] = []

    def sort_once(*of: Any) -> SeriousHarm:
        sorted_rows.append(of)
        return serious_harm(*of)

    monkeypatch.setattr(judged_condition, "serious_harm", sort_once)
    condition_page(synthesise_condition_or_404(condition.slug))
    assert len(sorted_rows) == 1
