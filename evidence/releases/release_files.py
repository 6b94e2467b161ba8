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
from evidence.findings.condition_evidence import ConditionEvidence, read_condition_or_404
from evidence.pages.condition.evidence_summary import EvidenceSummary, evidence_summary
from evidence.pages.condition.judged_condition import judge_condition
from evidence.pages.dose.dose_page import dose_page
from evidence.releases.content_spool import ContentSpool
from evidence.releases.default_pages import (
    RenderedPage,
    condition_paths,
    finding_pages,
    read_page,
    site_paths,
)
from evidence.releases.finding_records import condition_documents
from evidence.releases.frozen_html import main_part
from evidence.releases.public_records import Document, other_documents, study_documents
from evidence.releases.state_names import CONDITION_STATE, RECORD_STATE, STUDY_STATE
from evidence.synthesis.comparison_labels import COMPARISON_WORDS
from studies.citations.searches import last_search
from studies.models import Condition, Study
from studies.numerics.file_numbers import with_file_numbers
from studies.presentation.show_page import pause_gc

HTML, JSON, STYLE = "text/html; charset=utf-8", "application/json", "text/css; charset=utf-8"
STYLES = "styles/"

# How many files are read, and of how many.
Tell = Callable[[int, int], None]


def read_files(spool: ContentSpool, tell: Tell) -> int:
    """Read every file of a release into the spool; returns the number of findings with a page."""
    paths, conditions = site_paths(), list(Condition.objects.all())
    # A condition takes as long as many pages of studies.
    expected = len(paths) + Study.objects.visible().count() + len(conditions) * 50
    n_findings = 0
    for done, path in enumerate(paths):
        _add_page(spool, read_page(path))
        tell(done, expected)
    for done, (slug, document) in enumerate(study_documents(), len(paths)):
        _add_state(spool, STUDY_STATE + slug, document)
        tell(done, expected)
    for kind, document in other_documents():
        _add_state(spool, RECORD_STATE + kind, document)
    for slug, document in condition_documents():
        _add_state(spool, CONDITION_STATE + slug, document)
    for comparison in COMPARISON_WORDS:
        path = reverse("dose-json", args=[comparison.value])
        _add_json(spool, path, dose_data(dose_page(comparison, None), frozen_origin(path)))
    for done, condition in enumerate(conditions):
        n_findings += _add_condition(spool, condition)
        tell(expected - (len(conditions) - done - 1) * 50, expected)
    _add_styles(spool)
    return n_findings


@pause_gc
def _add_condition(spool: ContentSpool, condition: Condition) -> int:
    """The pages, the data and the findings of a condition; returns the number of findings with a page."""
    for path in condition_paths(condition):
        _add_page(spool, read_page(path))
    read = read_condition_or_404(condition.slug)
    summary = evidence_summary(read)
    for path, text in condition_files(read, summary):
        spool.add(path, text.encode(), media_type=JSON, title=f"{condition.name}: data")
    pages = 0
    for page in finding_pages(read, summary):
        _add_page(spool, page)
        pages += 1
    return pages


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
