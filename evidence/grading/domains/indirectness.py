"""Indirectness: whether people, route and comparison of the studies are those of the question."""

from dataclasses import dataclass

from evidence.grading.domains.judgement import Suggestion, no_suggestion
from studies.numerics.errors import NoInformationError
from studies.numerics.number_formatting import percent

Shares = tuple[tuple[str, float], ...]
# A route or comparator with more than half of the weight represents the whole.
MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class IndirectnessFacts:
    """Shares of the weight, 0 to 1, by what was studied, the largest first: conditions, routes, comparators.

    ``condition`` is that of the question, ``descendants`` how many conditions it has below it.
    ``route_stated``: whether the sources state the route of the injection.
    """

    condition: str
    descendants: int
    populations: Shares
    routes: Shares
    comparators: Shares
    route_stated: bool = True

    def __post_init__(self) -> None:
        """Raise an error for an answer without a study."""
        if not (self.populations and self.routes and self.comparators):
            raise NoInformationError("Indirectness needs at least one study.")


def suggest_indirectness(facts: IndirectnessFacts) -> Suggestion:
    """One level for each of population, route and comparison that differs from the question; two at most."""
    arithmetic = (
        f"Population: {_listing(facts.populations)}",
        f"Route: {_listing(facts.routes)}",
        f"Comparator: {_listing(facts.comparators)}",
    )
    if not facts.route_stated:
        return no_suggestion("the text read does not say by which route ozone was given", arithmetic)
    reasons = [reason for reason in (_population(facts), _route(facts), _comparison(facts)) if reason]
    if not reasons:
        return Suggestion(0, "people, route and comparator are those that the question asks about", arithmetic)
    return Suggestion(min(len(reasons), 2), "; ".join(reasons), arithmetic)


def _population(facts: IndirectnessFacts) -> str:
    """All evidence on a condition with descendants may come from one of them: it is less direct for the others."""
    studied = facts.populations[0][0]
    if facts.descendants > 1 and len(facts.populations) == 1 and studied != facts.condition:
        of_condition = f"one of {facts.descendants} conditions below {facts.condition.lower()}"
        return f"all people studied have {studied.lower()}, {of_condition}"
    return ""


def _route(facts: IndirectnessFacts) -> str:
    if facts.routes[0][1] > MAJORITY or len(facts.routes) == 1:
        return ""
    return f"{len(facts.routes)} routes are joined, and none has most of the weight"


def _comparison(facts: IndirectnessFacts) -> str:
    if facts.comparators[0][1] > MAJORITY or len(facts.comparators) == 1:
        return ""
    return f"{len(facts.comparators)} different comparators are joined, and none has most of the weight"


def _listing(shares: Shares) -> str:
    return ", ".join(f"{name} {percent(share)}" for name, share in shares)
