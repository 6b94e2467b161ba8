"""The same works as three databases export them, each with what the others lack."""

import random
from dataclasses import dataclass

N_WORKS = 60
_PARTS = (
    ("Intradiscal", "Paravertebral", "Epidural", "Periradicular", "Rectal", "Facet joint", "Foraminal", "Systemic"),
    ("ozone", "oxygen-ozone", "ozonised oil", "ozonated water"),
    ("for lumbar disc herniation", "in chronic low back pain", "after failed surgery", "for sciatica of the elderly"),
    ("with steroids", "against sham", "guided by ultrasound", "next to exercise", "at low concentration"),
    ("in Turin", "in Ankara", "in Madrid", "in Delhi", "in Havana", "in Kyiv", "in Porto"),
)
_FAMILIES = ("Rossi", "Kaya", "Garcia", "Singh", "Perez", "Koval", "Silva", "Bonetti", "Demir", "Lehnert", "Costa")
# So that no two works have one first author.
_ENDINGS = (
    *("a", "e", "i", "o", "u", "ara", "era", "ira", "ora", "ura", "ini", "oni", "uni", "eni", "ani"),
    *("elli", "illi", "olli"),
)
_JOURNALS = ("European Spine Journal", "Pain Physician", "Spine", "Interventional Neuroradiology")


@dataclass(frozen=True, slots=True)
class SampleWork:
    """A work and all that could be known of it."""

    number: int
    title: str
    author: str
    second: str
    journal: str
    year: int

    @property
    def doi(self) -> str:
        return f"10.1000/work.{self.number}"

    @property
    def pmid(self) -> str:
        return str(30_000_000 + self.number)

    @property
    def volume(self) -> int:
        return 10 + self.number % 30

    @property
    def first_page(self) -> int:
        return 100 + 11 * self.number


def sample_works() -> list[SampleWork]:
    """Works that share no title, in a fixed order."""
    choose = random.Random(14)  # noqa: S311 - no secret
    titles = {" ".join(choose.choice(part) for part in _PARTS): None for _ in range(2 * N_WORKS)}
    return [
        SampleWork(
            number,
            title,
            _FAMILIES[number % len(_FAMILIES)] + _ENDINGS[number // len(_FAMILIES)],
            choose.choice(_FAMILIES),
            choose.choice(_JOURNALS),
            2000 + number % 24,
        )
        for number, title in enumerate(list(titles)[:N_WORKS], 1)
    ]


def pubmed_file(works: list[SampleWork]) -> str:
    """PubMed: a number always, the DOI of every third, an abstract of every second; no publisher."""
    return "\n".join(
        f"PMID- {work.pmid}\nTI  - {work.title}.\nFAU - {work.author}, Anna\nFAU - {work.second}, Bruno\n"
        f"JT  - {work.journal}\nDP  - {work.year}\nVI  - {work.volume}\nPG  - {work.first_page}-{work.first_page + 8}\n"
        + (f"AID - {work.doi} [doi]\n" if work.number % 3 == 0 else "")
        + (f"AB  - Of work {work.number}: pain fell.\n" if work.number % 2 == 0 else "")
        + "LA  - eng\n"
        for work in works
    )


def embase_file(works: list[SampleWork]) -> str:
    """RIS: the DOI where PubMed has none for every other work, the issue, keywords."""
    return "".join(
        f"TY  - JOUR\nTI  - {work.title}\nAU  - {work.author}, A.\nAU  - {work.second}, B.\nJO  - {work.journal}\n"
        f"PY  - {work.year}\nVL  - {work.volume}\nIS  - {work.number % 6 + 1}\nSP  - {work.first_page}\n"
        f"EP  - {work.first_page + 8}\nKW  - ozone\nSN  - 1234-5679\n"
        + (f"DO  - {work.doi}\n" if work.number % 3 == 1 else "")
        + (f"AB  - Pain of work {work.number}.\n" if work.number % 2 else "")
        + "ER  - \n\n"
        for work in works
    )


def scopus_file(works: list[SampleWork]) -> str:
    """BibTeX: the DOI of the rest, the publisher; the first page alone."""
    return "\n".join(
        f"@article{{{work.author}{work.year}n{work.number},\n author = {{{work.author}, A. and {work.second}, B.}},\n"
        f" title = {{{work.title}}},\n journal = {{{work.journal}}}, year = {{{work.year}}},"
        f" volume = {{{work.volume}}},\n pages = {{{work.first_page}}}, publisher = {{Publisher {work.number % 5}}}"
        + (f", doi = {{{work.doi}}}" if work.number % 3 == 2 else "")
        + "}\n"
        for work in works
    )
