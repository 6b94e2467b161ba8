"""One finding of a condition by its address, with the answer to the same question by a reader's own selection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest

from evidence.filters import EvidenceFilter, SelectionDescription, describe_selection, read_selection
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.findings.finding import Finding, question_anchor
from evidence.grading.current_ratings import Ratings, read_ratings
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import judge
from evidence.synthesis.options import DEFAULT, PoolingOptions
from evidence.synthesis.questions import Question, question_of
from evidence.synthesis.surroundings import surroundings
from studies.models import Condition
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.pairing import ArmPair
from studies.reported.threshold_band import ThresholdBand
from studies.selectors import read_bands


@dataclass(frozen=True, slots=True)
class ChosenFinding:
    """A finding. ``selection`` answers the same question by a reader's own selection, of which ``description`` tells.

    ``selection`` is None for the default, and where nothing in the selection answers the question.
    """

    condition: Condition
    finding: Finding
    selection: Finding | None
    description: SelectionDescription

    @property
    def answered(self) -> Finding:
        """The answer of the selection; the default where there is none, or where nothing in it answers the question."""
        return self.selection or self.finding

    @property
    def query(self) -> str:
        """The address of the selection; empty for the default."""
        return self.description.query

    @property
    def shown(self) -> Finding | None:
        """The finding that the address asks for: of the selection where there is one; None where that has no answer."""
        return self.selection if self.query else self.finding


def choose_finding(
    condition_evidence: ConditionEvidence, anchor: str, evidence_filter: EvidenceFilter
) -> ChosenFinding | None:
    """The finding at an anchor; None when the condition has no such finding with a figure."""
    condition, names, bands = condition_evidence.condition, condition_evidence.names, read_bands()
    evidence = condition_evidence.evidence
    ratings = Ratings(read_ratings([condition.slug]).get(condition.slug, {}))
    everything, queries = contrasts(evidence), by_study(evidence.queries)
    items = _contrasts_at(anchor, everything, DEFAULT) or _contrasts_at(anchor, everything, evidence_filter.options)
    around = surroundings(item for item in everything if isinstance(item, Contrast))
    finding = _first_finding(synthesise(judge(items, queries), around=around).answers, names, bands, ratings)
    if finding is None:
        return None
    candidates = _contrasts_like(everything, items[0], evidence_filter.options)
    selected = [item for item in candidates if evidence_filter.keeps(item)]
    selection = _first_finding(
        synthesise(judge(selected, queries), evidence_filter.options, around).answers,
        names,
        bands,
        replace(ratings, is_default=False),
    )
    return ChosenFinding(
        condition=condition,
        finding=finding,
        selection=None if evidence_filter.is_default else selection,
        description=describe_selection(evidence_filter, candidates, dict(condition_evidence.studies)),
    )


def choose_finding_or_404(request: HttpRequest, condition_evidence: ConditionEvidence, anchor: str) -> ChosenFinding:
    """The finding of a condition at an anchor with the selection of the request, or ``Http404``."""
    evidence_filter = read_selection(request.GET, condition_evidence.studies)
    chosen = choose_finding(condition_evidence, anchor, evidence_filter)
    if chosen is None:
        raise Http404("This condition has no such finding.")
    return chosen


def _contrasts_at(anchor: str, items: Iterable[Contrast | ArmPair], options: PoolingOptions) -> list[Contrast]:
    """The contrasts that ask the question of that anchor by these options: only they need to be answered."""
    anchors: dict[Question, str] = {}
    found = []
    for item in items:
        if isinstance(item, Contrast):
            question = question_of(item, options)
            if question not in anchors:
                anchors[question] = question_anchor(question, item.pair.ozone.study)
            if anchors[question] == anchor:
                found.append(item)
    return found


def _contrasts_like(items: Iterable[Contrast | ArmPair], one: Contrast, options: PoolingOptions) -> list[Contrast]:
    """The contrasts that ask the same question as one by a reader's own options, which may join all routes."""
    question = question_of(one, options)
    return [item for item in items if isinstance(item, Contrast) and question_of(item, options) == question]


def _first_finding(
    answers: Iterable[Answer], names: Mapping[str, str], bands: Sequence[ThresholdBand], ratings: Ratings
) -> Finding | None:
    """The first answer that has a figure, or a value without an interval, as a finding."""
    usable = (answer for answer in answers if answer.entries or answer.unpooled or answer.values)
    return next((Finding(answer, names, bands, ratings) for answer in usable), None)
