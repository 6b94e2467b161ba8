"""The files of a condition, as JSON or CSV: the facts of its page, and every finding with its rows.

A long file comes in parts. Findings follow the order of their names in addresses (anchors): a part ends with a whole
finding, and the next begins with the one after it. Only the first part holds what is not said of one finding.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from evidence.exports.condition_facts import (
    closing_facts,
    finding_facts,
    opening_facts,
    selection_facts,
    silent_facts,
    unusable_facts,
)
from evidence.exports.data_origin import DataOrigin, source_cells, source_json
from evidence.exports.findings import ROW_COLUMNS, finding_data, finding_rows, selection_json
from evidence.exports.study_identifiers import ByStudy, read_identifiers
from evidence.exports.table_facts import Fact, table_json
from evidence.filters import NO_SELECTION, SelectionDescription
from evidence.findings.finding import Finding
from evidence.pages.condition.evidence_summary import EvidenceSummary
from evidence.pages.condition.selection_page import Selection
from studies.citations.searches import LastSearch
from studies.models import Condition
from studies.numerics.file_numbers import with_file_numbers
from studies.presentation.csv_text import csv_line, safe_cells
from studies.presentation.data_notice import DATA_NOTICE
from studies.presentation.download_parts import (
    NEXT_PART,
    AddressAfter,
    DownloadPart,
    DownloadPiece,
    csv_text,
    pieces_that_fit,
    text_size,
)

# The sections of the CSV that hold the rows of findings, and what is true of all records.
ROWS = "Rows of a finding"
RECORDS = "Records"
_CSV_COLUMNS = (*Fact._fields, *ROW_COLUMNS)
_BLANK = [None] * len(ROW_COLUMNS)


@dataclass(frozen=True, slots=True)
class ConditionContent:
    """What the file of a condition, or of a reader's own selection of its evidence, holds from one finding on.

    ``head`` is for JSON alone; ``opening`` and ``closing`` are the facts before and after those of the findings;
    ``origin`` says where the file comes from.
    """

    head: dict[str, Any]
    findings: Iterable[Finding]
    selection: SelectionDescription = NO_SELECTION
    opening: tuple[Fact, ...] = ()
    closing: tuple[Fact, ...] = ()
    origin: DataOrigin | None = None
    identifiers: ByStudy = field(default_factory=read_identifiers)


def summary_content(summary: EvidenceSummary) -> ConditionContent:
    """The first part of the file of a condition."""
    head = {
        **_names(summary.condition, NO_SELECTION),
        "answer": {"sentence": str(summary.answer), **asdict(summary.answer)},
        "randomised_trials_isolating_ozone": len(summary.counts.isolating),
        "people": summary.counts.people,
        "usable_trials": summary.default.usable_trials,
        "awaiting_extraction": summary.trials_without_results,
        "table": table_json(summary.table),
    }
    findings = summary.default.all_by_anchor
    return ConditionContent(head, findings, opening=opening_facts(summary), closing=closing_facts(summary))


def selection_content(condition: Condition, selection: Selection, after: str) -> ConditionContent:
    """The file of a reader's own selection after a finding; its first part after none."""
    description, answers = selection.description, selection.answer_set()
    if after:
        findings = [finding for finding in answers.all_by_anchor if finding.anchor > after]
        return further_content(condition, findings, after, description)
    table = selection.table(condition.slug)
    head = {
        **_names(condition, description),
        "randomised_trials_isolating_ozone": len(selection.trials),
        "usable_trials": answers.usable_trials,
        "table": table_json(table),
    }
    opening, closing = selection_facts(description, table), tuple(silent_facts(answers))
    return ConditionContent(head, answers.all_by_anchor, description, opening, closing)


def further_content(
    condition: Condition, findings: Iterable[Finding], after: str, selection: SelectionDescription = NO_SELECTION
) -> ConditionContent:
    """A later part: the findings after one of them."""
    return ConditionContent({**_names(condition, selection), "after": after}, findings, selection)


def _names(condition: Condition, selection: SelectionDescription) -> dict[str, Any]:
    return {
        "notice": DATA_NOTICE,
        "selection": selection_json(selection),
        "condition": {"slug": condition.slug, "name": condition.name},
    }


