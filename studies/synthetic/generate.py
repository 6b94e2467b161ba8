"""A whole made-up data set into an empty database, or more of it added to what was made up before."""

from collections.abc import Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from studies.choices import Kind
from studies.dataset.file_models import CONDITIONS, GROUP_THRESHOLDS, MEASURES
from studies.dataset.load import DataSetLoader
from studies.models import Condition, OutcomeMeasure, Publication, Study
from studies.synthetic.batch import SyntheticBatch, component_ids
from studies.synthetic.distribution import SLUG, deal
from studies.synthetic.synthetic_people import make_people
from studies.synthetic.synthetic_reviews import make_review, six_month_results
from studies.synthetic.trials import Vocabulary, make_trial

# Studies written at a time: the batch is held in memory until then.
CHUNK = 500
STUDIES_A_REVIEW = 40
# More made-up reviews would make a table too long to read.
MOST_REVIEWS = 20
INCLUDED = 10
# Every so many studies one is included.
STEP = 5


class RealDataPresentError(Exception):
    """Something real is in the database; made-up studies are never mixed with it."""


@transaction.atomic
def generate(*, studies: int, seed: int, words_from: Path, conditions: Sequence[str] = ()) -> None:
    """Make so many primary studies, and reviews of some of them, in these conditions (slugs; of the back when empty).

    Their numbers continue those made up before. Raises ``RealDataPresentError`` when the database holds a real one.
    """
    refuse_with_real_studies()
    vocabulary = _vocabulary(words_from)
    # Conditions of the back that have no children.
    of_the_back = Condition.objects.filter(in_back_pain=True, children__isnull=True).values_list("slug", flat=True)
    cells = deal(list(conditions or of_the_back))
    first = Study.objects.filter(kind=Kind.PRIMARY).count() + 1
    components, people = component_ids(), make_people()
    for start in range(first, first + studies, CHUNK):
        batch = SyntheticBatch()
        for number in range(start, min(start + CHUNK, first + studies)):
            make_trial(number, seed=seed, cell=next(cells), vocabulary=vocabulary, people=people, batch=batch)
        batch.save(components)
    _add_reviews(first, studies, seed, vocabulary, people)


def refuse_with_real_studies() -> None:
    """Raises ``RealDataPresentError`` when the database holds a study or a publication that is not made up."""
    real = Study.objects.exclude(slug__startswith=SLUG).first()
    if real:
        raise RealDataPresentError(
            f"{real.label} is in this database, and made-up studies are never mixed with real ones."
        )
    paper = Publication.objects.filter(study=None).first()
    if paper:
        raise RealDataPresentError(
            f"The publication “{paper.title}” is in this database, and made-up studies are never mixed with it."
        )


def _vocabulary(directory: Path) -> Vocabulary:
    """Conditions, measures and size bands of the data set: its vocabulary, without results."""
    loader = DataSetLoader(directory)
    for table in (CONDITIONS, MEASURES, GROUP_THRESHOLDS):
        loader.load_table(table, loader.rows_of(table))
    return Vocabulary(
        conditions={condition.slug: condition for condition in Condition.objects.all()},
        measures={measure.slug: measure for measure in OutcomeMeasure.objects.all()},
    )


def _add_reviews(first: int, studies: int, seed: int, vocabulary: Vocabulary, people: tuple[User, ...]) -> None:
    """A review to every forty of the first studies, of the condition of one of them, and of studies spread over forty.

    So a review joins studies of several comparisons and routes, and one review shares some with the next.
    """
    batch = SyntheticBatch()
    rows = Study.objects.filter(kind=Kind.PRIMARY).order_by("id").prefetch_related("publications")
    made = list(rows[first - 1 : first - 1 + min(studies, MOST_REVIEWS * STUDIES_A_REVIEW)])
    results = six_month_results(made)
    known = Study.objects.filter(kind=Kind.REVIEW).count()
    for place, start in enumerate(range(0, len(made), STUDIES_A_REVIEW)):
        included = made[start : start + INCLUDED * STEP : STEP]
        make_review(
            known + 1 + place,
            seed=seed,
            condition=vocabulary.conditions[included[0].condition.slug],
            studies=included,
            results=results,
            measures=vocabulary.measures,
            people=people,
            batch=batch,
        )
    batch.save({})
