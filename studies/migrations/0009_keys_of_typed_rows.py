"""Every row that pages link to has a key: those that people typed in get one, made of what they are."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from studies.reported.row_keys import free_key, key_word, time_word

CONSTRAINTS = {
    "outcomeresult": "outcome_has_a_key",
    "reportedcontrast": "contrast_has_a_key",
    "adverseevent": "harm_has_a_key",
    "dataquery": "query_has_a_key",
    "reportedpool": "pool_has_a_key",
}


def study_word(study: Any) -> str:
    return str(study.row_key or key_word(study.slug, longest=90))


def outcome_words(row: Any) -> tuple[str, str]:
    by_name = row.measure.defined_by != "instrument"
    return key_word(row.measure.slug), key_word(row.outcome_name) if by_name else ""


def result_words(row: Any) -> Iterator[str]:
    yield from (study_word(row.arm.study), key_word(row.arm.slug), *outcome_words(row))
    yield from (time_word(row.weeks, row.timepoint_label), key_word(row.part), "change" if row.is_change else "")


def contrast_words(row: Any) -> Iterator[str]:
    yield from (study_word(row.study), f"{key_word(row.arm_a.slug)}-v-{key_word(row.arm_b.slug)}", *outcome_words(row))
    yield from (time_word(row.weeks), key_word(row.part))


def harm_words(row: Any) -> Iterator[str]:
    yield from (study_word(row.study), key_word(row.arm.slug) if row.arm else "", key_word(row.event, longest=60))


def query_words(row: Any) -> Iterator[str]:
    yield study_word(row.study)
    arm, measure = row.arm.slug if row.arm else "", row.measure.slug if row.measure else ""
    yield from map(key_word, (arm, row.field, measure, row.timepoint_label, row.part, row.problem))


def pool_words(row: Any) -> Iterator[str]:
    yield study_word(row.review)
    yield from map(key_word, (row.measure.slug, row.outcome_name, row.effect_measure))
    yield time_word(row.weeks, row.timepoint_label)


WORDS: dict[str, tuple[Callable[[Any], Iterator[str]], tuple[str, ...]]] = {
    "outcomeresult": (result_words, ("arm__study", "measure")),
    "reportedcontrast": (contrast_words, ("study", "arm_a", "arm_b", "measure")),
    "adverseevent": (harm_words, ("study", "arm")),
    "dataquery": (query_words, ("study", "arm", "measure")),
    "reportedpool": (pool_words, ("review", "measure")),
}


def give_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, (words, related) in WORDS.items():
        rows = apps.get_model("studies", name).objects.using(schema_editor.connection.alias)
        typed = rows.filter(row_key=None).select_related(*related).order_by("pk")
        if not typed.exists():
            continue
        taken = set(rows.exclude(row_key=None).values_list("row_key", flat=True))
        changed = []
        for row in typed:
            row.row_key = free_key(words(row), taken)
            taken.add(row.row_key)
            changed.append(row)
        rows.bulk_update(changed, ["row_key"], batch_size=500)


def take_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Rows that were never loaded had no key."""
    for name in WORDS:
        rows = apps.get_model("studies", name).objects.using(schema_editor.connection.alias)
        rows.filter(loaded_digest="").update(row_key=None)


class Migration(migrations.Migration):
    dependencies = [("studies", "0008_designs_and_printed_differences")]

    operations = [
        migrations.RunPython(give_keys, take_keys),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(
                    condition=models.Q(("row_key__isnull", False), models.Q(("row_key", ""), _negated=True)),
                    name=name,
                    violation_error_message="A row has a key, by which pages link to it.",
                ),
            )
            for model, name in CONSTRAINTS.items()
        ),
    ]
