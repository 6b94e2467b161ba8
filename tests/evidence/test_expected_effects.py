"""Every effect of the real data set, row by row as it was computed apart from the site."""

import pytest

from evidence.synthesis.data_queries import by_study
from evidence.synthesis.eligibility import EligibleContrast, Judged, judge
from evidence.synthesis.study_effects import build_study_effect, effect_measure
from studies.models import Arm, Condition, Study
from studies.numerics.arm_values import Counts, Means
from studies.reported.contrasts import contrasts
from studies.reported.count_recovery import CountRule
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.row_provenance import as_printed
from studies.reported.rows import Evidence, ResultRow
from studies.selectors import read_evidence
from tests.evidence.expected_evidence import Row, expected_counts, expected_rows

pytestmark = pytest.mark.usefixtures("kept_real_pages", "db")

NUMBERS = ("estimate", "ci_low", "ci_high")
# Six significant digits are printed.
ROUNDING = 1e-5
Key = tuple[str, ...]
KEY = ("study", "ozone_arm", "comparator_arm", "outcome", "outcome_name", "part", "timepoint_label", "is_change")


@pytest.fixture
def evidence() -> Evidence:
    return read_evidence()


def printed_side(result: ResultRow, value: Counts | Means) -> str:
    """One arm as effects.csv prints it: a count with its people, or a mean with its spread."""
    if isinstance(value, Counts):
        return f"{value.events:g}/{value.n:g}"
    spread = (
        f"SD {as_printed(result, 'sd')}"
        if result.sd is not None
        else f"95% CI {as_printed(result, 'ci_low')} to {as_printed(result, 'ci_high')}"
        if result.ci_low is not None
        else f"SE {as_printed(result, 'se')}"
    )
    return f"{as_printed(result, 'mean')} ({spread}){'' if result.n is None else f' n={result.n}'}"


def count_rule(usable: EligibleContrast) -> str:
    """The rule of the count that is farthest from what was printed; '' for a score."""
    rules = [value.count_rule for value in (usable.ozone, usable.comparator) if value.count_rule]
    return max(rules, key=list(CountRule).index).value if rules else ""


def row_of(usable: EligibleContrast, state: str, studies: dict[int, str], arms: dict[int, str]) -> Row:
    contrast, pair = usable.contrast, usable.pair
    assert contrast.ozone
    assert contrast.comparator
    measure = effect_measure([usable])
    effect = build_study_effect([usable], measure).lines[0].effect
    interval = effect.reader_interval()
    return {
        "study": studies[pair.ozone.study.id],
        "design": pair.ozone.study.design.value,
        "condition": pair.ozone.condition,
        "stratum": pair.ozone.stratum,
        "route": pair.ozone.route.value,
        "ozone_arm": arms[pair.ozone.id],
        "comparator_arm": arms[pair.comparator.id],
        "class": pair.compared.comparison.value,
        "outcome": contrast.measure.slug,
        "outcome_name": contrast.ozone.outcome_name,
        "part": contrast.part,
        "timepoint_weeks": as_printed(contrast.ozone, "weeks"),
        "timepoint_label": contrast.ozone.timepoint_label,
        "is_change": str(int(contrast.ozone.is_change)),
        "state": state,
        "measure": measure.value,
        "ozone": printed_side(contrast.ozone, usable.ozone.value),
        "comparator": printed_side(contrast.comparator, usable.comparator.value),
        "count_rule": count_rule(usable),
        "estimate": effect.reader(),
        "ci_low": interval.low,
        "ci_high": interval.high,
    }


def rows_of_the_site(evidence: Evidence) -> dict[Key, Row]:
    """The columns of effects.csv for every contrast with a value in each arm; the state is what its queries make it."""
    studies = dict(Study.objects.values_list("id", "row_key"))
    arms = dict(Arm.objects.values_list("id", "slug"))
    items = contrasts(evidence)
    rows = {}
    for judged, unquestioned in zip(judge(items, by_study(evidence.queries)), judge(items, {}), strict=True):
        if isinstance(unquestioned, EligibleContrast):
            row = row_of(unquestioned, state_of(judged), studies, arms)
            rows[key_of(row)] = row
    return rows


def state_of(judged: Judged) -> str:
    """in, doubted or out, as effects.csv says it; another reason in words."""
    if isinstance(judged, EligibleContrast):
        return "doubted" if judged.pool_exclusion is ContrastExclusion.DOUBTED else "in"
    return "out" if judged.reason is ContrastExclusion.ERROR else judged.reason.value


def key_of(row: Row) -> Key:
    return tuple(row[name] for name in KEY)


def test_every_effect_is_the_one_that_was_computed_apart_from_the_site(evidence: Evidence) -> None:
    """No row has a count of zero, nor an interval of fewer than 60 people, where the script would say another thing."""
    found = rows_of_the_site(evidence)
    expected = {key_of(row): row for row in expected_rows("effects")}

    assert len(expected) == 43
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        texts = {name: cell for name, cell in row.items() if name not in NUMBERS}
        assert {name: found[key][name] for name in texts} == texts
        numbers = [float(row[name]) for name in NUMBERS]
        assert [found[key][name] for name in NUMBERS] == pytest.approx(numbers, rel=ROUNDING), key


def test_effects_are_as_many_as_were_counted_apart_from_the_site(evidence: Evidence) -> None:
    back = set(Condition.objects.filter(in_back_pain=True).values_list("slug", flat=True))
    rows = rows_of_the_site(evidence).values()
    certain = [row for row in rows if row["state"] == "in" and row["condition"] in back]
    counts = expected_counts()

    assert {name: number for name, number in counts.items() if "effect" in name} == {
        "effects in, back": len(certain),
        "studies with an effect in, back": len({row["study"] for row in certain}),
        "studies with an effect in, back: of these randomised": len(
            {row["study"] for row in certain if row["design"] == "rct"}
        ),
        "effects doubted": sum(row["state"] == "doubted" for row in rows),
        "effects out": sum(row["state"] == "out" for row in rows),
    }
