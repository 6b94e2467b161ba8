"""Harms as reported."""

from django.db import models
from django.db.models import F, Q

from studies.choices import DenominatorKind, Fatal, Serious, StudyStatus
from studies.models.arm import Arm
from studies.models.history import History
from studies.models.row_key import HasRowKey, has_key
from studies.models.source import HasSource
from studies.models.study import Study
from studies.reported.row_keys import key_word


class AdverseEventQuerySet(models.QuerySet["AdverseEvent"]):
    def visible(self) -> "AdverseEventQuerySet":
        """What a reader may see: harms of studies that are not drafts."""
        return self.exclude(study__standing=StudyStatus.DRAFT)


class AdverseEvent(HasRowKey, HasSource):
    """A harm that a study looked for or saw: a number, zero, or (empty) not counted."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="adverse_events")
    arm = models.ForeignKey(Arm, models.CASCADE, null=True, blank=True, related_name="adverse_events")
    event = models.CharField(max_length=200)
    serious = models.CharField(max_length=10, choices=Serious.choices(), default=Serious.NOT_STATED)
    fatal = models.CharField(
        max_length=10,
        choices=Fatal.choices(),
        default=Fatal.NOT_STATED,
        help_text="Yes: the record says that people died of it.",
    )
    n_events = models.PositiveIntegerField(
        "people with the event", null=True, blank=True, help_text="Empty: not counted."
    )
    n_at_risk = models.PositiveIntegerField("people at risk", null=True, blank=True)
    denominator_kind = models.CharField(max_length=16, choices=DenominatorKind.choices())
    history = History()

    objects = AdverseEventQuerySet.as_manager()

    class Meta:
        ordering = ["study", "id"]
        constraints = [
            has_key("harm_has_a_key"),
            models.CheckConstraint(
                name="harm_events_do_not_exceed_people_at_risk",
                condition=Q(n_events__isnull=True) | Q(n_at_risk__isnull=True) | Q(n_events__lte=F("n_at_risk")),
                violation_error_message="More people with the event than at risk.",
            ),
            models.CheckConstraint(
                name="harm_of_case_reports_has_no_denominator",
                condition=~Q(denominator_kind__in=[DenominatorKind.CASE_REPORT, DenominatorKind.NOT_STATED])
                | Q(n_at_risk__isnull=True),
                violation_error_message="A case report, or a denominator not stated, has no number at risk.",
            ),
            models.CheckConstraint(
                name="harm_that_is_fatal_is_serious",
                condition=~Q(fatal=Fatal.YES) | Q(serious=Serious.YES),
                violation_error_message="A harm that people died of is serious.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.event}"

    def key_words(self) -> tuple[str, ...]:
        return self.study.key, key_word(self.arm.slug) if self.arm else "", key_word(self.event, longest=60)
