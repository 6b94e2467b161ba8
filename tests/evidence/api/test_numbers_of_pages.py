"""Every number of a condition, a finding and a study is in the API under the name that the page links, and back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from django.test import Client

from evidence.api.endpoint import list_endpoints
from tests.evidence.api.shown_numbers import ShownNumber, is_shown, leaves, says, shown_numbers

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")
API = "/api/v1"
# Of the rules and not of a record: the level of intervals, ends of scales, and what a risk or a difference is told of.
CONSTANTS = {"95", "100", "0", "1,000", "10", "1", "2"}
# A row of a table names its finding and a trial or two; a cell of a grid its result and its contrast.
MOST_NAMED = 4
# Figures of a row that its page shows.
FIGURES = {
    "contrast": ("ozone_n", "ozone_events", "ozone_mean", "comparator_n", "comparator_events", "comparator_mean"),
    "result": ("mean", "sd", "events", "percent"),
    "harm": ("n_events", "n_at_risk"),
    "difference": ("estimate", "ci_low", "ci_high"),
    "arm": ("n_randomised", "concentration_low", "concentration_high", "sessions_low", "sessions_high"),
}


# Shown once for all results of an arm that have the same.
FIGURES_OF_ARM = {"result": ("n",)}


class ApiPage(NamedTuple):
    """What the API holds of a page: of the whole page, and by the ids and links of its rows. ``kinds`` are theirs."""

    whole: list[float | str]
    rows: Mapping[str, Any]
    kinds: Mapping[str, str]


def ask(client: Client, address: str) -> Any:
    response = client.get(f"{API}{address}")
    assert response.status_code == 200, address
    return response.json()


def places(row: Mapping[str, Any], name: str = "page") -> list[str]:
    """The address of a row on its page, and its id within it."""
    found = urlsplit(row[name])
    return [f"#{found.fragment}"] if found.fragment else [found.path]


def test_rows_of_lists_have_exactly_the_fields_that_are_described(client: Client) -> None:
    # Endpoints are listed when the first address of the site was asked for.
    ask(client, "/")
    lists = [each for each in list_endpoints() if each.columns and each.name != "api-changes"]
    assert len(lists) > 10
    for each in lists:
        rows = ask(client, f"/{each.readable.format(slug='lumbar-disc-herniation')}?limit=3")["data"]
        assert rows, each.name
        for row in rows:
            assert set(row) == set(each.columns), each.name


def test_contrasts_have_the_identifiers_of_their_studies(client: Client) -> None:
    studies = {row["id"]: row for row in ask(client, "/studies/?limit=1000")["data"]}
    rows = ask(client, "/conditions/lumbar-disc-herniation/contrasts/?limit=1000")["data"]
    assert any(row["doi"] for row in rows)
    for name in ("doi", "pmid", "design", "standing"):
        assert [row[name] for row in rows] == [studies[row["study"]][name] for row in rows]


def of_condition(client: Client, slug: str) -> ApiPage:
    whole = [ask(client, f"/conditions/{slug}/"), ask(client, "/reviews/?limit=1000"), ask(client, "/claims/")]
    findings = ask(client, f"/conditions/{slug}/findings/?limit=1000")["data"]
    studies = {f"/studies/{row['id']}/": row for row in ask(client, "/studies/?limit=1000")["data"]}
    rows = studies | {place: row for row in findings for place in places(row)}
    return ApiPage([*leaves(whole)], rows, dict.fromkeys(rows, "finding"))


def of_finding(client: Client, slug: str, anchor: str) -> ApiPage:
    whole = [ask(client, f"/conditions/{slug}/findings/{anchor}/"), ask(client, "/reviews/?limit=1000")]
    rows = {place: row for row in whole[0]["contrasts"] for place in places(row)}
    return ApiPage([*leaves(whole)], rows, dict.fromkeys(rows, "contrast"))


def of_study(client: Client, slug: str) -> ApiPage:
    whole = ask(client, f"/studies/{slug}/")
    lists = {"result": "results", "harm": "harms", "difference": "differences", "arm": "arms", "own": "own_differences"}
    found = [(place, row, kind) for kind, name in lists.items() for row in whole[name] for place in places(row)]
    contrasts = {place: row for row in whole["contrasts"] for place in places(row)}
    rows = contrasts | {place: row for place, row, _ in found}
    return ApiPage([*leaves(whole)], rows, {place: kind for place, _, kind in found})


def named_next_to(number: ShownNumber, page: ApiPage) -> list[str]:
    """The rows that the page names around a number: of the largest part of the page that names few of them."""
    named: list[str] = []
    for near in number.places:
        known = [place for place in near if place in page.rows]
        if len(known) > MOST_NAMED:
            break
        named = known
    return named


def not_in_api(numbers: list[ShownNumber], page: ApiPage) -> tuple[list[str], int]:
    """The numbers that the API does not hold, and how many it holds under a name that the page links next to them."""
    missing, named = [], 0
    for number in numbers:
        if any(says(page.rows[place], number.text) for place in named_next_to(number, page)):
            named += 1
        elif not says(page.whole, number.text) and number.text not in CONSTANTS:
            missing.append(f"{number.text} in: {number.around}")
    return missing, named


def not_on_page(numbers: list[ShownNumber], page: ApiPage) -> Iterator[str]:
    """The figures of rows that the page names and does not show next to the name."""
    everywhere, near = {number.text for number in numbers}, defaultdict(set)
    for number in numbers:
        for place in named_next_to(number, page):
            near[place].add(number.text)
    for place, kind in page.kinds.items():
        expected = [(name, near[place]) for name in FIGURES.get(kind, ()) if near[place]]
        expected += [(name, everywhere) for name in FIGURES_OF_ARM.get(kind, ())]
        for name, texts in expected:
            value = page.rows[place][name]
            if value is not None and not is_shown(value, texts):
                yield f"{place} {name}: {value}"


def largest_finding(client: Client, slug: str) -> str:
    """The finding of a condition with the most studies; of several the last by name."""
    found = ask(client, f"/conditions/{slug}/findings/?limit=1000")["data"]
    return str(max(found, key=lambda row: (row["k"], len(row["studies"]), row["id"]))["id"])


@cache
def read_page(kind: str) -> tuple[list[ShownNumber], ApiPage]:
    """The numbers of a page of this kind, and what the API holds of it; read by the first test that asks for it."""
    client = Client()
    condition, study = "lumbar-disc-herniation", "davidovic-2023"
    anchor = largest_finding(client, condition)
    address, page = {
        "condition": lambda: (f"/conditions/{condition}/", of_condition(client, condition)),
        "finding": lambda: (f"/conditions/{condition}/findings/{anchor}/", of_finding(client, condition, anchor)),
        "study": lambda: (f"/studies/{study}/", of_study(client, study)),
    }[kind]()
    return shown_numbers(client.get(address).content.decode()), page


@pytest.mark.parametrize(("kind", "least"), [("condition", 100), ("finding", 80), ("study", 300)])
def test_every_number_of_a_page_is_in_the_api_and_back(kind: str, least: int) -> None:
    numbers, page = read_page(kind)
    missing, named = not_in_api(numbers, page)

    assert missing == []
    assert list(not_on_page(numbers, page)) == []
    assert len(numbers) > least
    # Most stand next to the name of the row that holds them; the others are totals and texts of the whole page.
    assert named > 0.4 * len(numbers)


# The test above asks both databases for the same.
@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["condition", "finding", "study"])
def test_a_number_that_the_api_had_otherwise_would_be_noticed(kind: str) -> None:
    numbers, page = read_page(kind)
    changed = ApiPage([], {place: shifted(row) for place, row in page.rows.items()}, page.kinds)

    _, named = not_in_api(numbers, page)
    missing, still_named = not_in_api(numbers, changed)
    assert still_named < 0.5 * named
    assert len(missing) > 0.3 * len(numbers)
    if kind == "study":
        assert len(list(not_on_page(numbers, changed))) > 50


def shifted(data: Any) -> Any:
    """The same with another number in the place of each, and without texts."""
    if isinstance(data, dict):
        return {name: shifted(value) for name, value in data.items()}
    if isinstance(data, list):
        return [shifted(value) for value in data]
    if isinstance(data, int | float) and not isinstance(data, bool):
        return data * 1.37 + 13.013
    return None if isinstance(data, str) else data


def test_numbers_are_read_as_they_are_printed() -> None:
    found = shown_numbers('<main><p id="a">From 1,250 to −3.5 <a href="/b/">2019</a></p><nav>7</nav></main><p>8</p>')
    assert [number.text for number in found] == ["1,250", "−3.5", "2019"]
    assert [number.places[0] for number in found] == [{"#a", "/b/"}, {"#a", "/b/"}, {"/b/"}]
    assert says({"x": [1250, {"y": -3.52}]}, "1,250")
    assert says({"y": -3.52}, "−3.5")
    assert not says({"y": -3.52}, "3.6")
    assert says({"share": 0.333}, "33")
    assert not says({"share": 0.333}, "34")
    assert says({"text": "in 2019"}, "2019")
    assert not says({"text": "in 20191", "flag": True}, "2019")
    assert says({"weeks": 26.07}, "6")
    assert is_shown(12.345, ["12.3"])
    assert not is_shown(12.345, ["12.4", "13"])
