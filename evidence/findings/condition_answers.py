"""This site's answers for several conditions, with their certainty: for pages that show sentences and no findings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.findings.finding import anchor_of
from evidence.findings.kept_studies import read_current_studies, versions_of_scopes, with_kept_studies
from evidence.grading.current_ratings import CurrentRating, FindingCertainty, Ratings, finding_certainty, read_ratings
from evidence.synthesis.answers import Answer
from evidence.synthesis.eligibility import judge_asking
from evidence.synthesis.sentences import Sentence, sentence_of
from evidence.synthesis.shared_answers import SharedAnswers
from studies.models import Condition, with_descendants
from studies.presentation.page_addresses import page_address
from studies.reported.threshold_band import ThresholdBand
from studies.revisions.shared_readings import is_sharing_readings
from studies.selectors import read_bands, read_evidence


@dataclass(frozen=True, slots=True)
class RatedAnswers:
    """Current ratings, by condition and anchor, and the bands that give words for the size of an effect."""

    ratings: Mapping[str, Mapping[str, CurrentRating]]
    bands: Sequence[ThresholdBand]

    def certainty_of(self, slug: str, answer: Answer) -> FindingCertainty:
        """The certainty of an answer for the condition with this slug."""
        return finding_certainty(answer, anchor_of(answer), Ratings(self.ratings.get(slug, {})), self.bands)

    def sentence(self, slug: str, answer: Answer) -> Sentence:
        """The answer in a sentence, after the GRADE statement of its rating."""
        return replace(sentence_of(answer), statement=self.certainty_of(slug, answer).statement)

    def certainty_words(self, slug: str, answers: Iterable[Answer]) -> str:
        """The certainty of several answers in words, each wording once; empty for no answer."""
        return "; ".join(dict.fromkeys(self.certainty_of(slug, answer).words for answer in answers))


def read_rated_answers() -> RatedAnswers:
    """All current ratings: one query, and one for the bands where there is any rating."""
    ratings = read_ratings()
    return RatedAnswers(ratings, read_bands() if ratings else [])


def answers_by_condition(
    targets: Iterable[Condition], conditions: Sequence[Condition]
) -> dict[str, tuple[Answer, ...]]:
    """All answers for each target condition and its descendants, by its slug.

    By what is kept of its studies; the evidence on the other conditions is read once.
    """
    scopes = _scopes(targets, conditions)
    kept = {} if is_sharing_readings() else _kept_answers(scopes)
    others = {slug: scope for slug, scope in scopes.items() if slug not in kept}
    judged = judge_asking(read_evidence(set().union(*others.values()))) if others else ()
    shared = SharedAnswers(judged)
    return {slug: kept[slug] if slug in kept else shared.of(scope) for slug, scope in scopes.items()}


def _kept_answers(scopes: Mapping[str, Collection[str]]) -> dict[str, tuple[Answer, ...]]:
    """Those of the conditions of whose studies enough is kept."""
    targets = {tuple(sorted(scope)): slug for slug, scope in scopes.items()}
    usable = with_kept_studies([*targets])
    versions = versions_of_scopes(usable) if usable else []
    current = map(read_current_studies, usable, versions)
    return {targets[scope]: found.studies.answers for scope, found in zip(usable, current, strict=True) if found}


def _scopes(targets: Iterable[Condition], conditions: Sequence[Condition]) -> dict[str, set[str]]:
    return {condition.slug: {item.slug for item in with_descendants(condition, conditions)} for condition in targets}


def answer_href(condition_slug: str, answer: Answer, address_end: str = "") -> str:
    """The address of an answer: the page of its finding (with a selection's ``address_end``), else where it is told.

    An answer without a figure or a value stands among what could not be used.
    """
    if answer.has_value:
        return page_address("finding", condition_slug, anchor_of(answer)) + address_end
    return page_address("condition-unused", condition_slug)
