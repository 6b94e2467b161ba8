"""Lights and bars of risk of bias: distinguishable without colour, sized by weight."""

import pytest

from evidence.figures.bias_bars import DIFFERING, LIGHTS, NO_DOMAIN, NOT_ASSESSED, SIZE, light_for_level, stack_bar
from evidence.figures.forest import ForestEntry, ForestSide, ForestSpec, draw_forest
from evidence.figures.forest_svg import WIDTH, lay_out_sheet
from studies.choices import BiasLevel


def test_every_level_has_a_light():
    words = {level.value: level.label for level in BiasLevel} | {
        DIFFERING: "Two people differ",
        NO_DOMAIN: "Not asked of such a trial",
    }
    assert words == {kind: light.words for kind, light in LIGHTS.items()}
    assert light_for_level(None) is NOT_ASSESSED


@pytest.mark.parametrize(
    "levels",
    [("low", "some-concerns", "high"), ("low", "moderate", "serious", "critical", "no-information")],
)
def test_levels_of_one_tool_differ_in_letter_and_shape(levels):
    lights = [LIGHTS[level] for level in levels]
    assert len({light.letter for light in lights}) == len(lights)
    assert len({(light.path, light.is_dashed) for light in lights}) == len(lights)


def test_bar_segments_run_from_the_best_level_to_not_assessed():
    parts = stack_bar([("high", 0.25), ("low", 0.5), (None, 0.04), ("high", 0.21)])
    assert [(part.light.kind, part.x, part.width) for part in parts] == [
        ("low", 0.0, 50.0),
        ("high", 50.0, 46.0),
        ("not-assessed", 96.0, 4.0),
    ]
    assert [part.text for part in parts] == ["Low 50%", "High 46%", "Not assessed yet 4%"]
    assert [part.letter for part in parts] == ["L", "H", ""]
    assert parts[1].middle == 73.0


def test_no_weight_draws_no_bar():
    assert stack_bar([]) == ()


def entry_with_lights(*levels):
    return ForestEntry("A", estimate=1, low=0, high=2, lights=tuple(light_for_level(level) for level in levels))


def plot_of(*entries, headings=("D1", "All")):
    return draw_forest(
        ForestSpec("Pain", "", entries, is_ratio=False, better_side=ForestSide.LEFT, light_headings=headings)
    )


def test_a_row_of_a_forest_plot_names_each_light():
    assessed, not_assessed = plot_of(entry_with_lights("low", "high"), ForestEntry("B")).rows
    assert [(heading, light.words) for heading, light in assessed.lights] == [("D1", "Low"), ("All", "High")]
    assert not_assessed.lights == ()


def test_every_heading_has_a_light():
    with pytest.raises(ValueError, match="shorter"):
        plot_of(entry_with_lights("low"))


def test_lights_are_drawn_under_their_headings_on_a_wider_sheet():
    sheet = lay_out_sheet(plot_of(entry_with_lights("low", "no-information"), ForestEntry("Pooled")))
    assert [x for x, _ in sheet.light_headings] == [x for x, _ in sheet.rows[0].lights]
    assert sheet.width > max(x for x, _ in sheet.light_headings) + SIZE / 2
    assert sheet.light_headings[0][0] - SIZE / 2 > sheet.weight
    assert sheet.notes[-1][1].endswith("Risk of bias: L low, ? no information.")


def test_without_lights_the_sheet_keeps_its_width():
    sheet = lay_out_sheet(plot_of(ForestEntry("A"), headings=()))
    assert (sheet.width, sheet.light_headings) == (WIDTH, ())
