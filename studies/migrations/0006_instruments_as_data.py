"""What rules need to know of an instrument becomes data of it, with the values of those known until now."""

import hashlib
import json
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# What the code knew of instruments by name before, as it stood then; but of surgery the bad event is shown.
VALUES: dict[str, dict[str, Any]] = {
    "pain-vas": {"short_names": "vas;visual analogue scale;visual analog scale", "is_line": True, "shown_max": 100.0},
    "pain-nrs": {
        "short_names": "nrs;nprs;numeric rating scale;numerical rating scale",
        "whole_points": True,
        "shown_max": 100.0,
    },
    "disability-odi": {"short_names": "odi;oswestry", "raw_max": 50.0, "slight_max": 30.0},
    "disability-rmdq": {"short_names": "rmdq;rdq;roland-morris;roland morris", "whole_points": True},
    "success-macnab": {"short_names": "macnab", "subject": "an excellent or good outcome (MacNab)"},
    "success-other": {"defined_by": "name"},
    "poor-outcome": {"defined_by": "instrument", "excludes": "success-macnab", "subject": "a poor outcome"},
    "quality-of-life-sf36": {"short_names": "sf-36;sf36"},
    "surgery-avoided": {
        "defined_by": "instrument",
        "complement_of": "surgery-required",
        "counts_treatment": "discectomy",
    },
    "surgery-required": {
        "defined_by": "instrument",
        "counts_treatment": "discectomy",
        "critical_outcome": "surgery",
        "subject": "an operation",
    },
    "analgesic-use": {"critical_outcome": "analgesics"},
    "other": {"defined_by": "name"},
}
REFERENCES = ("complement_of", "excludes")
# What a data set's fingerprint of a record leaves out.
BOOKKEEPING = ("id", "row_key", "loaded_digest")
OLD_CHECK, NEW_CHECK = "looks-like-raw-odi", "looks-like-raw-points"


def give_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the new fields of the known instruments and of their history, in which the same held."""
    measures, history = _managers(apps, schema_editor)
    ids = dict(measures.values_list("slug", "pk"))
    for record in measures.filter(slug__in=VALUES):
        as_loaded = _digest(record) == record.loaded_digest
        values = _values_of(record, ids)
        for name, value in values.items():
            setattr(record, name, value)
        if as_loaded:
            record.loaded_digest = _digest(record)
        record.save()
        if values:
            history.filter(id=record.pk).update(**values)
    _rename_check(apps, schema_editor, OLD_CHECK, NEW_CHECK)


def take_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Bring the fingerprints back to what they are without the fields, which go next."""
    measures, _ = _managers(apps, schema_editor)
    for record in measures.all():
        if _digest(record) == record.loaded_digest:
            measures.filter(pk=record.pk).update(loaded_digest=_digest(record, without=NEW_FIELDS))
    _rename_check(apps, schema_editor, NEW_CHECK, OLD_CHECK)


def _managers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> tuple[Any, Any]:
    using = schema_editor.connection.alias
    names = ("OutcomeMeasure", "HistoricalOutcomeMeasure")
    first, second = (apps.get_model("studies", name).objects.using(using) for name in names)
    return first, second


def _values_of(record: Any, ids: dict[str, int]) -> dict[str, Any]:
    values = dict(VALUES[record.slug])
    # A range that a person has changed is no range of these raw points.
    if "raw_max" in values and (record.range_min, record.range_max) != (0, 100):
        del values["raw_max"], values["slight_max"]
    for name in REFERENCES:
        if name in values:
            values[f"{name}_id"] = ids.get(values.pop(name))
    return values


def _digest(record: Any, without: tuple[str, ...] = ()) -> str:
    """The fingerprint of a loaded record; what is empty or at its default is left out."""
    fields = [field for field in record._meta.concrete_fields if field.name not in (*BOOKKEEPING, *without)]
    told = {field.name: field.get_prep_value(getattr(record, field.attname)) for field in fields}
    defaults = {field.name: field.get_default() for field in fields}
    told = {name: value for name, value in told.items() if value not in (None, "", {}, [], defaults[name])}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _rename_check(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor, old: str, new: str) -> None:
    """A check of the ODI is now one of every instrument with raw points; its queries stay its own."""
    queries = apps.get_model("studies", "DataQuery").objects.using(schema_editor.connection.alias)
    for query in queries.filter(check_name=old):
        query.check_name = new
        if query.fingerprint:
            query.fingerprint = query.fingerprint.replace(f"{old}:", f"{new}:", 1)
        query.save(update_fields=["check_name", "fingerprint"])


FAMILIES = [
    ("ozone", "ozone"),
    ("sham", "sham"),
    ("vehicle", "vehicle"),
    ("steroid", "steroid"),
    ("discectomy", "discectomy"),
    ("procedure", "other procedure"),
    ("physiotherapy", "physiotherapy"),
    ("medication", "medication"),
    ("not-stated", "not stated"),
]
CRITICAL_OUTCOMES = [
    ("pain", "Pain"),
    ("disability", "Disability"),
    ("success", "Treatment success"),
    ("serious-harm", "Serious harm"),
    ("surgery", "Surgery avoided"),
    ("quality-of-life", "Quality of life"),
    ("analgesics", "Analgesic use"),
]
DEFINED_BY = [
    ("instrument", "the instrument alone"),
    ("instrument-and-name", "the instrument and the outcome's name"),
    ("name", "the outcome's name"),
]


