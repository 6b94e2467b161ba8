"""What all objects of the API have in common: closed, and with what a user of their numbers must know."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

# Units of numbers, by the name of their field.
Units = Mapping[str, str]


class ApiSchema(Schema):
    """An object whose fields are exactly these: what is not described is not sent."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})


class SearchSchema(ApiSchema):
    """The last search of databases for studies."""

    day: Annotated[date, Field(description="The day of the search.")]
    database: str
    others: Annotated[int, Field(description="Other databases that were searched on the same day.")]


class LicenceSchema(ApiSchema):
    """What may be done with the data."""

    spdx: str
    address: str
    sentence: str


class AboutSchema(ApiSchema):
    """What goes with every answer."""

    data_version: Annotated[
        int | None, Field(description="Another number for every change of what readers see. It is the ETag, too.")
    ]
    data_of: Annotated[str, Field(description="The state of the data in words: a release, or the last change.")]
    release: Annotated[int | None, Field(description="The release that the data are; null: changed since, or none.")]
    citation: Annotated[str, Field(description="How to cite this answer.")]
    last_search: SearchSchema | None
    notice: Annotated[str, Field(description="What everybody must know who uses a number.")]
    licence: LicenceSchema
    description: Annotated[str, Field(description="The address of the description of this API (OpenAPI).")]


def list_of(item: type[Schema], words: str = "") -> Any:
    """The type of a list of such objects, as a schema takes it."""
    return Annotated[list[item], Field(description=words or None)]  # type: ignore[valid-type]  # made at run time


def page_schema(item: type[Schema], name: str, **others: Any) -> type[Schema]:
    """The schema of a page of rows; ``others`` stand beside them."""
    next_page = Annotated[str | None, Field(description="The address of the next page; null after the last.")]
    fields: dict[str, Any] = {"data": (list_of(item), ...), "next": (next_page, ...), **others}
    made: type[Schema] = create_model(name, __base__=ApiSchema, **fields, about=(AboutSchema, ...))
    return made


def object_schema(item: type[Schema], name: str, **others: Any) -> type[Schema]:
    """The schema of an answer with one object; ``others`` stand beside it."""
    made: type[Schema] = create_model(name, __base__=ApiSchema, data=(item, ...), **others, about=(AboutSchema, ...))
    return made
