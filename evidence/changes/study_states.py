"""The digest of each study's document today, kept from one state of the database to the next.

The document of a study follows from its own rows, whose version tells whether one has changed, and from the names of
other studies and of their publications that these rows mention. Only what may have changed is made again.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from evidence.releases.public_records import (
    BATCH,
    STUDY_PATHS,
    STUDY_ROWS,
    common_names,
    documents_of_studies,
)
from evidence.releases.release_files import state_digest
from studies.models import Publication, Study
from studies.pages.history.field_words import Names, fields_of
from studies.revisions.data_version import current_version
from studies.revisions.kept_values import find_value, is_keeping, keep
from studies.selectors import study_versions

# With more, looking for who mentions them takes as long as making all documents.
MOST_RENAMED = 50


class StudyDigest(NamedTuple):
    """A study by its short name and the SHA-256 of its document."""

    slug: str
    digest: str


class DigestedStudies(NamedTuple):
    """The states of all studies that readers see, by id, and what they were made of.

    ``versions`` are those of all studies by id; ``studies`` the key and the shown label of each, ``publications``
    the title of each publication.
    """

    versions: Mapping[int, int]
    studies: Mapping[int, tuple[str | None, str]]
    publications: Mapping[int, str]
    states: Mapping[int, StudyDigest]


def study_states() -> Mapping[int, StudyDigest]:
    """The studies that readers see, by id, as they are now; computed once for each state of the data."""
    return keep(_NAME, _now).states


_NAME = "states of studies"


def _now() -> DigestedStudies:
    kept = find_value(_NAME) if current_version() is not None and is_keeping() else None
    return states_now(kept.value if kept else None)


def states_now(before: DigestedStudies | None) -> DigestedStudies:
    """The states of now; of studies of which nothing has changed, those of ``before``."""
    names, versions = common_names(), study_versions()
    keys = dict(Study.objects.values_list("pk", "row_key"))
    studies = {pk: (keys[pk], label) for pk, label in names[Study].items()}
    visible = list(Study.objects.visible().order_by("slug").values_list("pk", flat=True))
    now = DigestedStudies(versions, studies, names[Publication], {})
    changed = _changed(before, now) if before else None
    kept = before.states if before and changed is not None else {}
    made = [pk for pk in visible if pk not in kept or pk in (changed or ())]
    states = {pk: kept[pk] for pk in visible if pk in kept} | dict(_made(made, names))
    return now._replace(states=states)


def _made(numbers: list[int], names: Names) -> Iterator[tuple[int, StudyDigest]]:
    """The states of these studies (ids)."""
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        ids = dict(Study.objects.filter(pk__in=some).values_list("slug", "pk"))
        for slug, document in documents_of_studies(some, names):
            yield ids[slug], StudyDigest(slug, state_digest(document))


def _changed(before: DigestedStudies, now: DigestedStudies) -> set[int] | None:
    """The studies (ids) of which the document may be another one; None where all may."""
    renamed = _differing(before.studies, now.studies)
    publications = _differing(before.publications, now.publications)
    if len(renamed) + len(publications) > MOST_RENAMED:
        return None
    keys = {state[pk][0] for state in (before.studies, now.studies) for pk in renamed if pk in state}
    mentioning = set(_referring(Study, renamed)) | set(_referring(Publication, publications))
    mentioning |= set(_naming({key for key in keys if key}))
    return _differing(before.versions, now.versions) | mentioning


def _differing(before: Mapping[int, Any], now: Mapping[int, Any]) -> set[int]:
    return {pk for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk)}


def _referring(model: type[models.Model], numbers: Collection[int]) -> Iterator[int]:
    """The studies (ids) with rows that refer to one of these studies or publications."""
    for kind, rows in STUDY_ROWS.items() if numbers else ():
        path = STUDY_PATHS.get(kind, "study")
        for field in fields_of(rows):
            if field.related_model is model and field.name != path:
                yield from _paths(rows, Q(**{f"{field.name}__in": numbers}), path)


def _naming(keys: Collection[str]) -> Iterator[int]:
    """The studies (ids) with rows whose texts name one of these keys."""
    for kind, rows in STUDY_ROWS.items() if keys else ():
        texts = [each.name for each in fields_of(rows) if isinstance(each, models.CharField | models.TextField)]
        named = reduce(or_, (Q(**{f"{name}__contains": key}) for name in texts for key in keys))
        yield from _paths(rows, named, STUDY_PATHS.get(kind, "study"))


def _paths(rows: type[models.Model], wanted: Q, path: str) -> Iterator[int]:
    return models.QuerySet(rows).filter(wanted).values_list(path, flat=True).iterator()
