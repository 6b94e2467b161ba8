"""The history of a record: after every change a row of what it is since, with who, when and why."""

from functools import cache
from typing import Any

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class HistoryOfModel(HistoryManager):  # type: ignore[misc]  # the library has no types
    """Its class with the queries of history is made once; the library makes it anew for each record."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]]) -> Any:  # noqa: D102 - as in Django
        return super().from_queryset(queryset_class)


class History(HistoricalRecords):  # type: ignore[misc]  # the library has no types
    """As the library keeps it, with fewer questions to the database for each change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(history_manager=HistoryOfModel, **options)

    def create_historical_record_m2ms(self, history_instance: Any, instance: models.Model) -> None:
        """Keep which records this one has links to; the library also reads those records, and this one again.

        One that was just made has none.
        """
        for field, kept in self.m2m_models.items():
            # Only records with links of their own keep them: a link may also be added from the other record, whose
            # history then has a line without links.
            if history_instance.history_type == "+" or field.model is not history_instance.instance_type:
                continue
            links = field.remote_field.through.objects.filter(**{field.m2m_field_name(): instance}).values()
            kept.objects.bulk_create([kept(history=history_instance, **link) for link in links])
