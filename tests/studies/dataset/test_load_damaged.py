"""A damaged copy of the data set: the message names the line and what was expected."""

from pathlib import Path

import pytest
from django.db import transaction

from studies.dataset import DataSetError
from studies.dataset.csv_files import read_rows
from studies.dataset.load import DataSetLoader
from studies.dataset.row_plan import read_values
from studies.dataset.table_spec import TableSpec
from tests.studies.dataset.csv_copy import all_tables, change, line_of

BONETTI = "bonetti2005--disc-ozone--poor-outcome--w26-07"
JOST = "jostdiscopathynd--ozone--pain-vas--w12"


def refusal_of(folder: Path, file: str) -> str:
    """The sentence with which one file is refused; the records of the others are in the database."""
    with pytest.raises(DataSetError) as damaged, transaction.atomic():
        load_file(DataSetLoader(folder), file)
    return str(damaged.value)


def load_file(loader: DataSetLoader, file: str) -> None:
    if file in ("studies.csv", "references.bib"):
        loader.load_studies()
    elif file == "claims.csv":
        loader.load_claims()
    else:
        [table] = tables_of(file)
        loader.load_table(table, loader.rows_of(table))


def tables_of(file: str) -> list[TableSpec]:
    return [table for table in all_tables() if table.file == file]


# File, the row's key ("" for the first row), column, value put there, the expected sentence.
DAMAGED_CELLS = [
    ("studies.csv", "bonetti2005", "design", "randomised", "expected one of: rct"),
    ("studies.csv", "bonetti2005", "year", "05", "expected a year of four digits"),
    ("studies.csv", "bonetti2005", "year", "1066", "expected a year"),
    ("studies.csv", "bonetti2005", "n_randomised", "306.5", "expected a whole number, zero or more"),
    ("studies.csv", "bonetti2005", "n_randomised", "-3", "expected a whole number, zero or more"),
    ("studies.csv", "bonetti2005", "n_randomised", "9999999999", "at most nine digits"),
    ("studies.csv", "bonetti2005", "url", "javascript:alert(1)", "begins with http:// or https://"),
    ("studies.csv", "bonetti2005", "title", "", "expected a text, not an empty cell"),
    ("studies.csv", "bonetti2005", "country", "x" * 61, "at most 60 characters"),
    ("studies.csv", "bonetti2005", "doi", "x" * 201, "at most 200 characters"),
    ("studies.csv", "bonetti2005", "isolates_ozone", "perhaps", "expected one of: yes, no, na"),
    ("studies.csv", "bonetti2005", "key", "Bonetti 2005", "expected a key of small letters"),
    ("arms.csv", "", "route", "oral", "expected one of: intradiscal"),
    ("arms.csv", "", "arm", "Disc Ozone", "expected a key of small letters"),
    ("outcomes.csv", BONETTI, "n", "many", "expected a whole number"),
    ("outcomes.csv", BONETTI, "events", "1e1", "expected a whole number"),
    ("outcomes.csv", BONETTI, "percent", "15,1", "expected a number such as 4 or 4.5"),
    ("outcomes.csv", BONETTI, "percent", "nan", "expected a number"),
    ("outcomes.csv", BONETTI, "percent", "9" * 400, "expected a number"),
    ("outcomes.csv", BONETTI, "percent", " 15.1", "expected a number"),
    ("outcomes.csv", BONETTI, "is_change", "no", "expected 1 or 0"),
    ("outcomes.csv", BONETTI, "events_derived", "1", "expected yes or no"),
    ("outcomes.csv", BONETTI, "source_url", "", "expected a text"),
    ("outcomes.csv", BONETTI, "poolable", "maybe", "expected one of: yes"),
    ("contrasts.csv", "", "p_relation", "≤", "expected one of: nothing, ="),
    ("adverse_events.csv", "", "n_events", "none", "expected a whole number"),
    ("pooled.csv", "", "estimate", "", "cannot be null"),
    ("included.csv", "", "list_complete", "", "expected yes or no"),
    ("mcid.csv", "", "use", "between-group", "expected one of: within-person"),
    ("between_group.csv", "", "size", "huge", "expected one of: small"),
    ("registrations.csv", "", "url", "clinicaltrials.gov", "begins with http"),
    ("conditions.csv", "", "in_back_pain", "y", "expected yes or no"),
    ("outcome_measures.csv", "", "order_in_domain", "", "cannot be null"),
    ("claims.csv", "", "verdict", "true", "expected one of: supported"),
    ("data_queries.csv", "", "severity", "fatal", "expected one of: error"),
]
UNKNOWN_REFERENCES = [
    ("studies.csv", "bonetti2005", "secondary_conditions", "sciatica; neck-pain", "joined by semicolons"),
    (
        "studies.csv",
        "bonetti2005",
        "condition",
        "slipped-disc",
        "expected the key of one of the conditions of this data set.",
    ),
    (
        "studies.csv",
        "bonetti2005",
        "secondary_conditions",
        "sciatica;lumbago",
        "expected the key of one of the conditions of this data set.",
    ),
    ("arms.csv", "", "components", "ozone;snake-oil", "expected the key of one of the components of this data set."),
    ("arms.csv", "", "components", "", "not an empty cell"),
    ("arms.csv", "", "study", "nobody2005", "expected the key of one of the studies of this data set."),
    ("outcomes.csv", BONETTI, "arm", "surgery", "expected the key of one of the arms of this data set."),
    (
        "outcomes.csv",
        BONETTI,
        "outcome",
        "happiness",
        "expected the key of one of the outcome measures of this data set.",
    ),
    ("appraisals.csv", "", "judged_by", "nobody", "expected the key of one of the studies of this data set."),
    ("mcid.csv", "", "citation_key", "ostelo2009", "expected the key of one of the publications of this data set."),
    (
        "claims.csv",
        "",
        "verdict_evidence",
        "rimeika2021;nobody",
        "expected the key of one of the studies of this data set.",
    ),
]


