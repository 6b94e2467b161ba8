"""What is exported is what was loaded; what people made since leaves too, and returns the same."""

import random
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from studies.dataset import DataSetError, load
from studies.dataset.bibliography import read_entries
from studies.dataset.bibliography_text import bibliography_entry
from studies.dataset.record_cells import TABLES
from studies.models import (
    Arm,
    OutcomeResult,
    Publication,
    PublicationSource,
    ReviewInclusion,
    ReviewTrialRow,
    RiskOfBias,
    Study,
)
from tests.evidence.releases.small_release import delete_releases
from tests.factories import (
    make_arm,
    make_publication,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.studies.dataset.csv_copy import EVIDENCE, csv_files, make_small, read
from tests.studies.full_site import AT, make_site

DERIVED = {"isolates_ozone", "poolable"}
LISTS = {"components", "secondary_conditions", "verdict_evidence"}
# What spreadsheets, BibTeX, CSV and databases take for something else.
LETTERS = ['"', "'", "\n", "\r\n", "\r", ",", ";", "{", "}", "\\", "%", "$", "=", "+", "-", "@", " ", "é", "臭", "𝛼"]
LETTERS += ["\u202e", "\ufeff", "e\u0301", "and", "others", "~", "#", "_", "1", "A"]
NUMBERS = [0.1 + 0.2, 1e-7, -0.0, 12345.678901234567, 2.0, 1 / 3, 99.99999999999999]


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


def empty_database() -> None:
    """Remove every record, releases too, as in a new database; the list of components is made again."""
    # PostgreSQL changes and empties no table whose references it has still to check.
    connection.check_constraints()
    delete_releases()
    connection.check_constraints()
    call_command("flush", interactive=False, verbosity=0)


def round_trip(tmp_path: Path) -> dict[str, bytes]:
    """The files of these records; then of those that were made of the files in an empty database, which are equal."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    call_command("export_evidence", str(first), verbosity=0)
    empty_database()
    load(first, keep=True)
    call_command("export_evidence", str(second), verbosity=0)
    assert files_of(second) == files_of(first)
    return files_of(first)


@pytest.mark.django_db
def test_data_set_comes_back_byte_by_byte(tmp_path, capsys):
    load(EVIDENCE, keep=True)

    call_command("export_evidence", str(tmp_path))

    files = [*(table.file for table in TABLES), "references.bib"]
    assert files_of(tmp_path) == {name: (EVIDENCE / name).read_bytes() for name in files}
    assert "A backup has all of it" in capsys.readouterr().out


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
def test_what_curators_made_leaves_and_returns(tmp_path, capsys):
    study = make_site()
    second = make_publication(
        study=study, role="protocol", title="The protocol", keywords="ozone; disc", issn="1234-5678"
    )
    make_publication(study=None, title="Not screened yet", publication_type="conference-abstract")
    draft = make_study(slug="draft-of-ours", label="A draft", standing="draft")
    Study.objects.filter(pk=study.pk).update(standing="signed-off", signed_off_by=make_user(), signed_off_at=AT)
    result = OutcomeResult.objects.filter(arm__study=study).first()
    OutcomeResult.objects.filter(pk=result.pk).update(quote="“2.1 points”", read_as="full-text", locator="")
    Arm.objects.filter(pk=result.arm_id).update(volume="about 5", volume_low=4, volume_high=6)
    make_risk_of_bias(study=study, result=result)
    review = make_review()
    for _ in range(2):
        ReviewTrialRow.objects.create(review=review, pool_locator="Figure 3", study_label="A")
    ReviewInclusion.objects.create(review=review, citation="A 2019", publication=second)

    signed_off = Study.objects.filter(standing="signed-off").count()

    round_trip(tmp_path)

    assert f"Written as unverified: {signed_off} signed-off stud" in capsys.readouterr().out
    assert Study.objects.get(slug=draft.slug).standing == "draft"
    assert Study.objects.get(slug=study.slug).standing == "unverified"
    protocol = Publication.objects.get(role="protocol")
    assert (protocol.study.slug, protocol.keywords, protocol.issn) == (study.slug, "ozone; disc", "1234-5678")
    assert Publication.objects.get(title="Not screened yet").publication_type == "conference-abstract"
    assert OutcomeResult.objects.get(quote="“2.1 points”").locator == ""
    assert (Arm.objects.get(volume="about 5").volume_low, RiskOfBias.objects.exclude(result=None).count()) == (4, 1)
    assert ReviewTrialRow.objects.filter(pool_locator="Figure 3", study_label="A").count() == 2
    assert ReviewInclusion.objects.get(citation="A 2019").publication == protocol


def odd_texts(count: int) -> list[str]:
    """Texts of letters that formats stumble over, always the same."""
    chance = random.Random(17)  # noqa: S311 - no secret
    return ["".join(chance.choices(LETTERS, k=chance.randint(1, 12))) for _ in range(count)]


@pytest.mark.django_db
def test_odd_texts_and_numbers_of_many_digits_return_the_same(tmp_path):
    # SQLite holds the letter that ends a text in C; PostgreSQL refuses it.
    more = ["a\0b"] if connection.vendor == "sqlite" else []
    study = make_study(note=more[0] if more else "")
    texts = [*odd_texts(60), *more]
    for place, text in enumerate(texts):
        make_publication(study=study, title=f"T{text}", authors=text, journal=text, note=text, volume=text[:40])
        make_arm(study=study, slug=f"arm-{place}", label=text, note=text, co_interventions=text)
    arm = Arm.objects.first()
    for number in NUMBERS:
        make_result(arm=arm, mean=number, sd=None, timepoint_label=repr(number), printed={"mean": repr(number)})
        make_result(arm=arm, mean=number, sd=None, timepoint_label=f"{number!r} plain")

    round_trip(tmp_path)

    assert set(Arm.objects.values_list("note", flat=True)) == set(texts)
    assert set(Publication.objects.values_list("journal", flat=True)) == {"", *texts} - {""}
    assert set(OutcomeResult.objects.values_list("mean", flat=True)) == set(NUMBERS)


@pytest.mark.django_db
def test_edited_publication_is_written_anew_and_an_untouched_one_as_it_came(tmp_path, capsys):
    folder = tmp_path / "small"
    folder.mkdir()
    load(make_small(folder), keep=True)
    before = {row.cells["key"]: row.cells["raw"] for row in read_entries((folder / "references.bib").read_text(), "")}
    Publication.objects.filter(row_key="bonetti2005").update(title="A title {corrected} by 50% & more")

    files = round_trip(tmp_path)

    after = {row.cells["key"]: row.cells for row in read_entries(files["references.bib"].decode(), "")}
    assert {key for key in before if before[key] != after[key]["raw"]} == {"bonetti2005"}
    assert after["bonetti2005"]["title"] == "A title {corrected} by 50% & more"


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
def test_told_value_that_cannot_be_used_stops_the_load(tmp_path):
    make_small(tmp_path)
    for row, sentence in REFUSED.items():
        (tmp_path / "other_values.csv").write_text(f"kind,row_key,field,value\n{row}\n", encoding="utf-8")

        with pytest.raises(DataSetError, match=re.escape(sentence)):
            load(tmp_path, keep=True)


@pytest.mark.django_db
def test_files_of_a_full_folder_are_not_overwritten(tmp_path):
    (tmp_path / "studies.csv").write_text("key\n", encoding="utf-8")

    with pytest.raises(CommandError, match="not an empty directory"):
        call_command("export_evidence", str(tmp_path))
