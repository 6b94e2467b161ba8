"""Whether two works are one publication: certainly, possibly, or not; with the reasons.

A *certain* match is joined without asking, so it must never be wrong: a shared identifier with agreeing titles and
nothing against it, or an equal title with first author, year, and journal or place in print. Volume and first page
weigh more than the name of the journal. A shared DOI alone is no proof: abstracts of one supplement share one. A
title that is translated or rewritten is only enough where the work takes the same pages, from the first to the last.
A person decides on a *possible* match. A work about another work (an erratum, a reply, a protocol), another form of
it, or another part of a series is never certain.
"""

from dataclasses import dataclass
from enum import StrEnum

from studies.citations.duplicates.journal_names import JournalSynonyms, same_journal
from studies.citations.duplicates.match_keys import MatchKeys
from studies.citations.duplicates.place_keys import same_page
from studies.citations.duplicates.title_words import differ_in_language, has_different_word
from studies.citations.duplicates.work_evidence import (
    LIKE_TITLE,
    MOST_YEARS_APART,
    REWRITTEN_TITLE,
    SAME_TITLE,
    TitleMatch,
    WorkEvidence,
    evidence_of,
    identifiers,
    likeness,
    obstacles,
    same_author,
    same_place,
    same_range,
    year_gap,
)

# The page of an address can be about several works.
_WEAK_IDENTIFIERS = ((), ("address",))
# Updates of a Cochrane review have one title and one page, such as CD001234.
_COCHRANE_PAGE = "cd"
_HIGHEST_PAGE_OF_AN_ISSUE = 300


