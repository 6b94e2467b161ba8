"""Files of retraction notices in the format of the Retraction Watch database."""

import csv
import io
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command

HEADER = (
    *("Record ID", "Title", "Subject", "Institution", "Journal", "Publisher", "Country", "Author", "URLS"),
    *("ArticleType", "RetractionDate", "RetractionDOI", "RetractionPubMedID", "OriginalPaperDate"),
    *("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason", "Paywalled", "Notes"),
)
OURS = "10.1000/ozone.3"
DAY, LATER = date(2026, 3, 1), date(2026, 9, 1)


def notice_row(
    record: int, *, doi: str = OURS, pmid: str = "0", nature: str = "Retraction", day: str = "6/13/2024 0:00"
):
    values = {
        "Record ID": str(record),
        "Title": 'A "title", with a comma\nand a new line',
        "RetractionDate": day,
        "RetractionDOI": f"10.1000/notice.{record}",
        "OriginalPaperDOI": doi,
        "OriginalPaperPubMedID": pmid,
        "RetractionNature": nature,
        "Reason": "+Concerns/Issues About Data;+Date of Retraction Unknown;",
    }
    return [values.get(name, "x") for name in HEADER]


def csv_file(*lines: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *lines])
    return out.getvalue().encode()


def import_file(folder: Path, *lines: list[str], on: date = DAY) -> str:
    path, output = folder / "notices.csv", StringIO()
    path.write_bytes(csv_file(*lines))
    call_command("import_retractions", str(path), f"--read-on={on.isoformat()}", stdout=output)
    return output.getvalue()
