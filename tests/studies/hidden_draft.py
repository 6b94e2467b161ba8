"""A draft trial with a word in every text that no reader may see, and records of every kind that refer to it."""

import io
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db import models

from studies.choices import StudyStatus
from studies.models import (
    AdverseEvent,
    Arm,
    DataQuery,
    OutcomeResult,
    Publication,
    PublicationAbstract,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from tests.factories import (
    make_claim,
    make_harm,
    make_inclusion,
    make_pool,
    make_publication,
    make_query,
    make_registration,
    make_review,
    make_risk_of_bias,
    make_user,
)
from tests.studies.full_site import AT, make_trial

# No other record holds these: a word for every text of the draft, a number for every number that is no label.
WORD, NUMBER, KEY = "zyxwv", 86420, "wvut2020"
# Stands in abstracts only, of a publication that readers see too: they are not ours to publish.
ABSTRACT_WORD = "qponml"
OF_DRAFT = (WORD, str(NUMBER), f"{NUMBER:,}", KEY, ABSTRACT_WORD)


def fill_texts(record: models.Model, numbers: Iterator[int]) -> None:
    """Write an unmistakable word into every free text of a record of the draft, each with another number."""
    for field in record._meta.concrete_fields:
        free = isinstance(field, (models.CharField, models.TextField)) and not field.choices
        if not free or field.primary_key or field.name in ("row_key", "loaded_digest", "fingerprint", "check_name"):
            continue
        word = f"{WORD}{next(numbers)}"
        if field.name in ("source_url", "url"):
            word = f"https://{word}.example/"
        setattr(record, field.name, word[: field.max_length or 100])
    record.save()


def make_draft(published: Study) -> Study:
    """A draft trial with a word in every text, in the conditions and outcomes of a study that readers see."""
    measure = OutcomeResult.objects.filter(arm__study=published).first().measure
    study = make_trial(condition=published.condition, standing=StudyStatus.DRAFT, n_randomised=NUMBER)
    OutcomeResult.objects.filter(arm__study=study).update(measure=measure, mean=NUMBER, n=NUMBER)
    study.reported_contrasts.update(measure=measure)
    Arm.objects.filter(study=study).update(n_randomised=NUMBER)
    arm = study.arms.first()
    paper = make_publication(study=study, doi=f"10.1000/{WORD}", pmid=str(NUMBER))
    PublicationAbstract.objects.create(publication=paper, text=ABSTRACT_WORD)
    make_harm(study=study, arm=arm, n_events=NUMBER, n_at_risk=NUMBER)
    make_query(study=study, measure=measure, arm=arm).replies.create(state="answered", text=f"{WORD} replied", at=AT)
    make_risk_of_bias(study=study)
    # As a review too: its pools and the studies it included.
    make_pool(review=study, condition=published.condition, estimate=NUMBER)
    make_inclusion(review=study, study=published)
    ReviewTrialRow.objects.create(review=study, pool_locator="Figure 2", study_label="A", study=published)
    word = {"by": make_user(first_name=f"{WORD}person"), "at": AT, "read_as": "abstract", "note": f"{WORD} compared"}
    study.verifications.create(**word)
    numbers = count(1)
    for record in every_record_of(study):
        fill_texts(record, numbers)
    study.refresh_from_db()
    return study


def every_record_of(study: Study) -> list[models.Model]:
    of_study: list[Any] = [Publication, AdverseEvent, DataQuery, RiskOfBias, ReportedContrast, Arm]
    rows = [row for model in of_study for row in model.objects.filter(study=study)]
    rows += OutcomeResult.objects.filter(arm__study=study)
    rows += [
        row for model in (ReportedPool, ReviewInclusion, ReviewTrialRow) for row in model.objects.filter(review=study)
    ]
    return [study, *rows]


def refer_to_draft(draft: Study, visible: Study) -> None:
    """Let visible records refer to the draft, by every field that can."""
    review = make_review()
    make_inclusion(review=review, study=visible)
    make_inclusion(review=review, study=draft)
    ReviewTrialRow.objects.create(review=review, pool_locator="Figure 2", study_label="A trial", study=draft)
    make_risk_of_bias(study=visible, judged_by=draft)
    make_claim(evidence=[visible, draft], note=f"Compare {KEY}.", condition=visible.condition)
    Study.objects.filter(pk=draft.pk).update(row_key=KEY, cohort_group="shared")
    Study.objects.filter(pk=visible.pk).update(cohort_group="shared", note=f"The patients of {KEY}.")
    line = visible.history.first()
    line.pk, line.note, line.history_type = None, f"Before: {KEY}.", "~"
    line.save()
    make_registration(condition=visible.condition)


def hide_draft_beside(visible: Study) -> Study:
    """A draft that records of the visible study refer to; the two share a word of their abstracts."""
    paper = make_publication(study=visible, title="A trial that readers see")
    PublicationAbstract.objects.create(publication=paper, text=f"Of readers: {ABSTRACT_WORD}.")
    draft = make_draft(visible)
    refer_to_draft(draft, visible)
    return draft


def find_leaks(content: str) -> list[str]:
    """Text of the draft in a page or file, with its context."""
    lowered = content.lower()
    found = [lowered.find(secret) for secret in OF_DRAFT]
    return [content[max(0, place - 60) : place + 60] for place in found if place >= 0]


def content_of(response: Any) -> bytes:
    """What a response holds; of an archive, all its files."""
    content: bytes = response.getvalue() if response.streaming else response.content
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
