"""A study made in the workbench, with or without the publication that reports it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import PublicationRole, Screening, StudyStatus
from studies.models import Publication, Study
from studies.revisions.reasons import save_with_reason
from studies.revisions.record_change import ActionRefusedError


@transaction.atomic
def make_study(
    *, publication: Publication | None, values: Mapping[str, Any], slug: str, by: User, now: datetime, reason: str
) -> Study:
    """Make a draft of a study; the publication, when there is one, becomes its main report.

    Raises ``ActionRefusedError`` when the publication reports a study already, and ``ValidationError`` when the
    study is not valid.
    """
    if publication is not None:
        publication = Publication.objects.select_for_update(of=("self",)).select_related("study").get(pk=publication.pk)
        if publication.study is not None:
            raise ActionRefusedError(f"This publication reports {publication.study} already: open that study instead.")
    study = Study(slug=slug, standing=StudyStatus.DRAFT, extracted_by=by)
    for name, value in values.items():
        field = study._meta.get_field(name)
        setattr(study, str(getattr(field, "attname", name)), value)
    study.full_clean(exclude=["row_key"])
    save_with_reason(study, reason=reason, by=by)
    if publication is not None:
        publication.study, publication.role = study, PublicationRole.MAIN_REPORT
        publication.screening = Screening.INCLUDED
        save_with_reason(publication, reason=f"Main report of {study.label}"[:100], by=by)
    Study.objects.filter(pk=study.pk).update(updated_at=now)
    return study
