"""The first page: every condition with its studies and its headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.condition_answers import RatedAnswers, read_rated_answers
from evidence.pages.gap_map_section import GapMap, gap_map
from evidence.synthesis.answers import synthesise
from evidence.synthesis.counts import StudyCounts, count_studies
from evidence.synthesis.eligibility import Judged, in_conditions, judge_evidence
from evidence.synthesis.headline import headline, outcome_answers
from evidence.synthesis.measured_outcomes import Measured, TrialsRead, critical_outcomes_measured
from evidence.synthesis.sentences import Sentence
from evidence.synthesis.state_phrases import outcome_state, unused_trials_text
from studies.models import Condition, with_descendants
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import Context, show_page
from studies.reported.rows import ArmRow
from studies.selectors import read_evidence, read_harms


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition on the first page. ``depth`` counts the conditions above it."""

    condition: Condition
    depth: int
    counts: StudyCounts
    outcome: str
    headline: tuple[Sentence, ...]
    unknown: str
    other_trials: str
    certainty: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything on the first page: conditions of the back, and those elsewhere in the body."""

    back: tuple[ConditionLine, ...]
    elsewhere: tuple[ConditionLine, ...]
    counts: StudyCounts
    gap_map: GapMap


def home_page(map_rows: str = "") -> HomePage:
    """Read all evidence once and answer every condition from it. ``map_rows`` names the rows of the gap map."""
    conditions, evidence = list(Condition.objects.all()), read_evidence()
    judged = judge_evidence(evidence)
    ratings = read_rated_answers()
    measured = critical_outcomes_measured(evidence)
    lines = [_line(condition, conditions, evidence.arms, judged, measured, ratings) for condition in conditions]
    back = [condition for condition in conditions if condition.in_back_pain]
    inside = {condition.pk for condition in back}
    outside = [line for line in lines if not line.condition.in_back_pain]
    return HomePage(
        back=_in_tree_order([line for line in lines if line.condition.in_back_pain]),
        elsewhere=tuple(line for line in outside if line.counts.isolating or line.counts.others),
        counts=count_studies(arm for arm in evidence.arms if arm.condition in {item.slug for item in back}),
        gap_map=gap_map(
            [condition for condition in back if condition.parent_id not in inside],
            back,
            evidence=evidence,
            judged=judged,
            harms=read_harms(evidence.arms),
            rows_of=map_rows,
        ),
    )


def _line(
    condition: Condition,
    conditions: Sequence[Condition],
    arms: Sequence[ArmRow],
    judged: Sequence[Judged],
    measured: Measured,
    ratings: RatedAnswers,
) -> ConditionLine:
    scope = {item.slug for item in with_descendants(condition, conditions)}
    counts = count_studies(arm for arm in arms if arm.condition in scope)
    read = TrialsRead(counts.isolating, measured)
    found = headline(outcome_answers(synthesise(in_conditions(judged, scope)).answers, read))
    leading = (found.usable or found.values) if found else ()
    return ConditionLine(
        condition=condition,
        depth=_depth(condition, conditions),
        counts=counts,
        outcome=found.outcome.label if found else "",
        headline=tuple(ratings.sentence(condition.slug, item) for item in leading),
        unknown=outcome_state(found) if found else _without_answers(counts),
        other_trials=unused_trials_text(found.unused, is_further=bool(leading)) if found else "",
        certainty=ratings.certainty_words(condition.slug, found.usable) if found else "",
    )


def _without_answers(counts: StudyCounts) -> str:
    if counts.isolating:
        return "Of the randomised trials that isolate ozone here the texts read give no result of a critical outcome."
    if counts.others:
        others = "compare nothing, differ in more than ozone, or are not randomised"
        return f"No randomised trial isolates ozone here. The other studies {others}."
    return "No study of ozone for this condition is in the set."


def _depth(condition: Condition, conditions: Sequence[Condition]) -> int:
    parents = {item.pk: item.parent_id for item in conditions}
    depth, above = 0, condition.parent_id
    while above is not None and depth < len(parents):
        depth, above = depth + 1, parents.get(above)
    return depth


def _in_tree_order(lines: Sequence[ConditionLine]) -> tuple[ConditionLine, ...]:
    """Each condition directly after its parent."""
    by_parent: dict[int | None, list[ConditionLine]] = {}
    for line in lines:
        by_parent.setdefault(line.condition.parent_id, []).append(line)

    def below(parent: int | None) -> list[ConditionLine]:
        return [item for line in by_parent.get(parent, []) for item in (line, *below(line.condition.pk))]

    return tuple(below(None))


@show_page("evidence/pages/home.html")
@query_parameters("map")
def home(request: HttpRequest) -> Context:
    return {"page": home_page(request.GET.get("map", ""))}
