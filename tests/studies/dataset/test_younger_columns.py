"""A file written before a column was thought of: it says nothing of it, and changes nothing."""

import csv
import shutil

import pytest

from studies.dataset import load
from studies.dataset.load import DataSetLoader
from studies.dataset.load_report import RowOutcome
from studies.fields import FIELDS
from studies.models import AdverseEvent, DataQuery, OutcomeMeasure, ReportedContrast, Study
from tests.studies.dataset.csv_copy import all_tables, change, read

YOUNGER = {
    "studies.csv": {"allocation", "cluster_size", "icc", "pair_correlation"},
    "contrasts.csv": {"effect_measure", "se", "ci_level", "degrees_of_freedom", "compares_means"},
    "adverse_events.csv": {"fatal"},
    "outcome_measures.csv": {
        *("short_names", "is_line", "whole_points", "shown_max", "raw_max", "slight_max", "defined_by"),
        *("complement_of", "excludes", "counts_treatment", "critical_outcome", "subject"),
    },
}

pytestmark = pytest.mark.django_db


def without_younger_columns(folder, *files: str) -> None:
    """Write the files again as they were before."""
    for file in files or YOUNGER:
        rows = [
            {name: cell for name, cell in row.items() if name not in YOUNGER[file]} for row in read(file, folder=folder)
        ]
        with (folder / file).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def values(model) -> list[dict]:
    return list(model.objects.order_by("row_key").values())


def test_only_these_columns_can_be_absent():
    assert {table.file: set(table.younger_columns) for table in all_tables() if table.younger_columns} == YOUNGER
    assert not any(field.can_be_absent for field in FIELDS["arm"].fields)


def test_a_new_record_has_what_was_meant_before_and_an_instrument_what_this_data_set_says_of_it(copy):
    rows = read("outcome_measures.csv", folder=copy)
    without_younger_columns(copy)

    load(copy, keep=True)

    assert {(study.allocation, study.cluster_size, study.icc) for study in Study.objects.all()} == {
        ("parallel", None, None)
    }
    assert {(each.effect_measure, each.se, each.compares_means) for each in ReportedContrast.objects.all()} == {
        ("", None, False)
    }
    assert {harm.fatal for harm in AdverseEvent.objects.all()} == {"not-stated"}
    measures = {measure.slug: measure for measure in OutcomeMeasure.objects.all()}
    for row in rows:
        measure = measures[row["slug"]]
        assert (measure.short_names, measure.defined_by) == (row["short_names"], row["defined_by"])
        assert (measure.complement_of.slug if measure.complement_of else "") == row["complement_of"]
    assert (measures["disability-odi"].raw_max, measures["pain-vas"].is_line) == (50, True)

    # A person who types in such a column is not told of the file.
    OutcomeMeasure.objects.filter(slug="pain-vas").update(short_names="visual scale")
    assert load(copy, keep=True).left_alone == []
    assert OutcomeMeasure.objects.get(slug="pain-vas").short_names == "visual scale"


def test_an_instrument_that_this_data_set_lacks_has_nothing_more_and_a_complement_not_in_the_file_is_left_out(copy):
    change(copy, "outcome_measures.csv", "slug", "worst-pain", at=0)
    without_younger_columns(copy, "outcome_measures.csv")
    rows = read("outcome_measures.csv", folder=copy)
    with (copy / "outcome_measures.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["slug"] != "surgery-required")

    DataSetLoader(copy).load_measures()

    measure = OutcomeMeasure.objects.get(slug="worst-pain")
    assert (measure.short_names, measure.shown_max, measure.defined_by) == ("", None, "instrument-and-name")
    spared = OutcomeMeasure.objects.get(slug="surgery-avoided")
    assert (spared.complement_of, spared.counts_treatment) == (None, "discectomy")


def test_an_absent_column_changes_no_record_and_what_the_file_does_say_is_still_brought_over(copy):
    key = read("contrasts.csv", folder=copy)[0]["row_key"]
    for column, cell in (("effect_measure", "MD"), ("estimate", "-5.50"), ("se", "2.80"), ("ci_level", "95.0")):
        change(copy, "contrasts.csv", column, cell, where=key)
    change(copy, "studies.csv", "allocation", "cluster", where="yang2023")
    change(copy, "studies.csv", "icc", "0.050", where="yang2023")
    load(copy, keep=True)
    contrast = ReportedContrast.objects.get(row_key=key)
    assert [contrast.as_printed(name) for name in ("estimate", "se", "ci_level")] == ["-5.50", "2.80", "95.0"]
    tables = [(model, values(model)) for model in (Study, ReportedContrast, AdverseEvent, OutcomeMeasure)]

    without_younger_columns(copy)
    file = copy / "contrasts.csv"
    file.write_text(file.read_text("utf-8").replace("-5.50", "-6.50"), "utf-8")
    report = load(copy, keep=True)

    contrast.refresh_from_db()
    assert (contrast.as_printed("estimate"), contrast.as_printed("se")) == ("-6.50", "2.80")
    assert sum(tally.count(RowOutcome.UPDATED) for tally in report.tallies.values()) == 1
    assert report.left_alone == []
    # A study counts the changes of its rows.
    changed = {key, contrast.study.row_key}
    for model, before in tables:
        assert [row for row in values(model) if row["row_key"] not in changed] == [
            row for row in before if row["row_key"] not in changed
        ]


def test_a_column_that_the_file_gains_leaves_what_a_person_changed_or_deleted(small, copy):
    without_younger_columns(copy)
    load(copy, keep=True)
    harm, other = AdverseEvent.objects.order_by("pk")
    harm.note = "Checked in the full text."
    harm.save()
    deleted = DataQuery.objects.order_by("pk").first().row_key
    DataQuery.objects.get(row_key=deleted).delete()

    for file in YOUNGER:
        shutil.copy(small / file, copy)
    for row in (harm, other):
        change(copy, "adverse_events.csv", "fatal", "yes", where=row.row_key)
    change(copy, "data_queries.csv", "detail", "Changed since.", where=deleted)
    report = load(copy, keep=True)

    harm.refresh_from_db()
    other.refresh_from_db()
    assert (harm.note, harm.fatal) == ("Checked in the full text.", "not-stated")
    assert not DataQuery.objects.filter(row_key=deleted).exists()
    keys = {sentence.split("(")[1].split(")")[0]: sentence for sentence in report.left_alone}
    assert keys.keys() == {harm.row_key, deleted}
    assert "fatal is 'not-stated' here and 'yes' in the file" in keys[harm.row_key]
    assert keys[deleted].endswith("a person deleted it")
    # The others are up to date all the same.
    assert other.fatal == "yes"
