"""Plainer labels, help texts and messages. Only texts change: no table and no row."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_ratings"),
        ("studies", "0007_plain_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Django alone keeps these texts. Without operations on the database it does not build all models for each one.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="certaintyassessment",
                    name="ending",
                    field=models.CharField(
                        blank=True,
                        choices=[("replaced", "replaced by a later rating"), ("withdrawn", "withdrawn")],
                        max_length=10,
                        verbose_name="why it ended",
                    ),
                ),
                migrations.AlterField(
                    model_name="certaintyassessment",
                    name="start",
                    field=models.CharField(
                        choices=[("high", "High"), ("moderate", "Moderate"), ("low", "Low"), ("very-low", "Very low")],
                        max_length=10,
                        verbose_name="starting level",
                    ),
                ),
                migrations.AlterField(
                    model_name="certaintyjudgement",
                    name="arithmetic",
                    field=models.TextField(blank=True, verbose_name="calculated facts at that time"),
                ),
                migrations.AlterField(
                    model_name="certaintyjudgement",
                    name="suggestion",
                    field=models.TextField(verbose_name="reason for the suggestion"),
                ),
                migrations.AlterField(
                    model_name="historicalcertaintyassessment",
                    name="ending",
                    field=models.CharField(
                        blank=True,
                        choices=[("replaced", "replaced by a later rating"), ("withdrawn", "withdrawn")],
                        max_length=10,
                        verbose_name="why it ended",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalcertaintyassessment",
                    name="start",
                    field=models.CharField(
                        choices=[("high", "High"), ("moderate", "Moderate"), ("low", "Low"), ("very-low", "Very low")],
                        max_length=10,
                        verbose_name="starting level",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalcertaintyjudgement",
                    name="arithmetic",
                    field=models.TextField(blank=True, verbose_name="calculated facts at that time"),
                ),
                migrations.AlterField(
                    model_name="historicalcertaintyjudgement",
                    name="suggestion",
                    field=models.TextField(verbose_name="reason for the suggestion"),
                ),
                migrations.AlterConstraint(
                    model_name="certaintyassessment",
                    name="one_rating_of_a_finding_stands",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("condition", "anchor"),
                        name="one_rating_of_a_finding_stands",
                        violation_error_message="This finding already has a current rating.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="certaintyassessment",
                    name="ended_rating_says_how_by_whom_and_when",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True), ("ending", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("ending__in", ["replaced", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="ended_rating_says_how_by_whom_and_when",
                        violation_error_message="A rating that has ended needs a reason, a person and a time.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="certaintyassessment",
                    name="withdrawn_rating_says_why",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ending", "withdrawn"), _negated=True),
                            models.Q(("ended_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_rating_says_why",
                        violation_error_message="A withdrawn rating needs a reason.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="certaintyjudgement",
                    name="certainty_against_the_suggestion_says_why",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("levels", models.F("suggested")), ("suggested__isnull", False)),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="certainty_against_the_suggestion_says_why",
                        violation_error_message="A decision that does not follow a suggestion needs a reason.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="certaintyjudgement",
                    name="certainty_moves_by_as_many_levels_as_its_domain_may",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("levels__lte", 1),
                            models.Q(
                                (
                                    "domain__in",
                                    ["risk-of-bias", "inconsistency", "indirectness", "imprecision", "large-effect"],
                                ),
                                ("levels__lte", 2),
                            ),
                            models.Q(("domain__in", ["risk-of-bias", "imprecision"]), ("levels__lte", 3)),
                            _connector="OR",
                        ),
                        name="certainty_moves_by_as_many_levels_as_its_domain_may",
                        violation_error_message="This domain cannot change certainty by so many levels.",
                    ),
                ),
            ]
        ),
    ]
