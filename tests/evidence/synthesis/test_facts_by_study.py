"""What is counted of each study beside its answers."""

from collections import Counter

import pytest

from evidence.synthesis import changes, proportions, single_arms
from evidence.synthesis.data_queries import by_study
from evidence.synthesis.facts_by_study import count_single_arms
from studies.reported.rows import Evidence
from tests.evidence.synthesis.build import evidence_of
from tests.rows import a_count, a_score, a_study, an_arm


@pytest.fixture
def evidence() -> Evidence:
    """Three studies of one outcome, one of them with two arms alike, and a cohort that two more may share."""
    study = a_study()
    alike = [an_arm("ozone", study=study), an_arm("ozone", "saline", study=study)]
    cohort = [an_arm("ozone", study=a_study(cohort_group="clinic")) for _ in range(2)]
    arms = [an_arm("ozone"), an_arm("ozone"), *alike, *cohort]
    counts = [a_count(arm, events=20, n=40) for arm in arms]
    scores = [a_score(arm, mean=mean, weeks=weeks) for arm in arms for mean, weeks in ((8, 0), (3, 4))]
    return evidence_of(counts, scores)


def test_single_arms_are_counted_as_tables_list_them(evidence):
    queries = by_study(evidence.queries)
    tables = (*proportions.proportions(evidence, queries), *changes.changes(evidence, queries))
    listed = Counter(arm.study.id for table in tables for arm in table.all_entries)

    assert count_single_arms(evidence) == listed
    assert listed.total() == 10


def test_only_of_several_results_of_a_study_it_is_asked_which_are_pooled(evidence, monkeypatch):
    asked = []
    monkeypatch.setattr(single_arms, "pool_exclusion", lambda study, *_, **__: asked.append(study.id))

    assert count_single_arms(evidence).total() == 10
    assert {asked.count(arm.study.id) for arm in evidence.arms} == {0, 4}


def test_to_count_single_arms_nothing_is_pooled(evidence, monkeypatch):
    pooled = []
    monkeypatch.setattr(proportions, "pooled_proportion", lambda arms: pooled.append(arms))

    assert count_single_arms(evidence).total()
    assert pooled == []
