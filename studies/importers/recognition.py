"""Which kind of citation file a text is, from what it holds and never from its name."""

import re

from studies.importers.records import Format, Refused

_SIGNS = (
    (Format.BIBTEX, re.compile(r"(?m)^[ \t%]*@[ \t]*[A-Za-z][\w-]*[ \t]*\n?[ \t]*[{(]")),
    (Format.BIBTEX, re.compile(r"(?m)^[ \t]*@(?:article|book|misc|inproceedings|techreport|phdthesis)\b")),
    (Format.RIS, re.compile(r"(?m)^[ \t]*TY {0,3}-")),
    (Format.RIS, re.compile(r"(?m)^ER  ?-")),
    (Format.MEDLINE, re.compile(r"(?m)^PMID ?- ?\d")),
)
# What people send instead, and what to send.
_OTHERS = (
    (re.compile(r"\A\s*<\?xml|\A\s*<(?:xml|PubmedArticleSet|records?)\b"), "an XML file"),
    (re.compile(r"(?i)\A\s*<!doctype html|\A\s*<html"), "a web page"),
    (re.compile(r"\A%PDF"), "a PDF"),
    (re.compile(r"\APK\x03\x04|\APK"), "a zip or office file"),
    (re.compile(r"\A\s*[\[{]\s*[\"{]"), "a JSON file"),
    (re.compile(r"(?m)^%0 [A-Z]"), "an EndNote tagged file"),
    (re.compile(r"\AFN (?:Clarivate|Thomson)|^PT [JBSP]$", re.MULTILINE), "a Web of Science tagged file"),
)
_WHAT_TO_DO = "Export the citations as BibTeX (.bib), RIS (.ris) or PubMed (.nbib), and send that."


def recognise(text: str) -> Format:
    """The format whose first sign comes first in the text. Raises ``Refused`` with a sentence when there is none."""
    if not text.strip():
        raise Refused("The file is empty: it holds no citations.")
    found = [(match.start(), format_) for format_, sign in _SIGNS if (match := sign.search(text))]
    if found:
        return min(found)[1]
    for sign, name in _OTHERS:
        if sign.search(text):
            raise Refused(f"This looks like {name}, which cannot be read here. {_WHAT_TO_DO}")
    raise Refused(f"No citation was recognised in this file. {_WHAT_TO_DO}")
