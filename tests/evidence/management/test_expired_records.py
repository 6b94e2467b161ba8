"""Once a day the worker deletes what would grow for ever, and nothing that is still needed."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from evidence.management.expired_records import DAYS_OF_LOGINS, DAYS_OF_TASKS, delete_expired_records


def make_task(status: str, *, days_ago: int) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    task = DBTaskResult.objects.create(
        task_path=f"tasks.{status}{days_ago}", args_kwargs={}, backend_name="default", run_after=at, status=status
    )
    DBTaskResult.objects.filter(pk=task.pk).update(finished_at=None if status == "READY" else at)


@pytest.mark.django_db
def test_what_has_ended_goes_and_what_is_needed_stays() -> None:
    now = timezone.now()
    for key, expires in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=expires))
    for name, days in (("old", DAYS_OF_LOGINS + 1), ("new", DAYS_OF_LOGINS - 1)):
        login = AccessLog.objects.create(username=name)
        AccessLog.objects.filter(pk=login.pk).update(attempt_time=now - timedelta(days=days))
    for status, days in (("SUCCESSFUL", DAYS_OF_TASKS + 1), ("FAILED", DAYS_OF_TASKS - 1), ("READY", 400)):
        make_task(status, days_ago=days)

    delete_expired_records()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(AccessLog.objects.values_list("username", flat=True)) == ["new"]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"FAILED", "READY"}
