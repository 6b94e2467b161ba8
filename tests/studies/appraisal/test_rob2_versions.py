"""The other versions of RoB 2, path by path, in the notation of the tables of the plain one; 0 for "not considered"."""

import pytest

from studies.appraisal.instrument import propose_level, unanswered_questions
from studies.appraisal.instruments import VERSIONS, domains_of, instrument_of, suitable_instruments
from studies.appraisal.rob2 import ROB_2
from studies.appraisal.rob2_adherence import ADHERENCE
from studies.appraisal.rob2_cluster import (
    CLUSTER_DEVIATIONS,
    CLUSTER_MEASUREMENT,
    CLUSTER_MISSING_DATA,
    CLUSTER_RANDOMISATION,
    RECRUITMENT,
)
from studies.appraisal.rob2_crossover import CROSSOVER_REPORTED_RESULT, PERIOD_AND_CARRYOVER
from studies.choices import Allocation, BiasLevel, Design, EffectOfInterest, Kind, Tool
from tests.studies.appraisal.test_rob2 import D1, D2, D3, D4, D5, SETS_OF_ANSWERS, check_sets, complete_sets

LOW, SOME, HIGH = BiasLevel.LOW, BiasLevel.SOME_CONCERNS, BiasLevel.HIGH

# The figure of the guidance for the effect of adhering; without any deviation considered nothing follows.
ADHERING = [
    # 2.1 2.2  2.3 2.4 2.5 2.6
    ("N   N    -   0N  0N  -", LOW),
    *(
        (f"{path} {analysis}", level)
        for analysis, level in (("Y", SOME), ("N?", HIGH))
        for path in (
            "N  N  -  Y? *",
            "N  N  -  0N Y?",
            "Y? *  N? *  *",
            "N  Y? N? *  *",
            "Y? *  Y0 Y? *",
            "N  Y? Y0 Y? *",
            "Y? *  Y0 0N Y?",
            "N  Y? Y0 0N Y?",
        )
    ),
    ("Y?  *    Y   0N  0N  -", LOW),
    ("N   Y?   Y   0N  0N  -", LOW),
    ("Y?  *    0   N   0N  -", LOW),
    ("N   Y?   0   N   0N  -", LOW),
    ("Y?  *    0   0   N   -", LOW),
    ("N   Y?   0   0   N   -", LOW),
    ("Y?  *    0   0   0   -", None),
    ("N   Y?   0   0   0   -", None),
]
# The plain tables with the first question split in two, as the version for clusters splits it.
CLUSTER_2 = [
    row
    for path, level in D2
    for row in (
        [(f"Y? {path}", level)] + ([(f"N - {path.split(maxsplit=1)[1]}", level)] if path.startswith("N ") else [])
    )
]
CLUSTER_3 = [
    (f"{first} {path.split(maxsplit=1)[1]}", level)
    for path, level in D3
    for first in (("Y Y",) if path.startswith("Y") else ("N? *", "Y N?"))
]
CLUSTER_4 = [
    (" ".join([*cells[:2], *third, *cells[3:]]), level)
    for path, level in D4
    for cells in [path.split()]
    for third in {"-": [("-", "-")], "N": [("N", "-"), ("Y?", "N")], "Y?": [("Y?", "Y?")]}[cells[2]]
]
TABLES = [
    (ADHERENCE, ADHERING),
    (CLUSTER_RANDOMISATION, D1),
    (CLUSTER_DEVIATIONS, CLUSTER_2),
    (CLUSTER_MISSING_DATA, CLUSTER_3),
    (CLUSTER_MEASUREMENT, CLUSTER_4),
    (CROSSOVER_REPORTED_RESULT, [*((f"{path} N", level) for path, level in D5), ("* * * Y?", None)]),
]


@SETS_OF_ANSWERS
@pytest.mark.parametrize(("section", "table"), TABLES, ids=lambda value: getattr(value, "title", ""))
def test_proposal_matches_the_figure_for_every_combination_of_answers(section, table, sets_of):
    check_sets(section, table, sets_of)


@pytest.mark.parametrize("section", [RECRUITMENT, PERIOD_AND_CARRYOVER], ids=lambda section: section.key)
def test_where_the_rule_of_the_tool_is_not_at_hand_people_judge_and_the_form_says_so(section):
    assert all(propose_level(section, answers) is None for answers in complete_sets(section))
    assert not any(unanswered_questions(section, answers) for answers in complete_sets(section))
    assert "not at hand" in section.note


@pytest.mark.parametrize(
    ("allocation", "keys"),
    [
        (Allocation.PARALLEL, ["rob-2", "rob-2-adherence", "rob-2-cluster"]),
        (Allocation.CLUSTER, ["rob-2-cluster", "rob-2-cluster-adherence", "rob-2"]),
        (Allocation.CROSSOVER, ["rob-2-crossover", "rob-2-crossover-adherence", "rob-2"]),
        (Allocation.PAIRED, ["rob-2-crossover", "rob-2-crossover-adherence", "rob-2"]),
    ],
)
def test_the_allocation_proposes_the_version_and_offers_the_others(allocation, keys):
    found = suitable_instruments(Kind.PRIMARY, Design.RCT, allocation)
    assert [instrument.key for instrument in found][:3] == keys
    assert len(found) == 7
    assert found[-1].tool is Tool.ROBINS_I


def test_an_assessment_is_read_with_the_version_it_was_made_with():
    for instrument in VERSIONS:
        assert instrument_of(instrument.tool.value, instrument.version) is instrument
    assert instrument_of("rob-2", "2019-08-22") is ROB_2


def test_versions_are_told_apart():
    assert len({instrument.key for instrument in VERSIONS}) == len(VERSIONS)
    assert len({(instrument.tool, instrument.version) for instrument in VERSIONS}) == len(VERSIONS)
    adhering = [instrument for instrument in VERSIONS if instrument.effect is EffectOfInterest.ADHERENCE]
    assert all(ADHERENCE in instrument.sections and "adhering" in instrument.version for instrument in adhering)
    assert [section.key for section in domains_of(Tool.ROB_2)] == ["D1", "D1b", "DS", "D2", "D3", "D4", "D5"]
