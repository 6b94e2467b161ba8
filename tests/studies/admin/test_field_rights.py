"""Rights by field and by role: which fields of each record a person may write in the admin, in one table."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.test import RequestFactory

from studies.models import Publication, Study
from studies.permissions import ADMIN, CURATOR, RESEARCHER
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_pages")]

EVERY, NONE = "every field", "no field"
READER = ""
ROLES = (READER, RESEARCHER, CURATOR, ADMIN)
# For each record: what a researcher, a curator and an admin may write; "but" leaves fields out.
BY_ROLE: dict[str, tuple[str, str, str]] = {
    "publication": (
        "but study role retraction retraction_checked_on screening_state",
        "but screening_state",
        "but screening_state",
    ),
    "publication with a study": (
        "but study role retraction retraction_checked_on screening_state doi pmid pmcid",
        "but screening_state",
        "but screening_state",
    ),
    "study": (NONE, NONE, "slug secondary_conditions"),
    "arm": (NONE, NONE, "study role"),
    "reportedcontrast": (NONE, NONE, "study"),
    "adverseevent": (NONE, NONE, "study"),
    "dataquery": (NONE, "but state", "but state"),
    **dict.fromkeys(
        [
            *("riskofbias", "reportedpool", "reviewinclusion", "reviewtrialrow", "registration", "claim"),
            *("claimsource", "inclusioncriterion"),
        ],
        (NONE, EVERY, EVERY),
    ),
    **dict.fromkeys(
        ["condition", "outcomemeasure", "minimalimportantchange", "betweengroupthreshold", "synonym"],
        (NONE, NONE, EVERY),
    ),
    # "Is superuser" and permissions of one person are a superuser's to give.
    "user": (NONE, NONE, "username first_name last_name email groups is_active is_staff"),
}


def expected_fields(every: set[str], allowed: str) -> set[str]:
    if allowed in (EVERY, NONE):
        return every if allowed == EVERY else set()
    return every - set(allowed.split()) if allowed.startswith("but ") else set(allowed.split())


@pytest.mark.parametrize("role", ROLES)
def test_a_person_writes_exactly_the_fields_of_the_table(role):
    request = RequestFactory().get("/")
    request.user = make_user(role=role, is_staff=True)
    pages = {model._meta.model_name: page for model, page in admin.site._registry.items()}  # noqa: SLF001 - all of them
    records = {name: page.model() for name, page in pages.items()}
    records["publication with a study"] = Publication(study=Study(pk=1))

    wrong = {}
    for name, record in records.items():
        page = pages[record._meta.model_name]
        every = set(flatten_fieldsets(page.get_fieldsets(request, record))) - {"change_reason"}
        allowed = NONE if role == READER else BY_ROLE.get(name, (NONE,) * 3)[ROLES.index(role) - 1]
        form = page.get_form(request, record, change=True)
        fields = {name for name, field in form.base_fields.items() if not field.disabled} - {"change_reason"}
        if fields != (expected := expected_fields(every, allowed)):
            wrong[name] = (fields - expected, expected - fields)

    assert wrong == {}
    assert BY_ROLE.keys() <= records.keys()
