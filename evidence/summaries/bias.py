"""Risk of bias as the pages of findings show it."""

from evidence.synthesis.bias import overall_level
from evidence.synthesis.entries import Line

NOT_ASSESSED = "not assessed yet"


def level_words(line: Line) -> str:
    """The overall level that stands for one line of an answer, in words."""
    level = overall_level(line.arm.study.bias, line.first.measure.slug, line.first.weeks)
    return level.label.lower() if level else NOT_ASSESSED
