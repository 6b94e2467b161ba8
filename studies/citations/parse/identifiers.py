"""Identifiers, each in one form, from every field that can hold them.

A DOI in lower case without its resolver, a PubMed number as digits, a PubMed Central number as PMC and digits, numbers
of trial registers as the registers write them. An ISSN or ISBN names a journal or book and never identifies a work.
"""

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>|^`]+", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"^\s*(?:https?://)?(?:dx\.|www\.)?doi\.(?:org|com)/|^\s*doi[:\s]+", re.IGNORECASE)
_LATEX_IN_DOI = re.compile(r"[{}]|\\(?=[^a-zA-Z])")
_LATEX_SIGNS = (("\\textless", "<"), ("\\textgreater", ">"), ("\\textunderscore", "_"), ("$<$", "<"), ("$>$", ">"))
_PMID = re.compile(r"\s*(?:pmid[:\s]*|pubmed[:\s]*|medline[:\s]*)?0*([1-9]\d{0,8})(?:\.0)?\s*\Z", re.IGNORECASE)
_PMID_IN_TEXT = re.compile(
    r"(?:\bPMID\s*[:=]?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|pubmed[:/ ]\s*)"
    r"0*([1-9]\d{3,8})\b",
    re.IGNORECASE,
)
_PMCID = re.compile(r"\bPMC\s*(\d{4,9})\b", re.IGNORECASE)
_REGISTERS = re.compile(
    r"\b(NCT\s?\d{8}|ISRCTN\s?\d{6,8}|ChiCTR(?:-?[A-Z]{2,5})?-?\d{8,10}|ACTRN\d{14}|DRKS\d{8}|IRCT\d{8,}N\d+|UMIN\d{9}"
    r"|CTRI/\d{4}/\d{2,3}/\d{5,6}|\d{4}-\d{6}-\d{2}-\d{2}|20\d\d-\d{6}-\d{2}|NTR\d{3,5}|NL\d{4,5}|PACTR\d{12,16}|TCTR\d{11}"
    r"|KCT\d{7}|RBR-\w{6,7}|jRCTs?\d{9,10}|JPRN-\w+|SLCTR/\d{4}/\d{3}|CRD42\d{6,9})\b",
    re.IGNORECASE,
)
# The note of a record can name another one: what it comments on, or what corrects it.
_OF_ANOTHER = re.compile(
    r"\b(?:erratum|corrigend|correction|comment|retract|reply|republish|update of|see also)", re.IGNORECASE
)
_ISSN = re.compile(r"(?<![\d-])(\d{4})[-\u2010-\u2013]?(\d{3}[\dX])(?![\d-])", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX](?![\d-])", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def doi_of(text: str) -> str:
    """The first DOI of a text in canonical form; '' when it has none.

    >>> doi_of("https://dx.doi.org/10.1016%2FJ.SPINEE.2021.11.017.")
    '10.1016/j.spinee.2021.11.017'
    >>> doi_of("doi:10.1002/(SICI)1097(199)1:1<1::AID>3.0")
    '10.1002/(sici)1097(199)1:1<1::aid>3.0'
    """
    if "10." not in text:
        return ""
    if "\\" in text or "{" in text or "$" in text:
        for command, sign in _LATEX_SIGNS:
            text = text.replace(command, sign)
        text = _LATEX_IN_DOI.sub("", text)
    if "%" in text:
        text = unquote(text, errors="replace")
    text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    # SICI identifiers hold < and >; elsewhere these end a DOI, as in an address between them.
    whole = _DOI_PREFIX.sub("", text).strip()
    if "sici" in whole.lower() and whole.startswith("10.") and " " not in whole:
        return whole.rstrip(".,;").lower()
    match = _DOI.search(text)
    return _trimmed(match[0]).lower() if match else ""


def _trimmed(doi: str) -> str:
    """Without the full stops and brackets of the sentence around it."""
    while doi:
        last = doi[-1]
        if last in ".,;:'’”*" or (last in _CLOSERS and doi.count(last) > doi.count(_CLOSERS[last])):
            doi = doi[:-1]
        else:
            return doi
    return ""


def doi_in_note(text: str) -> str:
    """The DOI of a note that names exactly one and is not about another work."""
    if "10." not in text or _OF_ANOTHER.search(text) or len(set(_DOI.findall(text))) > 1:
        return ""
    return doi_of(text)


def pmid_of(text: str) -> str:
    """The PubMed number in a field for it; '' when it is none.

    >>> pmid_of("PMID: 15891150"), pmid_of("https://pubmed.ncbi.nlm.nih.gov/15891150/"), pmid_of("WOS:000123")
    ('15891150', '15891150', '')
    """
    match = _PMID.match(text)
    return match[1] if match else pmid_in_text(text)


def pmid_in_text(text: str) -> str:
    """The PubMed number that a text names, or that is in the address of its page; '' without one."""
    if "ubmed" not in text and "UBMED" not in text and "PMID" not in text and "pmid" not in text:
        return ""
    match = _PMID_IN_TEXT.search(text)
    return match[1] if match and not _OF_ANOTHER.search(text[: match.start()][-60:]) else ""


def pmcid_of(text: str) -> str:
    """A PubMed Central number.

    >>> pmcid_of("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/"), pmcid_of("1234567")
    ('PMC1234567', '')
    """
    match = _PMCID.search(text) if "pmc" in text.lower() else None
    return f"PMC{match[1]}" if match else ""


def issns_of(text: str) -> str:
    """The numbers of a journal, as they are printed, with a blank between them.

    >>> issns_of("0362-2436 (Print); 15281159"), issns_of("978-3-16-148410-0")
    ('0362-2436 1528-1159', '')
    """
    return " ".join(dict.fromkeys(f"{match[1]}-{match[2].upper()}" for match in _ISSN.finditer(text)))


def isbns_of(text: str) -> str:
    """The numbers of a book without hyphens, with a blank between them.

    >>> isbns_of("978-3-16-148410-0 and 3161484100"), isbns_of("0362-2436")
    ('9783161484100 3161484100', '')
    """
    numbers = (match[0].upper().replace("-", "").replace(" ", "") for match in _ISBN.finditer(text))
    return " ".join(dict.fromkeys(numbers))


def registrations_of(*texts: str) -> tuple[str, ...]:
    """Every number of a trial register in the texts, once, as its register writes it.

    >>> registrations_of("registered (NCT 01234567; isrctn12345678)")
    ('NCT01234567', 'ISRCTN12345678')
    """
    numbers = [match[1] for text in texts if any(map(str.isdigit, text)) for match in _REGISTERS.finditer(text)]
    return tuple(dict.fromkeys(_as_registered(number) for number in numbers))


def _as_registered(number: str) -> str:
    plain = number.replace(" ", "")
    for prefix in ("ChiCTR", "jRCT"):
        if plain.lower().startswith(prefix.lower()):
            return (
                prefix + plain[len(prefix) :].upper() if prefix == "ChiCTR" else prefix + plain[len(prefix) :].lower()
            )
    return plain.upper()
