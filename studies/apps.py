"""The app that keeps what was published."""

from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db.models.signals import post_migrate

from studies.vocabulary import ComponentName


class StudiesConfig(AppConfig):
    name = "studies"
    verbose_name = "Studies"

    def ready(self) -> None:
        # Rows that the code itself defines: after a migration, and after a test has emptied the tables.
        post_migrate.connect(make_components, sender=self, dispatch_uid="studies.make_components")


def make_components(*, apps: Apps, using: str, **kwargs: Any) -> None:
    """A row for every component of the vocabulary, in its order."""
    component = apps.get_model("studies", "Component")
    standing = set(component.objects.using(using).values_list("slug", flat=True))
    for name in ComponentName:
        if name.value not in standing:
            component.objects.using(using).create(slug=name.value)
