"""Files of one finding: its rows as CSV, all of it as JSON, its figure, and a ZIP of data with an R script."""

import io
import json
import zipfile
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from evidence.exports.analysis_script import r_script
from evidence.exports.data_origin import SOURCE_COLUMNS, DataOrigin, source_cells, source_json
from evidence.exports.findings import finding_data, finding_rows, selection_json, value_rows
from evidence.exports.fixed_zip import fixed_entry
from evidence.exports.study_identifiers import NO_IDENTIFIERS, ByStudy
from evidence.figures.forest_svg import lay_out_sheet
from evidence.filters import NO_SELECTION, SelectionDescription
from evidence.findings.finding import Finding
from studies.numerics.file_numbers import with_file_numbers
from studies.presentation.csv_text import write_csv
from studies.presentation.data_notice import DATA_NOTICE


class FileOrigin(NamedTuple):
    """Where a file comes from: its page with the state of the data, and the reader's own selection."""

    data: DataOrigin
    selection: SelectionDescription = NO_SELECTION
    identifiers: ByStudy = NO_IDENTIFIERS


def finding_json(finding: Finding, origin: FileOrigin) -> dict[str, Any]:
    """The finding as the page shows it, with its rows, for a file of its own."""
    return {
        "notice": DATA_NOTICE,
        "source": source_json(origin.data),
        "selection": selection_json(origin.selection),
        **finding_data(finding, origin.identifiers),
    }


def finding_csv(finding: Finding, origin: FileOrigin) -> str:
    """The rows of a finding as CSV with a header; without a figure its values without an interval."""
    selection = origin.selection
    rows = finding_rows(finding, selection, origin.identifiers) or [
        row | {"selection": selection.notice} for row in value_rows(finding)
    ]
    source = {"terms": DATA_NOTICE, **dict(zip(SOURCE_COLUMNS, source_cells(origin.data), strict=True))}
    rows = [row | source for row in rows]
    return write_csv(list(rows[0]), [list(row.values()) for row in rows]) if rows else ""


def finding_svg(finding: Finding, origin: FileOrigin) -> str:
    """The forest plot as an SVG file, which says where it comes from; empty where nothing is drawn."""
    if finding.plot is None:
        return ""
    sheet = lay_out_sheet(finding.plot, finding.sentence.marks)
    return render_to_string("evidence/figures/forest_sheet.svg", {"sheet": sheet, "origin": origin})


def finding_zip(finding: Finding, origin: FileOrigin) -> bytes:
    """Data, R script, figure and notice in one file; script and figure where there is something to draw."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        write_finding(bundle, finding, origin)
        answer = f"{finding.sentence} ({finding.certainty.words})"
        bundle.writestr(fixed_entry("README.txt"), readme(origin, answer))
    return out.getvalue()


def write_finding(bundle: zipfile.ZipFile, finding: Finding, origin: FileOrigin, folder: str = "") -> None:
    """The files of one finding, in a folder of a ZIP."""
    data = json.dumps(with_file_numbers(finding_json(finding, origin)), indent=2, ensure_ascii=False)
    bundle.writestr(fixed_entry(f"{folder}data.csv"), finding_csv(finding, origin))
    bundle.writestr(fixed_entry(f"{folder}finding.json"), data)
    if finding.plot:
        bundle.writestr(fixed_entry(f"{folder}analysis.R"), r_script(finding, origin.selection))
        bundle.writestr(fixed_entry(f"{folder}forest.svg"), finding_svg(finding, origin))


def readme(origin: FileOrigin, *paragraphs: str) -> str:
    """What a ZIP of findings is, by whom it can be used, and how it is cited."""
    address, state, licence, citation = source_cells(origin.data)
    said = (DATA_NOTICE, f"Data of: {state}", licence, f"To cite: {citation}")
    texts = (address, origin.selection.notice, *paragraphs, *said)
    return "\n\n".join(filter(None, texts)) + "\n"
