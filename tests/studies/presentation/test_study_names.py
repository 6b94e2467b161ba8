"""Notes name studies by keys; readers see labels, of studies that they can see."""

import pytest

from studies.choices import StudyStatus
from studies.presentation.study_names import HIDDEN_STUDY, study_namer
from studies.selectors.prepared_query import ANY_NAMES
from tests.factories import make_condition, make_study

pytestmark = pytest.mark.django_db


def test_keys_of_more_studies_than_one_query_asks_for_become_labels() -> None:
    condition = make_condition()
    numbers = range(len(ANY_NAMES) + 2)
    for number in numbers:
        make_study(condition=condition, row_key=f"author{number}", label=f"Author of {number}")
    make_study(condition=condition, row_key="hidden2020", standing=StudyStatus.DRAFT)
    note = f"as in {', '.join(f'author{number}' for number in numbers)}; hidden2020, unknown2021"
    shown = f"as in {', '.join(f'Author of {number}' for number in numbers)}; {HIDDEN_STUDY}, unknown2021"
    assert study_namer([note])(note) == shown


def test_words_that_are_no_keys_of_studies_stay() -> None:
    note = "found in table2"
    assert study_namer([note])(note) == note
