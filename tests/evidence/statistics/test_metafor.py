"""Every figure of R's metafor that the engine offers, at the tolerances of ``tests/reference/README.md``."""

from functools import cache
from math import isfinite
from typing import Any

import pytest

from studies.numerics.errors import StatisticsError
from tests.evidence.statistics.compare_fields import Difference, differences
from tests.evidence.statistics.deliberate_differences import LISTS, reasons_for
from tests.evidence.statistics.metafor_reference import Block, blocks


def data_set_of(block: Block) -> str:
    return "/".join(block.path.split("/")[:2])


ANSWERED_BY_R = [block for block in blocks() if "error" not in block.figures]
STOPPED_IN_R = [block for block in blocks() if "error" in block.figures]

# A test for each data set: a failure names every call and field, such as ``datasets/bcg/analyses/RR/models/REML``.
DATA_SETS = sorted({data_set_of(block) for block in blocks()})
REASONS = {(kind, pattern) for kind, patterns in LISTS.items() for pattern in patterns}

pytestmark = pytest.mark.reference


@cache
def found_differences(block: Block) -> tuple[Difference, ...]:
    """Fields of a block that differ; the whole of it where the engine refuses what R answers."""
    try:
        ours = block.answer()
    except StatisticsError as refusal:
        return (Difference(block.path, f"refused: {refusal}", "answered"),)
    return tuple(differences(block.path, ours, block.figures))


@pytest.mark.parametrize("data_set", DATA_SETS)
def test_figures_agree_with_metafor(data_set: str):
    differing = [
        found for block in ANSWERED_BY_R if data_set_of(block) == data_set for found in found_differences(block)
    ]

    assert [found for found in differing if not reasons_for(found)] == []


def test_each_deliberate_difference_is_still_there():
    in_use = {reason for block in ANSWERED_BY_R for found in found_differences(block) for reason in reasons_for(found)}

    assert REASONS - in_use == set()


def test_where_r_fails_the_engine_refuses_or_gives_finite_numbers():
    answers = {block.path: answer_or_refusal(block) for block in STOPPED_IN_R}

    assert len(answers) > 90
    assert [path for path, answer in answers.items() if not all(map(isfinite, numbers_in(answer)))] == []
    assert all(answer.get("refusal", "a sentence.").endswith(".") for answer in answers.values())


def answer_or_refusal(block: Block) -> dict[str, Any]:
    try:
        return block.answer()
    except StatisticsError as refusal:
        return {"refusal": str(refusal)}


def numbers_in(answer: Any) -> list[float]:
    if isinstance(answer, dict):
        return [number for value in answer.values() for number in numbers_in(value)]
    if isinstance(answer, list):
        return [number for value in answer for number in numbers_in(value)]
    return [answer] if isinstance(answer, float) else []


def test_most_of_the_reference_is_compared():
    compared = [block for block in ANSWERED_BY_R if not found_differences(block)]

    assert len(compared) > 2400
