"""The same people twice, and numbers that repeat too well."""

from dataclasses import replace
from typing import Any

import pytest

from studies.reported.checked_study import StudyIdentity
from studies.reported.reference_values import ReferenceValues
from studies.selectors.checked_studies import authors_of
from tests.rows import a_study
from tests.studies.checks.rows import OZONE, STEROID, a_result, a_trial, found_in


def identity(slug: str, authors: str, **values: Any) -> StudyIdentity:
    shown = "others" not in authors
    of_row = {name: values.pop(name) for name in ("n_randomised", "cohort_group") if name in values}
    row = a_study(**{"slug": slug, "label": slug.title(), "n_randomised": 78} | of_row)
    plain = {"condition": "sciatica", "years": (2019,), "all_authors_shown": shown}
    return StudyIdentity(study=row, authors=tuple(authors_of(authors)), **plain | values)


OWN = identity("trial", "Rossi, Anna; Conti, Luca; Greco, Sara")


def twice(other: StudyIdentity, own: StudyIdentity = OWN) -> bool:
    keys = (*(author.family for author in other.authors), *other.identifiers)
    others = ReferenceValues(identities=dict.fromkeys(keys, (own, other)))
    return "published-twice" in found_in(a_trial(identity=own), others)


def test_the_same_first_author_and_another() -> None:
    assert twice(identity("earlier", "Rossi, A.; Conti, L."))


def test_a_list_that_is_cut_short_may_hide_the_others() -> None:
    assert twice(identity("earlier", "Rossi; others"))
    assert not twice(identity("earlier", "Rossi, A."))


def test_namesakes_are_not_one_author() -> None:
    assert not twice(identity("earlier", "Rossi, Bruno; others"))
    assert not twice(identity("earlier", "Rossi, Bruno; Conti, Marco"))


@pytest.mark.parametrize(
    "values",
    [{"condition": "neck-pain"}, {"years": (2010,)}, {"in_back_pain": False}],
    ids=lambda each: next(iter(each)),
)
def test_another_condition_other_years_or_another_part_of_the_spine(values: dict[str, object]) -> None:
    assert not twice(identity("earlier", "Rossi, A.; Conti, L.", **values))


def test_mostly_the_same_authors_on_another_condition_while_a_number_is_unknown() -> None:
    same = "Rossi, A.; Conti, L.; Greco, S.; Bruno, B."
    assert twice(identity("earlier", same, condition="stenosis", n_randomised=None))
    assert not twice(identity("earlier", same, condition="stenosis", n_randomised=40))


def test_the_same_identifier_is_enough() -> None:
    one = frozenset({"DOI 10.1000/x"})
    other = identity("earlier", "Nobody, N.", condition="neck-pain", identifiers=one)
    assert twice(other, replace(OWN, identifiers=one))


def test_a_cohort_that_is_named_for_both_is_known() -> None:
    assert not twice(
        identity("earlier", "Rossi; others", cohort_group="rome"),
        identity("trial", "Rossi, Anna; Conti, Luca; Greco, Sara", cohort_group="rome"),
    )
    assert twice(
        identity("earlier", "Rossi; others", cohort_group="milan"),
        identity("trial", "Rossi, Anna; Conti, Luca; Greco, Sara", cohort_group="rome"),
    )


def test_two_means_with_spread_of_another_study() -> None:
    rows = (a_result(mean=7.1, sd=1.4, n=40, weeks=0), a_result(mean=3.4, sd=1.9, n=40))
    numbers = {("pain-vas", row.weeks, 40, row.mean, row.sd): frozenset({"trial", "earlier"}) for row in rows}
    assert "same-numbers" in found_in(a_trial(*rows), ReferenceValues(numbers=numbers))
    assert "same-numbers" not in found_in(a_trial(rows[0]), ReferenceValues(numbers=numbers))


def test_a_draft_has_findings_about_published_studies_but_not_the_reverse() -> None:
    later = identity("zulu", "Rossi, A.; Conti, L.")
    listed = {author.family: (later,) for author in later.authors}
    assert "published-twice" in found_in(a_trial(identity=OWN), ReferenceValues(identities=listed))
    both = dict.fromkeys(listed, (OWN, later))
    assert "published-twice" not in found_in(a_trial(identity=OWN), ReferenceValues(identities=both))


def courses(*pairs: tuple[float, float]) -> set[str]:
    rows = [
        a_result(OZONE._replace(id=number), mean=mean, weeks=weeks)
        for number, pair in enumerate(pairs, 10)
        for mean, weeks in zip(pair, (0, 3), strict=True)
    ]
    return set(found_in(a_trial(*rows)))


def test_means_that_add_up_to_one_number_in_three_groups() -> None:
    assert "constant-sums" in courses((7.5, 3.5), (7.2, 3.8), (7.8, 3.2))
    assert "constant-sums" in courses((7.5, 3.5), (7.2, 3.2), (7.8, 3.8))
    assert "constant-sums" not in courses((7.5, 3.5), (7.2, 3.8))
    assert "constant-sums" not in courses((7.5, 3.5), (7.2, 3.8), (7.8, 3.3))


def test_a_row_that_stands_twice() -> None:
    month, later = a_result(mean=3.4, sd=1.9), a_result(mean=3.4, sd=1.9, weeks=26)
    assert "copied-rows" in found_in(a_trial(month, later))
    assert "copied-rows" in found_in(a_trial(month, month._replace(arm=STEROID)))
    # Arms that were made by chance may start alike.
    start = month._replace(weeks=0)
    assert "copied-rows" not in found_in(a_trial(start, start._replace(arm=STEROID)))
