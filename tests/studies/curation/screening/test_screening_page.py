"""Screening in pages: lists for each person, a blind second decision, conflicts and their settlement."""

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.choices import ExclusionReason, Screening
from studies.curation.screening.queues import Neighbours, Queue, queues_of
from studies.curation.screening.screen import add_report, exclude_publication, include_publication
from studies.models import ImportBatch, Publication, PublicationAbstract, ReportRetrieval, ScreeningDecision
from tests.evidence.pages.html_page import markup_errors, messages_of, read
from tests.factories import make_publication, make_study, make_user
from tests.studies.citations.import_factories import BARE, RIS, import_text

pytestmark = pytest.mark.django_db
# Text that only the first person may see.
REMARK = "because of the horses"


@pytest.fixture
def people():
    return [make_user(role="researcher", username=f"screener-{number}") for number in (1, 2, 3)]


@pytest.fixture
def paper():
    return make_publication(study=None, title="Ozone and the spine")


def exclude(paper: Publication, by, reason: str = REMARK) -> None:
    exclude_publication(publication=paper, reason=reason, by=by, now=timezone.now())


def include(paper: Publication, by) -> None:
    include_publication(publication=paper, reason="", by=by, now=timezone.now())


def lists_with(paper: Publication, person) -> set[str]:
    """The lists in which a person finds a publication."""
    queues = queues_of(person)
    return {queue.value for queue in Queue if queues.publications(queue).filter(pk=paper.pk).exists()}


def page_of(client, paper: Publication):
    return client.get(reverse("screening-detail", args=[paper.pk]))


def test_first_decision_is_hidden_until_the_second_is_made(client, people, paper):
    exclude(paper, people[0])
    client.force_login(people[1])

    shown = page_of(client, paper).content.decode()
    assert REMARK not in shown
    assert people[0].username not in shown
    assert "Excluded" not in shown
    assert lists_with(paper, people[1]) == {"second"}
    page = read(client.get(reverse("screening-list"), {"queue": "second"}))
    assert ("h3", paper.title) in page.headings
    assert REMARK not in page.html
    assert paper.title not in client.get(reverse("screening-list"), {"queue": "excluded"}).content.decode()

    client.post(reverse("screening-detail", args=[paper.pk]), {"action": "included"})
    shown = page_of(client, paper).content.decode()
    assert REMARK in shown
    assert "Opinions differ" in shown


def test_study_named_by_the_first_person_is_hidden(client, people, paper):
    study = make_study(label="Hidden 2019")
    add_report(publication=paper, study=study, reason="", by=make_user(role="curator"), now=timezone.now())
    client.force_login(people[1])

    page = read(page_of(client, paper))

    assert "reports Hidden 2019" not in page.text
    assert study.get_absolute_url() not in [link.get("href") for link in page.links]


def test_first_person_sees_the_decision_they_made(client, people, paper):
    exclude(paper, people[0])
    client.force_login(people[0])

    assert REMARK in page_of(client, paper).content.decode()
    assert lists_with(paper, people[0]) == {"excluded", "mine"}


def test_conflict_is_listed_and_settled(client, people, paper):
    exclude(paper, people[0])
    include(paper, people[1])
    client.force_login(people[2])
    assert "conflicts" in lists_with(paper, people[2])
    address = reverse("screening-detail", args=[paper.pk])
    assert 'name="settles"' in client.get(address).content.decode()

    client.post(f"{address}?queue=conflicts", {"action": "included", "settles": "on"})

    paper.refresh_from_db()
    assert paper.screening == Screening.INCLUDED
    assert "conflicts" not in lists_with(paper, people[2])
    assert "settled after opinions differed" in page_of(client, paper).content.decode()


def test_decision_redirects_to_the_next_record_and_after_the_last_to_the_lists(client, people, paper):
    other = make_publication(study=None, title="Ozone and the knee")
    client.force_login(people[0])
    address = reverse("screening-detail", args=[paper.pk])

    response = client.post(f"{address}?queue=first", {"action": "included", "reason": "see page 3"})
    assert response.url == f"{reverse('screening-detail', args=[other.pk])}?queue=first"
    assert ScreeningDecision.objects.get().reason == "see page 3"

    code = {"action": "excluded", "reason_code": ExclusionReason.NOT_BACK_PAIN.value}
    response = client.post(response.url, code, follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('screening-list')}?queue=first"
    assert "Excluded: Ozone and the knee (not about back pain)." in response.content.decode()
    assert ScreeningDecision.objects.get(publication=other).reason_code == ExclusionReason.NOT_BACK_PAIN


