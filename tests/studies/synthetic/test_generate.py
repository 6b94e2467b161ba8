"""Synthetic studies: the same for one seed, and never next to real ones."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoDbBlocker

from studies.models import OutcomeResult, Publication, ReviewInclusion, ReviewTrialRow, RiskOfBias, Study
from studies.synthetic.distribution import GROUP_SIZES, cells, deal
from tests.factories import make_publication, make_study
from tests.shared_records import shared_records

pytestmark = pytest.mark.django_db
CONDITION = "lumbar-disc-herniation"
Results = list[tuple[object, ...]]


def generate(studies: int, seed: int = 1) -> None:
    call_command("generate_evidence", studies=studies, seed=seed, stdout=StringIO())


def printed_results() -> Results:
    rows = OutcomeResult.objects.order_by("arm__study__slug", "arm__slug", "id")
    fields = ("arm__study__slug", "arm__slug", "arm__n_analysed", "measure__slug", "weeks", "n", "mean", "sd", "events")
    return list(rows.values_list(*fields))


def two_studies() -> Results:
    generate(2)
    return printed_results()


def delete_everything() -> None:
    for model in (ReviewInclusion, ReviewTrialRow, RiskOfBias, Publication, Study):
        model.objects.all().delete()


@pytest.fixture(scope="class")
def first(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Results]:
    """What the first two studies print, which are there."""
    with shared_records(django_db_blocker, two_studies) as first:
        yield first


@pytest.mark.usefixtures("first")
class TestTwoStudies:
    def test_same_seed_makes_the_same_studies_of_which_a_larger_number_keeps_the_first(self, first: Results) -> None:
        delete_everything()
        generate(3)
        assert first
        assert printed_results()[: len(first)] == first

    def test_another_seed_makes_different_studies(self, first: Results) -> None:
        delete_everything()
        generate(2, seed=2)
        differing = [one for one, other in zip(first, printed_results(), strict=False) if one != other]
        assert len(differing) > len(first) / 2

    def test_second_run_adds_studies_with_new_numbers(self) -> None:
        generate(1, seed=2)
        labels = Study.objects.primary().order_by("slug").values_list("label", flat=True)
        assert list(labels) == ["Synthetic 0001", "Synthetic 0002", "Synthetic 0003"]

    def test_real_evidence_is_not_loaded_next_to_them(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="made-up studies; real ones are never added to them"):
            call_command("load_evidence", str(tmp_path))

    def test_prepare_refuses_an_undeclared_synthetic_database(self) -> None:
        with pytest.raises(CommandError, match="holds made-up studies, but SYNTHETIC requests others"):
            call_command("prepare")


def test_generation_is_refused_with_a_real_study() -> None:
    make_study(label="Rossi 2010")

    with pytest.raises(CommandError, match="Rossi 2010 is in this database"):
        generate(3)
    assert Study.objects.count() == 1


def test_generation_is_refused_with_a_real_paper_without_a_study() -> None:
    make_publication(study=None, title="A paper waiting to be screened")

    with pytest.raises(CommandError, match="A paper waiting to be screened"):
        generate(3)
    assert not Study.objects.exists()


def test_less_than_one_study_is_refused() -> None:
    with pytest.raises(CommandError, match="--studies is 0; expected 1 or more"):
        generate(0)


def test_groups_have_the_listed_sizes() -> None:
    dealt = deal([CONDITION])
    places = [next(dealt) for _ in range(sum(GROUP_SIZES))]

    assert [places.count(cell) for cell in dict.fromkeys(places)] == list(GROUP_SIZES)
    assert places[0] == cells([CONDITION])[0]
