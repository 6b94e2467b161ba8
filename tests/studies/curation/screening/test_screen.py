"""The screening status from the decisions of several people, written to the publication with its history."""

from datetime import datetime

import pytest
from django.utils import timezone

from studies.choices import ExclusionReason, PublicationRole, Screening, ScreeningStage
from studies.curation.screening.decisions import ScreeningVote, first_two_votes, screening_status_of
from studies.curation.screening.screen import (
    NotScreenableError,
    add_report,
    can_be_screened,
    exclude_publication,
    include_publication,
    screening_status,
    withdraw_vote,
)
from studies.models import Publication
from tests.factories import make_publication, make_study, make_user

TITLE, FULL = ScreeningStage.TITLE_ABSTRACT, ScreeningStage.FULL_TEXT
IN, OUT, UNSURE = Screening.INCLUDED, Screening.EXCLUDED, Screening.UNSCREENED


def vote(
    by: int, decision: Screening, *, stage: ScreeningStage = TITLE, settles: bool = False, study=None
) -> ScreeningVote:
    return ScreeningVote(by=by, stage=stage, decision=decision, settles=settles, study=study)


class TestWhatStands:
    @pytest.mark.parametrize(
        ("opinions", "screening", "differ"),
        [
            ([], UNSURE, False),
            ([vote(1, IN)], IN, False),
            ([vote(1, UNSURE)], UNSURE, False),
            ([vote(1, IN), vote(2, IN)], IN, False),
            ([vote(1, IN), vote(2, OUT)], UNSURE, True),
            ([vote(1, IN), vote(2, UNSURE)], IN, False),
            # The last decision of a person is used.
            ([vote(1, IN), vote(2, OUT), vote(1, OUT)], OUT, False),
            ([vote(1, IN), vote(2, OUT), vote(2, UNSURE)], IN, False),
            # A settlement holds, also against other and later decisions, until the next settlement.
            ([vote(1, IN), vote(2, OUT), vote(1, OUT, settles=True)], OUT, False),
            ([vote(1, IN), vote(2, OUT), vote(3, IN, settles=True), vote(4, OUT)], IN, False),
            # A full-text decision takes precedence over one on the abstract.
            ([vote(1, IN), vote(1, OUT, stage=FULL)], OUT, False),
            ([vote(1, IN), vote(2, OUT), vote(1, IN, stage=FULL)], IN, False),
            ([vote(1, IN), vote(1, OUT, stage=FULL), vote(2, IN, stage=FULL)], UNSURE, True),
            ([vote(1, IN), vote(1, UNSURE, stage=FULL)], IN, False),
            # Both include it, as reports of different studies.
            ([vote(1, IN, study=7), vote(2, IN, study=8)], UNSURE, True),
            ([vote(1, IN), vote(2, IN, study=8)], IN, False),
        ],
    )
    def test_status_follows_the_decisions(self, opinions, screening, differ):
        status = screening_status_of(opinions)

        assert (status.screening, status.decisive.differ) == (screening, differ)

    def test_study_named_by_one_of_two_agreeing_reviewers_is_used(self):
        assert screening_status_of([vote(1, IN), vote(2, IN, study=8)]).study == 8

    def test_agreement_uses_the_decisions_before_settlement(self):
        opinions = [vote(1, IN), vote(2, OUT), vote(3, OUT), vote(1, OUT, settles=True)]

        first, second = first_two_votes(opinions)

        assert (first.decision, second.decision) == (IN, OUT)
        assert first_two_votes([vote(1, IN), vote(1, OUT)]) is None


