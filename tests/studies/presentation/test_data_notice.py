"""How many records readers see."""

import pytest

from studies.choices import ReadAs
from studies.presentation.data_notice import RecordCounts, record_counts
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def test_records_are_counted_as_readers_see_them_by_one_query_written_once(django_assert_num_queries, monkeypatch):
    assert record_counts() == RecordCounts(visible=0, from_abstracts=0)
    for read_as in (ReadAs.ABSTRACT, ReadAs.ABSTRACT, ReadAs.FULL_TEXT):
        make_study(read_as=read_as)
    make_study(read_as=ReadAs.ABSTRACT, standing="draft")
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.as_sql", None)
    with django_assert_num_queries(1):
        assert record_counts() == RecordCounts(visible=3, from_abstracts=2)
