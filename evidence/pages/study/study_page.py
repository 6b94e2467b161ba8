"""The page of one study: what it can answer and found, everything reported with its source, and its doubts.

Queries do not grow with the study, nor with the studies beside it: what it found follows from its own results.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString

from evidence.pages.study.difference_rows import differences
from evidence.pages.study.doubt_letters import DoubtLetters, doubt_letters
from evidence.pages.study.marked_places import marked_places
from evidence.pages.study.publication_lines import PublicationLine, publication_line
from evidence.pages.study.remarks import NotedRow, Remarks, remarks_on
from evidence.pages.study.result_grid import (
    MOST_RESULTS_OPEN,
    GridSources,
    ResultGrid,
    grid_results,
    outcomes_of,
    result_grids,
)
from evidence.pages.study.study_arms import arm_row, compared_pairs
from evidence.pages.study.study_facts import StatedFacts, study_facts
from evidence.pages.study.study_findings import StudySynthesis, study_synthesis
from evidence.pages.study.study_notices import study_notices
from evidence.pages.study.study_record import StudyRecord, read_record, without_rows
from evidence.pages.study.study_results import ContrastGroup, StudyHarmLine, contrast_groups, harm_lines
from evidence.synthesis.eligibility import Judged, judge_evidence
from studies.choices import Design, Kind
from studies.curation.risk_of_bias.finished_assessments import (
    AssessmentView,
    assessment_views,
    hides_assessments,
)
from studies.models import Claim, NumberConfirmation, ReviewInclusion, RiskOfBias, Study
from studies.models.source import HasSource
from studies.numerics.number_formatting import count
from studies.presentation.filled_html import filled, filled_if, lines_of
from studies.presentation.query_texts import query_texts, query_view
from studies.presentation.reported_pools import InclusionLine, PoolLine, inclusion_lines, pool_lines
from studies.presentation.reported_values import abbreviations_in
from studies.presentation.show_page import Context, public_page, show_page
from studies.presentation.study_names import StudyNamer, study_namer
from studies.presentation.study_sources import SourceReader, Title, main_report, source_reader, title_of
from studies.presentation.study_status import StatusHistory, StatusMark, status_history, status_mark
from studies.reported.reported_numbers import Confirmation, NumberShare, total_share
from studies.revisions.kept_values import keep
from studies.selectors import evidence_of_record
from studies.selectors.confirmations import RowPlace, read_confirmations
from studies.selectors.study_numbers import shares_of_records

_PART = '<li><a href="#{}">{}{}</a></li>'
_MANY = ' <span class="many">{}</span>'


@dataclass(frozen=True, slots=True)
class StudyPage:
    """One study with everything reported of it, and what follows; ``arms`` and ``pairs`` of arms as HTML."""

    study: Study
    main: PublicationLine | None
    title: Title
    mark: StatusMark
    status_history: StatusHistory
    facts: StatedFacts
    found: StudySynthesis
    arms: tuple[SafeString, ...]
    pairs: tuple[SafeString, ...]
    grids: tuple[ResultGrid, ...]
    abbreviations: tuple[tuple[str, str], ...]
    remarks: Remarks
    contrast_groups: tuple[ContrastGroup, ...]
    harms: tuple[StudyHarmLine, ...]
    appraisals: tuple[RiskOfBias, ...]
    assessments: tuple[AssessmentView, ...]
    hides_assessments: bool
    doubts: DoubtLetters
    publications: tuple[PublicationLine, ...]
    pools: tuple[tuple[PoolLine, NumberShare], ...]
    inclusions: tuple[InclusionLine, ...]
    included_in: tuple[ReviewInclusion, ...]
    claims: tuple[Claim, ...]

    @property
    def design(self) -> str:
        """Of which design it is."""
        return Design(self.study.design).label

    @property
    def is_review(self) -> bool:
        """Whether it reviews other studies."""
        return self.study.kind == Kind.REVIEW

    @property
    def has_single_arm(self) -> bool:
        """Whether its one arm was compared with nothing."""
        return len(self.arms) == 1 and not self.is_review

    @property
    def printed_differences(self) -> int:
        """How many differences it printed."""
        return sum(group.differences for group in self.contrast_groups)

    @property
    def results(self) -> int:
        """How many results its arms reported."""
        return sum(group.results for grid in self.grids for group in grid.groups)

    @property
    def parts(self) -> SafeString:
        """The parts of the page, each with how much it holds, as HTML."""
        of_review = (
            ("pools", "Pooled results", len(self.pools)),
            ("inclusions", "Studies included", len(self.inclusions)),
        )
        of_trial = (("results", "Results", self.results),)
        arms = (("arms", "What each arm received", len(self.arms)),) if self.arms else ()
        printed = (("contrasts", "Differences as printed", self.printed_differences),)
        findings = self.found.findings
        return lines_of(
            filled(_PART, anchor, name, filled_if(_MANY, "" if many is None else count(many)))
            for anchor, name, many in (
                *(of_review if self.is_review else of_trial),
                *arms,
                *(() if self.is_review else printed),
                ("harms", "Harms", len(self.harms)),
                ("bias", "Risk of bias", None),
                ("doubts", "Doubts", len(self.doubts.doubts)),
                *((("findings", "Part of findings", len(findings)),) if findings else ()),
                ("publications", "Publications", len(self.publications)),
            )
        )

    @property
    def is_folded(self) -> bool:
        """Whether each outcome is folded: they are too many to be read at once."""
        return self.results > MOST_RESULTS_OPEN


def study_page(record: StudyRecord, *, hides_assessments: bool) -> StudyPage:
    """Prepare a study that was read; ``hides_assessments``: its reader may not see all of them yet."""
    study, arms = record.study, record.arms
    name_studies = study_namer(_notes(record))
    queries = tuple(query_view(query, name_studies) for query in record.queries)
    main, publications = main_report(study), record.rows["publications"]
    confirmations = _confirmations(record)
    judged = _judged(record, confirmations)
    assessments = assessment_views(study.bias_assessments.all())
    read_source = source_reader(name_studies)
    letters, shares = doubt_letters(queries), shares_of_records(_records(record), confirmations)
    made_of = _grid_sources(record, judged, letters, read_source, shares)
    return StudyPage(
        study=study,
        main=publication_line(main) if main else None,
        title=title_of(main.title if main else ""),
        mark=status_mark(study, total_share(shares.values())),
        status_history=status_history(study),
        facts=study_facts(record, assessments, read_source(study), hides_assessments=hides_assessments),
        found=study_synthesis(judged, {arm.condition.slug: arm.condition.name for arm in arms}),
        arms=tuple(arm_row(arm, arms, queries, read_source(arm), shares["arm", arm.id]) for arm in arms),
        pairs=compared_pairs(arms),
        grids=result_grids(arms, made_of),
        abbreviations=abbreviations_in(record.results),
        remarks=made_of.remarks,
        contrast_groups=contrast_groups(record.contrasts, arms, queries, made_of, judged),
        harms=harm_lines(record.harms, made_of),
        appraisals=tuple(record.rows["risks_of_bias"]),
        assessments=assessments,
        hides_assessments=hides_assessments,
        doubts=letters,
        publications=tuple(map(publication_line, publications)),
        pools=_pools(record, name_studies, shares),
        inclusions=inclusion_lines(list(record.rows["inclusions"]), name_studies),
        included_in=tuple(record.rows["included_in"]),
        claims=tuple(record.rows["claims"]),
    )


def _judged(record: StudyRecord, confirmations: Mapping[RowPlace, Sequence[Confirmation]]) -> tuple[Judged, ...]:
    if record.study.kind == Kind.REVIEW:
        return ()
    is_assessed = "bias_assessments" in record.kinds
    return tuple(judge_evidence(evidence_of_record(record.study, confirmations, is_assessed=is_assessed)))


def _confirmations(record: StudyRecord) -> Mapping[RowPlace, Sequence[Confirmation]]:
    has_some = "confirmations" in record.kinds
    return read_confirmations(NumberConfirmation.objects.filter(study=record.study)) if has_some else {}


def _pools(
    record: StudyRecord, name_studies: StudyNamer, shares: Mapping[RowPlace, NumberShare]
) -> tuple[tuple[PoolLine, NumberShare], ...]:
    lines = pool_lines(list(record.pools), name_studies)
    return tuple((line, shares["pool", line.pool.id]) for line in lines)


def _grid_sources(
    record: StudyRecord,
    judged: tuple[Judged, ...],
    letters: DoubtLetters,
    read_source: SourceReader,
    shares: Mapping[RowPlace, NumberShare],
) -> GridSources:
    outcomes = outcomes_of(record.arms)
    results = grid_results(outcomes)
    noted = {("result", row.id): NotedRow(row, read_source(row), row.quote) for row in results}
    for kind, rows in (("contrast", record.contrasts), ("harm", record.harms)):
        noted |= {(kind, row.id): NotedRow(row, read_source(row)) for row in rows}
    return GridSources(
        study=record.study,
        outcomes=outcomes,
        differences=differences(judged, record.contrasts),
        doubts={result.id: letters.about(result) for result in results},
        remarks=remarks_on(noted.values()),
        sources={place: each.source for place, each in noted.items()},
        shares=shares,
    )


def _notes(record: StudyRecord) -> list[str]:
    """Every note that the page shows, for the names of studies in them."""
    rows: Sequence[HasSource]
    rows = (record.study, *record.results, *record.arms, *record.contrasts, *record.harms, *record.pools)
    queries = [text for query in record.queries for text in query_texts(query)]
    citations = [inclusion.citation for inclusion in record.rows["inclusions"]]
    return [*(row.note for row in rows), *queries, *citations]


def _records(record: StudyRecord) -> dict[str, Iterable[Model]]:
    """Its rows by their kinds."""
    return {
        "study": [record.study],
        "arm": record.arms,
        "result": record.results,
        "contrast": record.contrasts,
        "harm": record.harms,
        "pool": record.pools,
        "trial_row": record.rows["trial_rows"],
    }


@public_page
@show_page("evidence/pages/study/study_page.html")
def study_detail(request: HttpRequest, slug: str) -> Context:
    if not isinstance(request.user, User):
        # Their page is kept whole: what it is made of is needed once.
        return study_context(slug)
    if hides_assessments(get_object_or_404(Study.objects.visible(), slug=slug), request.user):
        return study_context(slug, request.user)
    # All others who are logged in see the same.
    return keep(f"study {slug}", partial(_context_for_all, slug))


def _context_for_all(slug: str) -> Context:
    context = study_context(slug)
    without_rows(context["page"].study)
    return context


def study_context(slug: str, hidden_from: User | None = None) -> Context:
    """What the page shows; ``hidden_from``: a person who may not see all assessments yet."""
    record = read_record(slug, hidden_from)
    return {
        "page": study_page(record, hides_assessments=hidden_from is not None),
        "notices": study_notices(record),
        "marked": marked_places(record.study) if "marks" in record.kinds else (),
    }
