"""The suggestion for one domain, and the judgement of a person."""

from dataclasses import dataclass

from evidence.choices import GradeDomain

NO_SUGGESTION = "cannot be suggested: "


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``levels`` to lose (or to gain), None where the facts do not decide; ``reason`` says why in one sentence.

    ``arithmetic`` holds the computed facts, one line each, for the person who decides.
    """

    levels: int | None
    reason: str
    arithmetic: tuple[str, ...] = ()


def no_suggestion(why: str, arithmetic: tuple[str, ...] = ()) -> Suggestion:
    """No suggestion, with the reason: nothing unknown is guessed."""
    return Suggestion(None, f"{NO_SUGGESTION}{why}", arithmetic)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``levels`` lost, or gained where the domain rates up; ``reason`` may be empty where it equals the suggestion."""

    domain: GradeDomain
    levels: int
    reason: str
    suggestion: Suggestion
