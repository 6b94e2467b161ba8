"""Arms, their studies and what they received, for readers: primary studies that are not drafts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from operator import attrgetter
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
from studies.selectors.row_reader import (
    ROWS_AT_A_TIME,
    SOURCE_AND_PRINTED,
    RowReader,
    Values,
    columns_of,
    labels,
    read_columns,
)
from studies.selectors.study_numbers import Studies

STUDIES = RowReader(
    StudyRow,
    columns_of(StudyRow, without=["bias"], blinding="blinding_code"),
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

# As queries have them: with the names of their components in one text.
NAMED_ARMS = replace(ARMS, columns={**ARMS.columns, "components": "received"})
# How the needle was guided, and how much was given how often: by these, studies are sorted and filtered, not judged.
_DOSE = (
    *("guidance", "concentration", "concentration_low", "concentration_high"),
    *("volume_low", "volume_high", "sessions_low", "sessions_high"),
)
ARMS_WITHOUT_DOSE = NAMED_ARMS.only(*(name for name in NAMED_ARMS.columns if name not in _DOSE))

# What counts of the assessments of the risk of bias of studies, by their ids.
Bias = Mapping[int, tuple[BiasView, ...]]


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
    arms = readable_arms(conditions)
    return list(arms_by_id(values_of_arms(arms), values_of_studies(arms)).values())


def read_arms_of_second_condition(conditions: Collection[str]) -> list[ArmRow]:
    """The arms of visible primary studies that list one of these as a second condition and have no arm with one."""
    return list(arms_by_id(_OF_SECOND_CONDITION(conditions), _STUDIES_OF_SECOND_CONDITION(conditions)).values())


def _of_second_condition(conditions: Collection[str]) -> "QuerySet[Arm]":
    listing = Study.secondary_conditions.through.objects.filter(condition__slug__in=conditions).values("study_id")
    within = Arm.objects.filter(condition__slug__in=conditions).values("study_id")
    return readable_arms().filter(study__in=listing).exclude(study__in=within)


_OF_SECOND_CONDITION = prepared_by_group(lambda conditions: values_of_arms(_of_second_condition(conditions)))
_STUDIES_OF_SECOND_CONDITION = prepared_by_group(lambda conditions: values_of_studies(_of_second_condition(conditions)))


def arms_by_id(
    arms: Values, studies: Values, bias: Bias | None = None, reader: RowReader[ArmRow] = NAMED_ARMS
) -> dict[int, ArmRow]:
    """Arms by study, with their components, from the queries of ``values_of_arms`` and ``values_of_studies``."""
    parts = list(read_columns(arms))
    by_id = {row.id: row for row in _with_bias(STUDIES.each_of_values(studies), bias)} if parts else {}
    rows = chain.from_iterable(reader.from_columns(each, study=by_id.get, components=_mixture) for each in parts)
    # A study may have become a draft since, where no snapshot is open.
    known = [row for row in rows if row.study is not None]
    # Not sorted by the database, which sorts whole rows.
    return {row.id: row for row in sorted(known, key=attrgetter("study.id", "id"))}


def _with_bias(studies: Iterable[StudyRow], bias: Bias | None) -> Iterable[StudyRow]:
    return (row._replace(bias=bias.get(row.id, ())) for row in studies) if bias else studies


def values_of_arms(arms: "QuerySet[Arm]", reader: RowReader[ArmRow] = NAMED_ARMS) -> "QuerySet[Any, Any]":
    """The query for arms with the names of their components, which are one text, in any order.

    Joined to its components an arm would be read as many times as it has some.
    """
    received = Arm.components.through.objects.filter(arm=OuterRef("pk"))
    names = Subquery(received.values_list(_NamesInOne("component__slug")))
    return reader.values_of(arms.order_by().annotate(received=names))


def values_of_studies(arms: "QuerySet[Arm] | None") -> "QuerySet[Any, Any]":
    """The query for the studies of these arms, in any order; for all that readers may see when None."""
    studies = Study.objects.primary().visible().order_by()
    studies = studies if arms is None else studies.filter(pk__in=arms.values("study"))
    return STUDIES.values_of(studies.annotate(**_of_publications()))


def arms_of_record(study: Study, *, is_assessed: bool) -> dict[int, ArmRow]:
    """The arms of one study, from a record with its publications, arms, conditions and components.

    Its risk of bias is asked for, unless nobody assessed it.
    """
    bias = bias_of_study(study.pk) if is_assessed else {}
    of_publications = _year_and_retraction(study.publications.all())
    values = tuple(of_publications.get(column, getattr(study, column, None)) for column in STUDIES.columns.values())
    [row] = _with_bias(STUDIES.from_values([values]), bias)
    records = sorted(study.arms.all(), key=lambda arm: arm.pk)
    mixtures = {arm.pk: components(each.slug for each in arm.components.all()) for arm in records}
    rows = ARMS.only(*ARMS.columns).from_records(records, study=lambda pk: row, components=mixtures.__getitem__)
    return {arm.id: arm for arm in rows}


def bias_by_study(judgements: Values) -> Bias:
    """What counts of each study's assessments of its risk of bias, from the query of their judgements."""
    return views_by_study(map(JudgementRow._make, judgements.iterator(chunk_size=ROWS_AT_A_TIME)))


def bias_of_study(study: int) -> Bias:
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
def _mixture(names: str | None) -> Components:
    """What an arm received, of the names of its components with spaces between; None where it has none."""
    return components((names or "").split())


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
    """The year of each study, by its main report where that has one, and whether a paper of it is retracted."""
    papers = Publication.objects.filter(study=OuterRef("pk"))
    dated = papers.filter(year__gt=0)
    main, other = dated.filter(role=PublicationRole.MAIN_REPORT).order_by("pk"), dated.order_by("-pk")
    return {
        "year": Coalesce(Subquery(main.values("year")[:1]), Subquery(other.values("year")[:1])),
        "retracted": Exists(papers.filter(retraction=Retraction.RETRACTED)),
    }
