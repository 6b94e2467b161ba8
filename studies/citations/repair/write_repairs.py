"""Writing the values that a person took for incomplete publications."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from studies.citations.bulk_history import Signature
from studies.citations.existing_publications import import_lock
from studies.citations.fill_fields import FILLED_FIELDS, fields_set_by_people
from studies.citations.publication_values import (
    FIELD_LABELS,
    ChangedPublication,
    field_value,
    locked_publications,
    save_abstracts,
    save_columns,
)
from studies.models import Publication
from studies.models.publication import IDENTIFIERS
from studies.page_access import is_curator
from studies.permissions import CURATORS_FIELDS_WITH_STUDY
from studies.revisions.reasons import LONGEST_REASON, shortened


@dataclass(frozen=True, slots=True)
class TakenField:
    """A field of a publication, by its number: the value that the person saw there, and the one to write."""

    publication: int
    name: str
    before: Any
    after: Any


@dataclass(slots=True)
class RepairResult:
    """How many fields of how many publications were written, and a sentence on each that was not."""

    n_fields: int = 0
    n_publications: int = 0
    refusals: list[str] = field(default_factory=list)


def write_repairs(*, taken: Iterable[TakenField], reason: str, by: User, now: datetime) -> RepairResult:
    """Write the taken values with one line of history for each publication.

    A field that has changed since the person saw it is left alone, and so is an identifier of a publication with a
    study unless the person is a curator.
    """
    result = RepairResult()
    taken = list(taken)
    with import_lock():
        publications = locked_publications({each.publication for each in taken})
        changes = {number: ChangedPublication(each) for number, each in publications.items()}
        for each in taken:
            refusal = _refusal(publications.get(each.publication), each, by)
            if refusal:
                result.refusals.append(refusal)
            elif changes[each.publication].set(each.name, each.after):
                result.n_fields += 1
        changed = [change for change in changes.values() if change.before]
        kept = fields_set_by_people(publications.keys())
        for change in changed:
            if not change.before.keys().isdisjoint(IDENTIFIERS) and "url" not in kept[change.publication.pk]:
                change.follow_identifiers()
        signature = Signature(shortened(reason, LONGEST_REASON), by, now)
        save_columns(changed, signature)
        save_abstracts(changed, signature)
        result.n_publications = len(changed)
    return result


def _refusal(publication: Publication | None, taken: TakenField, by: User) -> str:
    """Why a field is not written; '' when it is."""
    if publication is None or taken.name not in FILLED_FIELDS:
        return "A publication of the list is no longer here."
    what = f"{FIELD_LABELS[taken.name]} of “{publication.title[:80]}”"
    if taken.name in CURATORS_FIELDS_WITH_STUDY and publication.study_id and not is_curator(by):
        return f"{what} was not written: the publication reports a study, and this needs a curator."
    if field_value(publication, taken.name) != taken.before:
        return f"{what} was not written: it has been changed since the list was made."
    return ""
