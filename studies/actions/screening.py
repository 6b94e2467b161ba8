"""What a person decides about an imported publication on its way into the evidence."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from studies.actions.history import save_with_reason
from studies.models import Publication, ScreeningDecision, Study
from studies.vocabulary import PublicationRole, Screening


@transaction.atomic
def include_publication(*, publication: Publication, reason: str, by: User, now: datetime) -> ScreeningDecision:
    """It belongs into the evidence: a study is to be made of it."""
    return _decide(publication, Screening.INCLUDED, reason=reason, by=by, now=now)


@transaction.atomic
def exclude_publication(*, publication: Publication, reason: str, by: User, now: datetime) -> ScreeningDecision:
    """It does not belong into the evidence, and ``reason`` says why."""
    return _decide(publication, Screening.EXCLUDED, reason=reason, by=by, now=now)


@transaction.atomic
def add_report(*, publication: Publication, study: Study, reason: str, by: User, now: datetime) -> ScreeningDecision:
    """It is a further report of a study that is here already; the study is still counted once."""
    publication.study = study
    publication.role = PublicationRole.FURTHER_REPORT
    return _decide(publication, Screening.INCLUDED, reason=reason, by=by, now=now, study=study)


def _decide(
    publication: Publication, decision: Screening, *, reason: str, by: User, now: datetime, study: Study | None = None
) -> ScreeningDecision:
    publication.screening = decision
    save_with_reason(publication, reason=f"Screened: {decision.label}", by=by)
    return ScreeningDecision.objects.create(
        publication=publication, decision=decision, reason=reason, study=study, decided_by=by, decided_at=now
    )
