"""The rules applied to the real data set, compared with what its files say and what was derived apart from the site."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pytest

from evidence.synthesis.counts import count_studies
from evidence.synthesis.data_queries import Queries, by_study, open_query_on
from evidence.synthesis.eligibility import EligibleContrast, Judged, assess
from evidence.synthesis.excluded_contrasts import ExcludedContrast
from studies.choices import ComponentName, ResultKind, Severity
from studies.models import AdverseEvent, Arm, Condition, DataQuery, OutcomeResult, ReportedContrast, Study
from studies.reported.comparisons import Comparison
from studies.reported.contrasts import Contrast, contrasts
from studies.reported.exclusion_reasons import ContrastExclusion
from studies.reported.pairing import ArmPair, arm_pairs, arms_by_study
from studies.reported.rows import ArmRow, Evidence, ResultRow, StudyRow
from studies.reported.spread_recovery import ArmValue, arm_values, count_of, mean_of
from studies.reported.windows import window_of
from studies.selectors import read_evidence
from tests.evidence.expected_evidence import expected_counts, expected_rows
from tests.studies.dataset.csv_copy import read

Item = tuple[Contrast | ArmPair, Judged]
PairName = tuple[str, str]

pytestmark = pytest.mark.usefixtures("real_evidence", "db")

R = ContrastExclusion
# The reasons why contrasts of each pair of arms are excluded, determined from the rows of the data set.
LEFT_OUT: dict[PairName, set[ContrastExclusion]] = {
    ("paoloni2009", "ozone v sham"): {R.NO_ARM_SIZE},
    ("bonetti2005", "disc-ozone v disc-steroid"): {R.P_ONLY},
    ("bonetti2005", "nondisc-ozone v nondisc-steroid"): {R.P_ONLY},
    ("gallucci2007", "ozone v steroid"): {R.NOTHING_READ},
    ("perri2016", "ozone v steroid"): {R.ERROR},
    ("kelekis2022", "ozone v microdiscectomy"): {R.DIRECTION_ONLY, R.ONE_ARM_ONLY},
    ("yang2023", "ozone v control"): {R.NO_SPREAD},
    ("sucuoglu2021", "ozone v placebo"): {R.P_ONLY},
    ("salehpour2021", "ozone v control"): {R.P_ONLY},
    ("forogh2025", "ozone v oxygen"): {R.NO_SPREAD},
    ("melchionda2012", "ozone v medication"): {R.DIRECTION_ONLY},
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
    ("ryska2021", "ozone v prf"): {R.MEDIAN_ONLY},
    ("ryska2021", "ozone v tfesi"): {R.MEDIAN_ONLY},
    ("perri2015", "ozone v steroid"): {R.ONE_ARM_ONLY},
    ("radiofrequency2017", "ozone-rf v rf"): {R.P_ONLY},
    ("plasmaablation2021", "ozone-rf v conservative"): {R.CONFOUNDED},
    ("zhound", "ozone-peld v fenestration"): {R.CONFOUNDED},
    ("bisshopp2025", "ozone v surgery"): {R.ONE_ARM_ONLY, R.SUMMARY_ONLY},
    ("bonetti2023", "ozone v steroid"): {R.CONFOUNDED},
    ("latini2023", "drug-ozone v drug"): {R.P_ONLY},
    ("latini2023", "drug-nutra-ozone v drug"): {R.CONFOUNDED},
    ("latini2023", "drug-ozone v drug-nutra"): {R.NOTHING_READ},
    ("latini2023", "drug-nutra-ozone v drug-nutra"): {R.NOTHING_READ},
    ("intervneuroradiol2017", "ozone v control"): {R.COMPARATOR_NOT_STATED},
    ("ecrposter2013", "ozone-apld v caudal"): {R.CONFOUNDED},
    ("hnhjparavertebralnd", "ozone v la"): {R.P_ONLY},
    ("hnhjparavertebralnd", "ozone v saline"): {R.P_ONLY},
    ("vanni2015", "ozone v steroid"): {R.NOTHING_READ},
    ("needleknife2024", "ozone v knife"): {R.P_ONLY},
    ("du2016", "ozone v mixture"): {R.P_ONLY},
    ("psoasmpsnd", "ozone v mixture"): {R.P_ONLY},
    ("lumbodorsalmpsnd", "ozone v traditional"): {R.P_ONLY},
    ("clavo2021", "ozone v oxygen"): {R.NO_ARM_SIZE},
    ("clavo2021", "ozone v surgery"): {R.CONFOUNDED},
    ("microdiscectomynd", "ozone v microdiscectomy"): {R.SUMMARY_ONLY},
    ("agasarov2022", "ozone v control"): {R.NO_ARM_SIZE},
    ("agasarov2022", "biopuncture v control"): {R.NO_ARM_SIZE},
    ("shahabi2021", "ozone v laser"): {R.NOTHING_READ},
    ("shahabi2021", "ozone v conservative"): {R.NOTHING_READ},
    ("yang2019", "ozone v mixture"): {R.NOTHING_READ},
    ("bernardinind", "ozone v drugs"): {R.NOTHING_READ},
    ("ctpldozonend", "ozone v pld"): {R.P_ONLY},
    ("solis2021", "ozone v usual"): {R.DIRECTION_ONLY},
    ("song2024", "ozone v manual"): {R.P_ONLY},
    ("cervicalepiduralnd", "ozone v steroid"): {R.P_ONLY},
    ("elsawy2022", "ozone v lidocaine"): {R.NOTHING_READ},
    ("elsawy2022", "ozone v botulinum"): {R.P_ONLY},
    ("physioozone298nd", "ozone v physio"): {R.P_ONLY},
    ("du2017", "ozone-rf v manual"): {R.CONFOUNDED},
}
DETAILS = {
    ("kelekis2022", "ozone v microdiscectomy"): {"percentage does not fit the randomised n"},
    ("bisshopp2025", "ozone v surgery"): {"surgery required is not a comparable outcome"},
    ("perri2016", "ozone v steroid"): {"percentages use the whole arm, subgroup sizes not printed"},
}


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
    def judged(self) -> list[Item]:
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


def test_every_pair_of_arms_has_the_class_that_was_derived_apart_from_the_site(world: World) -> None:
    expected = {
        (row["study"], row["ozone_arm"], row["comparator_arm"]): (row["class"], row["design"], row["condition"])
        for row in expected_rows("classes")
    }
    pairs = [pair for arms in arms_by_study(world.evidence.arms).values() for pair in arm_pairs(arms)]
    found = {}
    for pair in pairs:
        arms = world.arms[pair.ozone.id], world.arms[pair.comparator.id]
        # Of two arms with ozone either can come first.
        names = tuple(sorted(arms)) if pair.comparator.with_ozone else arms
        kind = pair.compared.comparison.value, pair.ozone.study.design.value, pair.ozone.condition
        found[world.studies[pair.ozone.study.id], *names] = kind
    assert len(pairs) == len(found) == 92
    assert found == expected


def test_every_excluded_pair_has_the_right_reason(world: World) -> None:
    found = {name: {item.reason for item in items} for name, items in excluded_pairs(world).items()}
    assert found == LEFT_OUT


def test_a_pair_of_arms_gives_an_effect_or_has_its_reasons(world: World) -> None:
    without = {
        (row["study"], f"{row['ozone_arm']} v {row['comparator_arm']}")
        for row in expected_rows("classes")
        if row["class"] != Comparison.OZONE_BOTH_ARMS
    }
    effects = {(row["study"], f"{row['ozone_arm']} v {row['comparator_arm']}") for row in expected_rows("effects")}
    usable = {world.name(item.pair) for item, judged in world.judged if isinstance(judged, EligibleContrast)}
    assert without - effects <= LEFT_OUT.keys() <= without
    assert usable | LEFT_OUT.keys() == without


def test_reasons_from_an_open_query_name_its_problem(world: World) -> None:
    pairs = excluded_pairs(world)
    details = {name: {item.detail for item in items} - {""} for name, items in pairs.items()}
    assert {name: detail for name, detail in details.items() if detail} == DETAILS


def test_no_printed_difference_vanishes(world: World) -> None:
    """Each row of contrasts.csv that has two arms stands with those arms, whatever became of them."""
    keys = dict(ReportedContrast.objects.values_list("id", "row_key"))
    found: dict[str, tuple[str, set[str]]] = {}
    for item, _ in world.judged:
        for row in getattr(item, "reported", ()):
            arms = {world.arms[row.arm_a.id], world.arms[row.arm_b.id]}
            assert arms == {world.arms[item.pair.ozone.id], world.arms[item.pair.comparator.id]}
            found[keys[row.id]] = (row.direction.value, arms)
    expected = {row["row_key"]: (row["direction"], {row["arm_a"], row["arm_b"]}) for row in read("contrasts.csv")}
    assert len(expected) == 147
    assert found == expected


def test_directions_by_class_are_those_of_the_file(world: World) -> None:
    classes = {
        (row["study"], frozenset((row["ozone_arm"], row["comparator_arm"]))): row["class"]
        for row in expected_rows("classes")
    }
    expected = Counter(
        (classes[row["study"], frozenset((row["arm_a"], row["arm_b"]))], row["direction"])
        for row in read("contrasts.csv")
    )
    rows = {row.id: (item.pair, row) for item, _ in world.judged for row in getattr(item, "reported", ())}
    found = Counter((pair.compared.comparison.value, row.direction.value) for pair, row in rows.values())
    assert found == expected


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


def test_everything_is_counted_as_it_was_apart_from_the_site(world: World) -> None:
    isolating, trials = isolating_studies(world), count_studies(lumbar_arms(world)).isolating
    pairs = [pair for arms in arms_by_study(world.evidence.arms).values() for pair in arm_pairs(arms)]
    classes = Counter(pair.compared.comparison for pair in pairs)
    found = {
        "studies": Study.objects.count(),
        "primary studies": Study.objects.primary().count(),
        "arms": Arm.objects.count(),
        "results": OutcomeResult.objects.count(),
        "printed contrasts": ReportedContrast.objects.count(),
        "adverse events": AdverseEvent.objects.count(),
        "data queries": DataQuery.objects.count(),
        "studies that isolate ozone in the back": len(isolating),
        "studies that isolate ozone in the back: of these randomised": len(trials),
        "pairs of arms": len(pairs),
        "pairs with ozone in both arms": classes[Comparison.OZONE_BOTH_ARMS],
        "pairs confounded": classes[Comparison.CONFOUNDED],
    }
    counts = expected_counts()
    # Effects are counted where they are compared one by one.
    assert {name: number for name, number in counts.items() if "effect" not in name} == found
    assert {study.id for study in trials} == {study.id for study in isolating if study.is_randomised}


def test_number_of_studies_in_each_class_is_that_of_the_classes(world: World) -> None:
    back = {row["slug"] for row in read("conditions.csv") if row["in_back_pain"] == "yes"}
    parts = {(row["study"], row["arm"]) for row in read("arms.csv") if row["part_of"]}
    expected = Counter(
        (row["class"], row["design"] == "rct", row["study"])
        for row in expected_rows("classes")
        if row["condition"] in back
        and Comparison(row["class"]).isolates_ozone
        and not parts & {(row["study"], row["ozone_arm"]), (row["study"], row["comparator_arm"])}
    )
    found = {
        (word.value, study.is_randomised, world.studies[study.id])
        for study, words in isolating_studies(world).items()
        for word in words
    }
    assert found == set(expected)


def contrasts_with(world: World) -> dict[int, list[Item]]:
    """Contrasts by the ids of their results."""
    found: dict[int, list[Item]] = {}
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


def has_complete_pair(items: Sequence[Item], queries: Queries, reasons: set[ContrastExclusion]) -> bool:
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


def is_printed_whole(result: ResultRow | None) -> bool:
    """Whether a count, or a mean with its spread, is printed; what follows from a percentage is no printed count."""
    if result is None:
        return False
    if result.kind is ResultKind.DICHOTOMOUS:
        return result.events is not None and result.n is not None
    return result.mean is not None


def expected_poolable(result: ResultRow, items: Sequence[Item], queries: Queries) -> str:
    """The column ``poolable`` as the rules of the code give it."""
    if window_of(result.weeks, result.timepoint_label) is None:
        return "baseline"
    usable = [item for item, judged in items if isinstance(judged, EligibleContrast) and isinstance(item, Contrast)]
    if any(is_printed_whole(item.ozone) and is_printed_whole(item.comparator) for item in usable):
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
    assert len(expected) == 267
    assert found == expected
