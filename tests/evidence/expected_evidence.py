"""What is expected of the real data set: computed apart from the site by the script in tests/reference/evidence."""

from django.conf import settings

from tests.studies.dataset.csv_copy import read

EXPECTED = settings.BASE_DIR / "tests" / "reference" / "evidence" / "expected"
Row = dict[str, str]


def expected_rows(name: str) -> list[Row]:
    """The rows of classes, counts or effects."""
    return read(f"{name}.csv", folder=EXPECTED)


def expected_counts() -> dict[str, int]:
    """What is counted, and how many; a name that stands twice is told apart by the line before it."""
    counts: dict[str, int] = {}
    before = ""
    for row in expected_rows("counts"):
        name = f"{before}: {row['what']}" if row["what"] == "of these randomised" else row["what"]
        counts[name] = int(row["count"])
        before = row["what"]
    return counts
