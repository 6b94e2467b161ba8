"""Results that are in no answer, trial by trial: what was compared and measured, what is printed, why it is not used.

Directions are as printed. They are a report of what trials say, and are not added up.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from evidence.findings.answer_texts import contrast_href, study_effect_text
from evidence.synthesis.answers import Answer, Synthesis
from evidence.synthesis.comparison_labels import comparison_words, time_label
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.trial_directions import TrialDirection
from studies.choices import PrintedDirection
from studies.numerics.number_formatting import count
from studies.reported.contrasts import Contrast
from studies.reported.pairing import ArmPair
from studies.reported.rows import StudyRow

# Results of a row that are shown unfolded, and the most that a row shows without folding any.
FIRST_RESULTS, LONGEST_ROW = 3, 5
FIGURES = "figures of both arms"
NO_RESULT = "no result of two compared arms is recorded from the text read"


class ResultLink(NamedTuple):
    """One result, with the address of its figures or of its study, and its effect where one follows."""

    text: str
    href: str
    effect: str


class UnusedRow(NamedTuple):
    """Results of one comparison of a trial that print the same and are not used for the same reason."""

    compared: str
    results: tuple[ResultLink, ...]
    printed: str
    reason: str

    @property
    def first_results(self) -> tuple[ResultLink, ...]:
        """The results that are shown unfolded: all but of a long row."""
        return self.results[:FIRST_RESULTS] if self.more_results else self.results

    @property
    def more_results(self) -> tuple[ResultLink, ...]:
        """The other results of a long row."""
        return self.results[FIRST_RESULTS:] if len(self.results) > LONGEST_ROW else ()


@dataclass(frozen=True, slots=True)
class UnusedTrial:
    """One study with its results that are not used. ``people`` is empty where their number is not printed."""

    label: str
    href: str
    design: str
    people: str
    rows: tuple[UnusedRow, ...]


class UnusedResult(NamedTuple):
    """One result that is not used. ``contrast`` is None where nothing was printed of the two arms.

    ``effect`` is the effect that follows from it, where one does; ``printed`` is what the trial says, else.
    """

    pair: ArmPair
    contrast: Contrast | None
    effect: str
    printed: str
    reason: str

    @property
    def study(self) -> StudyRow:
        """The study whose arms they are."""
        return self.pair.ozone.study


def unused_results(synthesis: Synthesis) -> list[UnusedResult]:
    """Results about ozone itself that are in no answer, in the order of the answers; then pairs without a result."""
    results = [item for answer in synthesis.answers for item in _of_answer(answer)]
    silent = (item for item in synthesis.unclassified_contrasts if item.pair.compared.comparison.isolates_ozone)
    return [*results, *(_left_out(item, "") for item in silent)]


def unused_trial_rows(
    studies: Iterable[StudyRow], results: Iterable[UnusedResult], sizes: Mapping[int, int | None]
) -> tuple[UnusedTrial, ...]:
    """These studies with their unused results. ``sizes`` are the people of each study, by its id."""
    by_study: dict[int, list[UnusedResult]] = {}
    for result in results:
        by_study.setdefault(result.study.id, []).append(result)
    return tuple(_trial(study, by_study.get(study.id, ()), sizes.get(study.id)) for study in studies)


def studies_of(results: Iterable[UnusedResult], except_ids: Collection[int]) -> list[StudyRow]:
    """The studies of these results, each once, without some."""
    return list({item.study.id: item.study for item in results if item.study.id not in except_ids}.values())


def _of_answer(answer: Answer) -> list[UnusedResult]:
    values = {id(value.contrast): value.figure for value in answer.values}
    left_out = [_left_out(item, values.get(id(item.contrast), "")) for item in answer.left_out]
    unpooled = [
        UnusedResult(
            line.first.pair,
            line.first,
            study_effect_text(line.effect),
            FIGURES,
            _reason(
                entry.pool_exclusion.label if entry.pool_exclusion else "",
                entry.query.problem if entry.query else entry.detail,
            ),
        )
        for entry in answer.unpooled
        for line in entry.lines
    ]
    return [*unpooled, *left_out]


def _left_out(item: ExcludedContrast, value: str) -> UnusedResult:
    printed = item.contrast.reported if item.contrast else ()
    directions = (row.direction for row in printed if row.direction is not PrintedDirection.NOT_STATED)
    words = dict.fromkeys(TrialDirection(direction.value).label for direction in directions)
    return UnusedResult(
        item.pair,
        item.contrast,
        "",
        "; ".join(filter(None, (value, *words))),
        _reason(item.reason.label, item.detail),
    )


def _reason(label: str, detail: str) -> str:
    text = ": ".join(filter(None, (label, detail)))
    return f"{text[:1].upper()}{text[1:]}"


def _trial(study: StudyRow, results: Iterable[UnusedResult], size: int | None) -> UnusedTrial:
    groups: dict[tuple[str, str, str], list[UnusedResult]] = {}
    for item in results:
        compared = comparison_words(item.pair.compared.comparison, item.pair.compared.base).heading
        groups.setdefault((compared, item.printed, item.reason), []).append(item)
    rows = [
        UnusedRow(compared, _links(group), printed, reason) for (compared, printed, reason), group in groups.items()
    ]
    return UnusedTrial(
        label=study.label,
        href=reverse("study", args=[study.slug]),
        design="" if study.is_randomised else study.design_label,
        people="" if size is None else count(size),
        rows=tuple(rows) or (UnusedRow("", (), "", _reason(NO_RESULT, "")),),
    )


def _links(results: Iterable[UnusedResult]) -> tuple[ResultLink, ...]:
    links = [_link(item.contrast, item.effect) for item in results if item.contrast]
    return tuple(dict.fromkeys(links))


def _link(contrast: Contrast, effect: str) -> ResultLink:
    part = f" ({contrast.part.replace('-', ' ')})" if contrast.part else ""
    when = time_label(contrast.weeks, contrast.timepoint_label)
    return ResultLink(f"{contrast.outcome.title}, {when}{part}", contrast_href(contrast), effect)