def condition_json(content: ConditionContent, search: LastSearch | None, address_after: AddressAfter) -> DownloadPart:
    """A part as JSON, whose ``next`` is the address of the next; null after the last.

    ``search`` is the last search of databases. Facts stand under their section, but those of a finding, which says
    them itself.
    """
    sections: dict[str, list[dict[str, str]]] = {}
    _put(sections, (*content.opening, *content.closing))
    head = {**content.head, "last_search": asdict(search) if search else None}
    head |= {"source": source_json(content.origin)} if content.origin else {}
    lines = [f'"{name}": {_json(value)}' for name, value in head.items()]
    taken = sum(map(text_size, lines)) + text_size(_json(sections))
    fitting, has_next = pieces_that_fit((_json_piece(finding, content) for finding in content.findings), taken)
    for piece in fitting:
        _put(sections, piece.content[1])
    address = address_after(fitting[-1].key) if has_next else ""
    findings = ",\n".join(text for text, _ in (piece.content for piece in fitting) if text)
    lines += [f'"findings": [\n{findings}\n]', f'"sections": {_json(sections)}', f'"next": {_json(address or None)}']
    return DownloadPart("{\n" + ",\n".join(lines) + "\n}\n", address)


def _json_piece(finding: Finding, content: ConditionContent) -> DownloadPiece[tuple[str, tuple[Fact, ...]]]:
    """The text of a finding with a value; the facts of one without."""
    if not finding.has_value:
        facts = tuple(unusable_facts(finding))
        return DownloadPiece(finding.anchor, sum(text_size(_json(fact._asdict())) + 2 for fact in facts), ("", facts))
    text = _json(finding_data(finding, content.identifiers))
    return DownloadPiece(finding.anchor, text_size(text) + 2, (text, ()))


def _put(sections: dict[str, list[dict[str, str]]], facts: Iterable[Fact]) -> None:
    for fact in facts:
        sections.setdefault(fact.section, []).append(fact._asdict())


def _json(value: Any) -> str:
    return json.dumps(with_file_numbers(value), ensure_ascii=False, cls=DjangoJSONEncoder)


def condition_csv(content: ConditionContent, searched: str, address_after: AddressAfter) -> DownloadPart:
    """A part as CSV: a line for each fact, then one for each row of each finding, whose numbers have separate columns.

    ``searched`` is the sentence on the last search of databases.
    """
    opening = (Fact(RECORDS, "", "", "last search", searched), *_source_facts(content.origin), *content.opening)
    before = [csv_line([*_CSV_COLUMNS, NEXT_PART]), *map(_fact_line, opening)]
    behind = list(map(_fact_line, content.closing))
    pieces = (_csv_piece(finding, content) for finding in content.findings)
    fitting, has_next = pieces_that_fit(pieces, sum(map(text_size, (*before, *behind))))
    address = address_after(fitting[-1].key) if has_next else ""
    said = [piece.content for piece in fitting]
    lines = [
        *before,
        *chain.from_iterable(each.facts for each in said if each.has_value),
        *behind,
        *chain.from_iterable(each.facts for each in said if not each.has_value),
        *chain.from_iterable(each.rows for each in said),
    ]
    return DownloadPart(csv_text(lines, address), address)


def _source_facts(origin: DataOrigin | None) -> tuple[Fact, ...]:
    """Page, state of the data, licence and citation, each a line."""
    if origin is None:
        return ()
    said = (
        *zip(("address", "data of", "licence", "to cite"), source_cells(origin), strict=True),
        ("terms", DATA_NOTICE),
    )
    return tuple(Fact(RECORDS, "", "", what, value) for what, value in said)


class FindingLines(NamedTuple):
    """The lines of one finding in a table: its facts, and its rows."""

    has_value: bool
    facts: tuple[str, ...]
    rows: tuple[str, ...]


def _csv_piece(finding: Finding, content: ConditionContent) -> DownloadPiece[FindingLines]:
    facts = finding_facts(finding) if finding.has_value else unusable_facts(finding)
    numbers = finding_rows(finding, content.selection, content.identifiers) if finding.has_value else []
    rows = ([ROWS, finding.anchor, row["study"], row["measure"], "", "", *row.values()] for row in numbers)
    lines = FindingLines(finding.has_value, tuple(map(_fact_line, facts)), tuple(map(_line, rows)))
    return DownloadPiece(finding.anchor, sum(map(text_size, (*lines.facts, *lines.rows))), lines)


def _fact_line(fact: Fact) -> str:
    return _line([*fact, *_BLANK])


def _line(cells: Sequence[object]) -> str:
    return csv_line([*safe_cells(cells, len(_CSV_COLUMNS)), ""])