def place(folder, file, where) -> str:
    return f"{file}, line {line_of(file, folder=folder, where=where) if where else 2}"


@pytest.mark.parametrize(("file", "where", "column", "value", "expected"), DAMAGED_CELLS)
def test_a_damaged_cell_is_refused_with_its_place(copy, file, where, column, value, expected):
    at = place(copy, file, where)
    change(copy, file, column, value, where=where)
    tables = tables_of(file)
    columns = frozenset[str]().union(*(table.header for table in tables))

    with pytest.raises(DataSetError) as damaged:
        [read_values(table, row) for row in read_rows(copy / file, columns=columns) for table in tables]

    sentence = str(damaged.value)
    assert sentence.startswith(f"{at}, column {column}: found {value[:100]!r}"[:80])
    assert expected in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(("file", "where", "column", "value", "expected"), UNKNOWN_REFERENCES)
def test_a_name_of_nothing_is_refused_with_its_place(folder, file, where, column, value, expected):
    change(folder, file, column, value, where=where)

    sentence = refusal_of(folder, file)

    assert sentence.startswith(f"{place(folder, file, where)}, column {column}: found {value!r}, expected ")
    assert expected in sentence


# Each cell alone is valid; the row cannot be true.
IMPOSSIBLE_ROWS = [
    ("outcomes.csv", BONETTI, "events", "87", "column events: '87', column n: '86': More events than participants."),
    ("outcomes.csv", BONETTI, "percent", "101", "column percent: '101': A percentage lies between 0 and 100."),
    ("outcomes.csv", BONETTI, "timepoint_weeks", "-1", "A time in weeks is not negative."),
    ("outcomes.csv", BONETTI, "mean", "3", "A count of people has no mean"),
    ("outcomes.csv", BONETTI, "events_derived", "", "A count, and nothing else"),
    ("outcomes.csv", BONETTI, "sd", "-1", "A standard deviation is not negative."),
    ("studies.csv", "bonetti2005", "n_analysed", "307", "More people analysed than randomised."),
    ("studies.csv", "bonetti2005", "pct_female", "120", "between 0 and 100 percent"),
    ("arms.csv", "", "ozone_ug_per_ml_min", "-5", "not below zero"),
    ("contrasts.csv", "", "p_value", "5", "P lies between 0 and 1."),
    ("adverse_events.csv", "", "n_at_risk", "0", "More people with the event than at risk."),
    ("between_group.csv", "", "lower", "50", "The band runs from a smaller to a larger number."),
    ("mcid.csv", "", "display_range", "0-100" * 5, "at most 20 characters"),
    ("pooled.csv", "", "i2", "101", "I² lies between 0 and 100 percent."),
]


