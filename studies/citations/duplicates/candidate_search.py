"""Finding the works that a candidate may be, without comparing it with every one.

A *block* is a key that duplicates share by all experience: an identifier, the whole title, its first, last or longest
words by one first author, first author and year, volume and page. Only works that share a block are compared. How many
of one block are compared is bounded: where more works share one, it tells nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from studies.citations.duplicates.compare_works import REWRITTEN_TITLE, MatchGrade, WorkComparison, compare
from studies.citations.duplicates.match_keys import MatchKeys

# Far more than one author publishes in a year; a block beyond it is a fault of its file, or made to cost time.
MOST_COMPARED = 100
_SOME_WORDS = 4
# Of many that share words or an author, so many are looked at in every respect.
_CLOSELY_COMPARED = 8
_LONGEST_WORDS = 3

# A work is looked for among the known ones, among those of its file, and then added to these: its blocks are asked for
# three times over.
_REMEMBERED = 4

# In the place of an author's name: any name, and none. No name is one of these.
_SOMEBODY, _NOBODY = "*", ""

# What a match points at: a publication of the database, or an earlier entry of the file, by number.
Target = int


@dataclass(frozen=True, slots=True)
class Match:
    target: Target
    comparison: WorkComparison


@dataclass(slots=True)
class WorkIndex:
    """Works by number, found again by their blocks."""

    works: dict[Target, MatchKeys] = field(default_factory=dict)
    # By the hash of a block: a number, or a list where several share it.
    blocks: dict[int, Target | list[Target]] = field(default_factory=dict)

    def add(self, target: Target, work: MatchKeys) -> None:
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

    def best(self, work: MatchKeys, *, but_not: Callable[[Target], bool] | None = None) -> Match | None:
        """The work that is certainly, else most possibly, the same; none when there is none. ``but_not`` rules out."""
        if not self.works:
            return None
        best: Match | None = None
        for target in self._worth_comparing(work):
            if but_not and but_not(target):
                continue
            comparison = compare(work, self.works[target])
            if comparison.grade is MatchGrade.CERTAIN:
                return Match(target, comparison)
            better = best is None or comparison.score > best.comparison.score
            if comparison.grade is MatchGrade.POSSIBLE and better:
                best = Match(target, comparison)
        return best

    def _worth_comparing(self, work: MatchKeys) -> list[Target]:
        """Those that share a block, and of many only the most alike by title."""
        exact = self._in_blocks(identifying_blocks(work))
        like = [target for target in self._in_blocks(sought_blocks(work)) if target not in exact]
        if len(like) <= _CLOSELY_COMPARED:
            return [*exact, *like]
        titles = [self.works[target].title for target in like]
        closest = process.extract(
            work.title, titles, scorer=fuzz.ratio, processor=None, score_cutoff=REWRITTEN_TITLE, limit=_CLOSELY_COMPARED
        )
        openings = [
            target
            for target, title in zip(like, titles, strict=True)
            if work.title.startswith(title) or title.startswith(work.title)
        ]
        places = dict.fromkeys([like[place] for _, _, place in closest] + openings[:_CLOSELY_COMPARED])
        return [*exact, *places]

    def _in_blocks(self, blocks: tuple[int, ...]) -> dict[Target, None]:
        """The works in any of the blocks, each once, in a fixed order."""
        found: dict[Target, None] = {}
        for block in blocks:
            held = self.blocks.get(block)
            if isinstance(held, list):
                found.update(dict.fromkeys(held))
            elif held is not None:
                found[held] = None
        return found


def blocks_of(work: MatchKeys) -> tuple[int, ...]:
    """The blocks of a work, as hashes that save memory; equal hashes only cost a comparison."""
    return identifying_blocks(work) + telling_blocks(work)


@lru_cache(maxsize=_REMEMBERED)
def identifying_blocks(work: MatchKeys) -> tuple[int, ...]:
    """Identifiers, the whole title, and the place in print."""
    named = (("title", work.title), ("doi", work.doi), ("pmid", work.pmid), ("pmc", work.pmcid), ("url", work.url))
    keys: list[tuple[str, object]] = [(name, value) for name, value in named if value]
    if work.volume and work.page:
        keys.append(("page", (work.volume, work.page)))
    return tuple(hash(key) for key in keys)


@lru_cache(maxsize=_REMEMBERED)
def telling_blocks(work: MatchKeys) -> tuple[int, ...]:
    """Some words of the title with the first author, and the first author with the year; where a work is kept."""
    names = (*_names(work.family), _SOMEBODY) if work.family else (_NOBODY,)
    return _worded(work, names) + _dated(work, (work.year,))


@lru_cache(maxsize=_REMEMBERED)
def sought_blocks(work: MatchKeys) -> tuple[int, ...]:
    """Where works are looked for that may be the same: those of its author, and those that name nobody.

    What its author wrote is looked for in its year, a year earlier or later, and without a year.
    """
    names = (*_names(work.family), _NOBODY) if work.family else (_SOMEBODY, _NOBODY)
    years = (None,) if work.year is None else (work.year, work.year - 1, work.year + 1, None)
    return _worded(work, names) + _dated(work, years)


def _worded(work: MatchKeys, names: tuple[str, ...]) -> tuple[int, ...]:
    """Words that begin the title, end it, and are its longest, each with each of the names."""
    words = work.title.split()
    if len(words) <= _SOME_WORDS:
        return ()
    longest = sorted(set(words), key=lambda word: (-len(word), word))[:_LONGEST_WORDS]
    wordings = (("opening", *words[:_SOME_WORDS]), ("ending", *words[-_SOME_WORDS:]), ("longest", *longest))
    return tuple(hash((name, wording)) for wording in wordings for name in names)


def _dated(work: MatchKeys, years: tuple[int | None, ...]) -> tuple[int, ...]:
    return tuple(hash(("author", _last_name(work.family), year)) for year in years) if work.family else ()


def _names(family: str) -> tuple[str, ...]:
    """What a family name may be called elsewhere: without its particles, and with its blanks lost."""
    last = _last_name(family)
    return (last,) if last == family else (last, family.replace(" ", ""))


def _last_name(family: str) -> str:
    """The family name without particles, which exports write or leave out."""
    return family.rpartition(" ")[2]
