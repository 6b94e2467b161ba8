"""What cells, labels and doses mean, by themselves."""

import doctest

import pytest

from studies.dataset import parse_cell as cells_module
from studies.dataset.load_errors import CellError
from studies.dataset.parse_cell import read_cell
from studies.fields import Field, FieldKind
from studies.numerics.plain_range import parse_plain_range
from studies.presentation import study_labels as labels_module
from studies.presentation.study_labels import (
    address_words,
    first_family_name,
    opening_words,
    study_label,
    study_labels,
    study_slug,
)


@pytest.mark.parametrize("module", [cells_module, labels_module], ids=lambda module: module.__name__)
def test_examples_in_the_documentation_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("cell", "ends"),
    [
        ("10", (10, 10)),
        ("5-7", (5, 7)),
        ("0.1", (0.1, 0.1)),
        ("7-5", None),
        ("3 + 7", None),
        ("2-7 (disc); 5 (paraspinal)", None),
        ("4 intradiscal", None),
        ("-5", None),
        ("", None),
    ],
)
def test_only_a_plain_dose_becomes_numbers(cell, ends):
    assert parse_plain_range(cell) == ends


def test_sessions_are_whole():
    low, high = (Field("sessions", FieldKind.WHOLE, range_end=end) for end in ("low", "high"))

    assert (read_cell("1-2", low), read_cell("1-2", high)) == (1, 2)
    assert (read_cell("1.5", low), read_cell("", high)) == (None, None)


def test_an_empty_answer_is_neither_yes_nor_no():
    optional = Field("events_derived", FieldKind.FLAG, can_be_empty=True)

    assert read_cell("", optional) is None
    with pytest.raises(CellError, match="yes or no"):
        read_cell("1", optional)


@pytest.mark.parametrize(
    ("authors", "family"),
    [
        ("Dalla Volta, Giorgio; Bonetti, Matteo", "Dalla Volta"),
        ("de Oliveira Magalhaes, F. N.; others", "de Oliveira Magalhaes"),
        ("Vanni; others", "Vanni"),
        ("Centro Cochrane do Brasil", "Centro Cochrane do Brasil"),
        ("others", ""),
        ("", ""),
    ],
)
def test_the_first_authors_family_name(authors, family):
    assert first_family_name(authors) == family


def test_the_opening_of_a_title_ends_at_a_word():
    title = "Comparison among different therapeutic techniques to treat low back pain"

    opening = opening_words(title)

    assert opening == "Comparison among different therapeutic…"
    assert title.startswith(opening.removesuffix("…") + " ")
    assert opening_words("x" * 60) == "x" * 45 + "…"


def test_studies_that_would_share_a_name_are_lettered_in_their_order():
    works = [("Perri, M.", 2015, ""), ("Perri, M.", 2016, "Italy"), ("Perri, M.; Grattacaso, G.", 2015, "Italy")]

    assert study_labels(works) == ["Perri 2015a", "Perri 2016", "Perri 2015b"]
    assert study_labels([("Vanni", None, "")] * 2) == ["Vanni (n.d. a)", "Vanni (n.d. b)"]
    assert study_labels([("", 2021, "China")] * 2) == [
        "Authors not stated (China, 2021a)",
        "Authors not stated (China, 2021b)",
    ]
    assert study_labels([("Perri, M.", 2015, "")] * 28)[25:] == ["Perri 2015z", "Perri 2015aa", "Perri 2015ab"]


def test_addresses_are_plain_unique_and_fit():
    assert study_slug("Linertová 2016", ()) == "linertova-2016"
    assert study_slug("Vanni (n.d. a)", ()) == "vanni-a"
    assert study_slug("Vanni (n.d.)", {"vanni", "vanni-2"}) == "vanni-3"
    assert study_slug("???", ()) == "study"
    assert len(study_slug(study_label("x" * 200, 2020), ())) <= 80
    assert study_slug(address_words("Authors not stated (2013)", 2013, "[Ozone, discs]"), ()) == "ozone-discs-2013"
