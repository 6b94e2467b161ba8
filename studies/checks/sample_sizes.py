"""Arms, parts and studies whose people do not add up."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from studies.checks.check import Check, StudyCheck
from studies.checks.check_finding import CheckFinding
from studies.checks.findings_for import of_arm, of_result, of_results, of_study, row_values
from studies.choices import Severity
from studies.reported.checked_study import ReportedStudy
from studies.reported.reference_values import ReferenceValues
from studies.reported.rows import MeasureRow, ResultRow


def arms_add_up(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Arms with more or fewer people together than the study."""
    arms = [arm for arm in study.arms if arm.part_of is None]
    for name, word in (("n_randomised", "randomised"), ("n_analysed", "analysed")):
        total, sizes = getattr(study.row, name), [getattr(arm, name) for arm in arms]
        known = [size for size in sizes if size is not None]
        if total is None or not known or sum(known) == total or (sum(known) < total and len(known) < len(sizes)):
            continue
        more = sum(known) > total
        yield of_study(
            study,
            severity=Severity.WARNING,
            field=name,
            sentence=f"The arms make {sum(known)} people, the study {total} {word}"
            + (": a person is in two arms, or a number is wrong." if more else "."),
            arithmetic=f"{' + '.join(map(str, known))} = {sum(known)}; {total} {word} in the study.",
            about=(f"{name}={total}", *(row_values(arm, (name,)) for arm in arms)),
        )


def more_people_than_the_arm(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """A result with more people than its arm."""
    for result in study.results:
        most = result.arm.most_people
        if most is None or result.n is None or result.n <= most:
            continue
        yield of_result(
            result,
            severity=Severity.ERROR,
            field="n",
            sentence=f"{result.n} people in the result, {most} in the arm: another unit, or another arm?",
            arithmetic=f"n {result.n} > {most} {'analysed' if result.arm.n_randomised is None else 'randomised'}",
            values=("n",),
        )
    for harm in study.harms:
        most = harm.arm.most_people
        if most is not None and harm.n_at_risk is not None and harm.n_at_risk > most:
            yield of_arm(
                study,
                harm.arm,
                severity=Severity.WARNING,
                field="n_at_risk",
                sentence=f"{harm.n_at_risk} people at risk of “{harm.event[:60]}”, {most} in the arm.",
                arithmetic=f"{harm.n_at_risk} > {most}; harm {harm.provenance.key}",
                values=("n_randomised", "n_analysed"),
            )


def parts_of_an_arm_add_up(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Parts of an arm, entered as arms, with more people than the arm."""
    for whole in study.arms:
        parts = [arm for arm in study.arms if arm.part_of == whole.id and whole.id is not None]
        known = [arm.most_people for arm in parts if arm.most_people is not None]
        if whole.most_people is not None and sum(known) > whole.most_people:
            yield of_arm(
                study,
                whole,
                severity=Severity.WARNING,
                field="n_analysed",
                sentence=f"The parts of the arm make {sum(known)} people, the arm {whole.most_people}.",
                arithmetic=f"{' + '.join(map(str, known))} = {sum(known)} > {whole.most_people}",
                values=("n_randomised", "n_analysed"),
            )


def parts_of_a_result(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Parts of a result that overlap, or whose percentages are of the whole arm."""
    for parts in _parts(study):
        people = parts[0].arm.most_people
        if people is None:
            continue
        events = sum(result.events or 0 for result in parts)
        whole = all(result.n == people for result in parts)
        if events <= people and not whole:
            continue
        counts = " + ".join(str(result.events or 0) for result in parts)
        sentences = [
            f"{counts} = {events} people with the outcome, of {people}: the parts overlap." if events > people else "",
            f"Each part is printed of all {people} people of the arm: no share of the part follows." if whole else "",
        ]
        yield of_results(
            study,
            parts,
            severity=Severity.WARNING,
            field="events",
            sentence="The parts of the arm overlap." if events > people else "The percentages are of the whole arm.",
            arithmetic=" ".join(filter(None, sentences)),
            values=("events", "n"),
        )


def _parts(study: ReportedStudy) -> Iterator[Sequence[ResultRow]]:
    """Two parts or more of one arm, outcome and time, counted."""
    groups: dict[tuple[object, ...], list[ResultRow]] = defaultdict(list)
    for result in study.results:
        if result.part and result.events is not None:
            groups[result.arm.id, result.outcome, result.weeks].append(result)
    return (parts for parts in groups.values() if len(parts) > 1)


def outcomes_that_exclude(study: ReportedStudy, others: ReferenceValues) -> Iterator[CheckFinding]:
    """Two outcomes that exclude each other, with more people together than there are."""
    for first, second in combinations(study.results, 2):
        if not _exclude_each_other(first.measure, second.measure) or not _same_people(first, second):
            continue
        together, people = (first.events or 0) + (second.events or 0), first.n or 0
        if together > people:
            yield of_results(
                study,
                (first, second),
                severity=Severity.WARNING,
                field="events",
                sentence="More people have one or the other outcome than there are people.",
                arithmetic=f"{first.events} + {second.events} = {together} > {people}",
                values=("events", "n"),
            )


def _exclude_each_other(first: MeasureRow, second: MeasureRow) -> bool:
    """Whether no person can have both outcomes."""
    return any(
        other.id and other.id in (one.complement_of.id if one.complement_of else 0, one.excludes)
        for one, other in ((first, second), (second, first))
    )


def _same_people(first: ResultRow, second: ResultRow) -> bool:
    alike = (first.arm.id, first.weeks, first.part, first.n) == (second.arm.id, second.weeks, second.part, second.n)
    return alike and first.n is not None


CHECKS: tuple[Check, ...] = (
    StudyCheck(
        "arms-add-up",
        "Arms with more people together than the study (someone is counted twice) or fewer (someone is missing).",
        arms_add_up,
    ),
    StudyCheck(
        "more-people-than-the-arm", "A result, or a harm, with more people than its arm.", more_people_than_the_arm
    ),
    StudyCheck("parts-of-an-arm", "Parts of an arm with more people than the arm.", parts_of_an_arm_add_up),
    StudyCheck(
        "parts-of-a-result",
        "Parts within a result that overlap, or whose percentages are of the whole arm.",
        parts_of_a_result,
    ),
    StudyCheck(
        "outcomes-that-exclude",
        "Outcomes that exclude each other, with more people together than there are.",
        outcomes_that_exclude,
    ),
)
