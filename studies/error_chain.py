"""An error with those that led to it."""

from collections.abc import Iterator


def error_chain(error: BaseException | None, *, with_hidden: bool) -> Iterator[BaseException]:
    """The error, then what caused it or was being handled when it was raised, each once.

    ``with_hidden``: also what ``raise ... from None`` keeps from being shown.

    >>> try:
    ...     try:
    ...         raise OSError
    ...     except OSError:
    ...         raise ValueError from None
    ... except ValueError as error:
    ...     [[type(each).__name__ for each in error_chain(error, with_hidden=hidden)] for hidden in (True, False)]
    [['ValueError', 'OSError'], ['ValueError']]
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        shows_context = with_hidden or not error.__suppress_context__
        error = error.__cause__ or (error.__context__ if shows_context else None)
