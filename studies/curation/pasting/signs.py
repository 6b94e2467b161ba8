"""Signs of numbers in text."""

from studies.curation.pasting.read_cell import PAIRS

_CENTRES = ("mean", "median")


def reversed_text(text: str) -> str:
    """A number with the other sign.

    >>> reversed_text("4.10"), reversed_text("-3"), reversed_text("0.0")
    ('-4.10', '3', '0.0')
    """
    if text.startswith("-"):
        return text[1:]
    return text if not text.strip("0.") else f"-{text}"


def reversed_values(values: dict[str, str]) -> dict[str, str]:
    """A fall as a change: centres and limits with the other sign, the limits exchanged; spreads as they are.

    >>> reversed_values({"mean": "4.1", "sd": "1", "ci_low": "3", "ci_high": "5"})
    {'mean': '-4.1', 'sd': '1', 'ci_low': '-5', 'ci_high': '-3'}
    """
    turned = {name: reversed_text(text) if name in _CENTRES else text for name, text in values.items()}
    for low, high in PAIRS.values():
        if low in values:
            turned |= {low: reversed_text(values[high]), high: reversed_text(values[low])}
    return turned