def test_the_way_through_a_list_and_how_many_each_holds(people):
    one, two, three = (make_publication(study=None) for _ in range(3))
    exclude(make_publication(study=None), people[1])
    queues = queues_of(people[0])

    assert queues.neighbours(Queue.FIRST, two.pk) == Neighbours(3, one.pk, three.pk)
    # After its end the list begins again.
    assert queues.neighbours(Queue.FIRST, three.pk) == Neighbours(3, two.pk, one.pk)
    assert queues.neighbours(Queue.CONFLICTS, two.pk) == Neighbours(0, None, None)
    assert dict(queues.counts()) == {queue: len(queues.publications(queue)) for queue in Queue}
    assert dict(queues.counts())[Queue.SECOND] == 1


def test_unsure_keeps_it_open_and_withdrawal_reopens_it(client, people, paper):
    client.force_login(people[0])
    address = reverse("screening-detail", args=[paper.pk])

    client.post(address, {"action": "unsure"})
    assert lists_with(paper, people[0]) == {"first", "mine"}
    client.post(address, {"action": "included"})
    assert "Withdraw" in client.get(f"{address}?stage=title-abstract").content.decode()
    client.post(address, {"action": "unsure"})

    paper.refresh_from_db()
    assert paper.screening == Screening.UNSCREENED
    assert lists_with(paper, people[0]) == {"first", "mine"}


def test_included_record_waits_for_its_full_text(client, people, paper):
    include(paper, people[0])
    client.force_login(people[0])
    assert "full-text" in lists_with(paper, people[0])
    assert 'name="stage" value="full-text"' in page_of(client, paper).content.decode()

    sent = {"action": "excluded", "stage": "full-text", "reason_code": ExclusionReason.NOT_RETRIEVED.value}
    client.post(reverse("screening-detail", args=[paper.pk]), sent)

    paper.refresh_from_db()
    assert paper.screening == Screening.EXCLUDED
    assert "full-text" not in lists_with(paper, people[0])


def test_full_text_is_sought_and_found_and_its_states_stay_blind(client, people, paper):
    include(paper, people[0])
    address = reverse("screening-retrieval", args=[paper.pk])
    client.force_login(people[1])
    assert "Give your own opinion first" in messages_of(client.post(address, {"state": "sought"}))

    client.force_login(people[0])
    assert "Say why the full text could not be had." in messages_of(client.post(address, {"state": "not-retrieved"}))
    assert "Nothing was saved" in messages_of(client.post(address, {"state": "eaten"}))
    shown = client.post(f"{address}?queue=mine", {"state": "not-retrieved", "note": "Library <closed>"}, follow=True)
    assert shown.redirect_chain[-1][0].endswith("?queue=mine#full-text")
    assert "Not retrieved" in shown.content.decode()
    assert "Library &lt;closed&gt;" in shown.content.decode()
    assert markup_errors(read(shown)) == []

    client.force_login(people[1])
    hidden = page_of(client, paper).content.decode()
    assert "Library" not in hidden
    assert "The full text" not in hidden
    assert list(ReportRetrieval.objects.visible_to(people[1])) == []
    exclude(paper, people[1])
    assert "Include it on title and abstract first" in messages_of(client.post(address, {"state": "sought"}))
    assert [each.state for each in ReportRetrieval.objects.visible_to(people[1])] == ["not-retrieved"]


def test_settlement_without_a_conflict_is_refused_with_a_message(client, people, paper):
    include(paper, people[0])
    client.force_login(people[1])
    address = reverse("screening-detail", args=[paper.pk])

    response = client.post(address, {"action": "excluded", "reason": "no", "settles": "on"})

    assert response.status_code == 400
    assert "nothing to settle" in response.content.decode()


