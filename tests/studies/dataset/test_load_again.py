"""A second load: what changed in the files is brought over, what a person did is reported and left alone."""

from io import StringIO

import pytest
from django.core.management import call_command

from studies.choices import StudyStatus
from studies.dataset import load
from studies.dataset.load_report import Report, RowOutcome
from studies.dataset.row_digests import digest, snapshot
from studies.models import Arm, Claim, Component, Condition, OutcomeResult, Publication, Study
from tests.studies.dataset.csv_copy import change, line_of, read, write

BONETTI = "bonetti2005--disc-ozone--poor-outcome--w26-07"


def counts(report: Report, file: str) -> dict[RowOutcome, int]:
    return {verdict: report.of(file).count(verdict) for verdict in RowOutcome if report.of(file).count(verdict)}


def total(report: Report, verdict: RowOutcome) -> int:
    return sum(tally.count(verdict) for tally in report.tallies.values())


def test_a_number_changed_in_the_file_is_brought_over_with_its_history(folder):
    change(folder, "outcomes.csv", "events", "14", where=BONETTI)

    report = load(folder, keep=True)

    result = OutcomeResult.objects.get(row_key=BONETTI)
    assert result.events == 14
    assert [line.events for line in result.history.order_by("history_id")] == [13, 14]
    assert {line.history_change_reason for line in result.history.all()} == {"Loaded from the data set"}
    assert total(report, RowOutcome.UPDATED) == 1
    assert counts(report, "outcomes.csv")[RowOutcome.UPDATED] == 1
    assert total(load(folder, keep=True), RowOutcome.UPDATED) == 0


def test_a_printed_form_changed_in_the_file_is_brought_over(folder):
    change(folder, "outcomes.csv", "percent", "15.10", where=BONETTI)

    load(folder, keep=True)

    assert OutcomeResult.objects.get(row_key=BONETTI).as_printed("percent") == "15.10"


def test_components_changed_in_the_file_are_brought_over_with_one_line_of_history(folder):
    rows = read("arms.csv", folder=folder)
    changed = next(row for row in rows if row["study"] == "bonetti2005" and row["arm"] == "disc-steroid")
    changed["components"] = "steroid;local-anaesthetic"
    write(folder, "arms.csv", rows)

    report = load(folder, keep=True)

    arm = Arm.objects.get(row_key="bonetti2005--disc-steroid")
    assert {component.slug for component in arm.components.all()} == {"steroid", "local-anaesthetic"}
    assert [line.components.count() for line in arm.history.order_by("history_id")] == [1, 2]
    assert counts(report, "arms.csv")[RowOutcome.UPDATED] == 1


def test_a_new_row_is_created_and_the_others_stay(folder):
    rows = read("registrations.csv", folder=folder)
    write(folder, "registrations.csv", [*rows, {**rows[0], "registration": "NCT00000001"}])

    report = load(folder, keep=True)

    assert counts(report, "registrations.csv") == {RowOutcome.CREATED: 1, RowOutcome.UNCHANGED: len(rows)}


def test_a_row_that_left_the_file_keeps_its_record_and_is_named(folder):
    rows = read("registrations.csv", folder=folder)
    write(folder, "registrations.csv", rows[1:])

    report = load(folder, keep=True)

    assert report.only_in_database == [f"registrations.csv: registration {rows[0]['registration']}"]
    assert counts(report, "registrations.csv") == {RowOutcome.UNCHANGED: len(rows) - 1}


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


def test_a_persons_edits_are_reported_and_left_alone(folder):
    OutcomeResult.objects.filter(row_key=BONETTI).update(**EDITS)

    report = load(folder, keep=True)

    result = OutcomeResult.objects.get(row_key=BONETTI)
    assert {field: getattr(result, field) for field in EDITS} == EDITS
    line = line_of("outcomes.csv", folder=folder, where=BONETTI)
    [sentence] = report.left_alone
    assert sentence.startswith(f"outcomes.csv, line {line} ({BONETTI}): edited by a person; ")
    # No column of the file says what was read, or quotes it: nothing to overwrite there, and nothing to report.
    assert [field for field in EDITS if f" {field} is {EDITS[field]!r} here" not in sentence] == ["read_as", "quote"]
    assert counts(report, "outcomes.csv")[RowOutcome.LEFT_ALONE] == 1
    assert total(report, RowOutcome.UPDATED) == 0


def test_an_edited_record_does_not_take_a_later_change_of_the_file(folder):
    study = Study.objects.get(row_key="bonetti2005")
    study.country = "San Marino"
    study.save()
    change(folder, "studies.csv", "n_analysed", "300", where="bonetti2005")

    [sentence] = load(folder, keep=True).left_alone

    study.refresh_from_db()
    assert (study.country, study.n_analysed) == ("San Marino", 306)
    assert "country is 'San Marino' here and 'Italy' in the file" in sentence
    assert "n_analysed is 306 here and 300 in the file" in sentence