def plain_fields() -> dict[str, Any]:
    """The fields that a record and a line of its history have alike."""
    return {
        "short_names": models.CharField(
            blank=True,
            help_text="By which the headings of a pasted table name it, beside its name; joined by semicolons.",
            max_length=250,
        ),
        "is_line": models.BooleanField(
            default=False,
            help_text="Marked on a line of 10 cm, and printed in centimetres or millimetres.",
            verbose_name="mark on a line",
        ),
        "whole_points": models.BooleanField(
            default=False,
            help_text="Answered in whole points, so that the sum of an arm's scores is a whole number.",
        ),
        "shown_max": models.FloatField(
            blank=True,
            help_text="Scores from 0 are shown on 0 to this, one scale for all such instruments of the domain. "
            "Empty: on the range of the instrument.",
            null=True,
            verbose_name="shown up to",
        ),
        "raw_max": models.FloatField(
            blank=True,
            help_text="Raw points from 0 to this are brought to the range of the instrument.",
            null=True,
            verbose_name="raw points up to",
        ),
        "slight_max": models.FloatField(
            blank=True,
            help_text="Scores up to this, beside strong pain before treatment, look like raw points.",
            null=True,
            verbose_name="slight up to",
        ),
        "defined_by": models.CharField(
            choices=DEFINED_BY,
            default="instrument-and-name",
            help_text="What makes a count an outcome of its own.",
            max_length=20,
        ),
        "counts_treatment": models.CharField(
            blank=True,
            choices=FAMILIES,
            help_text="It counts a treatment: it is no outcome where the comparator is that treatment.",
            max_length=16,
        ),
        "critical_outcome": models.CharField(
            blank=True,
            choices=CRITICAL_OUTCOMES,
            help_text="Empty: that of its domain, if any.",
            max_length=16,
        ),
        "subject": models.CharField(
            blank=True,
            help_text="With its article. Empty: the name of the outcome.",
            max_length=80,
            verbose_name="subject of a sentence",
        ),
    }


REFERENCE_HELP = {
    "complement_of": "Everybody has either this or that: a count of this is shown as a count of that.",
    "excludes": "Nobody has both, and some may have neither.",
}
RELATED_NAMES = {"complement_of": "complements", "excludes": "excluded_by"}
NEW_FIELDS = (*plain_fields(), *REFERENCES)


def references(*, in_history: bool) -> dict[str, Any]:
    """The fields that name another instrument; in history they outlive it."""
    return {
        name: models.ForeignKey(
            blank=True,
            db_constraint=not in_history,
            help_text=REFERENCE_HELP[name],
            null=True,
            on_delete=models.DO_NOTHING if in_history else models.PROTECT,
            related_name="+" if in_history else RELATED_NAMES[name],
            to="studies.outcomemeasure",
        )
        for name in REFERENCES
    }


CONSTRAINTS = [
    models.CheckConstraint(
        condition=models.Q(("shown_max__isnull", True), ("shown_max__gt", 0), _connector="OR"),
        name="measure_shown_scale_is_positive",
        violation_error_message="A scale is shown from 0 to a number above 0.",
    ),
    models.CheckConstraint(
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
        violation_error_message="Raw points run from 0 to a number above 0, and so does the range they are brought to.",
    ),
    models.CheckConstraint(
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
        violation_error_message="Of an instrument with raw points, and of no other, say up to which score of its "
        "range they are suspected.",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("complement_of__isnull", True),
            models.Q(("complement_of", models.F("id")), _negated=True),
            _connector="OR",
        ),
        name="measure_is_not_its_own_complement",
        violation_error_message="An outcome is not the complement of itself.",
    ),
    models.CheckConstraint(
        condition=models.Q(
            ("excludes__isnull", True), models.Q(("excludes", models.F("id")), _negated=True), _connector="OR"
        ),
        name="measure_does_not_exclude_itself",
        violation_error_message="An outcome does not exclude itself.",
    ),
    models.CheckConstraint(
        condition=models.Q(("complement_of__isnull", True), ("defined_by", "instrument"), _connector="OR"),
        name="measure_complement_is_one_event",
        violation_error_message="A complement is one event: it is defined by the instrument alone.",
    ),
]


class Migration(migrations.Migration):
    dependencies = [("studies", "0005_one_important_change")]

    # Constraints come before the values: PostgreSQL alters no table whose references wait to be checked.
    operations = [
        *(
            migrations.AddField(model_name=model, name=name, field=field)
            for model, fields in (
                ("historicaloutcomemeasure", plain_fields() | references(in_history=True)),
                ("outcomemeasure", plain_fields() | references(in_history=False)),
            )
            for name, field in fields.items()
        ),
        *(migrations.AddConstraint(model_name="outcomemeasure", constraint=each) for each in CONSTRAINTS),
        migrations.RunPython(give_values, take_values),
    ]
