"""A prepared query gives what Django's own query gives, for one record after the other."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from studies.models import Arm, OutcomeResult, Study
from studies.reported.rows import Evidence
from studies.selectors import read_evidence
from studies.selectors.prepared_query import ANY_NUMBERS, PreparedQuery, prepared_by_group
from tests.factories import make_arm, make_result, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def studies() -> list[Study]:
    found = [make_study(n_randomised=60), make_study(), make_study(standing="draft")]
    for study in found[:2]:
        for label in ("Ozone", "Sham"):
            make_result(arm=make_arm(study=study, label=label), mean=3.5, printed={"mean": "3.50"})
    return found


def values_of(record: object) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name != "_state"}


def test_records_are_those_of_django_with_what_is_selected_with_them(studies: list[Study]) -> None:
    def arms(study: int) -> QuerySet[Arm]:
        with_year = Arm.objects.annotate(label_of_study=F("study__label"))
        return with_year.select_related("condition", "part_of").filter(study=study).order_by("-pk")

    prepared = PreparedQuery(arms)
    for study in (*studies, *studies):
        found, expected = prepared.records(study.pk), list(arms(study.pk))
        assert [values_of(arm) for arm in found] == [values_of(arm) for arm in expected]
        with CaptureQueriesContext(connection) as captured:
            assert [arm.condition for arm in found] == [arm.condition for arm in expected]
            assert [arm.part_of for arm in found] == [None] * len(expected)
        assert len(captured) == 0
    assert len(found) == 0
    assert len(prepared.records(studies[0].pk)) == 2


def test_values_are_those_of_python(studies: list[Study]) -> None:
    def results(study: int) -> QuerySet[OutcomeResult, tuple[object, ...]]:
        columns = ("pk", "mean", "printed", "is_change", "arm__study__updated_at", "arm__study__n_randomised")
        return OutcomeResult.objects.filter(arm__study=study).order_by("pk").values_list(*columns)

    prepared = PreparedQuery(results)
    for study in studies:
        assert prepared.rows(study.pk) == list(results(study.pk))
    assert prepared.rows(studies[0].pk)[0][2] == {"mean": "3.50"}


def test_query_of_no_single_record_is_asked_without_a_number(studies: list[Study]) -> None:
    prepared = PreparedQuery(lambda _: Study.objects.visible().order_by("-pk")[:1])
    assert prepared.records() == [studies[1]]
    studies[1].delete()
    assert prepared.records() == [studies[0]]


def test_query_about_several_records_is_asked_of_any_number_of_them(studies: list[Study]) -> None:
    def arms(studies: Sequence[int]) -> QuerySet[Arm, tuple[object, ...]]:
        return Arm.objects.filter(study__in=studies, label="Sham").order_by("pk").values_list("study_id", "label")

    prepared, small = PreparedQuery(arms, like=ANY_NUMBERS), PreparedQuery(arms, like=ANY_NUMBERS[:2])
    first, second, draft = (study.pk for study in studies)
    for keys in ([first], [first, second, draft], [second, first], [draft], []):
        assert prepared.rows(keys) == list(arms(keys))
    # Of more than it was written for it is written anew, and still one.
    with CaptureQueriesContext(connection) as captured:
        assert small.rows([draft, second, first]) == [(first, "Sham"), (second, "Sham")]
    assert len(captured) == 1
    with pytest.raises(TypeError, match="sequence of their keys"):
        small.rows(first)


def test_rows_are_read_in_parts(studies: list[Study]) -> None:
    def results(_: int) -> QuerySet[OutcomeResult, tuple[object, ...]]:
        return OutcomeResult.objects.order_by("pk").values_list("pk", "printed", "arm__study__updated_at")

    expected = list(results(0))
    assert len(expected) == 4
    for chunk_size in (1, 3, 100):
        assert list(PreparedQuery(results).iterator(chunk_size)) == expected


def test_query_is_written_once(studies: list[Study]) -> None:
    made = []

    def of_study(study: int) -> QuerySet[Arm]:
        made.append(study)
        return Arm.objects.filter(study=study)

    prepared = PreparedQuery(of_study)
    for study in studies:
        prepared.records(study.pk)
    assert len(made) == 1


def test_query_of_a_group_is_written_once_for_each_number_of_names(studies: list[Study]) -> None:
    written: list[tuple[str, ...]] = []

    def of_slugs(slugs: tuple[str, ...]) -> QuerySet[Study]:
        written.append(slugs)
        return Study.objects.filter(slug__in=slugs).order_by("pk")

    prepared = prepared_by_group(of_slugs)
    one, other, third = (study.slug for study in studies)
    assert prepared([other, one]).records() == studies[:2]
    assert prepared({one, other}).records() == studies[:2]
    assert prepared([other, third]).records() == studies[1:]
    first, later = prepared([third]), prepared([one])
    assert (first.records(), later.records()) == (studies[2:], studies[:1])
    assert prepared([]).records() == []
    assert [len(slugs) for slugs in written] == [2, 1]


def test_no_condition_has_no_evidence(studies: list[Study]) -> None:
    assert read_evidence([]) == Evidence()
    assert read_evidence([studies[0].condition.slug]).arms


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_first_write_it_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django adds its joins to a query while it writes it: a second thread would take them away again."""
    make_arm()
    writing, at_once = [], []
    written_by_django = SQLCompiler.as_sql

    def as_sql(compiler: SQLCompiler, *args: Any, **named: Any) -> Any:
        writing.append(compiler)
        time.sleep(0.02)
        at_once.append(len(writing))
        try:
            return written_by_django(compiler, *args, **named)
        finally:
            writing.remove(compiler)

    monkeypatch.setattr(SQLCompiler, "as_sql", as_sql)
    prepared = PreparedQuery(lambda _: Arm.objects.select_related("condition", "study").order_by("pk"))

    def labels(_: int) -> list[str]:
        try:
            return [arm.study.label for arm in prepared.records()]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(map(tuple, pool.map(labels, range(4))))) == 1
    assert set(at_once) == {1}
