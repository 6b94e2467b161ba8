"""Made-up ratings of findings of made-up studies, so that every part of a rating is seen.

A made-up person follows what is suggested, and where nothing can be suggested gives a reason that says so.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from django.contrib.auth.models import User

from evidence.findings.condition_answers import answers_by_condition
from evidence.findings.finding import Finding
from evidence.grading.answer_facts import GradingContext, grading_facts
from evidence.grading.domains.certainty_level import suggestions
from evidence.grading.domains.judgement import Judgement, Suggestion
from evidence.grading.rate import RatedFinding, rate_finding, withdraw_rating
from evidence.grading.rating_fingerprint import fingerprint_of
from evidence.models import CertaintyAssessment
from evidence.pages.rating import question_in_words
from evidence.synthesis.answer_rows import answer_rows
from evidence.synthesis.answers import Answer
from studies.models import Condition, with_descendants
from studies.selectors import read_bands

# Of each condition at most so many findings are rated: of three rows of its answer two.
MOST_RATED = 8
RATED_AT = datetime(2025, 2, 1, 12, tzinfo=UTC)
_MADE_UP = "Decided by a made-up person: the facts suggest nothing here."
_RATED_AGAIN = "Looked at again after a new study (made up)."
_WITHDRAWN = "Rated by mistake (made up)."
_OTHER_DATA = sha256(b"data before a later change").hexdigest()


def rate_synthetic_findings(people: Sequence[User]) -> int:
    """Rate findings of every condition that has any, and return how many current ratings there are.

    The first finding of a condition is rated twice, so that it has an earlier rating. Of a condition with many the last
    rating is of other data, so that it needs review, and the one before it is withdrawn.
    """
    conditions = list(Condition.objects.all())
    bands = read_bands()
    for slug, answers in answers_by_condition(conditions, conditions).items():
        condition = next(item for item in conditions if item.slug == slug)
        names = {item.slug: item.name for item in with_descendants(condition, conditions)}
        chosen = [Finding(answer, names, bands) for answer in _answers_to_rate(answers)]
        for place, finding in enumerate(chosen):
            by = people[place % len(people)]
            is_last = len(chosen) == MOST_RATED and place == MOST_RATED - 1
            rating = _rate(condition, finding, by, fingerprint=_OTHER_DATA if is_last else "")
            if place == 0:
                _rate(condition, finding, people[-1], replaced=rating)
            elif len(chosen) == MOST_RATED and place == MOST_RATED - 2:
                withdraw_rating(assessment=rating, by=by, now=RATED_AT, reason=_WITHDRAWN)
    return CertaintyAssessment.objects.current().count()


def _answers_to_rate(answers: Sequence[Answer]) -> list[Answer]:
    shown = [row.answer for row in answer_rows(answers).usable]
    return [answer for place, answer in enumerate(shown) if place % 3 != 2][:MOST_RATED]


def _rate(
    condition: Condition,
    finding: Finding,
    by: User,
    *,
    fingerprint: str = "",
    replaced: CertaintyAssessment | None = None,
) -> CertaintyAssessment:
    """Rate one finding by what is suggested; ``fingerprint`` of other data than its own, where given."""
    facts = grading_facts(finding.answer, GradingContext(condition.slug, finding.condition_names, finding.bands))
    return rate_finding(
        finding=RatedFinding(
            condition=condition,
            anchor=finding.anchor,
            title=question_in_words(finding),
            start=facts.start,
            fingerprint=fingerprint or fingerprint_of(finding.answer),
        ),
        judgements=[
            Judgement(domain, _levels(suggestion), _reason(suggestion), suggestion)
            for domain, suggestion in suggestions(facts).items()
        ],
        by=by,
        now=RATED_AT,
        reason=_RATED_AGAIN if replaced else "",
        replaced_rating=replaced.pk if replaced else None,
    )


def _levels(suggestion: Suggestion) -> int:
    """The levels suggested; none where nothing can be suggested."""
    return suggestion.levels or 0


def _reason(suggestion: Suggestion) -> str:
    return _MADE_UP if suggestion.levels is None else ""
