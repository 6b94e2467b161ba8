"""Reading everything that a release holds, in the order in which it is told how far the work is."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from evidence.data_citation import data_citation
from evidence.exports.conditions import condition_json, further_content, summary_content
from evidence.exports.data_origin import DataOrigin, data_origin
from evidence.exports.dose_records import dose_data
from evidence.exports.further_findings import findings_after
from evidence.findings.condition_answers import read_rated_answers
from evidence.findings.condition_evidence import ConditionEvidence
from evidence.pages.condition.evidence_summary import EvidenceSummary, evidence_summary
from evidence.pages.condition.judged_condition import judge_condition
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.dose.dose_page import dose_page
from evidence.releases.content_spool import ContentSpool
from evidence.releases.default_pages import (
    SITE_PAGES,
    RenderedPage,
    condition_paths,
    finding_pages,
    read_page,
    study_pages,
)
from evidence.releases.finding_records import condition_document
from evidence.releases.frozen_html import main_part
from evidence.releases.public_records import Document, common_names, other_documents, study_documents
from evidence.releases.state_names import CONDITION_STATE, RECORD_STATE, STUDY_STATE
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.citations.searches import last_search
from studies.models import Condition, Study
from studies.numerics.file_numbers import with_file_numbers
from studies.presentation.show_page import collecting_new_objects, pause_gc
from studies.reported.comparisons import Comparison
from studies.revisions.shared_readings import forget_readings, sharing_readings

HTML, JSON, STYLE = "text/html; charset=utf-8", "application/json", "text/css; charset=utf-8"
STYLES = "styles/"

# How many files are read, and of how many.
Tell = Callable[[int, int], None]


def read_files(spool: ContentSpool, tell: Tell) -> int:
    """Read every file of a release into the spool, in one snapshot; returns the number of findings with a page."""
    conditions, studies = list(Condition.objects.all()), Study.objects.visible().count()
    steps = _Steps(
        tell, len(conditions), studies * (_PAGE + 1) + _ALL_STUDIES * (len(COMPARISON_WORDS) + len(SITE_PAGES))
    )
    with sharing_readings():
        # First, as only then it is known of how many pages they are.
        n_findings = sum(_add_condition(spool, condition, steps) for condition in conditions)
        forget_readings()
        _add_documents(spool, steps)
        for comparison in COMPARISON_WORDS:
            _add_doses(spool, comparison)
            steps.done(_ALL_STUDIES)
        forget_readings()
        for name in SITE_PAGES:
            _add_page(spool, read_page(reverse(name)))
            steps.done(_ALL_STUDIES)
        for page in study_pages():
            _add_page(spool, page)
            steps.done(_PAGE)
    _add_styles(spool)
    return n_findings


# Steps are as long as the document of a study takes; its page takes so many, or that of a finding, or of all studies.
_PAGE, _ALL_STUDIES = 10, 500


class _Steps:
    """How far the work is. Of conditions that are not read yet, it expects as many findings as the largest had."""

    def __init__(self, tell: Tell, conditions: int, others: int) -> None:
        self._tell, self._unread, self._known, self._most, self._done = tell, conditions, others, 0, 0
        self.done(0)

    def found(self, findings: int) -> None:
        """Note that the condition that is being read has so many findings."""
        self._unread -= 1
        self._known += _of_condition(findings)
        self._most = max(self._most, findings)
        self.done(_ALL_STUDIES)

    def done(self, steps: int) -> None:
        """Tell that so many steps more are done."""
        self._done += steps
        self._tell(self._done, self._known + self._unread * _of_condition(self._most))


def _of_condition(findings: int) -> int:
    return _ALL_STUDIES + _PAGE * findings


def _add_documents(spool: ContentSpool, steps: _Steps) -> None:
    """The documents by which states are compared."""
    for slug, document in study_documents():
        _add_state(spool, STUDY_STATE + slug, document)
        steps.done(1)
    for kind, document in other_documents(common_names()):
        _add_state(spool, RECORD_STATE + kind, document)


def _add_doses(spool: ContentSpool, comparison: Comparison) -> None:
    """The page of a comparison by dose, where there is one, and its data."""
    _add_page(spool, read_page(reverse("dose", args=[comparison.value])))
    path = reverse("dose-json", args=[comparison.value])
    _add_json(spool, path, dose_data(dose_page(comparison, None), frozen_origin(path)))


def _add_condition(spool: ContentSpool, condition: Condition, steps: _Steps) -> int:
    """The pages, the data and the findings of a condition, from one reading; returns how many findings have a page."""
    read = _add_findings_state(spool, condition)
    for path in condition_paths(condition):
        _add_page(spool, read_page(path))
    summary = pause_gc(evidence_summary)(read)
    for path, text in condition_files(read, summary):
        spool.add(path, text.encode(), media_type=JSON, title=f"{condition.name}: data")
    pages = sum(finding.has_value for finding in summary.default.all_by_anchor)
    steps.found(pages)
    with collecting_new_objects():
        for page in finding_pages(read, summary):
            _add_page(spool, page)
            steps.done(_PAGE)
    return pages


def _add_findings_state(spool: ContentSpool, condition: Condition) -> ConditionEvidence:
    """The document of the findings, which is not held while pages are made: it names every row that they rest on."""
    answered = pause_gc(synthesise_condition_or_404)(condition.slug)
    document = condition_document(condition, answered.answer, answered.answers, read_rated_answers())
    _add_state(spool, CONDITION_STATE + condition.slug, document)
    return answered.read


def condition_files(read: ConditionEvidence, summary: EvidenceSummary) -> Iterator[tuple[str, str]]:
    """The file of a condition as JSON, in its parts: the address of the next one begins with its question mark."""
    address, search = reverse("condition-json", args=[read.condition.slug]), last_search()
    content, end = summary_content(summary), ""
    while True:
        content = replace(content, origin=frozen_origin(address + end))
        part = condition_json(content, search, lambda key: f"?after={key}")
        yield address + end, part.text
        if not part.next_address:
            return
        end = part.next_address
        after = end.removeprefix("?after=")
        content = further_content(read.condition, findings_after(judge_condition(read), after), after)


def release_address(number: int) -> str:
    """The address of a release as it is cited: with scheme and host where the settings name them."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('release', args=[number])}"


