"""Decisions of people who screen imported publications; a first opinion is blind until there is a second one."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q

from studies.choices import ExclusionReason, Screening, ScreeningStage
from studies.models.publication import Publication
from studies.models.study import Study


class ScreeningDecisionQuerySet(models.QuerySet["ScreeningDecision"]):
    """Decisions by what a person may read of them."""

    def hidden_from(self, person: User) -> "ScreeningDecisionQuerySet":
        """Those of others at a stage where fewer than two people, and not this one, have an opinion that counts."""
        everyone = ScreeningDecision.objects.filter(_same("publication", "stage"))
        newer = everyone.filter(_same("decided_by"), settles=False, pk__gt=OuterRef("pk"))
        # The last opinion of each person, unless it is withdrawn.
        counting = everyone.filter(~Exists(newer), settles=False).exclude(decision=Screening.UNSCREENED)
        of_two = counting.filter(Exists(counting.exclude(decided_by=OuterRef("decided_by"))))
        return self.exclude(decided_by=person.pk).exclude(
            Exists(counting.filter(decided_by=person.pk)) | Exists(of_two) | Exists(everyone.filter(settles=True))
        )

    def visible_to(self, person: User) -> "ScreeningDecisionQuerySet":
        """All others."""
        return self.exclude(pk__in=self.hidden_from(person).values("pk"))


def _same(*names: str) -> Q:
    """The condition that a row has these values of the row of the outer query."""
    return Q(**{name: OuterRef(name) for name in names})


class ScreeningDecision(models.Model):
    """A person's decision on an imported publication, with its reason; the last one counts."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="screening_decisions")
    stage = models.CharField(max_length=16, choices=ScreeningStage.choices(), default=ScreeningStage.TITLE_ABSTRACT)
    decision = models.CharField(max_length=16, choices=Screening.choices())
    reason_code = models.CharField("reason", max_length=24, choices=ExclusionReason.choices(), blank=True)
    reason = models.TextField(blank=True)
    # Two people disagreed, and this is what they, or a third, agreed on.
    settles = models.BooleanField(default=False)
    # Set where the publication was found to report a study that is here already.
    study = models.ForeignKey(Study, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = ScreeningDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "id"]
        constraints = [
            models.CheckConstraint(
                name="screening_exclusion_has_a_reason",
                condition=~models.Q(decision=Screening.EXCLUDED) | ~models.Q(reason=""),
                violation_error_message="An exclusion needs a reason.",
            )
        ]

    def __str__(self) -> str:
        return f"opinion on {self.publication}"
