"""Synthetic works and their records, as the databases write them; every record knows its work.

Nothing is real, but each kind is: series, errata, replies, protocols, abstracts of congresses and their papers,
preprints, one title in several years, many papers of one group in one journal, abstracts of a supplement under one DOI
and page, editorials, guidelines printed in several journals, works in other languages.
"""

from dataclasses import dataclass, replace
from random import Random

# Full name, ISO 4, Web of Science, ISSN.
JOURNALS = (
    ("European Spine Journal", "Eur Spine J", "EUR SPINE J", "0940-6719"),
    ("Spine", "Spine (Phila Pa 1976)", "SPINE", "0362-2436"),
    ("The Spine Journal", "Spine J", "SPINE J", "1529-9430"),
    ("Pain Physician", "Pain Physician", "PAIN PHYSICIAN", "1533-3159"),
    ("Journal of Pain Research", "J Pain Res", "J PAIN RES", "1178-7090"),
    ("The Journal of Pain", "J Pain", "J PAIN", "1526-5900"),
    ("American Journal of Neuroradiology", "AJNR Am J Neuroradiol", "AM J NEURORADIOL", "0195-6108"),
    ("Journal of Neurosurgery: Spine", "J Neurosurg Spine", "J NEUROSURG-SPINE", "1547-5654"),
    ("International Journal of Ozone Therapy", "Int J Ozone Ther", "INT J OZONE THER", "1972-3539"),
    ("Archives of Physical Medicine and Rehabilitation", "Arch Phys Med Rehabil", "ARCH PHYS MED REHAB", "0003-9993"),
    ("La Radiologia Medica", "Radiol Med", "RADIOL MED", "0033-8362"),
    ("Deutsche Medizinische Wochenschrift", "Dtsch Med Wochenschr", "DEUT MED WOCHENSCHR", "0012-0472"),
    ("Zhonghua Wai Ke Za Zhi", "Zhonghua Wai Ke Za Zhi", "CHINESE JOURNAL OF SURGERY", "0529-5815"),
    ("Revista Española de Cirugía Ortopédica y Traumatología", "Rev Esp Cir Ortop Traumatol",
     "REV ESP CIR ORTOP TR", "1888-4415"),
    ("Acta Neurochirurgica", "Acta Neurochir (Wien)", "ACTA NEUROCHIR", "0001-6268"),
    ("BMC Musculoskeletal Disorders", "BMC Musculoskelet Disord", "BMC MUSCULOSKEL DIS", "1471-2474"),
    ("Cochrane Database of Systematic Reviews", "Cochrane Database Syst Rev", "COCHRANE DB SYST REV", "1469-493X"),
    ("Journal of the American Medical Association", "JAMA", "JAMA-J AM MED ASSOC", "0098-7484"),
    ("New England Journal of Medicine", "N Engl J Med", "NEW ENGL J MED", "0028-4793"),
    ("Vestnik Travmatologii i Ortopedii", "Vestn Travmatol Ortop", "HERALD OF TRAUMATOLOGY", "0869-8678"),
    ("Interventional Neuroradiology", "Interv Neuroradiol", "INTERV NEURORADIOL", "1591-0199"),
)  # fmt: skip
PREPRINTS = ("medRxiv", "medRxiv", "MEDRXIV", "")
FAMILIES = [
    "Rossi",
    "Müller",
    "Kaya",
    "Wang",
    "Li",
    "Zhang",
    "Smith",
    "García López",
    "de Vries",
    "van der Berg",
    "Nowak",
    "Yıldız",
    "Muto",
    "Andreula",
    "Bocci",
    "O'Neill",
    "Le Quintrec",
    "Sørensen",
    "Hägg",
    "Ivanov",
    "Tanaka",
    "Kim",
    "Silva",
    "Dubois",
    "Çelik",
    "Novák",
    "Papadopoulos",
    "Haddad",
    "Singh",
    "Leonardi",
    "Simonetti",
    "Oder",
    "Gallucci",
    "Buric",
    "Splendiani",
    "Perri",
    "Marcia",
    "Bellini",
    "Hidalgo-Tallón",
    "Torres Morera",
    "Paoloni",
    "Melchionda",
    "Iliakis",
    "Dall'Olio",
]
GIVEN = [
    "Anna",
    "Bruno Carlo",
    "Chen",
    "Dario",
    "Elif",
    "Fatima",
    "Giorgio",
    "Hana",
    "Ivan",
    "José",
    "Kemal",
    "Laura M",
    "Marco",
    "Nadia",
    "Olga",
    "Paul",
]
# English, Italian, Spanish, German.
TREATMENTS = (
    ("intradiscal ozone injection", "infiltrazione intradiscale di ozono", "inyección intradiscal de ozono",
     "intradiskalen Ozoninjektion"),
    ("paravertebral oxygen-ozone therapy", "ossigeno-ozonoterapia paravertebrale", "ozonoterapia paravertebral",
     "paravertebralen Sauerstoff-Ozon-Therapie"),
    ("percutaneous laser decompression", "decompressione laser percutanea", "descompresión percutánea con láser",
     "perkutanen Laserdekompression"),
    ("epidural steroid injection", "infiltrazione epidurale di steroidi", "inyección epidural de esteroides",
     "epiduralen Steroidinjektion"),
    ("microdiscectomy", "microdiscectomia", "microdiscectomía", "Mikrodiskektomie"),
    ("pulsed radiofrequency", "radiofrequenza pulsata", "radiofrecuencia pulsada", "gepulsten Radiofrequenz"),
    ("exercise therapy", "esercizio terapeutico", "ejercicio terapéutico", "Bewegungstherapie"),
)  # fmt: skip
CONDITIONS = (
    ("lumbar disc herniation", "l'ernia del disco lombare", "la hernia de disco lumbar",
     "lumbalem Bandscheibenvorfall"),
    ("cervical disc herniation", "l'ernia del disco cervicale", "la hernia de disco cervical",
     "zervikalem Bandscheibenvorfall"),
    ("chronic low back pain", "la lombalgia cronica", "el dolor lumbar crónico", "chronischem Rückenschmerz"),
    ("failed back surgery syndrome", "la sindrome da chirurgia spinale fallita",
     "el síndrome de cirugía fallida de espalda", "Failed-back-surgery-Syndrom"),
    ("lumbar spinal stenosis", "la stenosi del canale lombare", "la estenosis del canal lumbar", "Spinalkanalstenose"),
    ("sacroiliac joint pain", "il dolore sacroiliaco", "el dolor sacroilíaco", "Schmerz im Iliosakralgelenk"),
)  # fmt: skip
PATTERNS = (
    ("Effect of {t} on pain and disability in patients with {c}", "Effetto della {t} sul dolore in pazienti con {c}",
     "Efecto de la {t} en el dolor de los pacientes con {c}", "Wirkung der {t} bei Patienten mit {c}"),
    ("{t} in the treatment of {c}", "La {t} nel trattamento della {c}", "La {t} en el tratamiento de {c}",
     "Die {t} in der Behandlung von Patienten mit {c}"),
    ("Is {t} effective for {c}", "È efficace la {t} per {c}", "¿Es eficaz la {t} para {c}",
     "Hilft die {t} bei Patienten mit {c}"),
    ("Long-term outcome of {t} for {c}", "Risultati a lungo termine della {t} per {c}",
     "Resultados a largo plazo de la {t} para {c}", "Langzeitergebnisse der {t} bei {c}"),
)  # fmt: skip
DESIGNS = (
    ": a randomised controlled trial", ": results in {n} patients", ". A prospective cohort study",
    ": a systematic review and meta-analysis", "", ": a case series of {n} patients", " in {who}",
)  # fmt: skip
WHO = [
    "older adults",
    "women",
    "athletes",
    "adolescents",
    "veterans",
    "nurses",
    "outpatients",
    "patients with diabetes",
]


