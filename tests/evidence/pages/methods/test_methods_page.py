"""The methods page describes what the code does, and changes with it."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from evidence.pages.methods import method_sections, rule_tables, worked_examples
from evidence.pages.methods.references import REFERENCES
from evidence.statistics.estimates import IntervalMethod, Model
from evidence.statistics.tau2 import Tau2Method
from studies.choices import (
    ChangeUnit,
    ComponentName,
    CriticalOutcome,
    EffectBand,
    OutcomeDomain,
    QueryState,
    Route,
    RouteGroup,
    Severity,
    StudyStatus,
)
from studies.models import BetweenGroupThreshold, MinimalImportantChange
from studies.numerics.arm_values import Means
from studies.presentation.query_texts import SEVERITY_CONSEQUENCES
from studies.reported.comparisons import Comparison
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.spread_recovery import ArmValue
from studies.reported.windows import Window
from tests.factories import make_measure, make_publication
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db

# Constants, each with a number that no other has, and what the page then says.
CHANGED = [
    (method_sections, "MIN_STUDIES_TO_POOL", 91, "from 91 studies on they are pooled"),
    (rule_tables, "MIN_STUDIES_TO_POOL", 92, "a pool 92 one study"),
    (rule_tables, "MIN_STUDIES_TO_PREDICT", 93, "a prediction interval 93"),
    (rule_tables, "MIN_STUDIES_IN_ALL", 94, "a test between subgroups 94"),
    (rule_tables, "MIN_STUDIES_IN_EACH", 95, "at least 95 in each subgroup"),
    (rule_tables, "MIN_STUDIES_FOR_ASYMMETRY", 96, "funnel plot 96"),
    (rule_tables, "STUDIES_PER_MODERATOR", 97, "meta-regression 97"),
    (method_sections, "HIGHEST_CORRELATION", 98, "from 0 to 98"),
    (method_sections, "BALANCED", 99, "no arm is more than 99 times the other"),
    (method_sections, "SOME_PEOPLE", 101, "at 101 and 500 people"),
    (method_sections, "NEAR_NONE", 102, "within 102 of 100 of no difference"),
]


def text_of(client: Client) -> str:
    """The page as a reader sees it, lower case."""
    return words_of(html_of(client))


def html_of(client: Client) -> str:
    return client.get("/methods/").content.decode()


def words_of(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split())).casefold()


def html_without_records(blocker: DjangoDbBlocker) -> str:
    with shared_records(blocker, lambda: html_of(Client())) as page:
        return page


@pytest.fixture(scope="module")
def page(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    return html_without_records(django_db_blocker)


@pytest.fixture(scope="module")
def text(page: str) -> str:
    return words_of(page)


@pytest.fixture(scope="module")
def changed_text(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The page where every constant is another number."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module, name, number, _ in CHANGED:
            monkeypatch.setattr(module, name, number)
        return words_of(html_without_records(django_db_blocker))


@pytest.mark.parametrize(
    "words",
    [
        Window,
        ContrastExclusion,
        Comparison,
        ComponentName,
        Route,
        RouteGroup,
        CriticalOutcome,
        Severity,
        QueryState,
        StudyStatus,
    ],
)
def test_every_choice_label_is_explained(text, words):
    assert [word.label for word in words if word.label.casefold() not in text] == []


def test_every_model_interval_and_estimator_is_named():
    assert set(rule_tables.MODELS) == set(Model)
    assert set(rule_tables.INTERVALS) == set(IntervalMethod)
    assert set(rule_tables.TAU2) == set(Tau2Method)
    assert set(SEVERITY_CONSEQUENCES) == set(Severity)
    assert set(rule_tables.STATUSES) == set(StudyStatus)
    assert set(rule_tables.QUERY_STATES) == set(QueryState)


def test_each_window_shows_its_span_and_target(text):
    assert all(window.span in text for window in Window)
    assert "short term over 2 to 14 weeks 4 weeks" in text


def test_each_comparison_has_an_example_named_by_the_rule():
    table = rule_tables.comparisons_table()

    assert [str(row[0]).casefold() for row in table.rows] == [comparison.label.casefold() for comparison in Comparison]
    assert [row[3] == "yes" for row in table.rows] == [comparison.isolates_ozone for comparison in Comparison]


@pytest.mark.parametrize(("module", "name", "number", "words"), CHANGED)
def test_page_follows_a_changed_constant(text, changed_text, module, name, number, words):
    assert words not in text
    assert words in changed_text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"shown_max": 97}, "sore points, printed on 0–10 pain 0–97 printed on 0–10, mean and spread times 9.7"),
        (
            {"shown_max": None, "raw_max": 4, "slight_max": 3},
            "sore points, printed on 0–4 sore points 0–10 raw points of 0–4 times 2.5",
        ),
        ({"shown_max": None, "range_max": 24}, "sore points, printed on 0–24 sore points 0–24 as printed"),
    ],
)
def test_scales_of_the_instruments_are_shown(client, values, words):
    make_measure(name="Sore points", **values)

    assert words in text_of(client)


def test_order_of_spread_sources_follows_the_rules():
    rules = [row[1] for row in worked_examples.spread_table().rows]

    assert rules == [
        "as printed",
        "standard error as printed",
        "SE from 95% CI (t, n=40), rule 6.5.2.2",
        "SD from exact P, rule 6.5.2.3",
        "SD from quartiles, Wan 2014",
        "SD from range, Wan 2014",
        f"excluded: {ContrastExclusion.NO_SPREAD.label}",
    ]


def test_changed_rule_changes_the_displayed_order(monkeypatch):
    guess = ArmValue(Means(1, 2, sd=1), ("guess",))
    monkeypatch.setattr(worked_examples, "arm_values", lambda *arms: (guess, guess))

    assert {row[1] for row in worked_examples.spread_table().rows} == {"guess"}


def test_thresholds_are_shown_with_their_sources(client):
    BetweenGroupThreshold.objects.create(
        domain=OutcomeDomain.PAIN,
        display_range="0-100",
        size=EffectBand.SMALL,
        lower=0,
        upper=10,
        lower_included=True,
        upper_included=False,
        source="Bands used in reviews of back pain.",
    )
    MinimalImportantChange.objects.create(
        measure=make_measure(name="Pain, numeric rating scale"),
        scale="NRS 0-10",
        change=2,
        unit=ChangeUnit.POINTS,
        is_default=True,
        basis="consensus",
        citation="Ostelo 2008",
        publication=make_publication(),
    )

    page = text_of(client)

    assert "pain, 0-100 small from 0 to below 10 bands used in reviews of back pain." in page
    assert "pain, numeric rating scale: nrs 0-10 2 points for this instrument ostelo 2008" in page


def test_page_says_when_no_threshold_is_known(text):
    assert text.count("none is known.") >= 2


def test_references_link_to_their_sources(page):
    assert all(f'href="{reference.href}"' in page for reference in REFERENCES)
    assert len({reference.href for reference in REFERENCES}) == len(REFERENCES)


def test_the_page_is_in_the_navigation(page):
    assert '<a href="/methods/" aria-current="page">Methods</a>' in page


def test_the_number_of_queries_does_not_grow_with_the_records(client):
    def add_measure_and_count_queries() -> int:
        make_measure()
        with CaptureQueriesContext(connection) as queries:
            client.get("/methods/")
        return len(queries)

    first = add_measure_and_count_queries()

    assert add_measure_and_count_queries() == first
