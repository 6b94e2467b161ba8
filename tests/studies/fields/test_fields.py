"""The table of fields agrees with the models, misses none of their columns, and is the only list of them."""

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from studies.dataset import file_models
from studies.dataset.table_spec import TableSpec
from studies.fields import FIELDS, FieldKind
from studies.models.base import FromDataSet

TABLES = {table.kind: table for table in vars(file_models).values() if isinstance(table, TableSpec)}
TYPED = ("study", "arm", "result", "contrast", "harm")
MODEL_FIELDS = {
    FieldKind.TEXT: (models.CharField, models.TextField),
    FieldKind.LONG: (models.TextField,),
    FieldKind.KEY: (models.SlugField,),
    FieldKind.NUMBER: (models.FloatField,),
    FieldKind.WHOLE: (models.PositiveIntegerField, models.PositiveSmallIntegerField),
    FieldKind.YEAR: (models.PositiveSmallIntegerField,),
    FieldKind.CHOICE: (models.CharField,),
    FieldKind.FLAG: (models.BooleanField,),
    FieldKind.RECORD: (models.ForeignKey,),
    FieldKind.SEVERAL: (models.ManyToManyField,),
}
# Set by the site itself, and no column of any file.
SET_BY_THE_SITE = {
    "study": {"slug", "standing", "updated_at"},
    "query": set(),
    "bias": {"result", "version"},
    "inclusion": {"read_as", "note"},
}


def test_every_kind_of_row_has_its_table():
    assert TABLES.keys() == FIELDS.keys()


@pytest.mark.parametrize("kind", TABLES)
def test_fields_match_their_model(kind):
    for field in TABLES[kind].rows.fields:
        if field.name:
            stored = TABLES[kind].model._meta.get_field(field.name)

            assert isinstance(stored, MODEL_FIELDS[field.kind]), field.name
            assert field.label == str(stored.verbose_name), field.name
            if field.kind is FieldKind.CHOICE:
                assert set(field.choices) <= set(stored.choices), field.name


@pytest.mark.parametrize("kind", TYPED)
def test_what_a_curator_reads_and_finds_filled_in_agrees_with_the_model(kind):
    for field in FIELDS[kind].typed:
        stored = TABLES[kind].model._meta.get_field(field.name)

        assert field.help == str(stored.help_text), field.name
        if stored.has_default() and field.kind is not FieldKind.FLAG:
            assert field.initial == stored.default, field.name


@pytest.mark.parametrize("kind", [*TYPED, "query", "bias", "pool", "inclusion", "trial-row"])
def test_no_column_of_a_row_is_missing_from_the_table(kind):
    meta = TABLES[kind].model._meta
    stored = {field.name for field in (*meta.concrete_fields, *meta.many_to_many) if field.editable}

    listed = {field.name for field in FIELDS[kind].fields} | SET_BY_THE_SITE.get(kind, set())
    assert stored - {"id"} - listed == set()


def test_every_record_of_the_data_set_has_a_table():
    models = {model for model in apps.get_models() if issubclass(model, FromDataSet)}

    assert {model for model in models if not model.__name__.startswith("Historical")} == {
        table.model for table in TABLES.values()
    }


# Rooms that take their columns from the table.
DERIVED_ROOMS = (
    "studies/curation",
    "studies/dataset",
    "studies/pages",
    "studies/presentation",
    "studies/synthetic",
    "evidence/exports",
)
# Lists that are another thing: rules about numbers, what the words of a pasted heading mean, a file of citations.
RULES = {
    "studies/curation/checks/record.py",
    "studies/curation/pasting/heading_lines.py",
    "studies/curation/pasting/notation_words.py",
    "studies/curation/pasting/read_table.py",
    "studies/curation/screening/decision_files.py",
    # What two results share that are compared.
    "studies/dataset/following_columns.py",
}
MOST_NAMES = 6


def lists_of_names(source: str) -> list[list[str]]:
    """The texts of every list, tuple, set and dictionary written out in a module."""
    return [
        [each.value for each in elements if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        for node in ast.walk(ast.parse(source))
        for elements in [getattr(node, "elts", None) or getattr(node, "keys", None) or []]
        if isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict)
    ]


def repeats_the_table(source: str) -> bool:
    names = [{name for each in rows.fields for name in (each.name, each.column)} for rows in FIELDS.values()]
    long = [listed for listed in lists_of_names(source) if len(listed) > MOST_NAMES]
    return any(of_kind.issuperset(listed) for listed in long for of_kind in names)


@pytest.mark.parametrize("room", DERIVED_ROOMS)
def test_no_other_module_lists_the_fields_again(room):
    modules = sorted((settings.BASE_DIR / room).rglob("*.py"))

    found = {str(path.relative_to(settings.BASE_DIR)) for path in modules if repeats_the_table(path.read_text("utf-8"))}
    assert modules
    assert found <= RULES


def test_a_list_of_fields_is_noticed():
    assert repeats_the_table('COLUMNS = ("n", "mean", "sd", "se", "ci_low", "ci_high", "median")')
    assert not repeats_the_table('COLUMNS = ("n", "mean", "sd", "se", "ci_low", "ci_high", "weight")')
