"""The claims page: every verdict with its reason, and with our own answer."""

import pytest
from django.urls import reverse

from evidence.findings.outcome_marks import MarkShape
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
    make_reported_contrast,
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
    assert (own_finding.condition, own_finding.outcome) == ("Disc herniation", "Pain")
    assert own_finding.shapes == ((MarkShape.BETTER, 1),)
    (own,) = own_finding.rows
    assert own.words == "Against a sham injection: better with ozone"
    assert own.certainty == "60 people of about 265 needed, for chance alone, not bias"
    assert "10.0 points lower" in str(own.sentence)
    assert own.href.startswith(f"{reverse('condition-findings', args=[condition.slug])}ozone-v-sham-pain-short")


def test_claim_of_benefit_without_an_outcome_has_the_answer_of_its_condition() -> None:
    condition = make_condition()
    pain_trial(condition, make_measure())
    make_claim(condition=condition)
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.outcome, own_finding.rows) == ("", ())
    assert own_finding.summary == "Too little is known. Its one trial gave a usable figure."
    assert own_finding.sentences[0].startswith("Too little is known to say whether ozone helps: the one randomised")


def test_outcome_without_any_row_has_no_result_in_the_text_read() -> None:
    condition = make_condition()
    pain_trial(condition, make_measure())
    make_claim(condition=condition, measure=make_measure(domain=OutcomeDomain.DISABILITY))
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.rows, own_finding.shapes) == ((), ())
    assert own_finding.summary == "no result."
    assert own_finding.sentences[0] == "No result in the text read (one trial)."


def test_condition_without_any_trial_says_so() -> None:
    make_claim()
    own_finding = only_claim().own_finding
    assert own_finding
    assert own_finding.summary == "No randomised trial here isolates ozone."
    assert "no randomised trial isolates ozone" in own_finding.sentences[0]


def test_claim_has_values_without_an_interval_and_no_side_of_them() -> None:
    condition, measure = make_condition(), make_measure()
    pain_trial(condition, measure, sd=None)
    make_claim(condition=condition, measure=measure)
    own_finding = only_claim().own_finding
    assert own_finding
    assert own_finding.shapes == ((MarkShape.VALUE, 1),)
    (own,) = own_finding.rows
    assert "3 with intradiscal ozone and 4 of 10 with sham injection" in str(own.sentence)
    assert (own.certainty, own_finding.sentences) == ("", ())


def test_printed_directions_are_counted_and_told_as_reports_of_authors() -> None:
    condition, measure = make_condition(), make_measure()
    trial = make_study(condition=condition)
    arms = [make_arm(study=trial, components=[name]) for name in ("ozone", "steroid")]
    make_reported_contrast(arm_a=arms[0], arm_b=arms[1], measure=measure)
    make_claim(condition=condition, measure=measure)
    own_finding = only_claim().own_finding
    assert own_finding
    assert (own_finding.shapes, own_finding.rows) == (((MarkShape.DIRECTION, 1),), ())
    assert "The authors of one trial report: better with ozone" in own_finding.sentences[1]


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
    assert own_finding.summary == "none on record, which is not safety."
    assert "0 of 60 with ozone" in own_finding.sentences[1]


@pytest.mark.parametrize("kind", [ClaimKind.MECHANISM, ClaimKind.CITATION, ClaimKind.PRACTICE])
def test_claim_outside_every_comparison_has_no_answer(kind: ClaimKind) -> None:
    make_claim(kind=kind)
    assert only_claim().own_finding is None
