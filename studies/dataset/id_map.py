"""Ids of records by the keys of the data set."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils import timezone

from studies.dataset.load_errors import CellError
from studies.models import Component

Model = type[models.Model]


class DeletedReferenceError(Exception):
    """A row names a record that a person has deleted since it was loaded: no fault, the row is left alone."""


@dataclass(slots=True)
class IdMap:
    """Ids by model and key, filled as the files are read in the order of their dependence."""

    ids: dict[Model, dict[str, int]] = field(default_factory=dict)
    # Studies whose change is counted already: made in this load, or changed by it before.
    counted: set[int] = field(default_factory=set)
    now: datetime = field(default_factory=timezone.now)
    deleted: dict[Model, set[str]] = field(default_factory=dict)
    # Keys of records that were loaded, not made by a person.
    loaded: dict[Model, set[str]] = field(default_factory=dict)

    def open(self, model: Model) -> None:
        """Read the ids of a model, and the keys that a person has deleted."""
        if model in self.ids:
            return
        if model is Component:
            self.ids[model] = dict(Component.objects.order_by().values_list("slug", "pk"))
            self.loaded[model] = self.deleted[model] = set()
            return
        records: models.QuerySet[models.Model] = models.QuerySet(model).filter(row_key__isnull=False).order_by()
        rows = list(records.values_list("row_key", "pk", "loaded_digest"))
        self.ids[model] = {key: pk for key, pk, _ in rows}
        # A row that a person made has a key and no fingerprint.
        self.loaded[model] = {key for key, _, fingerprint in rows if fingerprint}
        self.deleted[model] = _deleted_keys(model) - self.ids[model].keys()

    def id_of(self, model: Model, key: str) -> int:
        """The id of the record with that key.

        Raises ``DeletedReferenceError`` when a person deleted it, ``CellError`` when there never was one.
        """
        self.open(model)
        if key in self.ids[model]:
            return self.ids[model][key]
        if key in self.deleted[model]:
            raise DeletedReferenceError(f"{model._meta.verbose_name} {key}")
        raise CellError(f"the key of one of the {model._meta.verbose_name_plural} of this data set")


def _deleted_keys(model: Model) -> set[str]:
    """The keys of those that were loaded and that a person deleted."""
    history = getattr(model, "history", None)
    if history is None:
        return set()
    deleted = history.filter(history_type="-", row_key__isnull=False).exclude(loaded_digest="")
    return set(deleted.order_by().values_list("row_key", flat=True))
