"""Published reviews: what they pooled compared with our own answers, what they included, and who judged them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from evidence.findings.condition_answers import answers_by_condition
from evidence.findings.pool_records import read_pooled_trials
from evidence.pages.reviews.inclusion_matrix import InclusionMatrix, inclusion_matrix
from evidence.pages.reviews.pool_plots import PoolPlot, is_two_sided, pool_plots
from evidence.pages.reviews.recomputed_pool import recomputed_pools
from evidence.pages.reviews.review_comparison import pool_time
from evidence.pages.reviews.review_records import confidence_in, read_reviews, report_of, texts_of
from evidence.synthesis.answers import Answer
from evidence.synthesis.comparison_labels import join_words
from studies.choices import Design, Kind, ReviewConfidence
from studies.models import Condition, RiskOfBias, Study
from studies.presentation.reported_pools import PoolLine, pool_lines
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import StudyNamer, study_namer
from studies.presentation.study_sources import Title, source_of, title_of
from studies.reported.reported_numbers import confirmed_sentence, total_share
from studies.reported.risk_of_bias_views import BiasBasis
from studies.selectors.study_numbers import read_number_shares

# The strongest design first.
_DESIGNS = (Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW, Design.NARRATIVE_REVIEW)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review as the list shows it. ``pools`` counts its pooled results in the text read.

    ``confidence`` in its results is by AMSTAR 2, in words; empty where it was not assessed.
    """

    label: str
    href: str
    title: Title
    design: str
    year: int | None
    conditions: tuple[str, ...]
    read_as: str
    pools: int
    note: str
    confidence: str


@dataclass(frozen=True, slots=True)
class UncontrolledPool:
    """A pooled result of which no side can be drawn: nothing was compared, or the record gives no direction."""

    line: PoolLine
    time: str
    review: str
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class AppraisalLine:
    """How one review judged the quality of a study or of another review."""

    about: str
    about_href: str
    domain: str
    judgement: str
    tool: str
    judged_by: str
    judged_by_href: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewsSection:
    """The reviews of some conditions. ``is_all_reviews``: those of every condition, on their own page.

    On the page of one condition ``pools_elsewhere`` uncontrolled pools are shown with the other uncontrolled evidence.
    """

    reviews: tuple[ReviewLine, ...]
    plots: tuple[PoolPlot, ...]
    uncontrolled: tuple[UncontrolledPool, ...]
    pools_elsewhere: int
    matrix: InclusionMatrix | None
    appraisals: tuple[AppraisalLine, ...]
    is_all_reviews: bool

    @property
    def with_pools(self) -> tuple[ReviewLine, ...]:
        """Reviews that print a pooled number in the text read."""
        return tuple(review for review in self.reviews if review.pools)

    @property
    def without_pools(self) -> tuple[ReviewLine, ...]:
        """Reviews that print no pooled number in the text read."""
        return tuple(review for review in self.reviews if not review.pools)

    @property
    def assessed(self) -> int:
        """Reviews whose quality was assessed with AMSTAR 2."""
        return sum(bool(review.confidence) for review in self.reviews)


def reviews_page() -> ReviewsSection:
    """Every review, with this site's answers for the conditions that reviews pooled."""
    reviews = read_reviews()
    pooled = {pool.condition_id: pool.condition for review in reviews for pool in review.reported_pools.all()}
    answers = answers_by_condition(pooled.values(), list(Condition.objects.all()))
    return _section(reviews, answers, study_namer(texts_of(reviews)), is_all_reviews=True)


def reviews_section(
    reviews: Iterable[Study], conditions: Collection[str], answers: Mapping[str, Sequence[Answer]], naming: StudyNamer
) -> ReviewsSection:
    """Of ``read_reviews`` those of one condition.

    ``conditions`` are the slugs of the condition, its descendants and its ancestors: a review of all back pain concerns
    each kind of it. ``answers`` are this site's by the slug of the condition that they are for.
    """
    own = [review for review in reviews if {item.slug for item in _conditions(review)} & set(conditions)]
    return _section(own, answers, naming, is_all_reviews=False, conditions=conditions)


