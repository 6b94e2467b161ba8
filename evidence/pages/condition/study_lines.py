"""The studies of a condition as its list shows them."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from evidence.findings.truncation import TruncatedList, truncate
from evidence.synthesis.counts import StudyCounts
from studies.reported.rows import StudyRow


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One study of the condition, as its list shows it. ``has_result``: the text read gives some result of it."""

    label: str
    href: str
    design: str
    year: int | None
    people: int | None
    isolates_ozone: bool
    has_result: bool


def studies_in_order(counts: StudyCounts) -> list[StudyRow]:
    """Those that isolate ozone first, the newest of each first."""
    return [
        study
        for studies in (counts.isolating, counts.others)
        for study in sorted(studies, key=lambda study: (-(study.year or 0), study.label))
    ]


def study_lines(with_results: Collection[int], counts: StudyCounts) -> TruncatedList[StudyLine]:
    """The first studies in that order; ``with_results`` are those (ids) of which the text read gives some result."""
    shown = truncate(studies_in_order(counts), lambda study: study)
    return TruncatedList(lines_of(shown.rows, with_results, counts), shown.total)


def lines_of(studies: Iterable[StudyRow], with_results: Collection[int], counts: StudyCounts) -> tuple[StudyLine, ...]:
    """A line for each of these studies, in their order, with what ``counts`` say of it."""
    isolating, sizes = counts.isolating_ids, counts.sizes()
    return tuple(_line(study, sizes[study.id], isolating, with_results) for study in studies)


def designs_text(studies: Iterable[StudyRow]) -> str:
    """How many studies of each design there are, the most first: "randomised trial 24 · cohort 17"."""
    designs = Counter(study.design_label for study in studies).most_common()
    return " · ".join(f"{design} {number}" for design, number in designs)


def _line(study: StudyRow, people: int | None, isolating: Collection[int], with_results: Collection[int]) -> StudyLine:
    return StudyLine(
        label=study.label,
        href=reverse("study", args=[study.slug]),
        design=study.design_label,
        year=study.year,
        people=people,
        isolates_ozone=study.id in isolating,
        has_result=study.id in with_results,
    )
