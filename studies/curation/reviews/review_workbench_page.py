"""The workbench of a review: what it pooled, what it included, the rows of its forest plots, its judgements."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studies.checks.check_finding import CheckFinding
from studies.checks.run import check_study
from studies.choices import Kind, Tool
from studies.models import ReportedPool, ReviewInclusion, ReviewTrialRow, RiskOfBias, Study
from studies.page_access import curators_only
from studies.presentation.reported_pools import PoolLine, pool_lines
from studies.presentation.reported_values import printed
from studies.presentation.study_status import StatusMark, status_mark
from studies.selectors.study_numbers import read_number_shares

_ARM = ("n", "mean", "sd", "events")


@dataclass(frozen=True, slots=True)
class TrialRowLine:
    """One row of a forest plot: both arms, and the effect with its interval, as printed."""

    row: ReviewTrialRow
    first_arm: str
    second_arm: str
    effect: str
    weight: str


@dataclass(frozen=True, slots=True)
class PoolGroup:
    """A pooled result with the rows of its forest plot and what the checks find in it."""

    line: PoolLine
    rows: tuple[TrialRowLine, ...]
    findings: tuple[CheckFinding, ...]


@dataclass(frozen=True, slots=True)
class ReviewWorkbench:
    """Everything that the page of one review shows."""

    review: Study
    mark: StatusMark
    pools: tuple[PoolGroup, ...]
    unlinked_rows: tuple[TrialRowLine, ...]
    inclusions: tuple[ReviewInclusion, ...]
    list_complete: bool
    judgements: tuple[RiskOfBias, ...]
    findings: tuple[CheckFinding, ...]
    amstar_finished: bool


def reviews_to_curate() -> QuerySet[Study]:
    """All reviews, drafts too."""
    return Study.objects.filter(kind=Kind.REVIEW)


def review_workbench_page(review: Study) -> ReviewWorkbench:
    """Prepare the page, by a fixed number of queries."""
    pools = list(ReportedPool.objects.filter(review=review).select_related("condition", "measure").order_by("id"))
    by_pool: dict[int | None, list[TrialRowLine]] = defaultdict(list)
    for row in ReviewTrialRow.objects.filter(review=review).select_related("study").order_by("id"):
        by_pool[row.pool_id].append(trial_row_line(row))
    findings = check_study(review)
    inclusions = ReviewInclusion.objects.filter(review=review).select_related("study", "publication").order_by("id")
    included = tuple(inclusions)
    groups = [
        PoolGroup(line, tuple(by_pool[line.pool.pk]), tuple(each for each in findings if is_about(each, line.pool)))
        for line in pool_lines(pools, str)
    ]
    beside = {each for group in groups for each in group.findings}
    return ReviewWorkbench(
        review=review,
        mark=status_mark(review, read_number_shares([review.pk])[review.pk]),
        pools=tuple(groups),
        unlinked_rows=tuple(by_pool[None]),
        inclusions=included,
        list_complete=bool(included) and all(row.list_complete for row in included),
        judgements=tuple(RiskOfBias.objects.filter(judged_by=review).select_related("study").order_by("id")),
        findings=tuple(each for each in findings if each not in beside),
        amstar_finished=review.bias_assessments.filter(tool=Tool.AMSTAR_2, finished_at__isnull=False).exists(),
    )


def is_about(finding: CheckFinding, pool: ReportedPool) -> bool:
    """Whether a finding names this pooled result: it begins with the key of the row."""
    return any(about.startswith(f"{pool.row_key or pool.pk}: ") for about in finding.about)


def trial_row_line(row: ReviewTrialRow) -> TrialRowLine:
    """A row with its figures as printed."""
    interval = f"{printed(row, 'ci_low')} to {printed(row, 'ci_high')}" if row.ci_low is not None else ""
    effect = " ".join(filter(None, (printed(row, "effect"), f"({interval})" if interval else "")))
    weight = printed(row, "weight_pct")
    return TrialRowLine(row, _arm_text(row, "a"), _arm_text(row, "b"), effect, f"{weight}%" if weight else "")


def _arm_text(row: ReviewTrialRow, arm: str) -> str:
    """The figures of one arm in words: "n 30, mean 3.1, SD 1.2"."""
    texts = {name: printed(row, f"arm_{arm}_{name}") for name in _ARM}
    names = {"n": "n", "mean": "mean", "sd": "SD", "events": "events"}
    return ", ".join(f"{names[name]} {text}" for name, text in texts.items() if text)


@curators_only
@require_safe
def reviews_to_do(request: HttpRequest) -> HttpResponse:
    """Every review with how much of it is recorded."""
    reviews = reviews_to_curate().annotate(
        n_pools=Count("reported_pools", distinct=True),
        n_included=Count("inclusions", distinct=True),
        n_rows=Count("trial_rows", distinct=True),
    )
    return render(request, "studies/curation/reviews/reviews_to_do.html", {"reviews": reviews.order_by("label")})


@curators_only
@require_safe
def review_workbench(request: HttpRequest, slug: str) -> HttpResponse:
    review = get_object_or_404(reviews_to_curate(), slug=slug)
    page = review_workbench_page(review)
    return render(request, "studies/curation/reviews/review_workbench_page.html", {"page": page})
