"""This site's answers for several conditions, with their certainty: for pages that show sentences and no findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from evidence.findings.finding import anchor_of
from evidence.grading.current_ratings import CurrentRating, FindingCertainty, Ratings, finding_certainty, read_ratings
from evidence.synthesis.answers import Answer, synthesise
from evidence.synthesis.eligibility import judge_evidence, within
from evidence.synthesis.sentences import Sentence, sentence_of
from studies.models import Condition, with_descendants
from studies.reported.bands import ThresholdBand
from studies.selectors import read_bands, read_evidence


@dataclass(frozen=True, slots=True)
class RatedAnswers:
    """The ratings that stand, by condition and anchor, and the bands that give their statements size words."""

    ratings: Mapping[str, Mapping[str, CurrentRating]]
    bands: Sequence[ThresholdBand]

    def certainty_of(self, slug: str, answer: Answer) -> FindingCertainty:
        """What people judged of an answer for the condition with this slug."""
        return finding_certainty(answer, anchor_of(answer), Ratings(self.ratings.get(slug, {})), self.bands)

    def sentence(self, slug: str, answer: Answer) -> Sentence:
        """The answer in a sentence, after what people who rated it state."""
        return replace(sentence_of(answer), statement=self.certainty_of(slug, answer).statement)

    def certainty_words(self, slug: str, answers: Iterable[Answer]) -> str:
        """What is said of the certainty of several answers, each wording once; empty of none."""
        return "; ".join(dict.fromkeys(self.certainty_of(slug, answer).words for answer in answers))


def read_rated_answers() -> RatedAnswers:
    """Every rating that stands: one query, and one for the bands where there is any rating."""
    ratings = read_ratings()
    return RatedAnswers(ratings, read_bands() if ratings else [])


def answers_by_condition(wanted: Iterable[Condition], conditions: Sequence[Condition]) -> dict[str, tuple[Answer, ...]]:
    """All answers for each wanted condition with everything below it, by its slug; what is known is read once."""
    scopes = {condition.slug: {item.slug for item in with_descendants(condition, conditions)} for condition in wanted}
    judged = judge_evidence(read_evidence(set().union(*scopes.values())))
    return {slug: synthesise(within(judged, scope)).answers for slug, scope in scopes.items()}


def answer_href(condition_slug: str, answer: Answer) -> str:
    """Where an answer stands on its condition's page."""
    return f"{reverse('condition', args=[condition_slug])}#{anchor_of(answer)}"
