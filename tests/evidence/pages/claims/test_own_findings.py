"""The claims page: every verdict with its reason, and with our own answer."""

import pytest
from django.urls import reverse

from evidence.pages.claims.claims_page import CITATION_MEANINGS, VERDICT_MEANINGS, ClaimLine, claims_page
from studies.choices import (
    CitationStatus,
    ClaimKind,
    ClaimVerdict,
    Design,
    HigherIs,
    Kind,
    OutcomeDomain,
    Serious,
    StudyStatus,
)
from studies.models import Condition
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_harm,
    make_measure,
    make_result,
    make_study,
)

pytestmark = pytest.mark.django_db


def only_claim() -> ClaimLine:
    (source,) = claims_page().sources
    (claim,) = source.claims
    return claim


def pain_trial(condition: Condition, measure: object, **values: object) -> None:
    """A randomised trial with a usable figure on pain at one month, unless ``values`` of both arms say otherwise."""
    study = make_study(condition=condition)
    for components, mean in ((["ozone"], 3.0), (["sham"], 4.0)):
        arm, scale = make_arm(study=study, components=components), {"scale_min": 0, "scale_max": 10}
        make_result(arm=arm, measure=measure, mean=mean, higher_is=HigherIs.WORSE, **scale, **values)


def test_every_verdict_and_citation_label_is_explained() -> None:
    assert set(VERDICT_MEANINGS) == set(ClaimVerdict)
    assert set(CITATION_MEANINGS) == set(CitationStatus)


def test_claims_are_numbered_within_their_source_and_listed_by_verdict() -> None:
    first = make_claim(slug="c01", verdict=ClaimVerdict.SUPPORTED)
    make_claim(slug="c02", source=first.source, verdict=ClaimVerdict.OMITS_HARMS)
    make_claim(slug="c03")
    one, other = claims_page().sources
    assert [claim.number for claim in one.claims] == [1, 2]
    assert [claim.number for claim in other.claims] == [1]
    by_verdict = {group.verdict: [claim.number for claim in group.claims] for group in one.verdicts}
    assert by_verdict[ClaimVerdict.SUPPORTED] == [1]
    assert by_verdict[ClaimVerdict.OMITS_HARMS] == [2]
    assert by_verdict[ClaimVerdict.PLAUSIBLE] == []


def test_reason_names_studies_with_their_links_in_place_of_keys() -> None:
    study = make_study(row_key="wang2018", label="Wang 2018")
    make_study(row_key="draft2020", standing=StudyStatus.DRAFT)
    make_claim(note="Seen in rats (wang2018), not in draft2020.", evidence=[study])
    pieces = only_claim().reason
    assert "".join(piece.text for piece in pieces) == "Seen in rats (Wang 2018), not in another study."
    assert [piece.href for piece in pieces if piece.href] == [study.get_absolute_url()]


def test_cited_works_are_named_with_their_kind_and_drafts_are_hidden() -> None:
    rats = make_study(label="Rats 2018", kind=Kind.LABORATORY, design=Design.LABORATORY)
    make_claim(evidence=[rats, make_study(standing=StudyStatus.DRAFT)])
    assert [(work.label, work.kind) for work in only_claim().works] == [("Rats 2018", "laboratory study")]


def test_cited_work_has_its_citation_status() -> None:
    make_claim(cited_work="J Pain Res 2020", citation_status=CitationStatus.NEAREST_MATCH)
    claim = only_claim()
    assert claim.cited_work == "J Pain Res 2020"
    assert "not located" in claim.citation_meaning


def test_claim_without_a_reference_cites_nothing() -> None:
    make_claim(cited_work="none", citation_status=CitationStatus.NOT_CITED)
    assert only_claim().cited_work == ""


def test_claim_on_pain_has_our_own_answer_on_pain() -> None:
    measure, condition = make_measure(), make_condition(name="Disc herniation")
    pain_trial(condition, measure)
    make_claim(condition=condition, measure=measure, kind=ClaimKind.MECHANISM)
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.condition, own_finding.outcome, own_finding.certainty) == (
        "Disc herniation",
        "Pain",
        "60 people of about 265 needed, for chance alone, not bias",
    )
    (own,) = own_finding.answers
    assert "10.0 points lower" in str(own.sentence)
    assert own.href.startswith(f"{reverse('condition-findings', args=[condition.slug])}ozone-v-sham-pain-short")


def test_claim_of_benefit_without_an_outcome_has_the_headline() -> None:
    condition = make_condition()
    pain_trial(condition, make_measure())
    make_claim(condition=condition)
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.outcome, len(own_finding.answers)) == ("Pain", 1)


def test_outcome_without_any_row_has_no_result_in_the_text_read() -> None:
    condition = make_condition()
    pain_trial(condition, make_measure())
    make_claim(condition=condition, measure=make_measure(domain=OutcomeDomain.DISABILITY))
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.answers, own_finding.certainty) == ((), "")
    assert own_finding.sentences[0] == "No result in the text read (one trial)."


def test_condition_without_any_trial_says_so() -> None:
    make_claim()
    own_finding = only_claim().own_finding
    assert own_finding
    assert own_finding.sentences == ("No randomised trial here isolates ozone.",)


def test_condition_whose_trials_print_no_critical_outcome_says_so() -> None:
    condition = make_condition()
    pain_trial(condition, make_measure(domain=OutcomeDomain.IMAGING, slug="disc-volume"))
    make_claim(condition=condition)
    own_finding = only_claim().own_finding
    assert own_finding
    assert own_finding.sentences == ("The texts read of randomised trials here give no result of a critical outcome.",)


def test_claim_has_the_values_without_an_interval_where_nothing_else_is_usable() -> None:
    condition = make_condition()
    pain_trial(condition, make_measure(), sd=None)
    make_claim(condition=condition)
    own_finding = only_claim().own_finding
    assert own_finding
    (own,) = own_finding.answers
    assert "3 with intradiscal ozone and 4 of 10 with sham injection" in str(own.sentence)
    assert own_finding.sentences == ()


def test_claim_on_safety_has_the_harm_of_the_widest_condition() -> None:
    back = make_condition(name="Back pain")
    strain, disc = make_condition(parent=back), make_condition(parent=back)
    study = make_study(condition=disc)
    make_arm(study=study, components=["sham"])
    make_harm(arm=make_arm(study=study), serious=Serious.YES, n_events=0, n_at_risk=60)
    make_claim(condition=strain, kind=ClaimKind.SAFETY, verdict=ClaimVerdict.OMITS_HARMS)
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.condition, own_finding.outcome, own_finding.href) == ("Back pain", "Serious harm", "/safety/")
    assert "0 of 60 with ozone" in own_finding.sentences[1]


@pytest.mark.parametrize("kind", [ClaimKind.MECHANISM, ClaimKind.CITATION, ClaimKind.PRACTICE])
def test_claim_outside_every_comparison_has_no_answer(kind: ClaimKind) -> None:
    make_claim(kind=kind)
    assert only_claim().own_finding is None
