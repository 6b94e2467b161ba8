"""Plainer labels, help texts and messages. Only texts change: no table and no row."""

import django.db.models.deletion
import studies.choices.extraction
import studies.choices.outcome
import studies.choices.publication
import studies.choices.query
import studies.choices.study
import studies.choices.threshold
from django.conf import settings
from django.db import migrations, models

from studies.migrations._together import TextsOnly


class Migration(migrations.Migration):
    dependencies = [
        ("studies", "0006_instruments_as_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TextsOnly(
            state_operations=[
                migrations.AlterModelOptions(
                    name="notthesame",
                    options={
                        "verbose_name": "pair of different works",
                        "verbose_name_plural": "pairs of different works",
                    },
                ),
                migrations.AlterField(
                    model_name="adverseevent",
                    name="denominator_kind",
                    field=models.CharField(
                        choices=[
                            ("treated", "people treated"),
                            ("operated-later", "people operated on later: no rate of harm can be calculated"),
                            ("case-report", "case report: no denominator"),
                            ("registry", "registry"),
                            ("not-stated", "denominator not stated"),
                        ],
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="arm",
                    name="components_certain",
                    field=models.BooleanField(
                        default=True, help_text="No: the text that was read does not say what the arm received."
                    ),
                ),
                migrations.AlterField(
                    model_name="arm",
                    name="part_of",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="The arm that this arm is part of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="studies.arm",
                    ),
                ),
                migrations.AlterField(
                    model_name="arm",
                    name="stratum",
                    field=models.SlugField(
                        blank=True,
                        help_text="Patients that the study reports separately, as arms of their own. Empty: the whole study.",
                        max_length=40,
                    ),
                ),
                migrations.AlterField(
                    model_name="biasassessment",
                    name="weeks",
                    field=models.FloatField(blank=True, help_text="Empty: all timepoints of the outcome.", null=True),
                ),
                migrations.AlterField(
                    model_name="biasjudgement",
                    name="domain",
                    field=models.CharField(
                        help_text="The short name of the domain in the tool, such as D1, or overall.", max_length=24
                    ),
                ),
                migrations.AlterField(
                    model_name="extractedvalue",
                    name="first",
                    field=models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="value of the first extraction"
                    ),
                ),
                migrations.AlterField(
                    model_name="extractedvalue",
                    name="settlement",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("first", "the record is right"),
                            ("second", "the second extraction is right"),
                            ("other", "neither: another value is right"),
                        ],
                        max_length=8,
                    ),
                ),
                migrations.AlterField(
                    model_name="extraction",
                    name="note",
                    field=models.TextField(blank=True, verbose_name="what is missing in the record"),
                ),
                migrations.AlterField(
                    model_name="extraction",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("open", "in progress"),
                            ("finished", "finished, differences not settled"),
                            ("settled", "settled"),
                        ],
                        default=studies.choices.extraction.ExtractionState["OPEN"],
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaladverseevent",
                    name="denominator_kind",
                    field=models.CharField(
                        choices=[
                            ("treated", "people treated"),
                            ("operated-later", "people operated on later: no rate of harm can be calculated"),
                            ("case-report", "case report: no denominator"),
                            ("registry", "registry"),
                            ("not-stated", "denominator not stated"),
                        ],
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalarm",
                    name="components_certain",
                    field=models.BooleanField(
                        default=True, help_text="No: the text that was read does not say what the arm received."
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalarm",
                    name="part_of",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The arm that this arm is part of.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.arm",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalarm",
                    name="stratum",
                    field=models.SlugField(
                        blank=True,
                        help_text="Patients that the study reports separately, as arms of their own. Empty: the whole study.",
                        max_length=40,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalbiasassessment",
                    name="weeks",
                    field=models.FloatField(blank=True, help_text="Empty: all timepoints of the outcome.", null=True),
                ),
                migrations.AlterField(
                    model_name="historicalbiasjudgement",
                    name="domain",
                    field=models.CharField(
                        help_text="The short name of the domain in the tool, such as D1, or overall.", max_length=24
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalextractedvalue",
                    name="first",
                    field=models.CharField(
                        blank=True, editable=False, max_length=60, verbose_name="value of the first extraction"
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalextractedvalue",
                    name="settlement",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("first", "the record is right"),
                            ("second", "the second extraction is right"),
                            ("other", "neither: another value is right"),
                        ],
                        max_length=8,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="complement_of",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Every patient has exactly one of the two outcomes. Pages show counts of the other one.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="counts_treatment",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("ozone", "ozone"),
                            ("sham", "sham"),
                            ("vehicle", "vehicle"),
                            ("steroid", "steroid"),
                            ("discectomy", "discectomy"),
                            ("procedure", "other procedure"),
                            ("physiotherapy", "physiotherapy"),
                            ("medication", "medication"),
                            ("not-stated", "not stated"),
                        ],
                        help_text="The outcome is this treatment. It is not used if the comparator is the same treatment.",
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="critical_outcome",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("pain", "Pain"),
                            ("disability", "Disability"),
                            ("success", "Treatment success"),
                            ("serious-harm", "Serious harm"),
                            ("surgery", "Surgery avoided"),
                            ("quality-of-life", "Quality of life"),
                            ("analgesics", "Analgesic use"),
                        ],
                        help_text="Empty: the critical outcome of its domain, if there is one.",
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="defined_by",
                    field=models.CharField(
                        choices=[
                            ("instrument", "the instrument alone"),
                            ("instrument-and-name", "the instrument and the outcome's name"),
                            ("name", "the outcome's name"),
                        ],
                        default=studies.choices.outcome.DefinedBy["INSTRUMENT_AND_NAME"],
                        help_text="How counts of one outcome are told apart from counts of another.",
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="excludes",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="No patient has both outcomes; some may have neither.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.outcomemeasure",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="is_line",
                    field=models.BooleanField(
                        default=False,
                        help_text="Patients mark a line of 10 cm; scores are printed in centimetres or millimetres.",
                        verbose_name="visual analogue scale",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="raw_max",
                    field=models.FloatField(
                        blank=True,
                        help_text="Raw points from 0 to this number are converted to the range of the instrument.",
                        null=True,
                        verbose_name="raw points up to",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="short_names",
                    field=models.CharField(
                        blank=True,
                        help_text="Other names in the headings of pasted tables, separated by semicolons.",
                        max_length=250,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="shown_max",
                    field=models.FloatField(
                        blank=True,
                        help_text="Pages show scores on a scale from 0 to this number, the same for all instruments of the domain. Empty: the range of the instrument.",
                        null=True,
                        verbose_name="shown up to",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="slight_max",
                    field=models.FloatField(
                        blank=True,
                        help_text="Scores up to this number may be raw points if pain before treatment was strong.",
                        null=True,
                        verbose_name="possible raw points up to",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="subject",
                    field=models.CharField(
                        blank=True,
                        help_text="With its article ('the'). Empty: the name of the outcome.",
                        max_length=80,
                        verbose_name="subject of a sentence",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomemeasure",
                    name="whole_points",
                    field=models.BooleanField(
                        default=False,
                        help_text="Patients answer in whole points, so the sum of an arm's scores is a whole number.",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomeresult",
                    name="part",
                    field=models.SlugField(
                        blank=True, help_text="Some people of the arm, reported separately.", max_length=40
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomeresult",
                    name="quote",
                    field=models.TextField(
                        blank=True, help_text="The sentence or the table cells as printed.", verbose_name="quotation"
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaloutcomeresult",
                    name="weeks",
                    field=models.FloatField(blank=True, help_text="0: before treatment. Empty: not stated.", null=True),
                ),
                migrations.AlterField(
                    model_name="historicalpublication",
                    name="authors",
                    field=models.TextField(
                        blank=True,
                        help_text="Family, Given; separated by semicolons; 'others' if the list is incomplete. Empty: not shown.",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalreportedpool",
                    name="controlled",
                    field=models.BooleanField(
                        help_text="No: change from baseline, or single arms, without a comparison."
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalreviewinclusion",
                    name="list_complete",
                    field=models.BooleanField(default=False, help_text="Yes only if the review's whole list was read."),
                ),
                migrations.AlterField(
                    model_name="historicalriskofbias",
                    name="judged_by",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The review that printed the judgement.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="studies.study",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalsignallinganswer",
                    name="question",
                    field=models.CharField(
                        help_text="The number of the question in the tool, such as 2.3.", max_length=8
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalstudy",
                    name="cohort_group",
                    field=models.SlugField(
                        blank=True, help_text="Studies with the same label may share patients.", max_length=60
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalstudy",
                    name="complication_report",
                    field=models.BooleanField(
                        default=False, help_text="A report about harms. No incidence can be calculated from its counts."
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalstudy",
                    name="conflicts",
                    field=models.CharField(
                        blank=True,
                        help_text="Empty: not in the text that was read.",
                        max_length=200,
                        verbose_name="conflicts of interest",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalstudy",
                    name="funding",
                    field=models.CharField(
                        blank=True,
                        help_text="Empty: not in the text that was read. This is not the same as 'none'.",
                        max_length=200,
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalstudy",
                    name="label",
                    field=models.CharField(
                        help_text="First author and year, otherwise the first words of the title.", max_length=120
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalstudy",
                    name="standing",
                    field=models.CharField(
                        choices=[("draft", "draft"), ("unverified", "unverified"), ("signed-off", "signed off")],
                        default=studies.choices.study.StudyStatus["UNVERIFIED"],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="complement_of",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Every patient has exactly one of the two outcomes. Pages show counts of the other one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complements",
                        to="studies.outcomemeasure",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="counts_treatment",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("ozone", "ozone"),
                            ("sham", "sham"),
                            ("vehicle", "vehicle"),
                            ("steroid", "steroid"),
                            ("discectomy", "discectomy"),
                            ("procedure", "other procedure"),
                            ("physiotherapy", "physiotherapy"),
                            ("medication", "medication"),
                            ("not-stated", "not stated"),
                        ],
                        help_text="The outcome is this treatment. It is not used if the comparator is the same treatment.",
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="critical_outcome",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("pain", "Pain"),
                            ("disability", "Disability"),
                            ("success", "Treatment success"),
                            ("serious-harm", "Serious harm"),
                            ("surgery", "Surgery avoided"),
                            ("quality-of-life", "Quality of life"),
                            ("analgesics", "Analgesic use"),
                        ],
                        help_text="Empty: the critical outcome of its domain, if there is one.",
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="defined_by",
                    field=models.CharField(
                        choices=[
                            ("instrument", "the instrument alone"),
                            ("instrument-and-name", "the instrument and the outcome's name"),
                            ("name", "the outcome's name"),
                        ],
                        default=studies.choices.outcome.DefinedBy["INSTRUMENT_AND_NAME"],
                        help_text="How counts of one outcome are told apart from counts of another.",
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="excludes",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="No patient has both outcomes; some may have neither.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excluded_by",
                        to="studies.outcomemeasure",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="is_line",
                    field=models.BooleanField(
                        default=False,
                        help_text="Patients mark a line of 10 cm; scores are printed in centimetres or millimetres.",
                        verbose_name="visual analogue scale",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="raw_max",
                    field=models.FloatField(
                        blank=True,
                        help_text="Raw points from 0 to this number are converted to the range of the instrument.",
                        null=True,
                        verbose_name="raw points up to",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="short_names",
                    field=models.CharField(
                        blank=True,
                        help_text="Other names in the headings of pasted tables, separated by semicolons.",
                        max_length=250,
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="shown_max",
                    field=models.FloatField(
                        blank=True,
                        help_text="Pages show scores on a scale from 0 to this number, the same for all instruments of the domain. Empty: the range of the instrument.",
                        null=True,
                        verbose_name="shown up to",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="slight_max",
                    field=models.FloatField(
                        blank=True,
                        help_text="Scores up to this number may be raw points if pain before treatment was strong.",
                        null=True,
                        verbose_name="possible raw points up to",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="subject",
                    field=models.CharField(
                        blank=True,
                        help_text="With its article ('the'). Empty: the name of the outcome.",
                        max_length=80,
                        verbose_name="subject of a sentence",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomemeasure",
                    name="whole_points",
                    field=models.BooleanField(
                        default=False,
                        help_text="Patients answer in whole points, so the sum of an arm's scores is a whole number.",
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomeresult",
                    name="part",
                    field=models.SlugField(
                        blank=True, help_text="Some people of the arm, reported separately.", max_length=40
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomeresult",
                    name="quote",
                    field=models.TextField(
                        blank=True, help_text="The sentence or the table cells as printed.", verbose_name="quotation"
                    ),
                ),
                migrations.AlterField(
                    model_name="outcomeresult",
                    name="weeks",
                    field=models.FloatField(blank=True, help_text="0: before treatment. Empty: not stated.", null=True),
                ),
                migrations.AlterField(
                    model_name="publication",
                    name="authors",
                    field=models.TextField(
                        blank=True,
                        help_text="Family, Given; separated by semicolons; 'others' if the list is incomplete. Empty: not shown.",
                    ),
                ),
                migrations.AlterField(
                    model_name="publicationsource",
                    name="batch",
                    field=models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="The import that added it. Empty: the data set.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="studies.importbatch",
                    ),
                ),
                migrations.AlterField(
                    model_name="queryreply",
                    name="text",
                    field=models.TextField(help_text="What the source says, and where. For a resolution: the reason."),
                ),
                migrations.AlterField(
                    model_name="reportedpool",
                    name="controlled",
                    field=models.BooleanField(
                        help_text="No: change from baseline, or single arms, without a comparison."
                    ),
                ),
                migrations.AlterField(
                    model_name="reviewinclusion",
                    name="list_complete",
                    field=models.BooleanField(default=False, help_text="Yes only if the review's whole list was read."),
                ),
                migrations.AlterField(
                    model_name="riskofbias",
                    name="judged_by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="The review that printed the judgement.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements_printed",
                        to="studies.study",
                    ),
                ),
                migrations.AlterField(
                    model_name="screeningdecision",
                    name="reason_code",
                    field=models.CharField(
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
                migrations.AlterField(
                    model_name="signallinganswer",
                    name="question",
                    field=models.CharField(
                        help_text="The number of the question in the tool, such as 2.3.", max_length=8
                    ),
                ),
                migrations.AlterField(
                    model_name="study",
                    name="cohort_group",
                    field=models.SlugField(
                        blank=True, help_text="Studies with the same label may share patients.", max_length=60
                    ),
                ),
                migrations.AlterField(
                    model_name="study",
                    name="complication_report",
                    field=models.BooleanField(
                        default=False, help_text="A report about harms. No incidence can be calculated from its counts."
                    ),
                ),
                migrations.AlterField(
                    model_name="study",
                    name="conflicts",
                    field=models.CharField(
                        blank=True,
                        help_text="Empty: not in the text that was read.",
                        max_length=200,
                        verbose_name="conflicts of interest",
                    ),
                ),
                migrations.AlterField(
                    model_name="study",
                    name="funding",
                    field=models.CharField(
                        blank=True,
                        help_text="Empty: not in the text that was read. This is not the same as 'none'.",
                        max_length=200,
                    ),
                ),
                migrations.AlterField(
                    model_name="study",
                    name="label",
                    field=models.CharField(
                        help_text="First author and year, otherwise the first words of the title.", max_length=120
                    ),
                ),
                migrations.AlterField(
                    model_name="study",
                    name="standing",
                    field=models.CharField(
                        choices=[("draft", "draft"), ("unverified", "unverified"), ("signed-off", "signed off")],
                        default=studies.choices.study.StudyStatus["UNVERIFIED"],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="arm",
                    name="arm_is_not_its_own_part",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("part_of__isnull", True),
                            models.Q(("part_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="arm_is_not_its_own_part",
                        violation_error_message="An arm cannot be part of itself.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="biasassessment",
                    name="bias_assessment_of_a_time_names_its_outcome",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("weeks__isnull", True), ("measure__isnull", False), _connector="OR"),
                        name="bias_assessment_of_a_time_names_its_outcome",
                        violation_error_message="An assessment of one timepoint needs an outcome.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="biasjudgement",
                    name="bias_judgement_against_the_proposal_says_why",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("judgement", models.F("proposed")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bias_judgement_against_the_proposal_says_why",
                        violation_error_message="A judgement that differs from the proposal needs a reason.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="dataquery",
                    name="query_that_acts_names_its_outcome",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "severity__in",
                                    [studies.choices.query.Severity["ERROR"], studies.choices.query.Severity["DOUBT"]],
                                ),
                                ("state", studies.choices.query.QueryState["OPEN"]),
                                _negated=True,
                            ),
                            ("measure__isnull", False),
                            _connector="OR",
                        ),
                        name="query_that_acts_names_its_outcome",
                        violation_error_message="An open error or doubt needs the outcome that it is about.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="extractedvalue",
                    name="extracted_value_is_given_once",
                    constraint=models.UniqueConstraint(
                        fields=("extraction", "result", "field"),
                        name="extracted_value_is_given_once",
                        violation_error_message="This field is already extracted.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="extractedvalue",
                    name="extracted_value_settled_names_who_and_when",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settled_by__isnull", True), ("settlement", "")),
                            models.Q(
                                models.Q(("settlement", ""), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extracted_value_settled_names_who_and_when",
                        violation_error_message="A settled difference needs the person who settled it and the time.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="extraction",
                    name="extraction_of_one_person_is_under_way_once",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("state", studies.choices.extraction.ExtractionState["SETTLED"]), _negated=True
                        ),
                        fields=("study", "by"),
                        name="extraction_of_one_person_is_under_way_once",
                        violation_error_message="You have already started to extract this study.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="extraction",
                    name="extraction_finished_has_a_time",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at__isnull", True),
                                ("state", studies.choices.extraction.ExtractionState["OPEN"]),
                            ),
                            models.Q(
                                models.Q(("state", studies.choices.extraction.ExtractionState["OPEN"]), _negated=True),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extraction_finished_has_a_time",
                        violation_error_message="A finished extraction needs the time when it was finished.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="minimalimportantchange",
                    name="important_change_is_within_one_person",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("use", studies.choices.threshold.ThresholdUse["WITHIN_PERSON"])),
                        name="important_change_is_within_one_person",
                        violation_error_message="This record is for changes of one person, not for differences between groups.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="notthesame",
                    name="not_the_same_is_said_once",
                    constraint=models.UniqueConstraint(
                        fields=("publication", "fingerprint"),
                        name="not_the_same_is_said_once",
                        violation_error_message="This decision is already stored.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="outcomemeasure",
                    name="measure_raw_points_have_a_range",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("raw_max__isnull", True),
                            models.Q(
                                ("range_max__gt", 0),
                                ("range_max__isnull", False),
                                ("range_min", 0),
                                ("range_min__isnull", False),
                                ("raw_max__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="measure_raw_points_have_a_range",
                        violation_error_message="Raw points run from 0 to a number above 0, and so does the range of the instrument.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="outcomemeasure",
                    name="measure_raw_points_have_a_slight_score",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("raw_max__isnull", True), ("slight_max__isnull", True)),
                            models.Q(
                                ("raw_max__isnull", False),
                                ("slight_max__gt", 0),
                                ("slight_max__isnull", False),
                                ("slight_max__lte", models.F("range_max")),
                            ),
                            _connector="OR",
                        ),
                        name="measure_raw_points_have_a_slight_score",
                        violation_error_message="An instrument with raw points, and no other, needs the score up to which values may be raw points.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="outcomemeasure",
                    name="measure_is_not_its_own_complement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("complement_of__isnull", True),
                            models.Q(("complement_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_is_not_its_own_complement",
                        violation_error_message="An outcome cannot be its own complement.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="outcomemeasure",
                    name="measure_does_not_exclude_itself",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("excludes__isnull", True),
                            models.Q(("excludes", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="measure_does_not_exclude_itself",
                        violation_error_message="An outcome cannot exclude itself.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="outcomemeasure",
                    name="measure_complement_is_one_event",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("complement_of__isnull", True),
                            ("defined_by", studies.choices.outcome.DefinedBy["INSTRUMENT"]),
                            _connector="OR",
                        ),
                        name="measure_complement_is_one_event",
                        violation_error_message="An outcome with a complement is one event, defined by its instrument alone.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="outcomeresult",
                    name="outcome_events_say_whether_derived",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("events__isnull", True), ("events_derived__isnull", True)),
                            models.Q(("events__isnull", False), ("events_derived__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcome_events_say_whether_derived",
                        violation_error_message="A count, and nothing else, states whether it was computed from a percentage.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="publication",
                    name="publication_retraction_check_has_a_date",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("retraction", studies.choices.publication.Retraction["NOT_CHECKED"]),
                            ("retraction_checked_on__isnull", False),
                            _connector="OR",
                        ),
                        name="publication_retraction_check_has_a_date",
                        violation_error_message="A publication that was checked for retraction needs the date of the check.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="queryreply",
                    name="query_reply_says_why",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="query_reply_says_why",
                        violation_error_message="An answer or a resolution needs a reason.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="retractionnotice",
                    name="notice_is_kept_once",
                    constraint=models.UniqueConstraint(
                        fields=("publication", "record_id"),
                        name="notice_is_kept_once",
                        violation_error_message="This notice is already stored.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="screeningdecision",
                    name="screening_exclusion_has_a_reason",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", studies.choices.publication.Screening["EXCLUDED"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="screening_exclusion_has_a_reason",
                        violation_error_message="An exclusion needs a reason.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="study",
                    name="study_signed_off_names_who_and_when",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_off_at__isnull", False),
                                ("signed_off_by__isnull", False),
                                ("standing", studies.choices.study.StudyStatus["SIGNED_OFF"]),
                            ),
                            models.Q(
                                models.Q(("standing", studies.choices.study.StudyStatus["SIGNED_OFF"]), _negated=True),
                                ("signed_off_at__isnull", True),
                                ("signed_off_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="study_signed_off_names_who_and_when",
                        violation_error_message="Only a signed-off study has a person and a time of sign-off.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="verification",
                    name="verification_of_one_person_stands_once",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("study", "by"),
                        name="verification_of_one_person_stands_once",
                        violation_error_message="You have already verified this study.",
                    ),
                ),
                migrations.AlterConstraint(
                    model_name="verification",
                    name="verification_withdrawn_says_why",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_because", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="verification_withdrawn_says_why",
                        violation_error_message="A withdrawn verification needs a time and a reason.",
                    ),
                ),
            ]
        ),
    ]
