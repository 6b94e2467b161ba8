"""Words typed into the search that are a question, and words that are none."""

import pytest

from evidence.findings.question_link import question_link
from studies.models import Synonym
from tests.factories import make_condition

pytestmark = pytest.mark.django_db


def test_question_is_told_in_short_with_its_address() -> None:
    make_condition(slug="sciatica", name="Sciatica", plain_name="leg pain")
    Synonym.objects.create(slug="steroid", words="steroid; cortisone")
    link = question_link("ozone v cortisone for leg pain at 6 months")
    assert link
    assert link.text == "Sciatica, instead of a steroid injection, intermediate term"
    assert link.href == "/ask/?q=ozone+v+cortisone+for+leg+pain+at+6+months"
    other = question_link("epidural ozone for sciatica: disability")
    assert other
    assert other.text == "Sciatica, disability, epidural"


@pytest.mark.parametrize("text", ["sciatica", "bonetti 2005", "ozone", "", "steroid v sham", "pain", "PMID 20188591"])
def test_words_that_compare_nothing_are_no_question(text: str) -> None:
    make_condition(slug="sciatica", name="Sciatica", plain_name="leg pain")
    assert question_link(text) is None
