"""Every table of what was published, each created whole: altering a table afterwards costs SQLite a copy of it."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
import studies.models.publication
import studies.choices
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("plain_name", models.CharField(max_length=120, verbose_name="patients' words")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="studies.condition",
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("in_back_pain", models.BooleanField(default=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["order", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="condition_is_not_its_own_parent",
                        violation_error_message="A condition cannot be its own parent.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Study",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("slug", models.SlugField(max_length=90, unique=True)),
                (
                    "label",
                    models.CharField(help_text="First author and year, else the opening of the title.", max_length=120),
                ),
                ("aliases", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "primary study"),
                            ("review", "review"),
                            ("laboratory", "laboratory work"),
                            ("background", "background"),
                        ],
                        default=studies.choices.Kind["PRIMARY"],
                        max_length=12,
                    ),
                ),
                (
                    "design",
                    models.CharField(
                        choices=[
                            ("rct", "randomised trial"),
                            ("quasi-rct", "quasi-randomised trial"),
                            ("non-randomised-controlled", "non-randomised controlled study"),
                            ("prospective-cohort", "prospective cohort"),
                            ("retrospective-cohort", "retrospective cohort"),
                            ("case-series", "case series"),
                            ("case-report", "case report"),
                            ("systematic-review", "systematic review"),
                            ("meta-analysis", "meta-analysis"),
                            ("narrative-review", "narrative review"),
                            ("laboratory", "laboratory study"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="studies", to="studies.condition"
                    ),
                ),
                (
                    "complication_report",
                    models.BooleanField(
                        default=False, help_text="A report about harm; its counts have no incidence denominator."
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=60)),
                ("registration", models.CharField(blank=True, max_length=60)),
                (
                    "cohort_group",
                    models.SlugField(
                        blank=True, help_text="The same word marks studies that may share patients.", max_length=60
                    ),
                ),
                ("n_randomised", models.PositiveIntegerField(blank=True, null=True, verbose_name="people randomised")),
                ("n_analysed", models.PositiveIntegerField(blank=True, null=True, verbose_name="people analysed")),
                ("age_mean", models.FloatField(blank=True, null=True, verbose_name="mean age, years")),
                ("age_sd", models.FloatField(blank=True, null=True, verbose_name="SD of age, years")),
                ("pct_female", models.FloatField(blank=True, null=True, verbose_name="women, percent")),
                (
                    "max_followup_weeks",
                    models.FloatField(blank=True, null=True, verbose_name="longest follow-up, weeks"),
                ),
                (
                    "blinding_code",
                    models.CharField(
                        choices=[
                            ("double-blind", "double-blind"),
                            ("single-blind", "single-blind"),
                            ("assessor-blind", "assessor-blind"),
                            ("open-label", "open label"),
                            ("not-reported", "not reported"),
                        ],
                        default=studies.choices.Blinding["NOT_REPORTED"],
                        max_length=16,
                        verbose_name="blinding",
                    ),
                ),
                ("blinding", models.CharField(blank=True, max_length=120, verbose_name="blinding as printed")),
                (
                    "funding",
                    models.CharField(
                        blank=True, help_text="Empty: not in the text read, which is not 'none'.", max_length=200
                    ),
                ),
                (
                    "conflicts",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not in the text read.",
                        max_length=200,
                        verbose_name="conflicts of interest",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("draft", "draft"), ("unverified", "unverified"), ("signed-off", "signed off")],
                        default=studies.choices.StudyStatus["UNVERIFIED"],
                        max_length=12,
                    ),
                ),
                (
                    "signed_off_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_off_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "secondary_conditions",
                    models.ManyToManyField(blank=True, related_name="secondary_studies", to="studies.condition"),
                ),
            ],
            options={
                "verbose_name_plural": "studies",
                "ordering": ["label", "slug"],
                "indexes": [models.Index(fields=["standing", "kind"], name="study_standing_and_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n_randomised__isnull", True),
                            ("n_analysed__isnull", True),
                            ("n_analysed__lte", models.F("n_randomised")),
                            _connector="OR",
                        ),
                        name="study_analysed_do_not_exceed_randomised",
                        violation_error_message="More people analysed than randomised.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pct_female__isnull", True), ("pct_female__range", (0, 100)), _connector="OR"
                        ),
                        name="study_share_of_women_is_a_percentage",
                        violation_error_message="The share of women lies between 0 and 100 percent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("age_sd__isnull", True), ("age_sd__gte", 0), _connector="OR"),
                        name="study_age_sd_is_not_negative",
                        violation_error_message="A standard deviation is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_followup_weeks__isnull", True), ("max_followup_weeks__gte", 0), _connector="OR"
                        ),
                        name="study_followup_is_not_negative",
                        violation_error_message="Follow-up is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_off_at__isnull", False),
                                ("signed_off_by__isnull", False),
                                ("standing", studies.choices.StudyStatus["SIGNED_OFF"]),
                            ),
                            models.Q(
                                models.Q(("standing", studies.choices.StudyStatus["SIGNED_OFF"]), _negated=True),
                                ("signed_off_at__isnull", True),
                                ("signed_off_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="study_signed_off_names_who_and_when",
                        violation_error_message="A study is signed off by somebody, at some time; any other has neither.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Component",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        choices=[
                            ("ozone", "ozone"),
                            ("sham", "sham injection"),
                            ("local-anaesthetic", "local anaesthetic"),
                            ("oxygen", "oxygen"),
                            ("saline", "saline"),
                            ("epidural-saline", "epidural saline"),
                            ("distilled-water", "distilled water"),
                            ("steroid", "steroid"),
                            ("discectomy", "discectomy"),
                            ("endoscopic-discectomy", "endoscopic discectomy"),
                            ("percutaneous-discectomy", "percutaneous discectomy"),
                            ("radiofrequency", "radiofrequency"),
                            ("plasma-ablation", "plasma ablation"),
                            ("laser", "laser"),
                            ("collagenase", "collagenase"),
                            ("prp", "platelet-rich plasma"),
                            ("hyaluronidase", "hyaluronidase"),
                            ("acupuncture-or-needle", "acupuncture or needling"),
                            ("physiotherapy", "physiotherapy"),
                            ("exercise", "exercise"),
                            ("tecar", "Tecar diathermy"),
                            ("tens", "TENS"),
                            ("infrared", "infrared"),
                            ("medication", "medication"),
                            ("supplement", "food supplement"),
                            ("usual-care", "usual care"),
                            ("not-stated", "not stated"),
                        ],
                        max_length=30,
                        unique=True,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Arm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arms", to="studies.study"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, verbose_name="short name")),
                ("label", models.CharField(max_length=120)),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arms", to="studies.condition"
                    ),
                ),
                (
                    "stratum",
                    models.SlugField(
                        blank=True,
                        help_text="Patients reported apart as arms of their own; empty is the whole study.",
                        max_length=40,
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The arm of which this is a part.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="studies.arm",
                    ),
                ),
                ("role", models.CharField(choices=[("ozone", "ozone"), ("comparator", "comparator")], max_length=12)),
                (
                    "intervention",
                    models.CharField(
                        choices=[
                            ("ozone", "ozone"),
                            ("ozone+steroid", "ozone and steroid"),
                            ("sham", "sham"),
                            ("steroid", "steroid"),
                            ("local-anaesthetic", "local anaesthetic"),
                            ("discectomy", "discectomy"),
                            ("radiofrequency", "radiofrequency"),
                            ("physiotherapy", "physiotherapy"),
                            ("medication", "medication"),
                            ("laser", "laser"),
                            ("collagenase", "collagenase"),
                            ("prp", "platelet-rich plasma"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("intradiscal", "into the disc (intradiscal)"),
                            ("intradiscal+intraforaminal", "into the disc and beside the nerve root"),
                            ("intraforaminal", "beside the nerve root (intraforaminal)"),
                            ("epidural", "epidural"),
                            ("caudal-epidural", "caudal epidural"),
                            ("paravertebral-intramuscular", "into the muscle beside the spine (paravertebral)"),
                            ("facet", "facet joint"),
                            ("systemic", "systemic"),
                            ("other", "other or not stated"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "guidance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ct", "CT"),
                            ("fluoroscopy", "fluoroscopy"),
                            ("ultrasound", "ultrasound"),
                            ("epiduroscopy", "epiduroscopy"),
                            ("ct-or-fluoroscopy", "CT or fluoroscopy"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "components_certain",
                    models.BooleanField(default=True, help_text="No: the text read leaves open what the arm received."),
                ),
                (
                    "co_interventions",
                    models.CharField(blank=True, max_length=200, verbose_name="co-interventions as printed"),
                ),
                ("concentration", models.CharField(blank=True, max_length=60, verbose_name="ozone, ug/ml, as printed")),
                ("concentration_low", models.FloatField(blank=True, null=True, verbose_name="ozone, ug/ml, from")),
                ("concentration_high", models.FloatField(blank=True, null=True, verbose_name="ozone, ug/ml, to")),
                ("volume", models.CharField(blank=True, max_length=80, verbose_name="volume, ml, as printed")),
                ("volume_low", models.FloatField(blank=True, null=True, verbose_name="volume, ml, from")),
                ("volume_high", models.FloatField(blank=True, null=True, verbose_name="volume, ml, to")),
                ("sessions", models.CharField(blank=True, max_length=40, verbose_name="sessions as printed")),
                ("sessions_low", models.PositiveIntegerField(blank=True, null=True, verbose_name="sessions from")),
                ("sessions_high", models.PositiveIntegerField(blank=True, null=True, verbose_name="sessions to")),
                ("n_randomised", models.PositiveIntegerField(blank=True, null=True, verbose_name="people randomised")),
                ("n_analysed", models.PositiveIntegerField(blank=True, null=True, verbose_name="people analysed")),
                ("components", models.ManyToManyField(related_name="arms", to="studies.component")),
            ],
            options={
                "ordering": ["study", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("study", "slug"), name="arm_short_name_is_unique_in_its_study"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n_randomised__isnull", True),
                            ("n_analysed__isnull", True),
                            ("n_analysed__lte", models.F("n_randomised")),
                            _connector="OR",
                        ),
                        name="arm_analysed_do_not_exceed_randomised",
                        violation_error_message="More people analysed than randomised.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part_of__isnull", True),
                            models.Q(("part_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="arm_is_not_its_own_part",
                        violation_error_message="An arm is not a part of itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concentration_low__isnull", True), ("concentration_low__gte", 0), _connector="OR"
                            ),
                            models.Q(
                                ("concentration_low__isnull", True),
                                ("concentration_high__isnull", True),
                                ("concentration_low__lte", models.F("concentration_high")),
                                _connector="OR",
                            ),
                        ),
                        name="arm_concentration_range_is_ordered_and_not_negative",
                        violation_error_message="The range of concentration runs from low to high, and not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("volume_low__isnull", True), ("volume_low__gte", 0), _connector="OR"),
                            models.Q(
                                ("volume_low__isnull", True),
                                ("volume_high__isnull", True),
                                ("volume_low__lte", models.F("volume_high")),
                                _connector="OR",
                            ),
                        ),
                        name="arm_volume_range_is_ordered_and_not_negative",
                        violation_error_message="The range of volume runs from low to high, and not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sessions_low__isnull", True), ("sessions_low__gte", 0), _connector="OR"),
                            models.Q(
                                ("sessions_low__isnull", True),
                                ("sessions_high__isnull", True),
                                ("sessions_low__lte", models.F("sessions_high")),
                                _connector="OR",
                            ),
                        ),
                        name="arm_sessions_range_is_ordered_and_not_negative",
                        violation_error_message="The range of sessions runs from low to high, and not below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("pain", "Pain"),
                            ("disability", "Disability"),
                            ("success", "Treatment success"),
                            ("harm", "Harm"),
                            ("use-of-care", "Use of care"),
                            ("quality-of-life", "Quality of life"),
                            ("imaging", "Imaging"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("instrument", models.CharField(blank=True, max_length=120)),
                ("range_min", models.FloatField(blank=True, null=True)),
                ("range_max", models.FloatField(blank=True, null=True)),
                (
                    "higher_is",
                    models.CharField(
                        blank=True, choices=[("worse", "lower is better"), ("better", "higher is better")], max_length=6
                    ),
                ),
                (
                    "order_in_domain",
                    models.PositiveSmallIntegerField(help_text="The first is preferred when a study reports several."),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["domain", "order_in_domain", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("range_min__isnull", True),
                            ("range_max__isnull", True),
                            ("range_min__lte", models.F("range_max")),
                            _connector="OR",
                        ),
                        name="measure_range_is_ordered",
                        violation_error_message="The range runs from low to high.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "arm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="studies.arm"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="studies.outcomemeasure"
                    ),
                ),
                ("outcome_name", models.CharField(blank=True, max_length=120, verbose_name="outcome as printed")),
                (
                    "part",
                    models.SlugField(blank=True, help_text="Some people of the arm reported apart.", max_length=40),
                ),
                ("scale_min", models.FloatField(blank=True, null=True)),
                ("scale_max", models.FloatField(blank=True, null=True)),
                (
                    "higher_is",
                    models.CharField(
                        blank=True, choices=[("worse", "lower is better"), ("better", "higher is better")], max_length=6
                    ),
                ),
                (
                    "weeks",
                    models.FloatField(blank=True, help_text="0 is before treatment; empty is not stated.", null=True),
                ),
                ("timepoint_label", models.CharField(blank=True, max_length=80, verbose_name="time as printed")),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("start", "from the start of treatment"),
                            ("end", "from the end of treatment"),
                            ("not-stated", "not stated"),
                        ],
                        default=studies.choices.Clock["NOT_STATED"],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("continuous", "score"), ("dichotomous", "count of people")], max_length=11
                    ),
                ),
                ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                ("mean", models.FloatField(blank=True, null=True)),
                ("sd", models.FloatField(blank=True, null=True, verbose_name="standard deviation")),
                ("se", models.FloatField(blank=True, null=True, verbose_name="standard error")),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                (
                    "ci_level",
                    models.FloatField(
                        blank=True,
                        help_text="Empty: not stated.",
                        null=True,
                        verbose_name="level of the interval, percent",
                    ),
                ),
                ("median", models.FloatField(blank=True, null=True)),
                ("q1", models.FloatField(blank=True, null=True, verbose_name="lower quartile")),
                ("q3", models.FloatField(blank=True, null=True, verbose_name="upper quartile")),
                ("minimum", models.FloatField(blank=True, null=True)),
                ("maximum", models.FloatField(blank=True, null=True)),
                ("events", models.PositiveIntegerField(blank=True, null=True, verbose_name="people with the outcome")),
                (
                    "events_derived",
                    models.BooleanField(blank=True, null=True, verbose_name="computed from a percentage"),
                ),
                ("percent", models.FloatField(blank=True, null=True, verbose_name="percent as printed")),
                ("is_change", models.BooleanField(default=False, verbose_name="change from baseline")),
            ],
            options={
                "ordering": ["arm", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("events__isnull", True),
                            ("n__isnull", True),
                            ("events__lte", models.F("n")),
                            _connector="OR",
                        ),
                        name="outcome_events_do_not_exceed_participants",
                        violation_error_message="More events than participants.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ci_low__isnull", True),
                            ("ci_high__isnull", True),
                            ("ci_low__lte", models.F("ci_high")),
                            _connector="OR",
                        ),
                        name="outcome_interval_is_ordered",
                        violation_error_message="The interval runs from low to high.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("q1__isnull", True), ("q3__isnull", True), ("q1__lte", models.F("q3")), _connector="OR"
                        ),
                        name="outcome_quartiles_are_ordered",
                        violation_error_message="The quartiles run from low to high.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum__isnull", True),
                            ("maximum__isnull", True),
                            ("minimum__lte", models.F("maximum")),
                            _connector="OR",
                        ),
                        name="outcome_range_is_ordered",
                        violation_error_message="The range runs from low to high.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scale_min__isnull", True),
                            ("scale_max__isnull", True),
                            ("scale_min__lte", models.F("scale_max")),
                            _connector="OR",
                        ),
                        name="outcome_scale_is_ordered",
                        violation_error_message="The scale runs from low to high.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sd__isnull", True), ("sd__gte", 0), _connector="OR"),
                        name="outcome_sd_is_not_negative",
                        violation_error_message="A standard deviation is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("se__isnull", True), ("se__gte", 0), _connector="OR"),
                        name="outcome_se_is_not_negative",
                        violation_error_message="A standard error is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weeks__isnull", True), ("weeks__gte", 0), _connector="OR"),
                        name="outcome_time_is_not_negative",
                        violation_error_message="A time in weeks is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__isnull", True), ("percent__range", (0, 100)), _connector="OR"),
                        name="outcome_percent_is_a_percentage",
                        violation_error_message="A percentage lies between 0 and 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ci_level__isnull", True),
                            models.Q(("ci_level__gt", 0), ("ci_level__lt", 100)),
                            _connector="OR",
                        ),
                        name="outcome_interval_level_is_a_percentage",
                        violation_error_message="The level of an interval lies between 0 and 100 percent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", studies.choices.ResultKind["DICHOTOMOUS"]), _negated=True),
                            models.Q(("mean__isnull", True), ("sd__isnull", True), ("se__isnull", True)),
                            _connector="OR",
                        ),
                        name="outcome_count_has_no_mean",
                        violation_error_message="A count of people has no mean, deviation or error.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("events__isnull", True), ("events_derived__isnull", True)),
                            models.Q(("events__isnull", False), ("events_derived__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcome_events_say_whether_derived",
                        violation_error_message="Say of a count, and of nothing else, whether a percentage gave it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedContrast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported_contrasts",
                        to="studies.study",
                    ),
                ),
                (
                    "arm_a",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="studies.arm"),
                ),
                (
                    "arm_b",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="studies.arm"),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_contrasts",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("outcome_name", models.CharField(blank=True, max_length=120, verbose_name="outcome as printed")),
                ("weeks", models.FloatField(blank=True, null=True)),
                ("part", models.SlugField(blank=True, max_length=40)),
                (
                    "printed_form",
                    models.CharField(
                        choices=[
                            ("proportions", "proportions"),
                            ("means", "means"),
                            ("p-only", "p value only"),
                            ("direction-only", "direction only"),
                        ],
                        max_length=16,
                    ),
                ),
                ("result_text", models.CharField(max_length=250, verbose_name="result as printed")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("favours-ozone", "favours ozone"),
                            ("no-difference", "no difference"),
                            ("favours-comparator", "favours the comparator"),
                            ("not-stated", "not stated"),
                        ],
                        default=studies.choices.PrintedDirection["NOT_STATED"],
                        max_length=20,
                    ),
                ),
                ("estimate", models.FloatField(blank=True, null=True)),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                ("p_text", models.CharField(blank=True, max_length=20, verbose_name="P as printed")),
                (
                    "p_relation",
                    models.CharField(
                        blank=True,
                        choices=[("=", "="), ("<", "<"), (">", ">"), ("not-stated", "sign not stated")],
                        max_length=10,
                        verbose_name="sign of P",
                    ),
                ),
                ("p_value", models.FloatField(blank=True, null=True, verbose_name="P as a number")),
            ],
            options={
                "ordering": ["study", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ci_low__isnull", True),
                            ("ci_high__isnull", True),
                            ("ci_low__lte", models.F("ci_high")),
                            _connector="OR",
                        ),
                        name="contrast_interval_is_ordered",
                        violation_error_message="The interval runs from low to high.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weeks__isnull", True), ("weeks__gte", 0), _connector="OR"),
                        name="contrast_time_is_not_negative",
                        violation_error_message="A time in weeks is not negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("p_value__isnull", True), ("p_value__range", (0, 1)), _connector="OR"),
                        name="contrast_p_is_a_probability",
                        violation_error_message="P lies between 0 and 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("arm_a", models.F("arm_b")), _negated=True),
                        name="contrast_has_two_arms",
                        violation_error_message="A contrast has two different arms.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("title", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(choices=[("popular-article", "popular article")], max_length=20)),
            ],
            options={
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="studies.claimsource"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("text", models.TextField(verbose_name="claim")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("efficacy", "benefit"),
                            ("mechanism", "mechanism"),
                            ("safety", "safety"),
                            ("citation", "citation"),
                            ("practice", "practice"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="studies.condition"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("cited_work", models.CharField(blank=True, max_length=200)),
                (
                    "citation_status",
                    models.CharField(
                        choices=[
                            ("found", "found"),
                            ("nearest-match", "nearest match"),
                            ("not-found", "not found"),
                            ("not-cited", "nothing cited"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("supported", "supported"),
                            ("partly-supported", "partly supported"),
                            ("not-supported", "not supported"),
                            ("laboratory-evidence-only", "laboratory evidence only"),
                            ("plausible-untested", "plausible, untested"),
                            ("citation-not-located", "citation not located"),
                            ("omits-known-harms", "omits known harms"),
                        ],
                        max_length=28,
                    ),
                ),
                ("note", models.TextField(verbose_name="reason")),
                ("evidence", models.ManyToManyField(blank=True, related_name="claims", to="studies.study")),
            ],
            options={
                "ordering": ["source", "slug"],
            },
        ),
        migrations.CreateModel(
            name="AdverseEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adverse_events", to="studies.study"
                    ),
                ),
                (
                    "arm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adverse_events",
                        to="studies.arm",
                    ),
                ),
                ("event", models.CharField(max_length=200)),
                (
                    "serious",
                    models.CharField(
                        choices=[("yes", "serious"), ("no", "not serious"), ("not-stated", "seriousness not stated")],
                        default=studies.choices.Serious["NOT_STATED"],
                        max_length=10,
                    ),
                ),
                (
                    "n_events",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: not counted.", null=True, verbose_name="people with the event"
                    ),
                ),
                ("n_at_risk", models.PositiveIntegerField(blank=True, null=True, verbose_name="people at risk")),
                (
                    "denominator_kind",
                    models.CharField(
                        choices=[
                            ("treated", "people treated"),
                            ("operated-later", "people operated on later: no rate of harm follows"),
                            ("case-report", "case report: no denominator"),
                            ("registry", "registry"),
                            ("not-stated", "denominator not stated"),
                        ],
                        max_length=16,
                    ),
                ),
            ],
            options={
                "ordering": ["study", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("n_events__isnull", True),
                            ("n_at_risk__isnull", True),
                            ("n_events__lte", models.F("n_at_risk")),
                            _connector="OR",
                        ),
                        name="harm_events_do_not_exceed_people_at_risk",
                        violation_error_message="More people with the event than at risk.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "denominator_kind__in",
                                    [
                                        studies.choices.DenominatorKind["CASE_REPORT"],
                                        studies.choices.DenominatorKind["NOT_STATED"],
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("n_at_risk__isnull", True),
                            _connector="OR",
                        ),
                        name="harm_of_case_reports_has_no_denominator",
                        violation_error_message="A case report, or a denominator not stated, has no number at risk.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="studies.study",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("main-report", "main report"),
                            ("further-report", "further report"),
                            ("protocol", "protocol"),
                            ("erratum", "erratum"),
                        ],
                        default=studies.choices.PublicationRole["MAIN_REPORT"],
                        max_length=16,
                    ),
                ),
                ("entry_type", models.CharField(blank=True, max_length=40, verbose_name="type in the citation file")),
                (
                    "publication_type",
                    models.CharField(
                        choices=[
                            ("journal-article", "journal article"),
                            ("conference-abstract", "conference abstract"),
                            ("conference-poster", "conference poster"),
                            ("thesis", "thesis"),
                            ("technical-report", "technical report"),
                            ("book-chapter", "book chapter"),
                            ("evidence-answer", "evidence answer"),
                            ("secondary-summary", "secondary summary"),
                            ("repository-record", "repository record"),
                            ("regulation", "regulation or official document"),
                            ("other", "other or not stated"),
                        ],
                        default=studies.choices.PublicationType["JOURNAL_ARTICLE"],
                        max_length=20,
                    ),
                ),
                ("title", models.TextField()),
                (
                    "authors",
                    models.TextField(
                        blank=True,
                        help_text="Family, Given; between them semicolons; 'others' when the list is incomplete. Empty: not displayed.",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("journal", models.CharField(blank=True, max_length=200)),
                ("volume", models.CharField(blank=True, max_length=40)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("pages", models.CharField(blank=True, max_length=60)),
                ("doi", models.CharField(blank=True, db_index=True, max_length=200, verbose_name="DOI")),
                ("pmid", models.CharField(blank=True, db_index=True, max_length=12, verbose_name="PubMed number")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "url_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("doi", "DOI"),
                            ("pubmed", "PubMed"),
                            ("publisher", "publisher's page"),
                            ("repository", "repository"),
                            ("index-record", "index record"),
                            ("title-search", "title search (no identifier seen)"),
                            ("document-copy", "copy of the document (no better address seen)"),
                        ],
                        max_length=14,
                        verbose_name="kind of address",
                    ),
                ),
                (
                    "screening",
                    models.CharField(
                        choices=[
                            ("unscreened", "not yet screened"),
                            ("included", "included"),
                            ("excluded", "excluded"),
                            ("methods-source", "source of methods"),
                        ],
                        default=studies.choices.Screening["UNSCREENED"],
                        max_length=16,
                    ),
                ),
                (
                    "retraction",
                    models.CharField(
                        choices=[
                            ("not-checked", "not checked"),
                            ("not-retracted", "checked, not retracted"),
                            ("expression-of-concern", "expression of concern"),
                            ("retracted", "retracted"),
                        ],
                        default=studies.choices.Retraction["NOT_CHECKED"],
                        max_length=24,
                    ),
                ),
                ("retraction_checked_on", models.DateField(blank=True, null=True)),
                ("search_text", studies.models.publication.SearchTextField(blank=True, editable=False)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["year", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__isnull", True), ("year__range", (1800, 2200)), _connector="OR"),
                        name="publication_year_is_plausible",
                        violation_error_message="The year lies between 1800 and 2200.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retraction", studies.choices.Retraction["NOT_CHECKED"]),
                            ("retraction_checked_on__isnull", False),
                            _connector="OR",
                        ),
                        name="publication_retraction_check_has_a_date",
                        violation_error_message="A checked publication says when it was checked.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicationSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="studies.publication"
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=200)),
                ("original", models.TextField()),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["publication", "id"],
            },
        ),
        migrations.CreateModel(
            name="DataQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="queries", to="studies.study"
                    ),
                ),
                (
                    "arm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="studies.arm",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("timepoint_label", models.CharField(blank=True, max_length=80, verbose_name="time as printed")),
                ("part", models.SlugField(blank=True, max_length=40)),
                ("field", models.CharField(max_length=30)),
                ("problem", models.CharField(max_length=160)),
                (
                    "severity",
                    models.CharField(
                        choices=[("error", "error"), ("doubt", "doubt"), ("warning", "warning"), ("note", "note")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("resolved", "resolved")],
                        default=studies.choices.QueryState["OPEN"],
                        max_length=10,
                    ),
                ),
                ("detected_how", models.CharField(blank=True, max_length=80, verbose_name="how it was found")),
                ("detail", models.TextField(verbose_name="arithmetic")),
            ],
            options={
                "verbose_name_plural": "data queries",
                "ordering": ["study", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "severity__in",
                                    [studies.choices.Severity["ERROR"], studies.choices.Severity["DOUBT"]],
                                ),
                                ("state", studies.choices.QueryState["OPEN"]),
                                _negated=True,
                            ),
                            ("measure__isnull", False),
                            _connector="OR",
                        ),
                        name="query_that_acts_names_its_outcome",
                        violation_error_message="An open error or doubt names the outcome that it concerns.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("registration", models.CharField(max_length=40, unique=True, verbose_name="registry number")),
                ("title", models.CharField(max_length=250, verbose_name="title or topic")),
                ("design", models.CharField(blank=True, max_length=80, verbose_name="design as registered")),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="studies.condition",
                    ),
                ),
                ("n_planned", models.PositiveIntegerField(blank=True, null=True, verbose_name="people planned")),
                ("arms", models.CharField(blank=True, max_length=200, verbose_name="arms as registered")),
                ("status_as_read", models.CharField(blank=True, max_length=40)),
                (
                    "url",
                    models.CharField(
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="registry page",
                    ),
                ),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["registration"],
            },
        ),
        migrations.CreateModel(
            name="ReportedPool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reported_pools", to="studies.study"
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_pools",
                        to="studies.condition",
                    ),
                ),
                ("comparison", models.CharField(max_length=120, verbose_name="comparison as printed")),
                (
                    "controlled",
                    models.BooleanField(help_text="No: before and after, or single arms; nothing was compared."),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_pools",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("outcome_name", models.CharField(blank=True, max_length=120, verbose_name="outcome as printed")),
                ("timepoint_label", models.CharField(blank=True, max_length=80, verbose_name="time as printed")),
                ("weeks", models.FloatField(blank=True, null=True)),
                (
                    "effect_measure",
                    models.CharField(
                        choices=[
                            ("RR", "risk ratio"),
                            ("OR", "odds ratio"),
                            ("SMD", "standardised mean difference"),
                            ("MD", "mean difference"),
                            ("mean-change", "mean change from baseline"),
                            ("proportion-pct", "proportion, percent"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        choices=[
                            ("random-effects", "random effects"),
                            ("fixed-effect", "common effect"),
                            ("random-effects-quality-weighted", "random effects, weighted by quality"),
                            ("not-stated", "model not stated"),
                        ],
                        max_length=32,
                    ),
                ),
                ("estimate", models.FloatField()),
                (
                    "positive_is",
                    models.CharField(
                        choices=[
                            ("favours-ozone", "larger favours ozone"),
                            ("favours-comparator", "larger favours the comparator"),
                            ("improvement", "larger is more improvement"),
                            ("na", "a proportion, no direction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                ("p_text", models.CharField(blank=True, max_length=20, verbose_name="P as printed")),
                (
                    "p_relation",
                    models.CharField(
                        blank=True,
                        choices=[("=", "="), ("<", "<"), (">", ">"), ("not-stated", "sign not stated")],
                        max_length=10,
                        verbose_name="sign of P",
                    ),
                ),
                ("p_value", models.FloatField(blank=True, null=True, verbose_name="P as a number")),
                ("k", models.PositiveIntegerField(blank=True, null=True, verbose_name="trials")),
                ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                ("i2", models.FloatField(blank=True, null=True, verbose_name="I², percent")),
                ("tau2", models.FloatField(blank=True, null=True, verbose_name="τ²")),
                ("q", models.FloatField(blank=True, null=True, verbose_name="Q")),
            ],
            options={
                "ordering": ["review", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ci_low__isnull", True),
                            ("ci_high__isnull", True),
                            ("ci_low__lte", models.F("ci_high")),
                            _connector="OR",
                        ),
                        name="pool_interval_is_ordered",
                        violation_error_message="The interval runs from low to high.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("i2__isnull", True), ("i2__range", (0, 100)), _connector="OR"),
                        name="pool_i2_is_a_percentage",
                        violation_error_message="I² lies between 0 and 100 percent.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewInclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inclusions", to="studies.study"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="included_in",
                        to="studies.study",
                    ),
                ),
                ("citation", models.CharField(blank=True, max_length=250)),
                (
                    "list_complete",
                    models.BooleanField(default=False, help_text="Yes only when the review's whole list was read."),
                ),
            ],
            options={
                "ordering": ["review", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("study__isnull", False), models.Q(("citation", ""), _negated=True), _connector="OR"
                        ),
                        name="inclusion_names_a_study_or_a_citation",
                        violation_error_message="Name the study, or cite it as the review does.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewTrialRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trial_rows", to="studies.study"
                    ),
                ),
                ("pool_locator", models.CharField(max_length=120, verbose_name="figure")),
                ("study_label", models.CharField(max_length=120, verbose_name="study as printed")),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_rows",
                        to="studies.study",
                    ),
                ),
                ("arm_a_n", models.PositiveIntegerField(blank=True, null=True)),
                ("arm_a_mean", models.FloatField(blank=True, null=True)),
                ("arm_a_sd", models.FloatField(blank=True, null=True)),
                ("arm_a_events", models.PositiveIntegerField(blank=True, null=True)),
                ("arm_b_n", models.PositiveIntegerField(blank=True, null=True)),
                ("arm_b_mean", models.FloatField(blank=True, null=True)),
                ("arm_b_sd", models.FloatField(blank=True, null=True)),
                ("arm_b_events", models.PositiveIntegerField(blank=True, null=True)),
                ("effect", models.FloatField(blank=True, null=True)),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                ("weight_pct", models.FloatField(blank=True, null=True, verbose_name="weight, percent")),
            ],
            options={
                "ordering": ["review", "id"],
            },
        ),
        migrations.CreateModel(
            name="RiskOfBias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks_of_bias", to="studies.study"
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks_of_bias",
                        to="studies.outcomeresult",
                    ),
                ),
                (
                    "tool",
                    models.CharField(
                        choices=[
                            ("cochrane-rob-1", "Cochrane risk of bias 1"),
                            ("rob-2", "RoB 2"),
                            ("jadad", "Jadad"),
                            ("pedro", "PEDro"),
                            ("amstar-2", "AMSTAR 2"),
                            ("cochrane-back-review-group", "Cochrane Back Review Group"),
                            ("narrative-appraisal", "narrative appraisal"),
                            ("not-stated", "tool not stated"),
                        ],
                        max_length=30,
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=40)),
                ("domain", models.CharField(max_length=80)),
                ("judgement", models.CharField(max_length=120, verbose_name="judgement as printed")),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="The review that printed it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements_printed",
                        to="studies.study",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "risks of bias",
                "ordering": ["study", "id"],
            },
        ),
        migrations.CreateModel(
            name="MinimalImportantChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: any outcome.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="important_changes",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("scale", models.CharField(max_length=80)),
                ("change", models.FloatField()),
                (
                    "unit",
                    models.CharField(
                        choices=[("points", "points"), ("percent-change", "percent change from baseline")],
                        max_length=16,
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("within-person", "change of one person"),
                            ("between-group", "difference between groups"),
                        ],
                        default=studies.choices.ThresholdUse["WITHIN_PERSON"],
                        max_length=14,
                    ),
                ),
                ("display_range", models.CharField(blank=True, max_length=20)),
                ("on_display", models.FloatField(blank=True, null=True, verbose_name="on the scale that pages show")),
                ("is_default", models.BooleanField(default=False, verbose_name="used for this instrument")),
                (
                    "is_harmonised_default",
                    models.BooleanField(default=False, verbose_name="used on the harmonised pain scale"),
                ),
                ("basis", models.TextField()),
                ("citation", models.TextField()),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="important_changes",
                        to="studies.publication",
                    ),
                ),
            ],
            options={
                "ordering": ["measure", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("measure",),
                        name="one_important_change_is_used_for_an_instrument",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use", studies.choices.ThresholdUse["WITHIN_PERSON"])),
                        name="important_change_is_within_one_person",
                        violation_error_message="An important change is of one person; thresholds between groups stand apart.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BetweenGroupThreshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("pain", "Pain"),
                            ("disability", "Disability"),
                            ("success", "Treatment success"),
                            ("harm", "Harm"),
                            ("use-of-care", "Use of care"),
                            ("quality-of-life", "Quality of life"),
                            ("imaging", "Imaging"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("display_range", models.CharField(max_length=20)),
                (
                    "size",
                    models.CharField(
                        choices=[("small", "small"), ("medium", "medium"), ("large", "large")], max_length=8
                    ),
                ),
                ("lower", models.FloatField()),
                ("upper", models.FloatField()),
                ("lower_included", models.BooleanField()),
                ("upper_included", models.BooleanField()),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("within-person", "change of one person"),
                            ("between-group", "difference between groups"),
                        ],
                        default=studies.choices.ThresholdUse["BETWEEN_GROUP"],
                        max_length=14,
                    ),
                ),
                ("source", models.TextField()),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["domain", "lower"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lower__lt", models.F("upper"))),
                        name="threshold_band_is_ordered",
                        violation_error_message="The band runs from a smaller to a larger number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCondition",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("plain_name", models.CharField(max_length=120, verbose_name="patients' words")),
                ("order", models.PositiveIntegerField(default=0)),
                ("in_back_pain", models.BooleanField(default=True)),
                ("note", models.TextField(blank=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical condition",
                "verbose_name_plural": "historical conditions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStudy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("slug", models.SlugField(max_length=90)),
                (
                    "label",
                    models.CharField(help_text="First author and year, else the opening of the title.", max_length=120),
                ),
                ("aliases", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "primary study"),
                            ("review", "review"),
                            ("laboratory", "laboratory work"),
                            ("background", "background"),
                        ],
                        default=studies.choices.Kind["PRIMARY"],
                        max_length=12,
                    ),
                ),
                (
                    "design",
                    models.CharField(
                        choices=[
                            ("rct", "randomised trial"),
                            ("quasi-rct", "quasi-randomised trial"),
                            ("non-randomised-controlled", "non-randomised controlled study"),
                            ("prospective-cohort", "prospective cohort"),
                            ("retrospective-cohort", "retrospective cohort"),
                            ("case-series", "case series"),
                            ("case-report", "case report"),
                            ("systematic-review", "systematic review"),
                            ("meta-analysis", "meta-analysis"),
                            ("narrative-review", "narrative review"),
                            ("laboratory", "laboratory study"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "complication_report",
                    models.BooleanField(
                        default=False, help_text="A report about harm; its counts have no incidence denominator."
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=60)),
                ("registration", models.CharField(blank=True, max_length=60)),
                (
                    "cohort_group",
                    models.SlugField(
                        blank=True, help_text="The same word marks studies that may share patients.", max_length=60
                    ),
                ),
                ("n_randomised", models.PositiveIntegerField(blank=True, null=True, verbose_name="people randomised")),
                ("n_analysed", models.PositiveIntegerField(blank=True, null=True, verbose_name="people analysed")),
                ("age_mean", models.FloatField(blank=True, null=True, verbose_name="mean age, years")),
                ("age_sd", models.FloatField(blank=True, null=True, verbose_name="SD of age, years")),
                ("pct_female", models.FloatField(blank=True, null=True, verbose_name="women, percent")),
                (
                    "max_followup_weeks",
                    models.FloatField(blank=True, null=True, verbose_name="longest follow-up, weeks"),
                ),
                (
                    "blinding_code",
                    models.CharField(
                        choices=[
                            ("double-blind", "double-blind"),
                            ("single-blind", "single-blind"),
                            ("assessor-blind", "assessor-blind"),
                            ("open-label", "open label"),
                            ("not-reported", "not reported"),
                        ],
                        default=studies.choices.Blinding["NOT_REPORTED"],
                        max_length=16,
                        verbose_name="blinding",
                    ),
                ),
                ("blinding", models.CharField(blank=True, max_length=120, verbose_name="blinding as printed")),
                (
                    "funding",
                    models.CharField(
                        blank=True, help_text="Empty: not in the text read, which is not 'none'.", max_length=200
                    ),
                ),
                (
                    "conflicts",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not in the text read.",
                        max_length=200,
                        verbose_name="conflicts of interest",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("draft", "draft"), ("unverified", "unverified"), ("signed-off", "signed off")],
                        default=studies.choices.StudyStatus["UNVERIFIED"],
                        max_length=12,
                    ),
                ),
                ("signed_off_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "signed_off_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical study",
                "verbose_name_plural": "historical studies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStudy_secondary_conditions",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="studies.historicalstudy",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalStudy_secondary_conditions",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalArm",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("slug", models.SlugField(max_length=40, verbose_name="short name")),
                ("label", models.CharField(max_length=120)),
                (
                    "stratum",
                    models.SlugField(
                        blank=True,
                        help_text="Patients reported apart as arms of their own; empty is the whole study.",
                        max_length=40,
                    ),
                ),
                ("role", models.CharField(choices=[("ozone", "ozone"), ("comparator", "comparator")], max_length=12)),
                (
                    "intervention",
                    models.CharField(
                        choices=[
                            ("ozone", "ozone"),
                            ("ozone+steroid", "ozone and steroid"),
                            ("sham", "sham"),
                            ("steroid", "steroid"),
                            ("local-anaesthetic", "local anaesthetic"),
                            ("discectomy", "discectomy"),
                            ("radiofrequency", "radiofrequency"),
                            ("physiotherapy", "physiotherapy"),
                            ("medication", "medication"),
                            ("laser", "laser"),
                            ("collagenase", "collagenase"),
                            ("prp", "platelet-rich plasma"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("intradiscal", "into the disc (intradiscal)"),
                            ("intradiscal+intraforaminal", "into the disc and beside the nerve root"),
                            ("intraforaminal", "beside the nerve root (intraforaminal)"),
                            ("epidural", "epidural"),
                            ("caudal-epidural", "caudal epidural"),
                            ("paravertebral-intramuscular", "into the muscle beside the spine (paravertebral)"),
                            ("facet", "facet joint"),
                            ("systemic", "systemic"),
                            ("other", "other or not stated"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "guidance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ct", "CT"),
                            ("fluoroscopy", "fluoroscopy"),
                            ("ultrasound", "ultrasound"),
                            ("epiduroscopy", "epiduroscopy"),
                            ("ct-or-fluoroscopy", "CT or fluoroscopy"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "components_certain",
                    models.BooleanField(default=True, help_text="No: the text read leaves open what the arm received."),
                ),
                (
                    "co_interventions",
                    models.CharField(blank=True, max_length=200, verbose_name="co-interventions as printed"),
                ),
                ("concentration", models.CharField(blank=True, max_length=60, verbose_name="ozone, ug/ml, as printed")),
                ("concentration_low", models.FloatField(blank=True, null=True, verbose_name="ozone, ug/ml, from")),
                ("concentration_high", models.FloatField(blank=True, null=True, verbose_name="ozone, ug/ml, to")),
                ("volume", models.CharField(blank=True, max_length=80, verbose_name="volume, ml, as printed")),
                ("volume_low", models.FloatField(blank=True, null=True, verbose_name="volume, ml, from")),
                ("volume_high", models.FloatField(blank=True, null=True, verbose_name="volume, ml, to")),
                ("sessions", models.CharField(blank=True, max_length=40, verbose_name="sessions as printed")),
                ("sessions_low", models.PositiveIntegerField(blank=True, null=True, verbose_name="sessions from")),
                ("sessions_high", models.PositiveIntegerField(blank=True, null=True, verbose_name="sessions to")),
                ("n_randomised", models.PositiveIntegerField(blank=True, null=True, verbose_name="people randomised")),
                ("n_analysed", models.PositiveIntegerField(blank=True, null=True, verbose_name="people analysed")),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The arm of which this is a part.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical arm",
                "verbose_name_plural": "historical arms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalArm_components",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "arm",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.component",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to="studies.historicalarm"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalArm_components",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutcomeMeasure",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("pain", "Pain"),
                            ("disability", "Disability"),
                            ("success", "Treatment success"),
                            ("harm", "Harm"),
                            ("use-of-care", "Use of care"),
                            ("quality-of-life", "Quality of life"),
                            ("imaging", "Imaging"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("instrument", models.CharField(blank=True, max_length=120)),
                ("range_min", models.FloatField(blank=True, null=True)),
                ("range_max", models.FloatField(blank=True, null=True)),
                (
                    "higher_is",
                    models.CharField(
                        blank=True, choices=[("worse", "lower is better"), ("better", "higher is better")], max_length=6
                    ),
                ),
                (
                    "order_in_domain",
                    models.PositiveSmallIntegerField(help_text="The first is preferred when a study reports several."),
                ),
                ("note", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical outcome measure",
                "verbose_name_plural": "historical outcome measures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOutcomeResult",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("outcome_name", models.CharField(blank=True, max_length=120, verbose_name="outcome as printed")),
                (
                    "part",
                    models.SlugField(blank=True, help_text="Some people of the arm reported apart.", max_length=40),
                ),
                ("scale_min", models.FloatField(blank=True, null=True)),
                ("scale_max", models.FloatField(blank=True, null=True)),
                (
                    "higher_is",
                    models.CharField(
                        blank=True, choices=[("worse", "lower is better"), ("better", "higher is better")], max_length=6
                    ),
                ),
                (
                    "weeks",
                    models.FloatField(blank=True, help_text="0 is before treatment; empty is not stated.", null=True),
                ),
                ("timepoint_label", models.CharField(blank=True, max_length=80, verbose_name="time as printed")),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("start", "from the start of treatment"),
                            ("end", "from the end of treatment"),
                            ("not-stated", "not stated"),
                        ],
                        default=studies.choices.Clock["NOT_STATED"],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("continuous", "score"), ("dichotomous", "count of people")], max_length=11
                    ),
                ),
                ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                ("mean", models.FloatField(blank=True, null=True)),
                ("sd", models.FloatField(blank=True, null=True, verbose_name="standard deviation")),
                ("se", models.FloatField(blank=True, null=True, verbose_name="standard error")),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                (
                    "ci_level",
                    models.FloatField(
                        blank=True,
                        help_text="Empty: not stated.",
                        null=True,
                        verbose_name="level of the interval, percent",
                    ),
                ),
                ("median", models.FloatField(blank=True, null=True)),
                ("q1", models.FloatField(blank=True, null=True, verbose_name="lower quartile")),
                ("q3", models.FloatField(blank=True, null=True, verbose_name="upper quartile")),
                ("minimum", models.FloatField(blank=True, null=True)),
                ("maximum", models.FloatField(blank=True, null=True)),
                ("events", models.PositiveIntegerField(blank=True, null=True, verbose_name="people with the outcome")),
                (
                    "events_derived",
                    models.BooleanField(blank=True, null=True, verbose_name="computed from a percentage"),
                ),
                ("percent", models.FloatField(blank=True, null=True, verbose_name="percent as printed")),
                ("is_change", models.BooleanField(default=False, verbose_name="change from baseline")),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arm",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical outcome result",
                "verbose_name_plural": "historical outcome results",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportedContrast",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("outcome_name", models.CharField(blank=True, max_length=120, verbose_name="outcome as printed")),
                ("weeks", models.FloatField(blank=True, null=True)),
                ("part", models.SlugField(blank=True, max_length=40)),
                (
                    "printed_form",
                    models.CharField(
                        choices=[
                            ("proportions", "proportions"),
                            ("means", "means"),
                            ("p-only", "p value only"),
                            ("direction-only", "direction only"),
                        ],
                        max_length=16,
                    ),
                ),
                ("result_text", models.CharField(max_length=250, verbose_name="result as printed")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("favours-ozone", "favours ozone"),
                            ("no-difference", "no difference"),
                            ("favours-comparator", "favours the comparator"),
                            ("not-stated", "not stated"),
                        ],
                        default=studies.choices.PrintedDirection["NOT_STATED"],
                        max_length=20,
                    ),
                ),
                ("estimate", models.FloatField(blank=True, null=True)),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                ("p_text", models.CharField(blank=True, max_length=20, verbose_name="P as printed")),
                (
                    "p_relation",
                    models.CharField(
                        blank=True,
                        choices=[("=", "="), ("<", "<"), (">", ">"), ("not-stated", "sign not stated")],
                        max_length=10,
                        verbose_name="sign of P",
                    ),
                ),
                ("p_value", models.FloatField(blank=True, null=True, verbose_name="P as a number")),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "arm_a",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                (
                    "arm_b",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical reported contrast",
                "verbose_name_plural": "historical reported contrasts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClaimSource",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("title", models.CharField(db_index=True, max_length=200)),
                ("kind", models.CharField(choices=[("popular-article", "popular article")], max_length=20)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical claim source",
                "verbose_name_plural": "historical claim sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClaim",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("slug", models.SlugField(max_length=60)),
                ("text", models.TextField(verbose_name="claim")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("efficacy", "benefit"),
                            ("mechanism", "mechanism"),
                            ("safety", "safety"),
                            ("citation", "citation"),
                            ("practice", "practice"),
                        ],
                        max_length=12,
                    ),
                ),
                ("cited_work", models.CharField(blank=True, max_length=200)),
                (
                    "citation_status",
                    models.CharField(
                        choices=[
                            ("found", "found"),
                            ("nearest-match", "nearest match"),
                            ("not-found", "not found"),
                            ("not-cited", "nothing cited"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("supported", "supported"),
                            ("partly-supported", "partly supported"),
                            ("not-supported", "not supported"),
                            ("laboratory-evidence-only", "laboratory evidence only"),
                            ("plausible-untested", "plausible, untested"),
                            ("citation-not-located", "citation not located"),
                            ("omits-known-harms", "omits known harms"),
                        ],
                        max_length=28,
                    ),
                ),
                ("note", models.TextField(verbose_name="reason")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.claimsource",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical claim",
                "verbose_name_plural": "historical claims",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClaim_evidence",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.claim",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="studies.historicalclaim",
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalClaim_evidence",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAdverseEvent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("event", models.CharField(max_length=200)),
                (
                    "serious",
                    models.CharField(
                        choices=[("yes", "serious"), ("no", "not serious"), ("not-stated", "seriousness not stated")],
                        default=studies.choices.Serious["NOT_STATED"],
                        max_length=10,
                    ),
                ),
                (
                    "n_events",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: not counted.", null=True, verbose_name="people with the event"
                    ),
                ),
                ("n_at_risk", models.PositiveIntegerField(blank=True, null=True, verbose_name="people at risk")),
                (
                    "denominator_kind",
                    models.CharField(
                        choices=[
                            ("treated", "people treated"),
                            ("operated-later", "people operated on later: no rate of harm follows"),
                            ("case-report", "case report: no denominator"),
                            ("registry", "registry"),
                            ("not-stated", "denominator not stated"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "arm",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical adverse event",
                "verbose_name_plural": "historical adverse events",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPublication",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("main-report", "main report"),
                            ("further-report", "further report"),
                            ("protocol", "protocol"),
                            ("erratum", "erratum"),
                        ],
                        default=studies.choices.PublicationRole["MAIN_REPORT"],
                        max_length=16,
                    ),
                ),
                ("entry_type", models.CharField(blank=True, max_length=40, verbose_name="type in the citation file")),
                (
                    "publication_type",
                    models.CharField(
                        choices=[
                            ("journal-article", "journal article"),
                            ("conference-abstract", "conference abstract"),
                            ("conference-poster", "conference poster"),
                            ("thesis", "thesis"),
                            ("technical-report", "technical report"),
                            ("book-chapter", "book chapter"),
                            ("evidence-answer", "evidence answer"),
                            ("secondary-summary", "secondary summary"),
                            ("repository-record", "repository record"),
                            ("regulation", "regulation or official document"),
                            ("other", "other or not stated"),
                        ],
                        default=studies.choices.PublicationType["JOURNAL_ARTICLE"],
                        max_length=20,
                    ),
                ),
                ("title", models.TextField()),
                (
                    "authors",
                    models.TextField(
                        blank=True,
                        help_text="Family, Given; between them semicolons; 'others' when the list is incomplete. Empty: not displayed.",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("journal", models.CharField(blank=True, max_length=200)),
                ("volume", models.CharField(blank=True, max_length=40)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("pages", models.CharField(blank=True, max_length=60)),
                ("doi", models.CharField(blank=True, db_index=True, max_length=200, verbose_name="DOI")),
                ("pmid", models.CharField(blank=True, db_index=True, max_length=12, verbose_name="PubMed number")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "url_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("doi", "DOI"),
                            ("pubmed", "PubMed"),
                            ("publisher", "publisher's page"),
                            ("repository", "repository"),
                            ("index-record", "index record"),
                            ("title-search", "title search (no identifier seen)"),
                            ("document-copy", "copy of the document (no better address seen)"),
                        ],
                        max_length=14,
                        verbose_name="kind of address",
                    ),
                ),
                (
                    "screening",
                    models.CharField(
                        choices=[
                            ("unscreened", "not yet screened"),
                            ("included", "included"),
                            ("excluded", "excluded"),
                            ("methods-source", "source of methods"),
                        ],
                        default=studies.choices.Screening["UNSCREENED"],
                        max_length=16,
                    ),
                ),
                (
                    "retraction",
                    models.CharField(
                        choices=[
                            ("not-checked", "not checked"),
                            ("not-retracted", "checked, not retracted"),
                            ("expression-of-concern", "expression of concern"),
                            ("retracted", "retracted"),
                        ],
                        default=studies.choices.Retraction["NOT_CHECKED"],
                        max_length=24,
                    ),
                ),
                ("retraction_checked_on", models.DateField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical publication",
                "verbose_name_plural": "historical publications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDataQuery",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("timepoint_label", models.CharField(blank=True, max_length=80, verbose_name="time as printed")),
                ("part", models.SlugField(blank=True, max_length=40)),
                ("field", models.CharField(max_length=30)),
                ("problem", models.CharField(max_length=160)),
                (
                    "severity",
                    models.CharField(
                        choices=[("error", "error"), ("doubt", "doubt"), ("warning", "warning"), ("note", "note")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("resolved", "resolved")],
                        default=studies.choices.QueryState["OPEN"],
                        max_length=10,
                    ),
                ),
                ("detected_how", models.CharField(blank=True, max_length=80, verbose_name="how it was found")),
                ("detail", models.TextField(verbose_name="arithmetic")),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "arm",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical data query",
                "verbose_name_plural": "historical data queries",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRegistration",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("registration", models.CharField(db_index=True, max_length=40, verbose_name="registry number")),
                ("title", models.CharField(max_length=250, verbose_name="title or topic")),
                ("design", models.CharField(blank=True, max_length=80, verbose_name="design as registered")),
                ("n_planned", models.PositiveIntegerField(blank=True, null=True, verbose_name="people planned")),
                ("arms", models.CharField(blank=True, max_length=200, verbose_name="arms as registered")),
                ("status_as_read", models.CharField(blank=True, max_length=40)),
                (
                    "url",
                    models.CharField(
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="registry page",
                    ),
                ),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical registration",
                "verbose_name_plural": "historical registrations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportedPool",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("comparison", models.CharField(max_length=120, verbose_name="comparison as printed")),
                (
                    "controlled",
                    models.BooleanField(help_text="No: before and after, or single arms; nothing was compared."),
                ),
                ("outcome_name", models.CharField(blank=True, max_length=120, verbose_name="outcome as printed")),
                ("timepoint_label", models.CharField(blank=True, max_length=80, verbose_name="time as printed")),
                ("weeks", models.FloatField(blank=True, null=True)),
                (
                    "effect_measure",
                    models.CharField(
                        choices=[
                            ("RR", "risk ratio"),
                            ("OR", "odds ratio"),
                            ("SMD", "standardised mean difference"),
                            ("MD", "mean difference"),
                            ("mean-change", "mean change from baseline"),
                            ("proportion-pct", "proportion, percent"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        choices=[
                            ("random-effects", "random effects"),
                            ("fixed-effect", "common effect"),
                            ("random-effects-quality-weighted", "random effects, weighted by quality"),
                            ("not-stated", "model not stated"),
                        ],
                        max_length=32,
                    ),
                ),
                ("estimate", models.FloatField()),
                (
                    "positive_is",
                    models.CharField(
                        choices=[
                            ("favours-ozone", "larger favours ozone"),
                            ("favours-comparator", "larger favours the comparator"),
                            ("improvement", "larger is more improvement"),
                            ("na", "a proportion, no direction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                ("p_text", models.CharField(blank=True, max_length=20, verbose_name="P as printed")),
                (
                    "p_relation",
                    models.CharField(
                        blank=True,
                        choices=[("=", "="), ("<", "<"), (">", ">"), ("not-stated", "sign not stated")],
                        max_length=10,
                        verbose_name="sign of P",
                    ),
                ),
                ("p_value", models.FloatField(blank=True, null=True, verbose_name="P as a number")),
                ("k", models.PositiveIntegerField(blank=True, null=True, verbose_name="trials")),
                ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                ("i2", models.FloatField(blank=True, null=True, verbose_name="I², percent")),
                ("tau2", models.FloatField(blank=True, null=True, verbose_name="τ²")),
                ("q", models.FloatField(blank=True, null=True, verbose_name="Q")),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.condition",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical reported pool",
                "verbose_name_plural": "historical reported pools",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReviewInclusion",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("citation", models.CharField(blank=True, max_length=250)),
                (
                    "list_complete",
                    models.BooleanField(default=False, help_text="Yes only when the review's whole list was read."),
                ),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical review inclusion",
                "verbose_name_plural": "historical review inclusions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReviewTrialRow",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("printed", models.JSONField(blank=True, default=dict, editable=False)),
                ("pool_locator", models.CharField(max_length=120, verbose_name="figure")),
                ("study_label", models.CharField(max_length=120, verbose_name="study as printed")),
                ("arm_a_n", models.PositiveIntegerField(blank=True, null=True)),
                ("arm_a_mean", models.FloatField(blank=True, null=True)),
                ("arm_a_sd", models.FloatField(blank=True, null=True)),
                ("arm_a_events", models.PositiveIntegerField(blank=True, null=True)),
                ("arm_b_n", models.PositiveIntegerField(blank=True, null=True)),
                ("arm_b_mean", models.FloatField(blank=True, null=True)),
                ("arm_b_sd", models.FloatField(blank=True, null=True)),
                ("arm_b_events", models.PositiveIntegerField(blank=True, null=True)),
                ("effect", models.FloatField(blank=True, null=True)),
                ("ci_low", models.FloatField(blank=True, null=True, verbose_name="interval from")),
                ("ci_high", models.FloatField(blank=True, null=True, verbose_name="interval to")),
                ("weight_pct", models.FloatField(blank=True, null=True, verbose_name="weight, percent")),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical review trial row",
                "verbose_name_plural": "historical review trial rows",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRiskOfBias",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "tool",
                    models.CharField(
                        choices=[
                            ("cochrane-rob-1", "Cochrane risk of bias 1"),
                            ("rob-2", "RoB 2"),
                            ("jadad", "Jadad"),
                            ("pedro", "PEDro"),
                            ("amstar-2", "AMSTAR 2"),
                            ("cochrane-back-review-group", "Cochrane Back Review Group"),
                            ("narrative-appraisal", "narrative appraisal"),
                            ("not-stated", "tool not stated"),
                        ],
                        max_length=30,
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=40)),
                ("domain", models.CharField(max_length=80)),
                ("judgement", models.CharField(max_length=120, verbose_name="judgement as printed")),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomeresult",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The review that printed it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical risk of bias",
                "verbose_name_plural": "historical risks of bias",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMinimalImportantChange",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=600,
                        validators=[
                            django.core.validators.URLValidator(
                                message="A web address begins with http:// or https://.", schemes=["http", "https"]
                            )
                        ],
                        verbose_name="source",
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "read_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("abstract", "abstract"),
                            ("full-text", "full text"),
                            ("poster", "poster"),
                            ("news", "news report"),
                            ("secondary", "secondary account"),
                        ],
                        help_text="Empty: as for the study.",
                        max_length=12,
                        verbose_name="what was read",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("scale", models.CharField(max_length=80)),
                ("change", models.FloatField()),
                (
                    "unit",
                    models.CharField(
                        choices=[("points", "points"), ("percent-change", "percent change from baseline")],
                        max_length=16,
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("within-person", "change of one person"),
                            ("between-group", "difference between groups"),
                        ],
                        default=studies.choices.ThresholdUse["WITHIN_PERSON"],
                        max_length=14,
                    ),
                ),
                ("display_range", models.CharField(blank=True, max_length=20)),
                ("on_display", models.FloatField(blank=True, null=True, verbose_name="on the scale that pages show")),
                ("is_default", models.BooleanField(default=False, verbose_name="used for this instrument")),
                (
                    "is_harmonised_default",
                    models.BooleanField(default=False, verbose_name="used on the harmonised pain scale"),
                ),
                ("basis", models.TextField()),
                ("citation", models.TextField()),
                (
                    "extracted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: any outcome.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.publication",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical minimal important change",
                "verbose_name_plural": "historical minimal important changes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBetweenGroupThreshold",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("row_key", models.CharField(blank=True, db_index=True, editable=False, max_length=160, null=True)),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "domain",
                    models.CharField(
                        choices=[
                            ("pain", "Pain"),
                            ("disability", "Disability"),
                            ("success", "Treatment success"),
                            ("harm", "Harm"),
                            ("use-of-care", "Use of care"),
                            ("quality-of-life", "Quality of life"),
                            ("imaging", "Imaging"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("display_range", models.CharField(max_length=20)),
                (
                    "size",
                    models.CharField(
                        choices=[("small", "small"), ("medium", "medium"), ("large", "large")], max_length=8
                    ),
                ),
                ("lower", models.FloatField()),
                ("upper", models.FloatField()),
                ("lower_included", models.BooleanField()),
                ("upper_included", models.BooleanField()),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("within-person", "change of one person"),
                            ("between-group", "difference between groups"),
                        ],
                        default=studies.choices.ThresholdUse["BETWEEN_GROUP"],
                        max_length=14,
                    ),
                ),
                ("source", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical between group threshold",
                "verbose_name_plural": "historical between group thresholds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
