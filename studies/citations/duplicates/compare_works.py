"""Whether two works are one publication: certainly, possibly, or not; with the reasons.

A *certain* match is joined without asking, so it must never be wrong: a shared identifier with agreeing titles and
nothing against it, or an equal title with first author, year, and journal, volume or page. A shared DOI alone is no
proof: abstracts of one supplement share one. A person decides on a *possible* match. A work about another work (an
erratum, a reply, a protocol), another form of it, or another part of a series is never certain.
"""

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from studies.citations.duplicates.match_keys import MatchKeys, same_family, same_journal

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
# The page of an address can be about several works.
_WEAK_IDENTIFIERS = ((), ("address",))


class MatchGrade(StrEnum):
    """How sure it is that two works are the same."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class WorkComparison:
    """``score`` is the likeness of the titles, 0 to 100."""

    grade: MatchGrade
    score: float
    reasons: tuple[str, ...]


DIFFERENT = WorkComparison(MatchGrade.DIFFERENT, 0.0, ())


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What agrees and what contradicts."""

    shared: tuple[str, ...]
    conflicting: tuple[str, ...]
    score: float
    is_opening: bool
    year_gap: int | None
    same_author: bool | None
    # Journal, volume and first page: how many agree, and how many contradict.
    places_agree: int
    places_differ: int
    obstacles: tuple[str, ...]


def compare(one: MatchKeys, other: MatchKeys) -> WorkComparison:
    """Compare two works; the order does not matter."""
    shared, conflicting = _identifiers(one, other)
    score, opening = likeness(one.title, other.title)
    if not shared and not opening and score < REWRITTEN_TITLE and not _same_place(one, other):
        return DIFFERENT
    same_author = same_family(one.family, other.family) if one.family and other.family else None
    if same_author is False and shared in _WEAK_IDENTIFIERS:
        return DIFFERENT
    evidence = _Evidence(
        shared,
        conflicting,
        score,
        opening,
        _year_gap(one, other),
        same_author,
        *_places(one, other),
        _obstacles(one, other),
    )
    if _certain(evidence, one, other):
        return WorkComparison(MatchGrade.CERTAIN, score, _reasons(evidence))
    if _possible(evidence, one, other):
        return WorkComparison(MatchGrade.POSSIBLE, score, _reasons(evidence))
    return DIFFERENT


def contradictions(one: MatchKeys, other: MatchKeys) -> tuple[str, ...]:
    """What shows that two records are different works, whatever else agrees; each in a few words."""
    _, conflicting = _identifiers(one, other)
    reasons = [f"another record of it has a different {name}" for name in conflicting]
    if one.family and other.family and not same_family(one.family, other.family):
        reasons.append("another record of it has a different first author")
    if (_year_gap(one, other) or 0) > MOST_YEARS_APART:
        reasons.append("another record of it has a different year")
    return (*reasons, *_obstacles(one, other))


def _same_place(one: MatchKeys, other: MatchKeys) -> bool:
    """Whether first author, volume and page agree, as of a work with a translated title."""
    return bool(one.page and one.volume) and (one.page, one.volume, one.family) == (
        other.page,
        other.volume,
        other.family,
    )


def likeness(one: str, other: str) -> tuple[float, bool]:
    """How similar two title keys are, 0 to 100, and whether one only lacks the other's subtitle."""
    if one == other:
        return 100.0, False
    score = fuzz.ratio(one, other)
    short, long = sorted((one, other), key=len)
    opening = bool(short) and long.startswith(f"{short} ")
    if not opening and score < SAME_TITLE:
        score = max(score, fuzz.token_sort_ratio(one, other, score_cutoff=LIKE_TITLE) * 0.97)
    return score, opening


def _is_distinctive(title: str) -> bool:
    if not title.isascii() and len(title) >= DISTINCTIVE_LETTERS // 3:
        return True
    return len(title) >= DISTINCTIVE_LETTERS and title.count(" ") >= DISTINCTIVE_WORDS - 1


def _identifiers(one: MatchKeys, other: MatchKeys) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def _year_gap(one: MatchKeys, other: MatchKeys) -> int | None:
    return None if one.year is None or other.year is None else abs(one.year - other.year)


