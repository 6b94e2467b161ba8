"""Records that several tests share: made once, and taken back after the last of these tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

Made = TypeVar("Made")


@contextmanager
def shared_records(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What ``make`` returns, inside a transaction around those of the tests.

    The references between the new records are checked here. PostgreSQL would otherwise check all of them again at
    the end of every test: taking back the work of a test also takes back that they were checked.
    """
    with blocker.unblock(), transaction.atomic():
        made = make()
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)
