"""What the numbers of the real data stand on besides what was printed, read off the records by hand."""

import pytest
from django.test import Client
from django.urls import reverse

from evidence.synthesis.eligibility import EligibleContrast, judge_evidence
from studies.models import OutcomeResult, Study
from studies.reported.assumptions import Assumption, Caution
from studies.selectors import read_evidence
from tests.evidence.pages.html_page import read

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

ROUTE, DRUG = Assumption.ROUTE_UNCERTAIN, Assumption.DRUG_UNCERTAIN
SMALL, ELSEWHERE = Caution.SMALL_SPREAD, Caution.GIVEN_AT_ANOTHER_PLACE
# Of each study with a usable figure that has a mark, by the domain or measure.
MARKS = {
    ("yang2023", "success-macnab"): ({ROUTE, DRUG}, set()),
    ("zambello2006", "success-other"): ({Assumption.PEOPLE_ANALYSED_UNKNOWN}, {ELSEWHERE}),
    ("zambello2006", "success-macnab"): ({Assumption.PEOPLE_ANALYSED_UNKNOWN}, {ELSEWHERE}),
    ("jostdiscopathynd", "pain-vas"): ({Assumption.MEAN_FOLLOW_UP, Assumption.ARM_SIZES_NOT_PRINTED}, set()),
    ("espahbodind", "pain-vas"): (set(), {SMALL}),
    ("espahbodind", "disability-odi"): (set(), {SMALL}),
    ("singh2017", "pain-vas"): (set(), {SMALL, ELSEWHERE}),
    ("singh2017", "disability-odi"): (set(), {SMALL, ELSEWHERE, Caution.DIFFERED_BEFORE_TREATMENT}),
    ("du2016", "success-other"): ({ROUTE, DRUG}, set()),
    ("psoasmpsnd", "pain-vas"): ({ROUTE}, {SMALL}),
    ("psoasmpsnd", "success-macnab"): ({ROUTE}, set()),
    ("davidovic2023", "other"): (set(), {SMALL}),
}


def test_the_marks_of_every_usable_figure_follow_from_its_record() -> None:
    keys = dict(Study.objects.values_list("pk", "row_key"))
    found: dict[tuple[str | None, str], tuple[set[Assumption], set[Caution]]] = {}
    for item in judge_evidence(read_evidence()):
        if isinstance(item, EligibleContrast) and (item.assumptions or item.cautions):
            place = keys[item.pair.ozone.study.id], item.contrast.measure.slug
            assumptions, cautions = found.setdefault(place, (set(), set()))
            assumptions.update(item.assumptions)
            cautions.update(item.cautions)
    assert found == MARKS


def test_singh_2017_states_its_baseline_difference_and_the_wider_interval(client: Client) -> None:
    results = OutcomeResult.objects.filter(
        arm__study__row_key="singh2017", measure__slug="disability-odi", timepoint_label="6 months"
    ).select_related("arm__study")
    by_role = {result.arm.role: result for result in results}
    slug = by_role["ozone"].arm.study.slug
    page = read(
        client.get(reverse("contrast", args=[slug, by_role["ozone"].address, by_role["comparator"].address]))
    ).text
    # -8.65 at six months, 5.10 of it before treatment.
    assert "MD −8.6 (−11.7 to −5.6)" in page
    assert "The arms differed before treatment (difference of the changes: −3.6 points" in page
    assert "Unusually small spread (with a spread of 25 of 100: −8.6 (−19.8 to 2.5))" in page
