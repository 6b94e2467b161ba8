"""What two arms compare: the rules one by one, and every pair of arms of the data set."""

from itertools import combinations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from studies.choices import ComponentName
from studies.reported.comparisons import Comparison, compare, components
from tests.studies.dataset.csv_copy import read

some_components = st.sets(st.sampled_from(list(ComponentName)), max_size=5).map(frozenset)


def comparison(first: str, second: str) -> Comparison | None:
    """The comparison of two arms written as in arms.csv."""
    compared = compare(components(first.split(";")), components(second.split(";")))
    return compared.comparison if compared else None


@pytest.mark.parametrize(
    ("ozone", "comparator", "expected"),
    [
        ("ozone", "sham", Comparison.SHAM),
        ("ozone;usual-care", "sham;usual-care", Comparison.SHAM),
        ("ozone;oxygen", "oxygen", Comparison.SHAM),
        ("ozone", "oxygen;sham", Comparison.SHAM),
        ("ozone", "local-anaesthetic", Comparison.LOCAL_ANAESTHETIC),
        ("ozone", "local-anaesthetic;saline", Comparison.LOCAL_ANAESTHETIC),
        # Sham is not a vehicle: with it, the local anaesthetic only accompanies the injection.
        ("ozone", "local-anaesthetic;saline;sham", Comparison.SHAM),
        ("ozone;local-anaesthetic", "local-anaesthetic", Comparison.ADD_ON_LOCAL_ANAESTHETIC),
        ("ozone;steroid", "steroid", Comparison.ADD_ON_STEROID),
        ("ozone;steroid", "steroid;oxygen", Comparison.ADD_ON_STEROID),
        ("ozone;steroid;local-anaesthetic", "steroid;local-anaesthetic", Comparison.ADD_ON_STEROID),
        ("ozone;usual-care", "usual-care", Comparison.ADD_ON_USUAL_CARE),
        ("ozone;exercise", "exercise", Comparison.ADD_ON_PHYSIOTHERAPY),
        ("ozone;laser", "laser", Comparison.ADD_ON_PROCEDURE),
        ("ozone;discectomy", "discectomy", Comparison.ADD_ON_PROCEDURE),
        # The first that both had: a procedure, else a steroid, physiotherapy, usual care.
        ("ozone;steroid;medication;exercise;laser", "steroid;medication;exercise;laser", Comparison.ADD_ON_PROCEDURE),
        ("ozone;steroid;medication;exercise", "steroid;medication;exercise", Comparison.ADD_ON_STEROID),
        ("ozone;medication;exercise", "medication;exercise", Comparison.ADD_ON_PHYSIOTHERAPY),
        ("ozone", "steroid", Comparison.STEROID),
        ("ozone", "steroid;local-anaesthetic", Comparison.STEROID),
        ("ozone;steroid", "steroid;laser", Comparison.OTHER_PROCEDURE),
        ("ozone", "endoscopic-discectomy", Comparison.DISCECTOMY),
        ("ozone", "tens;exercise", Comparison.PHYSIOTHERAPY),
        ("ozone", "medication;sham", Comparison.MEDICATION),
        # Two families or more, or drugs that are not named: a mixture. Something else that only ozone had: not.
        ("ozone", "medication;exercise", Comparison.MIXTURE),
        ("ozone", "steroid;supplement", Comparison.MIXTURE),
        ("ozone", "steroid;hyaluronidase", Comparison.MIXTURE),
        ("ozone", "steroid;supplement;local-anaesthetic;sham", Comparison.MIXTURE),
        ("ozone;steroid", "steroid;medication;exercise", Comparison.MIXTURE),
        ("ozone", "unnamed-injection", Comparison.MIXTURE),
        ("ozone", "unnamed-injection;saline", Comparison.MIXTURE),
        ("ozone;supplement", "medication;exercise", Comparison.CONFOUNDED),
        ("ozone;supplement", "unnamed-injection", Comparison.CONFOUNDED),
        ("ozone;unnamed-injection", "unnamed-injection", Comparison.CONFOUNDED),
        ("ozone;supplement", "steroid", Comparison.CONFOUNDED),
        ("ozone;steroid", "sham", Comparison.CONFOUNDED),
        ("ozone", "not-stated", Comparison.COMPARATOR_NOT_STATED),
        ("ozone;not-stated", "steroid", Comparison.COMPARATOR_NOT_STATED),
        ("ozone", "ozone;steroid", Comparison.OZONE_BOTH_ARMS),
        ("ozone;not-stated", "ozone", Comparison.OZONE_BOTH_ARMS),
        ("steroid", "sham", None),
    ],
)
def test_two_arms_compare(ozone, comparator, expected):
    assert comparison(ozone, comparator) is expected


@pytest.mark.parametrize(
    ("ozone", "comparator", "label"),
    [
        ("ozone", "steroid;supplement;local-anaesthetic", "ozone v steroid + medication"),
        ("ozone", "medication;exercise", "ozone v physiotherapy + medication"),
        ("ozone", "tens;usual-care", "ozone v physiotherapy + medication"),
        ("ozone", "unnamed-injection", "ozone v injection of unnamed drugs"),
        ("ozone", "steroid;unnamed-injection", "ozone v steroid + injection of unnamed drugs"),
        ("ozone;radiofrequency", "radiofrequency", "ozone on top of radiofrequency"),
        ("ozone;discectomy", "discectomy", "ozone on top of discectomy"),
        ("ozone;acupuncture-or-needle", "acupuncture-or-needle", "ozone on top of acupuncture or needling"),
        (
            *("ozone;physiotherapy;acupuncture-or-needle", "physiotherapy;acupuncture-or-needle"),
            "ozone on top of acupuncture or needling + physiotherapy",
        ),
        ("ozone", "laser;sham;saline", "ozone v laser"),
        ("ozone;steroid", "steroid;prp", "ozone v platelet-rich plasma"),
        ("ozone", "endoscopic-discectomy", "ozone v discectomy"),
        ("ozone;steroid", "steroid", "ozone on top of steroid"),
        ("ozone;supplement", "steroid;medication", "more than ozone differs"),
    ],
)
def test_procedures_and_mixtures_are_named_one_by_one(ozone, comparator, label):
    compared = compare(components(ozone.split(";")), components(comparator.split(";")))
    assert compared is not None
    assert compared.label == label


