"""The export of single records; the whole data set is exported in test_load, and loaded again in test_round_trip."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studies.dataset import DataSetError, load
from studies.dataset.bibliography import read_bibliography, read_entries
from studies.dataset.bibliography_text import bibliography_entry
from studies.models import OutcomeResult, Publication, PublicationSource
from tests.factories import make_arm, make_publication, make_result
from tests.studies.dataset.csv_copy import csv_files, read

DERIVED = {"isolates_ozone", "poolable"}
LISTS = {"components", "secondary_conditions", "verdict_evidence"}


def exported(folder: Path) -> dict[str, list[dict[str, str]]]:
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


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.django_db
def test_typed_records_are_written_with_their_own_keys(tmp_path, capsys):
    result = make_result(arm=make_arm(n_randomised=30), mean=4.5)

    files = exported(tmp_path)

    [outcome] = [row for row in files["outcomes.csv"] if row["row_key"] == result.row_key]
    assert (outcome["mean"], outcome["study"]) == ("4.5", result.arm.study.slug)
    assert (result.arm.study.slug, result.arm.slug) in {(row["study"], row["arm"]) for row in files["arms.csv"]}
    assert OutcomeResult.objects.count() == len(files["outcomes.csv"])


def entries_in(folder: Path) -> dict[str, str]:
    text = (folder / "references.bib").read_text(encoding="utf-8")
    return {row.cells["key"]: row.cells["raw"] for row in read_entries(text, "")}


def test_edited_publication_is_written_anew_and_an_untouched_one_as_it_came(folder, tmp_path):
    Publication.objects.filter(row_key="bonetti2005").update(title="A title {corrected} by 50% & more")
    out = tmp_path / "out"
    out.mkdir()

    call_command("export_evidence", str(out), verbosity=0)

    before, after = entries_in(folder), entries_in(out)
    assert {key for key in before if before[key] != after[key]} == {"bonetti2005"}
    [edited] = [row for row in read_bibliography(out / "references.bib") if row.cells["key"] == "bonetti2005"]
    assert edited.cells["title"] == "A title {corrected} by 50% & more"


@pytest.mark.django_db
def test_entry_of_another_format_or_key_is_made_anew():
    paper = make_publication(title="Ozone", authors="Muster, Anna; others", year=2020, entry_type="JOUR")
    PublicationSource.objects.create(publication=paper, original="TY  - JOUR\nTI  - Ozone\nER  - ", fingerprint="a")

    texts = [paper.sources.get().original, "@article{other, title={Ozone}}"]
    cells = bibliography_entry(paper, "muster2020", texts)

    assert (cells["key"], cells["title"], cells["authors"]) == ("muster2020", "Ozone", "Muster, Anna; others")


ARM, BIAS = "arm,bonetti2005--disc-ozone", "bias,bonetti2005--preevid18805--narrative-appraisal--randomisation"
REFUSED = {
    "arms,x,note,1": "column kind: found 'arms', expected one of: condition, measure",
    f"{ARM},colour,1": "column field: found 'colour', expected one of: source_url",
    f"{ARM},note,{{}}": "column value: found '{}', expected a text, a number",
    f"{ARM},note,so": "column value: found 'so', expected a value of note as JSON",
    "publication,bonetti2005,retraction_checked_on,5": "a value of retraction checked on as JSON",
    "arm,bonetti2005--nobody,note,1": "found 'bonetti2005--nobody', expected the key of a row of arms.csv",
    f'{BIAS},result,"""x"""': "in other_values.csv the key of one of the outcome results",
}


@pytest.mark.django_db
def test_told_value_that_cannot_be_used_stops_the_load(copy):
    for row, sentence in REFUSED.items():
        (copy / "other_values.csv").write_text(f"kind,row_key,field,value\n{row}\n", encoding="utf-8")

        with pytest.raises(DataSetError, match=re.escape(sentence)):
            load(copy, keep=True)


@pytest.mark.django_db
def test_files_of_a_full_folder_are_not_overwritten(tmp_path):
    (tmp_path / "studies.csv").write_text("key\n", encoding="utf-8")

    with pytest.raises(CommandError, match="not an empty directory"):
        call_command("export_evidence", str(tmp_path))
