"""What somebody must not see yet is out of reach: first opinions and unfinished work, for every role."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from studies.choices import ExtractionState, Screening, ScreeningStage
from studies.curation.screening.queues import Queue, is_blind_for
from studies.curation.screening.screen import exclude_publication, screening_status
from studies.models import BiasAssessment, Extraction, ScreeningDecision, SourceMark
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from tests.factories import make_publication, make_study, make_user
from tests.shared_records import shared_records
from tests.shares import drawn
from tests.studies.bare_pages import leave_out_frame, nothing_drawn, read_people_once
from tests.studies.hidden_work import AT, OF_CURATORS, OF_OWNER, make_hidden_work, make_private_records
from tests.studies.models.test_curation_constraints import make_mark

pytestmark = pytest.mark.django_db

T, F = ScreeningStage.TITLE_ABSTRACT, ScreeningStage.FULL_TEXT
IN, OUT, WITHDRAWN = Screening.INCLUDED, Screening.EXCLUDED, Screening.UNSCREENED
# Opinions in order, as (person, stage, opinion), "settles" as a fourth; then which of them each of 0, 1, 2 cannot see.
OPINIONS = [
    ([(0, T, IN)], [[], [0], [0]]),
    ([(0, T, IN), (1, T, OUT)], [[], [], []]),
    ([(0, T, IN), (0, T, OUT)], [[], [0, 1], [0, 1]]),
    ([(0, T, IN), (0, T, WITHDRAWN)], [[], [0, 1], [0, 1]]),
    ([(0, T, IN), (1, T, IN), (1, T, WITHDRAWN)], [[], [0], [0, 1, 2]]),
    ([(0, T, IN), (1, T, IN), (0, F, OUT)], [[], [2], [2]]),
    ([(0, T, IN), (0, F, IN), (1, F, OUT)], [[], [0], [0]]),
    ([(0, T, IN), (1, T, OUT), (2, T, OUT, "settles")], [[], [], []]),
    ([(0, T, WITHDRAWN)], [[], [0], [0]]),
]


@pytest.fixture(scope="module")
def screened(django_db_setup, django_db_blocker):
    """Three people and a publication, and another one on which the first of them gave an opinion."""
    with shared_records(django_db_blocker, make_screened) as records:
        yield records


def make_screened():
    people, paper = [make_user(role=RESEARCHER) for _ in range(3)], make_publication(study=None)
    make_publication(study=None).screening_decisions.create(decision=IN, decided_by=people[0], decided_at=AT)
    return people, paper


@pytest.mark.parametrize(("opinions", "hidden"), OPINIONS)
def test_first_opinion_of_a_stage_is_hidden_until_there_is_a_second(screened, opinions, hidden):
    people, paper = screened
    given = [
        ScreeningDecision.objects.create(
            publication=paper,
            decided_by=people[who],
            stage=stage,
            decision=what,
            settles=bool(rest),
            reason="x",
            decided_at=AT,
        )
        for who, stage, what, *rest in opinions
    ]

    for person, expected in zip(people, hidden, strict=True):
        of_paper = ScreeningDecision.objects.filter(publication=paper)
        unseen = set(of_paper.hidden_from(person))
        assert unseen == {given[number] for number in expected}
        assert set(of_paper.visible_to(person)) == set(given) - unseen
        # The pages of screening know the same rule.
        status = screening_status(paper)
        stage = F if status.full.has_votes else T
        if is_blind_for(status, person.pk):
            assert {each for each in given if each.stage == stage and each.decided_by != person} <= unseen


def test_finished_work_is_seen_by_everybody(hidden):
    (_, records, owner), other = hidden, make_user(role=CURATOR)
    assert all(type(each).objects.visible_to(owner).filter(pk=each.pk).exists() for each in records)
    assert not any(type(each).objects.visible_to(other).filter(pk=each.pk).exists() for each in records)

    Extraction.objects.update(state=ExtractionState.FINISHED, finished_at=AT)
    BiasAssessment.objects.update(finished_at=AT)
    exclude_publication(publication=records[-1].publication, reason="No ozone", by=other, now=AT)

    assert all(type(each).objects.visible_to(other).filter(pk=each.pk).exists() for each in records)


@pytest.fixture(scope="module")
def hidden(django_db_setup, django_db_blocker):
    """The publication and the records, with the owner logged in nowhere."""
    with pytest.MonkeyPatch.context() as patch, shared_records(django_db_blocker, make_hidden) as records:
        leave_out_frame(patch)
        yield records


def make_hidden():
    study, paper = make_study(), make_publication(study=None, doi="10.1000/hidden")
    owner = make_user(role=CURATOR)
    records = make_hidden_work(study=study, paper=paper, owner=owner)
    make_private_records(study)
    return paper, records, owner


def addresses_of(paper, records) -> list[str]:
    """Every page of the admin and of import that could show one of the records.

    Those of the study and those without a record are asked by everybody in ``test_permission_matrix.py``.
    """
    found = []
    beside = [paper, records[0].study, paper.screening_decisions.get().decided_by]
    for record in (*records, *beside):
        info = f"admin:{record._meta.app_label}_{record._meta.model_name}"
        found.append(reverse(f"{info}_changelist"))
        found += [reverse(f"{info}_{page}", args=[record.pk]) for page in ("change", "history", "delete")]
    for record in beside:
        list_of_kind = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_changelist")
        found.append(f"{list_of_kind}?q={OF_OWNER[:4]}")
    lines = paper.history.values_list("pk", flat=True)
    found += [reverse("admin:studies_publication_simple_history", args=[paper.pk, line]) for line in lines]
    found.append(f"{reverse('admin:studies_publication_changelist')}?state={Screening.EXCLUDED}")
    found += [f"{reverse('screening-list')}?queue={queue}&q=" for queue in Queue]
    found += [
        reverse("bias-assessment", args=[records[2].pk]),
        reverse("screening-detail", args=[paper.pk]),
        reverse("screening-export", args=["csv"]),
        reverse("flow-list", args=["excluded"]),
    ]
    autocomplete = reverse("admin:autocomplete")
    found.append(f"{autocomplete}?term=&app_label=studies&model_name=reviewinclusion&field_name=publication")
    return found


# An admin asks the database all that a researcher asks. A curator opens fewer pages than an admin, and sees the same.
WHO_LOOKS = [
    pytest.param(RESEARCHER, marks=pytest.mark.one_database),
    pytest.param(CURATOR, marks=[pytest.mark.one_database, pytest.mark.long]),
    ADMIN,
]


@pytest.mark.parametrize("role", WHO_LOOKS)
def test_no_page_shows_anybody_what_they_must_not_see_yet(client, hidden, role, monkeypatch):
    read_people_once(monkeypatch)
    paper, records, _ = hidden
    client.force_login(make_user(role=role))
    words = [OF_OWNER, OF_CURATORS] if role == RESEARCHER else [OF_OWNER]

    shown = {}
    # What hides an opinion knows persons and no roles: a researcher, who sees the fewest pages, looks at half of them.
    every = addresses_of(paper, records)
    for address in drawn(every, 1 / 2) if role == RESEARCHER else every:
        response = client.get(address)
        assert response.status_code in (200, 302, 403, 404), address
        text = unescape(response.content.decode())
        # A search for the secret finds no row, not even one that does not show it.
        found = f"?q={OF_OWNER[:4]}" in address and response.status_code == 200 and response.context["cl"].result_count
        shown[address] = [word for word in words if word in text] + (["found"] if found else [])

    assert {address: found for address, found in shown.items() if found} == {}


def test_owner_sees_their_own_and_the_state_says_who_may_not(client, hidden):
    paper, records, owner = hidden
    page = reverse("admin:studies_publication_change", args=[paper.pk])
    history = reverse("admin:studies_publication_history", args=[paper.pk])

    client.force_login(owner)
    with nothing_drawn():
        own = [reverse(f"admin:studies_{each._meta.model_name}_change", args=[each.pk]) for each in records]
        assert [client.get(address).status_code for address in own] == [200] * len(records)
    assert "excluded" in text_of(client, page)
    assert "Screened: excluded" in text_of(client, history)
    assert paper.title in text_of(client, reverse("admin:studies_publication_changelist") + "?state=excluded")

    client.force_login(make_user(role=ADMIN))
    assert "one person gave an opinion, which you do not see yet" in text_of(client, page)
    assert "Screened" not in text_of(client, history)
    for query in ("state=excluded", "state=unscreened"):
        assert paper.title not in text_of(client, f"{reverse('admin:studies_publication_changelist')}?{query}")
    # That a full text was sought tells what the first person decided.
    paper.retrievals.create(state="not-retrieved", stated_by=owner, stated_at=AT)
    assert "retrieved" not in text_of(client, reverse("admin:studies_publication_delete", args=[paper.pk]))
    for lookup in (
        *("screening=excluded", "screening__startswith=e", "screening_decisions__decision=excluded"),
        *("retrievals__isnull=False", "retrievals__id__gt=0", "screening_decisions__isnull=False"),
    ):
        response = client.get(f"{reverse('admin:studies_publication_changelist')}?{lookup}")
        assert response.status_code == 400 or response["Location"].endswith("?e=1")


def text_of(client: Client, address: str) -> str:
    return " ".join(unescape(client.get(address).content.decode()).split())


def test_marks_of_others_are_hidden_from_a_person_who_extracts_the_study_a_second_time():
    first, second = make_user(role=CURATOR), make_user(role=CURATOR)
    mark = make_mark(made_by=first)
    own = make_mark(made_by=second, study=mark.study)
    elsewhere = make_mark(made_by=first)
    assert set(SourceMark.objects.visible_to(second)) == {mark, own, elsewhere}

    reading = Extraction.objects.create(study=mark.study, by=second, read_as="abstract", started_at=AT)
    assert set(SourceMark.objects.visible_to(second)) == {own, elsewhere}
    assert set(SourceMark.objects.visible_to(first)) == {mark, own, elsewhere}

    reading.state, reading.finished_at = ExtractionState.FINISHED, AT
    reading.save()
    assert set(SourceMark.objects.visible_to(second)) == {mark, own, elsewhere}