@pytest.mark.parametrize(("file", "where", "column", "value", "expected"), IMPOSSIBLE_ROWS)
def test_database_refusal_is_reported_with_its_line(folder, file, where, column, value, expected):
    change(folder, file, column, value, where=where)
    if column == "n_at_risk":
        change(folder, file, "denominator_kind", "treated")
        change(folder, file, "n_events", "1")

    sentence = refusal_of(folder, file)

    assert sentence.startswith(f"{place(folder, file, where)}, column ")
    assert expected in sentence
    assert f"column {column}" in sentence


def rewrite(folder, file, old, new, count=1):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


class TestDamagedFiles:
    def test_a_missing_file(self, folder):
        (folder / "claims.csv").unlink()

        assert "claims.csv cannot be read (No such file or directory)" in refusal_of(folder, "claims.csv")

    def test_an_empty_file(self, folder):
        (folder / "claims.csv").write_text("")

        assert refusal_of(folder, "claims.csv") == "claims.csv is empty; expected a header row."

    def test_a_missing_column(self, folder):
        rewrite(folder, "arms.csv", ",stratum,", ",")

        assert refusal_of(folder, "arms.csv").startswith("arms.csv, line 1: the column 'stratum' is missing")

    def test_an_unknown_column(self, folder):
        rewrite(folder, "arms.csv", ",stratum,", ",stratum,mood,")

        assert refusal_of(folder, "arms.csv").startswith("arms.csv, line 1: the column 'mood' is unknown")

    def test_a_repeated_column(self, folder):
        rewrite(folder, "arms.csv", ",stratum,", ",label,")

        assert refusal_of(folder, "arms.csv").startswith("arms.csv, line 1: the column 'label' appears twice")

    def test_a_field_too_many(self, folder):
        rewrite(folder, "conditions.csv", "back pain of any kind,", "back pain, of any kind,")

        assert (
            refusal_of(folder, "conditions.csv")
            == "conditions.csv, line 2: has 8 fields; expected 7, as in the header."
        )

    def test_semicolons_between_fields(self, folder):
        path = folder / "conditions.csv"
        path.write_text(path.read_text().replace(",", ";"))

        assert refusal_of(folder, "conditions.csv").startswith(
            "conditions.csv, line 1: the column 'in_back_pain' is missing"
        )

    def test_a_byte_order_mark(self, folder):
        path = folder / "conditions.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

        assert refusal_of(folder, "conditions.csv").startswith("conditions.csv, line 1: begins with a byte order mark")

    def test_another_encoding(self, folder):
        path = folder / "conditions.csv"
        path.write_bytes(path.read_bytes().replace(b"back pain of any kind", b"back pain \xe9"))

        assert (
            refusal_of(folder, "conditions.csv") == r"conditions.csv, line 2: found the byte b'\xe9', expected UTF-8."
        )

    def test_a_byte_that_no_text_holds(self, folder):
        rewrite(folder, "conditions.csv", "back pain of any kind", "back\0pain")

        assert refusal_of(folder, "conditions.csv") == "conditions.csv, line 2: found a NUL byte, expected text."

    def test_a_quote_that_never_ends(self, folder):
        rewrite(folder, "conditions.csv", "back pain of any kind", '"back pain of any kind')

        assert refusal_of(folder, "conditions.csv").startswith(
            "conditions.csv, line 2: is not a row of comma-separated values"
        )

    def test_a_quote_after_its_end(self, folder):
        rewrite(folder, "conditions.csv", "back pain of any kind", '"back pain" of any kind')

        assert refusal_of(folder, "conditions.csv").startswith(
            "conditions.csv, line 2: is not a row of comma-separated values"
        )

    def test_a_repeated_key(self, folder):
        line = line_of("outcomes.csv", folder=folder, where=BONETTI)
        path = folder / "outcomes.csv"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join([*lines, lines[line - 1]]))

        sentence = refusal_of(folder, "outcomes.csv")

        assert sentence.startswith(f"outcomes.csv, line {len(lines) + 1}, column row_key: found {BONETTI!r}")
        assert f"line {line} has the same" in sentence

    def test_conditions_in_a_circle(self, folder):
        change(folder, "conditions.csv", "parent", "lumbar-disc-herniation", at=0)

        assert refusal_of(folder, "conditions.csv").startswith(
            "conditions.csv, line 2, column parent: found 'lumbar-disc-herniation'"
        )

    def test_an_arm_that_is_part_of_itself(self, folder):
        rewrite(folder, "arms.csv", ",facet,all,", ",facet,facet,")

        assert "column part_of: found 'facet', expected a row that does not lead back to this one." in refusal_of(
            folder, "arms.csv"
        )

    def test_a_cell_over_two_lines_does_not_shift_the_count(self, folder):
        rewrite(folder, "conditions.csv", ",Parent of all lumbar", ',"Parent\nof all lumbar')
        rewrite(folder, "conditions.csv", "any or mixed cause.", 'any or mixed cause."')
        change_in_place = "worn or slipped discs in the lower back,back-pain,twenty"
        rewrite(folder, "conditions.csv", "worn or slipped discs in the lower back,back-pain,20", change_in_place)

        assert refusal_of(folder, "conditions.csv").startswith("conditions.csv, line 4, column order: found 'twenty'")


