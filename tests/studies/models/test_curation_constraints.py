"""Impossible values of documents, marks, confirmations, drafts, requests and criteria are refused by the database."""

from datetime import UTC, datetime
from itertools import count

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from studies.models import (
    AuthorRequest,
    ContentPiece,
    DocumentContent,
    DocumentPage,
    InclusionCriterion,
    NumberConfirmation,
    SourceDocument,
    SourceMark,
    WorkbenchDraft,
)
from studies.models.row_field import ROWS
from tests.factories import (
    make_arm,
    make_harm,
    make_pool,
    make_reported_contrast,
    make_result,
    make_review,
    make_study,
    make_user,
    with_records,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 1, tzinfo=UTC)
MODULES = {"document", "confirmation", "author_request", "criterion", "workbench_draft"}
_numbers = count(1)


def make_content(**values):
    return DocumentContent.objects.create(**{"sha256": f"{next(_numbers):064}", "size": 10, "kind": "pdf"} | values)


def make_piece(**values):
    return ContentPiece.objects.create(**{"position": 1, "data": b"x"} | with_records(values, content=make_content))


def make_page(**values):
    return DocumentPage.objects.create(**{"number": 1} | with_records(values, content=make_content))


def make_document(**values):
    records = with_records(values, study=make_study, content=make_content, added_by=make_user)
    return SourceDocument.objects.create(**{"name": "a.pdf", "added_at": AT} | records)


BOX = {"left": 10, "top": 10, "right": 20, "bottom": 20}


def make_mark(**values):
    plain = {"page": 1, "quote": "3.2 (1.1)", "made_at": AT}
    return SourceMark.objects.create(**plain | BOX | with_records(values, study=make_study, made_by=make_user))


def make_confirmation(**values):
    plain = {"field": "mean", "value": "3.2", "confirmed_at": AT}
    return NumberConfirmation.objects.create(**plain | with_records(values, study=make_study, confirmed_by=make_user))


def make_draft(**values):
    return WorkbenchDraft.objects.create(**{"kept_at": AT} | with_records(values, study=make_study, by=make_user))


def make_request(**values):
    plain = {"addressee": "A. Author", "letter": "Dear", "written_at": AT}
    return AuthorRequest.objects.create(**plain | with_records(values, study=make_study, written_by=make_user))


def make_criterion(**values):
    plain = {"kind": "include", "text": f"Adults with back pain {next(_numbers)}"}
    return InclusionCriterion.objects.create(**plain | values)


def make_trial_row():
    return make_review().trial_rows.create(pool_locator="Figure 2", study_label="Bonetti 2005")


MAKE_ROW = {
    "arm": make_arm,
    "result": make_result,
    "contrast": make_reported_contrast,
    "harm": make_harm,
    "pool": make_pool,
    "trial_row": make_trial_row,
}
NO_BOX = dict.fromkeys(BOX)
# Constraint, what makes the record, a valid value, an invalid one.
CASES = [
    ("source_mark_has_one_place", make_mark, NO_BOX | {"start": 0, "end": 3}, NO_BOX),
    ("source_mark_has_one_place", make_mark, {"left": 20}, {"left": 21}),
    ("source_mark_has_one_place", make_mark, {"page": 1}, {"page": 0}),
    ("source_mark_has_one_place", make_mark, {}, {"start": 0, "end": 3}),
    ("source_mark_has_a_quote", make_mark, {"quote": "3"}, {"quote": ""}),
    ("confirmation_names_a_field", make_confirmation, {"field": "sd"}, {"field": ""}),
    ("author_request_sent_has_a_date", make_request, {"state": "sent", "sent_on": AT.date()}, {"state": "sent"}),
    ("author_request_sent_has_a_date", make_request, {"state": "drafted"}, {"sent_on": AT.date()}),
    (
        "author_request_answered_has_a_date",
        make_request,
        {"state": "answered", "sent_on": AT.date(), "answered_on": AT.date()},
        {"state": "declined", "sent_on": AT.date()},
    ),
    ("criterion_has_text", make_criterion, {"text": "Ozone"}, {"text": ""}),
    (
        "criterion_of_inclusion_has_no_reason",
        make_criterion,
        {"kind": "exclude", "reason_code": "not-ozone"},
        {"kind": "include", "reason_code": "not-ozone"},
    ),
]
# Constraint, the column that SQLite names instead, what makes the record, what a second record may not share.
ONCE = [
    ("document_is_attached_once", "study_id", make_document, ("study", "content")),
    ("content_piece_has_its_position", "content_id", make_piece, ("content",)),
    ("document_page_has_its_number", "content_id", make_page, ("content",)),
    ("workbench_draft_is_kept_once", "study_id", make_draft, ("study", "by")),
    ("number_of_study_is_confirmed_once", "study_id", make_confirmation, ("study", "confirmed_by")),
    *(
        (
            f"number_of_{row}_is_confirmed_once",
            f"{row}_id",
            lambda row=row, **values: make_confirmation(**{row: MAKE_ROW[row]()} | values),
            (row, "confirmed_by"),
        )
        for row in ROWS
    ),
]
ONE_ROW = {"source_mark_names_one_row": make_mark, "confirmation_names_one_row": make_confirmation}


@pytest.mark.parametrize(("name", "make", "valid", "invalid"), CASES)
def test_database_refuses_impossible_values(name, make, valid, invalid):
    assert make(**valid).pk

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**invalid)


@pytest.mark.parametrize(("name", "column", "make", "shared"), ONCE, ids=[case[0] for case in ONCE])
def test_database_refuses_duplicates(name, column, make, shared):
    first = make()
    assert make().pk

    with pytest.raises(IntegrityError, match=f"{column}|{name}"), transaction.atomic():
        make(**{field: getattr(first, field) for field in shared})


@pytest.mark.parametrize("name", ONE_ROW)
def test_a_mark_or_a_confirmation_names_one_row_at_most(name):
    rows = {row: make() for row, make in MAKE_ROW.items()}
    for row, record in rows.items():
        assert ONE_ROW[name](**{row: record}).pk

    for first, second in zip(ROWS, ROWS[1:], strict=False):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ONE_ROW[name](**{first: rows[first], second: rows[second]})


def test_every_constraint_is_tested_and_has_a_message():
    every = apps.get_app_config("studies").get_models()
    ours = [model for model in every if model.__module__.rpartition(".")[2] in MODULES]
    constraints = [constraint for model in ours for constraint in model._meta.constraints]

    assert {constraint.name for constraint in constraints} == {case[0] for case in [*CASES, *ONCE]} | ONE_ROW.keys()
    for constraint in constraints:
        if isinstance(constraint, models.CheckConstraint):
            assert str(constraint.violation_error_message).endswith(".")
