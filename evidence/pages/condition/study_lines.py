"""The studies of a condition as its list shows them."""

from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.truncation import TruncatedList, truncate
from evidence.synthesis.counts import StudyCounts
from studies.reported.rows import Evidence, StudyRow


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One study of the condition, as its list shows it."""

    label: str
    href: str
    design: str
    year: int | None
    people: int | None
    isolates_ozone: bool


def study_lines(evidence: Evidence, counts: StudyCounts) -> TruncatedList[StudyLine]:
    """Those that isolate ozone first, the newest of each first."""
    isolating = {study.id for study in counts.isolating}
    studies = {arm.study.id: arm.study for arm in evidence.arms}.values()
    in_order = sorted(studies, key=lambda study: (study.id not in isolating, -(study.year or 0), study.label))
    return truncate(in_order, lambda study: _study_line(study, counts, isolates_ozone=study.id in isolating))


def _study_line(study: StudyRow, counts: StudyCounts, *, isolates_ozone: bool) -> StudyLine:
    return StudyLine(
        label=study.label,
        href=reverse("study", args=[study.slug]),
        design=study.design_label,
        year=study.year,
        people=counts.sizes.get(study.id),
        isolates_ozone=isolates_ozone,
    )
