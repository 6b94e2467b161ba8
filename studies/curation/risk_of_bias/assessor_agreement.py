"""How far two people who assessed the same, each without the other, agreed: by domain of each tool, and overall.

Of each person the first finished assessment of a scope counts, of those who finished the first two: what anyone wrote
after they could read the other's, a consensus included, says nothing about agreement.
"""

from collections.abc import Iterable
from typing import NamedTuple

from studies.appraisal.instrument import OVERALL, Level
from studies.appraisal.instruments import INSTRUMENTS, domains_of
from studies.choices import BiasLevel, Tool
from studies.models import BiasJudgement
from studies.numerics.kappa import Agreement, agreement, weighted_kappa

# What stands outside the order of the levels, and enters no weighted kappa.
_UNORDERED = frozenset({BiasLevel.NO_INFORMATION.value})


class AssessedLevel(NamedTuple):
    """One judgement of a finished assessment that is no consensus; ``scope`` is the study, tool and what it is of."""

    scope: tuple[object, ...]
    tool: str
    person: int
    assessment: int
    domain: str
    level: str


class DomainAgreement(NamedTuple):
    """Agreement in one domain, or overall. ``weighted`` is kappa for ordered levels; None where it has no meaning."""

    tool: Tool
    title: str
    agreement: Agreement
    weighted: float | None


def assessor_agreement() -> list[DomainAgreement]:
    """Agreement in each domain that two people judged, by tool, from the records, with one query."""
    rows = BiasJudgement.objects.filter(assessment__finished_at__isnull=False, assessment__is_consensus=False)
    values = rows.order_by("assessment__finished_at", "assessment_id", "id").values_list(
        *("assessment__study", "assessment__tool", "assessment__version", "assessment__measure", "assessment__weeks"),
        *("assessment__assessed_by", "assessment", "domain", "judgement"),
    )
    return agreement_by_domain(AssessedLevel(tuple(row[:5]), row[1], *row[5:]) for row in values)


def agreement_by_domain(levels: Iterable[AssessedLevel]) -> list[DomainAgreement]:
    """Agreement from the judgements of assessments, the earliest finished first."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for (tool, domain), first, second in _paired(levels):
        pairs.setdefault((tool, domain), []).append((first, second))
    return [
        DomainAgreement(
            tool, title, agreement(found), weighted_kappa([pair for pair in found if not _UNORDERED & {*pair}], order)
        )
        for tool in INSTRUMENTS
        for key, title, order in _judged(tool)
        if (found := pairs.get((tool.value, key)))
    ]


def _paired(levels: Iterable[AssessedLevel]) -> Iterable[tuple[tuple[str, str], str, str]]:
    """The tool and domain of each judgement that two people made, with both levels, the earlier person's first."""
    scopes: dict[tuple[object, ...], dict[int, int]] = {}
    given: dict[int, dict[str, str]] = {}
    tools: dict[tuple[object, ...], str] = {}
    for row in levels:
        # The first assessment of each person.
        scopes.setdefault(row.scope, {}).setdefault(row.person, row.assessment)
        given.setdefault(row.assessment, {})[row.domain] = row.level
        tools[row.scope] = row.tool
    for scope, people in scopes.items():
        if len(people) > 1:
            first, second, *_ = (given[assessment] for assessment in people.values())
            yield from (((tools[scope], key), first[key], second[key]) for key in first if key in second)


def _judged(tool: Tool) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """What of a tool people judge: each domain and overall, with its title and its levels in their order."""
    instrument = INSTRUMENTS[tool]
    domains = [(section.key, f"{section.key} {section.title}", section.levels) for section in domains_of(tool)]
    return [
        (key, title, _ordered(levels))
        for key, title, levels in [*domains, (OVERALL, instrument.overall_title, instrument.overall_levels)]
    ]


def _ordered(levels: tuple[Level, ...]) -> tuple[str, ...]:
    return tuple(level.value for level in levels if level.value not in _UNORDERED)