@pytest.mark.django_db
class TestOnTheRecord:
    @pytest.fixture
    def people(self):
        return [make_user(role="researcher") for _ in range(3)]

    @pytest.fixture
    def paper(self) -> Publication:
        return make_publication(study=None)

    def test_two_different_decisions_conflict_and_a_third_settles(self, people, paper):
        first, second, third = people
        include_publication(publication=paper, reason="", by=first, now=now())
        assert paper.screening == IN

        exclude_publication(publication=paper, reason="", reason_code=ExclusionReason.NOT_OZONE, by=second, now=now())
        assert paper.screening == UNSURE
        assert screening_status(paper).title.differ

        exclude_publication(publication=paper, reason="read it together", by=third, now=now(), settles=True)
        assert paper.screening == OUT
        assert [each.history_user for each in paper.history.all()[:3]] == [third, second, first]

    def test_settlement_without_a_conflict_is_refused(self, people, paper):
        include_publication(publication=paper, reason="", by=people[0], now=now())

        with pytest.raises(NotScreenableError, match="nothing to settle"):
            exclude_publication(publication=paper, reason="no", by=people[1], now=now(), settles=True)

        assert paper.screening_decisions.count() == 1

    def test_exclusion_without_a_reason_is_refused(self, people, paper):
        with pytest.raises(NotScreenableError, match="reason"):
            exclude_publication(publication=paper, reason="", by=people[0], now=now())

    def test_reason_from_the_list_is_sufficient(self, people, paper):
        code = ExclusionReason.ANIMAL_OR_LABORATORY
        decision = exclude_publication(publication=paper, reason="", reason_code=code, by=people[0], now=now())

        assert decision.reason == "animal or laboratory study"

    def test_withdrawn_decision_is_ignored_and_stays_in_the_history(self, people, paper):
        exclude_publication(publication=paper, reason="no", by=people[0], now=now())
        withdraw_vote(publication=paper, reason="", by=people[0], now=now())

        assert paper.screening == UNSURE
        assert paper.screening_decisions.count() == 2

    def test_report_leaves_its_study_during_a_conflict_and_returns_when_settled(self, people, paper):
        study = make_study()
        first, second = (make_user(role="curator") for _ in range(2))
        add_report(publication=paper, study=study, reason="", by=first, now=now())
        exclude_publication(publication=paper, reason="no", by=second, now=now())
        assert paper.study is None

        add_report(publication=paper, study=study, reason="", by=first, now=now(), settles=True)
        paper.refresh_from_db()
        assert (paper.study, paper.role, paper.screening) == (study, PublicationRole.FURTHER_REPORT, IN)

    def test_which_study_it_reports_is_a_curators_to_say(self, people, paper):
        study, arguments = make_study(), {"reason": "", "now": now(), "publication": paper}
        with pytest.raises(NotScreenableError, match="a curator’s to say"):
            add_report(study=study, by=people[0], **arguments)
        assert not paper.screening_decisions.exists()

        add_report(study=study, by=make_user(role="curator"), **arguments)
        include_publication(by=people[0], **arguments)
        with pytest.raises(NotScreenableError, match="a curator’s to say"):
            exclude_publication(by=people[1], **arguments | {"reason": "no"})

        paper.refresh_from_db()
        assert (paper.study, paper.screening, paper.screening_decisions.count()) == (study, IN, 2)

    def test_report_with_a_curated_study_cannot_be_excluded(self, people):
        report = make_publication()
        assert not can_be_screened(report)

        with pytest.raises(NotScreenableError, match="in the collection"):
            exclude_publication(publication=report, reason="no", by=people[0], now=now())

        assert report.screening == IN

    def test_study_made_of_an_included_title_is_assessed_in_full_text_but_not_excluded(self, people, paper):
        include_publication(publication=paper, reason="", by=people[0], now=now())
        paper.study = make_study()
        paper.save()
        assert can_be_screened(paper)

        for act, more in ((exclude_publication, {"reason": "no"}), (add_report, {"reason": "", "study": make_study()})):
            with pytest.raises(NotScreenableError, match="in the collection"):
                act(publication=paper, by=people[1], now=now(), stage=FULL, **more)
        include_publication(publication=paper, reason="", by=people[1], now=now(), stage=FULL)

        assert screening_status(paper).full.people == (people[1].pk,)
        assert (paper.study is not None, paper.screening, paper.screening_decisions.count()) == (True, IN, 2)

    def test_withdrawal_does_not_change_a_methods_source(self, people):
        source = make_publication(study=None, screening=Screening.METHODS_SOURCE)

        withdraw_vote(publication=source, reason="", by=people[0], now=now())

        source.refresh_from_db()
        assert source.screening == Screening.METHODS_SOURCE


def now() -> datetime:
    return timezone.now()
