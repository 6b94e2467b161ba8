"""What a list says of its studies, read as values: no record is made for a line of a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from studies.choices import Design
from studies.models import Arm, Publication
from studies.reported.comparisons import Components, components
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


def read_studies_in_brief(studies: "QuerySet[Any]") -> list[StudyInBrief]:
    """Studies that carry whether they have results, in their order."""
    papers = Publication.objects.filter(study=OuterRef("pk")).main_report_first()
    titled = studies.annotate(title=Subquery(papers.values("title")[:1]))
    return _STUDIES.from_values(_STUDIES.values_of(titled))


def read_arms_in_brief(arms: "QuerySet[Arm]") -> Mapping[int, Sequence[ArmInBrief]]:
    """Arms by the number of their study; of a study without any an empty list."""
    # An arm has as many rows as components.
    received: dict[tuple[Any, ...], list[str]] = {}
    for *arm, component in arms.order_by("study_id", "id").values_list(*_ARM_COLUMNS):
        received.setdefault(tuple(arm), []).extend([component] if component else [])
    of_study: dict[int, list[ArmInBrief]] = defaultdict(list)
    for values, names in received.items():
        of_study[values[0]].append(ArmInBrief._make((*values, components(names))))
    return of_study
