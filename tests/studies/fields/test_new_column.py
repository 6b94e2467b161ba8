"""A column that is new takes a field of its model, a column of the database and one line of the table.

Here an arm gets a made-up number, for as long as a test takes.
"""

import csv
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.urls import reverse

from studies.choices import ReadAs, ResultKind
from studies.curation.extraction.extraction_page import extraction_form
from studies.curation.extraction.second_extraction import begin_extraction
from studies.dataset import load
from studies.fields import FIELDS, Field, FieldKind
from studies.models import Arm, Study
from tests.evidence.pages.html_page import read
from tests.factories import make_arm, make_result, make_user
from tests.studies.citations.import_factories import now
from tests.studies.curation.workbench.post_data import address, page_as_sent
from tests.studies.dataset.csv_copy import make_small
from tests.studies.dataset.csv_copy import read as read_csv

pytestmark = pytest.mark.django_db
LINE = Field("made_up", FieldKind.NUMBER, "made-up number", column="made_up_number")


def add_line(monkeypatch, kind: str, line: Field) -> None:
    monkeypatch.setitem(FIELDS, kind, replace(FIELDS[kind], fields=(*FIELDS[kind].fields, line)))


@pytest.fixture
def made_up(monkeypatch):
    """The model's field with its column, as a migration makes it, and the line of the table."""
    add_line(monkeypatch, "arm", LINE)
    models_with_it = (Arm, Arm.history.model)
    for model in models_with_it:
        model.add_to_class("made_up", models.FloatField(LINE.label, null=True, blank=True))
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" ADD COLUMN "made_up" double precision NULL')
    tracked = [*Arm.history.model.tracked_fields, Arm._meta.get_field("made_up")]
    monkeypatch.setattr(Arm.history.model, "tracked_fields", tracked)
    yield
    for model in models_with_it:
        model._meta.local_fields.remove(model._meta.get_field("made_up"))
        # Django forgets what it has worked out of a model when a field is added, and has no other word for it.
        model._meta.apps.clear_cache()
        del model.made_up


def with_made_up_numbers(folder) -> None:
    """The small data set, whose arms have a column more."""
    make_small(folder)
    rows = [row | {"made_up_number": "22.50"} for row in read_csv("arms.csv", folder=folder)]
    with (folder / "arms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_a_new_column_of_an_arm_is_loaded_typed_shown_and_exported(made_up, client, tmp_path, capsys):
    files, out = tmp_path / "in", tmp_path / "out"
    files.mkdir()
    out.mkdir()
    with_made_up_numbers(files)

    load(files, keep=True)
    study = Study.objects.get(row_key="bonetti2005")
    arm = study.arms.get(slug="disc-ozone")
    client.force_login(make_user(role="curator"))
    page = client.get(address(study)).content.decode()
    client.post(address(study), page_as_sent(study) | {f"arms-{arm.pk}-made_up": "25"})
    history = read(client.get(reverse("study-history", args=[study.slug])))
    call_command("export_evidence", str(out))

    assert f'name="arms-{arm.pk}-made_up" value="22.50"' in page
    assert "Made-up number</label>" in page
    assert ["Made-up number", "22.5", "25"] in [row for table in history.tables for row in table.texts]
    exported = {(row["study"], row["arm"]): row["made_up_number"] for row in read_csv("arms.csv", folder=out)}
    assert exported["bonetti2005", "disc-ozone"] == "25"
    assert exported["bonetti2005", "disc-steroid"] == "22.50"


def test_a_new_figure_of_a_result_is_read_a_second_time(monkeypatch):
    add_line(
        monkeypatch, "result", Field("iqr", FieldKind.NUMBER, "interquartile range", result_kind=ResultKind.CONTINUOUS)
    )
    result = make_result(arm=make_arm(), mean=3.0)
    extraction = begin_extraction(study=result.arm.study, by=make_user(), read_as=ReadAs.ABSTRACT, now=now())

    (row,) = extraction_form(extraction).rows
    assert row.cells[-1].label == "interquartile range"
