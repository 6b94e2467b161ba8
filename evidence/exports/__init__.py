"""Downloads: the same page objects that pages show, as CSV, JSON, SVG and ZIP with an R script."""

from evidence.exports.analysis_script import r_script
from evidence.exports.finding_files import FileOrigin, finding_csv, finding_json, finding_svg, finding_zip
from evidence.exports.findings import finding_rows

__all__ = [
    "FileOrigin",
    "finding_csv",
    "finding_json",
    "finding_rows",
    "finding_svg",
    "finding_zip",
    "r_script",
]
