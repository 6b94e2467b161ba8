"""Synthetic studies: the same for one seed, and never next to real ones."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from studies.models import OutcomeResult, Publication, ReviewInclusion, ReviewTrialRow, RiskOfBias, Study
from studies.synthetic.distribution import GROUP_SIZES, cells, deal
from tests.factories import make_publication, make_study

pytestmark = pytest.mark.django_db
CONDITION = "lumbar-disc-herniation"


def generate(studies: int, seed: int = 1) -> str:
    output = StringIO()
    call_command("generate_evidence", studies=studies, seed=seed, stdout=output)
    return output.getvalue()


def printed_results() -> list[tuple[object, ...]]:
    rows = OutcomeResult.objects.order_by("arm__study__slug", "arm__slug", "id")
    fields = ("arm__study__slug", "arm__slug", "arm__n_analysed", "measure__slug", "weeks", "n", "mean", "sd", "events")
    return list(rows.values_list(*fields))


def delete_everything() -> None:
    for model in (ReviewInclusion, ReviewTrialRow, RiskOfBias, Publication, Study):
        model.objects.all().delete()


def test_same_seed_makes_the_same_studies_and_another_seed_different_ones() -> None:
    generate(3, seed=7)
    first = printed_results()
    delete_everything()
    generate(3, seed=7)
    again = printed_results()
    delete_everything()
    generate(3, seed=8)

    assert first
    assert again == first
    assert printed_results() != first


def test_larger_number_keeps_the_first_studies() -> None:
    generate(2)
    few = printed_results()
    delete_everything()
    generate(4)

    assert printed_results()[: len(few)] == few


def test_second_run_adds_studies_with_new_numbers() -> None:
    generate(3)
    generate(2, seed=2)

    labels = Study.objects.primary().order_by("slug").values_list("label", flat=True)
    assert list(labels) == [f"Synthetic {number:04d}" for number in range(1, 6)]


def test_every_study_and_paper_is_labelled_synthetic_and_has_about_twenty_results() -> None:
    generate(50)

    assert 17 <= OutcomeResult.objects.count() / 50 <= 25
    assert all(study.label.startswith("Synthetic") and "no real study" in study.note for study in Study.objects.all())
    assert all("made-up" in paper.title for paper in Publication.objects.filter(study__isnull=False))


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


def test_real_evidence_is_not_loaded_into_a_synthetic_database(tmp_path: Path) -> None:
    generate(2)

    with pytest.raises(CommandError, match="made-up studies; real ones are never added to them"):
        call_command("load_evidence", str(tmp_path))


def test_prepare_refuses_an_undeclared_synthetic_database() -> None:
    generate(2)

    with pytest.raises(CommandError, match="holds made-up studies, but SYNTHETIC requests others"):
        call_command("prepare")


def test_less_than_one_study_is_refused() -> None:
    with pytest.raises(CommandError, match="--studies is 0; expected 1 or more"):
        generate(0)


def test_groups_have_the_listed_sizes() -> None:
    dealt = deal([CONDITION])
    places = [next(dealt) for _ in range(sum(GROUP_SIZES))]

    assert [places.count(cell) for cell in dict.fromkeys(places)] == list(GROUP_SIZES)
    assert places[0] == cells([CONDITION])[0]
