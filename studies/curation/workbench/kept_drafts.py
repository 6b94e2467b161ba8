"""What a person typed on a workbench and has not saved, kept on the server for that person alone."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict

from studies.models import Study, WorkbenchDraft
from studies.revisions.record_change import ActionRefusedError

# The most letters of a form: some thousand rows.
MOST_LETTERS = 2_000_000
# Fields of a page that are not typed.
_NOT_TYPED = ("csrfmiddlewaretoken", "do", "picked")


@transaction.atomic
def keep_draft(*, study: Study, posted: QueryDict, by: User, now: datetime) -> None:
    """Keep a form as posted, in place of the draft that the person has of this study.

    Raises ``ActionRefusedError`` for a form that is too long.
    """
    typed = posted.copy()
    for name in _NOT_TYPED:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > MOST_LETTERS:
        raise ActionRefusedError("The form is too long to be kept as a draft. Save the rows that are complete.")
    WorkbenchDraft.objects.update_or_create(study=study, by=by, defaults={"posted": text, "kept_at": now})


def drop_draft(*, study: Study, by: User) -> None:
    """Drop the draft that the person has of this study, if there is one."""
    WorkbenchDraft.objects.filter(study=study, by=by).delete()


def draft_of(study: Study, by: User) -> WorkbenchDraft | None:
    """The draft that the person has of this study; nobody else's."""
    return WorkbenchDraft.objects.filter(study=study, by=by).first()


def draft_fields(draft: WorkbenchDraft) -> QueryDict:
    """The fields of the form, as they were posted."""
    return QueryDict(draft.posted)
