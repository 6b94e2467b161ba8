"""The admin pages as a whole: complete, consistent with the database constraints, and fast for long lists."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.models import (
    AdverseEvent,
    Arm,
    BetweenGroupThreshold,
    Claim,
    ClaimSource,
    Condition,
    DataQuery,
    MinimalImportantChange,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    PublicationSource,
    Registration,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from studies.permissions import ADMIN, CURATOR
from tests.factories import (
    make_arm,
    make_claim,
    make_condition,
    make_harm,
    make_measure,
    make_publication,
    make_query,
    make_registration,
    make_reported_contrast,
    make_result,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.shares import A_SHARE, drawn
from tests.studies.admin.admin_pages import messages, page_of
from tests.studies.bare_pages import leave_out_frame

pytestmark = pytest.mark.django_db


def test_every_database_constraint_is_on_one_form_completely_or_not_at_all():
    """A constraint with a field that the form lacks is not validated by the form and would end in an error page."""
    pages = [(type(page), page.model, flatten_fieldsets(page.fieldsets)) for page in _pages()]
    pages += [
        (inline, inline.model, flatten_fieldsets(inline.fieldsets) if inline.fieldsets else _flat(inline.fields))
        for page in _pages()
        for inline in page.inlines
    ]
    assert len(pages) >= 20
    for page, model, fields in pages:
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint) and constraint.name not in HELD_OTHERWISE:
                needed = constraint.condition.referenced_base_fields - {"id"}
                shown = needed & set(fields)
                assert shown in (set(), needed), (page, constraint.name)


# Its other fields are written only by sign-off; the form offers no choice that would violate it.
HELD_OTHERWISE = {"study_signed_off_names_who_and_when"}


def models_of_studies() -> set[type[models.Model]]:
    every = apps.get_app_config("studies").get_models()
    return {model for model in every if not model.__name__.startswith("Historical")}


def _pages() -> list[admin.ModelAdmin]:
    pages = [admin.site.get_model_admin(model) for model in models_of_studies() if model.__name__ not in WITHOUT_PAGE]
    return [page for page in pages if page.fieldsets]


def _flat(fields) -> list[str]:
    return [name for each in fields for name in ([each] if isinstance(each, str) else each)]


# Bytes and pages of documents; what one person typed and has not saved, which nobody else may see; what only
# database triggers write; and the index of the search, which follows from other records.
WITHOUT_PAGE = {"ContentPiece", "DocumentPage", "WorkbenchDraft", "DataVersion", "OpenChange", "StudyChange"}
WITHOUT_PAGE |= {"SearchComparison", "SearchDocument", "SearchNote", "SearchWord"}


def test_every_record_has_a_page():
    assert {model.__name__ for model in models_of_studies() if not admin.site.is_registered(model)} == WITHOUT_PAGE


def test_every_editable_field_is_on_its_page():
    for page in _pages():
        fields = {field.name for field in page.model._meta.get_fields() if getattr(field, "editable", False)}
        fields -= {field.name for field in page.model._meta.get_fields() if field.auto_created or field.one_to_many}
        # Shown as far as a person may see it.
        shown = {name.replace("screening_state", "screening") for name in flatten_fieldsets(page.fieldsets)}
        missing = fields - shown
        assert missing <= {"id"}, (page, missing)


def make_source(publication) -> PublicationSource:
    number = PublicationSource.objects.count()
    return PublicationSource.objects.create(publication=publication, original="@misc{x}", fingerprint=str(number))


def make_one_of_everything() -> None:
    """A record of every kind, each with separate related records."""
    result = make_result(arm=make_arm(condition=make_condition(parent=make_condition())))
    study, measure = result.arm.study, result.measure
    paper = make_publication(study=study)
    make_source(paper)
    make_reported_contrast()
    make_harm(arm=make_arm())
    make_query(arm=make_arm())
    make_risk_of_bias(judged_by=make_study())
    source = ClaimSource.objects.create(title=f"Article {study.pk}", kind="popular-article")
    Claim.objects.create(
        source=source,
        slug=f"claim-{study.pk}",
        text="It works.",
        kind="efficacy",
        condition=make_condition(),
        measure=measure,
        citation_status="not-cited",
        verdict="supported",
        note="Because.",
    )
    make_registration()
    ReportedPool.objects.create(
        review=make_study(),
        condition=make_condition(),
        comparison="ozone v sham",
        controlled=True,
        measure=make_measure(),
        effect_measure="MD",
        model="random-effects",
        estimate=1,
        positive_is="improvement",
    )
    ReviewInclusion.objects.create(review=make_study(), study=make_study())
    ReviewTrialRow.objects.create(review=make_study(), pool_locator="Figure 2", study_label="A", study=make_study())
    MinimalImportantChange.objects.create(
        measure=make_measure(), scale="VAS", change=15, unit="points", basis="b", citation="c", publication=paper
    )
    BetweenGroupThreshold.objects.create(
        domain="pain",
        display_range="0-100",
        size="small",
        lower=0,
        upper=10,
        lower_included=True,
        upper_included=False,
        source="s",
    )


LISTED = [
    AdverseEvent,
    Arm,
    BetweenGroupThreshold,
    Claim,
    ClaimSource,
    Condition,
    DataQuery,
    MinimalImportantChange,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    PublicationSource,
    Registration,
    ReportedContrast,
    ReportedPool,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
]


def queries_of_lists(client, records) -> dict[str, int]:
    counts = {}
    for model in records:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"admin:studies_{model._meta.model_name}_changelist")).status_code == 200
        counts[model.__name__] = len(queries)
    return counts


@A_SHARE
def test_queries_of_a_list_do_not_grow_with_its_rows(client, monkeypatch, share):
    leave_out_frame(monkeypatch)
    client.force_login(make_user(role=ADMIN))
    make_one_of_everything()
    assert all(model.objects.exists() for model in LISTED)
    # Each is read once.
    ContentType.objects.get_for_models(*LISTED)
    chosen = drawn(LISTED, share)
    few = queries_of_lists(client, chosen)

    make_one_of_everything()

    assert queries_of_lists(client, chosen) == few


def test_no_page_has_an_inline_script_or_style(client, curator):
    result = make_result()
    for address in (page_of(result), page_of(result.arm.study), reverse("admin:studies_study_changelist")):
        text = messages(client.get(address))
        assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text) == []
        assert "<style" not in text
        assert " style=" not in text
        assert not re.search(r"\son\w+=", text)


def test_source_page_reads_choices_once_and_not_once_per_claim(client, bare_pages):
    client.force_login(make_user(role=CURATOR))
    source = make_claim().source

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse("admin:studies_claimsource_change", args=[source.pk])).status_code == 200
        return len(counted)

    queries()
    few = queries()
    for _ in range(3):
        make_claim(source=source)

    # One for the studies of each claim, which use autocomplete.
    assert queries() <= few + 3
