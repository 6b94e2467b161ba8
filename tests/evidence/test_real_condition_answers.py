"""The answer of every real condition, counted from the files of the data set and from effects computed apart."""

import json
import re
from collections import defaultdict
from functools import cache
from statistics import median

import pytest
from django.test import Client
from django.urls import reverse

from evidence.pages.condition.synthesised_condition import SynthesisedCondition, synthesise_condition_or_404
from evidence.synthesis.condition_answer import ConditionAnswer
from evidence.synthesis.serious_harm import PeopleRange
from tests.evidence.expected_evidence import Row, expected_rows
from tests.evidence.pages.html_page import read
from tests.studies.dataset.csv_copy import read as read_file

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

CONDITIONS = [row["slug"] for row in read_file("conditions.csv")]
# They compare something else, or nothing that is known.
SILENT_ABOUT_OZONE = {"comparator-not-stated", "confounded", "ozone-both-arms"}
# (1.960 + 1.282)²: two-sided 5%, power 90%.
QUANTILES = 10.5074
FEWER_IS_BETTER = {"poor-outcome"}


@cache
def scope_of(slug: str) -> set[str]:
    """A condition and everything below it."""
    found = {slug}
    for _ in CONDITIONS:
        found |= {row["slug"] for row in read_file("conditions.csv") if row["parent"] in found}
    return found


@cache
def randomised(name: str, slug: str) -> list[Row]:
    scope = scope_of(slug)
    return [row for row in expected_rows(name) if row["design"] == "rct" and row["condition"] in scope]


def people_needed(comparator_risk: float, better: float) -> float:
    other = comparator_risk + better
    return 2 * QUANTILES * (comparator_risk * (1 - comparator_risk) + other * (1 - other)) / 0.1**2


def has_half_of_the_people(rows: list[Row]) -> bool:
    """Whether the strata of one trial have half of the people that one trial would need."""
    if rows[0]["measure"] != "RR":
        sizes = re.findall(r"n=(\d+)", " ".join(row[side] for row in rows for side in ("ozone", "comparator")))
        (whole,) = [row["n_randomised"] for row in read_file("studies.csv") if row["key"] == rows[0]["study"]]
        return sum(map(int, sizes or [whole])) >= 263 / 2
    counts = [[int(number) for number in row[side].split("/")] for row in rows for side in ("ozone", "comparator")]
    risk = median(events / people for events, people in counts[1::2])
    better = -0.1 if rows[0]["outcome"] in FEWER_IS_BETTER or risk > 0.9 else 0.1
    return sum(people for _, people in counts) >= people_needed(risk, better) / 2


