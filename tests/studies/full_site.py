"""A small site with one record of every kind, and the arguments of each of its addresses."""

from datetime import UTC, datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, get_resolver

from evidence.models import CertaintyAssessment
from studies.choices import PrintedEffectMeasure
from studies.citations.receive import SentFile, receive_files
from studies.citations.tasks import queue_work
from studies.models import (
    BetweenGroupThreshold,
    ImportBatch,
    ImportedEntry,
    MinimalImportantChange,
    NotTheSame,
    OutcomeResult,
    Publication,
    PublicationAbstract,
    PublicationSource,
    ReportedContrast,
    RetractionList,
    ReviewTrialRow,
    SearchRecord,
    Study,
    Synonym,
)
from tests.evidence.releases.small_release import make_small_release
from tests.factories import (
    make_arm,
    make_claim,
    make_harm,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_query,
    make_registration,
    make_reported_contrast,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.models.test_constraints import (
    make_answer,
    make_assessment,
    make_decision,
    make_extracted_value,
    make_extraction,
    make_judgement,
    make_notice,
    make_verification,
)
from tests.studies.models.test_curation_constraints import (
    make_confirmation,
    make_criterion,
    make_document,
    make_mark,
    make_page,
    make_piece,
    make_request,
)

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
# In addresses, the question that the trial below answers.
ANCHOR = "ozone-v-sham-pain-short-intradiscal"


def make_trial(**values: Any) -> Study:
    """A trial of ozone against sham with pain scores that can be pooled."""
    study = make_study(**values)
    ozone = make_result(arm=make_arm(study=study), n=30, mean=3.0, sd=1.5)
    sham = make_arm(study=study, components=("sham",))
    make_result(arm=sham, measure=ozone.measure, n=30, mean=4.0, sd=1.5)
    make_reported_contrast(study=study, arm_a=ozone.arm, arm_b=sham, measure=ozone.measure)
    return study


def make_site() -> Study:
    """At least one record of every kind, in one condition; returns the trial used in the addresses."""
    study = make_trial()
    make_printed_difference(study)
    user = make_user()
    paper = make_publication(study=study)
    PublicationSource.objects.create(publication=paper, original="@misc{x}", fingerprint="x")
    make_harm(study=study)
    make_query(study=study)
    make_risk_of_bias(study=study)
    make_claim(evidence=[study], condition=study.condition)
    review = make_review(condition=study.condition)
    make_inclusion(review=review, study=study)
    make_pool(review=review)
    ReviewTrialRow.objects.create(review=review, pool_locator="Figure 2", study_label="A", study=study)
    make_words(paper)
    make_import(user)
    RetractionList.objects.create(read_on=AT.date(), n_notices=60_000)
    make_curation(make_study(condition=study.condition), user)
    make_rating(study, user)
    make_attempts()
    make_small_release()
    return study


def make_curation(study: Study, user: User) -> None:
    """What curators did with a study and with a publication that has none, and what they keep beside the numbers."""
    of_study: dict[str, Any] = {"study": study}
    assessment = make_assessment(**of_study, assessed_by=user, finished_at=AT)
    make_answer(assessment=assessment)
    make_judgement(assessment=assessment)
    extraction = make_extraction(**of_study, by=user, state="finished", finished_at=AT)
    make_extracted_value(extraction=extraction, result=make_result(arm=make_arm(study=study)))
    make_verification(**of_study, by=user)
    make_query(study=study).replies.create(state="answered", text="Page 4.", at=AT, by=user)
    paper = make_publication(study=None)
    make_notice(publication=paper)
    make_decision(publication=paper, decided_by=user)
    make_decision(publication=paper)
    paper.retrievals.create(state="sought", stated_by=user, stated_at=AT)
    content = make_document(**of_study, added_by=user).content
    make_piece(content=content)
    make_page(content=content, width=100, height=100, picture=b"RIFF", words=[["3.2", 10, 10, 20, 20]], text="3.2")
    make_mark(**of_study, made_by=user)
    make_confirmation(**of_study, confirmed_by=user)
    make_request(**of_study, written_by=user)
    make_criterion()


def make_words(paper: Publication) -> None:
    Synonym.objects.create(slug="sham", words="sham; placebo")
    plain = {"scale": "VAS", "change": 15, "unit": "points", "basis": "b", "citation": "c"}
    MinimalImportantChange.objects.create(publication=paper, **plain)
    band = {"domain": "pain", "display_range": "0-100", "size": "small", "lower": 0, "upper": 10, "source": "s"}
    BetweenGroupThreshold.objects.create(lower_included=True, upper_included=False, **band)
    make_registration(condition=paper.study.condition)


def make_import(user: User) -> None:
    batch = receive_files(files=[SentFile("a.bib", b"@misc{x, title={Ozone}}")], by=user, now=AT)
    queue_work(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state="planned")
    other = make_publication(study=None)
    ImportedEntry.objects.create(
        batch=batch, file=batch.files.get(), index=1, line=1, verdict="possible", title="Ozone", duplicate_of=other
    )
    PublicationAbstract.objects.create(publication=other, text="Pain fell.")
    search = SearchRecord.objects.create(database="PubMed", searched_on=AT.date(), added_by=user, added_at=AT)
    batch.files.update(search=search)
    NotTheSame.objects.create(publication=other, fingerprint="y", told_by=user, told_at=AT)


def make_attempts() -> None:
    """The records that the login throttle writes."""
    who = {"username": "somebody", "ip_address": "192.0.2.1"}
    AccessAttempt.objects.create(get_data="", post_data="", failures_since_start=1, **who)
    AccessLog.objects.create(**who)
    AccessFailureLog.objects.create(**who)


def make_rating(study: Study, user: User) -> None:
    CertaintyAssessment.objects.create(
        condition=study.condition,
        anchor=ANCHOR,
        title="Some question",
        start="high",
        level="low",
        fingerprint="f",
        rated_by=user,
        rated_at=AT,
    )


def contrast_of(study: Study) -> list[str]:
    """The two compared results of a trial, ozone first, as in the address of the contrast."""
    return [result.address for result in compared_results(study)]


def compared_results(study: Study) -> list[OutcomeResult]:
    """The two compared results of a trial, ozone first."""
    printed = study.reported_contrasts.earliest("id")
    return [OutcomeResult.objects.get(arm=arm, measure=printed.measure) for arm in (printed.arm_a, printed.arm_b)]


def make_printed_difference(study: Study) -> None:
    """A difference of the trial's arms as it printed it, of a measure without results."""
    arms = study.reported_contrasts.earliest("id")
    values = {"weeks": 4, "effect_measure": PrintedEffectMeasure.MD, "estimate": -1, "se": 0.5}
    make_reported_contrast(study=study, arm_a=arms.arm_a, arm_b=arms.arm_b, measure=make_measure(), **values)


def printed_difference_of(study: Study) -> ReportedContrast:
    """That difference."""
    return study.reported_contrasts.get(effect_measure=PrintedEffectMeasure.MD)


def addresses() -> list[tuple[str, URLPattern]]:
    """Every URL pattern of the site."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Any:
    for each in resolver.url_patterns:
        written = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, written)
        else:
            yield written, each


def first(label: str) -> int:
    """The primary key of the first record of a kind; 1 where there is none."""
    record = QuerySet(apps.get_model(label)).order_by("pk").first()
    return record.pk if record else 1
