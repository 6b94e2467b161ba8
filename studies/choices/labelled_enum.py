"""One closed list of words."""

from enum import StrEnum


class LabelledEnum(StrEnum):
    """A closed list of words, each with the label that a reader sees."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "LabelledEnum":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, in the order written."""
        return [(word.value, word.label) for word in cls]
