"""The same evidence as another file or database would give it: rows in any order, under other numbers."""

from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import judge_evidence
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.study_effects import ContrastEffect, StudyEffect
from studies.reported.comparisons import in_order
from studies.reported.rows import ArmRow, Evidence, ResultRow
from studies.reported.text_keys import name_key

Row = TypeVar("Row")


def reordered(evidence: Evidence, chance: Random) -> Evidence:
    """The rows in another order, with other numbers of studies, arms, results, printed differences and queries."""
    arms = shuffled(evidence.arms, chance)
    studies = renumbered({arm.study.id for arm in arms}, chance)
    numbers = renumbered({arm.id for arm in arms}, chance)

    def other(arm: ArmRow) -> ArmRow:
        study = arm.study._replace(id=studies[arm.study.id])
        return arm._replace(id=numbers[arm.id], study=study, part_of=numbers.get(arm.part_of or 0))

    results, reported = shuffled(evidence.results, chance), shuffled(evidence.reported, chance)
    return replace(
        evidence,
        arms=tuple(map(other, arms)),
        results=tuple(row._replace(id=place, arm=other(row.arm)) for place, row in enumerate(results, 1)),
        reported=tuple(
            row._replace(id=place, arm_a=other(row.arm_a), arm_b=other(row.arm_b))
            for place, row in enumerate(reported, 1)
        ),
        queries=tuple(
            row._replace(id=place, study=studies[row.study], arm=numbers.get(row.arm or 0))
            for place, row in enumerate(shuffled(evidence.queries, chance), 1)
        ),
    )


def shuffled(rows: tuple[Row, ...], chance: Random) -> list[Row]:
    return chance.sample(rows, len(rows))


def renumbered(ids: set[int], chance: Random) -> dict[int, int]:
    return dict(zip(sorted(ids), chance.sample(range(1, len(ids) + 1), len(ids)), strict=True))


def answers_in_words(evidence: Evidence) -> list[tuple[Any, ...]]:
    """Everything that the answers say, without a number of a record and in an order of its own."""
    found = synthesise(judge_evidence(evidence))
    unclassified = sorted(map(_excluded, found.unclassified_contrasts))
    return [*sorted(map(_answer, found.answers)), ("unclassified", *unclassified)]


def _answer(answer: Answer) -> tuple[Any, ...]:
    question = answer.question._replace(only_study=None, base=frozenset())
    pooled = answer.pooled
    return (
        str(question),
        # A set has no order: each process prints its members in another one.
        str(in_order(answer.question.base)),
        str(answer.measure),
        answer.scale,
        str(answer.higher_is_better),
        tuple(sorted(map(_study, answer.entries))),
        tuple(sorted(map(_study, answer.unpooled))),
        _rounded(pooled.estimate, pooled.low, pooled.high, pooled.tau2) if pooled else (),
        tuple(sorted(map(_excluded, answer.left_out))),
        tuple(sorted((item.study.slug, item.direction) for item in answer.unused)),
    )


def _study(entry: StudyEffect) -> tuple[Any, ...]:
    effect = _rounded(entry.effect.estimate, entry.effect.variance)
    problem = entry.query.problem if entry.query else ""
    return (entry.study.slug, effect, str(entry.pool_exclusion), problem, entry.detail, str(entry.n), *_lines(entry))


def _lines(entry: StudyEffect) -> list[tuple[Any, ...]]:
    """In their order: the first stands for the study."""
    return [
        (line.arm.label, _result(line.first.ozone), _result(line.first.comparator), _effect(line), line.notes)
        for line in entry.lines
    ]


def _effect(line: ContrastEffect) -> tuple[str, ...]:
    return _rounded(line.effect.estimate, line.effect.variance)


def _result(row: ResultRow | None) -> str:
    return f"{row.timepoint_label} {row.mean} {row.events}" if row else ""


def _excluded(item: ExcludedContrast) -> tuple[str, ...]:
    contrast = item.contrast
    what = (
        (contrast.measure.slug, name_key(contrast.outcome_name), contrast.part, str(contrast.weeks)) if contrast else ()
    )
    # Of two arms with ozone, neither is the comparator by a rule: only by its place.
    arms = sorted((item.pair.ozone.label, item.pair.comparator.label))
    return (item.study.slug, *arms, item.reason, item.detail, *what)


def _rounded(*values: float) -> tuple[str, ...]:
    """Sums in another order differ in their last digits."""
    return tuple(f"{value:.9g}" if abs(value) > 1e-12 else "0" for value in values)
