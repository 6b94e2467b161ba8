"""Forms of pasted tables: every cell is read as printed, or left unread with a reason; none is wrong, none is lost."""

import pytest

from tests.studies.curation.pasting.copied_forms import COPIED
from tests.studies.curation.pasting.form_score import FormScore, score_form
from tests.studies.curation.pasting.printed_forms import PRINTED
from tests.studies.curation.pasting.table_forms import TableForm, read_form

FORMS = (*COPIED, *PRINTED)


@pytest.mark.parametrize("form", FORMS, ids=[each.name for each in FORMS])
def test_form_is_read_without_a_wrong_number(form: TableForm) -> None:
    truths, left = len(form.truths), len(form.left)

    assert score_form(form, read_form(form)) == FormScore(truths + left, read=truths, unread=left, wrong=0, lost=0)


def test_a_wrong_number_a_lost_cell_and_one_not_read_are_counted() -> None:
    form, other = COPIED[0], PRINTED[0]

    score = score_form(form, read_form(other))

    assert (score.read, score.wrong > 0, score.lost > 0) == (0, True, True)
