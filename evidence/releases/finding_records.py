"""The findings of a condition as a document: what a reader sees of each, and the rows that it rests on."""

from collections.abc import Iterable, Iterator
from typing import Any

from evidence.findings.condition_answers import RatedAnswers
from evidence.findings.finding import Finding
from evidence.grading.current_ratings import Ratings
from evidence.releases.public_records import Document
from evidence.synthesis.answers import Answer
from evidence.synthesis.condition_answer import ConditionAnswer
from studies.models import Condition
from studies.reported.contrasts import Contrast


def condition_document(
    condition: Condition, answer: ConditionAnswer, answers: Iterable[Answer], rated: RatedAnswers
) -> Document:
    """A condition as a document: its answer, and each finding with a value by its anchor."""
    ratings = Ratings(rated.ratings.get(condition.slug, {}))
    findings = (Finding(each, {}, rated.bands, ratings) for each in answers if each.has_value)
    return {
        "name": condition.name,
        "answer": str(answer),
        "findings": {each.anchor: _finding(each) for each in findings},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    contrasts = list(_contrasts(finding.answer))
    rows = {key for contrast in contrasts for key in _row_keys(contrast)}
    rating = finding.certainty.rating
    return {
        "title": f"{finding.comparison.heading}: {finding.title}",
        "facts": list(finding.facts),
        "state": finding.state.value,
        "effect": finding.effect or "; ".join(note.text for note in finding.value_notes),
        "word": finding.word.label if finding.word else "",
        "people": finding.people,
        "certainty": rating.level.label if rating else "",
        "needs_review": finding.certainty.needs_review,
        "studies": sorted({contrast.pair.ozone.study.slug for contrast in contrasts}),
        "results": sorted(rows),
    }


def _contrasts(answer: Answer) -> Iterator[Contrast]:
    """The contrasts that an answer rests on, or shows beside it."""
    for entry in (*answer.entries, *answer.unpooled):
        for line in entry.lines:
            yield from line.contrasts
    yield from (value.contrast for value in answer.values)


def _row_keys(contrast: Contrast) -> Iterator[str]:
    """The keys of the results and printed differences of a contrast."""
    yield from (row.key for row in (contrast.ozone, contrast.comparator, contrast.scored) if row)
    yield from (row.key for row in (*contrast.reported, *contrast.reported_before))
