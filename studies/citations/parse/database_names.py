"""The database that a record says it comes from, under one name."""

import re
from functools import lru_cache

# In the order in which they are looked for: Embase's own export names MEDLINE beside it.
_NAMES = (
    ("Embase", re.compile(r"embase|\bemez\b|\bemed", re.IGNORECASE)),
    ("PubMed", re.compile(r"pubmed", re.IGNORECASE)),
    ("MEDLINE", re.compile(r"medline|\bmedl\b|\b(?:cmedm|mdc|mnh)\b", re.IGNORECASE)),
    ("Cochrane CENTRAL", re.compile(r"central register|\bcentral\b|\bcctr|cochrane", re.IGNORECASE)),
    ("Web of Science", re.compile(r"web of science|\bwos\b|science citation index", re.IGNORECASE)),
    ("Scopus", re.compile(r"scopus", re.IGNORECASE)),
    ("CINAHL", re.compile(r"cinahl|\A(?:c8h|ccm|cin20|cul|jlh|rzh)\Z", re.IGNORECASE)),
    ("APA PsycInfo", re.compile(r"psyc-?info|\A(?:psyh|psyc)\Z", re.IGNORECASE)),
    ("ERIC", re.compile(r"\Aeric\b", re.IGNORECASE)),
    ("AMED", re.compile(r"\Aamed\b|allied and complementary", re.IGNORECASE)),
    ("SPORTDiscus", re.compile(r"sportdiscus|\A(?:s3h|sph|sport)\Z", re.IGNORECASE)),
    ("Academic Search", re.compile(r"academic search|\A(?:a9h|aph|asn|asx)\Z", re.IGNORECASE)),
    ("LILACS", re.compile(r"lilacs", re.IGNORECASE)),
    ("Google Scholar", re.compile(r"google scholar", re.IGNORECASE)),
)
# What databases add to their name: the years that they hold.
_YEARS = re.compile(r"\s*<[^>]*>|\s*\b(?:19|20)\d\d\s+to\s.*")
_LONGEST_NAME = 60
# What Zotero writes where an identifier was looked up: a register that nobody searched.
_REGISTER = re.compile(r"\Adoi\.org\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def database_name(*texts: str) -> str:
    """The name of the database that texts of a record name; '' when they name none.

    >>> database_name("Ovid MEDLINE(R) ALL <1946 to June 2024>"), database_name("Embase", "Medline")
    ('MEDLINE', 'Embase')
    >>> database_name("rzh"), database_name("PTSDpubs"), database_name("DOI.org (Crossref)"), database_name("")
    ('CINAHL', 'PTSDpubs', '', '')
    """
    named = [_YEARS.sub("", text).strip() for text in texts if text.strip()]
    for name, pattern in _NAMES:
        if any(pattern.search(text) for text in named):
            return name
    return next((text for text in named if len(text) <= _LONGEST_NAME and not _REGISTER.match(text)), "")
