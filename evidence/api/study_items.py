"""Studies and their publications as rows of the API."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import MD5, Coalesce, Concat, Left, NullIf

from evidence.api.data_answers import JsonObject, KeyedItem
from evidence.api.listed_rows import Absolute
from evidence.api.record_values import printed_forms, record_data, remark_texts
from evidence.exports.whole_studies import WholeStudy, whole_study
from studies.filters import ListedStudy
from studies.models import Publication, PublicationSource, Study
from studies.models.publication import author_list
from studies.presentation.study_names import StudyNamer, study_namer
from studies.presentation.study_sources import title_of
from studies.selectors.study_numbers import read_number_shares

# Letters of a digest that tell one publication from all others.
_DIGEST = 16
_ENTRY = "entry-"
_FIRST_ENTRY = PublicationSource.objects.filter(publication=OuterRef("pk")).order_by("pk").values("fingerprint")[:1]


def _joined(*parts: Combinable | str) -> Combinable:
    """Texts of several kinds of columns as one: PostgreSQL is told that it is a text."""
    return Concat(*parts, output_field=CharField())


# The lasting name of a publication: its key in the data set; of an imported one, a digest of the entry that it came
# in; of one that a person typed, a digest of its title.
PUBLICATION_ID: Combinable = Coalesce(
    F("row_key"),
    # A text that is joined to nothing is not nothing.
    NullIf(_joined(Value(_ENTRY), Left(Subquery(_FIRST_ENTRY), _DIGEST)), Value(_ENTRY)),
    _joined(Value("title-"), Left(MD5(_joined("study__slug", "title", "doi", "pmid")), _DIGEST)),
    output_field=CharField(),
)
_TEXTS = ("journal", "volume", "number", "pages", "publisher", "language", "issn", "isbn", "url", "url_kind")
_IDENTIFIERS = ("doi", "pmid", "pmcid")


def study_items(studies: Iterable[ListedStudy], absolute: Absolute) -> list[KeyedItem]:
    """Studies of ``with_related`` with their main report and the share of confirmed numbers."""
    listed = list(studies)
    shares = read_number_shares([study.pk for study in listed])
    naming = study_namer(remark_texts(listed))
    rows = (whole_study(study, shares[study.pk]) for study in listed)
    return [KeyedItem(row.study.slug, _study(row, absolute, naming)) for row in rows]


def _study(row: WholeStudy, absolute: Absolute, naming: StudyNamer) -> JsonObject:
    study, paper = row.study, row.publication
    identifiers = {name: (getattr(paper, name) or None) if paper else None for name in _IDENTIFIERS}
    signed_off_at = study.signed_off_at
    return {
        "id": study.slug,
        "standing": study.standing,
        "signed_off_on": signed_off_at.date().isoformat() if signed_off_at else None,
        "record_changed_on": study.updated_at.date().isoformat(),
        **_title(paper),
        "year": row.year,
        **identifiers,
        **record_data("study", study, naming),
        "comparisons": [comparison.value for comparison in row.comparisons],
        "routes_of_ozone": list(row.routes),
        "has_results": row.has_results,
        "printed": printed_forms(study),
        "numbers": row.share.total,
        "numbers_confirmed": row.share.confirmed,
        "page": absolute(study.get_absolute_url()),
    }


def _title(paper: Publication | None) -> JsonObject:
    title = title_of(paper.title if paper else "")
    return {
        "title": title.text or None,
        "title_is_description": title.is_description,
        "authors": author_list(paper.authors) if paper else [],
    }


def publications_of(studies: "QuerySet[Study]", after: str, most: int) -> list[Any]:
    """The publications of these studies after a key, in the order of keys."""
    papers = Publication.objects.visible().filter(study__in=studies.values("pk"))
    keyed = papers.annotate(lasting_key=PUBLICATION_ID)
    if after:
        keyed = keyed.filter(lasting_key__gt=after)
    return list(keyed.select_related("study").order_by("lasting_key")[:most])


def publication_items(papers: Sequence[Any], absolute: Absolute) -> list[KeyedItem]:
    """Publications of ``publications_of``: nothing of an abstract, and no note of a person."""
    return [KeyedItem(paper.lasting_key, _publication(paper, absolute)) for paper in papers]


def _publication(paper: Any, absolute: Callable[[str], str]) -> JsonObject:
    checked = paper.retraction_checked_on
    return {
        "id": paper.lasting_key,
        "study": paper.study.slug,
        "role": paper.role,
        **_title(paper),
        "editors": author_list(paper.editors),
        "year": paper.year,
        "publication_type": paper.publication_type,
        **{name: getattr(paper, name) or None for name in (*_TEXTS, *_IDENTIFIERS)},
        "retraction": paper.retraction,
        "retraction_checked_on": checked.isoformat() if checked else None,
        "page": absolute(paper.study.get_absolute_url()),
    }
