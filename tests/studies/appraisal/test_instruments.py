"""The instrument for each design, and rules for every instrument."""

import pytest

from studies.appraisal.instrument import OVERALL
from studies.appraisal.instruments import VERSIONS, suitable_tools
from studies.choices import Design, Kind, Tool
from studies.models import BiasAssessment, BiasJudgement, SignallingAnswer


@pytest.mark.parametrize(
    ("kind", "design", "tools"),
    [
        (Kind.PRIMARY, Design.RCT, (Tool.ROB_2, Tool.ROBINS_I)),
        (Kind.PRIMARY, Design.QUASI_RCT, (Tool.ROBINS_I, Tool.ROB_2)),
        (Kind.PRIMARY, Design.RETROSPECTIVE_COHORT, (Tool.ROBINS_I, Tool.ROB_2)),
        (Kind.PRIMARY, Design.CASE_REPORT, ()),
        (Kind.REVIEW, Design.META_ANALYSIS, (Tool.AMSTAR_2,)),
        (Kind.REVIEW, Design.NARRATIVE_REVIEW, ()),
        (Kind.LABORATORY, Design.LABORATORY, ()),
    ],
)
def test_the_design_proposes_the_tool(kind, design, tools):
    assert suitable_tools(kind, design) == tools


@pytest.mark.parametrize("instrument", VERSIONS, ids=lambda instrument: instrument.key)
def test_questions_depend_on_earlier_ones_of_their_own_section(instrument):
    for section in instrument.sections:
        seen = set()
        for question in section.questions:
            assert {number for group in question.only_if for number, _ in group} <= seen
            seen.add(question.number)


@pytest.mark.parametrize("instrument", VERSIONS, ids=lambda instrument: instrument.key)
def test_numbers_and_keys_are_unique_and_fit_their_columns(instrument):
    numbers = [question.number for question in instrument.questions]
    keys = [OVERALL, *(section.key for section in instrument.sections)]
    assert len(set(numbers)) == len(numbers)
    assert len(set(keys)) == len(keys)
    assert max(map(len, numbers)) <= SignallingAnswer._meta.get_field("question").max_length
    assert len(instrument.version) <= BiasAssessment._meta.get_field("version").max_length
    assert max(map(len, keys)) <= BiasJudgement._meta.get_field("domain").max_length
