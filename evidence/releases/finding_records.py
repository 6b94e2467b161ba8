"""The findings of a condition as a document: what a reader sees of each, and the rows that it rests on."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from evidence.findings.condition_answers import RatedAnswers
from evidence.findings.finding import Finding, anchor_of
from evidence.grading.current_ratings import FindingCertainty
from evidence.releases.public_records import Document
from evidence.synthesis.answer_values import once_per_answer
from evidence.synthesis.answers import Answer
from evidence.synthesis.condition_answer import ConditionAnswer
from studies.models import Condition
from studies.reported.contrasts import Contrast


def condition_document(
    condition: Condition, answer: ConditionAnswer, answers: Iterable[Answer], rated: RatedAnswers
) -> Document:
    """A condition as a document: its answer, and each finding with a value by its anchor."""
    findings = {anchor_of(each): _finding(condition.slug, each, rated) for each in answers if each.has_value}
    return {"name": condition.name, "answer": str(answer), "findings": findings}


def _finding(slug: str, answer: Answer, rated: RatedAnswers) -> dict[str, Any]:
    # What is said of an answer that nobody rated is read from its contrasts, and is no part of the document.
    is_rated = anchor_of(answer) in rated.ratings.get(slug, {})
    certainty = rated.certainty_of(slug, answer) if is_rated else FindingCertainty("")
    return {
        **json.loads(zlib.decompress(_unrated(answer))),
        "certainty": certainty.rating.level.label if certainty.rating else "",
        "needs_review": certainty.needs_review,
    }


@once_per_answer
def _unrated(answer: Answer) -> bytes:
    """What follows from an answer alone, compressed, since it names every row that the answer rests on."""
    finding, contrasts = Finding(answer, {}), list(_contrasts(answer))
    record = {
        "title": f"{finding.comparison.heading}: {finding.title}",
        "facts": list(finding.facts),
        "state": finding.state.value,
        "effect": finding.effect or "; ".join(note.text for note in finding.value_notes),
        "word": finding.word.label if finding.word else "",
        "people": finding.people,
        "studies": sorted({contrast.pair.ozone.study.slug for contrast in contrasts}),
        "results": sorted({key for contrast in contrasts for key in _row_keys(contrast)}),
    }
    return zlib.compress(json.dumps(record).encode())


def _contrasts(answer: Answer) -> Iterator[Contrast]:
    """The contrasts that an answer rests on, or shows beside it."""
    for entry in answer.all_entries:
        for line in entry.lines:
            yield from line.contrasts
    yield from (value.contrast for value in answer.values)


def _row_keys(contrast: Contrast) -> Iterator[str]:
    """The keys of the results and printed differences of a contrast."""
    yield from (row.key for row in (contrast.ozone, contrast.comparator, contrast.scored) if row)
    yield from (row.key for row in (*contrast.reported, *contrast.reported_before))
