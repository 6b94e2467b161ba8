"""What the analysis of crossover, cluster and paired trials, of printed differences and of deaths needs.

The new columns are empty or say what was meant until now, so no loaded row changes its fingerprint.
"""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COMPONENTS = [
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
    ("unnamed-injection", "injection of unnamed drugs"),
    ("not-stated", "not stated"),
]
FAMILIES = [
    ("ozone", "ozone"),
    ("sham", "sham"),
    ("vehicle", "vehicle"),
    ("steroid", "steroid"),
    ("discectomy", "discectomy"),
    ("procedure", "other procedure"),
    ("physiotherapy", "physiotherapy"),
    ("medication", "medication"),
    ("unnamed-injection", "injection of unnamed drugs"),
    ("not-stated", "not stated"),
]
ALLOCATIONS = [
    ("parallel", "each person to one arm"),
    ("crossover", "crossover: each person to every arm in turn"),
    ("cluster", "cluster: whole groups of people"),
    ("paired", "paired: two sides of one person, or matched people"),
]
EFFECT_MEASURES = [
    ("MD", "mean difference"),
    ("adjusted-MD", "adjusted mean difference"),
    ("RR", "risk ratio"),
    ("OR", "odds ratio"),
    ("HR", "hazard ratio"),
]


def harm_fields() -> dict[str, Any]:
    return {
        "fatal": models.CharField(
            choices=[("yes", "fatal"), ("no", "not fatal"), ("not-stated", "whether fatal not stated")],
            default="not-stated",
            help_text="Yes: the record says that people died of it.",
            max_length=10,
        ),
    }


def contrast_fields() -> dict[str, Any]:
    return {
        "effect_measure": models.CharField(
            blank=True,
            choices=EFFECT_MEASURES,
            help_text="Empty: not stated.",
            max_length=12,
            verbose_name="measure of the estimate",
        ),
        "se": models.FloatField(
            blank=True,
            help_text="Of the estimate; of a ratio, of its natural logarithm.",
            null=True,
            verbose_name="standard error",
        ),
        "ci_level": models.FloatField(
            blank=True, help_text="Empty: not stated.", null=True, verbose_name="level of the interval, percent"
        ),
        "degrees_of_freedom": models.FloatField(blank=True, help_text="Of the test that gave P.", null=True),
        "compares_means": models.BooleanField(
            default=False,
            help_text="Yes: P is of a test that compares the means of these two arms at this time.",
            verbose_name="P compares the means",
        ),
    }


def study_fields() -> dict[str, Any]:
    return {
        "allocation": models.CharField(
            choices=ALLOCATIONS,
            default="parallel",
            help_text="What was given to one arm or the other.",
            max_length=10,
        ),
        "cluster_size": models.FloatField(
            blank=True,
            help_text="Their mean number. Only of a study whose arms are clusters.",
            null=True,
            verbose_name="people in a cluster",
        ),
        "icc": models.FloatField(
            blank=True,
            help_text="The intracluster correlation coefficient. Only of a study whose arms are clusters.",
            null=True,
            verbose_name="intracluster correlation",
        ),
        "pair_correlation": models.FloatField(
            blank=True,
            help_text="Between the two results of a person or pair. Only of a crossover or paired study.",
            null=True,
            verbose_name="correlation within pairs",
        ),
    }


def counts_treatment() -> Any:
    return models.CharField(
        blank=True,
        choices=FAMILIES,
        help_text="The outcome is this treatment. It is not used if the comparator is the same treatment.",
        max_length=20,
    )


