"""Finding the works that a candidate may be, without comparing it with every one.

A *block* is a key that duplicates usually share: an identifier, the whole title, its first or longest words with the
first author, first author and year, volume and page, first and last page. Only works that share a block are compared.
The number compared in one block is limited: a block that very many works share says nothing.

A work can be known by several records, each with what the others lack. It is found by any of them, and a record joins
it without asking only if it contradicts none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from studies.citations.duplicates.compare_works import DIFFERENT, MatchGrade, WorkComparison, compare, contradictions
from studies.citations.duplicates.journal_names import JournalSynonyms
from studies.citations.duplicates.match_keys import MatchKeys
from studies.citations.duplicates.place_keys import page_digits
from studies.citations.duplicates.work_evidence import REWRITTEN_TITLE, identifiers, same_place

# Far more than one author publishes in a year; a larger block is an error of its file, or made to cost time.
MOST_COMPARED = 100
_SOME_WORDS = 4
# The number of works with shared words or a shared author that are compared in full.
_CLOSELY_COMPARED = 8
_LONGEST_WORDS = 3
# More than any work has in the databases that are searched; a further record adds nothing.
MOST_RECORDS = 40

# A work is searched for among the known ones and among those of its file, and then added: its blocks are used three
# times.
_REMEMBERED = 4

# In place of an author's name: any name, and no name. No author is called so.
_ANY_NAME, _NO_NAME = "*", ""

# What a match refers to: a publication of the database, or an earlier entry of the file, by number.
Target = int


@dataclass(frozen=True, slots=True)
class Match:
    """The best match. ``also``: other works that are certainly the same."""

    target: Target
    comparison: WorkComparison
    also: tuple[Target, ...] = ()


@dataclass(slots=True)
class WorkIndex:
    """Works by number, each with the keys of its records, and their numbers by block."""

    works: dict[Target, tuple[MatchKeys, ...]] = field(default_factory=dict)
    # By the hash of a block: a number, or a list where several share it.
    blocks: dict[int, Target | list[Target]] = field(default_factory=dict)
    journals: JournalSynonyms = field(default_factory=JournalSynonyms)

    def add(self, target: Target, work: MatchKeys) -> None:
        """Add a record of a work. Several records of one work have the same target."""
        records = self.works.get(target, ())
        if work in records or len(records) >= MOST_RECORDS:
            return
        self.works[target] = (*records, work)
        self._learn_journals(work, records)
        for block in blocks_of(work):
            self._add_to_block(block, target)

    def join(self, source: Target, target: Target) -> None:
        """Make the records of one work those of another, under which it is then found."""
        for record in self.remove(source):
            self.add(target, record)

    def remove(self, target: Target) -> tuple[MatchKeys, ...]:
        """Remove a work; its records are returned."""
        records = self.works.pop(target)
        for record in records:
            for block in blocks_of(record):
                self._remove_from_block(block, target)
        return records

    def _remove_from_block(self, block: int, target: Target) -> None:
        targets = self.blocks.get(block)
        if targets == target:
            del self.blocks[block]
        elif isinstance(targets, list) and target in targets:
            targets.remove(target)

    def _learn_journals(self, work: MatchKeys, records: tuple[MatchKeys, ...]) -> None:
        """Learn the names of a journal from an ISSN, and from records that an identifier shows to be one work."""
        if not work.journal:
            return
        if work.issns:
            self.journals.learn_issns(work.journal, work.issns)
        for record in records:
            if record.journal and identifiers(work, record)[0] and same_place(work, record):
                self.journals.learn(record.journal, work.journal)

    def _add_to_block(self, block: int, target: Target) -> None:
        targets = self.blocks.get(block)
        if targets is None:
            self.blocks[block] = target
        elif isinstance(targets, list):
            if len(targets) < MOST_COMPARED and target not in targets:
                targets.append(target)
        elif targets != target:
            self.blocks[block] = [targets, target]

    def best(self, work: MatchKeys, *, exclude: Callable[[Target], bool] | None = None) -> Match | None:
        """The work that is certainly the same, else the most similar possible one. ``exclude`` rules works out."""
        if not self.works:
            return None
        best: Match | None = None
        certain: list[Target] = []
        for target in self._worth_comparing(work):
            if exclude and exclude(target):
                continue
            comparison = compare_with_records(work, self.works[target], self.journals)
            if comparison.grade is MatchGrade.CERTAIN:
                certain.append(target)
            if is_better(comparison, best.comparison if best else DIFFERENT):
                best = Match(target, comparison)
        if best and len(certain) > 1:
            return replace(best, also=tuple(target for target in certain if target != best.target))
        return best

    def _worth_comparing(self, work: MatchKeys) -> list[Target]:
        """Works that share a block; of many, only those with the most similar titles."""
        exact = self._in_blocks(identifying_blocks(work))
        like = [target for target in self._in_blocks(search_blocks(work)) if target not in exact]
        if len(like) <= _CLOSELY_COMPARED:
            return [*exact, *like]
        titled = [(target, record.title) for target in like for record in self.works[target]]
        titles = [title for _, title in titled]
        closest = process.extract(
            work.title, titles, scorer=fuzz.ratio, processor=None, score_cutoff=REWRITTEN_TITLE, limit=_CLOSELY_COMPARED
        )
        openings = [target for target, title in titled if work.title.startswith(title) or title.startswith(work.title)]
        places = dict.fromkeys([titled[place][0] for _, _, place in closest] + openings[:_CLOSELY_COMPARED])
        return [*exact, *places]

    def _in_blocks(self, blocks: tuple[int, ...]) -> dict[Target, None]:
        """The works in any of the blocks, each once, in a fixed order."""
        matches: dict[Target, None] = {}
        for block in blocks:
            targets = self.blocks.get(block)
            if isinstance(targets, list):
                matches.update(dict.fromkeys(targets))
            elif targets is not None:
                matches[targets] = None
        return matches


def compare_with_records(
    work: MatchKeys, records: tuple[MatchKeys, ...], journals: JournalSynonyms | None = None
) -> WorkComparison:
    """Compare a record with all records of one work: the best comparison.

    A certain one becomes possible, with the reasons, if the record contradicts another record of the work.
    """
    best, closest = DIFFERENT, records[0]
    for record in records:
        comparison = compare(work, record, journals)
        if is_better(comparison, best):
            best, closest = comparison, record
    if best.grade is MatchGrade.DIFFERENT or len(records) == 1:
        return best
    against = [reason for record in records if record is not closest for reason in contradictions(work, record)]
    if not against:
        return best
    return replace(best, grade=MatchGrade.POSSIBLE, reasons=tuple(dict.fromkeys([*best.reasons, *against])))


def agree_in_all_records(records: tuple[MatchKeys, ...], others: tuple[MatchKeys, ...]) -> bool:
    """Whether no record of one work contradicts a record of another."""
    return not any(contradictions(record, other) for record in records for other in others)


def is_better(one: WorkComparison, other: WorkComparison) -> bool:
    """Whether the first of two comparisons is the stronger one; of equal ones the second."""
    if one.grade is other.grade:
        return one.weight > other.weight and one.grade is not MatchGrade.DIFFERENT
    return one.grade is MatchGrade.CERTAIN or other.grade is MatchGrade.DIFFERENT


def blocks_of(work: MatchKeys) -> tuple[int, ...]:
    """The blocks of a work, as hashes that save memory; equal hashes only cost a comparison."""
    return identifying_blocks(work) + descriptive_blocks(work)


@lru_cache(maxsize=_REMEMBERED)
def identifying_blocks(work: MatchKeys) -> tuple[int, ...]:
    """Identifiers, the whole title, and the place in print."""
    # An address made of the DOI finds no more than the DOI.
    url = "" if work.doi and work.url.endswith(work.doi) else work.url
    named = (("title", work.title), ("doi", work.doi), ("pmid", work.pmid), ("pmc", work.pmcid), ("url", url))
    keys: list[tuple[str, object]] = [(name, value) for name, value in named if value]
    volume = work.volume or work.issue
    if volume and work.page:
        keys.append(("page", (volume, page_digits(work.page))))
    if work.last_page and work.family:
        keys.append(("pages", (work.page, work.last_page, _last_name(work.family))))
    return tuple(hash(key) for key in keys)


@lru_cache(maxsize=_REMEMBERED)
def descriptive_blocks(work: MatchKeys) -> tuple[int, ...]:
    """Words of the title with the first author, and the first author with the year: where a work is stored."""
    names = (*_names(work.family), _ANY_NAME) if work.family else (_NO_NAME,)
    return _title_blocks(work, names) + _author_year_blocks(work, (work.year,))


@lru_cache(maxsize=_REMEMBERED)
def search_blocks(work: MatchKeys) -> tuple[int, ...]:
    """Where works are searched that may be the same: those of its author, and those without an author.

    Works of its author are searched in its year, a year earlier or later, and without a year.
    """
    names = (*_names(work.family), _NO_NAME) if work.family else (_ANY_NAME, _NO_NAME)
    years = (None,) if work.year is None else (work.year, work.year - 1, work.year + 1, None)
    return _title_blocks(work, names) + _author_year_blocks(work, years)


def _title_blocks(work: MatchKeys, names: tuple[str, ...]) -> tuple[int, ...]:
    """Words that begin the title, and its longest words, each with each of the names."""
    return tuple([hash((name, wording)) for wording in _wordings(work.title) for name in names])


@lru_cache(maxsize=_REMEMBERED)
def _wordings(title: str) -> tuple[int, ...]:
    """Hashes of the words that begin a title, and of its longest words."""
    words = title.split()
    if len(words) <= _SOME_WORDS:
        return ()
    longest = sorted(sorted(set(words)), key=len)[-_LONGEST_WORDS:]
    wordings = (("opening", *words[:_SOME_WORDS]), ("longest", *longest))
    return tuple(map(hash, wordings))


def _author_year_blocks(work: MatchKeys, years: tuple[int | None, ...]) -> tuple[int, ...]:
    if not work.family:
        return ()
    last = _last_name(work.family)
    return tuple([hash(("author", last, year)) for year in years])


def _names(family: str) -> tuple[str, ...]:
    """Other forms of a family name: without its particles, and without its blanks."""
    last = _last_name(family)
    return (last,) if last == family else (last, family.replace(" ", ""))


def _last_name(family: str) -> str:
    """The family name without particles, which exports write or leave out."""
    return family.rpartition(" ")[2]
