"""What people made since a load leaves with the data set, and returns the same in an empty database."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from studies.dataset import load
from studies.models import Arm, OutcomeResult, Publication, ReviewInclusion, ReviewTrialRow, RiskOfBias, Study
from tests.evidence.releases.small_release import delete_releases
from tests.factories import (
    make_arm,
    make_publication,
    make_result,
    make_review,
    make_risk_of_bias,
    make_study,
    make_user,
)
from tests.shared_records import shared_records
from tests.studies.dataset.test_export_data_set import files_of
from tests.studies.full_site import AT, make_site

pytestmark = pytest.mark.django_db
# What spreadsheets, BibTeX, CSV and databases take for something else.
LETTERS = ['"', "'", "\n", "\r\n", "\r", ",", ";", "{", "}", "\\", "%", "$", "=", "+", "-", "@", " ", "é", "臭", "𝛼"]
LETTERS += ["\u202e", "\ufeff", "e\u0301", "and", "others", "~", "#", "_", "1", "A"]
NUMBERS = [0.1 + 0.2, 1e-7, -0.0, 12345.678901234567, 2.0, 1 / 3, 99.99999999999999]


def empty_database() -> None:
    """Remove every record, releases too, as in a new database; the list of components is made again."""
    # PostgreSQL changes and empties no table whose references it has still to check.
    connection.check_constraints()
    delete_releases()
    connection.check_constraints()
    call_command("flush", interactive=False, verbosity=0)


@dataclass(frozen=True)
class RoundTrip:
    """The files of some records; those of the records that were made of these files in an empty database.

    ``told`` is what the first export printed.
    """

    first: dict[str, bytes]
    second: dict[str, bytes]
    told: str


def export_and_load_again(folder: Path) -> RoundTrip:
    make_odd_records()
    make_records_of_curators()
    first, second, told = folder / "first", folder / "second", StringIO()
    first.mkdir()
    second.mkdir()
    call_command("export_evidence", str(first), stdout=told)
    empty_database()
    load(first, keep=True)
    call_command("export_evidence", str(second), verbosity=0)
    return RoundTrip(files_of(first), files_of(second), told.getvalue())


@pytest.fixture(scope="module")
def round_trip(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RoundTrip]:
    """One for all records, which are in the database afterwards."""
    folder = tmp_path_factory.mktemp("round-trip")
    with shared_records(django_db_blocker, lambda: export_and_load_again(folder)) as made:
        yield made


def make_records_of_curators() -> None:
    study = make_site()
    second = make_publication(
        study=study, role="protocol", title="The protocol", keywords="ozone; disc", issn="1234-5678"
    )
    make_publication(study=None, title="Not screened yet", publication_type="conference-abstract")
    make_study(slug="draft-of-ours", label="A draft", standing="draft")
    Study.objects.filter(pk=study.pk).update(
        slug="of-ours", standing="signed-off", signed_off_by=make_user(), signed_off_at=AT
    )
    result = OutcomeResult.objects.filter(arm__study=study).first()
    OutcomeResult.objects.filter(pk=result.pk).update(quote="“2.1 points”", read_as="full-text", locator="")
    Arm.objects.filter(pk=result.arm_id).update(volume="about 5", volume_low=4, volume_high=6)
    make_risk_of_bias(study=study, result=result)
    review = make_review()
    for _ in range(2):
        ReviewTrialRow.objects.create(review=review, pool_locator="Figure 3", study_label="A")
    ReviewInclusion.objects.create(review=review, citation="A 2019", publication=second)


def odd_texts() -> list[str]:
    """Texts of letters that formats stumble over, always the same."""
    chance = random.Random(17)  # noqa: S311 - no secret
    texts = ["".join(chance.choices(LETTERS, k=chance.randint(1, 24))) for _ in range(30)]
    # SQLite holds the letter that ends a text in C; PostgreSQL refuses it.
    return [*texts, "a\0b"] if connection.vendor == "sqlite" else texts


def make_odd_records() -> None:
    texts = odd_texts()
    study = make_study(note=texts[-1])
    for place, text in enumerate(texts):
        make_publication(study=study, title=f"T{text}", authors=text, journal=text, note=text, volume=text[:40])
        make_arm(study=study, slug=f"arm-{place}", label=text, note=text, co_interventions=text)
    arm = study.arms.first()
    for number in NUMBERS:
        make_result(arm=arm, mean=number, sd=None, timepoint_label=repr(number), printed={"mean": repr(number)})
        make_result(arm=arm, mean=number, sd=None, timepoint_label=f"{number!r} plain")


def test_every_file_of_the_records_that_returned_is_the_same(round_trip):
    assert round_trip.second == round_trip.first


def test_what_curators_made_leaves_and_returns(round_trip):
    assert "Written as unverified: 1 signed-off stud" in round_trip.told
    assert Study.objects.get(slug="draft-of-ours").standing == "draft"
    assert Study.objects.get(slug="of-ours").standing == "unverified"
    protocol = Publication.objects.get(role="protocol")
    assert (protocol.study.slug, protocol.keywords, protocol.issn) == ("of-ours", "ozone; disc", "1234-5678")
    assert Publication.objects.get(title="Not screened yet").publication_type == "conference-abstract"
    assert OutcomeResult.objects.get(quote="“2.1 points”").locator == ""
    assert (Arm.objects.get(volume="about 5").volume_low, RiskOfBias.objects.exclude(result=None).count()) == (4, 1)
    assert ReviewTrialRow.objects.filter(pool_locator="Figure 3", study_label="A").count() == 2
    assert ReviewInclusion.objects.get(citation="A 2019").publication == protocol


def test_odd_texts_and_numbers_of_many_digits_return_the_same(round_trip):
    arms = Arm.objects.filter(study__note=odd_texts()[-1])

    assert set(arms.values_list("note", flat=True)) == set(odd_texts())
    assert set(Publication.objects.values_list("journal", flat=True)) >= set(odd_texts())
    assert set(OutcomeResult.objects.filter(arm__in=arms).values_list("mean", flat=True)) == set(NUMBERS)
