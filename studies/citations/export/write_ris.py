"""Citations as RIS."""

from collections.abc import Iterable, Iterator

from studies.citations.export.citation import OTHERS, Citation

_TYPES = {
    "journal-article": "JOUR",
    "conference-abstract": "ABST",
    "conference-poster": "ABST",
    "thesis": "THES",
    "technical-report": "RPRT",
    "book-chapter": "CHAP",
}


def write_ris(citations: Iterable[Citation]) -> str:
    """One record a citation, each ended by its ER line."""
    return "\n".join(
        "".join(f"{tag}  - {' '.join(text.split())}\n" for tag, text in _lines(each)) for each in citations
    )


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(citation.form, "GEN")
    yield "ID", citation.key
    first, _, last = citation.pages.partition("–")
    retracted = "RETRACTED: " if citation.is_retracted else ""
    fields = [
        ("TI", retracted + citation.title),
        *(("AU", _name(author)) for author in citation.authors),
        ("PY", str(citation.year or "")),
        ("T2", citation.journal),
        ("VL", citation.volume),
        ("IS", citation.number),
        ("SP", first),
        ("EP", last),
        ("DO", citation.doi),
        ("C2", citation.pmcid),
        ("AN", f"PMID: {citation.pmid}" if citation.pmid else ""),
        ("UR", citation.url),
        ("N1", citation.note),
    ]
    yield from ((tag, text) for tag, text in fields if text)
    yield "ER", ""


def _name(author: str) -> str:
    """A group, which has no comma, gets one at its end, so that it is not split."""
    if author == OTHERS:
        return "et al."
    return author if "," in author else f"{author},"
