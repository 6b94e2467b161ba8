"""The rules applied to the real data set, compared with the tables in its README."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pytest

from evidence.statistics.effect_sizes import EffectSize, Measure
from evidence.synthesis.counts import count_studies
from evidence.synthesis.data_queries import Queries, by_study, open_query_on
from evidence.synthesis.eligibility import EligibleContrast, assess
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from evidence.synthesis.study_effects import build_study_effect, effect_measure
from studies.choices import ComponentName, ResultKind, Severity
from studies.models import Arm, Condition, OutcomeResult, Study
from studies.reported.comparisons import Comparison
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.pairing import ArmPair, arm_pairs, arms_by_study
from studies.reported.rows import ArmRow, Evidence, ResultRow, StudyRow
from studies.reported.spread_recovery import ArmValue, arm_values, count_of, mean_of
from studies.reported.windows import window_of
from studies.selectors import read_evidence
from tests.evidence.exports.data_tables import Row, sentence_with, table_under
from tests.studies.dataset.csv_copy import read

Judged = tuple[Contrast | ArmPair, EligibleContrast | ExcludedContrast]
PairName = tuple[str, str]

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

R = ContrastExclusion
# The reason why each pair of arms of table (3) is excluded, determined from the rows of the data set.
LEFT_OUT: dict[PairName, set[ContrastExclusion]] = {
    ("paoloni2009", "ozone v sham"): {R.NO_ARM_SIZE},
    ("bonetti2005", "disc-ozone v disc-steroid"): {R.P_ONLY},
    ("bonetti2005", "nondisc-ozone v nondisc-steroid"): {R.P_ONLY},
    ("gallucci2007", "ozone v steroid"): {R.NOTHING_READ},
    ("kelekis2022", "ozone v microdiscectomy"): {R.DIRECTION_ONLY, R.ONE_ARM_ONLY},
    ("yang2023", "ozone v control"): {R.NO_SPREAD},
    ("sucuoglu2021", "ozone v placebo"): {R.P_ONLY},
    ("salehpour2021", "ozone v control"): {R.P_ONLY},
    ("forogh2025", "ozone v oxygen"): {R.NO_SPREAD},
    ("melchionda2012", "ozone v medication"): {R.DIRECTION_ONLY},
    ("zambello2006", "ozone v steroid"): {R.ERROR},
    ("rahimzadeh2018", "ozone v laser"): {R.NOTHING_READ},
    ("jain2014", "ozone v rf"): {R.NOTHING_READ},
    ("jain2014", "ozone-rf v rf"): {R.DIRECTION_ONLY},
    ("raeissadat2018", "ozone v lidocaine"): {R.DIRECTION_ONLY},
    ("raeissadat2018", "ozone v dryneedling"): {R.DIRECTION_ONLY},
    ("niu2018", "ozone20 v control"): {R.COMPARATOR_NOT_STATED},
    ("niu2018", "ozone40 v control"): {R.COMPARATOR_NOT_STATED},
    ("niu2018", "ozone60 v control"): {R.COMPARATOR_NOT_STATED},
    ("apuzzo2014", "ozone v gpr"): {R.DIRECTION_ONLY},
    ("apuzzo2014", "ozone-gpr v gpr"): {R.NOTHING_READ},
    ("tecar2016", "ozone v tecar"): {R.SUMMARY_ONLY},
    ("erarphysiotherapynd", "ozone v physio"): {R.DIRECTION_ONLY},
    ("rayegani2023", "ozone v steroid"): {R.P_ONLY},
    ("stenosiscaudalnd", "ozone v caudal"): {R.P_ONLY},
    ("espahbodind", "ozone v steroid"): {R.P_ONLY},
    ("nazemiannd", "ozone v steroid"): {R.NOTHING_READ},
    ("davidovic2023", "ozone v steroid"): {R.P_ONLY},
    ("davidovic2023", "ozone-steroid v steroid"): {R.P_ONLY},
    ("ryska2021", "ozone v prf"): {R.MEDIAN_ONLY},
    ("ryska2021", "ozone v tfesi"): {R.MEDIAN_ONLY},
    ("perri2015", "ozone v steroid"): {R.ONE_ARM_ONLY},
    ("radiofrequency2017", "ozone-rf v rf"): {R.P_ONLY},
    ("plasmaablation2021", "ozone-rf v conservative"): {R.CONFOUNDED},
    ("zhound", "ozone-peld v fenestration"): {R.CONFOUNDED},
    ("bisshopp2025", "ozone v surgery"): {R.ONE_ARM_ONLY, R.SUMMARY_ONLY},
    ("bonetti2023", "ozone v steroid"): {R.CONFOUNDED},
    ("latini2023", "drug-ozone v drug"): {R.NOTHING_READ},
    ("latini2023", "drug-ozone v drug-nutra"): {R.NOTHING_READ},
    ("latini2023", "drug-nutra-ozone v drug"): {R.CONFOUNDED},
    ("latini2023", "drug-nutra-ozone v drug-nutra"): {R.NOTHING_READ},
    ("intervneuroradiol2017", "ozone v control"): {R.COMPARATOR_NOT_STATED},
    ("ecrposter2013", "ozone-apld v caudal"): {R.CONFOUNDED},
    ("hnhjparavertebralnd", "ozone v la"): {R.P_ONLY},
    ("hnhjparavertebralnd", "ozone v saline"): {R.P_ONLY},
    ("vanni2015", "ozone v steroid"): {R.NOTHING_READ},
}
# Its contrasts are in table (1); the one excluded by an error has no line in table (3).
ALSO_LEFT_OUT = {("perri2016", "ozone v steroid"): {R.ERROR}}


@dataclass
class World:
    """Results of the rules for the data set, and the names used in its README."""

    evidence: Evidence

    @cached_property
    def studies(self) -> dict[int, str]:
        return dict(Study.objects.values_list("id", "row_key"))

    @cached_property
    def arms(self) -> dict[int, str]:
        return dict(Arm.objects.values_list("id", "slug"))

    @cached_property
    def queries(self) -> Queries:
        return by_study(self.evidence.queries)

    @cached_property
    def judged(self) -> list[Judged]:
        return [(item, assess(item, self.queries)) for item in contrasts(self.evidence)]

    def name(self, pair: ArmPair) -> PairName:
        arms = f"{self.arms[pair.ozone.id]} v {self.arms[pair.comparator.id]}"
        return self.studies[pair.ozone.study.id], arms


@pytest.fixture(scope="module")
def world_of_module(real_evidence: None, django_db_blocker: object) -> World:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return World(read_evidence())


@pytest.fixture
def world(world_of_module: World) -> World:
    return world_of_module


def matches_outcome(name: str, outcome: str, contrast: Contrast) -> bool:
    """Whether the README means this outcome: by instrument, and if several share it, by the start of the name."""
    slug, _, begins = outcome.rstrip(")").partition(" (")
    return slug == name and contrast.outcome_name.startswith(begins)


def effect_text(effect: EffectSize) -> str:
    interval = effect.reader_interval()
    if effect.measure is Measure.RR:
        return f"RR {effect.reader():.2f} ({interval.low:.2f} to {interval.high:.2f})"
    return f"MD {effect.reader():+.1f} ({interval.low:.1f} to {interval.high:.1f}) of 100"


def printed_arm(result: ResultRow) -> str:
    """One arm as table (1) prints it."""
    if result.kind is ResultKind.DICHOTOMOUS:
        return f"{result.events}/{result.n}"
    spread = (
        f"({result.sd:g})"
        if result.sd is not None
        else f"({result.ci_level:g}% CI {result.ci_low:g}-{result.ci_high:g})"
    )
    return f"{result.mean:g} {spread}, {'n not printed' if result.n is None else f'n={result.n}'}"


def line_of(world: World, usable: EligibleContrast) -> Row:
    """A usable contrast in the columns of table (1), without the outcome."""
    contrast, pair = usable.contrast, usable.contrast.pair
    assert contrast.ozone
    assert contrast.comparator
    stratum = f" [{pair.ozone.stratum}]" if pair.ozone.stratum else ""
    # The table gives normal intervals.
    effect = build_study_effect([usable], effect_measure([usable])).lines[0].effect
    return {
        "study": world.studies[pair.ozone.study.id],
        "design": pair.ozone.study.design.value,
        "condition [stratum]": pair.ozone.condition + stratum,
        "class": pair.compared.comparison.value,
        "route": pair.ozone.route.value,
        "time, part as printed": ", ".join(filter(None, (contrast.ozone.timepoint_label, contrast.part))),
        "ozone": printed_arm(contrast.ozone),
        "comparator": printed_arm(contrast.comparator),
        "effect (95% CI)": effect_text(replace(effect, df=None)),
        "default": "doubted"
        if usable.pool_exclusion is ContrastExclusion.DOUBTED
        else "in"
        if usable.pool_exclusion is None
        else usable.pool_exclusion,
    }


def test_contrasts_with_an_effect_match_table_1(world: World) -> None:
    expected = table_under("### (1) Controlled contrasts")
    admitted = [judged for _, judged in world.judged if isinstance(judged, EligibleContrast)]
    assert len(admitted) == len(expected) == 11
    lines = {tuple(line_of(world, usable).values()): usable for usable in admitted}
    for row in expected:
        outcome = row.pop("outcome")
        usable = lines.pop(tuple(row.values()), None)
        assert usable, row
        assert matches_outcome(usable.contrast.measure.slug, outcome, usable.contrast), outcome
    assert not lines


def test_ozone_in_both_arms_matches_table_2(world: World) -> None:
    found = set()
    for item, judged in world.judged:
        if isinstance(item, Contrast) and has_complete_pair(
            [(item, judged)], world.queries, {ContrastExclusion.OZONE_BOTH_ARMS}
        ):
            assert item.ozone
            arms = f"{item.pair.ozone.label} v {item.pair.comparator.label}"
            study = world.studies[item.pair.ozone.study.id]
            found.add((study, arms, item.measure.slug, item.ozone.timepoint_label))
    rows = table_under("### (2) Ozone in both arms")
    expected = {
        (
            row["study"],
            row["comparison (first arm v second arm)"],
            row["outcome"].split(" (")[0],
            row["time as printed"],
        )
        for row in rows
    }
    assert found == expected
    assert len(found) == 4


def has_values(contrast: Contrast) -> bool:
    assert contrast.ozone
    assert contrast.comparator
    return not isinstance(arm_values(contrast, contrast.ozone, contrast.comparator), ContrastExclusion)


def excluded_pairs(world: World) -> dict[PairName, list[ExcludedContrast]]:
    """Excluded contrasts of pairs with one arm without ozone, by the names of their arms."""
    found: dict[PairName, list[ExcludedContrast]] = {}
    for _, judged in world.judged:
        if isinstance(judged, ExcludedContrast) and judged.reason is not ContrastExclusion.OZONE_BOTH_ARMS:
            found.setdefault(world.name(judged.pair), []).append(judged)
    return found


def test_excluded_pairs_match_table_3_with_their_class(world: World) -> None:
    found = {name: items[0].pair for name, items in excluded_pairs(world).items() if name not in ALSO_LEFT_OUT}
    rows = table_under("### (3) Controlled but left out")
    assert len(rows) == 46
    expected = {(row["study"], row["arms"]): (row["class"], row["route"], row["design"]) for row in rows}
    assert expected == {
        name: (pair.compared.comparison.value, pair.ozone.route.value, pair.ozone.study.design.value)
        for name, pair in found.items()
    }


def test_every_excluded_pair_has_the_right_reason(world: World) -> None:
    found = {name: {item.reason for item in items} for name, items in excluded_pairs(world).items()}
    assert found == LEFT_OUT | ALSO_LEFT_OUT


def test_reasons_from_an_open_query_name_its_problem(world: World) -> None:
    pairs = excluded_pairs(world)
    details = {name: {item.detail for item in items} - {""} for name, items in pairs.items()}
    assert {name: detail for name, detail in details.items() if detail} == {
        ("kelekis2022", "ozone v microdiscectomy"): {"percentage does not fit the randomised n"},
        ("zambello2006", "ozone v steroid"): {"percentages are not whole patients of the arm"},
        ("bisshopp2025", "ozone v surgery"): {"surgery required is not a comparable outcome"},
        ("perri2016", "ozone v steroid"): {"printed count and percentage contradict each other"},
    }


def printed_directions(cell: str) -> Counter[PairName]:
    """The column of table (3): instrument and direction with their counts; empty where no row was printed."""
    found: Counter[PairName] = Counter()
    for measure, direction, times in re.findall(r"([\w-]+): ([\w-]+)(?: x(\d))?", cell):
        found[measure, direction] += int(times or 1)
    return found


def directions_of(items: Iterable[ExcludedContrast]) -> Counter[PairName]:
    rows = {row.id: row for item in items if item.contrast for row in item.contrast.reported}
    return Counter((row.measure.slug, row.direction.value) for row in rows.values())


def test_printed_directions_of_excluded_pairs_match_table_3(world: World) -> None:
    pairs = excluded_pairs(world)
    for row in table_under("### (3) Controlled but left out"):
        name = (row["study"], row["arms"])
        assert directions_of(pairs[name]) == printed_directions(row["printed directions"]), name


def test_sum_of_directions_matches_the_printed_sum(world: World) -> None:
    sentence = sentence_with("Directions of their 52 contrasts")
    expected = {
        word: int(k)
        for word, k in re.findall(r"(favours-ozone|no-difference|favours-comparator|not-stated) (\d+)", sentence)
    }
    found = Counter(
        direction for items in excluded_pairs(world).values() for _, direction in directions_of(items).elements()
    )
    assert expected == {"favours-ozone": 29, "no-difference": 14, "favours-comparator": 0, "not-stated": 9}
    assert {word: found[word] for word in expected} == expected
    assert found.total() == 52


def test_every_pair_of_arms_has_the_comparison_in_the_readme(world: World) -> None:
    rows = table_under("## What two arms compare\n\nBy set")
    expected = {(row["study"], row["arms"]): row["class"] for row in rows}
    pairs = [pair for arms in arms_by_study(world.evidence.arms).values() for pair in arm_pairs(arms)]
    assert expected == {world.name(pair): pair.compared.comparison.value for pair in pairs}


def lumbar_arms(world: World) -> list[ArmRow]:
    lumbar = set(Condition.objects.filter(in_back_pain=True).values_list("slug", flat=True))
    return [arm for arm in world.evidence.arms if arm.condition in lumbar]


def isolating_studies(world: World) -> dict[StudyRow, set[Comparison]]:
    """Studies that isolate ozone in the back, with their comparisons."""
    found: dict[StudyRow, set[Comparison]] = {}
    for arms in arms_by_study(lumbar_arms(world)).values():
        compared = {pair.compared.comparison for pair in arm_pairs([arm for arm in arms if arm.part_of is None])}
        classes = {comparison for comparison in compared if comparison.isolates_ozone}
        if classes:
            found[arms[0].study] = classes
    return found


def test_number_of_back_trials_that_isolate_ozone_matches_table_5(world: World) -> None:
    studies, counted = isolating_studies(world), count_studies(lumbar_arms(world)).isolating
    sentence = sentence_with("a lumbar ozone arm")
    everyone, trials = map(int, re.findall(r"\*\*(\d+)", sentence))
    assert (len(studies), len(counted)) == (everyone, trials) == (30, 22)
    assert {study.id for study in counted} == {study.id for study in studies if study.is_randomised}


def test_number_of_studies_in_each_class_matches_table_5(world: World) -> None:
    counts = Counter(
        (word.value, study.is_randomised) for study, words in isolating_studies(world).items() for word in words
    )
    for row in table_under("### (5) Trials that isolate ozone"):
        assert (counts[row["class"], True], counts[row["class"], False]) == (int(row["rct"]), int(row["other designs"]))
    assert sum(counts.values()) == sum(
        int(row["rct"]) + int(row["other designs"]) for row in table_under("### (5) Trials")
    )


def test_ozone_is_the_only_difference_in_fourteen_trials(world: World) -> None:
    sole = [
        study
        for study, words in isolating_studies(world).items()
        if study.is_randomised and any(word is Comparison.SHAM or word.value.startswith("add-on") for word in words)
    ]
    assert len(sole) == 14


def contrasts_with(world: World) -> dict[int, list[Judged]]:
    """Contrasts by the ids of their results."""
    found: dict[int, list[Judged]] = {}
    for item, judged in world.judged:
        if isinstance(item, Contrast):
            for result in filter(None, (item.ozone, item.comparator)):
                found.setdefault(result.id, []).append((item, judged))
    return found


def is_usable_single_arm(result: ResultRow, queries: Queries) -> bool:
    """Whether the row of an ozone arm gives a printed value with its number of people, without an open doubt."""
    if result.kind is ResultKind.DICHOTOMOUS and result.events is None:
        return False
    value = count_of(result) if result.kind is ResultKind.DICHOTOMOUS else mean_of(result)
    return (
        ComponentName.OZONE in result.arm.components
        and isinstance(value, ArmValue)
        and value.n is not None
        and not open_query_on(result, queries, Severity.ERROR)
        and not open_query_on(result, queries, Severity.DOUBT)
    )


def has_complete_pair(items: Sequence[Judged], queries: Queries, reasons: set[ContrastExclusion]) -> bool:
    """Whether the row has a contrast with figures in both arms, no error, and one of these reasons."""
    return any(
        isinstance(item, Contrast)
        and isinstance(judged, ExcludedContrast)
        and judged.reason in reasons
        and item.ozone is not None
        and item.comparator is not None
        and has_values(item)
        and not any(open_query_on(row, queries, Severity.ERROR) for row in (item.ozone, item.comparator))
        for item, judged in items
    )


def expected_poolable(result: ResultRow, items: Sequence[Judged], queries: Queries) -> str:
    """The column ``poolable`` as the rules of the code give it."""
    if window_of(result.weeks, result.timepoint_label) is None:
        return "baseline"
    if any(isinstance(judged, EligibleContrast) for _, judged in items):
        return "yes"
    if has_complete_pair(items, queries, {ContrastExclusion.OZONE_BOTH_ARMS}):
        return "ozone-vs-ozone"
    if has_complete_pair(items, queries, {ContrastExclusion.CONFOUNDED, ContrastExclusion.COMPARATOR_NOT_STATED}):
        return "confounded"
    return "single-arm" if is_usable_single_arm(result, queries) else "no"


def test_usable_rows_follow_from_the_code(world: World) -> None:
    row_keys = dict(OutcomeResult.objects.values_list("id", "row_key"))
    items = contrasts_with(world)
    found = {
        row_keys[result.id]: expected_poolable(result, items.get(result.id, ()), world.queries)
        for result in world.evidence.results
    }
    expected = {row["row_key"]: row["poolable"] for row in read("outcomes.csv")}
    assert len(expected) == 163
    assert found == expected
