"""A file written before a column was thought of: it says nothing of it, and changes nothing."""

import csv

import pytest

from studies.dataset import load
from studies.dataset.load_report import RowOutcome
from studies.fields import FIELDS
from studies.models import AdverseEvent, OutcomeMeasure, ReportedContrast, Study
from tests.studies.dataset.csv_copy import all_tables, change, make_small, read

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


def test_a_new_record_has_what_was_meant_before_and_an_instrument_what_this_data_set_says_of_it(tmp_path):
    make_small(tmp_path)
    rows = read("outcome_measures.csv", folder=tmp_path)
    without_younger_columns(tmp_path)

    load(tmp_path, keep=True)

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
    assert load(tmp_path, keep=True).left_alone == []
    assert OutcomeMeasure.objects.get(slug="pain-vas").short_names == "visual scale"


def test_an_instrument_that_this_data_set_lacks_has_nothing_more_and_a_complement_not_in_the_file_is_left_out(tmp_path):
    make_small(tmp_path)
    change(tmp_path, "outcome_measures.csv", "slug", "worst-pain", at=0)
    for file in ("outcomes.csv", "contrasts.csv", "data_queries.csv", "mcid.csv"):
        text = (tmp_path / file).read_text("utf-8")
        (tmp_path / file).write_text(text.replace(",pain-vas,", ",worst-pain,"), "utf-8")
    without_younger_columns(tmp_path, "outcome_measures.csv")
    rows = read("outcome_measures.csv", folder=tmp_path)
    with (tmp_path / "outcome_measures.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["slug"] != "surgery-required")

    load(tmp_path, keep=True)

    measure = OutcomeMeasure.objects.get(slug="worst-pain")
    assert (measure.short_names, measure.shown_max, measure.defined_by) == ("", None, "instrument-and-name")
    spared = OutcomeMeasure.objects.get(slug="surgery-avoided")
    assert (spared.complement_of, spared.counts_treatment) == (None, "discectomy")


def test_an_absent_column_changes_no_record_and_what_the_file_does_say_is_still_brought_over(tmp_path):
    make_small(tmp_path)
    key = read("contrasts.csv", folder=tmp_path)[0]["row_key"]
    for column, cell in (("effect_measure", "MD"), ("estimate", "-5.50"), ("se", "2.80"), ("ci_level", "95.0")):
        change(tmp_path, "contrasts.csv", column, cell, where=key)
    change(tmp_path, "studies.csv", "allocation", "cluster", where="yang2023")
    change(tmp_path, "studies.csv", "icc", "0.050", where="yang2023")
    load(tmp_path, keep=True)
    models = (Study, ReportedContrast, AdverseEvent, OutcomeMeasure)
    before = [values(model) for model in models]
    contrast = ReportedContrast.objects.get(row_key=key)
    assert [contrast.as_printed(name) for name in ("estimate", "se", "ci_level")] == ["-5.50", "2.80", "95.0"]

    without_younger_columns(tmp_path)
    report = load(tmp_path, keep=True)

    assert [values(model) for model in models] == before
    assert sum(tally.count(RowOutcome.UPDATED) for tally in report.tallies.values()) == 0
    assert report.left_alone == []

    file = tmp_path / "contrasts.csv"
    file.write_text(file.read_text("utf-8").replace("-5.50", "-6.50"), "utf-8")
    load(tmp_path, keep=True)
    contrast.refresh_from_db()
    assert (contrast.as_printed("estimate"), contrast.as_printed("se")) == ("-6.50", "2.80")
