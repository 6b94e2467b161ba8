"""Downloads: the same page objects that pages show, as CSV, JSON, SVG and ZIP with an R script."""

from evidence.exports.analysis_script import r_script
from evidence.exports.conditions import summary_csv, summary_json
from evidence.exports.findings import (
    finding_csv,
    finding_json,
    finding_rows,
    finding_svg,
    finding_zip,
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
