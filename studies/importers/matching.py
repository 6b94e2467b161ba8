"""Finding the works that a candidate may be, without comparing it with every one.

A *block* is a key that duplicates share by all experience: an identifier, the whole title, its first words, its longest
words, first author and year, volume and page. Only works that share a block are compared. How many of one block are
compared is bounded: where more works share one, it tells nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from studies.importers.comparison import Comparison, Grade, compare
from studies.importers.works import Work

# Far more than one author publishes in a year; a block beyond it is a fault of its file, or made to cost time.
MOST_COMPARED = 200
_OPENING_WORDS = 4
_LONGEST_WORDS = 3

# What a match points at: a publication of the database, or an earlier entry of the file, by number.
Target = int


@dataclass(frozen=True, slots=True)
class Match:
    target: Target
    comparison: Comparison


@dataclass(slots=True)
class WorkIndex:
    """Works by number, found again by their blocks."""

    works: dict[Target, Work] = field(default_factory=dict)
    # By the hash of a block: a number, or a list where several share it.
    blocks: dict[int, Target | list[Target]] = field(default_factory=dict)

    def add(self, target: Target, work: Work) -> None:
        self.works[target] = work
        for block in blocks_of(work):
            held = self.blocks.get(block)
            if held is None:
                self.blocks[block] = target
            elif isinstance(held, list):
                if len(held) < MOST_COMPARED:
                    held.append(target)
            elif held != target:
                self.blocks[block] = [held, target]

    def best(self, work: Work, *, but_not: Callable[[Target], bool] | None = None) -> Match | None:
        """The work that is certainly, else most possibly, the same; none when there is none. ``but_not`` rules out."""
        best: Match | None = None
        for target in self._neighbours(work):
            if but_not and but_not(target):
                continue
            comparison = compare(work, self.works[target])
            if comparison.grade is Grade.CERTAIN:
                return Match(target, comparison)
            better = best is None or comparison.score > best.comparison.score
            if comparison.grade is Grade.POSSIBLE and better:
                best = Match(target, comparison)
        return best

    def _neighbours(self, work: Work) -> Iterator[Target]:
        seen: set[Target] = set()
        for block in (*blocks_of(work), *_years_beside(work)):
            held = self.blocks.get(block)
            if held is None:
                continue
            for target in held if isinstance(held, list) else (held,):
                if target not in seen:
                    seen.add(target)
                    yield target


def blocks_of(work: Work) -> list[int]:
    """The blocks of a work, as hashes that save memory; equal hashes only cost a comparison."""
    words = work.title.split()
    keys: list[tuple[str, object]] = [("title", work.title)] if words else []
    keys += [(name, value) for name, value in (("doi", work.doi), ("pmid", work.pmid), ("pmc", work.pmcid)) if value]
    if work.url:
        keys.append(("url", work.url))
    if len(words) > _OPENING_WORDS:
        keys.append(("opening", tuple(words[:_OPENING_WORDS])))
        longest = sorted(set(words), key=lambda word: (-len(word), word))[:_LONGEST_WORDS]
        keys.append(("longest", tuple(longest)))
    if work.family:
        keys.append(("author", (_last_name(work.family), work.year)))
    if work.volume and work.page:
        keys.append(("page", (work.volume, work.page)))
    return [hash(key) for key in keys]


def _last_name(family: str) -> str:
    """The family name without particles, which exports write or leave out."""
    return family.rpartition(" ")[2]


def _years_beside(work: Work) -> list[int]:
    """The blocks of the same author a year earlier and later, and of no year; of any close year when it has none."""
    if not work.family:
        return []
    years = [None] if work.year is None else [work.year - 1, work.year + 1, None]
    return [hash(("author", (_last_name(work.family), year))) for year in years]
