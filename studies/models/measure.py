"""The instruments by which outcomes are measured."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from studies.choices import CriticalOutcome, DefinedBy, Family, HigherIs, OutcomeDomain
from studies.models.base import FromDataSet, another, ordered
from studies.models.history import History


class OutcomeMeasure(FromDataSet):
    """The instrument by which an outcome is measured, and all that the rules need to know of it.

    No rule names an instrument: what holds for one of them only is a value here.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    domain = models.CharField(max_length=16, choices=OutcomeDomain.choices())
    instrument = models.CharField(max_length=120, blank=True)
    range_min = models.FloatField(null=True, blank=True)
    range_max = models.FloatField(null=True, blank=True)
    higher_is = models.CharField(max_length=6, choices=HigherIs.choices(), blank=True)
    order_in_domain = models.PositiveSmallIntegerField(help_text="The first is preferred when a study reports several.")
    short_names = models.CharField(
        max_length=250,
        blank=True,
        help_text="Other names in the headings of pasted tables, separated by semicolons.",
    )
    is_line = models.BooleanField(
        "visual analogue scale",
        default=False,
        help_text="Patients mark a line of 10 cm; scores are printed in centimetres or millimetres.",
    )
    whole_points = models.BooleanField(
        default=False, help_text="Patients answer in whole points, so the sum of an arm's scores is a whole number."
    )
    shown_max = models.FloatField(
        "shown up to",
        null=True,
        blank=True,
        help_text="Pages show scores on a scale from 0 to this number, the same for all instruments of the domain. "
        "Empty: the range of the instrument.",
    )
    raw_max = models.FloatField(
        "raw points up to",
        null=True,
        blank=True,
        help_text="Raw points from 0 to this number are converted to the range of the instrument.",
    )
    slight_max = models.FloatField(
        "possible raw points up to",
        null=True,
        blank=True,
        help_text="Scores up to this number may be raw points if pain before treatment was strong.",
    )
    defined_by = models.CharField(
        max_length=20,
        choices=DefinedBy.choices(),
        default=DefinedBy.INSTRUMENT_AND_NAME,
        help_text="How counts of one outcome are told apart from counts of another.",
    )
    complement_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complements",
        help_text="Every patient has exactly one of the two outcomes. Pages show counts of the other one.",
    )
    excludes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="excluded_by",
        help_text="No patient has both outcomes; some may have neither.",
    )
    counts_treatment = models.CharField(
        max_length=20,
        choices=Family.choices(),
        blank=True,
        help_text="The outcome is this treatment. It is not used if the comparator is the same treatment.",
    )
    critical_outcome = models.CharField(
        max_length=16,
        choices=CriticalOutcome.choices(),
        blank=True,
        help_text="Empty: the critical outcome of its domain, if there is one.",
    )
    subject = models.CharField(
        "subject of a sentence",
        max_length=80,
        blank=True,
        help_text="With its article ('the'). Empty: the name of the outcome.",
    )
    note = models.TextField(blank=True)
    history = History()

    class Meta:
        ordering = ["domain", "order_in_domain", "slug"]
        constraints = [
            ordered("measure_range_is_ordered", "range_min", "range_max", "The range runs from low to high."),
            models.CheckConstraint(
                name="measure_shown_scale_is_positive",
                condition=Q(shown_max__isnull=True) | Q(shown_max__gt=0),
                violation_error_message="A scale is shown from 0 to a number above 0.",
            ),
            models.CheckConstraint(
                name="measure_raw_points_have_a_range",
                # A missing number is neither above nor below: the database would let it pass.
                condition=Q(raw_max__isnull=True)
                | Q(raw_max__gt=0, range_min__isnull=False, range_min=0, range_max__isnull=False, range_max__gt=0),
                violation_error_message="Raw points run from 0 to a number above 0, and so does the range of the "
                "instrument.",
            ),
            models.CheckConstraint(
                name="measure_raw_points_have_a_slight_score",
                condition=Q(raw_max__isnull=True, slight_max__isnull=True)
                | Q(
                    raw_max__isnull=False,
                    slight_max__isnull=False,
                    slight_max__gt=0,
                    slight_max__lte=F("range_max"),
                ),
                violation_error_message="An instrument with raw points, and no other, needs the score up to which "
                "values may be raw points.",
            ),
            another("measure_is_not_its_own_complement", "complement_of", "An outcome cannot be its own complement."),
            another("measure_does_not_exclude_itself", "excludes", "An outcome cannot exclude itself."),
            models.CheckConstraint(
                name="measure_complement_is_one_event",
                condition=Q(complement_of__isnull=True) | Q(defined_by=DefinedBy.INSTRUMENT),
                violation_error_message="An outcome with a complement is one event, defined by its instrument alone.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What no constraint of the database can hold: the other outcome of a pair is one event too, and a bad one."""
        super().clean()
        shown = self.complement_of
        if shown and (shown.complement_of_id or shown.defined_by != DefinedBy.INSTRUMENT):
            raise ValidationError(
                {"complement_of": "Choose an outcome that is defined by its instrument alone and has no complement."}
            )
        if shown and shown.higher_is != HigherIs.WORSE:
            raise ValidationError({"complement_of": "Choose the bad event of the two: pages tell it as what it is."})

    @property
    def heading_names(self) -> tuple[str, ...]:
        """What the headings of tables call it."""
        return (self.name, self.slug, *self.other_names)

    @property
    def other_names(self) -> tuple[str, ...]:
        """The short names, one by one."""
        return tuple(name.strip() for name in self.short_names.split(";") if name.strip())

    @property
    def tops(self) -> tuple[float, ...]:
        """The upper ends of the scales on which its scores are printed."""
        return tuple(dict.fromkeys(filter(None, (self.raw_max, self.range_max, self.shown_max))))