def _section(
    reviews: Sequence[Study],
    answers: Mapping[str, Sequence[Answer]],
    naming: StudyNamer,
    *,
    is_all_reviews: bool,
    conditions: Collection[str] = (),
) -> ReviewsSection:
    pools = [
        pool
        for review in reviews
        for pool in review.reported_pools.all()
        if is_all_reviews or pool.condition.slug in conditions
    ]
    lines = pool_lines(pools, naming)
    included = [row for review in reviews for row in review.inclusions.all()]
    one_sided = [line for line in lines if not is_two_sided(line.pool)]
    shown = one_sided if is_all_reviews else [line for line in one_sided if line.pool.controlled]
    return ReviewsSection(
        reviews=tuple(_line(review, naming) for review in sorted(reviews, key=_order)),
        plots=pool_plots(lines, answers, read_pooled_trials(pools, included), recomputed_pools(pools)),
        uncontrolled=tuple(_uncontrolled(line) for line in shown),
        pools_elsewhere=len(one_sided) - len(shown),
        matrix=inclusion_matrix(reviews, naming),
        appraisals=tuple(_appraisal(row, naming) for review in reviews for row in review.risks_of_bias.all()),
        is_all_reviews=is_all_reviews,
    )


def _order(review: Study) -> tuple[int, int, str]:
    """Meta-analyses first, the newest of each design first."""
    year = report_of(review).year or 0
    place = _DESIGNS.index(Design(review.design)) if review.design in _DESIGNS else len(_DESIGNS)
    return place, -year, review.label


def _conditions(review: Study) -> tuple[Condition, ...]:
    """What the review is about, and what it pooled."""
    pooled = (pool.condition for pool in review.reported_pools.all())
    return (review.condition, *review.secondary_conditions.all(), *pooled)


def _line(review: Study, naming: StudyNamer) -> ReviewLine:
    report = report_of(review)
    return ReviewLine(
        label=review.label,
        href=review.get_absolute_url(),
        title=title_of(report.title),
        design=review.get_design_display(),
        year=report.year,
        conditions=tuple(dict.fromkeys(item.name for item in _conditions(review))),
        read_as=review.get_read_as_display() if review.read_as else "",
        pools=len(review.reported_pools.all()),
        note=source_of(review, naming).note,
        confidence=_confidence_words(*confidence_in(review)),
    )


def _confidence_words(levels: Sequence[ReviewConfidence], basis: BiasBasis | None) -> str:
    words = join_words(level.label.lower() for level in levels)
    return f"{words} confidence ({basis})" if basis else ""


def _uncontrolled(line: PoolLine) -> UncontrolledPool:
    review = line.pool.review
    return UncontrolledPool(
        line=line,
        time=pool_time(line.pool),
        review=review.label,
        href=f"{review.get_absolute_url()}#pool-{line.pool.address}",
        why="the record gives no direction" if line.pool.controlled else "nothing was compared",
    )


def _appraisal(row: RiskOfBias, naming: StudyNamer) -> AppraisalLine:
    judge = row.judged_by
    return AppraisalLine(
        about=row.study.label,
        about_href=row.study.get_absolute_url(),
        domain=row.domain,
        judgement=row.judgement,
        tool=row.get_tool_display(),
        judged_by=judge.label if judge else "",
        judged_by_href=judge.get_absolute_url() if judge else "",
        note=naming(row.note),
    )


@show_page("evidence/pages/reviews/reviews_page.html", shared=True)
def reviews(request: HttpRequest) -> Context:
    reviews_shown = Study.objects.visible().filter(kind=Kind.REVIEW)
    shares = read_number_shares(reviews_shown.values("pk"))
    return {"page": reviews_page(), "confirmed": confirmed_sentence(total_share(shares.values()), "of these reviews")}
