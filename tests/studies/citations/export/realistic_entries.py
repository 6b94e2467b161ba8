"""BibTeX entries of every type as people's files have them, made from a seed."""

from collections.abc import Iterator
from random import Random

_BIBTEX = "article book booklet conference inbook incollection inproceedings manual mastersthesis misc phdthesis"
_BIBTEX += " proceedings techreport unpublished"
_BIBLATEX = "mvbook bookinbook suppbook collection mvcollection suppcollection dataset online patent periodical"
_BIBLATEX += " suppperiodical mvproceedings reference mvreference inreference report software thesis electronic www"
_FURTHER = "artwork audio bibnote commentary image jurisdiction legislation legal letter movie music performance review"
_FURTHER += " standard video"
TYPES = tuple(f"{_BIBTEX} {_BIBLATEX} {_FURTHER}".split())

_STRINGS = {"spinej": "The Spine Journal", "radmed": r"La Radiologia M{\'e}dica", "springer": r"Springer \& Co"}
_VOCABULARY = """
ozone oxygen injection lumbar disc herniation sciatica radiculopathy steroid epidural foraminal paravertebral
percutaneous chemonucleolysis discectomy randomised controlled comparison outcome disability function registry cohort
retrospective prospective blinded sham adverse infection embolism magnetic resonance tomography guidance fluoroscopy
ultrasound muscle facet sacroiliac cervical thoracic elderly workers athletes physiotherapy exercise analgesic
paracetamol opioid hospital outpatient Italian Spanish Chinese Turkish Brazilian mechanism cytokine inflammation
degeneration nucleus annulus
"""
_WORDS = _VOCABULARY.split()
# As written, each with something that readers of BibTeX get wrong.
_HARD_WORDS = (
    r"{\"O}konomie",
    r"caf{\'e}",
    r"na\"{\i}ve",
    r"\v{S}koda",
    r"{S}{\o}ren",
    r"Stra{\ss}e",
    r"{USA}",
    r"{MRI}",
    r"50\%",
    r"$\alpha$-particle",
    r"O$_2$--O$_3$",
    r"H\textsubscript{2}O",
    r"$\mu$g/mL",
    r"R\&D",
    r"a\_b",
    r"\#1",
    r"\emph{in vivo}",
    r"\textit{ex vivo}",
    r"``quoted''",
    r"it's",
    r"p~$<$~0.05",
    r"{\O}sterby",
    "Überblick",
    "β-blocker",
    "北京",
    "naïve",
    r"\textgreater 3",
    r"L4--L5",
    r"{\L}{\'o}d{\'z}",
    r"20\,mL",
    r"well-known",
    r"(pilot)",
    "C3/C4",
    "+2",
    "=",
)
_NAMES = (
    r"Bonetti, Matteo",
    r"M{\"u}ller, J{\"o}rg",
    r"van der Berg, Anna-Maria",
    r"Ludwig van Beethoven",
    r"Smith, Jr, John A.",
    r"{World Health Organization}",
    r"{Italian Society of Oxygen and Ozone Therapy}",
    r"O'Neil, Se{\'a}n",
    r"Di Sante, Luca",
    r"Guti{\'e}rrez Garc{\'\i}a, Jos{\'e}",
    r"{\L}ukasz Nowak",
    r"Sørensen, Bjørn",
    r"Zhang, Wei",
    r"de la Cruz, M.",
    r"Barnes and Noble",
    r"Hodgkin, {\'E}. T.",
    r"Kim, S.-H.",
    r"{\"O}zg{\"u}r, Ay{\c{s}}e",
    r"\v{C}apek, Karel",
    r"{DOSE Study Group}",
)
_MONTHS = ("jan", "feb", "jul", "dec", "{July}", "{7}", '"September"', 'oct # "~4"', "{May--June}")
_ODD_FIELDS = (
    r"file = {:C\:\\Users\\me\\paper.pdf:PDF}",
    "timestamp = {2020-01-01}",
    "__markedentry = {[me:1]}",
    "file = {C:\\papers\\}",
    "owner = {me}",
    r"annote = {Read \emph{this}; 5\% done}",
    r"x-custom = {kept $x^2$ as it is}",
    "series = {Lecture Notes}",
    "edition = 2",
    r"address = {M{\"u}nchen}",
    "location = {Rome, Italy}",
    "bdsk-url-1 = {https://example.org/a_b?c=d%20e}",
    "eid = {e12}",
    r"shorttitle = {Ozone}",
    "groups = {screened}",
    "language = {english}",
    "copyright = {(c) 2020, {All} rights}",
    r"abstract = {Background: pain of 50\% of the people. Methods: 20--30 injections; p $<$ 0.05.}",
    "keywords = {ozone therapy, low back pain}",
    "keywords = {ozone; pain; disc}",
    "howpublished = {Poster}",
    "issn = {0362-2436}",
    "isbn = {978-3-16-148410-0}",
    "number = {12 Suppl 1}",
    "chapter = 3",
    "organization = {IEEE}",
    "note = {In Italian}",
    r"editor = {Rossi, Anna and M{\"u}ller, Max}",
    "urldate = {2020-05-05}",
)


