"""Possible duplicates are decided in groups, many in one form."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from studies.choices import Decision
from studies.citations.apply import apply_import
from studies.citations.decide import EntryDecision, decide
from studies.citations.pages.possible_groups import RecordGroup, entry_groups, record_groups
from studies.citations.undo import undo_import
from studies.models import ImportBatch, Publication
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import LIKE_ONE, ONE, OTHER, import_text, now, plan_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("researcher")]

AGAIN = LIKE_ONE.replace("like,", "again,").replace("2012", "2009").replace("Radiology", "Pain Physician")
LIKE_OTHER = OTHER.replace("other,", "near,").replace("2018", "2011")


@pytest.fixture(scope="module", autouse=True)
def known(signed_in: object, django_db_blocker: DjangoDbBlocker) -> Iterator[ImportBatch]:
    """The import of a publication that others resemble."""
    with shared_records(django_db_blocker, lambda: import_text(ONE)) as batch:
        yield batch


def address(batch: ImportBatch) -> str:
    return reverse("import-possible", args=[batch.pk])


def groups_of(batch: ImportBatch) -> list[RecordGroup]:
    return record_groups(batch, entry_groups(batch), lambda entry: entry.decision)


def chosen_in(html: str) -> dict[str, str]:
    """The chosen answer by the name of its radio buttons."""
    buttons = re.findall(r'<input\s+type="radio"\s+name="([\w-]+)"\s+value="(\w*)"\s+checked', html)
    return dict(buttons)


def test_entries_that_resemble_one_record_are_one_group():
    batch = plan_text(LIKE_ONE + OTHER + AGAIN, LIKE_OTHER)

    groups = entry_groups(batch)

    assert sorted(group.indexes for group in groups) == [(1, 3), (4,)]
    assert [group.score for group in groups] == sorted((group.score for group in groups), reverse=True)
    headings = {tuple(column.heading for column in group.columns) for group in groups_of(batch)}
    assert headings == {(f"Publication {Publication.objects.get().pk}", "Entry 1", "Entry 3"), ("Entry 2", "Entry 4")}


def test_what_agrees_and_what_differs_is_marked():
    (group,) = groups_of(plan_text(LIKE_ONE.replace("Intradiscal ozone", "INTRADISCAL OZONE")))

    cells = {row.name: row.cells[1] for row in group.rows}
    marks = {name: cell.mark for name, cell in cells.items()}
    assert marks["title"] == "written differently"
    assert marks["year"] == marks["journal"] == marks["authors"] == "differs"
    assert marks["volume"] == marks["doi"] == "not here"
    assert [cells[name].can_take for name in ("year", "volume")] == [True, False]
    assert not any(cell.is_taken for cell in cells.values() if cell.can_take)


def test_field_that_the_publication_lacks_is_chosen_beforehand():
    (group,) = groups_of(plan_text(LIKE_ONE.replace("year", "publisher = {Thieme}, year")))

    (publisher,) = [row.cells[1] for row in group.rows if row.name == "publisher"]
    assert (publisher.mark, publisher.can_take, publisher.is_taken) == ("only here", True, True)


def test_one_form_saves_many_decisions(client, researcher):
    batch = plan_text(LIKE_ONE + OTHER + AGAIN, LIKE_OTHER)
    answers = {
        "decision-1": "same",
        "take-1": ["year"],
        "decision-3": "",
        "decision-4": "different",
        "take-4": ["year"],
    }

    page = read(client.post(address(batch), answers, follow=True))

    entries = {entry.index: entry for entry in batch.entries.all()}
    assert {index: entry.decision for index, entry in entries.items()} == {1: "same", 2: "", 3: "", 4: "different"}
    assert [entries[index].fields_taken for index in (1, 4)] == [["year"], []]
    assert entries[1].decided_by == researcher
    assert "2 decisions saved." in page.text
    assert client.get(address(batch), {"entry": "9" * 5000}).status_code == 200
    assert markup_errors(page) == []
    apply_import(batch=batch, by=None, now=now())
    assert sorted(Publication.objects.values_list("year", flat=True)) == [2011, 2012, 2018]


@pytest.fixture(scope="class")
def plan(known: object, django_db_blocker: DjangoDbBlocker) -> Iterator[ImportBatch]:
    with shared_records(django_db_blocker, lambda: plan_text(LIKE_ONE + OTHER)) as batch:
        yield batch


class TestAnswersThatFitNoEntry:
    @pytest.mark.parametrize(
        "answers",
        [
            {"decision-9": "same"},
            {"decision-2": "same"},
            {"decision-1": "perhaps"},
            {"decision-x": "same"},
            {f"decision-{10**30}": "same"},
            {},
        ],
    )
    def test_change_nothing(self, client, plan, answers):
        assert client.post(address(plan), answers).status_code == 302

        assert set(plan.entries.values_list("decision", flat=True)) == {""}


def test_answers_are_chosen_beforehand_by_similarity_and_not_saved(client):
    import_text(OTHER)
    batch = plan_text(LIKE_ONE + LIKE_OTHER.replace("2011", "2017").replace("back pain", "back pains"))
    low, high = sorted(batch.entries.values_list("score", flat=True))

    html = client.get(address(batch), {"same_from": str(high), "different_below": str(high)}).content.decode()

    assert low < high
    assert sorted(chosen_in(html).values()) == ["different", "same"]
    assert set(batch.entries.values_list("decision", flat=True)) == {""}
    assert set(chosen_in(client.get(address(batch)).content.decode()).values()) == {""}


def test_decisions_in_an_applied_import_carry_their_followers_along():
    batch = import_text(LIKE_ONE + LIKE_ONE.replace("{like,", "{twin,") + AGAIN)
    decisions = [EntryDecision(1, Decision.DIFFERENT), EntryDecision(3, Decision.SAME, ("journal",))]

    assert decide(batch=batch, decisions=decisions, by=make_user(), now=now()) == 2

    assert list(batch.entries.values_list("applied", flat=True)) == [True, True, True]
    assert Publication.objects.count() == 2
    undo_import(batch=batch, by=None, now=now())
    assert Publication.objects.get().journal == "European Spine Journal"


def test_entry_whose_publication_is_gone_becomes_one_of_its_own(client, known):
    batch = plan_text(LIKE_ONE)
    undo_import(batch=known, by=None, now=now())
    apply_import(batch=batch, by=None, now=now())

    html = client.get(address(batch)).content.decode()
    assert "no longer here" in html
    assert 'value="same"' not in html
    client.post(address(batch), {"decision-1": "different"})

    assert Publication.objects.get().year == 2012


def test_decided_groups_can_be_seen_and_changed_until_they_are_applied(client):
    batch = plan_text(LIKE_ONE)
    client.post(address(batch), {"decision-1": "same"})

    assert "Nothing is left to decide" in client.get(address(batch)).content.decode()
    decided = client.get(address(batch), {"list": "decided"}).content.decode()
    assert chosen_in(decided) == {"decision-1": "same"}
    assert "Later\n" not in decided
    client.post(address(batch), {"decision-1": "different"})
    assert chosen_in(client.get(address(batch), {"entry": "1"}).content.decode()) == {"decision-1": "different"}
    assert client.get(address(batch), {"entry": "9" * 5000}).status_code == 200
    apply_import(batch=batch, by=None, now=now())

    assert "1 answer came too late" in client.post(address(batch), {"decision-1": "same"}, follow=True).content.decode()
    assert Publication.objects.count() == 2
    undo_import(batch=batch, by=None, now=now())
    assert "Nothing can be decided" in client.post(address(batch), {"decision-1": "same"}, follow=True).content.decode()


def test_number_of_queries_does_not_grow_with_groups(client, django_assert_max_num_queries):
    titles = ("Sham or steroid", "Yoga after surgery", "Costs in Turkey", "Nerve roots", "Muscle relaxants", "Sciatica")
    entries = [
        f"@article{{a{n}, author = {{Kaya, E}}, title = {{{title} and ozone: a trial}}, year = 200{n}}}\n"
        for n, title in enumerate(titles)
    ]
    import_text("".join(entries))
    batch = plan_text("".join(entry.replace("{a", "{b").replace("year = 200", "year = 201") for entry in entries))

    assert len(entry_groups(batch)) > 3
    with django_assert_max_num_queries(12):
        client.get(address(batch))
    with django_assert_max_num_queries(30):
        client.post(address(batch), {f"decision-{n}": "same" for n in range(1, 7)})


def test_large_group_is_shown_in_parts_beside_the_same_record(client):
    batch = plan_text(
        "".join(LIKE_ONE.replace("{like,", f"{{like{n},").replace("2012", f"19{n:02}") for n in range(20))
    )

    groups = groups_of(batch)

    assert [len(group.columns) for group in groups] == [9, 9, 5]
    assert {group.columns[0].heading for group in groups} == {f"Publication {Publication.objects.get().pk}"}
    names = re.findall(r'name="decision-(\d+)"\s+value="same"', client.get(address(batch)).content.decode())
    assert sorted(map(int, names)) == list(range(1, 21))
