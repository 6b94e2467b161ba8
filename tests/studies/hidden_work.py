"""Work that one person must not see of another yet, with a word in every text that no page may show."""

from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.db.models import Model

from studies.curation.screening.screen import exclude_publication
from studies.models import DocumentPage, Publication, ScreeningDecision, Study, WorkbenchDraft
from tests.studies.models.test_constraints import (
    make_answer,
    make_assessment,
    make_extracted_value,
    make_extraction,
    make_judgement,
)
from tests.studies.models.test_curation_constraints import make_content, make_document, make_request

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
# Nobody but the owner reads the first; nobody but curators reads the second.
OF_OWNER, OF_CURATORS = "zyxwsecret", "zyxwprivate"


def make_hidden_work(*, study: Study, paper: Publication, owner: User) -> list[Model]:
    """Unfinished work of the owner on a study, and a first opinion on a publication. Returns each record."""
    extraction = make_extraction(study=study, by=owner, note=OF_OWNER)
    value = make_extracted_value(extraction=extraction, typed=OF_OWNER)
    assessment = make_assessment(study=study, assessed_by=owner)
    answer = make_answer(assessment=assessment, support=OF_OWNER)
    judgement = make_judgement(assessment=assessment, reason=OF_OWNER)
    WorkbenchDraft.objects.create(study=study, by=owner, kept_at=AT, posted=f"arms-new-1-label={OF_OWNER}")
    exclude_publication(publication=paper, reason=OF_OWNER, by=owner, now=AT)
    opinion = ScreeningDecision.objects.get(reason=OF_OWNER)
    return [extraction, value, assessment, answer, judgement, opinion]


def make_private_records(study: Study) -> None:
    """A document and a letter of a study, for curators alone."""
    content = make_content()
    DocumentPage.objects.create(content=content, number=1, text=OF_CURATORS)
    make_document(study=study, content=content, name=f"{OF_CURATORS}.pdf")
    make_request(study=study, addressee=OF_CURATORS, letter=OF_CURATORS)
