"""The line of serious harm: who is named as dead, and who is not."""

import pytest

from evidence.pages.condition.harm_line import harm_line
from evidence.synthesis.serious_harm import serious_harm
from studies.choices import Fatal
from studies.reported.rows import HarmRow
from tests.rows import a_harm, a_signal, a_study, an_arm


def death(**values: object) -> HarmRow:
    return a_signal(fatal=Fatal.YES, event="septicaemia", **values)


def test_a_death_after_ozone_is_named_with_its_study() -> None:
    (named,) = harm_line(serious_harm([death()], ()), [death()]).deaths.rows
    assert named.name == "septicaemia"
    assert named.href.startswith("/studies/")


@pytest.mark.parametrize(
    "row",
    [
        death(arm=an_arm(study=a_study(retracted=True))),
        death(arm=an_arm("steroid")),
        a_signal(fatal=Fatal.NOT_STATED),
        a_harm(fatal=Fatal.YES, n_events=0),
    ],
    ids=["retracted", "without ozone", "not stated", "nobody"],
)
def test_no_death_is_named_that_the_counts_leave_out(row: HarmRow) -> None:
    assert harm_line(serious_harm([row], ()), [row]).deaths.rows == ()
