"""Keys of rows that people type in: made of what a row is, once, and kept."""

import pytest

from studies.models import AdverseEvent, DataQuery, OutcomeResult, ReportedContrast, ReportedPool
from studies.models.row_key import HasRowKey
from studies.reported.row_keys import JOINT, LONGEST_KEY
from tests.factories import (
    make_arm,
    make_harm,
    make_measure,
    make_query,
    make_reported_contrast,
    make_result,
    make_study,
)

# The data set shortens a few words of its keys in another way, and leaves a name out that repeats the instrument.
MOST_OTHER_KEYS = {OutcomeResult: 20, ReportedContrast: 10, AdverseEvent: 4, DataQuery: 0, ReportedPool: 2}


@pytest.mark.django_db
def test_a_row_says_what_it_is_in_its_key_and_keeps_it() -> None:
    study = make_study(slug="rossi-2024")
    arm = make_arm(study=study, slug="ozone")
    named = make_measure(slug="success-other", defined_by="instrument-and-name")
    first = make_result(arm=arm, measure=named, outcome_name="Good or Excellent (≥ 80%)", weeks=26.07, part="Women_2")
    second = make_result(arm=arm, measure=named, outcome_name="Good or excellent, 80", weeks=26.07, part="women-2")
    assert first.row_key == "rossi-2024--ozone--success-other--good-or-excellent-80--w26-07--women-2"
    assert second.row_key == f"{first.row_key}--2"
    assert first.address == "ozone--success-other--good-or-excellent-80--w26-07--women-2"
    first.weeks = 52
    first.save()
    assert OutcomeResult.objects.get(pk=first.pk).row_key == first.row_key


@pytest.mark.django_db
def test_rows_of_every_kind_have_keys_that_a_load_reads() -> None:
    study = make_study(slug="a" * 80)
    arms = [make_arm(study=study, slug=slug) for slug in ("ozone", "sham")]
    measure = make_measure(slug="pain-vas")
    long = make_result(
        arm=arms[0], measure=measure, weeks=None, timepoint_label="臭氧" * 30, outcome_name="x " * 60, is_change=True
    )
    contrast = make_reported_contrast(arm_a=arms[0], arm_b=arms[1], weeks=None)
    harm, query = make_harm(study=study), make_query(study=study, arm=arms[1], timepoint_label="Week 4")
    assert LONGEST_KEY - 1 <= len(str(long.row_key)) <= LONGEST_KEY
    assert contrast.address == f"ozone-v-sham--{contrast.measure.slug}--t-time-not-stated"
    assert harm.address == "headache"
    assert query.address == f"sham--mean--{query.measure.slug}--week-4--implausible"


@pytest.mark.usefixtures("real_evidence", "db")
def test_a_row_typed_in_again_has_the_key_that_the_data_set_gave_it() -> None:
    for model, most in MOST_OTHER_KEYS.items():
        other = [row.row_key for row in model.objects.select_related() if key_as_typed(row) != row.row_key]
        assert len(other) <= most, other


def key_as_typed(row: HasRowKey) -> str:
    """The key of a row if it were made by a person now."""
    return JOINT.join(filter(None, row.key_words()))[:LONGEST_KEY].strip("-")
