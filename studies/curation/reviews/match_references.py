"""Which publications the references of a list are, by the same rules as an import of citations.

What an import joins without asking is *matched*. What it asks about is *possible*, and so is a publication that shares
only the first author and the year: the curator decides. The rest is *not found*.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from studies.choices import ImportVerdict, LabelledEnum
from studies.citations.duplicates.match_keys import MatchKeys, match_keys_of
from studies.citations.plan import KnownPublications, PlannedEntry, Planner, with_revisions
from studies.curation.reviews.reference_list import Reference

# More works of one author in one year are no help.
MOST_POSSIBLE = 6


class ReferenceVerdict(LabelledEnum):
    """What a reference was found to be."""

    MATCHED = "matched", "found"
    POSSIBLE = "possible", "may be one of these"
    REPEATED = "repeated", "the same as an earlier line"
    NOT_FOUND = "not-found", "not found"


@dataclass(frozen=True, slots=True)
class MatchedReference:
    """A reference with its verdict. ``publications`` are the numbers of those that it is, or may be."""

    reference: Reference
    verdict: ReferenceVerdict
    publications: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


def match_references(references: Sequence[Reference], known: KnownPublications) -> list[MatchedReference]:
    """Every reference with its verdict, in the order of the list."""
    by_author = _by_author_and_year(known)
    planner = Planner(known)
    titled = [each for each in references if _can_be_compared(each)]
    planned = list(planner.plan(each.entry for each in titled))
    verdicts = {each.index: each for each in with_revisions(planned, planner.revisions())}
    return _repeats_marked(_matched(each, verdicts.get(each.line), by_author) for each in references)


def _repeats_marked(matched: Iterable[MatchedReference]) -> list[MatchedReference]:
    """The same, with later lines of one publication marked."""
    seen, found = set[int](), []
    for each in matched:
        if each.verdict is ReferenceVerdict.MATCHED and seen.issuperset(each.publications):
            found.append(replace(each, verdict=ReferenceVerdict.REPEATED))
            continue
        if each.verdict is ReferenceVerdict.MATCHED:
            seen.update(each.publications)
        found.append(each)
    return found


def _can_be_compared(reference: Reference) -> bool:
    """Whether it has a title or an identifier: the rules of an import are about those."""
    candidate = reference.candidate
    return bool(candidate.title or candidate.doi or candidate.pmid or candidate.pmcid)


AuthorAndYear = tuple[str, int | None]


def _by_author_and_year(known: KnownPublications) -> dict[AuthorAndYear, list[int]]:
    """The numbers of publications by their first author and year."""
    found: dict[AuthorAndYear, list[int]] = defaultdict(list)
    for number, records in known.index.works.items():
        for record in dict.fromkeys((each.family, each.year) for each in records):
            found[record].append(number)
    return found


def _matched(
    reference: Reference, planned: PlannedEntry | None, by_author: dict[AuthorAndYear, list[int]]
) -> MatchedReference:
    if planned and planned.duplicate_of:
        publication = planned.duplicate_of.publication
        if planned.verdict is ImportVerdict.DUPLICATE:
            verdict = ReferenceVerdict.REPEATED if publication is None else ReferenceVerdict.MATCHED
            return MatchedReference(reference, verdict, _numbers(publication), planned.reasons)
        if publication is not None:
            others = _of_author(match_keys_of(reference.candidate), by_author)
            numbers = tuple(dict.fromkeys((publication, *others)))[:MOST_POSSIBLE]
            return MatchedReference(reference, ReferenceVerdict.POSSIBLE, numbers, planned.reasons)
    others_of_author = tuple(_of_author(match_keys_of(reference.candidate), by_author))[:MOST_POSSIBLE]
    if others_of_author:
        return MatchedReference(
            reference, ReferenceVerdict.POSSIBLE, others_of_author, ("same first author and year, nothing else",)
        )
    return MatchedReference(reference, ReferenceVerdict.NOT_FOUND)


def _numbers(publication: int | None) -> tuple[int, ...]:
    return () if publication is None else (publication,)


def _of_author(work: MatchKeys, by_author: dict[AuthorAndYear, list[int]]) -> Iterator[int]:
    """The publications of the same first author in the same year; none where either is unknown."""
    if work.family and work.year:
        yield from by_author.get((work.family, work.year), ())
