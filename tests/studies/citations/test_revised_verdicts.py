"""Verdicts that later entries of an import change."""

import pytest

from studies.choices import ImportVerdict
from studies.citations.apply import apply_import
from studies.models import NotTheSame, Publication
from tests.studies.citations.import_factories import now, plan_text, verdicts

pytestmark = pytest.mark.django_db

# Nothing shows that the first two are one work but the third, which has the DOI of one and the pages of the other.
IN_PRESS = """@article{press, author = {Rossi, Anna}, title = {Intradiscal ozone for lumbar disc herniation},
 journal = {European Spine Journal}, year = {2014}, doi = {10.1000/one}}
"""
PRINTED = """@article{print, author = {Rossi, A.}, title = {Intradiscal ozone for lumbar disc herniation},
 journal = {Eur Spine J}, year = {2015}, volume = {24}, pages = {10--19}}
"""
BOTH = """@article{both, author = {Rossi, Anna}, title = {Intradiscal ozone for lumbar disc herniation},
 journal = {European Spine Journal}, year = {2015}, volume = {24}, pages = {10--19}, doi = {10.1000/one}}
"""


def test_entry_that_was_to_be_decided_is_joined_when_a_later_one_shows_it_to_be_the_same():
    batch = plan_text(IN_PRESS + PRINTED + BOTH)

    assert verdicts(batch) == ["new", "duplicate", "duplicate"]
    second, third = batch.entries.all()[1:]
    assert (second.duplicate_of_index, third.duplicate_of_index) == (1, 2)
    assert second.reasons[0] == "shown by later entries"
    apply_import(batch=batch, by=None, now=now())
    assert Publication.objects.count() == 1


def test_entry_is_joined_to_the_publication_that_a_later_one_is():
    apply_import(batch=plan_text(IN_PRESS), by=None, now=now())
    publication = Publication.objects.get()

    batch = plan_text(PRINTED + BOTH)

    assert verdicts(batch) == ["duplicate", "duplicate"]
    assert [entry.duplicate_of_id for entry in batch.entries.all()] == [publication.pk] * 2
    apply_import(batch=batch, by=None, now=now())
    assert Publication.objects.count() == 1


def test_what_a_person_called_another_work_is_not_joined_later():
    apply_import(batch=plan_text(IN_PRESS), by=None, now=now())
    publication = Publication.objects.get()
    fingerprint = plan_text(PRINTED).entries.get().fingerprint
    NotTheSame.objects.create(publication=publication, fingerprint=fingerprint, told_at=now())

    batch = plan_text(PRINTED + BOTH)

    assert verdicts(batch)[0] == ImportVerdict.NEW
    assert batch.entries.first().duplicate_of_id is None
