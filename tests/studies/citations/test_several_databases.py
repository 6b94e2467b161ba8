"""Works that several databases have, each with other gaps: what is merged keeps the best of all."""

import pytest

from studies.citations.apply import apply_import
from studies.citations.fill_fields import fields_in_sources
from studies.citations.parse.entries import RetractionMark
from studies.citations.parse.read_file import open_file
from studies.citations.plan import KnownPublications, Planner
from studies.citations.undo import undo_import
from studies.models import Publication
from tests.studies.citations.import_factories import RIS, all_rows, now, plan_text
from tests.studies.citations.several_databases import embase_file, pubmed_file, sample_works, scopus_file


@pytest.mark.django_db
def test_no_merged_record_lacks_what_one_of_its_sources_has():
    works = sample_works()
    before = all_rows()
    # Later files are in another order, as databases sort.
    texts = (scopus_file(works), embase_file(works[::-1]), pubmed_file(works))

    batch = apply_import(batch=plan_text(*texts), by=None, now=now())

    made = Publication.objects.filter(entries__made_publication=True)
    records = {each.title: each for each in made.select_related("abstract_record")}
    merged = batch.entries.filter(verdict="duplicate").count()
    assert (len(records), merged) == (len(works), 2 * len(works))
    for work in works:
        record = records[work.title]
        assert (record.doi, record.pmid, record.number) == (work.doi, work.pmid, str(work.number % 6 + 1))
        assert (record.publisher, record.language) == (f"Publisher {work.number % 5}", "English")
        assert str(work.number) in record.abstract_record.text
        assert record.url == f"https://doi.org/{work.doi}"
    assert not any(fields_in_sources(records.values()).values())

    undo_import(batch=batch, by=None, now=now())
    assert all_rows() == before


NOTE = "Retraction of: Rossi A, Bianchi B. Eur Spine J 2015;24:10-19. doi: 10.1000/one. PMID: 12345678"
TITLE = "Intradiscal ozone for lumbar disc herniation: a randomised trial"


@pytest.mark.parametrize(
    "notice",
    [
        f"TY  - JOUR\nTI  - Retraction: {TITLE}\nAU  - Rossi, Anna\nPY  - 2019\nN1  - {NOTE}\nER  - \n",
        f"TY  - JOUR\nTI  - Retraction notice to: {TITLE}\nAU  - Rossi, Anna\nPY  - 2015\nVL  - 24\nSP  - 10\nER  - \n",
        f"PMID- 99999999\nTI  - Retraction: {TITLE}\nDP  - 2019\nPT  - Retraction of Publication\nROF - {NOTE}\n",
        f"@article{{n, title = {{Statement of retraction}}, year = 2019, note = {{{NOTE}}}}}",
    ],
)
def test_a_notice_that_names_the_identifiers_of_a_work_is_not_that_work(notice):
    planner = Planner(KnownPublications())
    list(planner.plan(open_file(RIS.encode()).entries()))

    (planned,) = planner.plan(open_file(notice.encode()).entries())

    assert planned.verdict in ("new", "possible")
    assert planned.candidate is not None
    assert planned.candidate.retraction is RetractionMark.NOTICE
    assert planned.candidate.doi == ""
    assert planned.candidate.pmid in ("", "99999999")