def _places(one: MatchKeys, other: MatchKeys) -> tuple[int, int]:
    agree = differ = 0
    if one.journal and other.journal:
        same = same_journal(one.journal, other.journal)
        agree, differ = agree + same, differ + (not same)
    for ours, theirs in ((one.volume, other.volume), (one.page, other.page)):
        if ours and theirs:
            same = ours == theirs
            agree, differ = agree + same, differ + (not same)
    return agree, differ


def _obstacles(one: MatchKeys, other: MatchKeys) -> tuple[str, ...]:
    """Reasons why two works with similar titles may be different."""
    differences = []
    if one.kind != other.kind:
        differences.append(f"one is called {' or '.join(sorted(filter(None, (one.kind, other.kind))))}")
    if one.numbers != other.numbers and one.title != other.title:
        differences.append("the numbers in the titles differ")
    forms = {one.form, other.form}
    if len(forms) == 2 and forms & {"conference-abstract", "thesis", "conference-poster"}:
        differences.append("one is an abstract or thesis")
    return tuple(differences)


def _certain(evidence: _Evidence, one: MatchKeys, other: MatchKeys) -> bool:
    if evidence.conflicting or evidence.obstacles:
        return False
    if evidence.shared:
        return _certain_by_identifier(evidence)
    if one == other and _is_distinctive(one.title):
        return True  # the same in every field: an export of the record itself
    if evidence.score < SAME_TITLE or not _is_distinctive(min(one.title, other.title, key=len)):
        return False
    if one.title != other.title and _has_different_word(one.title, other.title):
        return False
    return (
        evidence.year_gap == 0
        and evidence.same_author is True
        and evidence.places_agree > 0
        and evidence.places_differ == 0
    )


def _certain_by_identifier(evidence: _Evidence) -> bool:
    """A shared identifier, agreeing titles, and nothing that contradicts."""
    titles_agree = evidence.score >= LIKE_TITLE or evidence.is_opening
    gap = evidence.year_gap or 0
    if evidence.shared == ("address",):
        return (
            evidence.score >= SAME_TITLE
            and gap == 0
            and evidence.same_author is not False
            and not evidence.places_differ
        )
    return titles_agree and gap <= 1 and evidence.same_author is not False and evidence.places_differ <= 1


def _has_different_word(one: str, other: str) -> bool:
    """Whether a word differs, is added or is missing; a mistyped letter or a moved blank does not count."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return False
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs):
        return True
    return any(len(a) < 5 or fuzz.ratio(a, b) < 80 for a, b in zip(ours, theirs, strict=True) if a != b)


def _possible(evidence: _Evidence, one: MatchKeys, other: MatchKeys) -> bool:
    if evidence.shared not in _WEAK_IDENTIFIERS:
        return True
    together = evidence.same_author is True and evidence.year_gap is not None
    if evidence.score < LIKE_TITLE and not evidence.is_opening:
        place = evidence.places_agree >= 2 and not evidence.places_differ
        return together and evidence.year_gap == 0 and place
    if not _is_distinctive(min(one.title, other.title, key=len)):
        return together and evidence.year_gap == 0
    if one.title == other.title:
        # Whatever the year: the same title in another year is another work or a mistyped year.
        return True
    near = evidence.year_gap is None or evidence.year_gap <= MOST_YEARS_APART
    if not evidence.is_opening and _has_different_word(one.title, other.title):
        # Another word or number usually means another work; a person decides where the authors are the same.
        return near and (evidence.same_author is True or evidence.score >= SAME_TITLE)
    return near


def _reasons(evidence: _Evidence) -> tuple[str, ...]:
    """What agrees and what differs, each in a few words."""
    reasons = [f"same {name}" for name in evidence.shared]
    reasons += [f"different {name}" for name in evidence.conflicting]
    if evidence.score == 100:
        reasons.append("same title")
    elif evidence.is_opening:
        reasons.append("one title begins with the other")
    else:
        reasons.append(f"titles {evidence.score:.0f}% alike")
    if evidence.same_author is not None:
        reasons.append("same first author" if evidence.same_author else "different first author")
    if evidence.year_gap is not None:
        reasons.append(
            "same year"
            if evidence.year_gap == 0
            else f"{evidence.year_gap} years apart"
            if evidence.year_gap > 1
            else "1 year apart"
        )
    if evidence.places_agree or evidence.places_differ:
        of = evidence.places_agree + evidence.places_differ
        reasons.append(f"journal, volume and page: {evidence.places_agree} of {of} agree")
    return (*reasons, *evidence.obstacles)
