"""Values proposed for incomplete publications: from an answer file, or from entries that they came from.

An *answer file* is what a person got for the list of incomplete publications elsewhere, such as a file of PubMed or an
answer of Crossref. Each of its records is compared with every publication, as an import compares them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studies.citations.duplicates.candidate_search import Match, WorkIndex
from studies.citations.duplicates.compare_works import MatchGrade
from studies.citations.duplicates.match_keys import match_keys_of
from studies.citations.duplicates.place_keys import PagesKey, pages_key
from studies.citations.entry_mapping import candidate_values
from studies.citations.existing_publications import match_keys_of_publications
from studies.citations.fill_fields import FILLED_FIELDS, fields_in_sources, is_empty
from studies.citations.parse.entries import CandidatePublication, ParseFailure
from studies.citations.parse.read_file import OpenedFile
from studies.citations.publication_values import FIELD_LABELS, field_value
from studies.citations.repair.incomplete_publications import incomplete_publications
from studies.models import Publication
from studies.permissions import CURATORS_FIELDS_WITH_STUDY
from studies.reported.text_keys import word_key

# So many are shown at once: each has some ten fields.
MOST_PROPOSALS = 200
_SAME_TITLE = 100.0


@dataclass(frozen=True, slots=True)
class ProposedField:
    """A value for one field. ``is_taken``: ticked until a person decides otherwise."""

    name: str
    now: Any
    proposed: Any
    is_taken: bool
    needs_curator: bool

    @property
    def label(self) -> str:
        """Its name for people."""
        return FIELD_LABELS[self.name]

    @property
    def differs(self) -> bool:
        """Whether the publication has another value."""
        return not is_empty(self.name, self.now)


@dataclass(frozen=True, slots=True)
class RepairProposal:
    """What one record says of a publication. ``reasons`` say why it is the same work."""

    publication: Publication
    reasons: tuple[str, ...]
    is_certain: bool
    fields: tuple[ProposedField, ...]


@dataclass(slots=True)
class AnswerReading:
    """What became of each record of an answer file: the lists and the counts make up the whole file."""

    proposals: list[RepairProposal] = field(default_factory=list)
    unknown: list[CandidatePublication] = field(default_factory=list)
    failures: list[ParseFailure] = field(default_factory=list)
    # Records of publications that lack nothing, and those that say nothing new.
    n_complete: int = 0
    n_without_news: int = 0
    # Further records of a publication that has a proposal already, and proposals beyond what is shown.
    n_repeated: int = 0
    n_beyond: int = 0


def proposals_in_answer(opened: OpenedFile, *, curator: bool) -> AnswerReading:
    """What an answer file proposes, by a fixed number of queries. ``curator``: whether the person is one."""
    reading = AnswerReading()
    index = WorkIndex()
    for number, work in match_keys_of_publications(Publication.objects.all()):
        index.add(number, work)
    matches: dict[int, tuple[Match, CandidatePublication]] = {}
    for entry in opened.entries():
        if entry.candidate is None:
            reading.failures += [entry.parsed] if isinstance(entry.parsed, ParseFailure) else []
        elif match := index.best(match_keys_of(entry.candidate)):
            _keep_better(matches, match, entry.candidate, reading)
        else:
            reading.unknown.append(entry.candidate)
    publications = incomplete_publications().filter(pk__in=matches).select_related("abstract_record", "study")
    _add_proposals(reading, {each.pk: each for each in publications}, matches, curator=curator)
    return reading


def _keep_better(
    matches: dict[int, tuple[Match, CandidatePublication]],
    match: Match,
    candidate: CandidatePublication,
    reading: AnswerReading,
) -> None:
    """Of several records of one publication the first certain one counts, else the first."""
    before = matches.get(match.target)
    reading.n_repeated += before is not None
    if before is None or (_is_certain(match) and not _is_certain(before[0])):
        matches[match.target] = match, candidate


def _add_proposals(
    reading: AnswerReading,
    publications: Mapping[int, Publication],
    matches: Mapping[int, tuple[Match, CandidatePublication]],
    *,
    curator: bool,
) -> None:
    for number, (match, candidate) in matches.items():
        publication = publications.get(number)
        if publication is None:
            reading.n_complete += 1
            continue
        certain = _is_certain(match)
        fields = _proposed_fields(publication, candidate_values(candidate), certain=certain, curator=curator)
        proposal = RepairProposal(publication, match.comparison.reasons, certain, fields)
        if not fields:
            reading.n_without_news += 1
        elif len(reading.proposals) < MOST_PROPOSALS:
            reading.proposals.append(proposal)
        else:
            reading.n_beyond += 1
    reading.proposals.sort(key=lambda each: not each.is_certain)


def _is_certain(match: Match) -> bool:
    """Whether it is surely the same work, or all that speaks against it is what the publication lacks."""
    same_title = match.comparison.score >= _SAME_TITLE
    differs = any("differ" in reason or reason.startswith("one is") for reason in match.comparison.reasons)
    return match.comparison.grade is MatchGrade.CERTAIN or (same_title and not differs)


def proposals_in_sources(*, curator: bool) -> AnswerReading:
    """What the entries of incomplete publications have and the publications lack, by a fixed number of queries."""
    joined = incomplete_publications().filter(entries__applied=True, entries__made_publication=False).distinct()
    publications = {each.pk: each for each in joined.select_related("abstract_record", "study")}
    reading = AnswerReading()
    for number, found in fields_in_sources(publications.values()).items():
        publication = publications[number]
        values = {each.field: each.value for each in found}
        fields = _proposed_fields(publication, values, certain=True, curator=curator)
        files = tuple(dict.fromkeys(f"in {each.entry.file.name}" for each in found))
        if not fields:
            continue
        if len(reading.proposals) < MOST_PROPOSALS:
            reading.proposals.append(RepairProposal(publication, files, is_certain=True, fields=fields))
        else:
            reading.n_beyond += 1
    return reading


def _proposed_fields(
    publication: Publication, values: Mapping[str, Any], *, certain: bool, curator: bool
) -> tuple[ProposedField, ...]:
    """The fields in which these values say something that the publication does not."""
    return tuple(_news(publication, values, certain=certain, curator=curator))


def _news(
    publication: Publication, values: Mapping[str, Any], *, certain: bool, curator: bool
) -> Iterable[ProposedField]:
    for name in FILLED_FIELDS:
        proposed, now = values.get(name), field_value(publication, name)
        if is_empty(name, proposed) or _is_the_same(name, now, proposed):
            continue
        if name == "url" and (values.get("doi") or values.get("pmid")):
            continue  # the address follows from the identifiers
        needs_curator = name in CURATORS_FIELDS_WITH_STUDY and publication.study_id is not None and not curator
        is_taken = certain and is_empty(name, now) and not needs_curator
        yield ProposedField(name, now, proposed, is_taken=is_taken, needs_curator=needs_curator)


def _is_the_same(name: str, now: Any, proposed: Any) -> bool:
    """Whether two values are equal; a title also where only signs and capital letters differ, pages in short form.

    >>> _is_the_same("title", "Ozone: a trial", "Ozone: a Trial."), _is_the_same("pages", "907–913", "907–13")
    (True, True)
    """
    if name == "title":
        return word_key(now) == word_key(proposed)
    if name == "pages" and now:
        return pages_key(now) == pages_key(proposed) != PagesKey()
    return bool(now == proposed)
