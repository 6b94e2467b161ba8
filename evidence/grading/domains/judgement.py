"""What a person decided of one domain, beside what was suggested."""

from dataclasses import dataclass

from evidence.choices import GradeDomain
from evidence.grading.domains.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Judgement:
    """``levels`` lost, or gained where the domain rates up; ``reason`` may be empty where the suggestion is taken."""

    domain: GradeDomain
    levels: int
    reason: str
    suggestion: Suggestion

    @property
    def differs(self) -> bool:
        """Whether it is another decision than the suggestion, or one where there was none."""
        return self.levels != self.suggestion.levels

    @property
    def why(self) -> str:
        """The person's own reason, else that of the suggestion that was taken."""
        return self.reason or self.suggestion.reason
