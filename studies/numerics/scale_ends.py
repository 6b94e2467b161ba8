"""The ends of the scale on which a score was printed."""

Ends = tuple[float | None, float | None]


def scale_ends(printed: Ends, of_instrument: Ends) -> Ends:
    """The ends printed with a result; where it prints neither, those of its instrument.

    >>> scale_ends((None, None), (0, 10)), scale_ends((0, 100), (0, 10)), scale_ends((None, 100), (0, 10))
    ((0, 10), (0, 100), (None, 100))
    """
    return of_instrument if printed == (None, None) else printed
