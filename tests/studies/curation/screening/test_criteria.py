"""Criteria of inclusion: written by curators, beside the record and marked in it for everybody who screens."""

import pytest
from django.urls import reverse

from studies.models import InclusionCriterion, PublicationAbstract
from tests.evidence.pages.html_page import markup_errors, read
from tests.factories import make_publication, make_user

pytestmark = pytest.mark.django_db
NEW = {"kind": "include", "text": "People with back pain <b>", "words": "back pain\nsciatica", "position": "1"}


def test_curator_writes_a_criterion_and_nobody_overwrites_another(client):
    client.force_login(make_user(role="curator"))
    page = client.post(reverse("criteria"), NEW, follow=True)
    assert "The criterion was saved." in page.content.decode()
    assert "People with back pain &lt;b&gt;" in page.content.decode()
    assert markup_errors(read(page)) == []
    criterion = InclusionCriterion.objects.get()
    sent = NEW | {"criterion": str(criterion.pk), "seen": str(criterion.history.get().history_id)}

    client.post(reverse("criteria"), sent | {"text": "Adults"})
    stale = client.post(reverse("criteria"), sent | {"text": "Children"})

    assert stale.status_code == 400
    assert "Another person changed this criterion after you opened it." in stale.content.decode()
    assert "Children" in stale.content.decode()
    assert [line.text for line in criterion.history.all()] == ["Adults", NEW["text"]]
    assert client.post(reverse("criteria"), NEW | {"criterion": "9" * 5000}).status_code == 404
    for fault in ({"text": ""}, {"reason_code": "not-ozone"}, {"text": "Adults"}):
        assert client.post(reverse("criteria"), NEW | fault).status_code == 400
    for number in ("9" * 5000, "new"):
        assert client.post(reverse("criteria"), sent | {"criterion": number}).status_code == 404
    refused = client.post(reverse("criteria"), sent | {"action": "delete", "seen": "0"})
    assert "Only an admin deletes a criterion." in refused.content.decode()
    assert InclusionCriterion.objects.get().text == "Adults"

    client.force_login(make_user(role="admin"))
    last = criterion.history.latest().history_id
    client.post(reverse("criteria"), sent | {"text": "Adults", "action": "delete", "seen": str(last)})
    assert not InclusionCriterion.objects.exists()


def test_criteria_stand_beside_the_record_with_their_words_marked_and_escaped(client):
    InclusionCriterion.objects.create(kind="include", text="Spines <i>", words="spine")
    InclusionCriterion.objects.create(kind="exclude", text="No rats", words="rat", reason_code="animal-or-laboratory")
    paper = make_publication(study=None, title="<script>Spines</script> of rats")
    PublicationAbstract.objects.create(publication=paper, text="<img> A rat.\nNo pirate.")
    client.force_login(make_user(role="researcher"))

    page = client.get(reverse("screening-detail", args=[paper.pk]))

    html = page.content.decode()
    assert (
        '&lt;script&gt;<mark class="include">Spines</mark>&lt;/script&gt; of <mark class="exclude">rats</mark>' in html
    )
    assert '&lt;img&gt; A <mark class="exclude">rat</mark>.\nNo pirate.' in html
    assert "Spines &lt;i&gt;" in html
    assert "Reason: animal or laboratory study" in html
    assert "Edit the criteria" not in html
    assert markup_errors(read(page)) == []
