"""How many studies and people there are."""

from collections.abc import Sequence

import pytest

from evidence.synthesis import counts as counting
from evidence.synthesis.counts import SharedCounts, count_studies
from studies.choices import Design
from studies.reported.rows import ArmRow, StudyRow
from tests.evidence.synthesis.build import two_arms
from tests.rows import a_study, an_arm


def trial(**values: object) -> list[ArmRow]:
    return two_arms(study=a_study(**{"n_randomised": 40} | values))


def labels(studies: tuple[StudyRow, ...]) -> list[str]:
    return [study.label for study in studies]


def test_a_randomised_trial_that_isolates_ozone_is_counted_once_with_its_people() -> None:
    counts = count_studies(trial(label="Trial 2020"))
    assert (labels(counts.isolating), counts.others, counts.people) == (["Trial 2020"], (), 40)


def test_people_of_other_studies_are_counted_where_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    sized: list[str] = []

    def study_size(arms: Sequence[ArmRow]) -> int | None:
        sized.append(arms[0].study.label)
        return arms[0].study.n

    monkeypatch.setattr(counting, "study_size", study_size)
    arms = [*trial(label="trial"), *trial(label="cohort", design=Design.NON_RANDOMISED_CONTROLLED)]
    counts = count_studies(arms)
    assert sized == ["trial"]
    assert (list(counts.sizes().values()), sized) == ([40, 40], ["trial", "trial", "cohort"])


def test_trials_that_do_not_isolate_ozone_and_other_designs_are_other_studies() -> None:
    study = a_study()
    both = [an_arm("ozone", study=study), an_arm("ozone", "steroid", study=study)]
    counts = count_studies([*both, *trial(design=Design.NON_RANDOMISED_CONTROLLED), an_arm("ozone")])
    assert (counts.isolating, len(counts.others), counts.people) == ((), 3, 0)


def test_quasi_randomised_trials_are_not_counted_as_randomised() -> None:
    assert count_studies(trial(design=Design.QUASI_RCT)).isolating == ()


def test_people_of_a_stratum_are_those_of_its_arms_not_of_the_study() -> None:
    study = a_study(n_randomised=306)
    disc = two_arms("steroid", study=study, stratum="disc", n_analysed=83)
    assert count_studies(disc).people == 166
    assert count_studies([*disc, *two_arms("steroid", study=study, stratum="non-disc", n_analysed=70)]).people == 306


def test_parts_of_an_arm_are_never_counted_in_addition_to_it() -> None:
    study = a_study()
    whole = an_arm("ozone", study=study, n_analysed=100)
    part = an_arm("ozone", study=study, n_analysed=30, part_of=whole.id, stratum="facet")
    assert count_studies([whole, part]).sizes() == {study.id: 100}


def test_a_part_alone_does_not_bring_the_people_of_its_whole() -> None:
    study = a_study(n_randomised=123)
    part = an_arm("ozone", study=study, n_analysed=None, part_of=7)
    assert count_studies([part]).sizes() == {study.id: None}


def test_people_that_are_not_printed_are_not_guessed() -> None:
    counts = count_studies(trial(n_randomised=None))
    assert (counts.people, counts.unsized) == (0, 1)


def test_studies_that_may_share_patients_are_all_counted_but_their_people_once() -> None:
    pair = [*trial(n_randomised=100, cohort_group="clinic"), *trial(n_randomised=60, cohort_group="clinic")]
    counts = count_studies(pair)
    assert (len(counts.isolating), counts.people) == (2, 100)


def test_the_newest_year_is_of_any_study() -> None:
    assert (
        count_studies([*trial(year=2009), *trial(year=None), *trial(year=2021, design=Design.CASE_SERIES)]).newest
        == 2021
    )
    assert count_studies([]).newest is None


def test_shared_counts_are_those_of_the_arms_with_some_conditions() -> None:
    study, spread = a_study(n_randomised=60), a_study(n_randomised=90)
    arms = [
        *two_arms(study=study, condition="sciatica"),
        *two_arms(study=spread, condition="sciatica", stratum="disc", n_analysed=20),
        *two_arms(study=spread, condition="neck-pain", stratum="neck", n_analysed=25),
        an_arm("ozone", study=a_study(), condition="neck-pain"),
    ]
    shared = SharedCounts(arms)
    for conditions in ({"sciatica"}, {"neck-pain"}, {"sciatica", "neck-pain"}, {"stenosis"}):
        assert shared.of(conditions) == count_studies([arm for arm in arms if arm.condition in conditions])
    assert [shared.of({slug}).people for slug in ("sciatica", "neck-pain")] == [100, 50]
