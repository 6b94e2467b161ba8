"""Remarks as text segments with names and links."""

import pytest

from evidence.pages.claims.linked_text import LinkedText, link_works, works_named_in
from studies.choices import StudyStatus
from tests.factories import make_publication, make_study


def test_text_without_a_key_is_one_segment() -> None:
    assert link_works("No record shows it.", {}) == (LinkedText("No record shows it."),)


def test_keys_become_names_anywhere_in_a_text() -> None:
    works = {"wang2018": LinkedText("Wang 2018", "/studies/wang-2018/")}
    named = works["wang2018"]
    assert link_works("wang2018 and wang2018", works) == (named, LinkedText(" and "), named)


@pytest.mark.django_db
def test_studies_and_records_without_a_study_are_named_and_drafts_are_not() -> None:
    study = make_study(row_key="wang2018", label="Wang 2018")
    make_study(row_key="hidden2020", standing=StudyStatus.DRAFT)
    make_publication(study=None, row_key="fda801415", title="21 CFR 801.415", url="https://example.org/cfr")
    make_publication(study=None, row_key="odd2000", title="Odd", url="javascript:alert(1)")
    works = works_named_in(["wang2018, hidden2020; (fda801415) odd2000"])
    assert works == {
        "wang2018": LinkedText("Wang 2018", study.get_absolute_url()),
        "hidden2020": LinkedText("another study"),
        "fda801415": LinkedText("21 CFR 801.415", "https://example.org/cfr"),
        "odd2000": LinkedText("Odd"),
    }
