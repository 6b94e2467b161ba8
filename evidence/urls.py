"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from evidence.accounts.addresses import account_addresses
from evidence.api.api_addresses import api_addresses
from evidence.changes import changes_page
from evidence.documentation.documentation_page import DocumentPages, documentation_overview, documentation_page
from evidence.exports import compared_file, data_page, flow_file, study_table
from evidence.exports import views as exports
from evidence.feeds import feed_views
from evidence.pages import contrast, former_addresses, rating, static_pages
from evidence.pages.ask import ask_page
from evidence.pages.claims import claims_page
from evidence.pages.compare import compare_page
from evidence.pages.condition import (
    condition_page,
    condition_reviews_page,
    condition_studies_page,
    findings_page,
    handout_page,
    harms_page,
    selection_page,
    uncontrolled_page,
    unused_page,
)
from evidence.pages.dose import dose_page
from evidence.pages.finding import explore_page, finding_page
from evidence.pages.home import home_page
from evidence.pages.metadata.sitemaps import ConditionPages, PlainPages, StudyPages, sitemap_index, sitemap_section
from evidence.pages.methods import methods_page
from evidence.pages.reviews import recomputed_pool, reviews_page
from evidence.pages.safety import safety_page
from evidence.pages.study import study_page, typed_effects
from evidence.pages.worklist import worklist_page
from evidence.releases.release_addresses import release_addresses
from evidence.search import search_page

SITEMAPS = {"pages": PlainPages, "documents": DocumentPages, "conditions": ConditionPages, "studies": StudyPages}

