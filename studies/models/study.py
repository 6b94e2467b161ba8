"""The research unit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from studies.choices import NOT_PRIMARY_DESIGNS, REVIEW_DESIGNS, Allocation, Blinding, Design, Kind, StudyStatus
from studies.models.base import FromDataSet, HasPrintedNumbers, between
from studies.models.condition import Condition
from studies.models.history import History
from studies.models.source import HasSource
from studies.reported.row_keys import key_word

LONGEST_SLUG = 90


class StudyQuerySet(models.QuerySet["Study"]):
    def visible(self) -> "StudyQuerySet":
        """What a reader may see: everything but drafts."""
        return self.exclude(standing=StudyStatus.DRAFT)

    def primary(self) -> "StudyQuerySet":
        """Studies that may be counted as studies or as patients."""
        return self.filter(kind=Kind.PRIMARY)


class Study(FromDataSet, HasSource, HasPrintedNumbers):
    """Two publications may report one study; a study is counted once, however often it was published.

    Reviews and laboratory work are studies too, of another kind: they are listed and never counted as patients.
    """

    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True)
    label = models.CharField(max_length=120, help_text="First author and year, otherwise the first words of the title.")
    aliases = models.CharField(max_length=200, blank=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices(), default=Kind.PRIMARY)
    design = models.CharField(max_length=30, choices=Design.choices())
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="studies")
    secondary_conditions = models.ManyToManyField(Condition, blank=True, related_name="secondary_studies")
    complication_report = models.BooleanField(
        default=False, help_text="A report about harms. No incidence can be calculated from its counts."
    )
    country = models.CharField(max_length=60, blank=True)
    registration = models.CharField(max_length=60, blank=True)
    cohort_group = models.SlugField(
        max_length=60, blank=True, help_text="Studies with the same label may share patients."
    )
    n_randomised = models.PositiveIntegerField("people randomised", null=True, blank=True)
    n_analysed = models.PositiveIntegerField("people analysed", null=True, blank=True)
    age_mean = models.FloatField("mean age, years", null=True, blank=True)
    age_sd = models.FloatField("SD of age, years", null=True, blank=True)
    pct_female = models.FloatField("women, percent", null=True, blank=True)
    max_followup_weeks = models.FloatField("longest follow-up, weeks", null=True, blank=True)
    blinding_code = models.CharField(
        "blinding", max_length=16, choices=Blinding.choices(), default=Blinding.NOT_REPORTED
    )
    blinding = models.CharField("blinding as printed", max_length=120, blank=True)
    allocation = models.CharField(
        max_length=10,
        choices=Allocation.choices(),
        default=Allocation.PARALLEL,
        help_text="What was given to one arm or the other.",
    )
    cluster_size = models.FloatField(
        "people in a cluster",
        null=True,
        blank=True,
        help_text="Their mean number. Only of a study whose arms are clusters.",
    )
    icc = models.FloatField(
        "intracluster correlation",
        null=True,
        blank=True,
        help_text="The intracluster correlation coefficient. Only of a study whose arms are clusters.",
    )
    pair_correlation = models.FloatField(
        "correlation within pairs",
        null=True,
        blank=True,
        help_text="Between the two results of a person or pair. Only of a crossover or paired study.",
    )
    funding = models.CharField(
        max_length=200, blank=True, help_text="Empty: not in the text that was read. This is not the same as 'none'."
    )
    conflicts = models.CharField(
        "conflicts of interest", max_length=200, blank=True, help_text="Empty: not in the text that was read."
    )
    standing = models.CharField("status", max_length=12, choices=StudyStatus.choices(), default=StudyStatus.UNVERIFIED)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    signed_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts the changes of the study and of its rows; a form sends the count that it was made from.
    revision = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    history = History(m2m_fields=[secondary_conditions], excluded_fields=["revision"])

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["label", "slug"]
        verbose_name_plural = "studies"
        indexes = [models.Index(fields=["standing", "kind"], name="study_standing_and_kind")]
        constraints = [
            models.CheckConstraint(
                name="study_analysed_do_not_exceed_randomised",
                condition=Q(n_randomised__isnull=True)
                | Q(n_analysed__isnull=True)
                | Q(n_analysed__lte=F("n_randomised")),
                violation_error_message="More people analysed than randomised.",
            ),
            models.CheckConstraint(
                name="study_share_of_women_is_a_percentage",
                condition=Q(pct_female__isnull=True) | Q(pct_female__range=(0, 100)),
                violation_error_message="The share of women lies between 0 and 100 percent.",
            ),
            models.CheckConstraint(
                name="study_age_sd_is_not_negative",
                condition=Q(age_sd__isnull=True) | Q(age_sd__gte=0),
                violation_error_message="A standard deviation is not negative.",
            ),
            models.CheckConstraint(
                name="study_followup_is_not_negative",
                condition=Q(max_followup_weeks__isnull=True) | Q(max_followup_weeks__gte=0),
                violation_error_message="Follow-up is not negative.",
            ),
            models.CheckConstraint(
                name="study_cluster_holds_one_person_or_more",
                condition=Q(cluster_size__isnull=True) | Q(cluster_size__gte=1),
                violation_error_message="A cluster holds one person or more.",
            ),
            between("study_icc_is_from_0_to_1", "icc", 0, 1, "An intracluster correlation lies between 0 and 1."),
            between(
                "study_pair_correlation_is_from_minus_1_to_1",
                "pair_correlation",
                -1,
                1,
                "A correlation lies between -1 and 1.",
            ),
            models.CheckConstraint(
                name="study_clusters_are_of_a_cluster_design",
                condition=Q(allocation=Allocation.CLUSTER) | Q(cluster_size__isnull=True, icc__isnull=True),
                violation_error_message="Only a cluster trial has a size and a correlation of clusters.",
            ),
            models.CheckConstraint(
                name="study_pairs_are_of_a_paired_design",
                condition=Q(allocation__in=[Allocation.CROSSOVER, Allocation.PAIRED])
                | Q(pair_correlation__isnull=True),
                violation_error_message="Only a crossover or paired study has a correlation within pairs.",
            ),
            models.CheckConstraint(
                name="study_kind_fits_its_design",
                condition=(~Q(kind=Kind.PRIMARY) | ~Q(design__in=NOT_PRIMARY_DESIGNS))
                & (~Q(kind=Kind.REVIEW) | Q(design__in=REVIEW_DESIGNS)),
                violation_error_message=(
                    "The kind and the design contradict each other: a review is never a primary study, nor a trial a "
                    "review."
                ),
            ),
            models.CheckConstraint(
                name="study_signed_off_names_who_and_when",
                condition=Q(standing=StudyStatus.SIGNED_OFF, signed_off_by__isnull=False, signed_off_at__isnull=False)
                | (~Q(standing=StudyStatus.SIGNED_OFF) & Q(signed_off_by__isnull=True, signed_off_at__isnull=True)),
                violation_error_message="Only a signed-off study has a person and a time of sign-off.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The page of the study: the site's settings name it."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """What the keys of its rows begin with: its own in the data set, else its short name."""
        return self.row_key or key_word(self.slug, longest=LONGEST_SLUG)
