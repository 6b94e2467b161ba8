"""The studies of a condition with what follows from them, kept from one state of the database to the next.

They are kept with a digest of the rows of each study. What was read, judged and answered of studies with the same
digest holds; only the others are read and judged again, and only the questions that they ask are answered again. So
however a row was changed, the answers are the very same as if nothing had been kept.

The worker keeps them (``evidence/warming``); pages use them. Where nothing is kept, a page starts from all rows.
"""

import gzip
import pickle
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple

from evidence.synthesis.answers import synthesise
from evidence.synthesis.judged_studies import JudgedStudies, judge_studies, replace_studies
from studies.models import Arm
from studies.revisions.data_version import read_snapshot
from studies.revisions.kept_values import find_value, is_keeping, keep, store_value
from studies.selectors import read_evidence, study_versions

# With more changed studies all are read again: each is named in the queries.
MOST_CHANGED = 200
# With more, what is kept is made anew, so that pages need not judge the same studies again and again.
FEW_CHANGED = 10

Digests = Mapping[int, int]


class KeptStudies(NamedTuple):
    """The digest of each study by its id, and all that follows from the studies as bytes, which load when needed."""

    digests: Digests
    written: bytes


class CurrentStudies(NamedTuple):
    """Studies as they are now, with the digest of each by its id."""

    digests: Digests
    studies: JudgedStudies


def read_current_studies(conditions: Sequence[str], digests: Digests | None = None) -> CurrentStudies | None:
    """The studies with these conditions (slugs) as they are now, by what is kept; None where that is of no use.

    ``digests`` are those of these studies in the present snapshot, where they are known.
    """
    with read_snapshot() as version:
        kept = find_value(_name(conditions)) if version is not None and is_keeping() else None
        if kept is None:
            return None
        if digests is None:
            digests = kept.value.digests if kept.version == version else current_digests(conditions)
        studies = studies_now(kept.value, digests, conditions)
        return CurrentStudies(digests, studies) if studies else None


def has_kept_studies(conditions: Sequence[str]) -> bool:
    """Whether something is kept of the studies with these conditions."""
    return is_keeping() and find_value(_name(conditions)) is not None


def is_outdated(conditions: Sequence[str], digests: Digests) -> bool:
    """Whether nothing is kept of the studies with these conditions, or more than few have changed since."""
    kept = find_value(_name(conditions))
    return kept is None or len(changed_studies(kept.value.digests, digests)) > FEW_CHANGED


def keep_studies(conditions: Sequence[str]) -> bool:
    """Keep the studies with these conditions as they are now; whether that could be done."""
    with read_snapshot() as version:
        if version is None or not is_keeping():
            return False
        kept, digests = find_value(_name(conditions)), current_digests(conditions)
        studies = studies_now(kept.value, digests, conditions) if kept is not None else None
        studies = studies or judge_studies(read_evidence(conditions))
        store_value(_name(conditions), version, write_studies(studies, digests))
    return True


def current_digests(conditions: Sequence[str]) -> Digests:
    """The digest of each study with these conditions as it is now."""
    return keep(f"digests of studies of {' '.join(sorted(conditions))}", partial(study_versions, conditions))


def digests_of_scopes(scopes: Sequence[Sequence[str]]) -> list[Digests]:
    """The digests of the studies of each of these groups of conditions, from one reading."""
    digests = current_digests(sorted({slug for scope in scopes for slug in scope}))
    with_condition: dict[str, set[int]] = {}
    for slug, study in Arm.objects.values_list("condition__slug", "study_id").distinct():
        with_condition.setdefault(slug, set()).add(study)
    studies = ({study for slug in scope for study in with_condition.get(slug, ())} for scope in scopes)
    return [{study: digests[study] for study in of_scope if study in digests} for of_scope in studies]


def write_studies(studies: JudgedStudies, digests: Digests) -> KeptStudies:
    """Studies with all their answers as they are stored, compressed while they are written."""
    synthesise(studies.judged, known=studies.known)
    everything = studies.evidence, studies.judged, studies.facts, list(studies.known.values())
    written = BytesIO()
    with gzip.GzipFile(fileobj=written, mode="wb", compresslevel=1, mtime=0) as compressed:
        _Pickler(compressed, pickle.HIGHEST_PROTOCOL).dump(everything)
    return KeptStudies(digests, written.getvalue())


def _load(written: bytes) -> Any:
    """What was written; never more of its long uncompressed bytes in memory than are being read."""
    with gzip.GzipFile(fileobj=BytesIO(written)) as compressed:
        return pickle.load(compressed)  # noqa: S301 - it is ours


class _Pickler(pickle.Pickler):
    """Writes a dataclass as a call of it: one with slots loads three times as fast as from its state."""

    def reducer_override(self, value: object) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, field.name) for field in fields(value))
        return NotImplemented


def studies_now(kept: KeptStudies, digests: Digests, conditions: Collection[str]) -> JudgedStudies | None:
    """The studies as they are now, by their digests; None where so many have changed that all are read as quickly."""
    changed = changed_studies(kept.digests, digests)
    if len(changed) > MOST_CHANGED:
        return None
    evidence, judged, facts, answers = _load(kept.written)
    known = {(found.question, tuple(map(id, asking))): (asking, found) for asking, found in answers}
    before = JudgedStudies(evidence, judged, facts, known)
    return replace_studies(before, changed, read_evidence(conditions, changed)) if changed else before


def changed_studies(before: Digests, now: Digests) -> set[int]:
    """The ids of the studies that are new or gone, or whose digest is another one."""
    return {study for study in before.keys() | now.keys() if before.get(study) != now.get(study)}


def _name(conditions: Sequence[str]) -> str:
    return f"judged studies of {' '.join(sorted(conditions))}"
