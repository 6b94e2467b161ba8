"""What a reader may choose of the rules. The default is the rule; every other choice is named next to its answer."""

from dataclasses import dataclass

from evidence.statistics.estimates import IntervalMethod, Model
from evidence.statistics.tau2 import Tau2Method


@dataclass(frozen=True, slots=True)
class PoolingOptions:
    """How answers are made: routes apart or together, the model, its tau² and its interval."""

    all_routes: bool = False
    model: Model = Model.RANDOM
    tau2_method: Tau2Method = Tau2Method.REML
    interval: IntervalMethod = IntervalMethod.HKSJ_FLOORED


DEFAULT = PoolingOptions()
