"""What the facts of one domain suggest, and what a person decides."""

from dataclasses import dataclass

from evidence.choices import GradeDomain

CANNOT = "cannot be suggested: "


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``levels`` to lose (or to gain), None where the facts do not decide; ``reason`` says why in one sentence.

    ``arithmetic`` holds the computed facts, a line each, as the person who decides reads them.
    """

    levels: int | None
    reason: str
    arithmetic: tuple[str, ...] = ()


def cannot(why: str, arithmetic: tuple[str, ...] = ()) -> Suggestion:
    """No suggestion, and why: nothing unknown is guessed."""
    return Suggestion(None, f"{CANNOT}{why}", arithmetic)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``levels`` lost, or gained where the domain rates up; ``reason`` may be empty where the suggestion is taken."""

    domain: GradeDomain
    levels: int
    reason: str
    suggestion: Suggestion
