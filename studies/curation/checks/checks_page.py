"""Findings of the checks in all studies or in one, each with its data query."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studies.checks.check_finding import CheckFinding
from studies.checks.registry import ALL_CHECKS
from studies.checks.run import check_everything, check_study
from studies.choices import Severity
from studies.curation.checks.record import RecordingCounts, findings_to_record, query_about, record_chosen
from studies.models import DataQuery, Study
from studies.numerics.number_formatting import plural
from studies.page_access import curators_only, person
from studies.presentation.query_parameters import query_parameters

STUDIES_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class CheckFindingLine:
    """One finding, with the query raised from it, or by a person about the same figure."""

    finding: CheckFinding
    query: DataQuery | None
    is_ticked: bool

    @property
    def is_recorded(self) -> bool:
        return self.query is not None and self.query.fingerprint == self.finding.fingerprint


@dataclass(frozen=True, slots=True)
class StudyGroup:
    """A study with its findings, the worst first."""

    study: Study
    lines: tuple[CheckFindingLine, ...]


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """A check, what it looks for, and its number of findings."""

    name: str
    description: str
    count: int


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """A page of studies with findings, and counts of all; or one study."""

    groups: Page[StudyGroup]
    counts: tuple[tuple[Severity, int], ...]
    checks: tuple[CheckSummary, ...]
    with_notes: bool
    study: Study | None = None


def checks_page(
    findings: Sequence[CheckFinding], *, with_notes: bool, number: str | None, study: Study | None = None
) -> ChecksPage:
    """Findings for a page; notes only when asked for."""
    severities, names = Counter(each.severity for each in findings), Counter(each.check for each in findings)
    listed = [each for each in findings if with_notes or each.severity != Severity.NOTE]
    return ChecksPage(
        groups=Paginator(groups_of(listed), STUDIES_ON_A_PAGE).get_page(number),
        counts=tuple((severity, severities[severity]) for severity in Severity),
        checks=tuple(CheckSummary(name, description, names[name]) for name, description in ALL_CHECKS.items()),
        with_notes=with_notes,
        study=study,
    )


def groups_of(findings: Sequence[CheckFinding]) -> list[StudyGroup]:
    """Findings under their studies: those with the worst finding first, then by label."""
    by_study: dict[str, list[CheckFinding]] = defaultdict(list)
    for each in findings:
        by_study[each.study].append(each)
    studies = {study.slug: study for study in Study.objects.filter(slug__in=by_study)}
    queries = queries_of(studies)
    worst = list(Severity)
    groups = [group_of(study, by_study[slug], queries.get(slug, [])) for slug, study in studies.items()]
    return sorted(groups, key=lambda group: (worst.index(group.lines[0].finding.severity), group.study.label.lower()))


def queries_of(studies: dict[str, Study]) -> dict[str, list[DataQuery]]:
    """The queries of studies, under their slugs."""
    rows = DataQuery.objects.filter(study__in=studies.values()).select_related("study", "measure")
    ordered = sorted(rows, key=lambda query: (query.study.slug, query.pk))
    return {slug: list(group) for slug, group in groupby(ordered, key=lambda query: query.study.slug)}


def group_of(study: Study, findings: Sequence[CheckFinding], queries: Sequence[DataQuery]) -> StudyGroup:
    """The findings of a study, each with its own query or else one about the same figure."""
    own = {query.fingerprint: query for query in queries if query.fingerprint}
    ticked = {each.fingerprint for each in findings_to_record(findings, queries)}
    lines = (
        CheckFindingLine(each, own.get(each.fingerprint) or query_about(each, queries), each.fingerprint in ticked)
        for each in findings
    )
    return StudyGroup(study, tuple(lines))


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
@query_parameters("notes", "page")
def checks(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return record_ticked(request, study=None)
    with_notes = request.GET.get("notes") == "yes"
    page = checks_page(check_everything(), with_notes=with_notes, number=request.GET.get("page"))
    return render(request, "studies/curation/checks/checks_page.html", {"page": page})


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def checks_study(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(Study, slug=slug)
    if request.method == "POST":
        return record_ticked(request, study=study)
    page = checks_page(check_study(study), with_notes=True, number=None, study=study)
    return render(request, "studies/curation/checks/checks_page.html", {"page": page})


def record_ticked(request: HttpRequest, *, study: Study | None) -> HttpResponse:
    """Record the ticked findings, and return to the page."""
    chosen = set(request.POST.getlist("finding"))
    recorded = record_chosen(fingerprints=chosen, by=person(request), now=timezone.now(), study=study)
    messages.success(request, outcome_sentence(recorded))
    return redirect(request.get_full_path())


def outcome_sentence(recorded: RecordingCounts) -> str:
    """The result for the ticked findings, as a sentence."""
    opened = recorded.opened + recorded.reopened
    sentences = [f"{plural(opened, 'query', 'queries')} opened." if opened else "No query was opened."]
    if recorded.closed:
        sentences.append(f"{recorded.closed} closed because the numbers have changed.")
    return " ".join(sentences)
