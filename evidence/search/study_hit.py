"""One study that a search found, as the page shows it: with the words that were found, and the marks of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from studies.choices import QueryState, Retraction, Severity
from studies.models import DataQuery, Publication, Study
from studies.numerics.number_formatting import people
from studies.presentation.study_sources import main_report, title_of
from studies.presentation.study_status import StatusMark, status_mark
from studies.reported.reported_numbers import NumberShare
from studies.search.search_highlights import HitPiece, excerpt, has_hit, hit_pieces
from studies.search.search_query import SearchQuery
from studies.selectors.study_numbers import read_number_shares
from studies.selectors.study_people import study_people

_LONGEST_AUTHORS = 140
_LONGEST_EXCERPT = 220
_ACTING = (Severity.ERROR, Severity.DOUBT)


@dataclass(frozen=True, slots=True)
class StudyHit:
    """One study. ``facts`` are its design, year, people and condition; ``abstract`` is of who may read abstracts."""

    href: str
    label: list[HitPiece]
    title: list[HitPiece]
    is_description: bool
    authors: list[HitPiece]
    facts: tuple[str, ...]
    mark: StatusMark
    is_doubted: bool
    retraction: str
    abstract: list[HitPiece]


def study_hits(studies: Sequence[int], query: SearchQuery, *, with_abstracts: bool) -> list[StudyHit]:
    """These studies in their order, by a fixed number of queries; one that a reader may not see is left out."""
    related = ["publications__abstract_record"] if with_abstracts else ["publications"]
    visible = Study.objects.visible().select_related("condition").prefetch_related(*related, "arms").in_bulk(studies)
    shares = read_number_shares(list(visible))
    acting = DataQuery.objects.filter(study__in=studies, state=QueryState.OPEN, severity__in=_ACTING)
    doubted = set(acting.values_list("study_id", flat=True))
    return [
        _study_hit(visible[pk], query, shares[pk], is_doubted=pk in doubted, with_abstracts=with_abstracts)
        for pk in studies
        if pk in visible
    ]


def _study_hit(
    study: Study, query: SearchQuery, share: NumberShare, *, is_doubted: bool, with_abstracts: bool
) -> StudyHit:
    publication = main_report(study)
    title = title_of(publication.title if publication else "")
    return StudyHit(
        href=study.get_absolute_url(),
        label=hit_pieces(study.label, query),
        title=hit_pieces(title.text, query),
        is_description=title.is_description,
        authors=_authors(publication.authors if publication else "", query),
        facts=_facts(study, publication),
        mark=status_mark(study, share),
        is_doubted=is_doubted,
        retraction=_retraction(study),
        abstract=_abstract(study, query) if with_abstracts else [],
    )


def _authors(names: str, query: SearchQuery) -> list[HitPiece]:
    """The first authors, and those that were found where they stand later."""
    if len(names) <= _LONGEST_AUTHORS:
        return hit_pieces(names, query)
    shown = hit_pieces(f"{names[:_LONGEST_AUTHORS].rsplit(';', 1)[0]}; …", query)
    return shown if has_hit(shown) else hit_pieces(excerpt(names, query, length=_LONGEST_AUTHORS), query) or shown


def _facts(study: Study, publication: Publication | None) -> tuple[str, ...]:
    design = study.get_design_display()
    number = study_people(study, study.arms.all())
    year = str(publication.year) if publication and publication.year else ""
    texts = (
        f"{design[:1].upper()}{design[1:]}",
        year if year not in study.label else "",
        "people not reported" if number is None else people(number),
        study.condition.name,
        publication.journal if publication else "",
    )
    return tuple(filter(None, texts))


def _retraction(study: Study) -> str:
    states = {publication.retraction for publication in study.publications.all()}
    for state in (Retraction.RETRACTED, Retraction.CONCERN):
        if state in states:
            return state.label
    return ""


def _abstract(study: Study, query: SearchQuery) -> list[HitPiece]:
    """The part of an abstract with a found word, where one has any."""
    for publication in study.publications.all():
        text = publication.abstract_record.text if hasattr(publication, "abstract_record") else ""
        if found := excerpt(text, query, length=_LONGEST_EXCERPT):
            return hit_pieces(found, query)
    return []
