"""Notes of what the index of the search has yet to read again, as one transaction leaves them."""

import pytest

from studies.models import OutcomeResult, SearchNote
from studies.search.index_work import index_notes
from tests.factories import make_arm, make_measure, make_result

pytestmark = pytest.mark.django_db


def test_many_rows_of_a_load_need_one_note_and_a_number_needs_none() -> None:
    arm, measure = make_arm(), make_measure()
    index_notes()
    rows = OutcomeResult.objects.filter(pk__in=[make_result(arm=arm, measure=measure).pk for _ in range(3)])
    assert SearchNote.objects.count() == 1
    index_notes()
    rows.update(mean=2.5, n=20)
    assert not SearchNote.objects.exists()
