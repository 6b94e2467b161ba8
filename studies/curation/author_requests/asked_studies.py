"""Trials whose printed figures give no effect, and what a letter to their authors says of them."""

from collections import defaultdict
from dataclasses import dataclass

from studies.choices import Kind, ReadAs
from studies.curation.author_requests.missing_figures import TrialFigures, figures_of
from studies.curation.author_requests.request_letter import AskedTrial, missing_lines
from studies.models import AuthorRequest, Publication, Study
from studies.numerics.number_formatting import plural
from studies.presentation.study_sources import title_of
from studies.selectors.checked_studies import read_studies


@dataclass(frozen=True, slots=True)
class LackingTrial:
    """A trial that lacks figures, with its requests. ``sentence`` counts its usable comparisons."""

    label: str
    slug: str
    sentence: str
    lines: tuple[str, ...]
    requests: tuple[AuthorRequest, ...]
    read_in_full: bool
    has_usable: bool


def lacking_trials() -> list[LackingTrial]:
    """Every primary study that lacks figures, drafts too, by a fixed number of queries.

    Those without any usable comparison come first, then those that no author was asked about.
    """
    requests: dict[int, list[AuthorRequest]] = defaultdict(list)
    for request in AuthorRequest.objects.order_by("-id"):
        requests[request.study_id].append(request)
    found = []
    for study in read_studies(Study.objects.filter(kind=Kind.PRIMARY)):
        figures = figures_of(study)
        if figures.missing:
            row = study.row
            found.append(_lacking(row.label, row.slug, row.read_as, figures, tuple(requests.get(row.id, ()))))
    return sorted(found, key=lambda trial: (trial.has_usable, bool(trial.requests), trial.label, trial.slug))


def _lacking(
    label: str, slug: str, read_as: ReadAs | None, figures: TrialFigures, requests: tuple[AuthorRequest, ...]
) -> LackingTrial:
    return LackingTrial(
        label=label,
        slug=slug,
        sentence=usable_sentence(figures),
        lines=tuple(missing_lines(figures.missing)),
        requests=requests,
        read_in_full=read_as is ReadAs.FULL_TEXT,
        has_usable=bool(figures.usable),
    )


def usable_sentence(figures: TrialFigures) -> str:
    """How many comparisons can be used.

    >>> usable_sentence(TrialFigures()), usable_sentence(TrialFigures(2))
    ('No comparison of this trial can be used.', '2 comparisons of this trial can be used.')
    """
    if not figures.usable:
        return "No comparison of this trial can be used."
    return f"{plural(figures.usable, 'comparison')} of this trial can be used."


def figures_of_study(study: Study) -> TrialFigures:
    """The usable comparisons of one stored study, and what the others lack."""
    return next(figures_of(each) for each in read_studies(Study.objects.filter(pk=study.pk)))


def asked_trial(study: Study) -> AskedTrial:
    """What the letter says of a study."""
    main = study.publications.all().main_report_first().first()
    return AskedTrial(
        citation=_citation(main) if main else study.label,
        arms=tuple(study.arms.order_by("id").values_list("label", flat=True)),
        read_as=ReadAs(study.read_as) if study.read_as else None,
    )


def first_author(study: Study) -> str:
    """The first author of the main report; '' where none is displayed."""
    main = study.publications.all().main_report_first().first()
    return first_name(main.authors) if main else ""


def first_name(authors: str) -> str:
    """The first of several authors, as a letter names a person.

    >>> first_name("Agasarov, Lev G.; Konchugova, Tatiana V."), first_name("others"), first_name("SIOOT")
    ('Lev G. Agasarov', '', 'SIOOT')
    """
    family, _, given = authors.partition(";")[0].strip().partition(",")
    return "" if family == "others" else f"{given.strip()} {family}".strip()


def _citation(paper: Publication) -> str:
    """Authors, title, journal and identifier, as far as the record has them."""
    title = title_of(paper.title).text
    parts = (paper.authors.replace(";", ","), title, paper.journal, str(paper.year or ""))
    address = f"https://doi.org/{paper.doi}" if paper.doi else paper.url
    return " ".join([*(f"{part.rstrip('.')}." for part in parts if part), *filter(None, [address])])