class MatchGrade(StrEnum):
    """How sure it is that two works are the same."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class WorkComparison:
    """``score`` is the likeness of the titles, 0 to 100. Of several matches the one with the highest weight counts."""

    grade: MatchGrade
    score: float
    reasons: tuple[str, ...]
    weight: float = 0.0


DIFFERENT = WorkComparison(MatchGrade.DIFFERENT, 0.0, ())


def compare(one: MatchKeys, other: MatchKeys, journals: JournalSynonyms | None = None) -> WorkComparison:
    """Compare two works; the order does not matter. ``journals``: names that a file shows to be one journal."""
    score, opening = likeness(one.title, other.title, one_is_cut=one.is_cut or other.is_cut)
    if score < LIKE_TITLE and not opening and not _agree_beside_title(one, other):
        other_place = year_gap(one, other) or same_page(one.page, other.page) is False
        if score < REWRITTEN_TITLE or other_place:
            return DIFFERENT
    evidence = evidence_of(one, other, journals, score=score, opening=opening)
    if _certain(evidence, one, other):
        grade = MatchGrade.CERTAIN
    elif _possible(evidence, one, other):
        grade = MatchGrade.POSSIBLE
    else:
        return DIFFERENT
    return WorkComparison(grade, score, _reasons(evidence), evidence.weight)


def contradictions(one: MatchKeys, other: MatchKeys) -> tuple[str, ...]:
    """What shows that two records are different works, whatever else agrees; each in a few words."""
    _, conflicting = identifiers(one, other)
    reasons = [f"another record of it has a different {name}" for name in conflicting]
    if same_author(one, other) is False:
        reasons.append("another record of it has a different first author")
    if (year_gap(one, other) or 0) > MOST_YEARS_APART:
        reasons.append("another record of it has a different year")
    return (*reasons, *obstacles(one, other, anywhere=True))


def _agree_beside_title(one: MatchKeys, other: MatchKeys) -> bool:
    """Whether works with quite different titles are worth comparing."""
    return _share_identifier(one, other) or _same_pages(one, other) or _may_be_translation(one, other)


def _may_be_translation(one: MatchKeys, other: MatchKeys) -> bool:
    """Whether two works have the same authors, journal and time, no other page, and titles in two languages."""
    if not one.family or one.family != other.family or one.second_family != other.second_family:
        return False
    if (year_gap(one, other) or 0) > 1 or one.initial != other.initial or same_page(one.page, other.page) is False:
        return False
    if not one.journal or not same_journal(one.journal, other.journal):
        return False
    return one.is_translated or other.is_translated or differ_in_language(one.title, other.title)


def _share_identifier(one: MatchKeys, other: MatchKeys) -> bool:
    return bool(
        (one.doi and one.doi == other.doi)
        or (one.pmid and one.pmid == other.pmid)
        or (one.pmcid and one.pmcid == other.pmcid)
        or (one.url and one.url == other.url)
    )


def _same_pages(one: MatchKeys, other: MatchKeys) -> bool:
    """Whether the place in print agrees, as of a work with a translated title."""
    return one.page != "" and (same_place(one, other) or same_range(one, other))


def _certain(evidence: WorkEvidence, one: MatchKeys, other: MatchKeys) -> bool:
    if evidence.conflicting or evidence.obstacles or evidence.same_author is False:
        return False
    if evidence.shared not in _WEAK_IDENTIFIERS:
        return _certain_by_identifier(evidence) or _certain_by_pages(evidence)
    if evidence.title is TitleMatch.SAME:
        return _certain_by_title(evidence, one, other)
    return _certain_by_pages(evidence)


def _certain_by_identifier(evidence: WorkEvidence) -> bool:
    """A shared identifier, agreeing titles, and nothing that contradicts.

    Works of one supplement can share a DOI, and their titles can differ by a word.
    """
    if (evidence.year_gap or 0) > 1 or evidence.places.count(False) > 1:
        return False
    match evidence.title:
        case TitleMatch.SAME:
            return True
        case TitleMatch.SHORTENED:
            is_same = evidence.same_page is True or "PubMed number" in evidence.shared
            return is_same and evidence.same_second is not False and not evidence.among_abstracts
        case TitleMatch.OPENING | TitleMatch.LIKE:
            return "PubMed number" in evidence.shared or evidence.same_range
    return False


def _certain_by_title(evidence: WorkEvidence, one: MatchKeys, other: MatchKeys) -> bool:
    """An equal title, with first author, year, and journal or place in print."""
    if not evidence.is_distinctive:
        issue = evidence.same_issue is True or (evidence.same_range and _is_page_of_a_volume(one.page))
        known = evidence.same_author is True and evidence.same_initial is not False and evidence.year_gap == 0
        return known and issue and evidence.same_place and evidence.same_journal is True
    if evidence.shared and not evidence.year_gap and False not in evidence.places:
        return True  # one address, and nothing that contradicts
    if evidence.same_place:
        return _certain_in_one_place(evidence, one)
    if evidence.year_gap != 0 or evidence.one_in_supplement:
        return False
    is_preprint = one.kind == other.kind == "preprint" and evidence.same_author is True
    if one == other or (is_preprint and evidence.same_journal is True):
        return bool(one.family or one.journal)  # the same in every field: an export of the record itself
    if evidence.same_author is not True or evidence.same_journal is False:
        return False
    if evidence.same_volume is False:  # mistyped, or the issue in its place
        return evidence.same_journal is True and evidence.same_range
    if evidence.same_page is not None or evidence.same_journal is None:
        return evidence.same_page is True
    # A journal can print an abstract and its paper in one year: where only one record has a page, the issue must agree.
    return (not one.page and not other.page) or (evidence.same_volume is True and evidence.same_issue is True)


def _is_page_of_a_volume(page: str) -> bool:
    """Whether a page is too high for a journal that counts the pages of every issue anew."""
    return page.isdigit() and int(page) > _HIGHEST_PAGE_OF_AN_ISSUE


def _certain_in_one_place(evidence: WorkEvidence, one: MatchKeys) -> bool:
    """Whether author and year leave no doubt of works with one title in one place, whatever the journal's name."""
    if evidence.same_author is None:  # unknown, or spelled in another way
        return evidence.year_gap == 0 and evidence.same_journal is True
    if evidence.year_gap == 0:
        return True
    is_update = one.page.startswith(_COCHRANE_PAGE)
    return evidence.year_gap in (None, 1) and evidence.same_journal is not False and not is_update


