"""The page of one study: everything reported, with its source. Queries do not grow with the study."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from studies.choices import Blinding, Design, Kind
from studies.curation.risk_of_bias.finished_assessments import AssessmentView, assessment_views, finished_assessments
from studies.filters import pairs_of
from studies.models import Arm, Claim, Condition, OutcomeResult, Publication, ReviewInclusion, RiskOfBias, Study
from studies.numerics.number_formatting import count
from studies.pages.study.study_notices import study_notices
from studies.pages.study.study_results import (
    ContrastLine,
    OutcomeTable,
    StudyHarmLine,
    contrast_lines,
    harm_lines,
    outcome_tables,
)
from studies.presentation.query_texts import QueryView, queries_about_arm, query_texts, query_view
from studies.presentation.reported_pools import InclusionLine, PoolLine, inclusion_lines, pool_lines
from studies.presentation.reported_values import allocation_text, dose_text
from studies.presentation.show_page import Context, show_page
from studies.presentation.study_names import StudyNamer, study_namer
from studies.presentation.study_sources import SourceLink, Title, main_report, source_of, title_of, web_link
from studies.presentation.study_status import StatusHistory, StatusMark, status_history, status_mark
from studies.reported.comparisons import component_labels


@dataclass(frozen=True, slots=True)
class ArmCard:
    """One arm: who, what, how much, by which route. Empty texts were not reported."""

    arm: Arm
    components: str
    route: str
    guidance: str
    dose: str
    stratum: str
    part_of: str
    source: SourceLink
    queries: tuple[QueryView, ...]


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two arms and what they compare."""

    ozone: Arm
    comparator: Arm
    comparison: str
    isolates_ozone: bool
    in_both: str
    only_with_ozone: str
    only_in_comparator: str


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A publication with its links."""

    publication: Publication
    title: Title
    issue: str
    link: str
    doi_link: str
    central_link: str
    pubmed_link: str


@dataclass(frozen=True, slots=True)
class StudyPage:
    """One study with everything reported of it."""

    study: Study
    main: Publication | None
    title: Title
    mark: StatusMark
    status_history: StatusHistory
    source: SourceLink
    conditions: tuple[Condition, ...]
    allocation: str
    blinding: str
    arms: tuple[ArmCard, ...]
    pairs: tuple[ComparedPair, ...]
    outcomes: tuple[OutcomeTable, ...]
    contrasts: tuple[ContrastLine, ...]
    harms: tuple[StudyHarmLine, ...]
    appraisals: tuple[RiskOfBias, ...]
    assessments: tuple[AssessmentView, ...]
    queries: tuple[QueryView, ...]
    publications: tuple[PublicationLine, ...]
    pools: tuple[PoolLine, ...]
    inclusions: tuple[InclusionLine, ...]
    included_in: tuple[ReviewInclusion, ...]
    claims: tuple[Claim, ...]
    cohort: tuple[Study, ...]

    @property
    def is_review(self) -> bool:
        return self.study.kind == Kind.REVIEW

    @property
    def has_single_arm(self) -> bool:
        """Whether its one arm was compared with nothing."""
        return len(self.arms) == 1 and not self.is_review

    @property
    def people(self) -> str:
        """How many people were randomised, included or analysed; '' where neither was reported."""
        study = self.study
        counted = "in the studies it includes" if self.is_review else "included"
        if study.design in {Design.RCT, Design.QUASI_RCT}:
            counted = "randomised"
        numbers = ((study.n_randomised, counted), (study.n_analysed, "analysed"))
        return ", ".join(f"{count(number)} {words}" for number, words in numbers if number is not None)

    @property
    def age_and_sex(self) -> str:
        """The mean age and the share of women; '' where neither was reported."""
        study, parts = self.study, []
        if study.age_mean is not None:
            spread = f" (SD {study.age_sd})" if study.age_sd is not None else ""
            parts.append(f"mean age {study.age_mean} years{spread}")
        if study.pct_female is not None:
            parts.append(f"{study.pct_female}% women")
        return ", ".join(parts)


def studies_to_show() -> QuerySet[Study]:
    """Visible studies with everything that ``study_page`` reads; other studies only where readers can see them."""
    visible = Study.objects.visible()
    return visible.select_related("condition", "signed_off_by").prefetch_related(
        "verifications__by",
        "secondary_conditions",
        "publications",
        "arms__components",
        "arms__condition",
        Prefetch("arms__results", OutcomeResult.objects.select_related("measure")),
        "reported_contrasts__measure",
        "adverse_events__arm",
        Prefetch("queries__arm", Arm.objects.only("label")),
        "queries__measure",
        "queries__replies__by",
        Prefetch("risks_of_bias", _printed_by(visible)),
        Prefetch("bias_assessments", finished_assessments()),
        "reported_pools__measure",
        "reported_pools__condition",
        Prefetch("inclusions", ReviewInclusion.objects.select_related("study")),
        Prefetch("included_in", ReviewInclusion.objects.filter(review__in=visible).select_related("review")),
        Prefetch("claims", Claim.objects.select_related("source")),
    )


def _printed_by(visible: QuerySet[Study]) -> QuerySet[RiskOfBias]:
    """Judgements without a review, or of a review that readers can see."""
    judgements = RiskOfBias.objects.select_related("judged_by", "result__measure")
    return judgements.filter(Q(judged_by__isnull=True) | Q(judged_by__in=visible))


def study_page(study: Study) -> StudyPage:
    """Prepare a study from ``studies_to_show``."""
    arms = list(study.arms.all())
    name_studies = study_namer(_notes(study))
    queries = tuple(query_view(query, name_studies) for query in study.queries.all())
    main = main_report(study)
    return StudyPage(
        study=study,
        main=main,
        title=title_of(main.title if main else ""),
        mark=status_mark(study),
        status_history=status_history(study),
        source=source_of(study, name_studies),
        conditions=(study.condition, *study.secondary_conditions.all()),
        allocation=allocation_text(study),
        blinding=study.blinding or _coded_blinding(study),
        arms=tuple(_arm_card(arm, arms, queries, name_studies) for arm in arms),
        pairs=tuple(_pairs(arms)),
        outcomes=outcome_tables(arms, queries, name_studies),
        contrasts=contrast_lines(list(study.reported_contrasts.all()), arms, queries, name_studies),
        harms=harm_lines(list(study.adverse_events.all()), name_studies),
        appraisals=tuple(study.risks_of_bias.all()),
        assessments=assessment_views(study.bias_assessments.all()),
        queries=queries,
        publications=tuple(_publication_line(publication) for publication in study.publications.all()),
        pools=pool_lines(list(study.reported_pools.all()), name_studies),
        inclusions=inclusion_lines(list(study.inclusions.all()), name_studies),
        included_in=tuple(study.included_in.all()),
        claims=tuple(study.claims.all()),
        cohort=tuple(_may_share_patients(study)),
    )


def _notes(study: Study) -> list[str]:
    """Every note that the page shows, for the names of studies in them."""
    results = [result for arm in study.arms.all() for result in arm.results.all()]
    groups = (study.arms, study.reported_contrasts, study.adverse_events, study.reported_pools)
    records = [study, *results, *(record for group in groups for record in group.all())]
    queries = [text for query in study.queries.all() for text in query_texts(query)]
    citations = [inclusion.citation for inclusion in study.inclusions.all()]
    return [*(record.note for record in records), *queries, *citations]


def _coded_blinding(study: Study) -> str:
    """The label of the code; '' where none was reported."""
    return "" if study.blinding_code == Blinding.NOT_REPORTED else study.get_blinding_code_display()


def _may_share_patients(study: Study) -> QuerySet[Study]:
    others = Study.objects.visible().exclude(pk=study.pk)
    return others.filter(Q(cohort_group=study.cohort_group) & ~Q(cohort_group=""))


def _arm_card(arm: Arm, arms: list[Arm], queries: tuple[QueryView, ...], name_studies: StudyNamer) -> ArmCard:
    labels = {other.pk: other.label for other in arms}
    return ArmCard(
        arm=arm,
        components=", ".join(str(component) for component in arm.components.all()),
        route=arm.get_route_display(),
        guidance=arm.get_guidance_display() if arm.guidance else "",
        dose=dose_text(arm),
        stratum=arm.stratum.replace("-", " "),
        part_of=labels[arm.part_of_id] if arm.part_of_id else "",
        source=source_of(arm, name_studies),
        queries=queries_about_arm(arm, queries),
    )


def _pairs(arms: list[Arm]) -> list[ComparedPair]:
    return [
        ComparedPair(
            ozone=ozone,
            comparator=comparator,
            comparison=compared.label,
            isolates_ozone=compared.comparison.isolates_ozone,
            in_both=component_labels(compared.in_both),
            only_with_ozone=component_labels(compared.only_with_ozone),
            only_in_comparator=component_labels(compared.only_in_comparator),
        )
        for ozone, comparator, compared in pairs_of(arms)
    ]


def _publication_line(publication: Publication) -> PublicationLine:
    return PublicationLine(
        publication=publication,
        title=title_of(publication.title),
        issue=_issue(publication),
        link=web_link(publication.url),
        doi_link=f"https://doi.org/{publication.doi}" if publication.doi else "",
        central_link=f"https://pmc.ncbi.nlm.nih.gov/articles/{publication.pmcid}/" if publication.pmcid else "",
        pubmed_link=f"https://pubmed.ncbi.nlm.nih.gov/{publication.pmid}/" if publication.pmid.isdecimal() else "",
    )


def _issue(publication: Publication) -> str:
    """Year, volume, number and pages, as a citation writes them: 2019;12(3):45-50."""
    year = str(publication.year or "(year not in the record)")
    number = f"({publication.number})" if publication.number else ""
    volume = f";{publication.volume}{number}" if publication.volume else ""
    return f"{year}{volume}:{publication.pages}" if publication.pages else f"{year}{volume}"


@show_page("studies/pages/study/study_page.html")
def study_detail(request: HttpRequest, slug: str) -> Context:
    study = get_object_or_404(studies_to_show(), slug=slug)
    return {"page": study_page(study), "notices": study_notices(study)}
