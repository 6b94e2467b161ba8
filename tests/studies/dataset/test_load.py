"""The real data set in the database: counted and complete."""

from io import StringIO
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.choices import Retraction, Screening, StudyStatus
from studies.dataset import file_models, load
from studies.dataset.load import load_synonyms
from studies.dataset.record_cells import TABLES
from studies.models import (
    Arm,
    Claim,
    ClaimSource,
    Condition,
    MinimalImportantChange,
    OutcomeResult,
    Publication,
    PublicationSource,
    Registration,
    ReportedContrast,
    ReviewTrialRow,
    Study,
    Synonym,
)
from studies.search.curated_synonyms import curated_synonyms
from tests.studies.dataset.csv_copy import EVIDENCE, all_tables, csv_files, header, read
from tests.studies.dataset.test_export_data_set import files_of

# Derived by the code; tests elsewhere compare what it derives with these columns.
DERIVED = {("outcomes.csv", "poolable"), ("studies.csv", "isolates_ozone")}
# Keys by which rows are found; each is in row_key, and the others only repeat another column.
KEYS = {"row_key", "key", "study", "source_kind"}


def table_lines(output: str) -> dict[str, list[int]]:
    """The numbers printed for each file: rows read, created, updated, unchanged, left alone."""
    lines = [line.split() for line in output.splitlines()]
    return {
        line[0]: [int(number) for number in line[1:]] for line in lines if line and line[0].endswith((".csv", ".bib"))
    }


def run(*options: str) -> str:
    printed = StringIO()
    call_command("load_evidence", *options, stdout=printed)
    return printed.getvalue()


def rows_in_files(folder: Path) -> dict[str, int]:
    counts = {file: len(read(file, folder=folder)) for file in csv_files()}
    return counts | {"references.bib": len(parse_string((folder / "references.bib").read_text("utf-8")).entries)}


@pytest.mark.django_db
def test_every_row_of_every_file_is_created_in_few_queries(small):
    with CaptureQueriesContext(connection) as few:
        load(small, keep=False)
    with CaptureQueriesContext(connection) as many:
        printed = table_lines(run(str(EVIDENCE)))

    rows = rows_in_files(EVIDENCE)
    assert len(rows) == 18
    assert rows["references.bib"] == 167
    assert printed == {file: [count, count, 0, 0, 0] for file, count in rows.items()}
    # Parents are written before children, and SQLite takes a thousand values a query: one more for many rows.
    more = sum(rows.values()) - sum(rows_in_files(small).values())
    assert more > 900
    assert len(many) - len(few) < more / 10
    check_number_of_records(rows)


def check_number_of_records(rows: dict[str, int]) -> None:
    main = {table.file: table.model for table in all_tables() if table.model not in (ClaimSource, PublicationSource)}
    main |= {"studies.csv": Study, "references.bib": Publication}
    assert {file: model.objects.count() for file, model in main.items()} == rows
    assert PublicationSource.objects.count() == 167
    assert ClaimSource.objects.count() == 1
    for model in main.values():
        assert model.history.count() == model.objects.count()


