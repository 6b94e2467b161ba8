"""Reading without the collector of cycles.

Evidence is read into hundreds of thousands of small records that hold no cycle, and all of them live until the page is
made. Each time they have grown by a quarter Python's collector looks through every one of them for cycles, and finds
none: a quarter of the time of a long page, and more the more there is. Counting references frees them as ever.
"""

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")


def without_collecting(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """The same function, with the collector paused while it runs, unless somebody else has paused it already."""

    @wraps(make)
    def paused(*given: Given.args, **named: Given.kwargs) -> Made:
        if not gc.isenabled():
            return make(*given, **named)
        gc.disable()
        try:
            return make(*given, **named)
        finally:
            gc.enable()

    return paused
