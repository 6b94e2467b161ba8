"""Arms, their studies and what they received, for readers: primary studies that are not drafts."""

from collections.abc import Collection, Iterable
from sys import intern
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from studies.choices import Blinding, Design, Guidance, Kind, PublicationRole, Retraction, Route, StudyStatus, Tool
from studies.models import Arm, BiasJudgement, Publication
from studies.reported.comparisons import Components, components
from studies.reported.risk_of_bias_views import FinishedAssessment, views_by_study
from studies.reported.rows import ArmRow, StudyRow

# Looked up once a row: a word made anew from its value takes ten times as long.
DESIGNS = {word.value: word for word in Design}


ROUTES = {word.value: word for word in Route}


def readable(study: str, **more: Any) -> dict[str, Any]:
    """The filter that keeps to primary studies; drafts are excluded beside it."""
    return {f"{study}__kind": Kind.PRIMARY, **more}


_STUDY_FIELDS = ("slug", "label", "design", "n_randomised", "n_analysed", "cohort_group", "blinding_code")


_ARM_FIELDS = (
    "id",
    "study_id",
    "label",
    "condition__slug",
    "route",
    "stratum",
    "part_of_id",
    "n_analysed",
    "n_randomised",
    "guidance",
    "concentration_low",
    "concentration_high",
    "sessions_low",
    "sessions_high",
)


def read_arms(conditions: Collection[str] | None = None) -> list[ArmRow]:
    """The arms of visible primary studies with one of these conditions, for pages that count studies alone."""
    return list(arms_by_id(conditions).values())


def arms_by_id(conditions: Collection[str] | None) -> dict[int, ArmRow]:
    rows = Arm.objects.filter(**readable("study")).exclude(study__standing=StudyStatus.DRAFT)
    if conditions is not None:
        rows = rows.filter(condition__slug__in=conditions)
    studies_read = None if conditions is None else rows.values("study")
    bias = _bias(studies_read)
    fields = ("components__slug", *_ARM_FIELDS, *(f"study__{name}" for name in _STUDY_FIELDS), "year", "retracted")
    # An arm stands in as many rows as it has components.
    received: dict[int, list[str]] = {}
    printed: dict[int, tuple[Any, ...]] = {}
    for component, *row in rows.annotate(**_of_publications()).order_by("study_id", "id").values_list(*fields):
        received.setdefault(row[0], []).extend([component] if component else [])
        printed[row[0]] = tuple(row)
    mixtures = _mixtures(received.values())
    studies: dict[int, StudyRow] = {}
    found = {}
    for pk, row in printed.items():
        study, of_arm, of_study = row[1], row[2 : len(_ARM_FIELDS)], row[len(_ARM_FIELDS) :]
        if study not in studies:
            studies[study] = _study(bias.get(study, ()), study, *of_study[:-1], retracted=of_study[-1])
        found[pk] = _arm(pk, studies[study], mixtures[tuple(received[pk])], *of_arm)
    return found


def _arm(
    pk: int,
    study: StudyRow,
    received: Components,
    label: str,
    condition: str,
    route: str,
    stratum: str,
    part_of: int | None,
    n_analysed: int | None,
    n_randomised: int | None,
    guidance: str,
    concentration_low: float | None,
    concentration_high: float | None,
    sessions_low: int | None,
    sessions_high: int | None,
) -> ArmRow:
    return ArmRow(
        id=pk,
        study=study,
        label=label,
        condition=intern(condition),
        components=received,
        route=ROUTES[route],
        stratum=intern(stratum),
        part_of=part_of,
        n=n_analysed if n_analysed is not None else n_randomised,
        guidance=Guidance(guidance) if guidance else None,
        concentration=_range(concentration_low, concentration_high),
        sessions=_range(sessions_low, sessions_high),
    )


def _range(low: Any, high: Any) -> Any:
    """Both ends; one that is not printed is the other; None when neither is."""
    return None if low is None and high is None else (high if low is None else low, low if high is None else high)


def _bias(studies: Any) -> dict[int, tuple[FinishedAssessment, ...]]:
    """Each study's finished assessments of its risk of bias, the latest first. None: of all studies."""
    rows = BiasJudgement.objects.filter(
        assessment__finished_at__isnull=False, assessment__tool__in=(Tool.ROB_2, Tool.ROBINS_I)
    )
    if studies is not None:
        rows = rows.filter(assessment__study__in=studies)
    return views_by_study(
        rows.order_by("-assessment__finished_at", "-assessment_id", "id").values_list(
            *("assessment__study_id", "assessment_id", "assessment__tool", "assessment__measure__slug"),
            *("assessment__weeks", "domain", "judgement"),
        )
    )


def _study(
    bias: tuple[FinishedAssessment, ...],
    pk: int,
    slug: str,
    label: str,
    design: str,
    n_randomised: int | None,
    n_analysed: int | None,
    cohort_group: str,
    blinding: str,
    year: int | None,
    *,
    retracted: bool,
) -> StudyRow:
    return StudyRow(
        id=pk,
        slug=slug,
        label=label,
        design=DESIGNS[design],
        year=year,
        n=n_randomised if n_randomised is not None else n_analysed,
        cohort_group=cohort_group,
        retracted=retracted,
        blinding=Blinding(blinding),
        bias=bias,
    )


def _mixtures(received: Iterable[list[str]]) -> dict[tuple[str, ...], Components]:
    """Most arms received one of a few mixtures: each is read once."""
    return {names: components(names) for names in {tuple(names) for names in received}}


def _of_publications() -> dict[str, Any]:
    """The year of each arm's study, by its main report where that has one, and whether a paper of it is retracted."""
    papers = Publication.objects.filter(study=OuterRef("study"))
    dated = papers.filter(year__gt=0)
    main, other = dated.filter(role=PublicationRole.MAIN_REPORT).order_by("pk"), dated.order_by("-pk")
    return {
        "year": Coalesce(Subquery(main.values("year")[:1]), Subquery(other.values("year")[:1])),
        "retracted": Exists(papers.filter(retraction=Retraction.RETRACTED)),
    }
