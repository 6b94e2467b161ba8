"""The studies of a condition with what follows from them, kept from one state of the database to the next.

They are kept with the version of each study. What was read, judged and answered of studies with the same
version holds; only the others are read and judged again, and only the questions that they ask are answered again. So
however a row was changed, the answers are the very same as if nothing had been kept.

The worker keeps them (``evidence/warming``); pages use them. Where nothing is kept, a page starts from all rows, or it
keeps them first if they are very many.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from importlib import import_module
from itertools import takewhile
from typing import Any, NamedTuple, TypeVar

from django.conf import settings

from evidence.findings.small_site import is_small_site
from evidence.synthesis.judged_studies import JudgedStudies, judge_studies
from evidence.synthesis.stored_studies import (
    MissingPartError,
    StoredStudies,
    StudiesNow,
    WrittenStudies,
    stored_studies,
    write_studies,
)
from studies.models import Arm
from studies.reported.rows import Evidence
from studies.revisions.data_version import read_snapshot
from studies.revisions.kept_values import KeptValue, drop_value, find_value, is_keeping, store_value
from studies.revisions.shared_readings import is_sharing_readings
from studies.revisions.single_flight import single_flight
from studies.selectors import read_evidence, study_versions

# With more changed studies all are read again: each is named in the queries.
MOST_CHANGED = 200
# With more, what is kept is made anew, so that pages need not judge the same studies again and again.
FEW_CHANGED = 10
# The rows of more studies at once, with all that follows from them, take too much memory: they are kept first.
MOST_READ_AT_ONCE = 4_000
# So few that their rows take little memory, so many that there are few queries and files.
STUDIES_IN_BATCH = 500

StudyVersions = Mapping[int, int]
# Slugs of conditions that belong together, as of one and those below it.
Scope = TypeVar("Scope", bound=Sequence[str])


class KeptStudies(NamedTuple):
    """The version of each study by its id, and the summary of all that follows from them, which loads when needed.

    The parts that belong to it are kept under names of their own with the same data version.
    """

    versions: StudyVersions
    summary: Sequence[bytes]


class CurrentStudies(NamedTuple):
    """Studies as they are now, with the version of each by its id."""

    versions: StudyVersions
    studies: StudiesNow


def read_current_studies(conditions: Sequence[str], versions: StudyVersions | None = None) -> CurrentStudies | None:
    """The studies with these conditions (slugs) as they are now, by what is kept; None where that is of no use.

    ``versions`` are those of these studies in the present snapshot, where they are known.
    """
    with read_snapshot() as version:
        kept = find_value(_name(conditions)) if version is not None and is_keeping() else None
        if kept is None:
            return None
        if versions is None:
            versions = kept.value.versions if kept.version == version else study_versions(conditions)
        studies = studies_now(kept, versions, conditions)
        return CurrentStudies(versions, studies) if studies else None


def current_studies(conditions: Sequence[str]) -> CurrentStudies | None:
    """The same; where nothing is kept of very many studies they are kept first: all their rows take too much memory.

    None also where pages share their readings. Raises ``StillComputingError`` where another takes too long.
    """
    # Where all pages are made, loading what is kept would take more memory than reading the rows once.
    return None if is_sharing_readings() else read_current_studies(conditions) or _keep_many_studies(conditions)


def _keep_many_studies(conditions: Sequence[str]) -> CurrentStudies | None:
    """Keep these studies and give them as they are; None where they are not so many, or cannot be kept."""
    with read_snapshot() as version:
        if version is None or not is_keeping() or is_small_site(MOST_READ_AT_ONCE):
            return None
        versions = study_versions(conditions)
        if len(versions) < MOST_READ_AT_ONCE:
            return None
        with single_flight(_name(conditions)):
            found = read_current_studies(conditions, versions)
            if found is None:
                kept = KeptValue(version, _keep(conditions, version, versions))
                studies = studies_now(kept, versions, conditions)
                found = CurrentStudies(versions, studies) if studies else None
        return found


def has_kept_studies(conditions: Sequence[str]) -> bool:
    """Whether something is kept of the studies with these conditions."""
    return is_keeping() and find_value(_name(conditions)) is not None


def with_kept_studies(scopes: Sequence[Scope]) -> list[Scope]:
    """Those of these groups of conditions of whose studies something is kept, for a page of many conditions.

    A site with too many studies to read all at once keeps those of the others first.
    """
    kept = [scope for scope in scopes if has_kept_studies(scope)]
    if len(kept) == len(scopes) or is_sharing_readings() or is_small_site(MOST_READ_AT_ONCE):
        return kept
    # A store that refuses the studies of one takes no others: they are not judged for nothing.
    kept += takewhile(_keep_once, [scope for scope in scopes if scope not in kept])
    return [scope for scope in scopes if scope in kept]


def _keep_once(conditions: Sequence[str]) -> bool:
    with single_flight(_name(conditions)):
        return has_kept_studies(conditions) or keep_studies(conditions)


def is_outdated(conditions: Sequence[str], versions: StudyVersions) -> bool:
    """Whether nothing is kept of the studies with these conditions, or more than few have changed since."""
    kept = find_value(_name(conditions))
    return kept is None or len(changed_studies(kept.value.versions, versions)) > FEW_CHANGED


def keep_studies(conditions: Sequence[str]) -> bool:
    """Keep the studies with these conditions as they are now; whether that could be done."""
    with read_snapshot() as version:
        if version is None or not is_keeping():
            return False
        _keep(conditions, version, study_versions(conditions))
    kept = find_value(_name(conditions))
    return kept is not None and kept.version >= version


def _keep(conditions: Sequence[str], version: int, versions: StudyVersions) -> KeptStudies:
    # All that pages show of an answer is kept with it: it is known when every page is.
    import_module(settings.ROOT_URLCONF)
    return store_studies(conditions, version, versions, write_studies(judged_batches(conditions, versions)))


def store_studies(
    conditions: Sequence[str], version: int, versions: StudyVersions, written: WrittenStudies
) -> KeptStudies:
    """Keep what was written of the studies with these conditions at this data version; what is kept."""
    are_there = [
        store_value(part_name(conditions, kind, number), version, part)
        for kind, parts in written.parts.items()
        for number, part in enumerate(parts)
    ]
    kept = KeptStudies(versions, written.summary)
    # Last: a summary names parts that are there, not those that a full store refused.
    if all(are_there):
        store_value(_name(conditions), version, kept)
    return kept


def judged_batches(conditions: Sequence[str], studies: Iterable[int]) -> Iterator[JudgedStudies]:
    """These studies (ids) with these conditions, some at a time."""
    numbers = sorted(studies)
    for start in range(0, len(numbers), STUDIES_IN_BATCH):
        yield judge_studies(read_evidence(conditions, numbers[start : start + STUDIES_IN_BATCH]))
        # Reading leaves cycles behind, which stay while the collector is paused. Only new objects are looked at.
        gc.collect(0)


def versions_of_scopes(scopes: Sequence[Sequence[str]]) -> list[StudyVersions]:
    """The versions of the studies of each of these groups of conditions, from one reading."""
    versions = study_versions(sorted({slug for scope in scopes for slug in scope}))
    with_condition: dict[str, set[int]] = {}
    for slug, study in Arm.objects.values_list("condition__slug", "study_id").distinct():
        with_condition.setdefault(slug, set()).add(study)
    studies = ({study for slug in scope for study in with_condition.get(slug, ())} for scope in scopes)
    return [{study: versions[study] for study in of_scope if study in versions} for of_scope in studies]


def studies_now(kept: KeptValue, versions: StudyVersions, conditions: Sequence[str]) -> StudiesNow | None:
    """The studies as they are now, by their versions; None where a part of what is kept is gone.

    None also where so many have changed that all are read as quickly.
    """
    changed = changed_studies(kept.value.versions, versions)
    if len(changed) > MOST_CHANGED:
        return None
    now = judge_studies(read_evidence(conditions, changed) if changed else Evidence())
    found = StudiesNow(read_stored_studies(kept, conditions), changed, now, partial(_judge_all, conditions))
    try:
        found.again  # noqa: B018 - computed here, where another way is open if that fails
    except MissingPartError:
        return None
    return found


def changed_studies(before: StudyVersions, now: StudyVersions) -> set[int]:
    """The ids of the studies that are new or gone, or whose version is another one."""
    return {study for study in before.keys() | now.keys() if before.get(study) != now.get(study)}


def read_stored_studies(kept: KeptValue, conditions: Sequence[str]) -> StoredStudies:
    """The studies with these conditions as they were when they were kept."""
    read_part = lru_cache(maxsize=1)(partial(_read_part, conditions, kept.version))
    return stored_studies(kept.value.summary, read_part)


def _read_part(conditions: Sequence[str], version: int, kind: str, number: int) -> Any:
    kept = find_value(part_name(conditions, kind, number))
    if kept is None or kept.version != version:
        # So that the worker keeps them anew: the summary alone does not show that a part is gone.
        drop_value(_name(conditions), version)
        raise MissingPartError
    return kept.value


def _judge_all(conditions: Sequence[str]) -> JudgedStudies:
    return judge_studies(read_evidence(conditions))


def _name(conditions: Sequence[str]) -> str:
    return f"judged studies of {' '.join(sorted(conditions))}"


def part_name(conditions: Sequence[str], kind: str, number: int) -> str:
    """Under which name a part of what is kept of the studies with these conditions is kept."""
    return f"{_name(conditions)}, {kind} {number}"
