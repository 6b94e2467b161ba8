"""Citations to import, and helpers that import them."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from studies.choices import Decision
from studies.citations.apply import apply_import
from studies.citations.decide import EntryDecision, decide
from studies.citations.receive import SentFile, read_files, receive_files
from studies.models import (
    ImportBatch,
    ImportedEntry,
    NotTheSame,
    Publication,
    PublicationAbstract,
    PublicationSource,
    ScreeningDecision,
)
from tests.factories import make_user

ONE = """@article{one, author = {Rossi, Anna and Bianchi, Bruno},
 title = {Intradiscal ozone for lumbar disc herniation},
 journal = {European Spine Journal}, year = {2015}, volume = {24}, pages = {10--19}, doi = {10.1000/one}}
"""
LIKE_ONE = """@article{like, author = {Rossi, A.},
 title = {Intradiscal ozone for lumbar disc herniation}, year = {2012},
 journal = {Radiology}}
"""
OTHER = "@article{other, author = {Kaya, Ege}, title = {Paravertebral ozone in chronic low back pain}, year = {2018}}\n"
# One work: in the first file with what is needed to recognise it, in the second with much of the rest.
BARE = """@article{bare, author = {Rossi, Anna and Bianchi, Bruno}, year = {2015},
 title = {Intradiscal ozone for lumbar disc herniation: a randomised trial}, journal = {European Spine Journal},
 volume = {24}, number = {3}}
"""
RIS = """TY  - JOUR
AU  - Rossi, Anna
AU  - Bianchi, Bruno
TI  - Intradiscal ozone for lumbar disc herniation: a randomised trial
JO  - European Spine Journal
PY  - 2015
VL  - 24
IS  - 3
SP  - 10
EP  - 19
DO  - 10.1000/one
SN  - 1234-5679
KW  - ozone
KW  - disc herniation
AB  - Pain fell in both groups.
ER  -
"""
BROKEN = "@article{broken, title = {Never closed, year = {2000}\n"


def plan_text(*texts: str, by: User | None = None) -> ImportBatch:
    """The plan of one file a text: a.bib, b.bib and so on."""
    files = [SentFile(f"{letter}.bib", text.encode()) for letter, text in zip("abcdefgh", texts, strict=False)]
    return read_files(batch=receive_files(files=files, by=by, now=now()))


def now():
    return timezone.now()


def import_text(text: str) -> ImportBatch:
    return apply_import(batch=plan_text(text), by=None, now=now())


def verdicts(batch: ImportBatch) -> list[str]:
    return list(batch.entries.values_list("verdict", flat=True))


def all_rows() -> list[list[dict[str, Any]]]:
    """Every row of every table that imports write, apart from the imports themselves."""
    models = (Publication, Publication.history, PublicationAbstract, PublicationAbstract.history, PublicationSource)
    models += (NotTheSame, ScreeningDecision)
    return [list(getattr(model, "objects", model).order_by("pk").values()) for model in models]


def decide_entry(entry: ImportedEntry, decision: Decision, *take: str, by: User | None = None) -> ImportedEntry:
    """A person's decision on one entry; the entry as it is afterwards."""
    decided = EntryDecision(entry.index, decision, take)
    assert decide(batch=entry.batch, decisions=[decided], by=by or make_user(), now=now()) == 1
    return ImportedEntry.objects.get(pk=entry.pk)
