"""One made-up primary study: its publication, its arms and what they reported."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from studies.choices import (
    Allocation,
    ArmRole,
    Blinding,
    Clock,
    Design,
    Intervention,
    NoticeKind,
    PrintedDirection,
    PrintedForm,
    ReadAs,
    Relation,
    Retraction,
    Route,
    Screening,
    StudyStatus,
)
from studies.models import (
    Arm,
    Condition,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    RetractionNotice,
    Study,
    Verification,
)
from studies.synthetic.appraisals import study_appraisals
from studies.synthetic.batch import SyntheticBatch
from studies.synthetic.distribution import LABEL, REMARK, SLUG, DesignCell
from studies.synthetic.features import Features, PrintedNumbers
from studies.synthetic.harm_rows import harm_rows
from studies.synthetic.partial_numbers import printed_differences, printed_part
from studies.synthetic.query_rows import query_rows
from studies.synthetic.scores import form_of, score, tally
from studies.synthetic.synthetic_people import DONE_AT

WEEKS = ((0.0, "baseline"), (4.0, "4 weeks"), (26.0, "6 months"), (52.0, "12 months"))
PAIN, DISABILITY, SUCCESS, SURGERY = "pain-vas", "disability-odi", "success-macnab", "surgery-avoided"
QUALITY_OF_LIFE, ANALGESICS, HALVED = "quality-of-life-sf36", "analgesic-use", "responder-50pct"
DIRECTIONS = (PrintedDirection.FAVOURS_OZONE, PrintedDirection.NO_DIFFERENCE, PrintedDirection.FAVOURS_COMPARATOR)


@dataclass(slots=True)
class Vocabulary:
    """The vocabulary that studies are described in, by slug."""

    conditions: dict[str, Condition]
    measures: dict[str, OutcomeMeasure]


def make_trial(
    number: int,
    *,
    seed: int,
    cell: DesignCell,
    vocabulary: Vocabulary,
    people: tuple[User, ...],
    batch: SyntheticBatch,
) -> None:
    """Make the study of that number. The same number, seed and cell give the same study."""
    # Chance that can be repeated is what is wanted here.
    chance, features = Random(f"{seed} {number}"), Features(number)  # noqa: S311
    if features.rare_comparator:
        cell = replace(cell, ozone=("ozone",), comparator=features.rare_comparator)
    study = _study(number, features, cell, vocabulary, people, chance)
    # Rare outcomes and judgements have chances of their own, so that they leave the other numbers as they are.
    rare, judging = Random(f"{seed} {number} rare"), Random(f"{seed} {number} judged")  # noqa: S311
    batch.add(study, *_verifications(study, people), *_publication(study, features, chance))
    for stratum in features.strata:
        arms = _arms(study, cell, features, stratum, vocabulary, chance)
        batch.add(*(arm for arm, _ in arms))
        batch.components += arms
        _add_reports(study, [arm for arm, _ in arms], features, vocabulary, (chance, rare), batch)
        batch.add(*harm_rows(study, [arm for arm, _ in arms], features, chance))
    measures = vocabulary.measures
    batch.add(*study_appraisals(study, features, judging, people, measures[PAIN]))
    batch.add(*query_rows(study, features, people, score=measures[PAIN], count=measures[SUCCESS]))


def _study(
    number: int,
    features: Features,
    cell: DesignCell,
    vocabulary: Vocabulary,
    people: tuple[User, ...],
    chance: Random,
) -> Study:
    standing = StudyStatus.DRAFT if features.is_draft else StudyStatus.UNVERIFIED
    return Study(
        slug=f"{SLUG}{number:04d}",
        label=f"{LABEL} {number:04d}",
        design=features.design,
        condition=vocabulary.conditions[cell.condition],
        cohort_group=features.cohort_group,
        blinding_code=chance.choice([Blinding.DOUBLE, Blinding.ASSESSOR, Blinding.OPEN, Blinding.NOT_REPORTED]),
        complication_report=features.design is Design.CASE_REPORT,
        max_followup_weeks=52.0,
        standing=StudyStatus.SIGNED_OFF if features.is_signed_off else standing,
        signed_off_by=people[1] if features.is_signed_off else None,
        signed_off_at=DONE_AT if features.is_signed_off else None,
        read_as=features.read_as,
        note=REMARK,
        **_allocation(features),
    )


def _allocation(features: Features) -> dict[str, Any]:
    """What was given to one arm or the other, with what its error needs where that is printed."""
    if features.allocation is Allocation.PARALLEL:
        return {}
    is_cluster = features.allocation is Allocation.CLUSTER
    needed = {"cluster_size": 12.0, "icc": 0.02} if is_cluster else {"pair_correlation": 0.5}
    return {"allocation": features.allocation, **(needed if features.states_correlation else {})}


def _verifications(study: Study, people: tuple[User, ...]) -> list[Verification]:
    """The comparisons with the source behind a sign-off."""
    if study.standing != StudyStatus.SIGNED_OFF:
        return []
    return [Verification(study=study, by=by, at=DONE_AT, read_as=ReadAs(study.read_as)) for by in people[:2]]


def _publication(study: Study, features: Features, chance: Random) -> list[Model]:
    """The publication of a study, and the notice about it where there is one."""
    checked = features.retraction is not Retraction.NOT_CHECKED
    year = chance.randint(1998, 2025)
    paper = Publication(
        study=study,
        title=f"{study.label}: a made-up study for trying the site",
        authors="Nobody, N.",
        year=year if features.is_dated else None,
        screening=Screening.INCLUDED,
        retraction=features.retraction,
        retraction_checked_on=DONE_AT.date() if checked else None,
        note=REMARK,
    )
    kinds = {Retraction.RETRACTED: NoticeKind.RETRACTION, Retraction.CONCERN: NoticeKind.CONCERN}
    kind = kinds.get(features.retraction)
    if kind is None:
        return [paper]
    number, day, why = f"made up {features.number}", DONE_AT.date(), "Made up for trying the site"
    notice = RetractionNotice(publication=paper, kind=kind, record_id=number, noticed_on=day, reasons=why)
    return [paper, notice]


def _arms(
    study: Study, cell: DesignCell, features: Features, stratum: str, vocabulary: Vocabulary, chance: Random
) -> list[tuple[Arm, tuple[str, ...]]]:
    """The arms of one stratum with their components: ozone, then its comparator, then a second dose of ozone."""
    received = [cell.ozone]
    if features.is_controlled:
        received.append(cell.comparator)
    if features.third_arm:
        received.append(cell.ozone)
    return [
        (_arm(study, cell, components, place, stratum, vocabulary, chance, features), components)
        for place, components in enumerate(received)
    ]


def _arm(
    study: Study,
    cell: DesignCell,
    components: tuple[str, ...],
    place: int,
    stratum: str,
    vocabulary: Vocabulary,
    chance: Random,
    features: Features,
) -> Arm:
    ozone = "ozone" in components
    dose, sessions = chance.choice([20.0, 27.0, 30.0, 40.0]), chance.randint(1, 8)
    treated = {"concentration_low": dose, "concentration_high": dose, "sessions_low": sessions} if ozone else {}
    return Arm(
        study=study,
        slug="-".join(filter(None, (stratum, f"arm-{place + 1}"))),
        label=" and ".join(components).capitalize() + (", second dose" if place > 1 else ""),
        condition=vocabulary.conditions[cell.condition],
        stratum=stratum,
        role=ArmRole.OZONE if ozone else ArmRole.COMPARATOR,
        intervention=Intervention.OZONE if ozone else Intervention.OTHER,
        route=cell.route if features.states_route else Route.OTHER,
        guidance=cell.guidance if ozone else "",
        n_analysed=chance.randint(*features.people) if features.design is not Design.CASE_REPORT else 1,
        **treated,
    )


def _add_reports(
    study: Study,
    arms: list[Arm],
    features: Features,
    vocabulary: Vocabulary,
    chances: tuple[Random, Random],
    batch: SyntheticBatch,
) -> None:
    """What the source prints of what was measured."""
    if features.design is Design.CASE_REPORT:
        return
    if features.printed is PrintedNumbers.DIRECTIONS:
        batch.add(*_printed_directions(study, arms[0], arms[1], vocabulary, chances[0]))
        return
    measured = list(_results(arms, features, vocabulary, *chances))
    if features.printed is not PrintedNumbers.ALL:
        batch.add(*printed_differences(study, arms, measured, features.printed))
        measured = printed_part(measured, features.printed)
    batch.add(*measured)


def _results(
    arms: list[Arm], features: Features, vocabulary: Vocabulary, chance: Random, rare: Random
) -> Iterator[OutcomeResult]:
    """Pain and disability at four times, success at three, surgery avoided at the last; of some studies more."""
    better, form = chance.gauss(0.9, 0.6), form_of(chance)
    if features.printed is not PrintedNumbers.ALL:
        form = "sd"
    easing = chance.uniform(0.5, 0.7)
    for arm in arms:
        gain, n = better if arm.role == ArmRole.OZONE else 0.0, arm.n_analysed or 1
        for weeks, label in WEEKS:
            at = {"arm": arm, "weeks": weeks, "timepoint_label": label, "clock": Clock.START}
            left = easing if weeks else 1.0
            pain = score(chance, n=n, middle=7 * left - gain * bool(weeks), spread=1.8, top=10, form=form)
            index = score(chance, n=n, middle=44 * left - 5 * gain * bool(weeks), spread=13, top=100)
            yield _result(vocabulary, PAIN, at | pain, part=features.part if weeks else "")
            yield _result(vocabulary, DISABILITY, at | index)
            if weeks:
                yield _result(vocabulary, SUCCESS, at | tally(chance, n=n, share=0.62 + 0.1 * gain))
        last = {"arm": arm, "weeks": 52.0, "timepoint_label": "12 months", "clock": Clock.START}
        yield _result(vocabulary, SURGERY, last | tally(chance, n=n, share=0.9))
        timeless = {"arm": arm, "timepoint_label": "at the end"} | tally(chance, n=n, share=0.6)
        if features.every(31, 3):
            yield _result(vocabulary, "pain-free", timeless)
        yield from _rare_results(arm, gain, features, vocabulary, rare)


def _rare_results(
    arm: Arm, gain: float, features: Features, vocabulary: Vocabulary, chance: Random
) -> Iterator[OutcomeResult]:
    """Outcomes of few studies, at six months."""
    n = arm.n_analysed or 1
    at = {"arm": arm, "weeks": 26.0, "timepoint_label": "6 months", "clock": Clock.START}
    if features.every(14, 3):
        yield _result(vocabulary, QUALITY_OF_LIFE, at | score(chance, n=n, middle=52 + 4 * gain, spread=19, top=100))
    if features.every(18, 6):
        yield _result(vocabulary, ANALGESICS, at | tally(chance, n=n, share=0.5 - 0.1 * gain))
    if features.every(16, 2):
        yield _result(vocabulary, HALVED, at | tally(chance, n=n, share=0.5 + 0.1 * gain))


def _result(vocabulary: Vocabulary, slug: str, values: dict[str, Any], part: str = "") -> OutcomeResult:
    measure = vocabulary.measures[slug]
    return OutcomeResult(
        measure=measure,
        scale_min=measure.range_min,
        scale_max=measure.range_max,
        higher_is=measure.higher_is,
        part=part,
        locator="made up",
        **values,
    )


def _printed_directions(
    study: Study, ozone: Arm, comparator: Arm, vocabulary: Vocabulary, chance: Random
) -> list[ReportedContrast]:
    """Directions of a study whose figures are not in the text read, with or without a P value."""
    return [
        ReportedContrast(
            study=study,
            arm_a=ozone,
            arm_b=comparator,
            measure=vocabulary.measures[slug],
            weeks=26.0,
            printed_form=chance.choice([PrintedForm.P_ONLY, PrintedForm.DIRECTION_ONLY]),
            result_text="direction alone (made up)",
            direction=chance.choice(DIRECTIONS),
            p_text="< 0.05",
            p_relation=Relation.LESS,
            p_value=0.05,
        )
        for slug in (PAIN, DISABILITY, SUCCESS)
    ]
