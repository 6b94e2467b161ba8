"""Queries that are written as SQL once a process, and then asked of one record after the other.

    ARMS = PreparedQuery(lambda study: Arm.objects.filter(study=study).order_by("pk"))
    arms = ARMS.records(study.pk)

A page of one record asks small questions, and Django takes several times as long to write one as a database to answer
it. What is written depends on nothing but code: neither on the rows nor on the person who asks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from itertools import chain, repeat
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.sql import Query

Record = TypeVar("Record", bound=Model)

Key = int | str | Sequence[int] | Sequence[str]
# Of groups of records, as of the conditions below one: they differ little in their number.
_MOST_SIZES = 64
# Of an empty group, of which Django writes no SQL: no record has this name.
_NO_NAMES = ("none of all",)
# In the place of the key while a query is written; no record has it.
_ANY_NUMBER = -987_654_321
# The same for the keys of several records: a query for fewer of them names the last one again.
ANY_NUMBERS = tuple(range(_ANY_NUMBER, _ANY_NUMBER + 25))
ANY_NAMES = tuple(map(str, ANY_NUMBERS))


class _Statement(NamedTuple):
    """A query as SQL, the compiler that wrote it, and what turns values of the database, by the place of a column.

    ``names`` are the attributes of a record, and ``own`` the places of their columns.
    """

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Mapping[int, Any]
    names: Sequence[str]
    own: slice


class PreparedQuery(Generic[Record]):
    """A query that ``build`` makes for the key of a record, mostly its number, always alike but for that key.

    ``like`` is a key that no record has, of the same type. A query about no single record is asked without a key, one
    like ``ANY_NUMBERS`` or ``ANY_NAMES`` with a sequence of the keys of any number of records.
    """

    def __init__(self, build: "Callable[[Any], QuerySet[Record, Any]]", *, like: Key = _ANY_NUMBER) -> None:
        self._build, self._like, self._key = build, like, like
        self._writing = Lock()
        # By the kind of database.
        self._statements: dict[str, _Statement] = {}

    @cached_property
    def _queryset(self) -> "QuerySet[Record, Any]":
        return self._build(self._like)

    def of(self, key: Key) -> "PreparedQuery[Record]":
        """The same about this key: it is asked without one."""
        found = copy(self)
        # Of all copies there is one queryset, and one lock while it is written.
        vars(found).update(_queryset=self._queryset, _key=key)
        return found

    def records(self, key: Key | None = None) -> list[Record]:
        """The records, each with those that the query selects with it."""
        if self._is_of_others(key):
            return list(self._build(key))
        alias = self._queryset.db
        written = self._written(alias)
        found = written.compiler.klass_info
        # The type stubs are those of a later Django.
        populators = get_related_populators(found, written.compiler.select, alias)  # type: ignore[call-arg]
        records = []
        for row in self._values(alias, written, key):
            record = _record(found["model"], alias, zip(written.names, row[written.own], strict=True))
            for populator in populators:
                populator.populate(row, record)
            for name, place in written.compiler.annotation_col_map.items():
                setattr(record, name, row[place])
            records.append(record)
        return records

    def iterator(self, chunk_size: int) -> Iterator[tuple[Any, ...]]:
        """The values of a query by ``values_list`` that has no key, so many of them read at a time."""
        return chain.from_iterable(zip(*columns, strict=True) for columns in self.columns(chunk_size))

    def columns(self, chunk_size: int) -> Iterator[list[Sequence[Any]]]:
        """The same by column, for so many rows at a time."""
        connection, written = connections[self._queryset.db], self._written(self._queryset.db)
        with connection.chunked_cursor() as cursor:
            cursor.execute(written.sql, _filled(written.parameters, self._like, self._key))
            while rows := cursor.fetchmany(chunk_size):
                # Values are turned column by column, and equal ones once: row by row, as Django does, takes longer.
                columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
                for place, (converts, expression) in written.converters.items():
                    for convert in converts:
                        turned = {value: convert(value, expression, connection) for value in set(columns[place])}
                        columns[place] = [turned[value] for value in columns[place]]
                yield columns

    def rows(self, key: Key | None = None) -> list[tuple[Any, ...]]:
        """The values of a query by ``values_list``."""
        if self._is_of_others(key):
            return list(self._build(key))
        alias = self._queryset.db
        return list(map(tuple, self._values(alias, self._written(alias), key)))

    def _is_of_others(self, key: Key | None) -> bool:
        """Whether the written query has no places for these keys, since they are more, or none: it is written anew."""
        if key is None or not isinstance(self._like, tuple):
            return False
        if not isinstance(key, Sequence):
            raise TypeError("A query about several records takes a sequence of their keys.")
        return not 0 < len(key) <= len(self._like)

    def _written(self, alias: str) -> _Statement:
        connection = connections[alias]
        if connection.vendor not in self._statements:
            # Django changes a query while it writes it: of two threads at once, one would write it without its joins.
            with self._writing:
                # Who waited finds it written.
                if connection.vendor not in self._statements:
                    self._statements[connection.vendor] = _write(self._queryset.query, connection)
        return self._statements[connection.vendor]

    def _values(self, alias: str, written: _Statement, key: Key | None) -> list[list[Any]]:
        """The rows as Python has their values: some databases give a time as text."""
        connection = connections[alias]
        parameters = _filled(written.parameters, self._like, self._key if key is None else key)
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            rows = list(map(list, cursor.fetchall()))
        for place, (converts, expression) in written.converters.items():
            for convert in converts:
                for row in rows:
                    row[place] = convert(row[place], expression, connection)
        return rows


def _record(model: type[Record], alias: str, values: Iterable[tuple[str, Any]]) -> Record:
    """A record of its values by name, as Django makes one of a row, without its signals: nothing here listens."""
    record, state = model.__new__(model), ModelState()
    state.adding, state.db = False, alias
    vars(record).update(values, _state=state)
    return record


def prepared_by_group(
    build: "Callable[[tuple[str, ...]], QuerySet[Record, Any]]",
) -> Callable[[Collection[str]], PreparedQuery[Record]]:
    """A query that ``build`` makes for the names of a group of records, as in addresses; a group may be empty.

    It is written once for each number of names: a database that is given more plans for more.
    """

    @lru_cache(maxsize=_MOST_SIZES)
    def of_size(size: int) -> PreparedQuery[Record]:
        return PreparedQuery(build, like=tuple(str(_ANY_NUMBER + place) for place in range(size)))

    def of_group(names: Collection[str]) -> PreparedQuery[Record]:
        group = tuple(sorted(names)) or _NO_NAMES
        return of_size(len(group)).of(group)

    return of_group


def _write(query: Query, connection: Any) -> _Statement:
    compiler: Any = query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select]
    converters = compiler.get_converters(columns)
    # Of a query by ``values_list`` there are no records.
    fields = compiler.klass_info["select_fields"] if query.default_cols else ()
    own = slice(fields[0], fields[-1] + 1) if fields else slice(0)
    names = [column.target.attname for column in columns[own]]
    return _Statement(sql, tuple(parameters), compiler, converters, names, own)


def _filled(parameters: tuple[Any, ...], like: Key, key: Key) -> list[Any]:
    """The parameters with a key in its place, or with each of several."""
    if isinstance(like, tuple) and isinstance(key, Sequence):
        keys = dict(zip(like, chain(key, repeat(key[-1])), strict=False))
        return [keys.get(value, value) for value in parameters]
    return [key if value == like else value for value in parameters]
