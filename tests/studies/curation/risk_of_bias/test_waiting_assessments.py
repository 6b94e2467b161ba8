"""What waits for a person at the risk of bias of studies, by what each of them has done."""

import pytest
from django.urls import reverse

from studies.curation.risk_of_bias.waiting_assessments import BiasWork, assessments_waiting
from tests.factories import make_measure, make_study, make_user
from tests.studies.curation.risk_of_bias.test_consensus import assess

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [make_user(role="curator") for _ in range(3)]


def waiting(person):
    return [(each.work, each.study.label) for each in assessments_waiting(person)]


def test_each_person_is_told_what_they_can_do(people, django_assert_num_queries):
    ada, ben, cyd = people
    assess(make_study(label="A one person"), ada)
    alike, differing, agreed, begun = (make_study(label=f"{letter} two people") for letter in "BCDE")
    for study in (alike, differing, agreed, begun):
        assess(study, ada)
        other = assess(study, ben, days=1)
        if study is not alike:
            other.judgements.filter(domain="D2").update(judgement="high", reason="why")
    assess(agreed, cyd, is_consensus=True, days=2)
    assess(begun, cyd, is_consensus=True, finished=False)
    at_work = make_study(label="F at work")
    assess(at_work, ada)
    assess(at_work, ben, finished=False, measure=make_measure())

    assert waiting(ada) == [(BiasWork.CONSENSUS, "C two people")]
    assert waiting(ben) == [
        (BiasWork.SECOND, "A one person"),
        (BiasWork.CONSENSUS, "C two people"),
        (BiasWork.OWN, "F at work"),
    ]
    assert waiting(cyd) == [
        (BiasWork.SECOND, "A one person"),
        (BiasWork.CONSENSUS, "C two people"),
        (BiasWork.OWN, "E two people"),
        (BiasWork.SECOND, "F at work"),
    ]
    with django_assert_num_queries(2):
        assessments_waiting(cyd)


def test_the_page_lists_them_by_kind_and_how_many_more(client, people, monkeypatch):
    monkeypatch.setattr("studies.curation.risk_of_bias.waiting_assessments.LONGEST_LIST", 1)
    for _ in range(3):
        assess(make_study(), people[0])
    client.force_login(people[1])
    html = client.get(reverse("bias-waiting")).content.decode()
    assert "One person has assessed it: assess it too" in html
    assert "<li>2 more</li>" in html
    assert BiasWork.CONSENSUS.label not in html
