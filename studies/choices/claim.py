"""Claims in public sources, and verdicts on them."""

from studies.choices.labelled_enum import LabelledEnum


class ClaimKind(LabelledEnum):
    """What a claim is about."""

    EFFICACY = "efficacy", "benefit"
    MECHANISM = "mechanism", "mechanism"
    SAFETY = "safety", "safety"
    CITATION = "citation", "citation"
    PRACTICE = "practice", "practice"


class ClaimVerdict(LabelledEnum):
    """A first judgement of a claim, to be confirmed by curators."""

    SUPPORTED = "supported", "supported"
    PARTLY_SUPPORTED = "partly-supported", "partly supported"
    NOT_SUPPORTED = "not-supported", "not supported"
    LABORATORY_ONLY = "laboratory-evidence-only", "laboratory evidence only"
    PLAUSIBLE = "plausible-untested", "plausible, untested"
    CITATION_NOT_LOCATED = "citation-not-located", "citation not located"
    OMITS_HARMS = "omits-known-harms", "omits known harms"


class CitationStatus(LabelledEnum):
    """Whether the work that a claim points to was located."""

    FOUND = "found", "found"
    NEAREST_MATCH = "nearest-match", "nearest match"
    NOT_FOUND = "not-found", "not found"
    NOT_CITED = "not-cited", "nothing cited"


class ClaimSourceKind(LabelledEnum):
    """Where a claim was made."""

    POPULAR_ARTICLE = "popular-article", "popular article"
