"""What studies of each condition compare, with how many studies the list of studies has of it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from studies.models import Condition, SearchComparison, SearchNote, Study, with_ancestors
from studies.reported.comparisons import Comparison
from studies.search.study_texts import study_texts

# Conditions by number, each with a comparison.
Compared = tuple[int, str]


class StudiedComparison(NamedTuple):
    """A comparison that arms with a condition make. ``studies``: those that the list finds by both of its filters."""

    condition: Condition
    comparison: Comparison
    studies: int


def compared_conditions(conditions: Mapping[int, Condition]) -> list[StudiedComparison]:
    """Every one, the most studied first, then by the order of conditions and of comparisons."""
    compared = _compared_by_study()
    counts = _listed_studies(compared, conditions)
    order, comparisons = list(conditions), list(Comparison)
    found = [
        StudiedComparison(conditions[condition], Comparison(name), counts[condition, name])
        for condition, name in {key for keys in compared.values() for key in keys}
    ]
    return sorted(
        found, key=lambda each: (-each.studies, order.index(each.condition.pk), comparisons.index(each.comparison))
    )


def _compared_by_study() -> dict[int, set[Compared]]:
    """What each study compares; of those that changed since they were indexed, by their records."""
    compared: dict[int, set[Compared]] = defaultdict(set)
    changed = SearchNote.objects.values("study_id")
    rows = SearchComparison.objects.exclude(study_id__in=changed)
    for study, condition, name in rows.values_list("study_id", "condition_id", "comparison"):
        compared[study].add((condition, name))
    if SearchNote.objects.exists():
        for texts in study_texts(Study.objects.filter(pk__in=changed)):
            compared[texts.study_id].update(texts.compared)
    return compared


def _listed_studies(compared: Mapping[int, set[Compared]], conditions: Mapping[int, Condition]) -> dict[Compared, int]:
    """How many studies have a condition, or one below it, as their main or a further one, and make a comparison."""
    above = {pk: [each.pk for each in with_ancestors(item, conditions.values())] for pk, item in conditions.items()}
    of_study: dict[int, set[int]] = defaultdict(set)
    further = Study.secondary_conditions.through.objects.values_list("study_id", "condition_id")
    for study, condition in [*Study.objects.visible().values_list("pk", "condition_id"), *further]:
        of_study[study].update(above[condition])
    counts: dict[Compared, int] = defaultdict(int)
    for study, keys in compared.items():
        for name in {name for _, name in keys}:
            for condition in of_study[study]:
                counts[condition, name] += 1
    return counts
