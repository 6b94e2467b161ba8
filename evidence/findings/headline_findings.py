"""Answers of several conditions with what people rated of them, for pages that show sentences and no findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.findings.finding import anchor_of
from evidence.grading.standing_ratings import CurrentRating, Rated, Ratings, rated, read_ratings
from evidence.synthesis.answers import Answer
from evidence.synthesis.sentences import Sentence, sentence_of
from studies.reported.rows import ThresholdBand
from studies.selectors import read_bands


@dataclass(frozen=True, slots=True)
class RatedAnswers:
    """The ratings that stand, by condition and anchor, and the bands that give their statements size words."""

    standing: Mapping[str, Mapping[str, CurrentRating]]
    bands: Sequence[ThresholdBand]

    def of(self, slug: str, answer: Answer) -> Rated:
        """What people judged of an answer for the condition with this slug."""
        return rated(answer, anchor_of(answer), Ratings(self.standing.get(slug, {})), self.bands)

    def sentence(self, slug: str, answer: Answer) -> Sentence:
        """The answer in a sentence, after what people who rated it state."""
        return replace(sentence_of(answer), statement=self.of(slug, answer).statement)

    def certainty(self, slug: str, answers: Iterable[Answer]) -> str:
        """What is said of the certainty of several answers, each wording once; empty of none."""
        return "; ".join(dict.fromkeys(self.of(slug, answer).words for answer in answers))


def read_rated_answers() -> RatedAnswers:
    """Every rating that stands: one query, and one for the bands where there is any rating."""
    standing = read_ratings()
    return RatedAnswers(standing, read_bands() if standing else [])
