"""What is computed to be kept reads a replica that has the newest state; everything else asks the primary server."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from evidence.environment import databases
from evidence.routers import ReplicaRouter
from studies.models import Condition
from studies.revisions import data_version
from studies.revisions.data_version import REPLICA, current_version, read_snapshot, server_of_snapshot
from tests.factories import make_condition

SERVER = "postgresql://reader:word@127.0.0.1:5432/evidence"


@pytest.fixture(autouse=True, scope="module")
def second_server() -> Iterator[None]:
    """A second way to the same database, which is as new as a replica can be."""
    connections.settings[REPLICA] = {**connection.settings_dict}
    yield
    connections[REPLICA].close()
    del connections[REPLICA], connections.settings[REPLICA]


def server_of(record: models.Model) -> str | None:
    return record._state.db  # noqa: SLF001 - Django documents it


def server() -> str:
    """The server that a page computed now is read from."""
    with read_snapshot() as number:
        assert number == current_version()
        assert server_of(Condition.objects.get()) == server_of_snapshot()
        return str(server_of_snapshot())


@pytest.mark.django_db(transaction=True, databases=["default", REPLICA])
def test_a_page_is_read_from_a_replica_only_where_it_is_not_behind_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_version, "_replica_rests_until", 0.0)
    make_condition()
    assert server() == REPLICA
    with read_snapshot():
        condition = Condition.objects.get()
    # Outside a page nothing is read there, and nothing is ever written there.
    assert (server_of(Condition.objects.get()), server_of(condition)) == ("default", REPLICA)
    condition.save()
    assert (server_of(condition), ReplicaRouter().db_for_write(Condition)) == ("default", "default")

    really = data_version.read_number
    behind = {REPLICA: -1}

    def read_number(asked: BaseDatabaseWrapper) -> int | None:
        number = really(asked)
        return number and number + behind.get(asked.alias, 0)

    monkeypatch.setattr(data_version, "read_number", read_number)
    assert server() == "default"
    behind.clear()
    assert server() == REPLICA

    # As a page does, which answers an error with a page that says so.
    with read_snapshot(), suppress(DatabaseError), connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    connections[REPLICA].close_if_unusable_or_obsolete()
    assert server() == "default"
    monkeypatch.setattr(data_version, "_replica_rests_until", 0.0)
    assert server() == REPLICA
    monkeypatch.setitem(connections[REPLICA].settings_dict, "NAME", "/no/such/database")
    connections[REPLICA].close()
    assert server() == "default"


def test_a_replica_is_a_server_of_the_same_kind() -> None:
    assert [*databases(SERVER, replica="")] == ["default"]
    both = databases(SERVER, replica=SERVER)
    assert (both["replica"]["NAME"], both["replica"]["TEST"]) == ("evidence", {"MIRROR": "default"})
    for primary, other in ((SERVER, "sqlite:////a"), ("sqlite:////a", SERVER)):
        with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL is set; expected PostgreSQL"):
            databases(primary, replica=other)
    assert ReplicaRouter().allow_migrate(REPLICA, "studies") is False
    assert ReplicaRouter().allow_migrate("default", "studies") is None
