"""Randomised trials that isolate ozone and give no answer a usable figure."""

from collections.abc import Iterable

from evidence.synthesis.answers import Answer
from studies.reported.rows import StudyRow


def unused_trials(isolating: Iterable[StudyRow], answers: Iterable[Answer]) -> list[StudyRow]:
    """Those of these trials that are in no answer of randomised trials, in their order."""
    used = {study.id for answer in answers if answer.question.randomised for study in answer.studies}
    return [study for study in isolating if study.id not in used]
