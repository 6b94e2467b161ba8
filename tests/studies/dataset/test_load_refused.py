"""A load that is refused at one row writes nothing of all others."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from studies.dataset import DataSetError, load
from studies.models import Component, DataVersion, StudyChange
from tests.studies.dataset.csv_copy import change, line_of
from tests.studies.dataset.test_load_damaged import BONETTI

pytestmark = pytest.mark.django_db


def assert_untouched() -> None:
    written = {
        model._meta.label: model.objects.count()
        for model in apps.get_app_config("studies").get_models()
        if model not in (Component, DataVersion, StudyChange) and model.objects.exists()
    }
    assert written == {}


def test_the_row_that_the_database_refuses_is_found_among_many(copy: Path):
    key = "gallucci2007"
    change(copy, "studies.csv", "n_randomised", "1", where=key)
    change(copy, "studies.csv", "n_analysed", "2", where=key)

    with pytest.raises(DataSetError) as refused:
        load(copy, keep=True)

    assert_untouched()
    sentence = str(refused.value)

    assert sentence.startswith(f"studies.csv, line {line_of('studies.csv', folder=copy, where=key)}, ")
    assert "column n_analysed: '2', column n_randomised: '1'" in sentence


def test_the_command_ends_with_the_sentence(copy: Path):
    change(copy, "outcomes.csv", "n", "many", where=BONETTI)

    with pytest.raises(CommandError, match=r"column n: found 'many', expected a whole number.*Nothing was written\.$"):
        call_command("load_evidence", str(copy))
    assert_untouched()
