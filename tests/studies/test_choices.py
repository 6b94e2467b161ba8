"""The choices, and the vocabularies printed in the README of the data set."""

import inspect
import re

import pytest

from studies import choices
from studies.choices import ROUTE_GROUPS, ComponentName, Design, Family, Intervention, LabelledEnum, Route, RouteGroup
from tests.studies.dataset.csv_copy import EVIDENCE

VOCABULARIES = [
    value
    for value in vars(choices).values()
    if inspect.isclass(value) and issubclass(value, LabelledEnum) and value is not LabelledEnum
]


def readme_choices(name: str) -> list[str]:
    """The choices listed after a name under "Vocabularies", up to the first remark."""
    text = (EVIDENCE / "README.md").read_text(encoding="utf-8")
    line = re.search(rf"^- {name}: ([^\n]+)$", text, re.MULTILINE)
    assert line
    return [re.sub(r"\s*\(.*", "", word).strip() for word in line[1].split(", ")]


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.__name__)
def test_every_choice_has_a_label_and_every_list_a_description(words):
    assert inspect.getdoc(words)
    assert words.choices() == [(word.value, word.label) for word in words]
    assert all(label and label == label.strip() for _, label in words.choices())
    assert len({label for _, label in words.choices()}) == len(words)


@pytest.mark.parametrize(
    ("name", "words"), [("design", Design), ("intervention", Intervention), ("route", Route)], ids=str
)
def test_choices_match_the_data_set(name, words):
    assert set(readme_choices(name)) == {word.value for word in words}


def test_components_match_the_data_set():
    text = (EVIDENCE / "README.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("- components: "))

    for word in ComponentName:
        assert re.search(rf"(?<![a-z-]){re.escape(word.value)}(?![a-z-])", line), word


def test_unlisted_choice_is_refused():
    with pytest.raises(ValueError, match="oral"):
        Route("oral")


def test_every_route_belongs_to_a_group_and_every_group_has_a_route():
    assert set(ROUTE_GROUPS) == set(Route)
    assert set(ROUTE_GROUPS.values()) == set(RouteGroup)


def test_every_component_belongs_to_a_family():
    assert {word.family for word in ComponentName} == set(Family)


def test_choice_equals_its_value():
    assert f"{Design.RCT}" == "rct"
    assert Design("rct") is Design.RCT
    assert Design.RCT.label == "randomised trial"
