"""Errors that stop a load, with a sentence that helps to correct the file."""


class CellError(ValueError):
    """A cell holds an unexpected value; the message names what was expected ("a whole number")."""


class DataSetError(ValueError):
    """The data set cannot be loaded. The message is one sentence, with file, line, column and value."""


def cell_error(*, file: str, line: int, column: str, value: str, expected: str) -> DataSetError:
    excerpt = value if len(value) <= 120 else f"{value[:120]}…"
    return DataSetError(f"{file}, line {line}, column {column}: found {excerpt!r}, expected {expected.rstrip('.')}.")
