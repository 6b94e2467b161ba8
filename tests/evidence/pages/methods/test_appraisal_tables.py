"""The methods page says how certainty is rated, from the constants in force."""

import pytest
from django.test import Client

from evidence.choices import Certainty, GradeDomain
from evidence.pages.methods import appraisal_tables
from tests.evidence.pages.html_page import read


@pytest.mark.django_db
def test_page_names_every_level_and_domain(client: Client) -> None:
    text = read(client.get("/methods/")).text
    for level in Certainty:
        assert f"{level.circles} {level.label} {level.meaning}" in text
    for domain in GradeDomain:
        assert f"{domain.label.capitalize()} {'+' if domain.rates_up else '−'}{domain.most}" in text


@pytest.mark.parametrize(
    ("name", "value", "place", "text"),
    [
        ("SUBSTANTIAL", 0.61, GradeDomain.INCONSISTENCY, "I² is 61% or more"),
        ("SUBSTANTIAL_SHARE", 0.33, GradeDomain.RISK_OF_BIAS, "more than 33%"),
        ("FAR_TOO_FEW", 0.4, GradeDomain.IMPRECISION, "less than 40% of it"),
        ("ASYMMETRY_P", 0.05, GradeDomain.PUBLICATION_BIAS, "P below 0.05"),
        ("LARGE", 3.0, GradeDomain.LARGE_EFFECT, "a risk ratio of 3 (or 1/3)"),
    ],
)
def test_table_follows_a_changed_constant(
    monkeypatch: pytest.MonkeyPatch, name: str, value: float, place: GradeDomain, text: str
) -> None:
    row = list(GradeDomain).index(place)
    assert text not in appraisal_tables.domains_table().rows[row][2]
    monkeypatch.setattr(appraisal_tables, name, value)
    assert text in appraisal_tables.domains_table().rows[row][2]
