"""Citations as CSL-JSON, which Zotero, Pandoc and most citation programs read."""

import json
from collections.abc import Iterable
from typing import Any

from studies.citations.export.citation import OTHERS, Citation

_TYPES = {
    "journal-article": "article-journal",
    "conference-abstract": "paper-conference",
    "conference-poster": "paper-conference",
    "thesis": "thesis",
    "technical-report": "report",
    "book-chapter": "chapter",
}


def write_csl(citations: Iterable[Citation]) -> str:
    """A list with one object a citation."""
    return json.dumps([_item(citation) for citation in citations], ensure_ascii=False, indent=1)


def _item(citation: Citation) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": citation.key,
        "type": _TYPES.get(citation.form, "document"),
        "title": citation.title,
        "author": [_name(author) for author in citation.authors if author != OTHERS],
        "issued": {"date-parts": [[citation.year]]} if citation.year else {},
        "container-title": citation.journal,
        "volume": citation.volume,
        "issue": citation.number,
        "page": citation.pages.replace("–", "-"),
        "DOI": citation.doi,
        "PMID": citation.pmid,
        "PMCID": citation.pmcid,
        "URL": citation.url,
        "note": citation.note,
    }
    return {name: value for name, value in item.items() if value}


def _name(author: str) -> dict[str, str]:
    family, comma, given_names = author.partition(", ")
    return {"family": family, "given": given_names} if comma else {"literal": author}
