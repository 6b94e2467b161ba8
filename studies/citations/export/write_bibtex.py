"""Citations as BibTeX in UTF-8, which an import reads back unchanged."""

from collections.abc import Iterable

from studies.citations.export.citation import OTHERS, Citation

_TYPES = {
    "journal-article": "article",
    "conference-abstract": "inproceedings",
    "conference-poster": "inproceedings",
    "thesis": "phdthesis",
    "technical-report": "techreport",
    "book-chapter": "incollection",
}
_WHERE = {"inproceedings": "booktitle", "incollection": "booktitle", "phdthesis": "school", "techreport": "institution"}
# Characters with a meaning in BibTeX or LaTeX.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "~": r"\textasciitilde{}",
    }
)


def write_bibtex(citations: Iterable[Citation]) -> str:
    """One entry a citation."""
    return "\n".join(_entry(citation) for citation in citations)


def _entry(citation: Citation) -> str:
    kind = _TYPES.get(citation.form, "misc")
    fields = {
        "author": " and ".join(_name(author) for author in citation.authors),
        "title": f"{{{_escaped(citation.title)}}}",
        _WHERE.get(kind, "journal"): _escaped(citation.journal),
        "year": str(citation.year or ""),
        "volume": _escaped(citation.volume),
        "number": _escaped(citation.number),
        "pages": _escaped(citation.pages).replace("–", "--"),
        "doi": citation.doi,
        "pmid": citation.pmid,
        "pmcid": citation.pmcid,
        "url": citation.url,
        "note": _escaped(citation.note),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _name(author: str) -> str:
    """A group, which has no comma, in braces that keep it together."""
    escaped = _escaped(author)
    return escaped if "," in author or author == OTHERS else f"{{{escaped}}}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