def test_human_decisions_remain_and_protect_their_record(folder):
    study = Study.objects.get(row_key="bonetti2005")
    study.standing = StudyStatus.DRAFT
    study.save()

    assert load(folder, keep=True).left_alone == []

    change(folder, "studies.csv", "n_analysed", "300", where="bonetti2005")
    assert len(load(folder, keep=True).left_alone) == 1
    study.refresh_from_db()
    assert (study.standing, study.n_analysed) == (StudyStatus.DRAFT, 306)


def test_components_and_evidence_that_a_person_chose_are_left_alone(folder):
    arm = Arm.objects.get(row_key="bonetti2005--disc-ozone")
    arm.components.add(Component.objects.get(slug="steroid"))
    claim = Claim.objects.get(slug="c01-what-it-is")
    claim.evidence.clear()

    report = load(folder, keep=True)

    assert arm.components.count() == 2
    assert claim.evidence.count() == 0
    assert [sentence.split(",")[0] for sentence in report.left_alone] == ["claims.csv", "arms.csv"]


def test_an_edit_that_the_file_follows_is_no_longer_one(folder):
    result = OutcomeResult.objects.get(row_key=BONETTI)
    result.events = 14
    result.save()
    change(folder, "outcomes.csv", "events", "14", where=BONETTI)

    report = load(folder, keep=True)

    assert report.left_alone == []
    assert total(report, RowOutcome.UPDATED) == 0


def test_what_a_person_deleted_does_not_come_back(folder):
    Arm.objects.get(row_key="bonetti2005--nondisc-ozone").delete()

    report = load(folder, keep=True)

    assert not Arm.objects.filter(row_key="bonetti2005--nondisc-ozone").exists()
    assert any("a person deleted" in sentence for sentence in report.left_alone)
    assert counts(report, "arms.csv")[RowOutcome.LEFT_ALONE] == 1
    deleted = [row for row in read("outcomes.csv", folder=folder) if row["arm"] == "nondisc-ozone"]
    assert deleted
    assert counts(report, "outcomes.csv")[RowOutcome.LEFT_ALONE] == len(deleted)
    assert total(report, RowOutcome.CREATED) == 0


def test_a_new_row_that_names_a_deleted_record_is_left_alone(folder):
    Arm.objects.get(row_key="bonetti2005--nondisc-ozone").delete()
    rows = read("outcomes.csv", folder=folder)
    old = next(row for row in rows if row["arm"] == "nondisc-ozone")
    write(folder, "outcomes.csv", [*rows, {**old, "row_key": "bonetti2005--a-new-one"}])

    report = load(folder, keep=True)

    assert any("a person deleted arm bonetti2005--nondisc-ozone" in sentence for sentence in report.left_alone)
    assert not OutcomeResult.objects.filter(row_key="bonetti2005--a-new-one").exists()


def test_a_record_typed_in_by_a_person_is_no_concern_of_a_load(folder):
    typed = Condition.objects.create(slug="coccydynia", name="Coccydynia", plain_name="tailbone pain", order=999)
    Condition.objects.create(slug="hip", row_key="hip", name="Hip", plain_name="hip pain", order=1000)

    report = load(folder, keep=True)

    assert report.only_in_database == []
    typed.refresh_from_db()
    assert typed.row_key is None


def test_a_slug_already_in_use_is_reported(folder):
    rows = read("conditions.csv", folder=folder)
    Condition.objects.create(slug="tailbone", name="Tailbone", plain_name="tailbone", order=999)
    write(folder, "conditions.csv", [*rows, {**rows[-1], "slug": "tailbone"}])

    with pytest.raises(ValueError, match=r"column slug: 'tailbone': It is taken by another condition\."):
        load(folder, keep=True)


def test_an_address_once_given_stays(folder):
    rows = read("studies.csv", folder=folder)
    twin = {**next(row for row in rows if row["key"] == "bonetti2005"), "key": "bonetti2005b"}
    write(folder, "studies.csv", [*rows, twin])
    bib = folder / "references.bib"
    entry = bib.read_text()[bib.read_text().index("@article{bonetti2005,") :].split("\n}\n")[0] + "\n}\n"
    bib.write_text(bib.read_text() + entry.replace("{bonetti2005,", "{bonetti2005b,"))

    load(folder, keep=True)

    addresses = dict(Study.objects.filter(row_key__startswith="bonetti2005").values_list("label", "slug"))
    assert addresses == {"Bonetti 2005a": "bonetti-2005", "Bonetti 2005b": "bonetti-2005b"}


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
