"""Under which numbers other databases have a study: those of its main report."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from studies.models import Publication


class StudyIdentifiers(NamedTuple):
    """DOI and PubMed number of a study's main report, '' where it has none."""

    doi: str = ""
    pmid: str = ""


ByStudy = Mapping[int, StudyIdentifiers]
NO_IDENTIFIERS: ByStudy = MappingProxyType({})


def read_identifiers() -> ByStudy:
    """The identifiers of every study that readers see, by its number; one query."""
    found: dict[int, StudyIdentifiers] = {}
    publications = Publication.objects.visible().main_report_first().values_list("study_id", "doi", "pmid")
    for study, doi, pmid in publications:
        if study is not None:
            found.setdefault(study, StudyIdentifiers(doi, pmid))
    return found
