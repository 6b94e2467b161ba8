"""Two questions never have one address, whatever curators call outcomes, instruments and studies."""

from collections.abc import Iterator
from itertools import product

import pytest

from evidence.findings.finding import anchor_of, question_anchor
from evidence.synthesis.answers import synthesise
from evidence.synthesis.judged_studies import judge_studies
from evidence.synthesis.options import DEFAULT, PoolingOptions
from evidence.synthesis.questions import Question
from studies.choices import ComponentName, DefinedBy, Family, OutcomeDomain, ResultKind, RouteGroup
from studies.models import Condition
from studies.reported.comparisons import NO_BASE, Comparison
from studies.reported.outcome_facts import Outcome, outcome_of
from studies.reported.rows import MeasureRow, StudyRow
from studies.reported.windows import Window
from studies.selectors import read_evidence
from tests.evidence.findings.random_changes import scope_of
from tests.rows import a_study

BASES = {
    Comparison.SHAM: [NO_BASE],
    Comparison.MIXTURE: [
        frozenset({Family.STEROID, Family.MEDICATION}),
        frozenset({Family.STEROID, Family.MEDICATION, Family.PHYSIOTHERAPY}),
    ],
    Comparison.ADD_ON_PROCEDURE: [
        frozenset({ComponentName.DISCECTOMY}),
        frozenset({ComponentName.DISCECTOMY, ComponentName.EPIDURAL_SALINE}),
        frozenset({ComponentName.DISCECTOMY, ComponentName.SALINE}),
    ],
}
# As parts of an anchor are called, and combined of them.
SLUGS = ("pain", "other", "physiotherapy-use", "use", "epidural-saline-pain", "pain-short", "short", "saline", "time")
NAMES = (
    "",
    "Short",
    "short-long",
    "good result",
    "Good  result",
    "good-result",
    "Große",
    "grosse",
    "好",
    "坏",
    "x" * 90,
)
STUDIES = ("smith-2010", "epidural", "epidural-smith-2010", "all-routes", "not-randomised", "smith-2010-not-randomised")


def outcomes() -> set[Outcome]:
    """Every outcome of these instruments and names."""
    kinds, domains = [*ResultKind, None], (OutcomeDomain.PAIN, OutcomeDomain.SUCCESS, OutcomeDomain.OTHER)
    measures = [
        MeasureRow(slug=slug, name=slug, domain=domains[place % 3], defined_by=list(DefinedBy)[place % len(DefinedBy)])
        for place, slug in enumerate(SLUGS)
    ]
    return {outcome_of(measure, name, kind) for measure, name, kind in product(measures, NAMES, kinds)}


def questions() -> Iterator[tuple[Question, StudyRow]]:
    """Every question of these outcomes, each with a study that asks it."""
    studies, routes = [a_study(slug=slug) for slug in STUDIES], (RouteGroup.EPIDURAL, RouteGroup.NOT_STATED, None)
    bases = [(comparison, base) for comparison, of_it in BASES.items() for base in of_it]
    windows = (Window.SHORT, Window.LONG, Window.NOT_STATED)
    for (comparison, base), outcome, window, route in product(bases, outcomes(), windows, routes):
        is_alone = route is RouteGroup.NOT_STATED or window is Window.NOT_STATED
        for study, randomised in product(studies if is_alone else studies[:1], (True, False)):
            only = study.id if is_alone else None
            yield Question(comparison, outcome, window, route, randomised, only, base), study


def test_no_two_questions_of_any_names_have_one_address() -> None:
    found = {question: question_anchor(question, study) for question, study in questions()}
    by_anchor: dict[str, Question] = {anchor: question for question, anchor in found.items()}
    assert [(other, by_anchor[anchor], anchor) for other, anchor in found.items() if by_anchor[anchor] != other] == []
    assert len(found) > 10_000


def test_an_instrument_that_is_called_as_a_domain_has_an_outcome_of_its_own() -> None:
    pain = MeasureRow(slug="pain", name="Pain relieved", domain=OutcomeDomain.PAIN, defined_by=DefinedBy.INSTRUMENT)
    scores, counts = outcome_of(pain, "", ResultKind.CONTINUOUS), outcome_of(pain, "", ResultKind.DICHOTOMOUS)
    assert (scores.title, counts.title) == ("Pain", "Pain relieved")
    assert scores != counts


@pytest.mark.usefixtures("real_evidence", "db")
@pytest.mark.one_database
@pytest.mark.parametrize("options", [DEFAULT, PoolingOptions(all_routes=True)])
def test_no_two_findings_of_a_condition_have_one_address(options: PoolingOptions) -> None:
    # A condition below another asks no other questions.
    for slug in Condition.objects.filter(parent=None).values_list("slug", flat=True):
        judged = judge_studies(read_evidence(scope_of(slug))).judged
        answers = synthesise(judged, options).answers
        assert len({anchor_of(answer) for answer in answers}) == len(answers)
