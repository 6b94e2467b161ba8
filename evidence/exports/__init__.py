"""What a reader takes away, from the same prepared objects that the pages show."""

from evidence.exports.conditions import summary_csv, summary_json
from evidence.exports.findings import (
    finding_csv,
    finding_json,
    finding_rows,
    finding_svg,
    finding_zip,
    r_script,
)

__all__ = [
    "finding_csv",
    "finding_json",
    "finding_rows",
    "finding_svg",
    "finding_zip",
    "r_script",
    "summary_csv",
    "summary_json",
]
