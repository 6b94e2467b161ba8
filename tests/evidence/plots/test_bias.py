"""Lights and bars of risk of bias: told apart without colour, measured by weight."""

import pytest

from evidence.plots.bias import LIGHTS, NOT_ASSESSED, light_of, stack
from studies.vocabulary import BiasLevel


def test_every_level_has_its_light():
    assert {level.value: level.label for level in BiasLevel} == {kind: light.words for kind, light in LIGHTS.items()}
    assert light_of(None) is NOT_ASSESSED


@pytest.mark.parametrize(
    "levels",
    [("low", "some-concerns", "high"), ("low", "moderate", "serious", "critical", "no-information")],
)
def test_the_levels_of_one_tool_differ_in_letter_and_in_shape(levels):
    lights = [LIGHTS[level] for level in levels]
    assert len({light.letter for light in lights}) == len(lights)
    assert len({(light.path, light.is_dashed) for light in lights}) == len(lights)


def test_parts_of_a_bar_follow_each_other_from_the_best_level_to_what_is_not_assessed():
    parts = stack([("high", 0.25), ("low", 0.5), (None, 0.04), ("high", 0.21)])
    assert [(part.light.kind, part.x, part.width) for part in parts] == [
        ("low", 0.0, 50.0),
        ("high", 50.0, 46.0),
        ("not-assessed", 96.0, 4.0),
    ]
    assert [part.text for part in parts] == ["Low 50%", "High 46%", "Not assessed yet 4%"]
    assert [part.letter for part in parts] == ["L", "H", ""]
    assert parts[1].middle == 73.0


def test_no_weight_draws_no_bar():
    assert stack([]) == ()
