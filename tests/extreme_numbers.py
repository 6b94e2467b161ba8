"""Numbers that no study reports but a typing error may: denormal, huge, zero, equal, and mixed."""

from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import strategies as st

DENORMAL = (5e-324, 1e-310)
TINY = (1e-160, 1.2e-38, 1e-30)
HUGE = (1e30, 1e155, 1e300, 1.7e308)
PLAIN = (0.0, 0.05, 0.5, 0.95, 1.0, 2.0, 10.0, 20.0, 50.0, 100.0)

# Few values, so that several drawn together are often equal.
sizes = st.sampled_from((*PLAIN, *PLAIN, *DENORMAL, *TINY, *HUGE)) | st.floats(
    min_value=0, allow_nan=False, allow_infinity=False
)
numbers = st.builds(lambda size, sign: sign * size, sizes, st.sampled_from((1, 1, 1, -1)))


def numbers_in(result: Any) -> list[float]:
    """Every number of a result, however deep."""
    if is_dataclass(result):
        return [n for field in fields(result) for n in numbers_in(getattr(result, field.name))]
    if isinstance(result, tuple | list):
        return [n for part in result for n in numbers_in(part)]
    return [result] if isinstance(result, float) else []