def frozen_origin(path: str) -> DataOrigin:
    """The origin of a file of the release that is being made: its address below the release, and how to cite it."""
    return data_origin(f"{release_address(data_citation().number or 0).rstrip('/')}{path}")


def _add_page(spool: ContentSpool, page: RenderedPage | None) -> None:
    if page is not None:
        part = main_part(page.html)
        spool.add(page.path, part.html.encode(), media_type=HTML, title=part.title, styles=part.styles)


def _add_state(spool: ContentSpool, name: str, document: Document) -> None:
    spool.add(name, state_bytes(document), media_type=JSON)


def state_bytes(document: Document) -> bytes:
    """A document of records as bytes: the same records, the same bytes."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def state_digest(document: Document) -> str:
    """The SHA-256 of a document of records."""
    return hashlib.sha256(state_bytes(document)).hexdigest()


def _add_json(spool: ContentSpool, path: str, data: dict[str, Any]) -> None:
    search = last_search()
    data |= {"last_search": asdict(search) if search else None}
    text = json.dumps(with_file_numbers(data), ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    spool.add(path, text.encode(), media_type=JSON)


def _add_styles(spool: ContentSpool) -> None:
    """The style sheets that the pages name, as they are now."""
    for name in sorted({name for file in spool.files for name in file.styles}):
        found = finders.find(f"css/{name}.css")
        if isinstance(found, str):
            with open(found, "rb") as sheet:  # noqa: PTH123 - the finder gives text
                spool.add(f"{STYLES}{name}.css", sheet.read(), media_type=STYLE)
