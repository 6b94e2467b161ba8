"""Records of synthetic works as PubMed, Embase, Scopus, Web of Science, CENTRAL and Google Scholar write them."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from studies.citations.parse.entries import CandidatePublication
from tests.studies.citations.duplicates.synthetic_works import SyntheticWork

# Of ten works, this many have a DOI in each database.
_DOI_SHARE = {"pubmed": 8, "embase": 6, "scopus": 8, "wos": 6, "central": 4, "scholar": 0}


@dataclass(frozen=True, slots=True)
class LabelledRecord:
    """A record, the number of its work, and the database that it is written like."""

    work: int
    database: str
    candidate: CandidatePublication


def labelled_records(chance: Random, works: list[SyntheticWork]) -> list[LabelledRecord]:
    """One to six records of each work, in a random order; those of a work can follow far apart."""
    records = []
    for work in works:
        for database in chance.sample(list(_WRITERS), min(len(_WRITERS), 1 + int(chance.expovariate(0.6)))):
            candidate = _with_faults(chance, _WRITERS[database](chance, work), database)
            number = len(records)
            records.append(LabelledRecord(work.number, database, replace(candidate, fingerprint=str(number))))
    chance.shuffle(records)
    return records


def _record(chance: Random, work: SyntheticWork, database: str, **values: object) -> CandidatePublication:
    with_doi = chance.randrange(10) < _DOI_SHARE[database]
    usual = {
        "entry_type": "article",
        "publication_type": work.form,
        "title": work.title,
        "authors": work.authors,
        "year": work.year,
        "journal": work.journal[0],
        "volume": str(work.volume) if work.volume else "",
        "number": work.issue,
        "pages": f"{work.first_page}–{work.last_page}"
        if work.last_page not in ("", work.first_page)
        else work.first_page,
        "doi": work.doi if with_doi else "",
    }
    return CandidatePublication(**usual | values)


def _pubmed(chance: Random, work: SyntheticWork) -> CandidatePublication:
    title = f"[{work.title}]." if work.language else f"{work.title}."
    return _record(
        chance, work, "pubmed", title=title, authors=_initials(work, " "), journal=work.journal[1], pmid=work.pmid,
        pages=_short(work), issn=work.journal[3],
        publication_type="journal-article",
    )  # fmt: skip


def _embase(chance: Random, work: SyntheticWork) -> CandidatePublication:
    title = f"{work.title}. [{work.language}]" if work.language else work.title
    congress = ".Conference: 21st Congress of Spine Societies Milan Italy" if work.form.startswith("conf") else ""
    return _record(
        chance, work, "embase", title=title, authors=_initials(work, "."), journal=f"{work.journal[0]}{congress}",
        pmid=work.pmid if chance.random() < 0.3 else "",
    )  # fmt: skip


def _scopus(chance: Random, work: SyntheticWork) -> CandidatePublication:
    title = f"{work.title} [{work.original_title}]" if work.language and chance.random() < 0.4 else work.title
    pages = f"e{work.first_page}" if work.first_page.isdigit() and chance.random() < 0.05 else None
    values = {"title": title, "issn": work.journal[3]} | ({"pages": pages} if pages else {})
    return _record(chance, work, "scopus", **values)


def _wos(chance: Random, work: SyntheticWork) -> CandidatePublication:
    title = " ".join(word[:1].upper() + word[1:] for word in work.title.split())
    authors = tuple(_plain(author) for author in work.authors)
    return _record(chance, work, "wos", title=title, authors=authors, journal=work.journal[2], publication_type=(
        "conference-abstract" if work.form.startswith("conf") else "journal-article"))  # fmt: skip


def _central(chance: Random, work: SyntheticWork) -> CandidatePublication:
    form = " [abstract]" if work.form.startswith("conf") and chance.random() < 0.5 else ""
    title = (work.original_title or work.title) if chance.random() < 0.5 else work.title
    pages = f"{work.first_page}\u2010{work.last_page}" if work.last_page else work.first_page
    return _record(chance, work, "central", title=title + form, authors=_initials(work, ""), number="", pages=pages,
                   journal=chance.choice(work.journal[:2]))  # fmt: skip


def _scholar(chance: Random, work: SyntheticWork) -> CandidatePublication:
    title = work.original_title or work.title
    if len(title) > 80 and chance.random() < 0.2:
        title = title[:72] + "…"
    authors = (*work.authors[:3], "others") if len(work.authors) > 3 else work.authors
    return _record(chance, work, "scholar", title=title, authors=authors, publication_type="journal-article",
                   number=work.issue if chance.random() < 0.5 else "")  # fmt: skip


_WRITERS: dict[str, Callable[[Random, SyntheticWork], CandidatePublication]] = {
    "pubmed": _pubmed,
    "embase": _embase,
    "scopus": _scopus,
    "wos": _wos,
    "central": _central,
    "scholar": _scholar,
}


def _initials(work: SyntheticWork, after: str) -> tuple[str, ...]:
    """Authors with initials, each followed by a full stop or nothing."""
    authors = []
    for author in work.authors:
        family, _, given = author.partition(", ")
        point = after.strip()
        authors.append(f"{family}, {''.join(part[0] + point for part in given.split())}")
    return tuple(authors)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ı", "i")).encode("ascii", "ignore").decode()


def _short(work: SyntheticWork) -> str:
    """1337-44 for 1337-1344."""
    first, last = work.first_page, work.last_page
    if not last or first == last:
        return first
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return f"{first}-{last[same:] if len(first) == len(last) else last}"


def _with_faults(chance: Random, candidate: CandidatePublication, database: str) -> CandidatePublication:
    """What exports lack or have wrong: two in ten records have one such fault."""
    fault = chance.randrange(50)
    if fault == 0 and candidate.publication_type == "journal-article":  # online first
        return replace(candidate, volume="", number="", pages="", year=(candidate.year or 1) - chance.randrange(2))
    if fault == 1:
        return replace(candidate, pages="")
    if fault == 2:
        return replace(candidate, volume="", number="")
    if fault == 3:
        return replace(candidate, authors=())
    if fault == 4:
        return replace(candidate, title=candidate.title.upper())
    if fault == 5 and len(candidate.title) > 30:  # two letters transposed
        place = len(candidate.title) // 2
        middle = candidate.title[place + 1] + candidate.title[place]
        return replace(candidate, title=candidate.title[:place] + middle + candidate.title[place + 2 :])
    if fault == 6 and not candidate.publication_type.startswith("conf"):
        return replace(candidate, title=candidate.title.partition(": ")[0])
    if fault == 7:
        return replace(candidate, year=None)
    if fault == 8:
        return replace(candidate, journal="")
    if fault == 9 and database != "pubmed":
        return replace(candidate, volume=candidate.number, number="")
    return candidate
