"""The current ratings of findings: whether the data changed since, and the footnotes that readers see."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from evidence.choices import Certainty, GradeDomain
from evidence.grading.rating_fingerprint import fingerprint_of, graded_statement
from evidence.models import CertaintyAssessment, CertaintyJudgement
from evidence.synthesis.answer_information import information_size
from evidence.synthesis.answers import Answer
from studies.reported.threshold_band import ThresholdBand
from studies.selectors.prepared_query import PreparedQuery, prepared_by_group

NOT_RANDOMISED = "not randomised"
NO_SIZE = "how many people one trial would need does not follow"
NEEDS_REVIEW = "certainty needs review: the data changed since it was rated"
DEFAULT_ONLY = "certainty was rated for the default selection only"
_CHANGES = {1: "one level", 2: "two levels", 3: "three levels"}


@dataclass(frozen=True, slots=True)
class DomainLine:
    """One domain of a rating as readers see it. ``suggested`` is None where nothing was suggested."""

    domain: GradeDomain
    levels: int
    why: str
    suggested: int | None
    suggestion: str
    arithmetic: tuple[str, ...]

    @property
    def change(self) -> str:
        """How it changed the level, in words."""
        if not self.levels:
            return "no level gained" if self.domain.rates_up else "no level lost"
        return f"{_CHANGES[self.levels]} {'gained' if self.domain.rates_up else 'lost'}"

    @property
    def note(self) -> str:
        """The footnote of a level lost or gained: domain, levels and why."""
        return f"{self.domain.label.capitalize()}, {self.change}: {self.why.rstrip('.')}."


@dataclass(frozen=True, slots=True)
class CurrentRating:
    """A rating that was neither replaced nor withdrawn, with its domains in the order in which they were judged."""

    id: int
    start: Certainty
    level: Certainty
    fingerprint: str
    rated_by: str
    rated_at: datetime
    reason: str
    domains: tuple[DomainLine, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Why the level was rated down or up, a footnote for each domain."""
        return tuple(line.note for line in self.domains if line.levels)


@dataclass(frozen=True, slots=True)
class Ratings:
    """The current ratings of the findings of one condition, by anchor.

    ``is_default`` is false for a reader's own selection, which is never rated.
    """

    by_anchor: Mapping[str, CurrentRating]
    is_default: bool = True


NO_RATINGS = Ratings({})


class FindingCertainty(NamedTuple):
    """What is shown of a finding's certainty. ``rating`` is None unless it may be shown.

    Where it has not been rated, the words are its information size: arithmetic, and no judgement.
    """

    words: str
    rating: CurrentRating | None = None
    needs_review: bool = False
    statement: str = ""
    is_unrated: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """The footnotes of the rating, if it is shown."""
        return self.rating.notes if self.rating else ()


def finding_certainty(
    answer: Answer, anchor: str, ratings: Ratings, bands: Collection[ThresholdBand]
) -> FindingCertainty:
    """The certainty of an answer: its rating, unless the data of the answer changed since."""
    rating = ratings.by_anchor.get(anchor)
    if rating is None or not answer.is_usable:
        return FindingCertainty(_unrated_words(answer), is_unrated=True)
    if not ratings.is_default:
        return FindingCertainty(DEFAULT_ONLY)
    if rating.fingerprint != fingerprint_of(answer):
        return FindingCertainty(NEEDS_REVIEW, needs_review=True)
    words = f"{rating.level.label} certainty"
    return FindingCertainty(words, rating, statement=graded_statement(answer, rating.level, list(bands)))


def _unrated_words(answer: Answer) -> str:
    """What is said in place of a certainty: a fact, and no judgement."""
    information = information_size(answer)
    if information:
        return information.text
    return NO_SIZE if answer.question.randomised else NOT_RANDOMISED


_ALL_RATINGS = PreparedQuery(lambda _: CertaintyJudgement.objects.of_current_ratings(None))
_RATINGS_OF = prepared_by_group(lambda conditions: CertaintyJudgement.objects.of_current_ratings(conditions))


def read_ratings(conditions: Collection[str] | None = None) -> dict[str, dict[str, CurrentRating]]:
    """The current ratings for these conditions (slugs; all when None), by condition and anchor; one query."""
    rows: dict[int, list[CertaintyJudgement]] = {}
    read = _ALL_RATINGS if conditions is None else _RATINGS_OF(conditions)
    for row in read.records():
        rows.setdefault(row.assessment_id, []).append(row)
    found: dict[str, dict[str, CurrentRating]] = {}
    for judgements in rows.values():
        assessment = judgements[0].assessment
        of_condition = found.setdefault(assessment.condition.slug, {})
        of_condition[assessment.anchor] = _current_rating(assessment, judgements)
    return found


def _current_rating(assessment: CertaintyAssessment, judgements: list[CertaintyJudgement]) -> CurrentRating:
    return CurrentRating(
        id=assessment.pk,
        start=Certainty(assessment.start),
        level=Certainty(assessment.level),
        fingerprint=assessment.fingerprint,
        rated_by=assessment.rated_by.get_full_name() or assessment.rated_by.get_username(),
        rated_at=assessment.rated_at,
        reason=assessment.reason,
        domains=tuple(map(domain_line, judgements)),
    )


def domain_line(row: CertaintyJudgement) -> DomainLine:
    """One judged domain as readers see it."""
    return DomainLine(
        domain=GradeDomain(row.domain),
        levels=row.levels,
        why=row.reason or row.suggestion,
        suggested=row.suggested,
        suggestion=row.suggestion,
        arithmetic=tuple(row.arithmetic.splitlines()),
    )


ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of a table, each with its letter, and the letters of each row in the order of the rows."""

    notes: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, ...], ...] = ()


def footnotes(rows: Sequence[Sequence[str]]) -> Footnotes:
    """Give each note a letter, in the order of first use.

    >>> footnotes([["bias"], [], ["few", "bias"]])
    Footnotes(notes=(('a', 'bias'), ('b', 'few')), letters=(('a',), (), ('b', 'a')))
    """
    known = {note: letter_of(place) for place, note in enumerate(dict.fromkeys(note for row in rows for note in row))}
    return Footnotes(
        tuple((letter, note) for note, letter in known.items()),
        tuple(tuple(known[note] for note in row) for row in rows),
    )


def letter_of(place: int) -> str:
    """The letter of a note by its place, from 0; two letters after z.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('a', 'z', 'aa')
    """
    rounds, place = divmod(place, len(ALPHABET))
    return ALPHABET[place] if rounds == 0 else letter_of(rounds - 1) + ALPHABET[place]
