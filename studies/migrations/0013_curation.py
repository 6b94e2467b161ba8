"""Source documents and marks, confirmed numbers, drafts, requests to authors, criteria, retrieval of full texts.

A review that was recorded as a primary study becomes a review, since its design says so: no row may say both.
"""

import django.db.models.deletion
import simple_history.models
import studies.choices.curation
import studies.choices.study
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from studies.migrations._together import ColumnsTogether, CreateTogether

REVIEWS = ("systematic-review", "meta-analysis", "narrative-review")


def follow_design(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    alias = schema_editor.connection.alias
    Study, History = apps.get_model("studies", "Study"), apps.get_model("studies", "HistoricalStudy")
    kept = {field.attname for field in History._meta.concrete_fields}
    contradictions = models.Q(kind="primary", design__in=(*REVIEWS, "laboratory")) | (
        models.Q(kind="review") & ~models.Q(design__in=REVIEWS)
    )
    for study in Study.objects.using(alias).filter(contradictions):
        kind = "review" if study.design in REVIEWS else "laboratory" if study.design == "laboratory" else "primary"
        study.kind = kind
        study.save(using=alias, update_fields=["kind"])
        values = {field.attname: getattr(study, field.attname) for field in Study._meta.concrete_fields}
        History.objects.using(alias).create(
            **{name: value for name, value in values.items() if name in kept},
            history_date=timezone.now(),
            history_type="~",
            history_change_reason="The kind follows the design",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0012_identifiers_of_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ColumnsTogether(
            [
                migrations.AddField(
                    model_name="biasassessment",
                    name="effect_of_interest",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("assignment", "assignment to intervention"),
                            ("adherence", "adhering to intervention"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="biasassessment",
                    name="is_consensus",
                    field=models.BooleanField(default=False),
                ),
                migrations.AddField(
                    model_name="historicalbiasassessment",
                    name="effect_of_interest",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("assignment", "assignment to intervention"),
                            ("adherence", "adhering to intervention"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AddField(
                    model_name="historicalbiasassessment",
                    name="is_consensus",
                    field=models.BooleanField(default=False),
                ),
                migrations.AddField(
                    model_name="historicalreviewinclusion",
                    name="publication",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where no study is made.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.publication",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalreviewtrialrow",
                    name="pool",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.reportedpool",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalsearchrecord",
                    name="method",
                    field=models.CharField(
                        choices=[
                            ("database", "database"),
                            ("register", "trial register"),
                            ("website", "website"),
                            ("organisation", "organisation"),
                            ("citation", "citation searching"),
                            ("other", "other method"),
                            ("previous", "previous version of this review"),
                        ],
                        default=studies.choices.curation.SearchMethod["DATABASE"],
                        max_length=16,
                        verbose_name="kind of source",
                    ),
                ),
                migrations.AddField(
                    model_name="reviewinclusion",
                    name="publication",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Where no study is made.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cited_in",
                        to="studies.publication",
                    ),
                ),
                migrations.AddField(
                    model_name="reviewtrialrow",
                    name="pool",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="trial_rows",
                        to="studies.reportedpool",
                    ),
                ),
                migrations.AddField(
                    model_name="searchrecord",
                    name="method",
                    field=models.CharField(
                        choices=[
                            ("database", "database"),
                            ("register", "trial register"),
                            ("website", "website"),
                            ("organisation", "organisation"),
                            ("citation", "citation searching"),
                            ("other", "other method"),
                            ("previous", "previous version of this review"),
                        ],
                        default=studies.choices.curation.SearchMethod["DATABASE"],
                        max_length=16,
                        verbose_name="kind of source",
                    ),
                ),
            ]
        ),
        migrations.RunPython(follow_design, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="study",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("kind", studies.choices.study.Kind["PRIMARY"]), _negated=True),
                        models.Q(
                            (
                                "design__in",
                                (
                                    studies.choices.study.Design["SYSTEMATIC_REVIEW"],
                                    studies.choices.study.Design["META_ANALYSIS"],
                                    studies.choices.study.Design["NARRATIVE_REVIEW"],
                                    studies.choices.study.Design["LABORATORY"],
                                ),
                            ),
                            _negated=True,
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("kind", studies.choices.study.Kind["REVIEW"]), _negated=True),
                        (
                            "design__in",
                            (
                                studies.choices.study.Design["SYSTEMATIC_REVIEW"],
                                studies.choices.study.Design["META_ANALYSIS"],
                                studies.choices.study.Design["NARRATIVE_REVIEW"],
                            ),
                        ),
                        _connector="OR",
                    ),
                ),
                name="study_kind_fits_its_design",
                violation_error_message="The kind and the design contradict each other: a review is never a primary study, nor a trial a review.",
            ),
        ),
        CreateTogether(
            [
                migrations.CreateModel(
                    name="AuthorRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "addressee",
                            models.CharField(
                                help_text="Name and address of the corresponding author.",
                                max_length=200,
                                verbose_name="to",
                            ),
                        ),
                        ("letter", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("drafted", "written, not sent"),
                                    ("sent", "sent"),
                                    ("reminded", "sent again"),
                                    ("answered", "answered with numbers"),
                                    ("declined", "answered without numbers"),
                                    ("no-answer", "no answer"),
                                ],
                                default=studies.choices.curation.RequestState["DRAFTED"],
                                max_length=10,
                            ),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                        ("note", models.TextField(blank=True)),
                        ("written_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "request to authors",
                        "verbose_name_plural": "requests to authors",
                        "ordering": ["study", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ContentPiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("data", models.BinaryField()),
                    ],
                    options={
                        "ordering": ["content", "position"],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentContent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.PositiveIntegerField(verbose_name="bytes")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("pdf", "PDF"), ("html", "web page"), ("text", "plain text")], max_length=4
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting to be read"),
                                    ("reading", "being read"),
                                    ("ready", "ready"),
                                    ("failed", "could not be read"),
                                ],
                                default=studies.choices.curation.DocumentState["WAITING"],
                                max_length=8,
                            ),
                        ),
                        ("error", models.TextField(blank=True)),
                        ("n_pages", models.PositiveIntegerField(default=0, verbose_name="pages")),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "content of a source document",
                        "verbose_name_plural": "contents of source documents",
                    },
                ),
                migrations.CreateModel(
                    name="DocumentPage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("width", models.FloatField(default=0)),
                        ("height", models.FloatField(default=0)),
                        ("text", models.TextField(blank=True)),
                        ("words", models.JSONField(default=list)),
                        ("picture", models.BinaryField(null=True)),
                    ],
                    options={
                        "ordering": ["content", "number"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAuthorRequest",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "addressee",
                            models.CharField(
                                help_text="Name and address of the corresponding author.",
                                max_length=200,
                                verbose_name="to",
                            ),
                        ),
                        ("letter", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("drafted", "written, not sent"),
                                    ("sent", "sent"),
                                    ("reminded", "sent again"),
                                    ("answered", "answered with numbers"),
                                    ("declined", "answered without numbers"),
                                    ("no-answer", "no answer"),
                                ],
                                default=studies.choices.curation.RequestState["DRAFTED"],
                                max_length=10,
                            ),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                        ("note", models.TextField(blank=True)),
                        ("written_at", models.DateTimeField()),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical request to authors",
                        "verbose_name_plural": "historical requests to authors",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInclusionCriterion",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(choices=[("include", "include"), ("exclude", "exclude")], max_length=8),
                        ),
                        ("text", models.CharField(db_index=True, max_length=300)),
                        (
                            "words",
                            models.TextField(blank=True, help_text="Words to highlight in a record, one on each line."),
                        ),
                        (
                            "reason_code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not-ozone", "not about ozone therapy"),
                                    ("not-back-pain", "not about back pain"),
                                    ("not-a-study", "not a study (opinion, letter, protocol, news)"),
                                    ("no-outcome", "no outcome of patients"),
                                    ("animal-or-laboratory", "animal or laboratory study"),
                                    ("duplicate", "duplicate report"),
                                    ("not-retrieved", "the report could not be retrieved"),
                                    ("retracted", "retracted"),
                                    ("other", "another reason"),
                                ],
                                max_length=24,
                                verbose_name="reason",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical inclusion criterion",
                        "verbose_name_plural": "historical inclusion criteria",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="InclusionCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("include", "include"), ("exclude", "exclude")], max_length=8),
                        ),
                        ("text", models.CharField(max_length=300, unique=True)),
                        (
                            "words",
                            models.TextField(blank=True, help_text="Words to highlight in a record, one on each line."),
                        ),
                        (
                            "reason_code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not-ozone", "not about ozone therapy"),
                                    ("not-back-pain", "not about back pain"),
                                    ("not-a-study", "not a study (opinion, letter, protocol, news)"),
                                    ("no-outcome", "no outcome of patients"),
                                    ("animal-or-laboratory", "animal or laboratory study"),
                                    ("duplicate", "duplicate report"),
                                    ("not-retrieved", "the report could not be retrieved"),
                                    ("retracted", "retracted"),
                                    ("other", "another reason"),
                                ],
                                max_length=24,
                                verbose_name="reason",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "inclusion criteria",
                        "ordering": ["kind", "position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="NumberConfirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("field", models.CharField(blank=True, max_length=30)),
                        ("value", models.CharField(max_length=60)),
                        ("confirmed_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["study", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportRetrieval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sought", "sought"),
                                    ("retrieved", "retrieved"),
                                    ("not-retrieved", "not retrieved"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("stated_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "retrieval of a report",
                        "verbose_name_plural": "retrievals of reports",
                        "ordering": ["publication", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="SourceDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("added_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["study", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="SourceMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("field", models.CharField(blank=True, max_length=30)),
                        ("page", models.PositiveIntegerField()),
                        ("left", models.FloatField(blank=True, null=True)),
                        ("top", models.FloatField(blank=True, null=True)),
                        ("right", models.FloatField(blank=True, null=True)),
                        ("bottom", models.FloatField(blank=True, null=True)),
                        ("start", models.PositiveIntegerField(blank=True, null=True)),
                        ("end", models.PositiveIntegerField(blank=True, null=True)),
                        ("quote", models.CharField(max_length=400)),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["study", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="WorkbenchDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("posted", models.TextField()),
                        ("kept_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ["study", "id"],
                    },
                ),
                migrations.AddField(
                    model_name="authorrequest",
                    name="study",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="author_requests", to="studies.study"
                    ),
                ),
                migrations.AddField(
                    model_name="authorrequest",
                    name="written_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="contentpiece",
                    name="content",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="studies.documentcontent"
                    ),
                ),
                migrations.AddField(
                    model_name="documentpage",
                    name="content",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="studies.documentcontent"
                    ),
                ),
                migrations.AddField(
                    model_name="historicalauthorrequest",
                    name="history_user",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="historicalauthorrequest",
                    name="study",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalauthorrequest",
                    name="written_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="historicalinclusioncriterion",
                    name="history_user",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inclusioncriterion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="criterion_has_text",
                        violation_error_message="A criterion is a sentence.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="inclusioncriterion",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("kind", studies.choices.curation.CriterionKind["EXCLUDE"]),
                            ("reason_code", ""),
                            _connector="OR",
                        ),
                        name="criterion_of_inclusion_has_no_reason",
                        violation_error_message="Only a criterion of exclusion gives a reason.",
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="arm",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.arm",
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="confirmed_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="contrast",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.reportedcontrast",
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="harm",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.adverseevent",
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="pool",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.reportedpool",
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="result",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.outcomeresult",
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="study",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="studies.study"
                    ),
                ),
                migrations.AddField(
                    model_name="numberconfirmation",
                    name="trial_row",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.reviewtrialrow",
                    ),
                ),
                migrations.AddField(
                    model_name="reportretrieval",
                    name="publication",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="retrievals", to="studies.publication"
                    ),
                ),
                migrations.AddField(
                    model_name="reportretrieval",
                    name="stated_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="sourcedocument",
                    name="added_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="sourcedocument",
                    name="content",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="studies.documentcontent",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcedocument",
                    name="study",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="studies.study"
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="arm",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.arm",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="contrast",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.reportedcontrast",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="document",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="marks",
                        to="studies.sourcedocument",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="harm",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.adverseevent",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="made_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="pool",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.reportedpool",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="result",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.outcomeresult",
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="study",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="studies.study"
                    ),
                ),
                migrations.AddField(
                    model_name="sourcemark",
                    name="trial_row",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="studies.reviewtrialrow",
                    ),
                ),
                migrations.AddField(
                    model_name="workbenchdraft",
                    name="by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                migrations.AddField(
                    model_name="workbenchdraft",
                    name="study",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="studies.study"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="authorrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_on__isnull", True), ("state", studies.choices.curation.RequestState["DRAFTED"])
                            ),
                            models.Q(
                                models.Q(("state", studies.choices.curation.RequestState["DRAFTED"]), _negated=True),
                                ("sent_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="author_request_sent_has_a_date",
                        violation_error_message="A request that was sent needs the date.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="authorrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_on__isnull", False),
                                (
                                    "state__in",
                                    (
                                        studies.choices.curation.RequestState["ANSWERED"],
                                        studies.choices.curation.RequestState["DECLINED"],
                                    ),
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "state__in",
                                        (
                                            studies.choices.curation.RequestState["ANSWERED"],
                                            studies.choices.curation.RequestState["DECLINED"],
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("answered_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="author_request_answered_has_a_date",
                        violation_error_message="An answer needs its date.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contentpiece",
                    constraint=models.UniqueConstraint(
                        fields=("content", "position"),
                        name="content_piece_has_its_position",
                        violation_error_message="The file has this piece already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="documentpage",
                    constraint=models.UniqueConstraint(
                        fields=("content", "number"),
                        name="document_page_has_its_number",
                        violation_error_message="The document has this page already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="confirmation_names_one_row",
                        violation_error_message="Name one row, not several.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("field", ""), _negated=True),
                        name="confirmation_names_a_field",
                        violation_error_message="Name the field that was confirmed.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("arm__isnull", True),
                            ("contrast__isnull", True),
                            ("harm__isnull", True),
                            ("pool__isnull", True),
                            ("result__isnull", True),
                            ("trial_row__isnull", True),
                        ),
                        fields=("study", "field", "confirmed_by"),
                        name="number_of_study_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("arm__isnull", False)),
                        fields=("arm", "field", "confirmed_by"),
                        name="number_of_arm_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("result__isnull", False)),
                        fields=("result", "field", "confirmed_by"),
                        name="number_of_result_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("contrast__isnull", False)),
                        fields=("contrast", "field", "confirmed_by"),
                        name="number_of_contrast_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("harm__isnull", False)),
                        fields=("harm", "field", "confirmed_by"),
                        name="number_of_harm_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("pool__isnull", False)),
                        fields=("pool", "field", "confirmed_by"),
                        name="number_of_pool_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="numberconfirmation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("trial_row__isnull", False)),
                        fields=("trial_row", "field", "confirmed_by"),
                        name="number_of_trial_row_is_confirmed_once",
                        violation_error_message="You have confirmed this number already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sourcedocument",
                    constraint=models.UniqueConstraint(
                        fields=("study", "content"),
                        name="document_is_attached_once",
                        violation_error_message="This file is attached to the study already.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sourcemark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("result__isnull", True),
                                ("trial_row__isnull", True),
                            ),
                            models.Q(
                                ("arm__isnull", True),
                                ("contrast__isnull", True),
                                ("harm__isnull", True),
                                ("pool__isnull", True),
                                ("result__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="source_mark_names_one_row",
                        violation_error_message="Name one row, not several.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sourcemark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bottom__isnull", False),
                                ("end__isnull", True),
                                ("left__isnull", False),
                                ("left__lte", models.F("right")),
                                ("page__gte", 1),
                                ("right__isnull", False),
                                ("start__isnull", True),
                                ("top__isnull", False),
                                ("top__lte", models.F("bottom")),
                            ),
                            models.Q(
                                ("bottom__isnull", True),
                                ("end__isnull", False),
                                ("left__isnull", True),
                                ("page__gte", 1),
                                ("right__isnull", True),
                                ("start__isnull", False),
                                ("start__lt", models.F("end")),
                                ("top__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="source_mark_has_one_place",
                        violation_error_message="A mark is a box on a page, or a range of letters.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sourcemark",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quote", ""), _negated=True),
                        name="source_mark_has_a_quote",
                        violation_error_message="A mark quotes the words at its place.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workbenchdraft",
                    constraint=models.UniqueConstraint(
                        fields=("study", "by"),
                        name="workbench_draft_is_kept_once",
                        violation_error_message="You have a draft of this study already.",
                    ),
                ),
            ]
        ),
    ]