def test_report_with_a_curated_study_cannot_be_decided_here(client, people):
    report = make_publication()
    client.force_login(people[0])

    assert "a curator first removes it" in page_of(client, report).content.decode()
    sent = client.post(reverse("screening-detail", args=[report.pk]), {"action": "excluded", "reason": "no"})
    assert sent.status_code == 400


def test_abstract_is_added_corrected_searched_and_escaped(client, people, paper):
    other = make_publication(study=None, title="Ozone and the knee", keywords="gonarthrosis", language="Italian")
    client.force_login(people[0])
    address = f"{reverse('screening-abstract', args=[paper.pk])}?queue=first&q=pain"

    sent = client.post(address, {"text": "Less pain <script>alert(1)</script>\r\n", "seen": "0"})
    assert sent.url == f"{reverse('screening-detail', args=[paper.pk])}?queue=first&q=pain#abstract"
    stale = client.post(address, {"text": "Of another page.", "seen": "0"})
    assert "Another person changed this abstract after you opened it. Nothing was saved." in messages_of(stale)
    long = client.post(address, {"text": "a" * 20_001, "seen": "0"})
    assert "it has more than 20,000 characters" in messages_of(long)

    shown = page_of(client, paper).content.decode()
    assert "Less pain &lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    line = PublicationAbstract.history.latest()
    assert f'name="seen" value="{line.history_id}"' in shown
    shown = page_of(client, other).content.decode()
    assert "gonarthrosis" in shown
    assert "Italian" in shown
    assert "No abstract came with this record." in shown

    listed = client.get(reverse("screening-list"), {"q": "Ozone PÁIN"}).content.decode()
    assert paper.title in listed
    assert other.title not in listed
    assert f"{reverse('screening-detail', args=[paper.pk])}?queue=first&amp;q=Ozone+P%C3%81IN" in listed
    assert "None has the words “knees”." in client.get(reverse("screening-list"), {"q": "knees\x00"}).content.decode()

    client.post(address, {"text": " ", "seen": str(line.history_id)})
    assert not PublicationAbstract.objects.exists()
    lines = PublicationAbstract.history.order_by("history_id")
    assert [(each.history_type, each.history_user, each.history_change_reason) for each in lines] == [
        ("+", people[0], "Abstract entered while screening"),
        ("-", people[0], "Abstract entered while screening"),
    ]
    assert Publication.history.filter(id=paper.pk).count() == 1


def test_each_filled_field_names_the_file_and_line_that_it_came_from(client, people):
    import_text(BARE)
    import_text("\n" + RIS)
    client.force_login(people[0])

    text = read(page_of(client, Publication.objects.get())).text

    assert "Pages, DOI, Address, ISSN, Keywords, Abstract from a.bib, line 2" in text
    assert "url_kind" not in text
    # Each source names its own file and line, with the text that it had there.
    assert text.count("a.bib, line 2") == 2
    batch = ImportBatch.objects.latest("pk")
    assert "DOI filled with 10.1000/one" in read(client.get(batch.get_absolute_url())).text


def test_agreement_between_two_people_is_shown(client, people):
    for both_include in (True, True, False):
        paper = make_publication(study=None)
        include(paper, people[0])
        (include if both_include else exclude)(paper, people[1])
    client.force_login(people[0])

    text = read(client.get(reverse("screening-list"))).text

    assert "two people decided on 3 publications and agreed on 2 (67%)" in text


@pytest.mark.parametrize("queue", ["first", "second", "conflicts", "nonsense"])
def test_pages_have_no_markup_errors(client, people, paper, queue):
    client.force_login(people[0])

    assert markup_errors(read(client.get(reverse("screening-list"), {"queue": queue}))) == []
    assert markup_errors(read(client.get(reverse("screening-detail", args=[paper.pk]), {"queue": queue}))) == []


def test_number_of_queries_does_not_grow_with_the_list(client, people, django_assert_num_queries):
    client.force_login(people[0])
    for _ in range(2):
        include(make_publication(study=None), people[1])
        make_publication(study=None)
        with django_assert_num_queries(15):
            client.get(reverse("screening-list"))