@given(some_components, some_components)
def test_only_procedures_and_mixtures_have_a_base(first, second):
    compared = compare(first, second)

    many = (Comparison.ADD_ON_PROCEDURE, Comparison.OTHER_PROCEDURE, Comparison.MIXTURE)
    assert compared is None or bool(compared.base) == (compared.comparison in many)


def test_an_unknown_component_is_refused():
    with pytest.raises(ValueError, match="snake-oil"):
        components(["ozone", "snake-oil"])


@given(some_components, some_components)
def test_the_comparison_is_the_same_whichever_arm_comes_first(first, second):
    one, other = compare(first, second), compare(second, first)

    assert (one is None) == (other is None)
    assert one is None or (one.comparison is other.comparison and one.in_both == other.in_both)


@given(some_components, some_components)
def test_nothing_that_an_arm_received_is_lost(first, second):
    compared = compare(first, second)

    if compared is None:
        assert ComponentName.OZONE not in first | second
    else:
        assert compared.in_both | compared.only_with_ozone | compared.only_in_comparator == first | second


@given(some_components, some_components)
def test_an_effect_of_ozone_needs_an_arm_without(first, second):
    compared = compare(first, second)

    if compared is not None and compared.comparison.isolates_ozone:
        assert ComponentName.OZONE in compared.only_with_ozone
        assert ComponentName.NOT_STATED not in first | second


# -- The data set --------------------------------------------------------------------------------------------------

Arm = dict[str, str]
EXPECTED = settings.BASE_DIR / "tests" / "reference" / "evidence" / "expected"


def arms_by_study() -> dict[str, list[Arm]]:
    """The arms of each study, in the order of arms.csv."""
    arms: dict[str, list[Arm]] = {}
    for row in read("arms.csv"):
        arms.setdefault(row["study"], []).append(row)
    return arms


def received(arm: Arm) -> frozenset[ComponentName]:
    return components(arm["components"].split(";"))


def may_be_compared(first: Arm, second: Arm) -> bool:
    """Within a study and a stratum, never an arm with its own part."""
    return (
        first["stratum"] == second["stratum"]
        and first["part_of"] != second["arm"]
        and second["part_of"] != first["arm"]
    )


def ozone_first(first: Arm, second: Arm) -> tuple[Arm, Arm]:
    """The arm with ozone first; of two with ozone, in the order of their names, as in classes.csv."""
    one, other = sorted((first, second), key=lambda arm: arm["arm"])
    return (one, other) if ComponentName.OZONE in received(one) else (other, one)


def listed(names: frozenset[ComponentName]) -> str:
    return ";".join(sorted(names))


def derived_rows() -> set[tuple[str, ...]]:
    """The columns of classes.csv for every pair that the code compares."""
    designs = {row["key"]: row["design"] for row in read("studies.csv")}
    rows = set()
    for study, arms in arms_by_study().items():
        for first, second in (pair for pair in combinations(arms, 2) if may_be_compared(*pair)):
            one, other = ozone_first(first, second)
            compared = compare(received(one), received(other))
            if compared is not None:
                rows.add(
                    (
                        *(study, designs[study], one["condition"], one["stratum"], one["arm"], other["arm"]),
                        *(listed(compared.in_both), listed(compared.only_with_ozone)),
                        *(listed(compared.only_in_comparator), compared.comparison.value),
                    )
                )
    return rows


def test_every_pair_of_arms_has_the_class_that_was_derived_apart_from_the_site():
    expected = {tuple(row.values()) for row in read("classes.csv", folder=EXPECTED)}

    assert len(expected) == 92
    assert derived_rows() == expected


def isolates_ozone(arms: list[Arm]) -> str:
    """yes, no or na as in studies.csv: some pair isolates ozone; arms are compared but none does; no pair."""
    whole = [arm for arm in arms if not arm["part_of"]]
    pairs = [pair for pair in combinations(whole, 2) if may_be_compared(*pair)]
    compared = [each for each in (compare(received(one), received(other)) for one, other in pairs) if each is not None]
    if any(each.comparison.isolates_ozone for each in compared):
        return "yes"
    return "no" if compared else "na"


def test_which_studies_isolate_ozone_is_derived_for_all():
    arms = arms_by_study()
    printed = {row["key"]: row["isolates_ozone"] for row in read("studies.csv")}

    assert len(printed) == 160
    assert {key: isolates_ozone(arms.get(key, [])) for key in printed} == printed


def test_every_comparator_can_be_compared():
    for study, arms in arms_by_study().items():
        for arm in arms:
            if arm["role"] == "comparator":
                pairs = [(arm, other) for other in arms if other is not arm and may_be_compared(arm, other)]
                assert any(compare(received(one), received(other)) for one, other in pairs), (study, arm["arm"])
