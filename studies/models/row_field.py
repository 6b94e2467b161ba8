"""A statement about one field of one row of a study."""

from django.db import models
from django.db.models import Q

from studies.models.arm import Arm
from studies.models.harm import AdverseEvent
from studies.models.outcome import OutcomeResult, ReportedContrast
from studies.models.review import ReportedPool, ReviewTrialRow
from studies.models.study import Study

ROWS = ("arm", "result", "contrast", "harm", "pool", "trial_row")


class NamesRowField(models.Model):
    """Names a field of a row: of the row that is given, or of the study itself where none is.

    ``field`` is empty where the whole row is meant.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="%(class)ss")
    arm = models.ForeignKey(Arm, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    result = models.ForeignKey(OutcomeResult, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    contrast = models.ForeignKey(ReportedContrast, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    harm = models.ForeignKey(AdverseEvent, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    pool = models.ForeignKey(ReportedPool, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    trial_row = models.ForeignKey(ReviewTrialRow, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    field = models.CharField(max_length=30, blank=True)

    class Meta:
        abstract = True


def names_one_row(name: str) -> models.CheckConstraint:
    """A constraint that at most one row is named."""
    only = Q()
    for row in ROWS:
        only |= Q(**{f"{other}__isnull": True for other in ROWS if other != row})
    return models.CheckConstraint(name=name, condition=only, violation_error_message="Name one row, not several.")
