"""The index of the search: current after each kind of change, the same as the records, and never of a draft."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DataError, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from studies.choices import Retraction, StudyStatus
from studies.models import (
    Component,
    OutcomeResult,
    Publication,
    PublicationAbstract,
    SearchComparison,
    SearchDocument,
    SearchNote,
    SearchWord,
    Study,
)
from studies.reported.comparisons import Comparison
from studies.search import index_work
from studies.search.index_triggers import STUDIES_OF_ROW, index_triggers
from studies.search.index_work import index_notes
from studies.search.search_query import read_query
from studies.search.study_search import HitOrder, Narrowing, StudySearch
from studies.search.synonyms import SynonymSet
from studies.search.text_schema import missing_index_triggers, restore_index
from tests.factories import (
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_reported_contrast,
    make_result,
    make_study,
)
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db
SYNONYMS = SynonymSet.from_lines(["slipped disc; disc herniation", "sham; placebo"])


def found(text: str, *, with_abstracts: bool = False, order: HitOrder = HitOrder.RELEVANCE) -> list[int]:
    hits = StudySearch(read_query(text, SYNONYMS), with_abstracts=with_abstracts).page(size=100, order=order)
    assert hits.count() == len(hits.studies)
    return list(hits.studies)


def found_in_every_way(text: str, *, with_abstracts: bool = False) -> list[int]:
    """What the search page lists, which is what the list of studies is narrowed to, and what a correction asks for."""
    hits = found(text, with_abstracts=with_abstracts)
    search = StudySearch(read_query(text, SYNONYMS), with_abstracts=with_abstracts)
    assert set(Study.objects.filter(search.studies()).values_list("pk", flat=True)) == set(hits)
    assert search.exists() == bool(hits)
    return hits


def found_before_and_after_indexing(text: str) -> list[int]:
    by_records = found_in_every_way(text)
    index_notes()
    assert not SearchNote.objects.exists()
    assert found_in_every_way(text) == by_records
    return by_records


@pytest.fixture(scope="module", autouse=True)
def indexed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """A study that is in the index, for all tests; its number."""
    with shared_records(django_db_blocker, make_indexed) as study:
        yield study.pk


def make_indexed() -> Study:
    study = make_study(label="Rossi 2009", condition=make_condition(name="Sciatica", plain_name="leg pain"))
    make_publication(study=study, title="Ozone in the disc", year=2009)
    make_arm(study=study, label="plain")
    index_notes()
    return study


@pytest.fixture
def study(indexed: int) -> Study:
    return Study.objects.get(pk=indexed)


def rename(study: Study) -> None:
    Study.objects.filter(pk=study.pk).update(label="Marked 2009")


def retitle(study: Study) -> None:
    paper = study.publications.get()
    paper.title = "A marked title"
    paper.save()


def publish_again(study: Study) -> None:
    Publication.objects.bulk_create([Publication(study=study, title="Marked")])


def link_publication(study: Study) -> None:
    paper = make_publication(study=None, title="Marked")
    assert found("marked") == []
    Publication.objects.filter(pk=paper.pk).update(study=study)


def rename_arm(study: Study) -> None:
    arm = study.arms.get()
    arm.label = "marked arm"
    arm.save()


def note_harm(study: Study) -> None:
    make_harm(study=study, event="Marked harm")


def add_condition(study: Study) -> None:
    study.secondary_conditions.add(make_condition(name="Marked condition"))


def measure_otherwise(study: Study) -> None:
    row = make_result(arm=study.arms.get(), measure=make_measure())
    index_notes()
    assert found("marked") == []
    row.measure = make_measure(slug="marked", instrument="Scale of marks", short_names="mks; marked scale")
    row.save(update_fields=["measure"])


def print_a_difference(study: Study) -> None:
    arms = {"arm_a": study.arms.get(), "arm_b": make_arm(study=study, components=["sham"])}
    measure = make_measure(short_names="marked")
    index_notes()
    make_reported_contrast(study=study, measure=measure, **arms)


def name_an_instrument(study: Study) -> None:
    measure = make_measure()
    make_result(arm=study.arms.get(), measure=measure)
    index_notes()
    measure.short_names = "marked"
    measure.save()


def rename_condition(study: Study) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE studies_condition SET plain_name = 'marked pain' WHERE id = %s", [study.condition_id])


@pytest.mark.parametrize(
    "change",
    [
        *(rename, retitle, publish_again, link_publication, rename_arm, note_harm, add_condition, rename_condition),
        *(measure_otherwise, print_a_difference, name_an_instrument),
    ],
)
def test_a_change_is_found_at_once_and_after_indexing(study: Study, change: Callable[[Study], None]) -> None:
    assert found("marked") == []
    change(study)
    assert found_before_and_after_indexing("marked") == [study.pk]


def test_a_component_is_found_and_what_arms_compare_is_counted(study: Study) -> None:
    other = make_arm(study=study, components=["steroid"])
    index_notes()
    assert found("placebo") == []
    assert SearchComparison.objects.get().comparison == Comparison.STEROID

    other.components.set(Component.objects.filter(slug="sham"))

    assert found_before_and_after_indexing("placebo") == [study.pk]
    assert SearchComparison.objects.get().comparison == Comparison.SHAM


def test_an_instrument_is_found_by_each_name_until_no_result_has_it(study: Study) -> None:
    measure = make_measure(name="Function", instrument="Oswestry Disability Index", short_names="odi; oswestry")
    arm = study.arms.get()
    make_result(arm=arm, measure=measure)
    for name in ("ODI", "Oswestry", '"oswestry disability index"'):
        assert found_before_and_after_indexing(name) == [study.pk]
    OutcomeResult.objects.all().delete()
    assert found_before_and_after_indexing("oswestry") == []


def test_an_outcome_without_a_short_name_is_no_word_of_its_studies(study: Study) -> None:
    make_result(arm=study.arms.get(), measure=make_measure(name="Recurrence", instrument="return of the marked pain"))
    assert found_before_and_after_indexing("marked") == []


def test_what_is_gone_is_found_no_more(study: Study) -> None:
    assert found("rossi") == [study.pk]
    Study.objects.filter(pk=study.pk).update(standing=StudyStatus.DRAFT)
    assert found_before_and_after_indexing("rossi") == []
    assert SearchDocument.objects.count() == SearchComparison.objects.count() == 0

    Study.objects.filter(pk=study.pk).update(standing=StudyStatus.UNVERIFIED)
    assert found_before_and_after_indexing("rossi") == [study.pk]
    study.arms.all().delete()
    study.publications.all().delete()
    Study.objects.filter(pk=study.pk).delete()
    assert found_before_and_after_indexing("rossi") == []


def test_words_of_an_abstract_are_found_by_who_may_read_it_and_never_suggested(study: Study) -> None:
    PublicationAbstract.objects.create(publication=study.publications.get(), text="Secretword and disc pain")
    for _ in range(2):
        assert found("secretword") == found("rossi secretword") == []
        assert found("secretword", with_abstracts=True) == found("rossi secretword", with_abstracts=True) == [study.pk]
        assert found("rossi -secretword") == [study.pk]
        assert found("rossi -secretword", with_abstracts=True) == []
        # No phrase goes from one text into the next.
        assert found('"disc secretword"', with_abstracts=True) == []
        index_notes()
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert "rossi" in words
    assert "secretword" not in words


def test_a_text_without_end_is_indexed_as_far_as_the_databases_hold_it(study: Study) -> None:
    """PostgreSQL takes a megabyte of words of one study, and would refuse it with all others that wait."""
    words = " ".join(f"{number:06d}{'w' * 54}" for number in range(5_100))
    paper = study.publications.get()
    Publication.objects.filter(pk=paper.pk).update(
        keywords=f"marked {words} unreached", authors=words, doi=f"10.1000/{'é' * 190}"
    )
    PublicationAbstract.objects.create(publication=paper, text=words)
    other = make_study(label="Marked 2010", condition=study.condition)
    for _ in range(2):
        assert found("marked") == [other.pk, study.pk]
        assert found("unreached") == []
        index_notes()
    assert not SearchNote.objects.exists()


def test_a_study_that_the_database_refuses_keeps_no_other_from_the_index(
    study: Study, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = (make_study(label=f"Marked {name}", condition=study.condition) for name in ("bad", "good"))
    insert = index_work.insert_texts

    def refuse(texts: Any, **options: Any) -> None:
        if any(each.study_id == bad.pk for _, each in texts):
            raise DataError("too long\nfor a tsvector")
        insert(texts, **options)

    monkeypatch.setattr(index_work, "insert_texts", refuse)
    index_notes()
    assert set(SearchNote.objects.values_list("study_id", flat=True)) == {bad.pk}
    assert SearchDocument.objects.filter(study=good).exists()
    assert not SearchDocument.objects.filter(study=bad).exists()
    assert set(found("marked")) == {bad.pk, good.pk}
    assert caplog.messages == [f"Study {bad.pk} cannot be indexed for the search: too long for a tsvector"]


def test_order_and_counts(study: Study) -> None:
    old = make_study(label="Old", design="case-series", condition=study.condition, n_randomised=90)
    make_publication(study=old, title="Rossi and others", year=1999)
    retracted = make_study(label="Rossi 2020", condition=study.condition)
    make_publication(
        study=retracted,
        title="Taken back",
        year=2020,
        retraction=Retraction.RETRACTED,
        retraction_checked_on=date(2026, 1, 1),
    )
    body = make_study(label="New", condition=study.condition)
    make_publication(study=body, title="Something else", journal="Rossi Letters", year=2021)
    undated = make_study(label="Rossi", condition=study.condition)
    expected = {
        HitOrder.RELEVANCE: [study, undated, old, retracted, body],
        HitOrder.NEWEST: [body, retracted, study, old, undated],
        HitOrder.OLDEST: [old, study, retracted, body, undated],
        HitOrder.PEOPLE: [old, body, study, undated, retracted],
    }
    narrow = Narrowing(design="rct", conditions=(study.condition_id,), year_from=2000, year_to=2020)
    for indexed in (0, 1):
        for order, studies in expected.items():
            assert found("rossi", order=order) == [each.pk for each in studies], (order, indexed)
        search = StudySearch(read_query("rossi"))
        hits = search.page(size=1, start=1, narrowing=narrow)
        assert (hits.studies, hits.count(), hits.count(narrow)) == ((retracted.pk,), 5, 2)
        index_notes()


WORDS = ("ozone", "disc", "herniation", "sham", "back pain", "placebo", "laser", "2010", "slipped", "disc pain")


def random_query(chance: random.Random) -> str:
    signs = ("{}", "{}", "{}", "-{}", '"{}"', "OR {}", '-"{}"')
    return " ".join(chance.choice(signs).format(chance.choice(WORDS)) for _ in range(chance.randint(1, 4)))


def test_index_finds_what_the_records_say_in_the_same_order() -> None:
    chance = random.Random(17)  # noqa: S311 - examples, not secrets
    condition = make_condition(name="Back pain")
    for number in range(8):
        study = make_study(label=f"Study {number}", condition=condition)
        paper = make_publication(
            study=study,
            title=" ".join(chance.choices(WORDS, k=3)),
            journal=chance.choice(WORDS),
            year=chance.choice((2010, 2011, None)),
        )
        PublicationAbstract.objects.create(publication=paper, text=" ".join(chance.choices(WORDS, k=4)))
    queries = [random_query(chance) for _ in range(10)]
    by_records = [(found(text), found(text, with_abstracts=True)) for text in queries]
    index_notes()

    indexed = [(found_in_every_way(text), found_in_every_way(text, with_abstracts=True)) for text in queries]
    assert indexed == by_records
    assert 3 < sum(bool(public) for public, _ in by_records) < len(queries)


def test_no_text_is_read_as_a_sign_of_the_database(study: Study) -> None:
    @settings(max_examples=10)
    @given(st.text(alphabet=st.sampled_from("ab-\"'*():^+&|!<>{}\\%_~,.;NEAROT ANDé臭\u0301"), max_size=30))
    def search(text: str) -> None:
        found(text, with_abstracts=True)

    search()
    for text in (
        "follow-up",
        'heading : "x',
        "disc*",
        "NEAR(a b, 2)",
        "a AND NOT b",
        "^disc",
        "';--",
        "{abstract} : x",
        "%s",
    ):
        found_in_every_way(text)


def test_triggers_that_were_dropped_are_missed_and_put_back(study: Study) -> None:
    assert missing_index_triggers() == []
    quote = connection.ops.quote_name
    on_table = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for trigger in index_triggers(connection.vendor).triggers:
            cursor.execute(f"DROP TRIGGER {quote(trigger.name)}" + (f" ON {quote(trigger.table)}" if on_table else ""))
    assert missing_index_triggers() == sorted(STUDIES_OF_ROW)
    rename(study)
    assert found("marked") == []

    restore_index(using="default")

    assert missing_index_triggers() == []
    assert found_before_and_after_indexing("marked") == [study.pk]


def test_rebuilding_forgets_what_only_the_index_knew(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    retitle(study)
    index_notes()
    assert SearchWord.objects.filter(word="ozone").exists()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM studies_searchtext")
    assert found("rossi") == []

    call_command("index_search", "--rebuild")

    assert "Indexed 1 study anew." in capsys.readouterr().out
    assert found("rossi") == [study.pk]
    assert not SearchWord.objects.filter(word="title of before").exists()
    call_command("index_search")
    assert "0 changes" in capsys.readouterr().out