@pytest.mark.django_db
def test_check_reports_the_same_and_writes_nothing(small):
    printed = run(str(small), "--check")

    assert table_lines(printed) == {file: [count, count, 0, 0, 0] for file, count in rows_in_files(small).items()}
    assert "nothing was written" in printed
    assert not Study.objects.exists()
    assert not Study.history.exists()
    assert not Condition.objects.exists()


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="not a directory"):
        run(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("file", csv_files())
def test_every_column_has_a_home(file):
    tables = [table for table in all_tables() if table.file == file]
    at_home = {field.column for table in tables for field in table.columns if field.name}

    assert {field.column for table in tables for field in table.columns} == set(header(file))
    homeless = set(header(file)) - at_home - {column for where, column in DERIVED if where == file}
    assert homeless <= KEYS
    assert all(
        name in {key for table in tables for key in table.rows.key} or file != "studies.csv" for name in homeless
    )


@pytest.mark.usefixtures("real_evidence", "db")
class TestWhatIsLoaded:
    def test_export_gives_the_files_back_byte_by_byte(self, tmp_path):
        printed = StringIO()
        call_command("export_evidence", str(tmp_path), stdout=printed)

        files = [*(table.file for table in TABLES), "references.bib"]
        assert files_of(tmp_path) == {name: (EVIDENCE / name).read_bytes() for name in files}
        assert "A backup has all of it" in printed.getvalue()

    def test_what_a_file_leaves_empty_stays_empty(self):
        files = {table.file: table for table in (file_models.RESULTS, file_models.ARMS, file_models.CONTRASTS)}
        for file, table in files.items():
            records = {record.row_key: record for record in table.model.objects.all()}
            for row in read(file):
                record = records[table.row_key(row)]
                for field in table.columns:
                    if field.name and row[field.column] == "" and field.name != "components":
                        assert getattr(record, field.name) in (None, "")

    def test_numbers_are_the_printed_ones(self):
        numbers = {field.column: field.name for field in file_models.RESULTS.columns if field.name}
        results = OutcomeResult.objects.in_bulk(field_name="row_key")
        printed = 0
        for row in read("outcomes.csv"):
            result = results[row["row_key"]]
            for name in ("mean", "sd", "se", "ci_low", "ci_high", "percent", "n", "events", "min", "max"):
                assert result.as_printed(numbers[name]) == row[name]
                printed += bool(row[name])
        assert printed > 200

    def test_every_study_is_unverified_and_read_as_its_record_says(self):
        assert set(Study.objects.values_list("standing", flat=True)) == {StudyStatus.UNVERIFIED}
        assert {row["key"]: row["read_as"] for row in read("studies.csv")} == dict(
            Study.objects.values_list("row_key", "read_as")
        )
        assert set(OutcomeResult.objects.values_list("read_as", flat=True)) == {""}

    def test_publications_of_studies_are_included_and_the_others_sources_of_methods(self):
        included = Publication.objects.filter(screening=Screening.INCLUDED)
        others = Publication.objects.filter(screening=Screening.METHODS_SOURCE)

        assert included.count() == 160
        assert not included.filter(study__isnull=True).exists()
        assert others.count() == 7
        assert not others.filter(study__isnull=False).exists()
        assert set(Publication.objects.values_list("retraction", flat=True)) == {Retraction.NOT_CHECKED}

    def test_a_publication_is_described_by_both_files(self):
        paper = Publication.objects.get(study__label="Bonetti 2005")

        assert (paper.journal, paper.year) == ("AJNR American Journal of Neuroradiology", 2005)
        assert (paper.volume, paper.number, paper.pages) == ("26", "5", "996–1000")
        assert (paper.pmid, paper.entry_type) == ("15891150", "article")
        assert paper.sources.get().original.startswith("@article{bonetti2005,")

    def test_identifiers_of_pubmed_central_are_kept_and_searched(self):
        papers = dict(Publication.objects.exclude(pmcid="").values_list("row_key", "pmcid"))

        assert len(papers) == 9
        assert papers["biazzo2018"] == "PMC6357609"
        found = Publication.objects.get(search_text__contains="pmc6357609")
        assert found.row_key == "biazzo2018"

    def test_no_key_of_the_data_set_is_an_address_or_a_label(self):
        for study in Study.objects.all():
            assert study.row_key not in (study.slug, study.label)
        assert Study.objects.get(row_key="bonetti2005").slug == "bonetti-2005"
        assert Study.objects.get(row_key="espahbodind").label == "Espahbodi (n.d.)"

    def test_strata_parts_components_and_doses_of_arms(self):
        stratum = Arm.objects.get(study__row_key="bonetti2005", slug="nondisc-ozone")
        part = Arm.objects.exclude(part_of=None).filter(study__row_key="bellelli2025").first()
        dosed = Arm.objects.get(row_key="sucuoglu2021--ozone")

        assert (stratum.stratum, stratum.condition.slug) == ("non-disc", "other-vertebral-disease")
        assert part.part_of.slug == "all"
        assert part.part_of.study == part.study
        assert {component.slug for component in stratum.components.all()} == {"ozone"}
        assert (dosed.concentration_low, dosed.concentration_high) == (20, 25)
        assert (dosed.volume, dosed.volume_low, dosed.sessions_low, dosed.sessions_high) == ("30", 30, 8, 8)

    def test_a_dose_in_two_places_stays_text(self):
        two_places = Arm.objects.filter(volume__contains="+")

        assert two_places.count() >= 4
        assert set(two_places.values_list("volume_low", "volume_high")) == {(None, None)}

    def test_claims_thresholds_and_registrations_have_homes(self):
        claim = Claim.objects.get(slug="c01-what-it-is")

        assert claim.source.title == "Ozone Injections: Illuminating the Path to Back Pain Relief"
        assert {study.row_key for study in claim.evidence.all()} == {"actabiomedicand", "rimeika2021"}
        assert MinimalImportantChange.objects.filter(measure__isnull=True).count() == 1
        assert MinimalImportantChange.objects.get(is_harmonised_default=True).publication.row_key == "ostelo2008"
        assert Registration.objects.get(registration="NCT05586633").n_planned == 50
        assert not ReviewTrialRow.objects.exists()

    def test_history_says_where_it_came_from_many_to_many_included(self):
        arm = Arm.objects.get(row_key="bonetti2005--disc-steroid")
        line = arm.history.get()

        assert line.history_change_reason == "Loaded from the data set"
        assert line.history_type == "+"
        assert [each.component.slug for each in line.components.all()] == ["steroid"]
        models = [table.model for table in all_tables() if table.model is not PublicationSource]
        reasons = {
            reason for model in models for reason in model.history.values_list("history_change_reason", flat=True)
        }
        assert reasons == {"Loaded from the data set"}

    def test_a_contrast_names_arms_of_its_own_study(self):
        for contrast in ReportedContrast.objects.select_related("arm_a", "arm_b"):
            assert contrast.arm_a.study_id == contrast.arm_b.study_id == contrast.study_id


def test_synonyms_are_loaded_alone_and_found_with_their_other_terms(db):
    load_synonyms(EVIDENCE)
    load_synonyms(EVIDENCE)

    synonyms = curated_synonyms()
    assert Synonym.objects.count() == len(synonyms.meanings) == len(read("synonyms.csv"))
    for meaning in synonyms.meanings:
        for term in meaning.terms[: meaning.equal]:
            found = {tuple(sorted(each)) for each in synonyms.alternatives(term)}
            assert {tuple(sorted(each)) for each in meaning.terms} <= found, meaning.names
