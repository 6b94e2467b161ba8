"""Every figure of R's metafor that the engine offers, at the tolerances of ``tests/reference/README.md``."""

from functools import cache
from math import isfinite
from typing import Any

import pytest

from evidence.statistics.refusals import StatisticsRefusal
from tests.evidence.statistics.comparing import Difference, differences
from tests.evidence.statistics.deliberate import LISTS, reasons_for
from tests.evidence.statistics.metafor import Block, blocks

ANSWERED_BY_R = [block for block in blocks() if "error" not in block.figures]
STOPPED_IN_R = [block for block in blocks() if "error" in block.figures]
REASONS = [(kind, pattern) for kind, patterns in LISTS.items() for pattern in patterns]

pytestmark = pytest.mark.reference


@cache
def found_differences(block: Block) -> tuple[Difference, ...]:
    """Fields of a block that differ; the whole of it where the engine refuses what R answers."""
    try:
        ours = block.answer()
    except StatisticsRefusal as refusal:
        return (Difference(block.path, f"refused: {refusal}", "answered"),)
    return tuple(differences(block.path, ours, block.figures))


@cache
def reasons_in_use() -> set[tuple[str, str]]:
    return {reason for block in ANSWERED_BY_R for found in found_differences(block) for reason in reasons_for(found)}


@pytest.mark.parametrize("block", ANSWERED_BY_R, ids=lambda block: block.path)
def test_figures_agree_with_metafor(block: Block):
    assert [found for found in found_differences(block) if not reasons_for(found)] == []


@pytest.mark.parametrize("reason", REASONS, ids=" ".join)
def test_each_deliberate_difference_is_still_there(reason: tuple[str, str]):
    assert reason in reasons_in_use()


@pytest.mark.parametrize("block", STOPPED_IN_R, ids=lambda block: block.path)
def test_where_r_stops_the_engine_refuses_or_answers_in_finite_numbers(block: Block):
    try:
        answered = block.answer()
    except StatisticsRefusal as refusal:
        answered = {"refusal": str(refusal)}

    assert all(isfinite(number) for number in numbers_in(answered))
    assert answered.get("refusal", "a sentence.").endswith(".")


def numbers_in(answer: Any) -> list[float]:
    if isinstance(answer, dict):
        return [number for value in answer.values() for number in numbers_in(value)]
    if isinstance(answer, list):
        return [number for value in answer for number in numbers_in(value)]
    return [answer] if isinstance(answer, float) else []


def test_most_of_the_reference_is_compared():
    compared = [block for block in ANSWERED_BY_R if not found_differences(block)]

    assert len(compared) > 2500
