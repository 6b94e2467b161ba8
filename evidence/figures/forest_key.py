"""What the marks of a forest plot mean: a sentence for each kind of mark that it has."""

from collections.abc import Collection, Iterable

from evidence.figures.bias_bars import Light


def key_text(
    shapes: Collection[str], lights: Iterable[Light], *, is_weighted: bool, has_band: bool, has_arrows: bool
) -> str:
    """The key of a plot with these shapes and lights; empty where it draws nothing.

    >>> key_text(["square", "diamond"], (), is_weighted=False, has_band=False, has_arrows=False)
    'Square: one result; line: its 95% interval. Diamond: a pool, as wide as its 95% interval.'
    """
    area = ", its area the weight" if is_weighted else ""
    facts = (
        f"Square: one result{area}; line: its 95% interval." if "square" in shapes else "",
        "Diamond: a pool, as wide as its 95% interval." if "diamond" in shapes else "",
        "Bar: where a new result is expected (95% prediction interval)." if "bar" in shapes else "",
        "Open square: in no pool." if "hollow" in shapes else "",
        "Grey band: differences that are usually called small." if has_band else "",
        "Arrow: goes on beyond the axis." if has_arrows else "",
        f"Risk of bias: {letters}." if (letters := _letters(lights)) else "",
    )
    return " ".join(filter(None, facts))


def _letters(lights: Iterable[Light]) -> str:
    return ", ".join(f"{light.letter} {light.words.lower()}" for light in dict.fromkeys(lights))
