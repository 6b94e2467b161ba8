"""All findings of a page in one ZIP: their rows and estimates as two tables, and of each its data with an R script.

A long one comes in parts, as the other files of a condition: a part ends with a whole finding.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from evidence.exports.analysis_script import r_script
from evidence.exports.conditions import ConditionContent
from evidence.exports.finding_files import FileOrigin, finding_csv, readme
from evidence.exports.findings import ROW_COLUMNS, finding_rows
from evidence.exports.fixed_zip import fixed_entry, write_lines
from evidence.findings.finding import Finding
from studies.presentation.csv_text import csv_line, safe_cells
from studies.presentation.download_parts import LONGEST_PART, AddressAfter

_NAMES = ("finding", "compared", "outcome", "window")
_ESTIMATE = ("measure", "model", "estimate", "low", "high", "tau2", "i2")
ESTIMATE_COLUMNS = (
    *_NAMES,
    *("route", "randomised", "state", "studies", "people", *_ESTIMATE, "word", "certainty", "sentence"),
)
_README = (
    "findings.csv: a row for each line of each study in each finding, with its effect (yi), variance (vi) and what the "
    "studies differ in. estimates.csv: a row for each finding, with what its page shows; a ratio is on the natural "
    "logarithmic scale, as yi is. In each folder: the rows of one finding (data.csv), and a script that computes the "
    "figures of its page from them in R with the package metafor (analysis.R)."
)


class FindingsZip(NamedTuple):
    """A part, and the address of the next; empty after the last."""

    content: bytes
    next_address: str


def findings_zip(content: ConditionContent, origin: FileOrigin, address_after: AddressAfter) -> FindingsZip:
    """The findings that have a value, in the order of their names, as many as a part holds."""
    out = io.BytesIO()
    rows, estimates = [csv_line([*_NAMES, *ROW_COLUMNS])], [csv_line(ESTIMATE_COLUMNS)]
    next_address = ""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        findings = iter(content.findings)
        for finding in (each for each in findings if each.has_value):
            _write_finding(bundle, finding, origin)
            rows += _lines(finding, origin)
            estimates.append(_line([*_estimate(finding).values()]))
            # The tables, which are written last, hold the same rows again.
            if out.tell() > LONGEST_PART / 2 and next(findings, None):
                next_address = address_after(finding.anchor)
                break
        write_lines(bundle, "findings.csv", rows)
        write_lines(bundle, "estimates.csv", estimates)
        more = f"The next part: {next_address}" if next_address else ""
        bundle.writestr(fixed_entry("README.txt"), readme(origin, _README, more))
    return FindingsZip(out.getvalue(), next_address)


def _write_finding(bundle: zipfile.ZipFile, finding: Finding, origin: FileOrigin) -> None:
    bundle.writestr(fixed_entry(f"{finding.anchor}/data.csv"), finding_csv(finding, origin))
    if finding.plot:
        bundle.writestr(fixed_entry(f"{finding.anchor}/analysis.R"), r_script(finding, origin.selection))


def _lines(finding: Finding, origin: FileOrigin) -> Iterator[str]:
    named = [*_names(finding).values()]
    for row in finding_rows(finding, origin.selection, origin.identifiers):
        yield _line([*named, *row.values()])


def _names(finding: Finding) -> dict[str, Any]:
    question = finding.answer.question
    values = (finding.anchor, finding.comparison.heading, finding.title, question.window.value)
    return dict(zip(_NAMES, values, strict=True))


def _estimate(finding: Finding) -> dict[str, Any]:
    """A finding as a row; without a pool its only study's own effect, else none."""
    answer, question = finding.answer, finding.answer.question
    return {
        **_names(finding),
        "route": question.route.value if question.route else "all",
        "randomised": "yes" if question.randomised else "no",
        "state": finding.state.value,
        "studies": finding.k,
        "people": finding.people,
        "measure": answer.measure.value if answer.measure else "",
        **_numbers(finding),
        "word": finding.word.label if finding.word else "",
        "certainty": finding.certainty.words,
        "sentence": str(finding.sentence),
    }


def _numbers(finding: Finding) -> dict[str, Any]:
    pooled, entries = finding.answer.pooled, finding.answer.entries
    values: tuple[Any, ...] = (None,) * 6
    if pooled is not None:
        found = pooled.heterogeneity
        values = (pooled.model.value, pooled.estimate, pooled.low, pooled.high, found.tau2, found.i2)
    elif len(entries) == 1:
        effect, interval = entries[0].effect, entries[0].effect.interval()
        values = ("one study", effect.estimate, interval.low, interval.high, None, None)
    return dict(zip(_ESTIMATE[1:], values, strict=True))


def _line(cells: list[Any]) -> str:
    return csv_line(safe_cells(cells, len(cells)))
