"""The exported files equal the loaded files."""

import csv

import pytest
from django.core.management import CommandError, call_command

from studies.dataset import load
from studies.models import Arm, OutcomeResult
from tests.factories import make_arm, make_result
from tests.studies.dataset.csv_copy import EVIDENCE, csv_files, header, read

DERIVED = {"isolates_ozone", "poolable"}
LISTS = {"components", "secondary_conditions", "verdict_evidence"}


def exported(folder) -> dict[str, list[dict[str, str]]]:
    call_command("export_evidence", str(folder), verbosity=0)
    return {file: read(file, folder=folder) for file in csv_files()}


def comparable(rows: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    """Rows without derived columns; the order of rows, of columns and of several keys is free."""
    return sorted(
        sorted(
            (name, ";".join(sorted(cell.split(";"))) if name in LISTS else cell)
            for name, cell in row.items()
            if name not in DERIVED
        )
        for row in rows
    )


@pytest.mark.django_db
def test_every_cell_comes_back_as_it_was_loaded(tmp_path, capsys):
    load(EVIDENCE, keep=True)

    files = exported(tmp_path)

    for file in csv_files():
        with (tmp_path / file).open(encoding="utf-8", newline="") as lines:
            assert sorted(next(csv.reader(lines))) == sorted(header(file))
        assert comparable(files[file]) == comparable(read(file)), file


@pytest.mark.django_db
def test_typed_records_are_written_with_their_own_keys(tmp_path, capsys):
    result = make_result(arm=make_arm(n_randomised=30), mean=4.5)

    files = exported(tmp_path)

    assert files["outcomes.csv"][0]["row_key"] == result.row_key
    assert files["outcomes.csv"][0]["mean"] == "4.5"
    arm = Arm.objects.get()
    assert (files["arms.csv"][0]["study"], files["arms.csv"][0]["arm"]) == (arm.study.slug, arm.slug)
    assert files["outcomes.csv"][0]["study"] == arm.study.slug
    assert OutcomeResult.objects.count() == len(files["outcomes.csv"])


@pytest.mark.django_db
def test_files_of_a_full_folder_are_not_overwritten(tmp_path):
    (tmp_path / "studies.csv").write_text("key\n", encoding="utf-8")

    with pytest.raises(CommandError, match="not an empty directory"):
        call_command("export_evidence", str(tmp_path))
