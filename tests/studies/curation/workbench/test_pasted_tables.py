"""A table pasted into the workbench: rows to be compared, nothing saved, every cell explained."""

import pytest
from django.test import Client

from studies.curation.pasting.splitting import MOST_LINES
from studies.models import Arm, OutcomeMeasure, OutcomeResult, Study
from tests.studies.curation.workbench.post_data import address, page_as_sent

pytestmark = pytest.mark.django_db

TABLE = "Outcome\tOzone (n=30)\tSham (n = 28)\tP\nVAS (mm), 3 months\t31 ± 12\t40,5 ± 19\t0.03\n"


def pasted(study: Study, **texts: str) -> dict[str, object]:
    fields = {"table": TABLE, "spread": "sd", "locator": "Table 2, page 4"} | texts
    return page_as_sent(study) | {"do": "take"} | {f"paste-{name}": text for name, text in fields.items()}


def test_rows_come_into_the_grid_and_nothing_is_saved(curator: Client, trial: Study) -> None:
    page = curator.post(address(trial), pasted(trial)).content.decode()

    assert "Taken: 2 results, 1 printed difference; 0 cells left unread." in page
    assert 'name="contrasts-new1-p_value" value="0.03"' in page
    assert 'name="results-new1-mean" value="31"' in page
    assert 'name="results-new2-mean" value="40.5"' in page
    assert 'name="results-new2-scale_max" value="100"' in page
    assert 'name="results-new1-locator" value="Table 2, page 4"' in page
    assert OutcomeResult.objects.count() == 2


def test_every_cell_is_explained_and_every_unread_one_marked(curator: Client, trial: Study) -> None:
    page = curator.post(address(trial), pasted(trial)).content.decode()

    assert "line 2, cell 2, “31 ± 12”: mean 31, SD 12" in " ".join(page.split())
    assert "line 2, cell 4, “0.03”: P 0.03, Ozone against Sham" in " ".join(page.split())
    assert TABLE.split("\n")[1] in page

    page = curator.post(address(trial), pasted(trial, table=TABLE.replace("0.03", "large"))).content.decode()

    assert "Line 2, cell 4: <b>large</b>" in page


def test_confirmed_rows_are_saved_with_their_cells_as_quote(curator: Client, trial: Study) -> None:
    arm, pain = Arm.objects.get(study=trial, slug="ozone"), OutcomeMeasure.objects.get(slug="pain-vas")
    sent = page_as_sent(trial) | {
        "results-new1-arm": arm.pk, "results-new1-measure": pain.pk, "results-new1-mean": "31", "results-new1-sd": "12",
        "results-new1-n": "30", "results-new1-weeks": "13.035", "results-new1-timepoint_label": "3 months",
        "results-new1-scale_min": "0", "results-new1-scale_max": "100", "results-new1-locator": "Table 2",
        "results-new1-quote": "VAS (mm), 3 months: Ozone (n=30) 31 ± 12",
    }  # fmt: skip

    curator.post(address(trial), sent)

    made = OutcomeResult.objects.get(weeks=13.035)
    assert (made.mean, made.sd, made.scale_max, made.quote[:8]) == (31, 12, 100, "VAS (mm)")


def test_table_is_shown_as_understood_before_it_becomes_rows(curator: Client, trial: Study) -> None:
    page = " ".join(curator.post(address(trial), pasted(trial) | {"do": "read"}).content.decode().split())

    assert "Read: 2 results, 1 printed difference; 0 cells left unread. Nothing is a row yet" in page
    assert "<b>31 ± 12</b> <span>mean 31, SD 12</span>" in page
    assert "<b>Sham (n = 28)</b> <span>arm Sham, 28 people</span>" in page
    assert "Take 3 rows into the grid" in page
    assert 'value="31"' not in page


def test_meaning_of_a_label_is_corrected_by_choice(curator: Client, trial: Study) -> None:
    arm, words = Arm.objects.get(study=trial, slug="sham"), TABLE.replace("Sham (n = 28)", "Group B")
    chosen = {"paste-word": ["Group B"], "paste-word-arm": [str(arm.pk)], "paste-word-measure": [""]}

    unknown = curator.post(address(trial), pasted(trial, table=words) | {"do": "read"}).content.decode()
    known = curator.post(address(trial), pasted(trial, table=words) | chosen | {"paste-word-time": ["3 months"]})

    assert "Not read: “Group B” names no arm of this study" in " ".join(unknown.split())
    assert "Taken: 2 results, 1 printed difference; 0 cells left unread." in known.content.decode()
    assert f'<option value="{arm.pk}" selected>Sham</option>' in known.content.decode()


def test_unexplained_marks_are_not_read(curator: Client, trial: Study) -> None:
    page = curator.post(address(trial), pasted(trial, spread="")).content.decode()

    assert "Taken: 0 results, 1 printed difference; 2 cells left unread." in page
    assert "± is followed by an SD or an SE" in page


def test_what_is_typed_elsewhere_stays_while_a_table_is_read(curator: Client, trial: Study) -> None:
    page = curator.post(
        address(trial), pasted(trial) | {"harms-new1-event": "head", "reason": "erratum"}
    ).content.decode()

    assert 'name="harms-new1-event" value="head"' in page
    assert 'value="erratum"' in page


def test_arm_and_outcome_of_the_whole_table_are_taken_where_it_names_none(curator: Client, trial: Study) -> None:
    arm, pain = Arm.objects.get(study=trial, slug="sham"), OutcomeMeasure.objects.get(slug="pain-vas")
    fields = {"table": "Time\tMean\tSD\n1 month\t3\t1", "arm": str(arm.pk), "measure": str(pain.pk)}

    page = curator.post(address(trial), pasted(trial, **fields)).content.decode()

    assert "1 month, Pain scale, Sham" in page


@pytest.mark.parametrize(
    ("text", "expected"), [("", "Taken: 0 results"), ("x\ty\n" * (MOST_LINES + 1), "paste it in parts")]
)
def test_no_table_and_too_large_a_table_are_refused_with_a_message(
    curator: Client, trial: Study, text: str, expected: str
) -> None:
    assert expected in curator.post(address(trial), pasted(trial, table=text)).content.decode()


def test_texts_of_a_pasted_table_are_escaped(curator: Client, trial: Study) -> None:
    page = curator.post(address(trial), pasted(trial, table="<b>x</b>\tOzone\n<i>y</i>\t<u>5</u>")).content.decode()

    assert "<b>x" not in page
    assert "<u>5" not in page
    assert "&lt;u&gt;5" in page