@dataclass(frozen=True, slots=True)
class SyntheticWork:
    """One work. ``authors`` are "Family, Given"; ``original_title``: of a work in another language."""

    number: int
    kind: str
    title: str
    authors: tuple[str, ...]
    year: int
    journal: tuple[str, str, str, str]
    volume: int
    issue: str
    first_page: str
    last_page: str
    doi: str
    pmid: str
    original_title: str = ""
    language: str = ""
    form: str = "journal-article"


def synthetic_works(chance: Random, number: int, *, resembling: float = 0.35) -> list[SyntheticWork]:
    """At least that many distinct works, of groups of authors that publish many papers.

    ``resembling`` is the share of papers that have works resembling them: errata, parts, abstracts and so on.
    """
    works: list[SyntheticWork] = []
    groups = [_people(chance) for _ in range(number // 12)]
    while len(works) < number:
        paper = _paper(chance, chance.choice(groups), len(works))
        works.append(paper)
        if chance.random() < resembling:
            works += [replace(each, number=len(works) + n) for n, each in enumerate(_relatives(chance, paper))]
    return works


def _people(chance: Random) -> tuple[str, ...]:
    count = min(9, 1 + int(chance.expovariate(0.3)))
    return tuple(f"{family}, {chance.choice(GIVEN)}" for family in chance.sample(FAMILIES, count))


def _paper(chance: Random, people: tuple[str, ...], number: int) -> SyntheticWork:
    pattern, treatment, condition = (chance.choice(part) for part in (PATTERNS, TREATMENTS, CONDITIONS))
    design = chance.choice(DESIGNS).format(n=chance.randrange(8, 900), who=chance.choice(WHO))
    titles = [text.format(t=t, c=c) for text, t, c in zip(pattern, treatment, condition, strict=True)]
    language = chance.choice(["", "", "", "", "", "Italian", "Spanish", "German"])
    original = titles[["Italian", "Spanish", "German"].index(language) + 1] if language else ""
    year, first = chance.randrange(1995, 2025), chance.randrange(1, 1800)
    journal = chance.choice(JOURNALS[:16] + JOURNALS[19:])
    return SyntheticWork(
        number, "paper", titles[0][0].upper() + titles[0][1:] + design, people, year, journal, year - 1975,
        str(chance.randrange(1, 13)), str(first), str(first + chance.randrange(1, 14)),
        f"10.{1000 + number % 40}/j.{number:05d}", str(10_000_000 + number),
        original[:1].upper() + original[1:], language,
    )  # fmt: skip


def _relatives(chance: Random, paper: SyntheticWork) -> list[SyntheticWork]:
    """Other works that resemble a paper; each list is one kind."""
    kind = chance.choice(list(_KINDS))
    page = int(paper.first_page) + 100 + chance.randrange(50)
    fresh = replace(
        paper, kind=kind, first_page=str(page), last_page=str(page + 5), doi=f"{paper.doi}.r{chance.randrange(1000)}",
        pmid=str(int(paper.pmid) + 5_000_000), original_title="", language="",
    )  # fmt: skip
    return _KINDS[kind](chance, paper, fresh)


def _later(work: SyntheticWork, years: int) -> SyntheticWork:
    return replace(work, year=work.year + years, volume=work.volume + years)


def _series(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    first, second = chance.choice(
        [(". Part I", ". Part II"), (" (part 1)", " (part 2)"), (": 6 months", ": 12 months")]
    )
    next_one = replace(
        fresh, title=paper.title + second, first_page=str(int(fresh.first_page) + 20), doi=fresh.doi + "b"
    )
    return [
        replace(fresh, title=paper.title + first, pmid=""),
        replace(next_one, last_page=str(int(fresh.last_page) + 20)),
    ]


def _secondary(titles: str):
    def make(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
        title = chance.choice(titles.split("|")).format(paper.title)
        return [replace(fresh, title=title, last_page=fresh.first_page)]

    return make


def _protocol(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    title = f"{paper.title.partition(':')[0]}: protocol of a randomised controlled trial"
    return [_later(replace(fresh, title=title), -1)]


def _abstracts(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    """The same title as an abstract of two congresses: in a supplement of the journal, and in another journal."""
    short = replace(
        fresh, form="conference-abstract", pmid="", issue="Suppl 1", first_page=f"S{chance.randrange(9, 90)}"
    )
    short = replace(short, last_page=short.first_page)
    other = chance.choice([each for each in JOURNALS[:12] if each != paper.journal])
    return [
        short,
        replace(short, journal=other, first_page=f"S{chance.randrange(100, 200)}", doi=fresh.doi + "x", volume=9),
    ]


def _preprint(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    number = chance.randrange(10**7)
    new = replace(
        fresh, journal=PREPRINTS, issue="", first_page="", last_page="", doi=f"10.1101/2020.{number}", pmid=""
    )
    return [replace(new, year=paper.year - chance.randrange(2), volume=0)]


def _same_title_later(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    return [_later(fresh, chance.choice([1, 2, 5]))]


def _updates(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    """A Cochrane review and its update: one title, one page."""
    page = f"CD{chance.randrange(1000, 9999):06d}"
    first = replace(fresh, journal=JOURNALS[16], first_page=page, last_page="", doi=f"10.1002/14651858.{page}.pub2")
    second = replace(first, doi=f"10.1002/14651858.{page}.pub3", pmid=str(int(fresh.pmid) + 7))
    return [replace(first, volume=int(paper.issue)), replace(_later(second, 1), volume=int(paper.issue))]


def _other_subject(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    """The same people, journal and year; one word of the title differs."""
    words = (
        ("lumbar", "cervical"),
        ("chronic", "acute"),
        ("ozone", "laser"),
        ("pain", "function"),
        ("patients", "women"),
    )
    title = next((paper.title.replace(a, b) for a, b in words if a in paper.title), paper.title + " in men")
    return [
        replace(fresh, title=title),
        replace(
            fresh,
            title=f"{paper.title} in pregnant women",
            doi=fresh.doi + "c",
            pmid="",
            first_page=str(int(fresh.first_page) + 9),
            last_page=str(int(fresh.last_page) + 9),
        ),
    ]


def _supplement(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    """Abstracts of one group under the DOI and the page of their supplement."""
    page = f"S{chance.randrange(1, 99)}"
    shared = replace(fresh, form="conference-abstract", pmid="", issue="Suppl 2", first_page=page, last_page=page)
    shared = chance.choice(
        [
            shared,
            replace(shared, first_page="S1", last_page="S120"),
            replace(shared, issue="", first_page="", last_page=""),
        ]
    )
    return [
        replace(shared, title=paper.title.replace("pain", subject) + f" after {subject}")
        for subject in ("sleep", "gait", "stress")
    ]


def _editorials(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    """Editorials of one editor in the issues of a year, each on page 1, or one after the other."""
    title = chance.choice(["Editorial", "Letter to the editor", "Low back pain", "Ozone therapy", "From the editor"])
    bare = replace(fresh, title=title, authors=paper.authors[:1], doi="", pmid="")
    if chance.random() < 0.5:
        return [replace(bare, issue=str(issue), first_page="1", last_page="2") for issue in (1, 2, 3)]
    return [replace(bare, issue=str(n), first_page=str(100 * n), last_page=str(100 * n + 1)) for n in (1, 2, 3)]


def _guidelines(chance: Random, paper: SyntheticWork, fresh: SyntheticWork) -> list[SyntheticWork]:
    """One text printed in two journals in one year."""
    there = chance.choice([each for each in JOURNALS[:12] if each != paper.journal])
    return [replace(fresh, journal=there, volume=paper.volume + 11)]


_KINDS = {
    "series": _series,
    "erratum": _secondary("Erratum to: {}|Correction: {}|{} (vol 24, pg 10, 2015)|Corrigendum to \u201c{}\u201d"),
    "reply": _secondary("Reply to: {}|{} - Reply|Comment on \u201c{}\u201d|Letter to the editor regarding: {}|Re: {}"),
    "protocol": _protocol,
    "abstracts": _abstracts,
    "preprint": _preprint,
    "same title later": _same_title_later,
    "updates": _updates,
    "other subject": _other_subject,
    "supplement": _supplement,
    "editorials": _editorials,
    "guidelines": _guidelines,
}