urlpatterns = [
    # What is known
    path("", home_page.home, name="home"),
    path("conditions/<slug:slug>/", condition_page.condition_detail, name="condition"),
    path("conditions/<slug:slug>/selection/", selection_page.condition_selection, name="condition-selection"),
    path("conditions/<slug:slug>/findings/", findings_page.condition_findings, name="condition-findings"),
    path("conditions/<slug:slug>/unused/", unused_page.condition_unused, name="condition-unused"),
    path("conditions/<slug:slug>/harms/", harms_page.condition_harms, name="condition-harms"),
    path("conditions/<slug:slug>/harms.csv", exports.condition_harms_csv, name="condition-harms-csv"),
    path("conditions/<slug:slug>/reviews/", condition_reviews_page.condition_reviews, name="condition-reviews"),
    path(
        "conditions/<slug:slug>/uncontrolled/",
        uncontrolled_page.condition_uncontrolled,
        name="condition-uncontrolled",
    ),
    path("conditions/<slug:slug>/studies/", condition_studies_page.condition_studies, name="condition-studies"),
    path(
        "conditions/<slug:slug>/publications.<str:suffix>",
        condition_studies_page.condition_publications,
        name="condition-publications",
    ),
    path("conditions/<slug:slug>/handout/", handout_page.condition_handout, name="condition-handout"),
    path("conditions/<slug:slug>.json", exports.condition_json, name="condition-json"),
    path("conditions/<slug:slug>.csv", exports.condition_csv, name="condition-csv"),
    path("conditions/<slug:slug>/findings.zip", exports.condition_zip, name="condition-zip"),
    *(
        path(
            f"conditions/<slug:slug>/summary.{ending}",
            exports.condition_summary,
            {"ending": ending},
            name=f"condition-{ending}",
        )
        for ending in exports.SUMMARIES
    ),
    path("conditions/<slug:slug>/findings/<slug:anchor>/", finding_page.finding_detail, name="finding"),
    path(
        "conditions/<slug:slug>/findings/<slug:anchor>/explore/", explore_page.finding_explore, name="finding-explore"
    ),
    path(
        "conditions/<slug:slug>/findings/<slug:anchor>/explore.json",
        exports.exploration_json,
        name="finding-explore-json",
    ),
    *(
        path(
            f"conditions/<slug:slug>/findings/<slug:anchor>.{ending}",
            exports.finding_export,
            {"ending": ending},
            name=f"finding-{ending}",
        )
        for ending in exports.EXPORTS
    ),
    path("conditions/<slug:slug>/findings/<slug:anchor>/rate/", rating.finding_rate, name="finding-rate"),
    path(
        "conditions/<slug:slug>/findings/<slug:anchor>/rate/<int:pk>/withdraw/",
        rating.rating_withdraw,
        name="finding-rating-withdraw",
    ),
    path("studies/<slug:slug>/", study_page.study_detail, name="study"),
    path("studies/studies.csv", study_table.study_list_csv, name="study-list-csv"),
    path("studies/<slug:slug>/contrasts/<slug:ozone>/<slug:comparator>/", contrast.contrast_detail, name="contrast"),
    path(
        "studies/<slug:slug>/contrasts/<int:ozone>-<int:comparator>/",
        former_addresses.former_contrast,
        name="former-contrast",
    ),
    path(
        "studies/<slug:slug>/differences/<int:row>/",
        former_addresses.former_printed_contrast,
        name="former-printed-contrast",
    ),
    path("studies/<slug:slug>/differences/<slug:row>/", contrast.printed_contrast_detail, name="printed-contrast"),
    path("ask/", ask_page.ask, name="ask"),
    path("compare/", compare_page.compare, name="compare"),
    path("compare.csv", compared_file.compare_csv, name="compare-csv"),
    path("dose/<slug:comparison>/", dose_page.dose_detail, name="dose"),
    path("dose/<slug:comparison>.csv", exports.dose_csv, name="dose-csv"),
    path("dose/<slug:comparison>.json", exports.dose_json, name="dose-json"),
    path("reviews/", reviews_page.reviews, name="reviews"),
    path("curation/reviews/<slug:slug>/recomputed/", recomputed_pool.review_recomputed, name="review-recomputed"),
    path("safety/", safety_page.safety, name="safety"),
    path("safety.csv", exports.safety_csv, name="safety-csv"),
    path("data/", data_page.data, name="data"),
    path("data/ozone-evidence.zip", data_page.data_zip, name="data-zip"),
    path("data/ozone-evidence.xlsx", data_page.data_xlsx, name="data-xlsx"),
    path("flow.csv", flow_file.flow_csv, name="flow-csv"),
    path("claims/", claims_page.claims, name="claims"),
    path("search/", search_page.search, name="search"),
    # Which state of it, and what changed
    *release_addresses,
    path("changes/", changes_page.changes, name="changes"),
    path("conditions/<slug:slug>/changes/", changes_page.condition_changes, name="condition-changes"),
    path("changes.atom", feed_views.changes_feed, name="changes-feed"),
    path("conditions/<slug:slug>.atom", feed_views.condition_feed, name="condition-feed"),
    path("retractions.atom", feed_views.retractions_feed, name="retractions-feed"),
    path("studies.atom", feed_views.study_list_feed, name="study-list-feed"),
    # What to do next
    path("curation/", worklist_page.worklist, name="worklist"),
    path("curation/studies/<slug:slug>/effects/", typed_effects.workbench_effects, name="workbench-effects"),
    # What was published
    path("", include("studies.urls")),
    # About the site
    path("methods/", methods_page.methods, name="methods"),
    path("glossary/", static_pages.glossary, name="glossary"),
    path("docs/", documentation_overview, name="documentation"),
    path("docs/<slug:name>/", documentation_page, name="documentation-page"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("robots.txt", static_pages.robots, name="robots"),
    path(".well-known/security.txt", static_pages.security_txt, name="security-txt"),
    path("favicon.ico", static_pages.favicon, name="favicon"),
    # For programs
    *api_addresses,
    # People
    *account_addresses,
    path("admin/", admin.site.urls),
]

handler400 = "evidence.error_pages.bad_request"
handler500 = "evidence.error_pages.server_error"
