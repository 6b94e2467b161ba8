"""What is searched of a study, read from its records: the texts, and what orders and counts it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studies.choices import Design, Retraction
from studies.models import OutcomeMeasure, OutcomeResult, Publication, ReportedContrast, Study
from studies.models.publication import main_first
from studies.models.study import StudyQuerySet
from studies.reported.comparisons import Comparison
from studies.search.search_tokens import doi_token, pmid_token, tokens_of
from studies.selectors.arm_comparisons import pairs_of
from studies.selectors.study_people import study_people

# Between two texts of a column: no phrase goes from one into the next.
BREAK = "x0"
# A later design in this order stands later among hits that nothing else orders.
_DESIGNS = tuple(Design)
# Years weigh less than any step between designs.
_STEP = 10_000
# Words of one column that are searched; the rest of a longer text is not. PostgreSQL holds a megabyte and 16,383 places
# of a study, and refuses or confuses what is beyond: three columns of the longest words stay below both.
MOST_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class StudyTexts:
    """One study as it is searched, each column as tokens.

    ``heading`` is what names the study, ``body`` what else everybody may read of it, ``abstract`` what only people
    who are logged in may. ``compared`` are conditions by number, each with a comparison. ``written`` are the words of
    heading and body as they are written.
    """

    study_id: int
    slug: str
    design: str
    condition_id: int
    year: int
    people: int
    weight: int
    heading: tuple[str, ...]
    body: tuple[str, ...]
    abstract: tuple[str, ...]
    compared: tuple[tuple[int, str], ...]
    written: tuple[str, ...]


def study_texts(studies: StudyQuerySet) -> Iterator[StudyTexts]:
    """The texts of those studies that readers may see, by a fixed number of queries."""
    named = _instruments(studies)
    read = (
        studies.visible()
        .select_related("condition")
        .prefetch_related(
            "publications__abstract_record",
            "secondary_conditions",
            "arms__components",
            "arms__condition",
            "adverse_events",
        )
    )
    return (_texts(study, named.get(study.pk, ())) for study in read)


def _instruments(studies: StudyQuerySet) -> Mapping[int, list[str]]:
    """The names of the instruments by which each study measured.

    Those with a name in short alone: others, such as a relief by any definition, are called by words for patients.
    """
    names = {each.pk: (each.instrument, *each.other_names) for each in OutcomeMeasure.objects.exclude(short_names="")}
    results = OutcomeResult.objects.filter(arm__study__in=studies).values_list("arm__study_id", "measure_id")
    printed = ReportedContrast.objects.filter(study__in=studies).values_list("study_id", "measure_id")
    found: dict[int, list[str]] = {}
    for study, measure in sorted({*results.order_by().distinct(), *printed.order_by().distinct()}):
        found.setdefault(study, []).extend(names.get(measure, ()))
    return found


def _texts(study: Study, instruments: Iterable[str]) -> StudyTexts:
    publications = main_first(study.publications.all())
    compared = _compared(study)
    heading = list(_heading(study, publications))
    body = [*_body(study, publications, compared), *instruments]
    abstracts = [each.abstract_record.text for each in publications if hasattr(each, "abstract_record")]
    years = [each.year for each in publications if each.year]
    year = years[0] if years else 0
    identifiers = [token for each in publications for token in (doi_token(each.doi), pmid_token(each.pmid)) if token]
    return StudyTexts(
        study_id=study.pk,
        slug=study.slug,
        design=study.design,
        condition_id=study.condition_id,
        year=year,
        people=study_people(study, study.arms.all()) or 0,
        weight=_weight(study, publications, year),
        heading=(*identifiers, BREAK, *_tokens(heading))[:MOST_WORDS],
        body=_tokens(body),
        abstract=_tokens(abstracts),
        compared=compared,
        written=tuple(dict.fromkeys(word for text in (*heading, *body) for word in text.split())),
    )


def _heading(study: Study, publications: Iterable[Publication]) -> Iterator[str]:
    yield study.label
    for each in publications:
        yield from (each.display_title, each.authors, str(each.year or ""), each.pmid, each.pmcid, each.citation_key)
    yield study.registration


def _compared(study: Study) -> tuple[tuple[int, str], ...]:
    """The comparisons that tell of ozone, each with the condition of the ozone arm."""
    found = {
        (ozone.condition_id, compared.comparison.value): None
        for ozone, _, compared in pairs_of(study.arms.all())
        if compared.comparison.isolates_ozone
    }
    return tuple(found)


def _body(study: Study, publications: Iterable[Publication], compared: Iterable[tuple[int, str]]) -> Iterator[str]:
    for condition in (study.condition, *study.secondary_conditions.all()):
        yield from (condition.name, condition.plain_name)
    yield study.get_design_display()
    yield from (study.country, study.blinding)
    for each in publications:
        yield from (each.journal, each.keywords)
        if each.retraction in (Retraction.RETRACTED, Retraction.CONCERN):
            yield each.get_retraction_display()
    for arm in study.arms.all():
        yield from (arm.label, arm.get_intervention_display(), arm.get_route_display(), arm.condition.name)
        yield from (f"{amount} {unit}" for amount, unit in ((arm.concentration, "µg/ml"), (arm.volume, "ml")) if amount)
        yield from (str(component) for component in arm.components.all())
    yield from (Comparison(name).label for _, name in compared)
    for harm in study.adverse_events.all():
        yield harm.event


def _tokens(texts: Iterable[str]) -> tuple[str, ...]:
    """The first tokens of texts, each text once, with a break before each but the first."""
    tokens: list[str] = []
    for text in dict.fromkeys(texts):
        if found := tokens_of(text, most=MOST_WORDS):
            tokens += [BREAK, *found] if tokens else found
        if len(tokens) >= MOST_WORDS:
            break
    return tuple(tokens[:MOST_WORDS])


def _weight(study: Study, publications: Iterable[Publication], year: int) -> int:
    if any(each.retraction == Retraction.RETRACTED for each in publications):
        return year
    return (len(_DESIGNS) - _DESIGNS.index(Design(study.design))) * _STEP + year
