"""The class of closed lists."""

from enum import StrEnum


class LabelledEnum(StrEnum):
    """A closed list of values, each with the label that a reader sees."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "LabelledEnum":
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.label = label
        return choice

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of value and label, in the order written."""
        return [(choice.value, choice.label) for choice in cls]