class TestDamagedBibliography:
    def test_a_study_without_an_entry(self, folder):
        rewrite(folder, "references.bib", "@article{bonetti2005,", "@article{bonetti2004,")

        line = line_of("studies.csv", folder=folder, where="bonetti2005")
        assert refusal_of(folder, "references.bib").startswith(
            f"studies.csv, line {line}, column key: found 'bonetti2005'"
        )

    def test_an_entry_that_contradicts_its_study(self, folder):
        rewrite(folder, "references.bib", "pmid = {15891150}", "pmid = {15891151}")

        sentence = refusal_of(folder, "references.bib")

        assert sentence.startswith("references.bib, line ")
        assert "column pmid: found '15891151', expected what studies.csv, line 2 has: '15891150'." in sentence

    def test_a_repeated_key(self, folder):
        path = folder / "references.bib"
        path.write_text(path.read_text() + "\n@article{bonetti2005,\n  title = {Again}\n}\n")

        assert "the key 'bonetti2005' appears twice" in refusal_of(folder, "references.bib")

    def test_an_entry_that_cannot_be_read(self, folder):
        path = folder / "references.bib"
        path.write_text(path.read_text() + "\n@article{broken,\n  title = {No end\n")

        assert "references.bib, line " in refusal_of(folder, "references.bib")

    def test_an_unexpected_field(self, folder):
        rewrite(folder, "references.bib", "pmid = {15891150}", "isbn = {15891150}")

        assert "column isbn: found '15891150', expected a field among author, doi" in refusal_of(
            folder, "references.bib"
        )

    def test_a_central_number_that_is_none(self, folder):
        rewrite(folder, "references.bib", "pmid = {15891150}", "pmid = {15891150},\n  pmcid = {15891150}")

        assert "column pmcid: found '15891150', expected a number such as PMC1234567." in refusal_of(
            folder, "references.bib"
        )

    def test_a_latex_command_that_is_not_known(self, folder):
        rewrite(folder, "references.bib", "pmid = {15891150}", "pmid = {15891150},\n  note = {from a \\reprint{}}")

        assert "column note: found 'from a \\\\reprint{}', expected no LaTeX command that is not known." in refusal_of(
            folder, "references.bib"
        )

    def test_an_unexpected_entry_type(self, folder):
        rewrite(folder, "references.bib", "@misc{fda801415", "@book{fda801415")

        assert "column type: found 'book', expected article or misc." in refusal_of(folder, "references.bib")
