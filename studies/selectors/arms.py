"""Arms, their studies and what they received, for readers: primary studies that are not drafts."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from sys import intern
from typing import Any

from django.db.models import Exists, Func, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from studies.choices import (
    Allocation,
    Blinding,
    Design,
    Guidance,
    Kind,
    PublicationRole,
    ReadAs,
    Retraction,
    Route,
    StudyStatus,
    Tool,
)
from studies.models import Arm, BiasJudgement, Publication, Study
from studies.reported.comparisons import Components, components
from studies.reported.risk_of_bias_views import BiasView, JudgementRow, views_by_study
from studies.reported.rows import FEW_KINDS, ArmRow, StudyRow
from studies.selectors.prepared_query import PreparedQuery, prepared_by_group
from studies.selectors.row_reader import ROWS_AT_A_TIME, SOURCE_AND_PRINTED, RowReader, Values, columns_of, labels
from studies.selectors.study_numbers import Studies

STUDIES = RowReader(
    StudyRow,
    columns_of(StudyRow, blinding="blinding_code", bias="pk"),
    {
        "design": labels(Design),
        "blinding": labels(Blinding),
        "allocation": labels(Allocation),
        "read_as": labels(ReadAs),
        "standing": labels(StudyStatus),
    },
)

ARMS = RowReader(
    ArmRow,
    columns_of(ArmRow, study="study_id", condition="condition__slug", components="pk", part_of="part_of_id"),
    # The same few texts again and again: one copy of each.
    {"condition": intern, "stratum": intern, "route": labels(Route), "guidance": labels(Guidance)},
    SOURCE_AND_PRINTED,
)


class _NamesInOne(Func):
    """A column of all rows of a subquery as one text, with spaces between."""

    function, output_field = "GROUP_CONCAT", TextField()

    def __init__(self, column: str) -> None:
        super().__init__(column, Value(" "))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same function by its other name."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


def readable(study: str) -> dict[str, Any]:
    """The filter for primary studies; drafts are excluded separately."""
    return {f"{study}__kind": Kind.PRIMARY}


def readable_arms(conditions: Collection[str] | None = None, studies: Studies | None = None) -> "QuerySet[Arm]":
    """The arms that readers may see, with one of these conditions (slugs), of these studies; all when None."""
    arms = Arm.objects.filter(**readable("study")).exclude(study__standing=StudyStatus.DRAFT)
    arms = arms if conditions is None else arms.filter(condition__slug__in=conditions)
    return arms if studies is None else arms.filter(study__in=studies)


def read_arms(conditions: Collection[str] | None = None) -> list[ArmRow]:
    """The arms of visible primary studies with one of these conditions, for pages that count studies and harms alone.

    They are without risk of bias.
    """
    return list(arms_by_id(values_of_arms(readable_arms(conditions)), {}).values())


def read_arms_of_second_condition(conditions: Collection[str]) -> list[ArmRow]:
    """The arms of visible primary studies that list one of these as a second condition and have no arm with one."""
    return list(arms_by_id(_OF_SECOND_CONDITION(conditions), {}).values())


def _of_second_condition(conditions: Collection[str]) -> "QuerySet[Any, Any]":
    listing = Study.secondary_conditions.through.objects.filter(condition__slug__in=conditions).values("study_id")
    within = Arm.objects.filter(condition__slug__in=conditions).values("study_id")
    return values_of_arms(readable_arms().filter(study__in=listing).exclude(study__in=within))


_OF_SECOND_CONDITION = prepared_by_group(_of_second_condition)


def arms_by_id(arms: Values, bias: Mapping[int, tuple[BiasView, ...]]) -> dict[int, ArmRow]:
    """Arms with their studies and components, from the query of ``values_of_arms``."""
    mixtures: dict[int, Components] = {}
    arm_values: dict[int, tuple[Any, ...]] = {}
    study_values: dict[int, tuple[Any, ...]] = {}
    end = 1 + len(ARMS.columns)
    for values in arms.iterator(chunk_size=ROWS_AT_A_TIME):
        names, pk, study = values[:3]
        mixtures[pk] = _mixture(names or "")
        arm_values[pk], study_values[study] = values[1:end], values[end:]
    studies = {row.id: row for row in STUDIES.from_values(study_values.values(), bias=lambda pk: bias.get(pk, ()))}
    rows = ARMS.from_values(arm_values.values(), study=studies.__getitem__, components=mixtures.__getitem__)
    return {row.id: row for row in rows}


def values_of_arms(arms: "QuerySet[Arm]") -> "QuerySet[Any, Any]":
    """The query for arms with their studies and the names of their components, which are one text.

    Joined to its components an arm would be read as many times as it has some.
    """
    received = Arm.components.through.objects.filter(arm=OuterRef("pk"))
    of_study = (column if column in _OF_PUBLICATIONS else f"study__{column}" for column in STUDIES.columns.values())
    fields = ("received", *ARMS.columns.values(), *of_study)
    names = Subquery(received.values_list(_NamesInOne("component__slug")))
    named = arms.annotate(received=names, **_of_publications())
    return named.order_by("study_id", "id").values_list(*fields)


def arms_of_record(study: Study) -> dict[int, ArmRow]:
    """The arms of one study, from a record with its publications, arms, conditions and components; one query."""
    bias = bias_of_study(study.pk)
    of_publications = _year_and_retraction(study.publications.all())
    values = tuple(of_publications.get(column, getattr(study, column, None)) for column in STUDIES.columns.values())
    [row] = STUDIES.from_values([values], bias=lambda pk: bias.get(pk, ()))
    records = sorted(study.arms.all(), key=lambda arm: arm.pk)
    mixtures = {arm.pk: _mixture(" ".join(each.slug for each in arm.components.all())) for arm in records}
    rows = ARMS.only(*ARMS.columns).from_records(records, study=lambda pk: row, components=mixtures.__getitem__)
    return {arm.id: arm for arm in rows}


def bias_by_study(judgements: Values) -> dict[int, tuple[BiasView, ...]]:
    """What counts of each study's assessments of its risk of bias, from the query of their judgements."""
    return views_by_study(map(JudgementRow._make, judgements.iterator(chunk_size=ROWS_AT_A_TIME)))


