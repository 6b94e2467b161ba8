"""Schemas of reviews and claims."""

from typing import Annotated

from pydantic import Field

from evidence.api.record_schemas import Page, PoolSchema, Standing, StudyId
from evidence.api.schema_base import ApiSchema
from studies.choices import CitationStatus, ClaimVerdict, Design, ReadAs, ReviewConfidence


class InclusionSchema(ApiSchema):
    """A study that a review included: a study here, or only as the review cites it."""

    study: Annotated[str | None, Field(description="The id of a study; null: not here, or not open to readers.")]
    citation: str | None
    list_complete: Annotated[bool, Field(description="Whether the whole list of the review was read.")]
    locator: str | None
    source_url: str | None


class ReviewSchema(ApiSchema):
    """A published review with every pooled result that it prints, and the studies that it included."""

    id: StudyId
    label: str
    title: str | None
    year: int | None
    design: Design
    condition: str
    secondary_conditions: list[str]
    read_as: ReadAs | None
    standing: Standing
    confidence: Annotated[
        list[ReviewConfidence], Field(description="In its results, by AMSTAR 2; several where people differ.")
    ]
    confidence_basis: str | None
    pools: list[PoolSchema]  # type: ignore[valid-type]  # made of the table of fields
    included: list[InclusionSchema]
    page: Page


class ClaimSchema(ApiSchema):
    """A claim of a popular source with the first verdict on it and what this site finds itself."""

    id: str
    source: str
    source_kind: str
    number: Annotated[int, Field(description="Its place among the claims of its source.")]
    claim: str
    kind: str
    condition: str
    cited_work: str | None
    citation_status: CitationStatus
    verdict: ClaimVerdict
    reason: str
    studies: Annotated[list[str], Field(description="Ids of studies that were considered.")]
    considered: str
    finding_here: str | None
    page: Page
