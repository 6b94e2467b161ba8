"""The evidence on whether two works are one: what agrees and what contradicts."""

from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz

from studies.citations.duplicates.journal_names import JournalSynonyms, same_journal
from studies.citations.duplicates.match_keys import MatchKeys, like_family, same_family
from studies.citations.duplicates.place_keys import same_page
from studies.citations.duplicates.title_words import CUT_TITLE, LONG_TITLE, differ_in_language, has_different_word

# More similar titles are the same but for a typing error or spelling; measured on the labelled pairs of the tests.
SAME_TITLE = 95.0
LIKE_TITLE = 86.0
# Where author, year and journal agree, a title may differ by more: translated, or rewritten.
REWRITTEN_TITLE = 60.0
# A work can have the year of its online and of its print version.
MOST_YEARS_APART = 2
# A shorter title ("Editorial", "Low back pain") fits many works.
DISTINCTIVE_WORDS = 4
DISTINCTIVE_LETTERS = 24
_ABSTRACT = "conference-abstract"
_SHORT_FORMS = frozenset([_ABSTRACT, "thesis"])


class TitleMatch(Enum):
    """How two titles agree."""

    # Equal, but for a typing error or a small word.
    SAME = "same"
    # One lacks the other's subtitle, or was cut by a database that shortens titles.
    SHORTENED = "shortened"
    # One begins with the other.
    OPENING = "opening"
    LIKE = "like"
    TRANSLATED = "translated"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class WorkEvidence:
    """What agrees and what contradicts; None is unknown. ``score`` is the likeness of the titles, 0 to 100."""

    shared: tuple[str, ...]
    conflicting: tuple[str, ...]
    score: float
    title: TitleMatch
    is_distinctive: bool
    year_gap: int | None
    same_author: bool | None
    same_initial: bool | None
    same_second: bool | None
    same_journal: bool | None
    same_volume: bool | None
    same_issue: bool | None
    same_page: bool | None
    # First and last page agree, of a work of several pages outside a supplement: no other work can stand there.
    same_range: bool
    one_in_supplement: bool
    # Either is an abstract of a congress, or stands in a supplement.
    among_abstracts: bool
    obstacles: tuple[str, ...]

    @property
    def weight(self) -> float:
        """How much agrees, less what contradicts: of several possible works the most likely has the highest weight."""
        years = 0.5 if self.year_gap is None else 1 - self.year_gap
        people = [
            each for each in (self.same_author, self.same_second, self.same_issue, *self.places) if each is not None
        ]
        agreement = people.count(True) - people.count(False) + years + self.same_range
        obstacles = len(self.obstacles) + self.one_in_supplement
        return self.score / 20 + agreement + 3 * (len(self.shared) - len(self.conflicting)) - obstacles

    @property
    def same_place(self) -> bool:
        """Volume and first page agree."""
        return bool(self.same_volume and self.same_page)

    @property
    def places(self) -> tuple[bool, ...]:
        """Of journal, volume and page those that are known on both sides: whether each agrees."""
        return tuple(each for each in (self.same_journal, self.same_volume, self.same_page) if each is not None)


def evidence_of(
    one: MatchKeys, other: MatchKeys, journals: JournalSynonyms | None, *, score: float, opening: bool
) -> WorkEvidence:
    """The evidence on two works, whose titles are as similar as ``likeness`` says."""
    shared, conflicting = identifiers(one, other)
    return WorkEvidence(
        shared,
        conflicting,
        score,
        title_match(one, other, score, opening=opening),
        is_distinctive(min(one.title, other.title, key=len)),
        year_gap(one, other),
        same_author(one, other),
        one.initial == other.initial if one.initial and other.initial else None,
        same_family(one.second_family, other.second_family) if one.second_family and other.second_family else None,
        _same_journal(one, other, journals),
        same_volume(one, other),
        one.issue == other.issue if one.issue and other.issue else None,
        same_page(one.page, other.page),
        same_range(one, other),
        one.is_in_supplement != other.is_in_supplement,
        one.is_in_supplement or other.is_in_supplement or _ABSTRACT in (one.form, other.form),
        obstacles(one, other),
    )


def likeness(one: str, other: str, *, one_is_cut: bool = False) -> tuple[float, bool]:
    """How similar two title keys are, 0 to 100, and whether one only begins the other."""
    if one == other:
        return 100.0, False
    score = fuzz.ratio(one, other)
    short, long = sorted((one, other), key=len)
    opening = (
        bool(short) and long.startswith(short) and (one_is_cut or long[len(short)] == " " or len(short) >= CUT_TITLE)
    )
    if not opening and score < SAME_TITLE:
        score = max(score, fuzz.token_sort_ratio(one, other, score_cutoff=LIKE_TITLE) * 0.97)
    return score, opening


