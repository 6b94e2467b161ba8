"""The data version and those of studies change with each kind of write to a row, and by nothing else."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from evidence.health.worker_beat import write_beat
from evidence.models import CertaintyAssessment
from studies.curation.sign_off.sign_off import make_draft
from studies.models import Arm, DocumentContent, OutcomeResult, Study, WorkbenchDraft
from studies.permissions import ADMIN, CURATOR
from studies.revisions.revert import revert_change
from studies.revisions.version_triggers import missing_triggers, versioned_tables
from studies.selectors import study_versions
from tests.factories import PASSWORD, make_condition, make_publication, make_query, make_study, make_user
from tests.shared_records import shared_records
from tests.studies.citations.import_factories import RIS, import_text
from tests.studies.dataset.csv_copy import make_small
from tests.studies.full_site import make_rating, make_trial
from tests.studies.revisions.changed_studies import changed_since
from tests.studies.revisions.number_now import number_now

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Study]:
    """A trial, and another study."""
    with shared_records(django_db_blocker, lambda: (make_study(), make_trial())[1]) as trial:
        yield trial


@pytest.fixture
def trial(made: Study) -> Study:
    return deepcopy(made)


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def as_person(role: str) -> tuple[Client, User]:
    client, person = Client(), make_user(role=role)
    client.force_login(person)
    return client, person


def by_a_page(trial: Study) -> None:
    query = make_query(study=trial, measure=OutcomeResult.objects.latest("pk").measure)
    client, _ = as_person(CURATOR)
    before = number_now()
    assert client.post(reverse("query-answer", args=[query.pk]), {"text": "Table 1.", "next": "/"}).status_code == 302
    assert number_now() > before


def by_the_admin(trial: Study) -> None:
    client, _ = as_person(ADMIN)
    address = reverse("admin:studies_outcomeresult_delete", args=[OutcomeResult.objects.latest("pk").pk])
    before = number_now()
    assert client.post(address, {"post": "yes", "change_reason": "Printed twice"}).status_code == 302
    assert number_now() > before


def by_undoing(trial: Study) -> None:
    person = make_user(role=CURATOR)
    trial.country = "Spain"
    trial.save()
    before = number_now()
    revert_change(line=trial.history.first(), by=person, now=timezone.now(), reason="It was right before")
    assert number_now() > before


def by_its_room(trial: Study) -> None:
    make_draft(study=trial, by=make_user(), now=timezone.now(), reason="The wrong paper")


def by_bulk(trial: Study) -> None:
    arms = [Arm(study=trial, condition=trial.condition, label=label, slug=label) for label in ("third", "fourth")]
    before = number_now()
    Arm.objects.bulk_create(arms)
    created = number_now()
    Arm.objects.bulk_update(arms, ["label"])
    assert before < created < number_now()


def by_a_link(trial: Study) -> None:
    other = make_condition(slug="other")
    before = number_now()
    trial.secondary_conditions.add(other)
    linked = number_now()
    trial.secondary_conditions.clear()
    assert before < linked < number_now()


def by_a_name(trial: Study) -> None:
    person = make_user()
    before = number_now()
    person.first_name = "Ada"
    person.save()
    assert number_now() > before


WRITES: dict[str, Callable[[Study], object]] = {
    "page": by_a_page,
    "admin": by_the_admin,
    "undo": by_undoing,
    "room": by_its_room,
    "bulk": by_bulk,
    "link": by_a_link,
    "name of a person": by_a_name,
    "import": lambda trial: import_text(RIS),
    "rating": lambda trial: make_rating(trial, make_user()),
    "end of a rating": lambda trial: CertaintyAssessment.objects.update(reason="Seen again"),
    "shell": lambda trial: trial.save(),
    "one field": lambda trial: Study.objects.filter(pk=trial.pk).update(country="Spain"),
    "delete with what hangs on it": lambda trial: OutcomeResult.objects.all().delete(),
    "history": lambda trial: trial.history.all().delete(),
    "SQL that inserts": lambda trial: execute(
        "INSERT INTO studies_arm_components (arm_id, component_id) SELECT min(a.id), max(c.id) "
        "FROM studies_arm a, studies_component c"
    ),
    "SQL that updates": lambda trial: execute("UPDATE studies_study SET country = 'Spain' WHERE id = %s", trial.pk),
    "SQL that deletes": lambda trial: execute("DELETE FROM studies_outcomeresult"),
}


# They change no row of a study; a new condition, which a link needs, counts for every study.
OF_NO_STUDY = {"name of a person", "import", "rating", "end of a rating", "history"}
OF_ALL_STUDIES = {"link"}


@pytest.mark.parametrize("kind", WRITES)
def test_every_kind_of_write_changes_the_numbers(kind: str, trial: Study) -> None:
    other = Study.objects.exclude(pk=trial.pk).get()
    if kind == "end of a rating":
        make_rating(trial, make_user())
    before, versions = number_now(), study_versions()
    WRITES[kind](trial)
    assert number_now() > before
    of_studies = set() if kind in OF_NO_STUDY else {trial.pk, other.pk} if kind in OF_ALL_STUDIES else {trial.pk}
    assert changed_since(versions, among={trial.pk, other.pk}) == of_studies


def test_a_load_changes_the_number(tmp_path: Path) -> None:
    make_small(tmp_path)
    before = number_now()
    call_command("load_evidence", str(tmp_path), stdout=StringIO())
    assert number_now() > before
    versions = study_versions()
    call_command("load_evidence", str(tmp_path), stdout=StringIO())
    assert changed_since(versions) == set()


def test_what_pages_do_not_show_changes_nothing(trial: Study) -> None:
    person = make_user()
    make_publication()
    before, versions = number_now(), study_versions()

    named = {"username": person.username, "password": PASSWORD}
    assert Client().post(reverse("login"), named).status_code == 302
    WorkbenchDraft.objects.create(study=trial, by=person, posted="pain=3", kept_at=timezone.now())
    DocumentContent.objects.create(sha256="0" * 64, size=1, kind="pdf")
    write_beat("worker")
    Study.objects.select_for_update().get(pk=trial.pk)

    assert number_now() == before
    assert changed_since(versions) == set()


def test_every_table_has_its_triggers() -> None:
    tables = versioned_tables()
    assert {"studies_study", "studies_historicalstudy", "studies_arm_components", "evidence_certaintyjudgement"} < {
        *tables
    }
    assert len(tables) >= 80
    assert missing_triggers() == []