def bibtex_file(number: int, seed: int) -> str:
    """A file of so many entries, their types in turn, with the strings that they use before them."""
    random = Random(seed)  # noqa: S311 - nothing secret
    strings = [f'@string{{{name} = "{text}"}}' for name, text in _STRINGS.items()]
    entries = (_entry(random, TYPES[place % len(TYPES)], place) for place in range(number))
    return "\n\n".join([*strings, *entries]) + "\n"


def _entry(random: Random, entry_type: str, place: int) -> str:
    fields = list(_fields(random, entry_type, place))
    random.shuffle(fields)
    odd = random.sample(_ODD_FIELDS, random.randint(0, 6))
    names = {each.split(" = ")[0] for each in fields}
    for each in odd:
        name = each.split(" = ")[0]
        if name not in names:
            names.add(name)
            fields.append(each)
    if random.random() < 0.2:
        fields = [each[0].upper() + each[1:] for each in fields]
    prefix = random.choice(["smith", "DBLP:conf/x/", "Müller_", "a.b-c+", "o'neil"])
    key = f"{prefix}{place}"
    return f"@{entry_type}{{{key},\n  " + ",\n  ".join(fields) + "\n}"


def _fields(random: Random, entry_type: str, place: int) -> Iterator[str]:
    yield f"title = {_value(random, _title(random))}"
    if random.random() < 0.95:
        names = random.sample(_NAMES, random.choice([1, 1, 2, 3, 6]))
        yield f"author = {{{' and '.join([*names, *(['others'] if random.random() < 0.1 else [])])}}}"
    if random.random() < 0.9:
        year = random.randint(1950, 2025)
        yield random.choice([f"year = {year}", f"year = {{{year}}}", f'year = "{year}"', f"date = {{{year}-05-03}}"])
    yield from _place_in_print(random, entry_type, place)
    if random.random() < 0.5:
        yield f"doi = {{10.{random.randint(1000, 9999)}/j.a_b({place}).{random.randint(1, 99):02}}}"
    if random.random() < 0.3:
        yield f"pmid = {{{30_000_000 + place}}}"
        yield f"pmcid = {{PMC{7_000_000 + place}}}"
    if random.random() < 0.4:
        yield f"url = {{https://example.org/{place}/a_b?x=1&y=%20{random.randint(1, 9)}\\#top}}"
    if random.random() < 0.5:
        yield f"month = {random.choice(_MONTHS)}"


def _place_in_print(random: Random, entry_type: str, place: int) -> Iterator[str]:
    if entry_type in ("article", "suppperiodical", "review"):
        journals = ["spinej", "radmed", "{Pain Physician}", "{AJNR: American Journal}", "spinej # { B}"]
        yield f"journal = {random.choice(journals)}"
        yield f"volume = {random.randint(1, 60)}"
        yield f"number = {{{random.randint(1, 12)}}}"
    elif entry_type.startswith(("in", "supp")) or entry_type in ("conference", "bookinbook"):
        yield random.choice(["booktitle = {Proceedings of the {IEEE}}", r"booktitle = {Handbook of Pain \& Spine}"])
    if entry_type.endswith("thesis"):
        yield r"school = {Universit{\`a} di Milano}"
    elif entry_type in ("techreport", "report"):
        yield "institution = {WHO}"
    elif "book" in entry_type or random.random() < 0.2:
        yield random.choice(["publisher = springer", "publisher = {Elsevier}"])
    if random.random() < 0.7:
        first = place * 7 + 1
        yield random.choice(
            [f"pages = {{{first}--{first + 8}}}", f"pages = {{{first}-{first + 3}}}", f"pages = {{S{first}}}"]
        )


def _title(random: Random) -> str:
    words = random.sample(_WORDS, random.randint(5, 11)) + random.sample(_HARD_WORDS, random.randint(0, 3))
    random.shuffle(words)
    title = " ".join(words)
    return title[0].upper() + title[1:] if random.random() < 0.8 else f"{{{title}}}"


def _value(random: Random, text: str) -> str:
    """A value in braces, or in quotes where it has none of them outside braces."""
    return f'"{text}"' if random.random() < 0.3 and '"' not in text else f"{{{text}}}"