def bias_of_study(study: int) -> dict[int, tuple[BiasView, ...]]:
    """The same of one study, by its number."""
    return views_by_study(map(JudgementRow._make, _JUDGEMENTS_OF_STUDY.rows(study)))


def bias_judgements(arms: "QuerySet[Arm] | None") -> "QuerySet[Any, Any]":
    """The query for the finished judgements of the studies of these arms; of all studies when None."""
    rows = _finished_judgements()
    return _values_of_judgements(rows if arms is None else rows.filter(assessment__study__in=arms.values("study")))


def _finished_judgements() -> "QuerySet[BiasJudgement]":
    tools = (Tool.ROB_2, Tool.ROBINS_I)
    return BiasJudgement.objects.filter(assessment__finished_at__isnull=False, assessment__tool__in=tools)


def _values_of_judgements(rows: "QuerySet[BiasJudgement]") -> "QuerySet[Any, Any]":
    """In the order of the fields of ``JudgementRow``, the latest assessment first."""
    return rows.order_by("-assessment__finished_at", "-assessment_id", "id").values_list(
        *("assessment__study_id", "assessment_id", "assessment__tool", "assessment__measure__slug"),
        *("assessment__weeks", "assessment__effect_of_interest", "assessment__assessed_by_id"),
        *("assessment__is_consensus", "domain", "judgement"),
    )


_JUDGEMENTS_OF_STUDY = PreparedQuery(
    lambda study: _values_of_judgements(_finished_judgements().filter(assessment__study=study))
)


# Most arms received one of a few mixtures.
@lru_cache(maxsize=FEW_KINDS)
def _mixture(names: str) -> Components:
    """What an arm received, of the names of its components with spaces between."""
    return components(names.split())


# Of the publications of a study, not of the study: here of records, below by the database.
_OF_PUBLICATIONS = ("year", "retracted")


def _year_and_retraction(publications: Iterable[Publication]) -> dict[str, Any]:
    papers = sorted(publications, key=lambda paper: paper.pk)
    dated = [paper for paper in papers if (paper.year or 0) > 0]
    main = next((paper for paper in dated if paper.role == PublicationRole.MAIN_REPORT), None)
    source = main or (dated[-1] if dated else None)
    return {
        "year": source.year if source else None,
        "retracted": any(paper.retraction == Retraction.RETRACTED for paper in papers),
    }


def _of_publications() -> dict[str, Any]:
    """The year of each arm's study, by its main report where that has one, and whether a paper of it is retracted."""
    papers = Publication.objects.filter(study=OuterRef("study"))
    dated = papers.filter(year__gt=0)
    main, other = dated.filter(role=PublicationRole.MAIN_REPORT).order_by("pk"), dated.order_by("-pk")
    return {
        "year": Coalesce(Subquery(main.values("year")[:1]), Subquery(other.values("year")[:1])),
        "retracted": Exists(papers.filter(retraction=Retraction.RETRACTED)),
    }
