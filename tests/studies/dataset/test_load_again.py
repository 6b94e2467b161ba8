"""A second load: what changed in the files is brought over, what a person did is reported and left alone."""

from io import StringIO

import pytest
from django.core.management import call_command

from studies.choices import StudyStatus
from studies.dataset import load
from studies.dataset.load_report import Report, RowOutcome
from studies.dataset.row_digests import digest, snapshot
from studies.models import Condition, OutcomeResult, Publication, Study
from tests.studies.dataset.csv_copy import change, read, write

BONETTI = "bonetti2005--disc-ozone--poor-outcome--w26-07"


def counts(report: Report, file: str) -> dict[RowOutcome, int]:
    return {verdict: report.of(file).count(verdict) for verdict in RowOutcome if report.of(file).count(verdict)}


# Every field of a result that an admin can edit: the new value must be found, and left alone.
EDITS = {
    "outcome_name": "bad outcome",
    "part": "men",
    "scale_min": 1.0,
    "scale_max": 9.0,
    "higher_is": "better",
    "weeks": 27.0,
    "timepoint_label": "half a year",
    "clock": "start",
    "n": 87,
    "ci_low": 0.5,
    "ci_high": 0.6,
    "ci_level": 95.0,
    "median": 0.5,
    "q1": 0.4,
    "q3": 0.6,
    "minimum": 0.0,
    "maximum": 1.0,
    "events": 12,
    "events_derived": True,
    "percent": 15.2,
    "is_change": True,
    "source_url": "https://example.org/",
    "locator": "page 3",
    "read_as": "full-text",
    "note": "Corrected.",
    "quote": "41 of 60 patients",
}


def test_the_edits_tried_are_all_fields_of_a_result_but_those_it_hangs_on():
    editable = {field.name for field in OutcomeResult._meta.concrete_fields if field.editable} - {"id"}

    assert editable - EDITS.keys() == {"arm", "measure", "kind", "mean", "sd", "se"}


def test_every_single_edit_changes_the_fingerprint(folder):
    for field, value in EDITS.items():
        result = OutcomeResult.objects.get(row_key=BONETTI)
        assert digest(OutcomeResult, snapshot(result, {})) == result.loaded_digest
        assert getattr(result, field) != value
        setattr(result, field, value)
        assert digest(OutcomeResult, snapshot(result, {})) != result.loaded_digest


def test_human_decisions_remain_and_protect_their_record(folder):
    study = Study.objects.get(row_key="bonetti2005")
    study.standing = StudyStatus.DRAFT
    study.save()

    assert load(folder, keep=True).left_alone == []

    change(folder, "studies.csv", "n_analysed", "300", where="bonetti2005")
    assert len(load(folder, keep=True).left_alone) == 1
    study.refresh_from_db()
    assert (study.standing, study.n_analysed) == (StudyStatus.DRAFT, 306)


def test_a_slug_already_in_use_is_reported(folder):
    rows = read("conditions.csv", folder=folder)
    Condition.objects.create(slug="tailbone", name="Tailbone", plain_name="tailbone", order=999)
    write(folder, "conditions.csv", [*rows, {**rows[-1], "slug": "tailbone"}])

    with pytest.raises(ValueError, match=r"column slug: 'tailbone': It is taken by another condition\."):
        load(folder, keep=True)


def test_an_entry_set_out_anew_keeps_its_fingerprint(folder):
    paper = Publication.objects.get(row_key="bonetti2005")
    before = paper.sources.get().fingerprint
    bib = folder / "references.bib"
    bib.write_text(bib.read_text().replace("  pmid = {15891150},\n", "  pmid   =  {15891150},\n"))

    report = load(folder, keep=True)

    source = paper.sources.get()
    assert source.fingerprint == before
    assert "pmid   =  {15891150}" in source.original
    assert counts(report, "references.bib")[RowOutcome.UPDATED] == 1
    assert paper.history.count() == 1


def test_check_says_what_would_change_and_changes_nothing(folder):
    change(folder, "outcomes.csv", "events", "14", where=BONETTI)
    study = Study.objects.get(row_key="bonetti2005")
    study.country = "San Marino"
    study.save()
    printed = StringIO()

    call_command("load_evidence", str(folder), "--check", stdout=printed)

    lines = {line.split()[0]: line.split()[1:] for line in printed.getvalue().splitlines() if line}
    assert lines["outcomes.csv"][2] == "1"
    assert lines["studies.csv"][4] == "1"
    assert "Left alone, because a person has edited the record since:" in printed.getvalue()
    assert "country is 'San Marino' here" in printed.getvalue()
    assert OutcomeResult.objects.get(row_key=BONETTI).events == 13
