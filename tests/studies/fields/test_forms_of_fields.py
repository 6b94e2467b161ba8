"""Every editable field of a row is shown on its admin page, and can be changed there or in the workbench."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.test import RequestFactory

from studies.curation.workbench.row_tables import SHEET_MODELS, sheets_of
from studies.fields import FIELDS
from studies.models import Study
from studies.permissions import ROLE_OF_FIELD
from tests.studies.fields.test_fields import TABLES

SHEETS = {SHEET_MODELS[name]: sheet for name, sheet in sheets_of([], [], []).items()}
# Imports write the sources of a publication; the site shows them and changes none.
KINDS = sorted(FIELDS.keys() - {"publication-source"})
SET_ELSEWHERE = {
    # Follows from the figures that are typed.
    "result": {"kind"},
    # Changed by answering, resolving and reopening the query.
    "query": {"state"},
}


def editable_fields(kind: str) -> set[str]:
    meta = TABLES[kind].model._meta
    return {field.name for field in FIELDS[kind].fields if field.name and meta.get_field(field.name).editable}


def fields_not_shown(kind: str) -> set[str]:
    """The editable fields that the admin page of a record lacks."""
    page = admin.site.get_model_admin(TABLES[kind].model)
    return editable_fields(kind) - set(flatten_fieldsets(page.fieldsets))


def fields_not_changeable(kind: str) -> set[str]:
    """The editable fields that neither the admin form nor the workbench sheet of a record can change."""
    model = TABLES[kind].model
    page = admin.site.get_model_admin(model)
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_superuser=True)
    on_form = set(flatten_fieldsets(page.fieldsets)) - set(page.get_readonly_fields(request))
    on_sheet = {column.name for column in SHEETS[model].columns} if model in SHEETS else set()
    return editable_fields(kind) - on_form - on_sheet


@pytest.mark.parametrize("kind", KINDS)
def test_every_editable_field_is_shown_and_can_be_changed(kind):
    assert fields_not_shown(kind) == set()
    assert fields_not_changeable(kind) == SET_ELSEWHERE.get(kind, set())


def test_field_without_a_form_is_noticed(monkeypatch):
    monkeypatch.delitem(ROLE_OF_FIELD, "studies.study")
    monkeypatch.setattr(admin.site.get_model_admin(Study), "fieldsets", [(None, {"fields": ["label"]})])

    assert fields_not_changeable("study") == {"secondary_conditions"}
    assert {"secondary_conditions", "country"} <= fields_not_shown("study")
