"""Addresses of the site."""

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.urls import include, path

from evidence.views import (
    claims,
    condition_detail,
    contrast_detail,
    finding_detail,
    home,
    methods,
    rating,
    reviews,
    safety,
    static_pages,
    worklist,
)

urlpatterns = [
    # What is known
    path("", home.home, name="home"),
    path("conditions/<slug:slug>/", condition_detail.condition_detail, name="condition"),
    path("conditions/<slug:slug>/handout/", condition_detail.condition_handout, name="condition-handout"),
    path("conditions/<slug:slug>.json", condition_detail.condition_json, name="condition-json"),
    path("conditions/<slug:slug>.csv", condition_detail.condition_csv, name="condition-csv"),
    path("conditions/<slug:slug>/findings/<slug:anchor>/", finding_detail.finding_detail, name="finding"),
    *(
        path(
            f"conditions/<slug:slug>/findings/<slug:anchor>.{ending}",
            finding_detail.finding_export,
            {"ending": ending},
            name=f"finding-{ending}",
        )
        for ending in finding_detail.EXPORTS
    ),
    path("conditions/<slug:slug>/findings/<slug:anchor>/rate/", rating.finding_rate, name="finding-rate"),
    path(
        "conditions/<slug:slug>/findings/<slug:anchor>/rate/<int:pk>/withdraw/",
        rating.rating_withdraw,
        name="finding-rating-withdraw",
    ),
    path(
        "studies/<slug:slug>/contrasts/<int:ozone>-<int:comparator>/", contrast_detail.contrast_detail, name="contrast"
    ),
    path("reviews/", reviews.reviews, name="reviews"),
    path("safety/", safety.safety, name="safety"),
    path("claims/", claims.claims, name="claims"),
    # What to do next
    path("curation/", worklist.worklist, name="worklist"),
    # What was published
    path("", include("studies.urls")),
    # Beside it
    path("methods/", methods.methods, name="methods"),
    path("glossary/", static_pages.glossary, name="glossary"),
    path("robots.txt", static_pages.robots, name="robots"),
    path("favicon.ico", static_pages.favicon, name="favicon"),
    # People
    path("login/", auth_views.LoginView.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
]
