"""Published pools computed again from the rows of their forest plots, and rows compared with the record."""

import pytest

from evidence.statistics.effect_sizes import Measure
from evidence.synthesis.plotted_differences import RecordedArm, compare_row
from evidence.synthesis.plotted_pool import PlottedArm, PlottedTrial, PrintedPool, recompute_pool, trial_effect
from studies.choices import PoolMeasure, PoolModel
from studies.numerics.errors import StatisticsError

# The 13 trials of BCG vaccine (Colditz 1994; dat.bcg of metafor): events and people, vaccinated and not.
BCG = [
    (4, 123, 11, 139),
    (6, 306, 29, 303),
    (3, 231, 11, 220),
    (62, 13598, 248, 12867),
    (33, 5069, 47, 5808),
    (180, 1541, 372, 1451),
    (8, 2545, 10, 629),
    (505, 88391, 499, 88391),
    (29, 7499, 45, 7277),
    (17, 1716, 65, 1665),
    (186, 50634, 141, 27338),
    (5, 2498, 3, 2341),
    (27, 16913, 29, 17854),
]
TRIALS = [
    PlottedTrial(f"Trial {number}", PlottedArm(n=n1, events=a), PlottedArm(n=n2, events=c))
    for number, (a, n1, c, n2) in enumerate(BCG, 1)
]


def printed(model, *numbers, measure=PoolMeasure.RR, units=(0.01, 0.01, 0.01)):
    return PrintedPool(measure, model, *numbers, units=units)


@pytest.mark.parametrize(
    ("pool", "method", "agrees"),
    [
        # As the documentation of metafor prints them: rma(method="EE"), rma.mh, rma(method="DL").
        (printed(PoolModel.FIXED, 0.65, 0.60, 0.70), "common effect, inverse variance", True),
        (printed(PoolModel.FIXED, 0.635, 0.588, 0.686, units=(0.001,) * 3), "common effect, Mantel-Haenszel", True),
        (printed(PoolModel.RANDOM, 0.49, 0.34, 0.70), "random effects, DerSimonian and Laird", True),
        (printed(PoolModel.NOT_STATED, 0.49, 0.34, 0.70), "random effects, DerSimonian and Laird", True),
        (printed(PoolModel.NOT_STATED, 0.65, 0.60, 0.70), "common effect, inverse variance", True),
        # Printed by another model than stated, or with a slip.
        (printed(PoolModel.FIXED, 0.49, 0.34, 0.70), "common effect, Mantel-Haenszel", False),
        (printed(PoolModel.RANDOM, 0.94, 0.34, 0.70), "random effects, DerSimonian and Laird", False),
    ],
)
def test_a_pool_is_computed_by_its_own_model(pool, method, agrees):
    found = recompute_pool(pool, TRIALS)

    assert (found.method, found.agrees, found.k) == (method, agrees, 13)


@pytest.mark.parametrize(
    ("model", "estimate", "low", "high"),
    [(PoolModel.FIXED, 0.6503, 0.6007, 0.7041), (PoolModel.RANDOM, 0.4896, 0.3449, 0.6950)],
)
def test_effects_with_intervals_give_the_same_pool_as_the_arms(model, estimate, low, high):
    rows = []
    for trial in TRIALS:
        effect = trial_effect(Measure.RR, trial)
        interval = effect.reader_interval()
        rows.append(PlottedTrial(trial.label, effect=effect.reader(), low=interval.low, high=interval.high))

    pooled = recompute_pool(printed(model, estimate, low, high), rows).pooled

    assert pooled is not None
    assert pooled.reader() == pytest.approx(estimate, abs=1e-4)
    assert pooled.reader_interval().low == pytest.approx(low, abs=1e-4)
    assert pooled.reader_interval().high == pytest.approx(high, abs=1e-4)


@pytest.mark.parametrize(
    ("pool", "trials", "why"),
    [
        (printed(PoolModel.RANDOM_QUALITY, 1.5), TRIALS, "weights by quality are not printed"),
        (printed(PoolModel.RANDOM, 3.9, measure=PoolMeasure.MEAN_CHANGE), TRIALS, "is not computed again"),
        (printed(PoolModel.RANDOM, 1.5), [PlottedTrial("A")], "no row has the figures"),
    ],
)
def test_what_cannot_be_pooled_says_why(pool, trials, why):
    found = recompute_pool(pool, trials)

    assert found.pooled is None
    assert why in found.why_not


@pytest.mark.parametrize(
    "trial",
    [
        PlottedTrial("nothing"),
        PlottedTrial("half", PlottedArm(n=20, events=3)),
        PlottedTrial("nobody", PlottedArm(n=20, events=0), PlottedArm(n=20, events=0)),
        PlottedTrial("negative ratio", effect=-1.0, low=0.5, high=2.0),
        PlottedTrial("no width", effect=1.0, low=1.0, high=1.0),
    ],
)
def test_a_row_without_an_effect_is_left_out_with_the_reason(trial):
    with pytest.raises(StatisticsError):
        trial_effect(Measure.RR, trial)

    found = recompute_pool(printed(PoolModel.FIXED, 0.65), [*TRIALS, trial])
    assert found.k == 13
    assert [label for label, _ in found.left_out] == [trial.label]


def test_a_difference_of_means_is_pooled_from_means():
    arms = PlottedArm(n=30, mean=3.0, sd=1.5), PlottedArm(n=30, mean=4.0, sd=1.5)
    found = recompute_pool(printed(PoolModel.FIXED, -1.0, -1.54, -0.46, measure=PoolMeasure.MD), [
        PlottedTrial("A", *arms), PlottedTrial("B", *arms),
    ])  # fmt: skip

    assert (found.agrees, found.k) == (True, 2)


def arm(label, weeks=4.0, outcome="", **figures):
    return RecordedArm(label, weeks, PlottedArm(**figures), outcome)


ROW = PlottedTrial("Bonetti 2005", PlottedArm(n=77, events=58), PlottedArm(n=73, events=37))
OZONE, STEROID = arm("Ozone", n=77, events=58), arm("Steroid", n=73, events=37)


@pytest.mark.parametrize(
    ("recorded", "compared", "first"),
    [
        ([OZONE, STEROID], 4, None),
        # The order of the arms here does not matter.
        ([STEROID, OZONE], 4, None),
        ([OZONE, arm("Steroid", n=73, events=36)], 4, ("events", "second", "Steroid", 37, 36)),
        ([arm("Ozone", n=76, events=58), STEROID], 4, ("people", "first", "Ozone", 77, 76)),
        # What one of them lacks is not compared; nor another time, nor one arm alone.
        ([arm("Ozone", n=77), STEROID], 3, None),
        ([arm("Ozone", weeks=26.0, n=77, events=50), arm("Steroid", weeks=26.0, n=73, events=30)], 0, None),
        ([OZONE, arm("Steroid", outcome="another", n=73, events=36)], 0, None),
        ([OZONE], 0, None),
        ([], 0, None),
        # Of three arms the two that agree most.
        ([arm("Third", n=10, events=1), OZONE, STEROID], 4, None),
    ],
)
def test_a_row_is_compared_with_the_record_cell_by_cell(recorded, compared, first):
    found = compare_row(ROW, recorded, 4.0)

    assert found.compared == compared
    assert (tuple(found.difference) if found.difference else None) == first


def test_a_pool_without_a_time_is_compared_at_the_time_that_fits():
    early = arm("Ozone", weeks=1.0, n=77, events=70), arm("Steroid", weeks=1.0, n=73, events=60)

    assert compare_row(ROW, [*early, OZONE, STEROID], None).difference is None
