"""Schemas of what studies reported: made of the table of fields, and what every row has besides."""

from typing import Annotated, Any

from pydantic import Field

from evidence.api.record_fields import row_schema
from evidence.api.schema_base import ApiSchema
from studies.choices import PublicationRole, PublicationType, Retraction, Severity, StudyStatus, UrlKind

Page = Annotated[str, Field(description="The page of this site that shows it.")]
Printed = Annotated[
    dict[str, str],
    Field(description="Numbers as the source prints them, where the number alone would lose it: 85.0."),
]
Standing = Annotated[
    StudyStatus,
    Field(description="Of the study: unverified, or signed-off by a second person. Drafts are never shown."),
]
RowId = Annotated[str, Field(description="Its lasting name.")]
StudyId = Annotated[str, Field(description="The study, by its name in addresses.")]
_Count = Annotated[int, Field(description="Printed numbers of the row.")]
_Confirmed = Annotated[int, Field(description="Those of them that a second person confirmed against the source.")]


class DoubtSchema(ApiSchema):
    """An open query about a row: an error keeps it out of every answer, a doubt out of headlines and pools."""

    query: Annotated[str, Field(description="The id of the query, in /queries/.")]
    severity: Severity
    problem: str


_Doubts = Annotated[list[DoubtSchema], Field(description="Open queries about this row.")]
_OF_STUDY: dict[str, Any] = {
    "id": (RowId, ...),
    "study": (StudyId, ...),
    "study_label": (str, ...),
    "standing": (Standing, ...),
}
_ENDS: dict[str, Any] = {"printed": (Printed, ...), "page": (Page, ...)}
_NUMBERS: dict[str, Any] = {"numbers": (_Count, ...), "numbers_confirmed": (_Confirmed, ...)}
_DOUBTS: dict[str, Any] = {"doubts": (_Doubts, ...)}

ArmSchema = row_schema("Arm", "arm", **_OF_STUDY, **_ENDS, **_NUMBERS, **_DOUBTS)
ResultSchema = row_schema("Result", "result", **_OF_STUDY, **_ENDS, **_NUMBERS, **_DOUBTS)
DifferenceSchema = row_schema("Difference", "contrast", **_OF_STUDY, **_ENDS, **_NUMBERS)
HarmSchema = row_schema("Harm", "harm", **_OF_STUDY, **_ENDS, **_NUMBERS)
QuerySchema = row_schema("Query", "query", **_OF_STUDY, **_ENDS)
PoolSchema = row_schema("Pool", "pool", **_OF_STUDY, **_ENDS, **_NUMBERS)
MeasureSchema = row_schema("Measure", "measure", id=(RowId, ...))

_Text = Annotated[str | None, Field(description="Null: not in the record.")]
_TITLE: dict[str, Any] = {
    "title": (_Text, ...),
    "title_is_description": (
        Annotated[bool, Field(description="Yes: the record has no title, this is a description.")],
        ...,
    ),
    "authors": (Annotated[list[str], Field(description="Family, Given.")], ...),
    "year": (int | None, ...),
    "doi": (_Text, ...),
    "pmid": (_Text, ...),
    "pmcid": (_Text, ...),
}
_Day = Annotated[str | None, Field(description="A day, as 2026-03-01.")]
StudySchema = row_schema(
    "Study",
    "study",
    id=(StudyId, ...),
    **_TITLE,
    standing=(Standing, ...),
    signed_off_on=(_Day, ...),
    record_changed_on=(_Day, ...),
    comparisons=(Annotated[list[str], Field(description="What its arms compare.")], ...),
    routes_of_ozone=(list[str], ...),
    has_results=(Annotated[bool, Field(description="Whether any number of an outcome is here.")], ...),
    **_ENDS,
    **_NUMBERS,
)


class PublicationSchema(ApiSchema):
    """A paper or record that reports a study. Abstracts are not given."""

    id: RowId
    study: StudyId
    role: PublicationRole
    title: _Text
    title_is_description: bool
    authors: list[str]
    editors: list[str]
    year: int | None
    publication_type: PublicationType
    journal: _Text
    volume: _Text
    number: _Text
    pages: _Text
    publisher: _Text
    language: _Text
    issn: _Text
    isbn: _Text
    url: _Text
    url_kind: UrlKind | None
    doi: _Text
    pmid: _Text
    pmcid: _Text
    retraction: Annotated[Retraction, Field(description="What a check for retraction said.")]
    retraction_checked_on: _Day
    page: Page
