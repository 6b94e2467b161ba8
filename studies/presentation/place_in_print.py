"""Where a work stands in its journal, as a citation writes it."""


def place_in_print(*, volume: str, number: str, pages: str) -> str:
    """Volume, number and pages; '' without any of them.

    >>> place_in_print(volume="12", number="3", pages="45–50"), place_in_print(volume="", number="", pages="e1")
    ('12(3):45–50', 'e1')
    >>> place_in_print(volume="12", number="", pages="")
    '12'
    """
    issue = f"{volume}({number})" if number else volume
    return ":".join(part for part in (issue, pages) if part)
