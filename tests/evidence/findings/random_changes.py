"""Changes as people make them, each of a random record of a condition: for tests and benchmarks of what is kept."""

from collections.abc import Callable
from datetime import date
from random import Random

from django.db.models import F
from django.utils import timezone

from studies.choices import QueryState, Retraction, Severity, StudyStatus, Tool
from studies.models import (
    AdverseEvent,
    Arm,
    BiasAssessment,
    BiasJudgement,
    Condition,
    DataQuery,
    OutcomeMeasure,
    OutcomeResult,
    Publication,
    ReportedContrast,
    Study,
    with_descendants,
)
from tests.factories import make_arm, make_query, make_result, make_user


def scope_of(slug: str) -> list[str]:
    """The slugs of a condition and its descendants."""
    condition = Condition.objects.get(slug=slug)
    return [item.slug for item in with_descendants(condition, Condition.objects.all())]


def hide_most_studies() -> None:
    """Leave readers every third trial: as many kinds of them, and pages of all conditions in a third of the time."""
    shown = list(Study.objects.primary().order_by("row_key").values_list("pk", flat=True))[2::3]
    Study.objects.primary().exclude(pk__in=shown).update(standing=StudyStatus.DRAFT)


class RandomChanges:
    """Changes of the records of a condition with its descendants; the same ones for the same seed."""

    def __init__(self, slug: str, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret
        shown = Arm.objects.exclude(study__standing=StudyStatus.DRAFT)
        self.arms = shown.filter(condition__slug__in=scope_of(slug)).order_by("pk")
        self.results = OutcomeResult.objects.filter(arm__in=self.arms).order_by("pk")
        self.papers = Publication.objects.filter(study__arms__in=self.arms).order_by("pk")

    def make_one(self) -> str:
        """Make a random change; which kind it was."""
        kinds: list[Callable[[], object]] = [
            self.edit_result,
            self.move_result_in_time,
            self.retract,
            self.reinstate,
            self.open_error,
            self.resolve_queries,
            self.change_range,
            self.delete_arm,
            self.add_arm,
            self.leave_condition,
            self.take_drug_away,
            self.judge_bias,
            self.edit_difference,
            self.withdraw,
        ]
        kind = self.random.choice(kinds)
        kind()
        return kind.__name__

    def result(self) -> OutcomeResult:
        return self.random.choice(list(self.results.all()))

    def arm(self) -> Arm:
        return self.random.choice(list(self.arms.all()))

    def edit_result(self) -> None:
        printed = self.results.filter(mean__isnull=False)
        OutcomeResult.objects.filter(pk=self.random.choice(list(printed)).pk).update(mean=F("mean") + 0.5, n=F("n") + 1)

    def move_result_in_time(self) -> None:
        OutcomeResult.objects.filter(pk=self.result().pk).update(weeks=60, timepoint_label="60 weeks")

    def retract(self) -> None:
        said = {"retraction": Retraction.RETRACTED, "retraction_checked_on": date(2026, 1, 1)}
        Publication.objects.filter(pk=self.random.choice(list(self.papers.all())).pk).update(**said)

    def reinstate(self) -> None:
        Publication.objects.filter(retraction=Retraction.RETRACTED).update(retraction=Retraction.NOT_RETRACTED)

    def open_error(self) -> None:
        result = self.result()
        severity = self.random.choice([Severity.ERROR, Severity.DOUBT])
        make_query(study=result.arm.study, arm=result.arm, measure=result.measure, severity=severity)

    def resolve_queries(self) -> None:
        DataQuery.objects.update(state=QueryState.RESOLVED)

    def change_range(self) -> None:
        OutcomeMeasure.objects.filter(pk=self.result().measure_id).update(range_min=0, range_max=200)

    def delete_arm(self) -> None:
        arm = self.arm()
        for related in (AdverseEvent.objects.filter(arm=arm), DataQuery.objects.filter(arm=arm)):
            related.delete()
        for side in ("arm_a", "arm_b"):
            ReportedContrast.objects.filter(**{side: arm}).delete()
        Arm.objects.filter(part_of=arm).update(part_of=None)
        arm.delete()

    def add_arm(self) -> None:
        result = self.result()
        number = self.random.random()
        # Made-up studies have arms with the short names that the factory gives.
        names = {"label": f"new {number}", "slug": f"new-{number}".replace(".", "-")}
        arm = make_arm(study=result.arm.study, components=("steroid",), **names)
        Arm.objects.filter(pk=arm.pk).update(condition=result.arm.condition)
        make_result(arm=arm, measure=result.measure, weeks=result.weeks, mean=4.0, sd=1.0, n=20)

    def leave_condition(self) -> None:
        Arm.objects.filter(pk=self.arm().pk).update(condition=Condition.objects.get(slug="spinal-stenosis"))

    def take_drug_away(self) -> None:
        arm = self.arm()
        arm.components.remove(arm.components.first())

    def judge_bias(self) -> None:
        times = dict.fromkeys(("started_at", "finished_at"), timezone.now())
        who = {"tool": Tool.ROBINS_I, "assessed_by": make_user()}
        assessment = BiasAssessment.objects.create(study=self.arm().study, **who, **times)
        BiasJudgement.objects.create(assessment=assessment, domain="overall", proposed="critical", judgement="critical")

    def edit_difference(self) -> None:
        ReportedContrast.objects.filter(arm_a__in=self.arms).update(p_value=0.2)

    def withdraw(self) -> None:
        Study.objects.filter(pk=self.arm().study_id).update(standing=StudyStatus.DRAFT)
