"""references.bib in the forms that other programs write it in."""

import pytest

from studies.dataset import load
from studies.dataset.bibliography import read_bibliography
from studies.models import Publication
from tests.studies.dataset.csv_copy import EVIDENCE, make_small

# The same letters and signs, as LaTeX writes them.
AS_LATEX = [
    ("Timbó", r"Timb{\'o}"),
    ("Célio", r"C\'{e}lio"),
    ("low back pain: a systematic", r"{low} back pain: a systematic"),
]


def written_in_latex(text: str) -> str:
    for plain, latex in AS_LATEX:
        assert plain in text, plain
        text = text.replace(plain, latex)
    return text


@pytest.mark.django_db
def test_latex_says_what_the_letters_say(tmp_path):
    make_small(tmp_path)
    bib = tmp_path / "references.bib"
    bib.write_text(written_in_latex(bib.read_text("utf-8")), "utf-8")

    # The rows of studies.csv have the letters, and both must agree.
    load(tmp_path, keep=True)

    paper = Publication.objects.get(row_key="andrade2019")
    assert "Barbosa, Luciano Timbó; Santos, Isabelle Oliveira; Sousa-Rodrigues, Célio Fernando de" in paper.authors
    assert "Timb{\\'o}" in paper.sources.get().original


@pytest.mark.parametrize(
    ("written", "name", "read"),
    [
        (r"note = {50\% of 20 \& more, 5 $\mu$g/ml}", "note", "50% of 20 & more, 5 μg/ml"),
        (r"pages = {VO305\_6}", "pages", "VO305_6"),
        ("pages = {996--1000}", "pages", "996–1000"),
        ("journal = {Comunicação em Ciências}", "journal", "Comunicação em Ciências"),
        (r"howpublished = {Thesis, Universit{\"a}t}", "journal", "Thesis, Universität"),
        ("doi = {10.1007/3-211-27458-8_30}", "doi", "10.1007/3-211-27458-8_30"),
        ("url = {https://example.org/a%20b~c}", "url", "https://example.org/a%20b~c"),
        ("pmcid = {PMC6357609}", "pmcid", "PMC6357609"),
        ("pmcid = {pmc 6357609}", "pmcid", "PMC6357609"),
        ("pmcid = {https://pmc.ncbi.nlm.nih.gov/articles/PMC6357609/}", "pmcid", "PMC6357609"),
    ],
)
def test_a_field_is_read_as_an_import_reads_it(tmp_path, written, name, read):
    path = tmp_path / "references.bib"
    path.write_text(f"@article{{a,\n  title = {{T}},\n  {written}\n}}\n", "utf-8")

    (row,) = read_bibliography(path)

    assert row.cells[name] == read


def test_the_bibliography_of_the_project_has_no_latex_left():
    rows = read_bibliography(EVIDENCE / "references.bib")

    left = [
        (row.cells["key"], name) for row in rows for name, cell in row.cells.items() if name != "raw" and "\\" in cell
    ]
    assert len(rows) == 167
    assert left == []