def questions(slug: str) -> dict[tuple[str, ...], list[Row]]:
    """The rows of each question that a trial answers: its strata together, its times apart."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in randomised("effects", slug):
        if row["state"] == "in":
            found[row["study"], row["class"], row["outcome"], row["timepoint_label"]].append(row)
    return found


def serious_harm_after_ozone(slug: str) -> list[Row]:
    """Rows of people with ozone. No arm of the data has two such harms with people, which could be the same ones."""
    scope = scope_of(slug)
    arms = {(row["study"], row["arm"]): row for row in read_file("arms.csv")}
    rows = [
        row
        for row in read_file("adverse_events.csv")
        if row["serious"] == "yes"
        and "ozone" in arms[row["study"], row["arm"]]["components"].split(";")
        and arms[row["study"], row["arm"]]["condition"] in scope
    ]
    struck = [(row["study"], row["arm"]) for row in rows if row["n_events"] != "0"]
    assert len(struck) == len(set(struck))
    return rows


@cache
def synthesised(slug: str) -> SynthesisedCondition:
    """The real condition, judged and answered once for all tests."""
    return synthesise_condition_or_404(slug)


def answer_of(slug: str) -> ConditionAnswer:
    return synthesised(slug).answer


@pytest.mark.parametrize("slug", CONDITIONS)
def test_trials_and_usable_trials(slug: str) -> None:
    answer = answer_of(slug)
    classes = randomised("classes", slug)
    assert answer.trials == len({row["study"] for row in classes if row["class"] not in SILENT_ABOUT_OZONE})
    cohorts = {row["key"]: row["cohort_group"] or row["key"] for row in read_file("studies.csv")}
    usable = {study for study, *_ in questions(slug)}
    assert answer.usable_trials == len({cohorts[study] for study in usable})
    assert answer.usable_trials + answer.repeated_trials == len(usable)


@pytest.mark.parametrize("slug", CONDITIONS)
def test_trials_with_a_figure_and_those_not_used_are_all_trials(client: Client, slug: str) -> None:
    answer = answer_of(slug)
    page = read(client.get(reverse("condition", args=[slug])))
    unused = re.search(r"Trials not used (\d+)", page.text)
    assert answer.usable_trials + answer.repeated_trials + (int(unused[1]) if unused else 0) == answer.trials


@pytest.mark.parametrize("slug", CONDITIONS)
def test_questions(slug: str) -> None:
    found = answer_of(slug).questions
    asked = questions(slug)
    # No two trials give a figure for one comparison and outcome, so none is pooled and each has a question of its own.
    # Procedures and definitions of success differ from trial to trial.
    by_outcome = {
        (comparison, outcome, study)
        for study, comparison, outcome, _ in asked
        if outcome != "success-other" and "procedure" not in comparison
    }
    assert len({(comparison, outcome) for comparison, outcome, _ in by_outcome}) == len(by_outcome)
    assert (found.pooled, found.shared) == (0, 0)
    assert found.half == sum(has_half_of_the_people(rows) for rows in asked.values())
    assert found.judged == 0


@pytest.mark.parametrize("slug", CONDITIONS)
def test_people_on_record(slug: str) -> None:
    harm, rows = answer_of(slug).harm, serious_harm_after_ozone(slug)

    def people(fatal: tuple[str, ...]) -> int:
        return sum(int(row["n_events"] or 0) for row in rows if row["fatal"] in fatal)

    deaths, others = people(("yes",)), people(("no", "not-stated"))
    assert harm.died == PeopleRange(deaths, deaths)
    assert harm.others == PeopleRange(others, None if any(not row["n_events"] for row in rows) else others)
    assert harm.unstated.least == people(("not-stated",))


def test_the_sentences_of_the_real_conditions() -> None:
    assert str(answer_of("lumbar-disc-herniation")) == (
        "Too little is known to say whether ozone helps: of 18 randomised trials that isolate ozone, 7 gave a usable "
        "figure, each for a question of its own; 1 death and serious harm of 4 other people are on record after ozone, "
        "and whether any of the others died is not stated."
    )
    assert str(answer_of("back-pain")) == (
        "One question (poor outcome, instead of a steroid injection) has at least half of the people needed for chance "
        "alone, and bias is not judged: of 31 randomised trials that isolate ozone, 10 gave a usable figure (1 more "
        "may be of the same people), each for a question of its own; 2 deaths and serious harm of 5 other people are "
        "on record after ozone, and whether any of the others died is not stated."
    )
    assert str(answer_of("spondylolisthesis")) == (
        "Too little is known to say whether ozone helps: no randomised trial isolates ozone; no death and no other "
        "serious harm is on record after ozone, which is not safety."
    )


@pytest.mark.parametrize("slug", ["lumbar-disc-herniation", "back-pain"])
def test_page_handout_and_json_begin_with_the_answer(client: Client, slug: str) -> None:
    sentence = str(answer_of(slug))
    for name in ("condition", "condition-handout"):
        text = read(client.get(reverse(name, args=[slug]))).text
        known, rest = sentence.split(": ", 1)
        assert f"{known}. {rest[0].upper()}{rest[1:]}" in text
    data = json.loads(client.get(reverse("condition-json", args=[slug])).content)
    assert data["answer"]["sentence"] == sentence
    assert data["answer"]["trials"] == data["randomised_trials_isolating_ozone"]
    assert data["answer"]["usable_trials"] == data["usable_trials"]
    assert data["sections"]["What is known"][0]["value"] == sentence
