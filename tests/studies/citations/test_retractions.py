"""The Retraction Watch file: read, written on publications, and withdrawn by a later file."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from studies.choices import NoticeKind, Retraction
from studies.citations.apply import apply_import
from studies.citations.parse.entries import FileRejectedError
from studies.citations.parse.retraction_watch import Notice, read_notices, retraction_status
from studies.citations.undo import undo_import
from studies.models import ImportBatch, Publication, PublicationSource, RetractionList, RetractionNotice
from tests.evidence.pages.html_page import read
from tests.factories import make_publication, make_user
from tests.studies.citations.import_factories import ONE, now, plan_text
from tests.studies.citations.retraction_files import DAY, LATER, OURS, csv_file, import_file, notice_row


class TestReading:
    def test_line_becomes_a_notice_with_normalised_values(self):
        data = csv_file(notice_row(7, doi="https://doi.org/10.1000/OZONE.3", pmid="12345678"))

        (notice,) = read_notices(io.BytesIO(data))

        assert notice == Notice(
            record_id="7",
            kind=NoticeKind.RETRACTION,
            nature="Retraction",
            doi=OURS,
            pmid="12345678",
            noticed_on=date(2024, 6, 13),
            notice_doi="10.1000/notice.7",
            reasons="Concerns/Issues About Data; Date of Retraction Unknown",
        )

    @pytest.mark.parametrize("doi", ["unavailable", "Unavailable", "", "0"])
    def test_placeholders_in_the_file_are_read_as_empty(self, doi):
        (notice,) = read_notices(io.BytesIO(csv_file(notice_row(1, doi=doi))))

        assert (notice.doi, notice.pmid) == ("", "")

    @pytest.mark.parametrize(
        ("nature", "kind"),
        [
            ("Retraction", NoticeKind.RETRACTION),
            ("Expression of concern", NoticeKind.CONCERN),
            ("Expression of Concern", NoticeKind.CONCERN),
            ("Correction", NoticeKind.CORRECTION),
            ("Reinstatement", NoticeKind.REINSTATEMENT),
            ("Something new", None),
        ],
    )
    def test_every_nature_of_the_file_has_its_kind(self, nature, kind):
        assert next(read_notices(io.BytesIO(csv_file(notice_row(1, nature=nature))))).kind is kind

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"", "no column Record ID"),
            (b"\x00\x01\x02 not a table", "not the Retraction Watch file"),
            (b"name,title\n1,2\n", "no column"),
            (csv_file(notice_row(1))[:-60], "columns instead of|cannot be read"),
            (csv_file() + b'1,"never closed,', "cannot be read|columns"),
        ],
    )
    def test_other_file_is_refused_with_one_message(self, data, message):
        with pytest.raises(FileRejectedError, match=message):
            list(read_notices(io.BytesIO(data)))

    def test_byte_order_mark_and_invalid_byte_are_accepted(self):
        data = b"\xef\xbb\xbf" + csv_file(notice_row(1)).replace(b"Issues", b"Issu\xe9s")

        assert next(read_notices(io.BytesIO(data))).record_id == "1"

    def test_lines_are_read_lazily(self):
        data = csv_file(*(notice_row(number) for number in range(1000))).splitlines(keepends=True)
        taken = 0

        def lines():
            nonlocal taken
            for each in data:
                taken += 1
                yield each

        next(read_notices(lines()))

        # The header, and a notice whose title runs over two lines.
        assert taken == 3


class TestWhatStands:
    @pytest.mark.parametrize(
        ("kinds", "expected"),
        [
            ([], Retraction.NOT_RETRACTED),
            (["retraction"], Retraction.RETRACTED),
            (["correction"], Retraction.NOT_RETRACTED),
            (["expression-of-concern"], Retraction.CONCERN),
            (["expression-of-concern", "retraction"], Retraction.RETRACTED),
            (["retraction", "expression-of-concern"], Retraction.RETRACTED),
            (["retraction", "reinstatement"], Retraction.NOT_RETRACTED),
            (["retraction", "reinstatement", "retraction"], Retraction.RETRACTED),
            (["reinstatement", "expression-of-concern"], Retraction.CONCERN),
        ],
    )
    def test_latest_notice_decides_the_status(self, kinds, expected):
        notices = [
            Notice(str(place), NoticeKind(kind), kind, "", "", date(2020 + place, 1, 1))
            for place, kind in enumerate(kinds)
        ]

        assert retraction_status(reversed(notices)) is expected


@pytest.mark.django_db
class TestOnTheRecords:
    @pytest.fixture
    def papers(self) -> dict[str, Publication]:
        return {
            "doi": make_publication(doi=OURS),
            "pmid": make_publication(pmid="222"),
            "neither": make_publication(),
        }

    def statuses(self) -> list[tuple[str, date | None]]:
        return list(Publication.objects.order_by("pk").values_list("retraction", "retraction_checked_on"))

    def test_checked_date_is_set_for_papers_with_an_identifier(self, papers, tmp_path):
        output = import_file(tmp_path, notice_row(1))

        assert self.statuses() == [("retracted", DAY), ("not-retracted", DAY), ("not-checked", None)]
        assert "2 publications checked, 1 have neither DOI nor PubMed number and cannot be checked." in output
        assert papers["doi"].history.first().history_change_reason == "Checked against the Retraction Watch database"

    def test_a_paper_is_found_by_its_pubmed_number(self, papers, tmp_path):
        import_file(tmp_path, notice_row(1, doi="unavailable", pmid="222"))

        assert self.statuses()[:2] == [("not-retracted", DAY), ("retracted", DAY)]

    def test_later_file_without_the_notice_reverts_the_status_and_keeps_the_notice(self, papers, tmp_path):
        import_file(tmp_path, notice_row(1))
        import_file(tmp_path, notice_row(2, doi="10.1000/another"), on=LATER)

        assert self.statuses()[0] == ("not-retracted", LATER)
        assert RetractionNotice.objects.get().withdrawn

        import_file(tmp_path, notice_row(1), on=LATER)
        assert self.statuses()[0] == ("retracted", LATER)
        assert not RetractionNotice.objects.get().withdrawn

    def test_reinstatement_reverts_the_status(self, papers, tmp_path):
        import_file(tmp_path, notice_row(1), notice_row(2, nature="Reinstatement", day="1/2/2025 0:00"))

        assert self.statuses()[0] == ("not-retracted", DAY)

    def test_the_same_file_again_writes_no_history_and_no_second_notice(self, papers, tmp_path):
        import_file(tmp_path, notice_row(1))
        before = (Publication.history.count(), RetractionNotice.history.count())

        import_file(tmp_path, notice_row(1), on=LATER)

        assert (Publication.history.count(), RetractionNotice.history.count()) == before
        assert self.statuses()[:2] == [("retracted", LATER), ("not-retracted", LATER)]

    def test_paper_retracted_by_its_citation_stays_retracted_and_is_reported(self, tmp_path):
        make_publication(
            doi="10.1000/own", title="Withdrawn by name", retraction="retracted", retraction_checked_on=DAY
        )

        output = import_file(tmp_path, notice_row(1))

        assert self.statuses() == [("retracted", DAY)]
        assert "Withdrawn by name: called retracted by another source" in output

    def test_import_can_be_undone_after_a_retraction_check(self, tmp_path):
        batch = apply_import(batch=plan_text(ONE), by=None, now=now())
        import_file(tmp_path, notice_row(1))

        undo_import(batch=batch, by=None, now=now())

        assert not Publication.objects.exists()

    @pytest.mark.parametrize(
        ("doi", "after"), [("10.1000/another", ("not-retracted", DAY)), ("10.1000/one", ("retracted", DAY))]
    )
    def test_undoing_an_import_takes_its_mark_back_unless_a_list_confirmed_it(self, tmp_path, doi, after):
        apply_import(batch=plan_text(ONE), by=None, now=now())
        batch = apply_import(
            batch=plan_text(ONE.replace("{Intradiscal", "{RETRACTED: Intradiscal")), by=None, now=now()
        )
        assert self.statuses() == [("retracted", now().date())]
        import_file(tmp_path, notice_row(1, doi=doi))

        undo_import(batch=batch, by=None, now=now())

        assert self.statuses() == [after]

    def test_invalid_file_gives_one_message_and_writes_nothing(self, papers, tmp_path):
        path = tmp_path / "half.csv"
        path.write_bytes(csv_file(notice_row(1), notice_row(2), notice_row(3))[:-50])
        before = self.statuses()

        with pytest.raises(CommandError) as refused:
            call_command("import_retractions", str(path))

        assert "Nothing was written." in str(refused.value)
        assert "\n" not in str(refused.value)
        assert self.statuses() == before
        assert not RetractionNotice.objects.exists()

    @pytest.mark.parametrize(
        ("n_notices", "sentence"),
        [
            (0, "The list holds 0 notices, and the last one, of 2026-03-01, held 20: a list with less than 90% of the"),
            (17, "The list holds 17 notices"),
            (18, ""),
        ],
    )
    def test_a_list_that_cannot_be_whole_is_refused_unless_told_otherwise(self, papers, tmp_path, n_notices, sentence):
        rows = [notice_row(number, doi=OURS if number == 1 else f"10.1000/{number}") for number in range(1, 21)]
        import_file(tmp_path, *rows)
        before = (self.statuses(), Publication.history.count(), RetractionNotice.history.count())
        fewer = rows[20 - n_notices :]

        if sentence:
            with pytest.raises(CommandError, match=sentence) as refused:
                import_file(tmp_path, *fewer, on=LATER)
            assert str(refused.value).endswith("Nothing was written. Give --accept-fewer if it is the whole list.")
            assert (self.statuses(), Publication.history.count(), RetractionNotice.history.count()) == before
            assert RetractionList.objects.count() == 1
            call_command("import_retractions", str(tmp_path / "notices.csv"), "--accept-fewer", stdout=io.StringIO())
        else:
            import_file(tmp_path, *fewer, on=LATER)

        assert RetractionNotice.objects.get().withdrawn
        assert list(RetractionList.objects.values_list("n_notices", flat=True)) == [n_notices, 20]

    def test_a_first_list_without_a_notice_is_refused(self, papers, tmp_path):
        with pytest.raises(CommandError, match="The list holds no notices. Nothing was written."):
            import_file(tmp_path)

        assert self.statuses() == [("not-checked", None)] * 3

    def test_without_a_known_last_list_the_notices_about_our_publications_are_compared(self, papers, tmp_path):
        import_file(tmp_path, notice_row(1))
        RetractionList.objects.all().delete()

        with pytest.raises(CommandError, match="The list holds 0 of the 1 notices about our publications that stand"):
            import_file(tmp_path, notice_row(2, doi="10.1000/another"), on=LATER)

        assert self.statuses()[0] == ("retracted", DAY)
        import_file(tmp_path, notice_row(1), on=LATER)
        assert self.statuses()[0] == ("retracted", LATER)

    def test_a_paper_is_found_by_an_identifier_that_only_a_source_has(self, papers, tmp_path):
        PublicationSource.objects.create(
            publication=papers["neither"], original="x", fingerprint="a" * 64, doi="10.1000/source"
        )
        import_file(tmp_path, notice_row(1, doi="10.1000/source"))

        assert self.statuses() == [("not-retracted", DAY), ("not-retracted", DAY), ("retracted", DAY)]

    def test_an_identifier_from_a_researcher_does_not_retract_a_study(self, papers, tmp_path):
        by_researcher = ImportBatch.objects.create(
            file_name="a.ris", size=1, sent_at=now(), state="applied", applied_by=make_user(role="researcher")
        )
        paper = papers["neither"]
        PublicationSource.objects.create(
            publication=paper, original="x", fingerprint="a" * 64, doi="10.1000/source", batch=by_researcher
        )
        output = import_file(tmp_path, notice_row(1, doi="10.1000/source"))

        assert self.statuses()[2] == ("not-checked", None)
        assert f"{paper.title}: listed under an identifier that only an import without a curator" in output

        Publication.objects.filter(pk=paper.pk).update(doi="10.1000/source")
        assert "without a curator" not in import_file(tmp_path, notice_row(1, doi="10.1000/source"))
        assert self.statuses()[2] == ("retracted", DAY)

    def test_what_cannot_be_checked_says_so_and_every_change_stands_in_the_history(self, client, papers, tmp_path):
        study, other = papers["doi"].study, papers["neither"].study
        import_file(tmp_path, notice_row(1), notice_row(3, doi="10.1000/x"))
        import_file(tmp_path, notice_row(2, doi="10.1000/y"), notice_row(3, doi="10.1000/x"), on=LATER)
        Publication.objects.filter(pk=papers["neither"].pk).update(
            retraction="not-retracted", retraction_checked_on=DAY
        )

        shown = read(client.get(other.get_absolute_url())).text
        assert shown.count("cannot be checked: no DOI or PubMed number is known") == 2
        assert "checked, not retracted" not in shown
        assert "checked, not retracted, 1 September 2026" in read(client.get(study.get_absolute_url())).text

        text = read(client.get(reverse("study-history", args=[study.slug]))).text
        lines = (
            "Retraction retracted checked, not retracted",
            "Notice about a publication: A trial of ozone",
            "Withdrawn no yes",
            "Retraction not checked retracted",
            "DOI of the notice 10.1000/notice.1",
        )
        places = [text.find(line) for line in lines]
        assert 0 < places[0] == min(places)
        assert places == sorted(places)
        first, _ = text.split(", not recorded No reason given. Study added")
        assert "Why: Checked against the Retraction Watch database" in first
        assert "not recorded" not in first
        assert "Retraction" not in read(client.get(reverse("study-history", args=[other.slug]))).text

    def test_missing_file_gives_one_message(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_retractions", str(tmp_path / "none.csv"))

    def test_the_number_of_queries_does_not_grow_with_the_file(self, papers, tmp_path, django_assert_max_num_queries):
        with django_assert_max_num_queries(40):
            import_file(tmp_path, *(notice_row(number, doi=f"10.1000/{number}") for number in range(500)))
