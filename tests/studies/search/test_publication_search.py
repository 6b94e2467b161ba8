"""Publications without a study are found in any form and spelling, on both databases, and nothing else is."""

import csv
import re

import pytest
from django.conf import settings

from studies.models import Publication, PublicationAbstract
from studies.reported.text_keys import search_key
from studies.search.publication_search import find_publications
from studies.search.search_query import read_query
from studies.search.search_tokens import composed, words_of
from studies.search.stem_patterns import fixed_letters, words_pattern
from studies.search.synonyms import SynonymSet
from tests.factories import make_publication

SYNONYMS = SynonymSet.from_lines(["slipped disc; disc herniation"])


@pytest.mark.parametrize("share", [4, pytest.param(1, marks=pytest.mark.long)])
def test_each_word_of_the_real_titles_is_found_by_its_token(share: int) -> None:
    """Of these words, one in so many."""
    with (settings.BASE_DIR / "fixtures" / "evidence" / "studies.csv").open(encoding="utf-8") as file:
        text = composed(" ".join(" ".join(row.values()) for row in csv.DictReader(file)))
    every_word = {(text[word.start : word.end], word.token) for word in words_of(text)}
    assert len(every_word) > 1_000
    words = sorted(every_word)[::share]
    missed = {word for word, token in words if not re.search(words_pattern([token], goes_on=False), search_key(word))}
    assert missed == set()
    assert {word for word, token in words if fixed_letters([token]) not in search_key(word)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("herniated disks", True),
        ("slipped disc", True),
        ("oedema", True),
        ("stenoses", True),
        ("randomized -sham", True),
        ("randomized -herniation", False),
        ('"disc herniation"', True),
        ('"herniation disc"', False),
        ("rossi 2009", True),
        ("rossi 200", False),
        ("200*", True),
        ("herni*", True),
        ("laser OR ozone", True),
        ("laser", False),
        ("niation", False),
        ("PMID 20188591", True),
        ("https://doi.org/10.1016/J.Jvir.2009.12.393", True),
        ("臭氧", True),
        ("sciatica", False),
        ("-laser", False),
    ],
)
def test_publication_is_found_by_what_was_typed(words: str, is_found: bool) -> None:
    paper = make_publication(
        study=None,
        title="Randomised trial of disc herniations, edema and stenosis: ozone (臭氧)",
        authors="Rossi, Anna",
        year=2009,
        pmid="20188591",
        doi="10.1016/j.jvir.2009.12.393",
    )
    PublicationAbstract.objects.create(publication=paper, text="Sciatica was treated.")
    make_publication(study=None, title="Something else", authors="Verdi, Bea", year=2011)
    make_publication(title="Randomised trial of disc herniations with a study", authors="Rossi, Anna", year=2009)

    found = find_publications(read_query(words, SYNONYMS), with_abstracts=False)

    assert list(found) == ([paper] if is_found else [])


@pytest.mark.django_db
def test_abstracts_are_searched_where_they_may_be_read_and_the_newest_comes_first() -> None:
    old, new = (make_publication(study=None, title="Plain title", year=year) for year in (1999, 2020))
    for paper in (old, new):
        PublicationAbstract.objects.create(publication=paper, text="Sciatica was treated.")
    undated = make_publication(study=None, title="Sciatica")
    query = read_query("sciatica")

    assert list(find_publications(query, with_abstracts=False)) == [undated]
    assert list(find_publications(query, with_abstracts=True)) == [new, old, undated]
    assert not find_publications(read_query("plain -sciatica"), with_abstracts=True).exists()
    assert Publication.objects.count() == 3
