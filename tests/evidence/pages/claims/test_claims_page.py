"""The page /claims/ as readers see it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studies.choices import ClaimKind, ClaimVerdict, StudyStatus
from tests.factories import make_arm, make_claim, make_harm, make_measure, make_result, make_study

pytestmark = pytest.mark.django_db
PAGE = "/claims/"


def html_of(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def make_weighed_claims() -> None:
    """A claim of benefit and one on safety, each with its works, and a trial of their condition."""
    study = make_study()
    for components in (["ozone"], ["sham"]):
        arm = make_arm(study=study, components=components)
        make_result(arm=arm)
        make_harm(arm=arm)
    works = {"evidence": [make_study(), make_study()], "condition": study.condition}
    make_claim(measure=make_measure(), **works)
    make_claim(kind=ClaimKind.SAFETY, **works)


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        html_of(client)
    return len(captured)


def test_number_of_queries_does_not_grow_with_the_data(client: Client) -> None:
    make_weighed_claims()
    few = queries_of(client)
    for _ in range(2):
        make_weighed_claims()
    assert queries_of(client) == few


def test_page_without_claims_says_so(client: Client) -> None:
    assert "No claim is in the data." in html_of(client)


def test_page_calls_verdicts_first_judgements(client: Client) -> None:
    assert "its reason is below, and it can change." in " ".join(html_of(client).split())


def test_verdict_is_a_shape_and_a_word_with_its_reason(client: Client) -> None:
    for verdict in ClaimVerdict:
        make_claim(slug=verdict, verdict=verdict, note=f"Because of this {verdict}.")
    html = html_of(client)
    for verdict in ClaimVerdict:
        article = html.partition(f'<article class="claim" id="{verdict}"')[2].partition("</article>")[0]
        mark = article.partition('<span class="verdict">')[2].partition("</span>")[0]
        assert re.search(r"<(circle|path)", mark)
        assert mark.endswith(verdict.label)
        assert f"Because of this {verdict}." in article


def test_draft_is_never_shown(client: Client) -> None:
    secret = make_study(label="Secret 2024", row_key="secret2024", standing=StudyStatus.DRAFT)
    make_claim(evidence=[secret], note="Shown by secret2024.")
    html = html_of(client)
    assert "ecret" not in html
    assert "Shown by another study." in html


def test_table_answers_each_claim_with_the_records_of_today_and_its_verdict(client: Client) -> None:
    condition, measure = make_study().condition, make_measure()
    claim = make_claim(condition=condition, measure=measure, slug="c01", verdict=ClaimVerdict.PARTLY_SUPPORTED)
    make_claim(source=claim.source, kind=ClaimKind.MECHANISM, evidence=[make_study(), make_study()], slug="c02")
    before = table_of(html_of(client))
    assert "no result." in before[0]
    assert before[0].endswith("partly supported")
    assert "Considered: 2 × randomised trial." in before[1]

    study = make_study(condition=condition)
    for name, mean in (("ozone", 3.0), ("sham", 5.0)):
        make_result(arm=make_arm(study=study, components=[name]), measure=measure, mean=mean, scale_max=10, scale_min=0)
    assert "1 better with ozone" in table_of(html_of(client))[0]


def test_finding_of_several_claims_is_told_in_full_once(client: Client) -> None:
    study, measure = make_study(), make_measure()
    for name in ("ozone", "sham"):
        make_result(arm=make_arm(study=study, components=[name]), measure=measure)
    first = make_claim(condition=study.condition, measure=measure, slug="c01")
    make_claim(source=first.source, condition=study.condition, measure=measure, slug="c02")
    one, other = html_of(client).split('<article class="claim"')[1:]
    assert "Against a sham injection" in one
    assert "Against a sham injection" not in other
    assert 'The same as for <a href="#c01">claim 1</a>.' in other


def table_of(html: str) -> list[str]:
    """The text of each row of the table."""
    table = html.partition('<table class="claim-table"')[2].partition("<tbody")[2].partition("</table>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("</tr>")[:-1]]
