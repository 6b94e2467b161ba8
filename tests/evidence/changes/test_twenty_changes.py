"""Two releases with twenty changes of all kinds between them: the difference lists all twenty and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.changes.changes_since_day import changes_since
from evidence.changes.differences import RatingEvent, RecordEvent
from evidence.changes.public_state import CurrentState, FrozenState, compare, current_state
from evidence.choices import GradeDomain
from evidence.findings.condition_evidence import read_condition
from evidence.grading.rating_fingerprint import fingerprint_of
from evidence.models import CertaintyAssessment, Release
from evidence.pages.condition.evidence_summary import evidence_summary
from evidence.releases.make_release import make_release
from studies.models import (
    AdverseEvent,
    Arm,
    BiasAssessment,
    Claim,
    Condition,
    DataQuery,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    ReportedPool,
    RiskOfBias,
    Study,
)
from studies.revisions.reasons import save_with_reason
from tests.evidence.releases.small_release import make_small_release, make_states_alone
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_harm,
    make_inclusion,
    make_measure,
    make_pool,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.hidden_work import OF_OWNER

pytestmark = pytest.mark.django_db
CELL, ROW_IN, ROW_OUT = RecordEvent.CELL, RecordEvent.ROW_IN, RecordEvent.ROW_OUT
STUDY_IN, STUDY_OUT, RETRACTED = RecordEvent.STUDY_IN, RecordEvent.STUDY_OUT, RecordEvent.RETRACTED
REASON = "Table 2 prints another mean"


@pytest.fixture
def back() -> Condition:
    return make_condition(slug="sore-back", name="Sore back", in_back_pain=True)


def trial(slug: str, back: Condition, **values: object) -> Study:
    """Ozone against sham; all trials measure pain alike, so that three are pooled."""
    measure = OutcomeMeasure.objects.filter(slug="pain-vas").first() or make_measure(slug="pain-vas")
    study = make_study(condition=back, slug=slug, label=slug.title(), **values)
    arms = make_arm(study=study), make_arm(study=study, components=("sham",))
    for arm, mean in zip(arms, (3.0, 4.0), strict=True):
        make_result(arm=arm, measure=measure, n=30, mean=mean, sd=2.6)
    make_reported_contrast(study=study, arm_a=arms[0], arm_b=arms[1], measure=measure)
    make_publication(study=study, title=f"Ozone by {slug}")
    return study


def seed(back: Condition) -> None:
    """The site before."""
    for slug in ("rossi", "verdi", "bianchi", "hidden-soon", "deleted-soon"):
        study = trial(slug, back)
        arm = study.arms.earliest("pk")
        make_harm(study=study, arm=arm, event="pain at the site", n_events=1, n_at_risk=30)
        make_risk_of_bias(study=study)
        make_query(study=study, measure=result_of(slug).measure, problem="Odd SD", severity="note")
    trial("published-soon", back, standing="draft")
    make_claim(text="Ozone always helps", condition=back)
    make_pool(review=make_review(slug="review", label="Review"), condition=back)


def result_of(slug: str, place: int = 0) -> OutcomeResult:
    return OutcomeResult.objects.filter(arm__study__slug=slug).order_by("pk")[place]


def put(record: object, **values: object) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    save_with_reason(record, reason=REASON, by=None)


def changes(back: Condition) -> list[tuple[tuple[str, ...], Callable[[], object]]]:
    """Each change, as the difference tells it: what happened, the study, the kind of row, the field."""

    def of(model: type, slug: str) -> object:
        return model.objects.filter(study__slug=slug).earliest("pk")

    def review() -> Study:
        return Study.objects.get(slug="review")

    return [
        ((STUDY_IN, "new", "study", ""), lambda: trial("new", back)),
        ((STUDY_IN, "published-soon", "study", ""), lambda: put(_study("published-soon"), standing="unverified")),
        ((STUDY_OUT, "hidden-soon", "study", ""), lambda: put(_study("hidden-soon"), standing="draft")),
        ((STUDY_OUT, "deleted-soon", "study", ""), lambda: _delete(_study("deleted-soon"))),
        ((CELL, "rossi", "result", "mean"), lambda: put(result_of("rossi"), mean=2.0, printed={})),
        ((CELL, "rossi", "result", "n"), lambda: put(result_of("rossi", 1), n=31)),
        ((ROW_IN, "rossi", "result", ""), lambda: _add_result(result_of("rossi"))),
        ((ROW_OUT, "verdi", "result", ""), lambda: result_of("verdi", 1).delete()),
        ((CELL, "rossi", "arm", "sessions"), lambda: put(of(Arm, "rossi"), sessions="4 weekly")),
        ((ROW_IN, "rossi", "arm", ""), lambda: make_arm(study=_study("rossi"), components=("steroid",))),
        ((CELL, "bianchi", "study", "funding"), lambda: put(_study("bianchi"), funding="A maker of ozone")),
        ((CELL, "rossi", "contrast", "p_text"), lambda: put(of(ReportedContrast, "rossi"), p_text="P = 0.04")),
        ((CELL, "verdi", "harm", "n_events"), lambda: put(of(AdverseEvent, "verdi"), n_events=2, printed={})),
        ((ROW_IN, "verdi", "harm", ""), lambda: make_harm(study=_study("verdi"), event="dizziness")),
        ((CELL, "verdi", "bias", "judgement"), lambda: put(of(RiskOfBias, "verdi"), judgement="high")),
        ((CELL, "rossi", "query", "state"), lambda: put(of(DataQuery, "rossi"), state="resolved")),
        ((RETRACTED, "bianchi", "publication", "retraction"), lambda: _retract(of(Publication, "bianchi"))),
        ((CELL, "review", "pool", "k"), lambda: put(ReportedPool.objects.get(), k=9)),
        ((ROW_IN, "review", "inclusion", ""), lambda: make_inclusion(review=review(), study=_study("rossi"))),
        ((CELL, "", "claim", "verdict"), lambda: put(Claim.objects.get(), verdict="partly-supported")),
    ]


def _add_result(result: OutcomeResult) -> OutcomeResult:
    return make_result(arm=result.arm, measure=result.measure, weeks=52, timepoint_label="1 year", n=20)


def _study(slug: str) -> Study:
    return Study.objects.get(slug=slug)


def _delete(study: Study) -> None:
    Publication.objects.filter(study=study).delete()
    study.delete()


def _retract(paper: Publication) -> None:
    put(paper, retraction="retracted", retraction_checked_on=datetime(2026, 3, 1).date())  # noqa: DTZ001 - a day


def make_noise(user: User) -> None:
    """Work that no reader sees, and saving without a change."""
    paper = Publication.objects.get(study__slug="verdi")
    opinion = BiasAssessment.objects.create(
        tool="rob-2", started_at=timezone.now(), study=_study("rossi"), assessed_by=user
    )
    opinion.judgements.create(domain="D1", proposed="low", judgement="low", reason=OF_OWNER)
    make_publication(study=None, title=OF_OWNER)
    put(paper, retraction_checked_on=datetime(2026, 3, 1).date(), retraction="not-checked")  # noqa: DTZ001 - a day
    put(result_of("bianchi"))
    draft = trial("draft", Condition.objects.get(slug="sore-back"), standing="draft")
    put(draft, funding=OF_OWNER)
    user.first_name = "Renamed"
    user.save()


def rate(back: Condition, user: User) -> None:
    """Rate the pool of the condition, of whatever data it has now."""
    read = read_condition(back.slug)
    assert read is not None
    [finding] = [each for each in evidence_summary(read).default.findings if each.k >= 3]
    rating = CertaintyAssessment.objects.create(
        condition=back,
        anchor=finding.anchor,
        title="Pain",
        start="high",
        level="low",
        fingerprint=fingerprint_of(finding.answer),
        rated_by=user,
        rated_at=timezone.now(),
    )
    for domain in (GradeDomain.RISK_OF_BIAS, GradeDomain.IMPRECISION):
        rating.judgements.create(domain=domain, levels=1, suggested=1, suggestion="as computed")


def told(state: CurrentState | FrozenState, before: FrozenState) -> list[tuple[str, ...]]:
    return sorted((each.event, each.study, each.kind, each.field) for each in compare(before, state).records)


def test_difference_of_two_releases_lists_all_twenty_changes_and_nothing_else(
    client: Client, back: Condition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_states_alone(monkeypatch)
    seed(back)
    user = make_user(username="curator")
    rate(back, user)
    first = make_release(by=None, now=timezone.now(), note="")
    assert told(current_state(), FrozenState(first)) == []

    made = changes(back)
    for _, make in made:
        make()
    make_noise(user)
    second = make_release(by=None, now=timezone.now(), note="")

    expected = sorted(name for name, _ in made)
    found = compare(FrozenState(first), FrozenState(second))
    assert len(expected) == 20
    assert sorted((each.event, each.study, each.kind, each.field) for each in found.records) == expected
    assert told(current_state(), FrozenState(second)) == []
    # Every estimate that moved has its causes among them, and the rating of the pool fell with its data.
    assert found.estimates
    assert all(each.causes and set(each.causes) <= set(found.records) for each in found.estimates)
    assert [(each.event, each.before, each.after) for each in found.ratings] == [(RatingEvent.FALLEN, "Low", "")]
    page_tells_all(client, first, second)


def page_tells_all(client: Client, first: Release, second: Release) -> None:
    """The page of these releases, and that of the condition, in words."""
    html = client.get(f"/changes/?from={first.number}&to={second.number}").content.decode()
    counts = ("1 retraction", "2 studies in", "2 studies out", "4 rows added", "1 row removed", "10 cells changed")
    for text in (*counts, "1 rating no longer current", REASON, "no longer current: the data changed"):
        assert text in html, text
    assert OF_OWNER not in html
    assert "Draft" not in html
    assert "curator" not in html
    condition = client.get(f"/conditions/sore-back/changes/?since={first.number}").content.decode()
    assert "Claim: " not in condition
    assert "2 studies in" in condition


def test_history_tells_the_same_changes_of_studies_where_no_release_was_made(client: Client, back: Condition) -> None:
    seed(back)
    before = timezone.now()
    for table in (Study, Arm, OutcomeResult):
        # As long ago as a day can be told from today.
        table.history.update(history_date=before - timedelta(days=3))
    made = changes(back)
    for _, make in made:
        make()
    make_noise(make_user())
    found = sorted((each.event, each.study, each.kind, each.field) for each in changes_since(before))
    expected = sorted(name for name, _ in made if name[1])
    assert [each for each in found if each not in expected] == []
    assert found == expected
    with CaptureQueriesContext(connection) as few:
        changes_since(before)
    for place in range(2):
        trial(f"more-{place}", back)
    with CaptureQueriesContext(connection) as more:
        changes_since(before)
    assert len(more) == len(few)
    html = client.get(f"/changes/?since={before - timedelta(days=1):%Y-%m-%d}").content.decode()
    assert "No release is older than" in html
    assert "cannot be told" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=3", "there is no release “3”"),
        ("since=2026-02-31", "There is no day 2026-02-31"),
        ("since=yesterday", "there is no release “yesterday”"),
        ("since=999999999999999999", "There is no data version"),
        ("from=1", "“from” must be the number of a release"),
        ("since=1&from=1", "Give “since”, or “from” and “to”, not both"),
        ("until=1", "does not know the parameter “until”"),
    ],
)
def test_period_that_cannot_be_read_is_an_error_with_a_sentence(client: Client, query: str, sentence: str) -> None:
    response = client.get(f"/changes/?{query}")
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_period_since_a_day_or_a_version_begins_with_the_release_before_it(client: Client) -> None:
    make_small_release(made_at=datetime(2026, 2, 1, 12, tzinfo=UTC))
    for since in ("2026-02-02", "1770076800000000"):
        html = client.get(f"/changes/?since={since}").content.decode()
        assert "Compared with release 1 of 1 February 2026, the last one before" in html
    html = client.get("/changes/?since=2026-02-01").content.decode()
    assert "No release is older than the beginning of 2026-02-01" in html
