"""Databases that are made once and copied: what one test writes into its copy, no other sees."""

import os

import pytest
from django.db.models.signals import post_migrate

from studies.models import Condition
from tests.conftest import PUT_BACK
from tests.factories import make_condition
from tests.harness.database_templates import DatabaseTemplates

# A search for failures runs these again and again in one folder.
OWN = f"own_{os.getpid()}"


def names() -> list[str]:
    return sorted(Condition.objects.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_template_is_made_once_and_its_copies_share_nothing(templates: DatabaseTemplates) -> None:
    made = []

    def make_records() -> None:
        made.append(make_condition(name="Sciatica"))

    with templates.copy(f"sciatica_{OWN}", make_records):
        assert names() == ["Sciatica"]
        make_condition(name="Stenosis", slug="stenosis")
    assert names() == []
    with templates.copy(f"sciatica_{OWN}", make_records):
        assert names() == ["Sciatica"]
    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_a_template_whose_maker_failed_is_made_anew(templates: DatabaseTemplates) -> None:
    def fail() -> None:
        make_condition(name="Half of it")
        raise ValueError("an interrupted maker")

    with pytest.raises(ValueError, match="interrupted"), templates.copy(f"failing_{OWN}", fail):
        pass

    with templates.copy(f"failing_{OWN}", lambda: None):
        assert names() == []
    assert names() == []


def test_what_follows_a_migration_follows_the_emptying_of_tables_too() -> None:
    names = [key[0] for key, *_ in post_migrate.receivers]
    ours = {name.partition(".")[2] for name in names if str(name).startswith(("studies.", "evidence."))}
    # The permissions of both apps are given with the rows that the code defines.
    assert ours == {"give_permissions", *(put_back.__name__ for put_back in PUT_BACK)}