NEW_FIELDS = {"adverseevent": harm_fields, "reportedcontrast": contrast_fields, "study": study_fields}
CONSTRAINTS = [
    (
        "adverseevent",
        "harm_that_is_fatal_is_serious",
        models.Q(models.Q(("fatal", "yes"), _negated=True), ("serious", "yes"), _connector="OR"),
        "A harm that people died of is serious.",
    ),
    (
        "reportedcontrast",
        "contrast_se_is_not_negative",
        models.Q(("se__isnull", True), ("se__gte", 0), _connector="OR"),
        "A standard error is not negative.",
    ),
    (
        "reportedcontrast",
        "contrast_interval_level_is_a_percentage",
        models.Q(("ci_level__isnull", True), models.Q(("ci_level__gt", 0), ("ci_level__lt", 100)), _connector="OR"),
        "The level of an interval lies between 0 and 100 percent.",
    ),
    (
        "reportedcontrast",
        "contrast_degrees_of_freedom_are_positive",
        models.Q(("degrees_of_freedom__isnull", True), ("degrees_of_freedom__gt", 0), _connector="OR"),
        "Degrees of freedom are above 0.",
    ),
    (
        "study",
        "study_cluster_holds_one_person_or_more",
        models.Q(("cluster_size__isnull", True), ("cluster_size__gte", 1), _connector="OR"),
        "A cluster holds one person or more.",
    ),
    (
        "study",
        "study_icc_is_from_0_to_1",
        models.Q(("icc__isnull", True), ("icc__range", (0, 1)), _connector="OR"),
        "An intracluster correlation lies between 0 and 1.",
    ),
    (
        "study",
        "study_pair_correlation_is_from_minus_1_to_1",
        models.Q(("pair_correlation__isnull", True), ("pair_correlation__range", (-1, 1)), _connector="OR"),
        "A correlation lies between -1 and 1.",
    ),
    (
        "study",
        "study_clusters_are_of_a_cluster_design",
        models.Q(
            ("allocation", "cluster"), models.Q(("cluster_size__isnull", True), ("icc__isnull", True)), _connector="OR"
        ),
        "Only a cluster trial has a size and a correlation of clusters.",
    ),
    (
        "study",
        "study_pairs_are_of_a_paired_design",
        models.Q(("allocation__in", ["crossover", "paired"]), ("pair_correlation__isnull", True), _connector="OR"),
        "Only a crossover or paired study has a correlation within pairs.",
    ),
]


def search_by_central_number(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The searched text of a publication ends with its PubMed Central number from now on."""
    papers = apps.get_model("studies", "Publication").objects.using(schema_editor.connection.alias)
    for pk, text, number in papers.exclude(pmcid="").values_list("pk", "search_text", "pmcid"):
        papers.filter(pk=pk).update(search_text=f"{text} {number.lower()}".strip())


def search_without_central_number(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    papers = apps.get_model("studies", "Publication").objects.using(schema_editor.connection.alias)
    for pk, text, number in papers.exclude(pmcid="").values_list("pk", "search_text", "pmcid"):
        papers.filter(pk=pk).update(search_text=text.removesuffix(number.lower()).strip())


def critical_outcome() -> models.CharField:
    return models.CharField(
        blank=True,
        choices=[
            ("pain", "Pain"),
            ("disability", "Disability"),
            ("success", "Treatment success"),
            ("serious-harm", "Serious harm"),
            ("surgery", "Surgery"),
            ("quality-of-life", "Quality of life"),
            ("analgesics", "Analgesic use"),
        ],
        help_text="Empty: the critical outcome of its domain, if there is one.",
        max_length=16,
    )


class Migration(migrations.Migration):
    dependencies = [("studies", "0007_plain_texts")]

    operations = [
        *(
            migrations.AddField(model_name=f"{prefix}{model}", name=name, field=field)
            for model, fields in NEW_FIELDS.items()
            for prefix in ("", "historical")
            for name, field in fields().items()
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(condition=condition, name=name, violation_error_message=message),
            )
            for model, name, condition, message in CONSTRAINTS
        ),
        *(
            migrations.AlterField(
                model_name=f"{prefix}outcomemeasure", name="counts_treatment", field=counts_treatment()
            )
            for prefix in ("", "historical")
        ),
        # The same words with other labels; the column is as before.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name=f"{prefix}outcomemeasure", name="critical_outcome", field=critical_outcome()
                )
                for prefix in ("", "historical")
            ]
        ),
        # A new word of a list; the column is as before.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="component",
                    name="slug",
                    field=models.CharField(choices=COMPONENTS, max_length=30, unique=True),
                )
            ]
        ),
        migrations.RunPython(search_by_central_number, search_without_central_number),
    ]
