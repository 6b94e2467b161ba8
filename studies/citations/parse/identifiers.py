"""Identifiers, each in one form, from every field that can hold them.

A DOI in lower case without its resolver, a PubMed number as digits, a PubMed Central number as PMC and digits, numbers
of trial registers as the registers write them. An ISSN or ISBN names a journal or book and never identifies a work.
"""

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,5}/[^\s\"<>|^`]{1,400}", re.IGNORECASE)
# Made of the number of a journal, a date and a page (ANSI/NISO Z39.56): holds < > ; and at its end a letter or #.
_SICI = re.compile(
    r"10\.\d{4,9}/(?:\(SICI\))?\d{4}-?\d{3}[\dX]\([^)\s]{0,20}\)[^\s<\[]{0,40}"
    r"[<\[][^\s<>\[\]]{0,60}[>\]]\d\.\d\.[A-Z]{2}(?:;\d(?:-[\dA-Z#])?)?",
    re.IGNORECASE,
)
_DOI_PREFIX = re.compile(r"^\s*(?:https?://)?(?:dx\.|www\.)?doi\.(?:org|com)/|^\s*doi[:\s]+", re.IGNORECASE)
_RESOLVER = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.(?:org|com)/", re.IGNORECASE)
_LATEX_IN_DOI = re.compile(r"[{}]|\\(?=[^a-zA-Z])")
_LATEX_SIGNS = (("\\textless", "<"), ("\\textgreater", ">"), ("\\textunderscore", "_"), ("$<$", "<"), ("$>$", ">"))
# Programs that set type write these for a hyphen, and nothing for what cannot be seen.
_HYPHENS = str.maketrans({**dict.fromkeys("‐‑‒–−", "-"), **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")})
# What an address adds behind a DOI. A question mark or a semicolon with a name is no part of any DOI.
_QUERY = re.compile(
    r"(?:[?&](?:[\w.%-]+=.*|nbsp;?)?|;jsessionid.*|[,;](?:pmid|pmc|doi|https?:|10\.\d{4,9}/).*|\[doi\])\Z",
    re.IGNORECASE | re.DOTALL,
)
_QUERY_OF_ADDRESS = re.compile(r"(?:[?&]|;[a-z_]+=).*\Z", re.IGNORECASE | re.DOTALL)
_PAGE = re.compile(
    r"/(?:abstract|full|full-?text|e?pdf|pdf-?direct|epub|html?|xml|meta|summary|references|citedby|figures|tables|download"
    r"|article-abstract|asset|issuetoc|media|metrics|similar|export|ref|information|appendices|related-content)(?:[/.].*)?\Z"
    r"|\.(?:pdf|html?|xml|full|abstract|short|epub)(?:[+.].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
# Publishers none of whose DOIs end in the name of a page, though their addresses do: Wiley, Springer, BioMed Central,
# Frontiers, SAGE, Taylor & Francis, BMJ, IOP, Hindawi, Oxford, the preprint servers of Cold Spring Harbor and arXiv.
_PLAIN_PUBLISHERS = (
    *("10.1002/", "10.1111/", "10.1046/", "10.1034/", "10.1007/", "10.1186/", "10.3389/", "10.1177/", "10.1080/"),
    *("10.1136/", "10.1088/", "10.1155/", "10.1101/", "10.1093/", "10.48550/"),
)
# The version of a preprint, and the number that Oxford's addresses add to a DOI.
_VERSION = re.compile(r"(10\.1101/[\d.]+\d|10\.48550/arXiv\.\d{4}\.\d{4,5})v\d+\Z", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"(10\.1093/[^/]+/[^/]+)/\d{4,9}\Z")
# Where data, protocols and registrations are kept: OSF, Dryad, figshare, Zenodo, Mendeley Data.
_DATA = ("10.17605/", "10.5061/", "10.6084/", "10.5281/", "10.17632/")
# A figure, a table or a supplement of a work, and the record of a work in CENTRAL, have DOIs of their own.
_PART_OF_WORK = re.compile(
    r"\.[sgt]\d{3}\Z|/(?:supp|fig|table)-\d+\Z|/supp(?:info|l(?:ementary|emental|_file)?)(?:[-_/].*)?\Z|\A10\.1002/central/cn-",
)
_PMID = re.compile(r"\s*(?:pmid[:\s]*|pubmed(?: id)?[:\s]*|medline[:\s]*)?0*([1-9]\d{0,8})(?:\.0)?\s*\Z", re.IGNORECASE)
_PMID_IN_TEXT = re.compile(
    r"(?:\bPMID\s{0,20}[:=]?\s{0,20}(?:NLM)?|pubmed\.ncbi\.nlm\.nih\.gov/"
    r"|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|pubmed[:/ ]\s*)"
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
# Nearly every number of a register has a part of three digits or more, after a letter, a hyphen, a stroke or a blank.
# Written out, a search for it skips what is no digit in less than half the time.
_LONG_NUMBER = re.compile(r"[0-9][0-9][0-9]+")
_FEWEST_AFTER_BLANK = 6
# The note of a record can name another one: what it comments on, or what corrects it.
_OF_ANOTHER = re.compile(
    r"\b(?:erratum|corrigend|correction|comment|retract|reply|republish|update of|see also)", re.IGNORECASE
)
_ISSN = re.compile(r"(?<![\d-])(\d{4})[-\u2010-\u2013]?(\d{3}[\dX])(?![\d-])", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX](?![\d-])", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def doi_of(text: str) -> str:
    """The first DOI of a text in canonical form; '' when it has none, or only that of a figure or supplement.

    A bare DOI is trusted: of its end only what no DOI has is taken away. An address loses what its publisher added.

    >>> doi_of("https://dx.doi.org/10.1016%2FJ.SPINEE.2021.11.017.")
    '10.1016/j.spinee.2021.11.017'
    >>> doi_of("doi:10.1002/(SICI)1097(199)1:1<1::AID>3.0")
    '10.1002/(sici)1097(199)1:1<1::aid>3.0'
    >>> doi_of("https://example.org/doi/10.5555/ab-12/abstract?af=r"), doi_of("10.5555/on/abstract")
    ('10.5555/ab-12', '10.5555/on/abstract')
    """
    doi = _any_doi(text)
    return "" if _PART_OF_WORK.search(doi) else doi


def doi_of_part(text: str) -> str:
    """The DOI of a figure, a supplement or a register's record of the work; '' when the text has none.

    >>> doi_of_part("10.1371/journal.pone.0000001.s001"), doi_of_part("10.1371/journal.pone.0000001")
    ('10.1371/journal.pone.0000001.s001', '')
    """
    doi = _any_doi(text)
    return doi if _PART_OF_WORK.search(doi) else ""


def _any_doi(text: str) -> str:
    if "10." not in text:
        return ""
    text = _without_markup(text)
    plain = unquote(text, errors="replace") if "%" in text else text
    sici = _SICI.search(plain)
    if sici:
        return sici[0].lower()
    whole = _DOI_PREFIX.sub("", plain).strip()
    if whole.startswith("10.") and " " not in whole and 0 < whole.count("<") == whole.count(">") and "</" not in whole:
        return whole.rstrip(".,;").lower()
    match = _DOI.search(text) or _DOI.search(plain)
    if not match:
        return ""
    before = match.string[: match.start()].rpartition(" ")[2]
    doi = _without_page(_trimmed(match[0]), before)
    return _trimmed(unquote(doi, errors="replace")).lower()


def _without_markup(text: str) -> str:
    """A text without what LaTeX and HTML write for the signs of a DOI."""
    if "\\" in text or "{" in text or "$" in text:
        for command, sign in _LATEX_SIGNS:
            text = text.replace(command, sign)
        text = _LATEX_IN_DOI.sub("", text)
    if not text.isascii():
        text = text.translate(_HYPHENS)
    return text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def _without_page(doi: str, before: str) -> str:
    """A DOI without what an address adds to it; ``before`` is what stands before it in the same word."""
    address = "/" in before
    publisher = address and not _RESOLVER.search(before)
    if address:
        doi = doi.partition("#")[0]
    doi = (_QUERY_OF_ADDRESS if publisher else _QUERY).sub("", doi)
    if publisher or doi.lower().startswith(_PLAIN_PUBLISHERS):
        doi = _VERSION.sub(r"\1", _PAGE.sub("", doi))
    return _ARTICLE_NUMBER.sub(r"\1", doi) if publisher else doi


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
    """The DOI of a note that names exactly one and is not about another work; data of a work do not count."""
    if "10." not in text or not _DOI.search(unquote(text)) or _OF_ANOTHER.search(text):
        return ""
    dois = {doi for word in text.split() if "10." in word and (doi := doi_of(word))}
    dois = {doi for doi in dois if not doi.startswith(_DATA)}
    return dois.pop() if len(dois) == 1 else ""


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
    numbers = [match[1] for text in texts if _may_name_register(text) for match in _REGISTERS.finditer(text)]
    return tuple(dict.fromkeys(_as_registered(number) for number in numbers))


def _may_name_register(text: str) -> bool:
    """Whether a search for numbers of registers is worth its time, as in one of very many abstracts."""
    for number in _LONG_NUMBER.finditer(text):
        start, end = number.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if end - start >= _FEWEST_AFTER_BLANK or before.isalpha() or "-" in (before, after) or before == "/":
            return True
    return "RBR-" in text or "rbr-" in text or "JPRN-" in text or "jprn-" in text


def _as_registered(number: str) -> str:
    plain = number.replace(" ", "")
    for prefix in ("ChiCTR", "jRCT"):
        if plain.lower().startswith(prefix.lower()):
            return (
                prefix + plain[len(prefix) :].upper() if prefix == "ChiCTR" else prefix + plain[len(prefix) :].lower()
            )
    return plain.upper()
