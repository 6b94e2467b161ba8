"""Operations taken together, so that Django draws all models once and not for each of them."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddField, CreateModel, RemoveField, SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class _Together(Operation):
    """Operations whose models are drawn once, for all of them."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # What was drawn is let go, so that it is drawn again once, when it is next asked for.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)


class CreateTogether(_Together):
    """Several new models with the fields and constraints that the same migration gives them.

    Django draws every model anew for each operation, which takes seconds where most models refer to one another. Here
    they are drawn once, and each table is made once, whole.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in self._names():
            schema_editor.create_model(to_state.apps.get_model(app_label, name))

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for name in reversed(self._names()):
            schema_editor.delete_model(from_state.apps.get_model(app_label, name))

    def describe(self) -> str:
        return f"Create models {', '.join(self._names())}"

    def _names(self) -> list[str]:
        return [operation.name for operation in self.operations if isinstance(operation, CreateModel)]


class TablesAtOnce(_Together):
    """All operations of an app's migrations, on a database that has none of them.

    Each table is made once, as it is after the last operation, in place of being made, altered and copied on the way.
    What the operations do to rows is left out: there are none. It is not undone as a whole; step by step, each
    migration undoes what it did.
    """

    reversible = False

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model in to_state.apps.get_app_config(app_label).get_models():
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def describe(self) -> str:
        return "Create all tables"


def operations_of(app_label: str, names: Iterable[str]) -> list[Operation]:
    """The operations of these migrations of an app, in their order."""
    migrations = (import_module(f"{app_label}.migrations.{name}").Migration for name in names)
    return [operation for migration in migrations for operation in migration.operations]


class TextsOnly(SeparateDatabaseAndState):
    """Changes of texts that Django alone keeps: no table and no row changes.

    Without operations on the database, and with the models drawn again once at the end, it takes no time.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)


class ColumnsTogether(_Together):
    """New columns of several tables, or columns that go: models are drawn once, and no table is copied.

    A new column is null, or has a default in the database or in Python and no index.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._change(app_label, schema_editor, from_state, to_state, new=AddField)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._change(app_label, schema_editor, from_state, to_state, new=RemoveField)

    def _change(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
        *,
        new: type[AddField] | type[RemoveField],
    ) -> None:
        for operation in self.operations:
            state = to_state if isinstance(operation, new) else from_state
            model = state.apps.get_model(app_label, operation.model_name)
            field = model._meta.get_field(operation.name)
            if state is from_state:
                schema_editor.remove_field(model, field)
                continue
            if field.null:
                schema_editor.add_field(model, field)
                continue
            definition, parameters = schema_editor.column_sql(model, field, include_default=True)
            table, column = map(schema_editor.quote_name, (model._meta.db_table, field.column))
            schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}", parameters)

    def describe(self) -> str:
        return f"Change columns {', '.join(f'{each.model_name}.{each.name}' for each in self.operations)}"
