"""Serious harm in sentences: each trial with its own counts, deaths, and what case reports tell."""

import pytest

from evidence.synthesis.harm_sentences import MOST_NAMED, harm_sentences
from evidence.synthesis.serious_harm import serious_harm
from studies.choices import Fatal
from studies.reported.rows import ArmRow, HarmRow
from tests.evidence.synthesis.build import two_arms
from tests.rows import a_harm, a_signal, a_study, an_arm


def sentences(*rows: HarmRow, trials: int = 0) -> list[str]:
    """Where every study of the rows is a randomised trial but for case reports, and so many more counted nothing."""
    ids = {row.study.id for row in rows if not row.is_signal} | {-number for number in range(1, trials + 1)}
    return harm_sentences(serious_harm(rows, ids))


def named(label: str, *components: str) -> ArmRow:
    return an_arm(*components, study=a_study(label=label))


def test_zero_is_given_with_the_share_that_cannot_be_excluded() -> None:
    assert sentences(a_harm(named("Rossi 2001")), trials=13) == [
        "Serious harm was counted in 1 of the 14 randomised trials that isolate ozone, in the text read.",
        "Rossi 2001: 0 of 20 with ozone (up to 16.8% cannot be excluded).",
    ]


def test_two_events_in_fifty_people_are_given_as_at_least_one_person() -> None:
    arm = named("Rossi 2001")
    rows = [a_harm(arm, event=event, n_events=1, n_at_risk=50, fatal=Fatal.NO) for event in ("stroke", "bleeding")]
    *_, sentence = sentences(*rows)
    assert sentence == (
        "Rossi 2001: at least 1 and at most 2 of 50 with ozone (95% interval 0.1% to 13.7%), none of whom died."
    )


def test_trials_are_listed_one_by_one_and_never_as_a_share_of_all_their_people() -> None:
    rows = [
        a_harm(named("Small 2001"), n_events=4, n_at_risk=20, fatal=Fatal.NO),
        a_harm(named("Large 2002"), n_at_risk=400),
    ]
    found = sentences(*rows)
    assert found[1:] == [
        "Small 2001: 4 of 20 with ozone (95% interval 5.7% to 43.7%), none of whom died.",
        "Large 2002: 0 of 400 with ozone (up to 0.9% cannot be excluded).",
    ]
    assert "420" not in " ".join(found)


def test_the_comparator_of_a_trial_is_given_next_to_it() -> None:
    arm, comparator = two_arms("steroid")
    *_, sentence = sentences(a_harm(arm), a_harm(comparator, n_events=1, fatal=Fatal.YES))
    assert sentence.endswith("0 of 20 with ozone (up to 16.8% cannot be excluded) and 1 of 20 with steroid, who died.")


def test_arms_that_received_the_same_are_named_by_their_labels() -> None:
    study = a_study()
    arms = [an_arm(study=study, label=f"{dose} ug/ml") for dose in (20, 40)]
    *_, sentence = sentences(*(a_harm(arm) for arm in arms))
    assert "0 of 20 with 20 ug/ml (up to 16.8% cannot be excluded) and 0 of 20 with 40 ug/ml" in sentence


def test_a_count_without_people_treated_says_why_no_share_follows() -> None:
    *_, sentence = sentences(a_harm(named("Rossi 2001"), n_events=2, n_at_risk=None))
    assert sentence == (
        "Rossi 2001: 2 with ozone (the number of people treated is not printed) (whether anybody died is not stated)."
    )


def test_studies_that_may_share_patients_say_so() -> None:
    arms = [an_arm(study=a_study(label=label, cohort_group="hospital")) for label in ("Rossi 2001", "Rossi 2003")]
    *_, sentence = sentences(a_harm(arms[0], n_at_risk=90), a_harm(arms[1]))
    assert sentence.endswith("cannot be excluded); they may be the same people as in Rossi 2001.")


def test_other_studies_are_listed_too() -> None:
    death = a_harm(named("Baeza-Noci 2007"), event="death", n_events=1, n_at_risk=72, fatal=Fatal.YES)
    assert harm_sentences(serious_harm([death], ())) == [
        "No randomised trial isolates ozone here, so none could count serious harm.",
        "Serious harm was counted in 1 other study of ozone.",
        "Baeza-Noci 2007: 1 of 72 with ozone (95% interval 0.04% to 7.5%), who died.",
    ]


def test_people_of_all_sources_are_summed_with_their_deaths_and_no_share() -> None:
    rows = [a_signal(n_events=5, fatal=Fatal.NO), a_harm(n_events=1, n_at_risk=72, fatal=Fatal.YES)]
    first, *others = sentences(*rows)
    assert first == "On record after ozone: 6 people with serious harm, of whom 1 died."
    assert not any(sentence.startswith("On record") for sentence in (*others, *sentences(rows[0])))


def test_no_trial_one_silent_trial_and_several_each_have_a_sentence() -> None:
    assert sentences()[0].startswith("No randomised trial isolates ozone here")
    assert "was not counted in the one randomised trial" in sentences(trials=1)[0]
    assert "in none of the 3 randomised trials that isolate" in sentences(trials=3)[0]
    assert "was counted in the one randomised trial" in sentences(a_harm())[0]


def test_further_studies_are_given_as_people_without_a_share() -> None:
    rows = [a_harm(n_events=9, n_at_risk=90, fatal=Fatal.NO) for _ in range(MOST_NAMED)]
    rows += [a_harm(n_events=2, fatal=Fatal.NO), a_harm(n_events=1, n_at_risk=40, fatal=Fatal.NO), a_harm()]
    found = sentences(*rows)
    assert len(found) == MOST_NAMED + 2
    assert found[-1] == (
        "In 3 further studies, listed under harms, 3 people with ozone had any, none of whom died; "
        "in 1 of them no one had."
    )


def test_further_studies_without_any_harm_say_so() -> None:
    *_, last = sentences(*(a_harm() for _ in range(MOST_NAMED + 1)))
    assert last == "In 1 further study, listed under harms, no one with ozone had any."


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ([a_signal(fatal=Fatal.NO)], "describe 1 person with serious harm here, who did not die;"),
        (
            [a_signal(n_events=3), a_signal()],
            "describe 4 people with serious harm here (whether anybody died is not stated);",
        ),
        ([a_signal(n_events=None), a_signal()], "describe at least 1 person with"),
        ([a_signal(n_events=None)], "describe serious harm here without a number of people;"),
        (
            [a_signal(n_events=5, fatal=Fatal.NO), a_signal(fatal=Fatal.YES)],
            "describe 6 people with serious harm here, of whom 1 died;",
        ),
        (
            [a_signal(n_events=5), a_signal(fatal=Fatal.YES)],
            "describe 6 people with serious harm here, of whom 1 died (not stated of 5);",
        ),
        ([a_signal(fatal=Fatal.YES)], "describe 1 person with serious harm here, who died;"),
    ],
)
def test_case_reports_give_people_and_deaths_without_a_rate(signals: list[HarmRow], expected: str) -> None:
    sentence, _ = sentences(*signals)
    assert expected in sentence
    assert sentence.endswith("they give no rate.")
    assert "%" not in sentence


def test_case_reports_come_before_any_count_of_none() -> None:
    first, second, third = sentences(a_harm(), a_signal())
    assert first.startswith("Case reports")
    assert second.startswith("Serious harm was counted")
    assert "0 of 20" in third