def title_match(one: MatchKeys, other: MatchKeys, score: float, *, opening: bool) -> TitleMatch:
    """How the titles of two works agree."""
    is_cut = one.is_cut or other.is_cut
    if score == 100.0:
        return TitleMatch.SHORTENED if is_cut else TitleMatch.SAME  # what was cut off can differ
    if score >= SAME_TITLE and not is_cut and not has_different_word(one.title, other.title):
        return TitleMatch.SAME
    if opening:
        short, long = sorted((one, other), key=lambda work: len(work.title))
        is_main_title = long.main_title == len(short.title.replace(" ", ""))
        is_in_a_word = long.title[len(short.title)] != " "
        is_shortened = is_main_title or short.is_cut or is_in_a_word or len(short.title) >= LONG_TITLE
        return TitleMatch.SHORTENED if is_shortened else TitleMatch.OPENING
    if score >= LIKE_TITLE:
        return TitleMatch.LIKE
    if one.is_translated or other.is_translated:
        return TitleMatch.TRANSLATED
    if same_page(one.page, other.page) is not False and differ_in_language(one.title, other.title):
        return TitleMatch.TRANSLATED
    return TitleMatch.DIFFERENT


def is_distinctive(title: str) -> bool:
    """Whether a title is so long that hardly two works of one author and year have it."""
    if not title.isascii() and len(title) >= DISTINCTIVE_LETTERS // 3:
        return True
    return len(title) >= DISTINCTIVE_LETTERS and title.count(" ") >= DISTINCTIVE_WORDS - 1


def identifiers(one: MatchKeys, other: MatchKeys) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the identifiers that two works share, and of those that contradict."""
    shared: list[str] = []
    conflicting: list[str] = []
    names = (
        ("DOI", one.doi, other.doi),
        ("PubMed number", one.pmid, other.pmid),
        ("PMC number", one.pmcid, other.pmcid),
    )
    for name, ours, theirs in names:
        if ours and theirs:
            (shared if ours == theirs else conflicting).append(name)
    if one.url and one.url == other.url and not shared:
        shared.append("address")
    return tuple(shared), tuple(conflicting)


def year_gap(one: MatchKeys, other: MatchKeys) -> int | None:
    """The years between two works."""
    return None if one.year is None or other.year is None else abs(one.year - other.year)


def same_author(one: MatchKeys, other: MatchKeys) -> bool | None:
    """Whether the first authors agree; None also when a name may be spelled in another way."""
    if not one.family or not other.family:
        return None
    if same_family(one.family, other.family):
        return True
    return None if like_family(one.family, other.family) else False


def _same_journal(one: MatchKeys, other: MatchKeys, journals: JournalSynonyms | None) -> bool | None:
    if one.issns and not set(one.issns).isdisjoint(other.issns):
        return True
    if not one.journal or not other.journal:
        return None
    return journals.same(one.journal, other.journal) if journals else same_journal(one.journal, other.journal)


def same_volume(one: MatchKeys, other: MatchKeys) -> bool | None:
    """Whether the volumes agree. Databases write the issue in place of a volume that a journal does not have."""
    if one.volume and other.volume:
        if one.volume == other.volume:
            return True
        return None if one.volume == other.issue or other.volume == one.issue else False
    ours, theirs = one.volume or one.issue, other.volume or other.issue
    return True if ours and ours == theirs else None


def same_place(one: MatchKeys, other: MatchKeys) -> bool:
    """Whether volume and first page agree."""
    return bool(one.page and other.page and same_page(one.page, other.page) and same_volume(one, other))


def same_range(one: MatchKeys, other: MatchKeys) -> bool:
    """Whether first and last page agree, of a work of several pages outside a supplement."""
    if not one.last_page or one.last_page != other.last_page or one.is_in_supplement or other.is_in_supplement:
        return False
    return same_page(one.page, other.page) is True


def obstacles(one: MatchKeys, other: MatchKeys, *, anywhere: bool = False) -> tuple[str, ...]:
    """Reasons why two works with similar titles may be different.

    An abstract stands at another place than its paper; at the same place one database only names another form. On the
    same pages, or ``anywhere``, a number of the subtitle can be left out.
    """
    is_one_place = same_place(one, other)
    differences = []
    kinds = {one.kind, other.kind} - ({"abstract"} if is_one_place else set())
    if one.kind != other.kind and kinds != {""}:
        differences.append(f"one is called {' or '.join(sorted(filter(None, (one.kind, other.kind))))}")
    if one.numbers != other.numbers and one.title != other.title:
        short, long = sorted((one.numbers, other.numbers), key=len)
        if short != long[: len(short)] or not (anywhere or same_range(one, other)):
            differences.append("the numbers in the titles differ")
    forms = {one.form, other.form}
    if len(forms) == 2 and forms & (_SHORT_FORMS - ({_ABSTRACT} if is_one_place else set())):
        differences.append("one is an abstract or thesis")
    return tuple(differences)
