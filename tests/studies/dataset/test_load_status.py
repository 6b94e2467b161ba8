"""A load that changes a signed-off study withdraws its sign-off: no person has checked the new numbers."""

import pytest

from studies.choices import StudyStatus
from studies.dataset import load
from studies.models import Study
from tests.factories import make_user
from tests.studies.curation.sign_off.test_sign_off import NOW
from tests.studies.dataset.csv_copy import change, read, write
from tests.studies.dataset.test_load_again import BONETTI

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(folder):
    study = Study.objects.get(row_key="bonetti2005")
    study.standing, study.signed_off_by, study.signed_off_at = StudyStatus.SIGNED_OFF, make_user(), NOW
    study.save()
    study.verifications.create(by=study.signed_off_by, at=NOW, read_as="full-text")
    return study


def reload(study, folder):
    load(folder, keep=True)
    study.refresh_from_db()
    return study


def test_nothing_new_leaves_it_signed_off(study, folder):
    assert reload(study, folder).standing == StudyStatus.SIGNED_OFF
    assert study.revision == 0


def test_a_number_changed_in_the_file_takes_the_mark_off(study, folder):
    change(folder, "outcomes.csv", "events", "14", where=BONETTI)

    assert (reload(study, folder).standing, study.signed_off_by, study.revision) == (StudyStatus.UNVERIFIED, None, 1)
    assert study.verifications.get().withdrawn_because == "Loaded from the data set"
    assert set(Study.objects.exclude(pk=study.pk).values_list("revision", flat=True)) == {0}


def test_a_row_added_in_the_file_takes_the_mark_off(study, folder):
    rows = read("outcomes.csv", folder=folder)
    kept = [row for row in rows if row["study"] != "bonetti2005"]
    ours = [row for row in rows if row["study"] == "bonetti2005"]
    new = {**ours[0], "row_key": "bonetti2005--later", "timepoint_label": "a later time", "timepoint_weeks": "60"}
    write(folder, "outcomes.csv", [*kept, *ours, new])

    assert (reload(study, folder).standing, study.revision) == (StudyStatus.UNVERIFIED, 1)


def test_a_change_of_the_study_itself_is_counted_once_with_its_rows(folder):
    change(folder, "studies.csv", "n_analysed", "300", where="bonetti2005")
    change(folder, "outcomes.csv", "events", "14", where=BONETTI)

    study = reload(Study.objects.get(row_key="bonetti2005"), folder)

    assert (study.n_analysed, study.revision) == (300, 1)


def test_a_first_load_counts_no_change(folder):
    assert set(Study.objects.values_list("revision", flat=True)) == {0}
