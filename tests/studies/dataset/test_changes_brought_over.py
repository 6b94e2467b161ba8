"""One second load, of files in which much has changed, over records that people have changed: what becomes of each."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from studies.dataset import load
from studies.dataset.load_report import Report, RowOutcome
from studies.models import Arm, Claim, Component, Condition, OutcomeResult, Registration, Study
from tests.shared_records import shared_records
from tests.studies.dataset.csv_copy import change, line_of, read, write
from tests.studies.dataset.test_load_again import BONETTI, EDITS, counts

pytestmark = pytest.mark.django_db
CHANGED = "bonetti2005--disc-steroid--poor-outcome--w26-07"
FOLLOWED = "yang2023--ozone--success-macnab--w1"
DELETED_ARM = "bonetti2005--nondisc-ozone"
NEW_OF_DELETED = "bonetti2005--a-new-one"


@pytest.fixture(scope="module")
def copy(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(small, tmp_path_factory.mktemp("changed") / "copy"))


@pytest.fixture(scope="module")
def report(loaded: None, django_db_blocker: DjangoDbBlocker, copy: Path) -> Iterator[Report]:
    def change_and_load() -> Report:
        change_files(copy)
        change_records()
        return load(copy, keep=True)

    with shared_records(django_db_blocker, change_and_load) as made:
        yield made


def change_files(folder: Path) -> None:
    change(folder, "outcomes.csv", "events", "19", where=CHANGED)
    change(folder, "outcomes.csv", "percent", "22.50", where=CHANGED)
    change(folder, "outcomes.csv", "events", "57", where=FOLLOWED)
    change(folder, "studies.csv", "n_analysed", "100", where="yang2023")
    arms = read("arms.csv", folder=folder)
    next(row for row in arms if row["arm"] == "disc-steroid")["components"] = "steroid;local-anaesthetic"
    write(folder, "arms.csv", arms)
    first, *others = read("registrations.csv", folder=folder)
    write(folder, "registrations.csv", [*others, {**first, "registration": "NCT00000001"}])
    results = read("outcomes.csv", folder=folder)
    of_deleted = next(row for row in results if row["arm"] == "nondisc-ozone")
    write(folder, "outcomes.csv", [*results, {**of_deleted, "row_key": NEW_OF_DELETED}])
    add_twin(folder)


def add_twin(folder: Path) -> None:
    """A study of the same author and year."""
    studies, bib = read("studies.csv", folder=folder), folder / "references.bib"
    twin = {**next(row for row in studies if row["key"] == "bonetti2005"), "key": "bonetti2005b"}
    write(folder, "studies.csv", [*studies, twin])
    text = bib.read_text()
    entry = text[text.index("@article{bonetti2005,") :].split("\n}\n")[0] + "\n}\n"
    bib.write_text(text + entry.replace("{bonetti2005,", "{bonetti2005b,"))


def change_records() -> None:
    """What people do."""
    OutcomeResult.objects.filter(row_key=BONETTI).update(**EDITS)
    for model, key, values in (
        (Study, "yang2023", {"country": "San Marino"}),
        (OutcomeResult, FOLLOWED, {"events": 57}),
    ):
        record = model.objects.get(row_key=key)
        vars(record).update(values)
        record.save()
    Arm.objects.get(row_key="gallucci2007--ozone").components.add(Component.objects.get(slug="exercise"))
    Claim.objects.get(slug="c01-what-it-is").evidence.clear()
    Arm.objects.get(row_key=DELETED_ARM).delete()
    Condition.objects.create(slug="coccydynia", name="Coccydynia", plain_name="tailbone pain", order=999)
    Condition.objects.create(slug="hip", row_key="hip", name="Hip", plain_name="hip pain", order=1000)


def told(sentences: list[str], file: str, key: str) -> str:
    """The only sentence of a report about a row."""
    [sentence] = [each for each in sentences if each.startswith(f"{file}, ") and f"({key})" in each]
    return sentence


def test_a_number_is_brought_over_with_its_history(report):
    result = OutcomeResult.objects.get(row_key=CHANGED)
    assert result.events == 19
    assert [line.events for line in result.history.order_by("history_id")] == [18, 19]
    assert {line.history_change_reason for line in result.history.all()} == {"Loaded from the data set"}
    assert counts(report, "outcomes.csv")[RowOutcome.UPDATED] == 1


def test_no_other_record_is_changed(report):
    # The label of a study follows from those of the same author and year.
    changed = [re.search(r"\(([^)]+)\)", sentence)[1] for sentence in report.updated]
    assert changed == ["bonetti2005", "bonetti2005--disc-steroid", CHANGED]


def test_a_printed_form_is_brought_over(report):
    assert OutcomeResult.objects.get(row_key=CHANGED).as_printed("percent") == "22.50"


def test_components_are_brought_over_with_one_line_of_history(report):
    arm = Arm.objects.get(row_key="bonetti2005--disc-steroid")
    assert {component.slug for component in arm.components.all()} == {"steroid", "local-anaesthetic"}
    assert [line.components.count() for line in arm.history.order_by("history_id")] == [1, 2]
    assert counts(report, "arms.csv")[RowOutcome.UPDATED] == 1


def test_a_new_row_is_created_and_one_that_left_keeps_its_record_and_is_named(report, small):
    rows = read("registrations.csv", folder=small)
    assert counts(report, "registrations.csv") == {RowOutcome.CREATED: 1, RowOutcome.UNCHANGED: len(rows) - 1}
    assert report.only_in_database == [f"registrations.csv: registration {rows[0]['registration']}"]
    assert Registration.objects.count() == len(rows) + 1


def test_a_persons_edits_are_reported_and_left_alone(report, copy):
    result = OutcomeResult.objects.get(row_key=BONETTI)
    assert {field: getattr(result, field) for field in EDITS} == EDITS
    sentence = told(report.left_alone, "outcomes.csv", BONETTI)
    line = line_of("outcomes.csv", folder=copy, where=BONETTI)
    assert sentence.startswith(f"outcomes.csv, line {line} ({BONETTI}): edited by a person; ")
    # No column of the file says what was read, or quotes it: nothing to overwrite there, and nothing to report.
    assert [field for field in EDITS if f" {field} is {EDITS[field]!r} here" not in sentence] == ["read_as", "quote"]


def test_an_edited_record_does_not_take_a_later_change_of_the_file(report):
    study = Study.objects.get(row_key="yang2023")
    assert (study.country, study.n_analysed) == ("San Marino", 120)
    sentence = told(report.left_alone, "studies.csv", "yang2023")
    assert "country is 'San Marino' here and 'China' in the file" in sentence
    assert "n_analysed is 120 here and 100 in the file" in sentence


def test_components_and_evidence_that_a_person_chose_are_left_alone(report):
    assert Arm.objects.get(row_key="gallucci2007--ozone").components.count() == 4
    assert Claim.objects.get(slug="c01-what-it-is").evidence.count() == 0
    assert told(report.left_alone, "arms.csv", "gallucci2007--ozone")
    assert told(report.left_alone, "claims.csv", "c01-what-it-is")


def test_an_edit_that_the_file_follows_is_no_longer_one(report):
    assert OutcomeResult.objects.get(row_key=FOLLOWED).events == 57
    assert not [each for each in [*report.left_alone, *report.updated] if FOLLOWED in each]


def test_what_a_person_deleted_does_not_come_back_nor_a_new_row_that_names_it(report, copy):
    assert not Arm.objects.filter(row_key=DELETED_ARM).exists()
    assert not OutcomeResult.objects.filter(row_key=NEW_OF_DELETED).exists()
    assert "a person deleted" in told(report.left_alone, "arms.csv", DELETED_ARM)
    rows = [row for row in read("outcomes.csv", folder=copy) if row["arm"] == "nondisc-ozone"]
    assert len(rows) > 1
    assert counts(report, "outcomes.csv")[RowOutcome.LEFT_ALONE] == len(rows) + 1
    assert f"a person deleted arm {DELETED_ARM}" in told(report.left_alone, "outcomes.csv", NEW_OF_DELETED)


def test_a_record_typed_in_by_a_person_is_no_concern_of_a_load(report):
    assert not [line for line in report.only_in_database if line.startswith("conditions.csv")]
    assert Condition.objects.get(slug="coccydynia").row_key is None


def test_an_address_once_given_stays(report):
    addresses = dict(Study.objects.filter(row_key__startswith="bonetti2005").values_list("label", "slug"))
    assert addresses == {"Bonetti 2005a": "bonetti-2005", "Bonetti 2005b": "bonetti-2005b"}


def test_the_next_load_of_these_files_changes_nothing(report, copy):
    again = load(copy, keep=True)
    assert again.updated == []
    assert again.left_alone == report.left_alone
