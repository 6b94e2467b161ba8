"""What a list says of its studies, read as values by queries written before: no record is made for a line of a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from studies.choices import Design
from studies.models import Arm, OutcomeResult, Publication, ReportedContrast, ReportedPool, Study
from studies.reported.comparisons import Components, components
from studies.selectors.prepared_query import ANY_NUMBERS, PreparedQuery
from studies.selectors.row_reader import RowReader, columns_of, labels


class StudyInBrief(NamedTuple):
    """A study with the name of its condition and, as printed, the title of its main report."""

    id: int
    slug: str
    label: str
    kind: str
    design: Design
    standing: str
    condition: str
    n_randomised: int | None
    n_analysed: int | None
    has_results: bool
    title: str


class ArmInBrief(NamedTuple):
    """An arm as pairing sees it, with its people."""

    study: int
    id: int
    stratum: str
    part_of_id: int | None
    n_randomised: int | None
    n_analysed: int | None
    components: Components

    @property
    def part_of(self) -> int | None:
        return self.part_of_id


_STUDIES = RowReader(
    StudyInBrief,
    columns_of(StudyInBrief, condition="condition__name"),
    {"design": labels(Design), "title": lambda title: title or ""},
)
_ARM_COLUMNS = columns_of(ArmInBrief, study="study_id", components="components__slug").values()


def has_results() -> Q:
    """Whether any result of a study is here."""
    return Q(
        Exists(OutcomeResult.objects.filter(arm__study=OuterRef("pk")))
        | Exists(ReportedContrast.objects.filter(study=OuterRef("pk")))
        | Exists(ReportedPool.objects.filter(review=OuterRef("pk")))
    )


def _of_studies(studies: Sequence[int]) -> "QuerySet[Any, Any]":
    title = Publication.objects.filter(study=OuterRef("pk")).main_report_first().values("title")[:1]
    listed = Study.objects.filter(pk__in=studies).annotate(has_results=has_results(), title=Subquery(title))
    return _STUDIES.values_of(listed)


def _of_arms(arms: "QuerySet[Arm]") -> "QuerySet[Any, Any]":
    return arms.order_by("study_id", "id").values_list(*_ARM_COLUMNS)


_STUDY_VALUES = PreparedQuery(_of_studies, like=ANY_NUMBERS)
_ARM_VALUES = PreparedQuery(lambda studies: _of_arms(Arm.objects.filter(study__in=studies)), like=ANY_NUMBERS)
_ALL_ARM_VALUES = PreparedQuery(lambda _: _of_arms(Arm.objects.all()))


def read_studies_in_brief(studies: Sequence[int]) -> list[StudyInBrief]:
    """The studies of one page of a list, by their numbers, in the order of the list."""
    return _STUDIES.from_values(_STUDY_VALUES.rows(studies))


def read_arms_in_brief(studies: Sequence[int] | None = None) -> Mapping[int, Sequence[ArmInBrief]]:
    """The arms of these studies, or of all, by the number of their study; of a study without any an empty list."""
    # An arm has as many rows as components.
    received: dict[tuple[Any, ...], list[str]] = {}
    for *arm, component in _ALL_ARM_VALUES.rows() if studies is None else _ARM_VALUES.rows(studies):
        received.setdefault(tuple(arm), []).extend([component] if component else [])
    of_study: dict[int, list[ArmInBrief]] = defaultdict(list)
    for values, names in received.items():
        of_study[values[0]].append(ArmInBrief._make((*values, components(names))))
    return of_study
