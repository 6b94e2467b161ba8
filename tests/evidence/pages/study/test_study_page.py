"""The page of one study: everything reported, its source, its doubts, and nothing hidden from readers."""

import pickle
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.pages.study import result_grid, study_page
from evidence.pages.study.study_page import study_context
from studies.models import Claim, ClaimSource, OutcomeMeasure, OutcomeResult, ReportedPool, ReviewInclusion, Study
from studies.presentation.show_page import Context
from tests.factories import (
    confirm_all_numbers,
    make_arm,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_reported_contrast,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
    make_user,
)

pytestmark = pytest.mark.django_db


def page(client: Client, study: Study) -> str:
    response = client.get(f"/studies/{study.slug}/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def row(html: str, anchor: str) -> str:
    """The row of a table with that anchor."""
    found = re.search(rf'<tr\b(?:(?!</tr>).)*? id="{anchor}".*?</tr>', html)
    assert found, anchor
    return found[0]


def cell(html: str, result: OutcomeResult) -> str:
    """The cell of a result in the grid."""
    found = re.search(rf'<td class="num" id="result-{result.address}">(.*?)</td>', html)
    assert found, result.address
    return found[1]


def make_trial() -> Study:
    study = make_study(
        label="Bonetti 2005", source_url="https://example.org/paper", locator="Abstract", read_as="abstract"
    )
    make_publication(study=study, title="Ozone v steroid", authors="Bonetti, Matteo", journal="AJNR", year=2005)
    return study


def test_heading_shows_citation_and_verification(client: Client) -> None:
    html = page(client, make_trial())
    assert re.search(r"<h1>\s*Bonetti 2005\s*<small>randomised trial</small>", html)
    assert "Bonetti, Matteo. <cite>AJNR</cite>, 2005." in html
    assert re.search(
        r"<dt>Read from</dt> <dd>.*?Abstract.*?<dt>Checked</dt> <dd> .*?unverified.*? no number reported", html
    )


def test_numbers_from_another_source_are_not_said_to_be_read_from_that_of_the_study(client: Client) -> None:
    study = make_trial()
    make_result(arm=make_arm(study=study), source_url="https://example.org/news", locator="News item, results")
    html = page(client, study)
    heading = html[html.index('<h2 id="results">') :].split("</h2>")[0]
    assert re.search(r"unverified: 0 of \d numbers confirmed by a second person against the source", heading)
    assert "read from" not in html[html.index("<dt>Checked</dt>") :].lower()
    assert "News item, results" in html


def test_empty_funding_is_not_shown_as_none_nor_empty_numbers_as_zero(client: Client) -> None:
    html = page(client, make_study())
    assert html.count("not in the text read (which is not “none”)") == 2
    assert "<dt>People</dt> <dd>not reported</dd>" in html
    assert "No result of an arm is in the text read. That is not a result of zero." in html
    assert "Harms are not reported in the text read. That does not mean that there were none." in html


def test_reported_number_age_and_sex_are_shown(client: Client) -> None:
    study = make_study(
        design="rct", n_randomised=1200, n_analysed=98, age_mean=45.5, age_sd=9.0, pct_female=60.10000000000000142
    )
    html = page(client, study)
    assert "<dt>People</dt> <dd>1,200 randomised, 98 analysed</dd>" in html
    assert "<dt>Age and sex</dt> <dd>mean age 45.5 years (standard deviation 9), 60.1% women</dd>" in html
    cohort = make_study(design="prospective-cohort", n_randomised=30)
    assert "<dt>People</dt> <dd>30 included</dd>" in page(client, cohort)


def test_publication_is_cited_with_its_issue(client: Client) -> None:
    study = make_study()
    make_publication(study=study, journal="Pain", year=2019, volume="12", number="3", pages="45-50")
    assert "<cite>Pain</cite> 2019;12(3):45-50." in page(client, study)


def test_arm_shows_dose_route_and_size_as_printed(client: Client) -> None:
    study = make_study()
    make_arm(study=study, label="Intradiscal ozone", concentration="27-30", volume="5", sessions="1", n_randomised=86)
    html = page(client, study)
    for text in ("Intradiscal ozone", "27-30 µg/ml, 5 ml", "into the disc (intradiscal)", "86"):
        assert text in html


def test_each_pair_of_arms_names_its_comparison(client: Client) -> None:
    study = make_study()
    make_arm(study=study, label="A", components=["ozone", "steroid"])
    make_arm(study=study, label="B", components=["steroid"])
    html = page(client, study)
    assert "Ozone on top of steroid" in html
    assert "Both received: steroid. Only the first: ozone. Only the second: nothing more." in html


def test_pair_that_does_not_isolate_ozone_says_so(client: Client) -> None:
    study = make_study()
    make_arm(study=study, components=["ozone"])
    make_arm(study=study, components=["ozone", "steroid"])
    assert "says nothing about ozone alone" in page(client, study)


def test_single_arm_is_labelled_as_uncontrolled(client: Client) -> None:
    assert "One arm: nothing was compared" in page(client, make_arm().study)


def test_outcome_in_other_capitals_is_one_outcome_with_the_difference_of_its_arms(client: Client) -> None:
    study, measure = make_study(), make_measure()
    for components, name in ((["ozone"], "Leg Pain"), (["sham"], "leg pain")):
        make_result(arm=make_arm(study=study, components=components), measure=measure, outcome_name=name)
    html = page(client, study)
    assert "Leg Pain" in html
    assert "leg pain" not in html
    assert "with the 95% interval" in html


def test_results_are_a_grid_of_times_and_arms_with_source_and_remark(client: Client) -> None:
    result = make_result(
        mean=2.0,
        sd=1.25,
        printed={"mean": "2.0"},
        timepoint_label="month 6",
        weeks=26.07,
        source_url="https://example.org/table",
        locator="Table 2",
        note="read from the poster | SD in a figure.",
        quote="2.0 (1.25) <points>",
    )
    before = make_result(arm=result.arm, measure=result.measure, weeks=0, timepoint_label="baseline", mean=7, n=29)
    html = page(client, result.arm.study)
    heads = re.findall(r'<th scope="col" class="num">(.*?)</th>', html)
    assert heads == ["People", "Baseline", "Month 6"]
    line = row(html, f"result-{result.address}")
    assert re.search(r'>2\.0</a>.*<span class="sub">\s*SD 1\.25; 30 people', cell(html, result))
    assert re.search(r'7\s*<span class="sub">\s*SD 1\.5; 29 people', cell(html, before))
    assert '<a href="https://example.org/table" rel="noreferrer external">Table 2</a>' in line
    assert '<a href="#remark-1">' in cell(html, result)
    remark = "Read from the poster. SD in a figure. <q>2.0 (1.25) &lt;points&gt;</q>"
    assert re.search(rf'<li id="remark-1">\s*{re.escape(remark)}', html)
    assert "SD: standard deviation." in html
    assert "unverified: 0 of 6 numbers confirmed by a second person against the source" in html


def test_differences_stand_under_the_arms_that_they_compare(client: Client) -> None:
    study = make_study()
    ozone = make_result(arm=make_arm(study=study, label="O3"), events=55, n=60)
    steroid = make_arm(study=study, label="S", components=["steroid"])
    other = make_result(arm=steroid, measure=ozone.measure, events=47, n=60)
    late = {"measure": ozone.measure, "weeks": 52.14, "timepoint_label": "1 year"}
    for arm in (ozone.arm, steroid):
        make_result(arm=arm, percent=50.0, events=None, events_derived=None, n=None, **late)
    html = page(client, study)
    contrast = f"/studies/{study.slug}/contrasts/{ozone.address}/{other.address}/"
    assert cell(html, ozone).count(contrast) == cell(html, other).count(contrast) == 1
    (difference,) = re.findall(r'<tr class="difference">(.*?)</tr>', html)
    assert f'<a class="figure-link" href="{contrast}">13 more</a>' in difference
    assert "0.4 more to 26 more" in difference
    assert "of 100 people, with the 95% interval" in difference
    assert "not usable: the number of people in the arm is not printed" in difference
    # The finding that both results are part of says what this study gives it.
    finding = re.search(r'<h2 id="findings">.*?</table>', html)
    assert finding
    assert "RR 1.17" in finding[0]
    assert "What it can answer:</b> ozone against steroid." in html


def test_what_was_found_names_the_condition_where_arms_have_several(client: Client) -> None:
    study = make_study(slug="two", condition=make_condition(slug="sciatica", name="Sciatica"))
    measure = make_measure(slug="pain-vas")
    for stratum, condition in (("leg", study.condition), ("back", make_condition(name="Stenosis"))):
        for components, mean in ((["ozone"], 3), (["steroid"], 4)):
            arm = make_arm(study=study, components=components, stratum=stratum, condition=condition)
            make_result(arm=arm, measure=measure, mean=mean)
    html = page(client, study)
    for name in ("Sciatica", "Stenosis"):
        assert re.search(rf"<li>\s*<b>{name}:</b>\s*In one trial", html)
    assert "only: leg" in html
    assert "/conditions/sciatica/findings/ozone-v-steroid-pain-short-intradiscal/" in html


def test_doubted_difference_says_that_it_is_in_no_pool(client: Client) -> None:
    result = make_result()
    sham = make_arm(study=result.arm.study, components=["sham"])
    make_result(arm=sham, measure=result.measure, mean=5)
    query = make_query(study=result.arm.study, measure=result.measure, problem="too large to be true")
    html = page(client, result.arm.study)
    (difference,) = re.findall(r'<tr class="difference">(.*?)</tr>', html)
    assert "In no pool, as it is doubted" in difference
    assert "−20.0" in difference
    assert html.count(f'href="#doubt-{query.address}"') == 1
    assert re.search(rf'<li id="doubt-{query.address}">\s*<b class="letter">a</b>', html)


def test_many_results_are_folded_by_outcome(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (study_page, result_grid):
        monkeypatch.setattr(module, "MOST_RESULTS_OPEN", 2)
    arm, measure = make_arm(), make_measure(name="Worst pain")
    for week in range(3):
        make_result(arm=arm, measure=measure, weeks=week, timepoint_label=f"week {week}")
    html = page(client, arm.study)
    assert 'Worst pain <span class="soft">3 results</span>' in html
    assert html.count('<details class="folded-outcome">') == 1


def test_nothing_on_the_page_bears_a_number_of_the_database(client: Client) -> None:
    study = make_study()
    grow(study)
    numbered = [name for name in re.findall(r' id="([^"]+)"', page(client, study)) if re.search(r"-\d+$", name)]
    assert [name for name in numbered if not name.startswith(("remark-", "assessment-", "arm-arm-"))] == []


def test_non_web_address_is_not_a_link(client: Client) -> None:
    result = make_result(source_url="javascript:alert(1)", locator="Table 2")
    html = page(client, result.arm.study)
    assert "javascript:" not in html
    assert "Table 2" in row(html, f"result-{result.address}")


def test_signed_off_study_says_so_once(client: Client) -> None:
    result = make_result()
    curator: User = make_user()
    confirm_all_numbers(result.arm.study, by=curator)
    Study.objects.filter(pk=result.arm.study_id).update(
        standing="signed-off", signed_off_by=curator, signed_off_at=timezone.now()
    )
    html = page(client, result.arm.study)
    assert "3 of 3 numbers confirmed by a second person against the source" in html
    unsigned = {"standing": "unverified", "signed_off_by": None, "signed_off_at": None}
    Study.objects.filter(pk=result.arm.study_id).update(**unsigned)
    checked = " ".join(page(client, result.arm.study).split())
    # Not signed off yet: the tag says how many, and the words beside it do not say it again.
    assert "3 of 3 numbers confirmed</span> by a second person against the source" in checked
    assert "Results as printed <small>3 of 3 numbers confirmed by a second person" in checked
    assert '<span class="confirmed">✓' in cell(html, result)
    assert "unverified" not in html.split("</main>")[0]


def test_number_changed_after_a_sign_off_in_part_is_unverified_again(client: Client) -> None:
    result, other = make_result(), make_result()
    curator: User = make_user()
    confirm_all_numbers(result.arm.study, by=curator)
    values = {"standing": "signed-off", "signed_off_by": curator, "signed_off_at": timezone.now()}
    Study.objects.filter(pk=result.arm.study_id).update(**values)
    OutcomeResult.objects.filter(pk=result.pk).update(sd=9.5)
    html = page(client, result.arm.study)
    assert html.count("signed off in part: 2 of 3 numbers confirmed") > 0
    assert "2 of 3 numbers confirmed" in cell(html, result)
    assert "unverified" in page(client, other.arm.study)


def test_open_doubt_is_shown_only_next_to_its_number(client: Client) -> None:
    doubted = make_result(timepoint_label="6 months")
    other_time = make_result(arm=doubted.arm, measure=doubted.measure, timepoint_label="1 month", weeks=5)
    other_outcome = make_result(arm=doubted.arm, timepoint_label="6 months")
    query = make_query(
        study=doubted.arm.study, measure=doubted.measure, timepoint_label="6 months", problem="count does not fit"
    )
    html = page(client, doubted.arm.study)
    assert f'href="#doubt-{query.address}"' in cell(html, doubted)
    assert "count does not fit" in cell(html, doubted)
    for other in (other_time, other_outcome):
        assert "count does not fit" not in cell(html, other)


def test_doubt_about_a_whole_outcome_is_shown_once(client: Client) -> None:
    first = make_result()
    for week in (8, 12):
        make_result(arm=first.arm, measure=first.measure, weeks=week, timepoint_label=f"week {week}")
    doubts = [
        make_query(study=first.arm.study, measure=first.measure, severity=severity) for severity in ("warning", "doubt")
    ]
    html = page(client, first.arm.study)
    for doubt in doubts:
        assert html.count(f'href="#doubt-{doubt.address}"') == 1


@pytest.mark.parametrize("change", [{"state": "resolved"}, {"field": "p"}])
def test_doubt_about_another_field_is_listed_but_not_next_to_the_figure(client: Client, change: dict[str, str]) -> None:
    result = make_result()
    make_query(study=result.arm.study, measure=result.measure, detail="13/86 is 15.1%", **change)
    html = page(client, result.arm.study)
    assert "#doubt-" not in cell(html, result)
    assert "13/86 is 15.1%" in html


def test_doubt_about_a_p_value_is_shown_next_to_the_printed_difference(client: Client) -> None:
    contrast = make_reported_contrast(p_text="0.02", p_relation="=", p_value=0.02)
    make_query(study=contrast.study, measure=contrast.measure, field="p", problem="p does not follow")
    line = row(page(client, contrast.study), f"reported-{contrast.address}")
    assert "p does not follow" in line
    assert "P = 0.02" in line
    assert "favours ozone" in line


def test_harm_shows_whether_it_was_counted(client: Client) -> None:
    study = make_study()
    none = make_harm(study=study, n_events=0, n_at_risk=60)
    uncounted = make_harm(study=study, event="infection", n_events=None, n_at_risk=None, denominator_kind="case-report")
    html = page(client, study)
    assert "none of 60" in row(html, f"harm-{none.address}")
    assert "not counted" in row(html, f"harm-{uncounted.address}")
    assert "case report: no denominator" in row(html, f"harm-{uncounted.address}")


def test_harm_that_people_died_of_says_so(client: Client) -> None:
    death = make_harm(event="meningitis", fatal="yes", n_events=1)
    line = row(page(client, death.study), f"harm-{death.address}")
    assert re.search(r"Meningitis\s*<span[^>]*>fatal</span>", line)


def test_design_that_is_not_parallel_is_shown_with_its_figures(client: Client) -> None:
    study = make_study(allocation="cluster", cluster_size=12, icc=0.05, printed={"icc": "0.050"})
    words = "Cluster: whole groups of people; 12 people in a cluster; intracluster correlation 0.050"
    assert words in page(client, study)
    crossed = make_study(allocation="crossover", pair_correlation=0.6)
    words = "Crossover: each person to every arm in turn; correlation within pairs 0.6"
    assert words in page(client, crossed)
    assert "Allocation" not in page(client, make_study())


def test_difference_is_shown_with_its_measure_precision_and_test(client: Client) -> None:
    contrast = make_reported_contrast(
        **{"effect_measure": "adjusted-MD", "estimate": -12.5, "ci_low": -18, "ci_high": -7, "ci_level": 95},
        **{"p_text": "0.03", "p_relation": "=", "p_value": 0.03, "degrees_of_freedom": 38, "compares_means": True},
    )
    line = row(page(client, contrast.study), f"reported-{contrast.address}")
    words = "adjusted mean difference −12.5 (95% CI −18 to −7), P = 0.03, 38 degrees of freedom, of the means"
    assert words in re.sub("<[^>]+>", "", line)


def test_publication_shows_links_and_that_retraction_was_not_checked(client: Client) -> None:
    study = make_study()
    numbers = {"doi": "10.1000/a<b", "pmid": "15891150", "pmcid": "PMC6357609"}
    make_publication(study=study, title="[A poster]", url="https://example.org/", **numbers)
    html = page(client, study)
    assert 'href="https://doi.org/10.1000/a&lt;b" rel="noreferrer external"' in html
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/15891150/"' in html
    central = '<a href="https://pmc.ncbi.nlm.nih.gov/articles/PMC6357609/" rel="noreferrer external">'
    assert f"{central}PubMed Central PMC6357609</a>" in html
    assert "Retraction: not checked" in html
    assert "Description (no title seen):</span> A poster" in html


def test_study_key_in_a_remark_is_replaced_by_the_name(client: Client) -> None:
    make_study(row_key="perri2015", label="Perri 2015")
    make_study(row_key="draft2020", label="Draft 2020", standing="draft")
    html = page(client, make_study(note="Same patients as perri2015 and draft2020."))
    assert "Same patients as Perri 2015 and another study." in html


def test_review_shows_its_pools_and_the_studies_it_included(client: Client) -> None:
    review = make_study(kind="review", design="meta-analysis")
    pool = make_pool(review)
    trial, hidden = make_trial(), make_study(label="Hidden 2020", standing="draft")
    Study.objects.filter(pk=hidden.pk).update(row_key="hidden2020")
    for study in (trial, hidden):
        ReviewInclusion.objects.create(review=review, study=study, citation="as hidden2020 has it")
    html = page(client, review)
    assert "1.98 (0.46 to 8.42)" in row(html, f"pool-{pool.address}")
    assert "366 people" in row(html, f"pool-{pool.address}")
    assert f'<a href="/studies/{trial.slug}/">Bonetti 2005</a>' in html
    assert "as another study has it" in html
    assert "Hidden 2020" not in html
    assert "hidden2020" not in html
    assert f'Included in <a href="/studies/{review.slug}/">' in page(client, trial)


def make_pool(review: Study, measure: OutcomeMeasure | None = None) -> ReportedPool:
    return ReportedPool.objects.create(
        review=review,
        condition=review.condition,
        comparison="ozone v other therapies",
        controlled=True,
        measure=measure or make_measure(),
        effect_measure="RR",
        model="not-stated",
        estimate=1.98,
        ci_low=0.46,
        ci_high=8.42,
        positive_is="favours-ozone",
        n=366,
    )


def test_risk_of_bias_judgements_name_their_source(client: Client) -> None:
    study, review = make_study(), make_review(label="Review 2019")
    make_risk_of_bias(study=study, judged_by=review)
    draft = make_study(label="Hidden review", standing="draft")
    make_risk_of_bias(study=study, judged_by=draft, judgement="hidden judgement")
    html = page(client, study)
    assert "insufficient information" in html
    assert "Review 2019" in html
    assert "Hidden review" not in html
    assert "hidden judgement" not in html


def test_studies_that_may_share_patients_are_named(client: Client) -> None:
    study = make_study(cohort_group="perri")
    make_study(cohort_group="perri", label="Perri 2015")
    make_study(cohort_group="perri", label="Draft 2020", standing="draft")
    make_study(label="Unrelated 2001")
    html = page(client, study)
    assert "Perri 2015" in html
    assert "Draft 2020" not in html
    assert "Unrelated 2001" not in html


def test_claims_that_cite_the_study_are_listed(client: Client) -> None:
    study = make_study()
    claim = Claim.objects.create(
        source=ClaimSource.objects.create(title="An article", kind="popular-article"),
        slug="c1",
        text="Ozone cures everything",
        kind="efficacy",
        condition=study.condition,
        citation_status="not-cited",
        verdict="not-supported",
        note="No trial says so.",
    )
    claim.evidence.add(study)
    html = page(client, study)
    assert "“Ozone cures everything”" in html
    assert "not supported · An article" in html


def test_draft_is_not_found_by_its_address(client: Client) -> None:
    draft = make_study(standing="draft", label="Hidden 2020")
    response = client.get(f"/studies/{draft.slug}/")
    assert response.status_code == 404
    assert "Hidden 2020" not in response.content.decode()


def test_names_and_remarks_are_escaped(client: Client) -> None:
    study = make_study(label="<b>Bold</b> 2005", note="<script>alert(1)</script>")
    html = page(client, study)
    assert "<script>alert" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; 2005" in html


# As many queries on both databases.
@pytest.mark.one_database
def test_number_of_queries_does_not_grow_with_reported_rows(client: Client) -> None:
    study = make_study(cohort_group="one")
    counts = []
    for _ in range(2):
        grow(study)
        with CaptureQueriesContext(connection) as captured:
            page(client, study)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_rows_of_kinds_that_a_study_has_not_are_not_asked_for(client: Client, django_assert_max_num_queries) -> None:
    study = make_trial()
    with django_assert_max_num_queries(5):
        page(client, study)


def grow(study: Study) -> None:
    """Two more of every record that a study can have."""
    for _ in range(2):
        ozone, sham = make_arm(study=study), make_arm(study=study, components=["sham"])
        for arm in (ozone, sham):
            result = make_result(arm=arm)
            make_risk_of_bias(study=study, result=result, judged_by=make_review())
        contrast = make_reported_contrast(study=study, arm_a=ozone, arm_b=sham)
        make_query(study=study, arm=ozone, measure=contrast.measure)
        make_harm(study=study, arm=ozone)
        make_publication(study=study)
        make_pool(study)
        make_study(cohort_group="one")
        ReviewInclusion.objects.create(review=study, study=make_study())
        ReviewInclusion.objects.create(review=make_review(), study=study)


def test_what_is_kept_of_a_study_holds_no_password(django_assert_max_num_queries) -> None:
    person, study = make_user(), make_trial()
    User.objects.filter(pk=person.pk).update(**{"password": "password in secret form"})
    times = {"started_at": timezone.now(), "finished_at": timezone.now()}
    study.verifications.create(by=person, at=timezone.now(), read_as="abstract")
    make_query(study=study).replies.create(state="answered", text="So", by=person, at=timezone.now())
    study.bias_assessments.create(tool="rob-2", version="2019", assessed_by=person, **times)
    extraction = study.extractions.create(by=person, read_as="abstract", state="settled", **times)
    result = make_result(arm=make_arm(study=study))
    settled = {"settled_by": person, "settled_at": timezone.now(), "settled_value": "4"}
    extraction.values.create(result=result, field="mean", first="3", typed="4", settlement="second", **settled)
    Study.objects.filter(pk=study.pk).update(standing="signed-off", signed_off_by=person, signed_off_at=timezone.now())
    with django_assert_max_num_queries(20):
        kept = pickle.dumps(study_context(study.slug))
    assert person.username.encode() in kept
    assert b"secret form" not in kept


def test_what_the_page_was_prepared_from_is_kept_for_people_alone_and_without_rows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []

    def keep(name: str, build: Callable[[], Context]) -> Context:
        kept.append(build())
        return kept[-1]

    monkeypatch.setattr(study_page, "keep", keep)
    study = make_result(arm=make_arm(), mean=3.25).arm.study
    # Of all others the whole page is kept.
    assert "3.25" in page(client, study)
    assert not kept
    client.force_login(make_user())
    assert "3.25" in page(client, study)
    [context] = kept
    assert "_prefetched_objects_cache" not in vars(context["page"].study)
