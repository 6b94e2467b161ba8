"""A selection in words: what was chosen, what is left out for want of data, names of files."""

from django.http import QueryDict

from evidence.filters import EvidenceFilterForm, SelectionDescription, describe_selection
from studies.choices import Blinding, Design, Guidance, Route
from studies.reported.contrasts import Contrast
from tests.evidence.synthesis.build import contrast_of, pain_trial, two_arms
from tests.rows import a_study


def trial(weeks: float | None = 4, arms: dict[str, object] | None = None, **study: object) -> Contrast:
    return contrast_of(pain_trial(arms=two_arms("steroid", study=a_study(**study), **(arms or {})), weeks=weeks))


def described(query: str, *items: Contrast, studies: tuple[tuple[str, str], ...] = ()) -> SelectionDescription:
    form = EvidenceFilterForm(QueryDict(query), studies=studies)
    assert form.is_valid(), form.errors
    return describe_selection(form.to_filter(), items, dict(studies))


def left_out(query: str, *items: Contrast) -> tuple[str, ...]:
    return described(query, *items).missing_data


def test_trials_without_a_year_are_counted() -> None:
    items = [trial(year=None), trial(year=None), trial(year=2015), trial(year=1999)]
    assert left_out("year_from=2010", *items) == ("2 trials without a year are left out.",)
    assert left_out("year_to=2010", trial(year=None)) == ("1 trial without a year is left out.",)


def test_every_filter_counts_what_it_leaves_out_for_want_of_data() -> None:
    bare = trial(weeks=None, arms={"route": Route.OTHER}, year=None, blinding=Blinding.NOT_REPORTED)
    cases = {
        "year_from=2000": "a year",
        "ug_to=30": "a concentration of the ozone",
        "sessions_from=1": "a number of sessions",
        "guidance=ct": "a stated guidance of the needle",
        "route=epidural": "a stated route",
        "window=short": "a stated time",
        "blinding=double-blind": "stated blinding",
        "risk=low": "a judgement of risk of bias",
    }
    assert {query: left_out(query, bare) for query in cases} == {
        query: (f"1 trial without {datum} is left out.",) for query, datum in cases.items()
    }


def test_trial_that_lacks_several_data_counts_under_each() -> None:
    assert left_out("year_from=2000&ug_to=30", trial(year=None)) == (
        "1 trial without a concentration of the ozone is left out.",
        "1 trial without a year is left out.",
    )


def test_trial_that_is_outside_for_what_it_prints_is_not_counted() -> None:
    with_ct = {"guidance": Guidance.CT}
    assert left_out("year_from=2000&guidance=ultrasound", trial(year=None, arms=with_ct)) == ()
    assert left_out("window=long", trial(weeks=4)) == ()


def test_trial_that_is_selected_by_another_result_is_not_counted() -> None:
    arms = two_arms("steroid")
    items = [contrast_of(pain_trial(arms=arms, weeks=weeks)) for weeks in (4, None)]
    assert left_out("window=short", *items) == ()


def test_studies_that_are_not_randomised_are_counted_apart() -> None:
    other = trial(year=None, design=Design.NON_RANDOMISED_CONTROLLED)
    assert left_out("year_from=2000", trial(year=None), other) == (
        "1 trial and 1 other study without a year are left out.",
    )


def test_default_says_nothing() -> None:
    default = described("", trial(year=None))
    assert (default.notice, default.address_end, default.file_stem("sciatica")) == ("", "", "sciatica")


def test_names_of_files_say_the_selection() -> None:
    assert described("ug_to=12.5&risk=low").file_stem("sciatica") == (
        "sciatica-low-risk-of-bias-only-ozone-up-to-12-5-ug-ml"
    )


def test_long_names_of_files_are_cut_between_words() -> None:
    phrases = tuple(f"comparison: phrase {place}" for place in range(30))
    stem = SelectionDescription(phrases, query="x").file_stem("sciatica")
    assert len(stem) <= len("sciatica-") + 90 + len("-and-more")
    assert stem.endswith("-and-more")


def test_excluded_studies_are_named_while_they_are_few() -> None:
    studies = tuple((f"study-{place}", f"Author {place}") for place in range(6))
    two = described("exclude=study-1&exclude=study-4", studies=studies)
    assert two.phrases == ("without Author 1 and Author 4",)
    all_six = described("&".join(f"exclude={slug}" for slug, _ in studies), studies=studies)
    assert all_six.phrases == ("without 6 chosen studies",)


def test_notice_is_one_line_whatever_a_label_holds() -> None:
    described_two = described("exclude=a", studies=(("a", "Author\nquit()"),))
    assert described_two.notice == ("This is a reader's own selection, not the default answer: without Author quit().")
