"""A work known by several records: found by what any of them has, and joined by none that contradicts one of them."""

from itertools import permutations

import pytest

from studies.choices import ImportVerdict
from studies.citations.duplicates.candidate_search import MOST_RECORDS, WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.parse.entries import CandidatePublication, ParsedEntry
from studies.citations.parse.read_file import ReadEntry
from studies.citations.plan import KnownPublications, PlannedEntry, Planner

TITLE = "Intradiscal ozone for lumbar disc herniation: a randomised trial"
NO_DOI = {"journal": "European Spine Journal", "volume": "24", "pages": "10–19"}
WITH_DOI = NO_DOI | {"doi": "10.1000/one"}
SHORT_TITLE = {"pages": "10", "doi": "10.1000/one", "title": "Intradiscal ozone for lumbar disc herniation"}


def candidate(number: int = 0, **values) -> CandidatePublication:
    usual = {"entry_type": "article", "publication_type": "journal-article", "title": TITLE, "year": 2015}
    return CandidatePublication(**usual | {"authors": ("Rossi, Anna",), "fingerprint": str(number)} | values)


def plan(*works: dict, known: KnownPublications | None = None) -> list[PlannedEntry]:
    entries = [
        ReadEntry(number, ParsedEntry(number, "", "article", (), ""), candidate(number, **work))
        for number, work in enumerate(works, 1)
    ]
    return list(Planner(known or KnownPublications()).plan(entries))


def roots(planned: list[PlannedEntry]) -> list[int | None]:
    """The entry that each entry joins without asking; None where it joins none."""
    return [
        each.duplicate_of.index if each.duplicate_of and each.verdict is ImportVerdict.DUPLICATE else None
        for each in planned
    ]


@pytest.mark.parametrize("works", list(permutations([NO_DOI, WITH_DOI, SHORT_TITLE])))
def test_third_record_finds_the_work_by_the_doi_that_the_second_brought(works):
    planned = plan(*works)

    assert ImportVerdict.NEW not in [each.verdict for each in planned[1:]]
    if works[2] is not NO_DOI:
        assert planned[2].verdict is ImportVerdict.DUPLICATE


def test_record_joins_the_first_record_of_its_work():
    other = {"title": "Paravertebral ozone in chronic low back pain", "authors": ("Kaya, Ege",)}

    assert roots(plan(NO_DOI, other, WITH_DOI, SHORT_TITLE, other | {"doi": "10.1000/two"})) == [None, None, 1, 1, None]


def test_record_joins_the_publication_that_an_earlier_entry_joined():
    known = KnownPublications()
    known.add(77, match_keys_of(candidate(**NO_DOI)))

    planned = plan(WITH_DOI, SHORT_TITLE, known=known)

    assert [each.duplicate_of.publication for each in planned if each.duplicate_of] == [77, 77]
    assert {each.verdict for each in planned} == {ImportVerdict.DUPLICATE}


def test_publication_is_found_by_any_of_its_sources():
    known = KnownPublications()
    for work in (NO_DOI, WITH_DOI, NO_DOI | {"pmid": "123"}):
        known.add(77, match_keys_of(candidate(**work)))

    found = plan({"title": "Ozone: a short title", "pmid": "123"}, SHORT_TITLE, known=known)

    assert [(each.verdict, each.duplicate_of.publication) for each in found if each.duplicate_of] == [
        (ImportVerdict.POSSIBLE, 77),
        (ImportVerdict.DUPLICATE, 77),
    ]


def test_same_entry_repeated_joins_the_work_that_its_first_copy_joined():
    entries = [candidate(1, **NO_DOI), candidate(2, **WITH_DOI), candidate(2, **WITH_DOI)]
    planned = Planner(KnownPublications()).plan(
        ReadEntry(n, ParsedEntry(n, "", "article", (), ""), each) for n, each in enumerate(entries, 1)
    )

    assert roots(list(planned)) == [None, 1, 1]


@pytest.mark.parametrize(
    ("third", "reason"),
    [
        (NO_DOI | {"doi": "10.1000/two"}, "different DOI"),
        (NO_DOI | {"doi": "10.1000/two", "pmid": "1"}, "different DOI"),
        (SHORT_TITLE | {"pmid": "2"}, "different PubMed number"),
        (SHORT_TITLE | {"title": f"Erratum to: {TITLE}"}, "one is called erratum"),
    ],
)
def test_record_that_contradicts_one_record_is_asked(third, reason):
    first, second = NO_DOI, WITH_DOI | {"pmid": "1"}

    planned = plan(first, second, third)

    assert [each.verdict for each in planned] == ["new", "duplicate", "possible"]
    assert any(reason in each for each in planned[2].reasons)


def test_years_of_a_chain_stay_together():
    """Each record is a year later than the one before: the third is too far from the first."""
    planned = plan(*(SHORT_TITLE | {"year": year} for year in (2010, 2011, 2012, 2013)))

    assert [each.verdict for each in planned] == ["new", "duplicate", "duplicate", "possible"]
    assert "another record of it has a different year" in planned[3].reasons


def test_works_with_very_many_records_stay_bounded():
    index = WorkIndex()
    for number in range(3 * MOST_RECORDS):
        index.add(1, match_keys_of(candidate(**NO_DOI | {"pages": str(number)})))
        index.add(2, match_keys_of(candidate(title=f"{TITLE} in women")))

    assert [len(records) for records in index.works.values()] == [MOST_RECORDS, 1]
    match = index.best(match_keys_of(candidate(**NO_DOI | {"pages": "5"})))
    assert match
    assert (match.target, match.comparison.grade) == (1, MatchGrade.CERTAIN)