def _certain_by_pages(evidence: WorkEvidence) -> bool:
    """The same pages, by the same people: enough for a title that is translated, or lacks its subtitle."""
    if not evidence.same_range or evidence.same_volume is False or (evidence.year_gap or 0) > 1:
        return False
    if evidence.same_volume is None and (evidence.year_gap != 0 or evidence.same_journal is not True):
        return False
    if evidence.same_initial is False or evidence.same_second is False:
        return False
    if evidence.same_author is None:
        return evidence.title is TitleMatch.SHORTENED and evidence.same_journal is True and evidence.year_gap == 0
    if evidence.title not in (TitleMatch.SHORTENED, TitleMatch.TRANSLATED):
        return False
    return evidence.same_journal is True or (evidence.same_initial is True and evidence.same_second is True)


def _possible(evidence: WorkEvidence, one: MatchKeys, other: MatchKeys) -> bool:
    if evidence.shared not in _WEAK_IDENTIFIERS:
        return True
    if (evidence.year_gap or 0) <= 1 and _place_counts(evidence):
        return True
    if evidence.same_author is False:
        return _likely_without_author(evidence)
    if evidence.title is TitleMatch.SAME:
        return _possible_by_title(evidence)
    if not evidence.is_distinctive and evidence.title is not TitleMatch.TRANSLATED:
        return evidence.same_author is True and evidence.year_gap == 0 and False not in evidence.places
    near = evidence.year_gap is None or evidence.year_gap <= MOST_YEARS_APART
    if evidence.title in (TitleMatch.SHORTENED, TitleMatch.OPENING):
        return near
    if evidence.title is TitleMatch.LIKE:
        different = has_different_word(one.title, other.title)
        # Another word or number usually means another work; a person decides where the authors are the same.
        return near and (not different or evidence.same_author is True or evidence.score >= SAME_TITLE)
    if evidence.title is TitleMatch.TRANSLATED and _may_be_translation(one, other):
        return True
    agree = evidence.places.count(True) >= 2 and False not in evidence.places
    return agree and evidence.same_author is True and evidence.year_gap == 0


def _place_counts(evidence: WorkEvidence) -> bool:
    """Whether a shared place in print is more than chance, whatever the titles."""
    in_journal = evidence.same_journal is True and evidence.same_volume is not False
    if evidence.same_range and in_journal and evidence.same_author is not False:
        return True
    if not evidence.same_place:
        return False
    if evidence.same_author is True:
        return True
    return evidence.score >= REWRITTEN_TITLE and evidence.same_journal is not False


def _likely_without_author(evidence: WorkEvidence) -> bool:
    """Whether all but the first author agrees, as where given and family name are transposed."""
    agree = evidence.same_journal is True or evidence.same_page is True
    return evidence.title is TitleMatch.SAME and evidence.is_distinctive and evidence.year_gap == 0 and agree


def _possible_by_title(evidence: WorkEvidence) -> bool:
    """Whether works with an equal title can be one. A short title fits many works: then nothing may contradict."""
    if evidence.is_distinctive:
        # Whatever the year: the same title in another year is another work or a mistyped year.
        return True
    contradictory = evidence.conflicting or evidence.year_gap or evidence.same_issue is False
    return not contradictory and False not in evidence.places


def _reasons(evidence: WorkEvidence) -> tuple[str, ...]:
    """What agrees and what differs, each in a few words."""
    reasons = [f"same {name}" for name in evidence.shared]
    reasons += [f"different {name}" for name in evidence.conflicting]
    reasons.append(_about_titles(evidence))
    if evidence.same_author is not None:
        reasons.append("same first author" if evidence.same_author else "different first author")
    if evidence.year_gap is not None:
        apart = f"{evidence.year_gap} year{'s' if evidence.year_gap > 1 else ''} apart"
        reasons.append(apart if evidence.year_gap else "same year")
    if evidence.places:
        agree = evidence.places.count(True)
        reasons.append(f"journal, volume and page: {agree} of {len(evidence.places)} agree")
    if evidence.same_range:
        reasons.append("same first and last page")
    if evidence.one_in_supplement:
        reasons.append("one is in a supplement")
    return (*reasons, *evidence.obstacles)


def _about_titles(evidence: WorkEvidence) -> str:
    if evidence.score == 100:
        return "same title"
    if evidence.title in (TitleMatch.SHORTENED, TitleMatch.OPENING):
        return "one title begins with the other"
    if evidence.title is TitleMatch.TRANSLATED:
        return "titles in different languages"
    return f"titles {evidence.score:.0f}% alike"
