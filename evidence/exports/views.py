"""The views of downloads. A download answers for the selection of its address, which its name and text tell.

Each is made from one state of the data.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.exports import FileOrigin, conditions, finding_csv, finding_svg, finding_zip
from evidence.exports.conditions import ConditionContent, further_content, selection_content, summary_content
from evidence.exports.data_origin import DataOrigin, data_origin, source_json
from evidence.exports.dose_records import dose_data, dose_records
from evidence.exports.explorations import exploration_data
from evidence.exports.findings_zip import findings_zip
from evidence.exports.further_findings import findings_after
from evidence.exports.harm_records import HARM_COLUMNS, harm_records
from evidence.exports.study_identifiers import read_identifiers
from evidence.exports.summary_document import summary_document
from evidence.exports.summary_markdown import summary_markdown
from evidence.exports.summary_of_findings import summary_of_findings
from evidence.filters import NO_SELECTION, SELECTION_PARAMETERS, SelectionDescription, read_selection
from evidence.findings.answer_table import answer_table
from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.finding import Finding
from evidence.pages.condition.evidence_summary import evidence_summary
from evidence.pages.condition.judged_condition import judge_condition
from evidence.pages.condition.selection_page import select
from evidence.pages.condition.synthesised_condition import synthesise_condition_or_404
from evidence.pages.dose.dose_page import DosePage, TimeForm, comparison_or_404, dose_page
from evidence.pages.finding.chosen_finding import choose_finding_or_404
from evidence.pages.finding.explore_page import EXPLORE_PARAMETERS, explore_page_or_404
from studies.citations.searches import last_search, search_sentence
from studies.models import Condition
from studies.numerics.file_numbers import with_file_numbers
from studies.presentation.csv_text import CSV, csv_download, write_csv
from studies.presentation.download_parts import (
    AFTER,
    LONGEST_NAME,
    address_after,
    after_key,
    csv_part,
    csv_part_download,
    with_next,
)
from studies.presentation.file_download import attached_file
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import pause_gc, public_page
from studies.reported.rows import ArmRow
from studies.reported.windows import Window
from studies.selectors import read_arms, read_harms


@public_page
@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS, AFTER)
def condition_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The file of a condition, or of a reader's own selection, as JSON."""
    content = _content(request, slug)
    part = conditions.condition_json(content, last_search(), address_after(request))
    response = HttpResponse(part.text, content_type="application/json")
    if content.selection.query:
        name = f"{content.selection.file_stem(slug)}.json"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return with_next(response, part.next_address)


@public_page
@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS, AFTER)
def condition_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The file of a condition, or of a reader's own selection, as CSV."""
    content = _content(request, slug)
    part = conditions.condition_csv(content, search_sentence(last_search()), address_after(request))
    return csv_part_download(part, request, stem=content.selection.file_stem(slug))


def _content(request: HttpRequest, slug: str) -> ConditionContent:
    """What the file holds from the finding on that the address says; by a selection, or by default."""
    after, read = after_key(request), read_condition_or_404(slug)
    evidence_filter = read_selection(request.GET, read.studies)
    if not evidence_filter.is_default:
        content = selection_content(read.condition, select(judge_condition(read), evidence_filter), after)
    elif after:
        content = further_content(read.condition, findings_after(judge_condition(read), after), after)
    else:
        content = summary_content(evidence_summary(read))
    return replace(content, origin=_origin(request, "condition", slug, content.selection))


def _origin(request: HttpRequest, name: str, slug: str, selection: SelectionDescription, *more: str) -> DataOrigin:
    """The origin of a file of the page of that name: of a condition with a selection, the page of selections."""
    name = "condition-selection" if name == "condition" and selection.query else name
    page = reverse(name, args=[slug, *more]) + selection.address_end
    return data_origin(request.build_absolute_uri(page))


@public_page
@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS, AFTER)
def condition_zip(request: HttpRequest, slug: str) -> HttpResponse:
    """All findings of a condition, or of a reader's own selection, with their R scripts."""
    content = _content(request, slug)
    data = content.origin or _origin(request, "condition", slug, content.selection)
    part = findings_zip(content, FileOrigin(data, content.selection, content.identifiers), address_after(request))
    key = after_key(request)
    stem = content.selection.file_stem(f"{slug}-findings")
    name = f"{stem}-after-{key[:LONGEST_NAME]}.zip" if key else f"{stem}.zip"
    return with_next(attached_file(part.content, "application/zip", name=name), part.next_address)


# The summary of findings by the ending of its name: how it is written, and its media type.
SUMMARIES = {
    "docx": (summary_document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "md": (summary_markdown, "text/markdown; charset=utf-8"),
}


@public_page
@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS)
def condition_summary(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The summary of findings of a condition, or of a reader's own selection, as a document."""
    of = synthesise_condition_or_404(slug)
    evidence_filter = read_selection(request.GET, of.read.studies)
    if evidence_filter.is_default:
        selection, answer = NO_SELECTION, of.answer
        table = answer_table(of.rows, slug, of.judged.context)
    else:
        chosen = select(of.judged, evidence_filter)
        selection, answer, table = chosen.description, chosen.answer, chosen.table(slug)
    origin = FileOrigin(_origin(request, "condition", slug, selection), selection)
    write, content_type = SUMMARIES[ending]
    content = write(summary_of_findings(of.read.condition, answer, table, origin))
    return attached_file(content, content_type, name=f"{selection.file_stem(f'{slug}-summary')}.{ending}")


@public_page
@require_safe
@pause_gc
@query_parameters(AFTER)
def condition_harms_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every harm of a condition as a row."""
    origin = _origin(request, "condition-harms", slug, NO_SELECTION)
    return _harms_csv(request, read_condition_or_404(slug).arms, origin, stem=f"{slug}-harms")


@public_page
@require_safe
@pause_gc
@query_parameters(AFTER)
def safety_csv(request: HttpRequest) -> HttpResponse:
    """Every harm on record as a row."""
    origin = data_origin(request.build_absolute_uri(reverse("safety")))
    return _harms_csv(request, read_arms(), origin, stem="ozone-harms")


def _harms_csv(request: HttpRequest, arms: Iterable[ArmRow], origin: DataOrigin, *, stem: str) -> HttpResponse:
    names = dict(Condition.objects.values_list("slug", "name"))
    site = request.build_absolute_uri("/").removesuffix("/")
    rows = harm_records(read_harms(arms), names, after=after_key(request), site=site, origin=origin)
    return csv_part_download(csv_part(HARM_COLUMNS, rows, address_after(request)), request, stem=stem)


NO_SUCH_TIME = f"There is no such time. Expected: one of {', '.join(Window)}."
Write = Callable[[Finding, FileOrigin], str | bytes]


# The downloads of a finding by the ending of their name: how each is written, and its media type.
EXPORTS: dict[str, tuple[Write, str]] = {
    "csv": (finding_csv, CSV),
    "svg": (finding_svg, "image/svg+xml"),
    "zip": (finding_zip, "application/zip"),
}


@public_page
@require_safe
@pause_gc
@query_parameters(*SELECTION_PARAMETERS)
def finding_export(request: HttpRequest, slug: str, anchor: str, ending: str) -> HttpResponse:
    chosen = choose_finding_or_404(request, read_condition_or_404(slug), anchor)
    if chosen.shown is None:
        raise Http404("Nothing in this selection answers the question.")
    write, content_type = EXPORTS[ending]
    data = _origin(request, "finding", slug, chosen.description, anchor)
    origin = FileOrigin(data, chosen.description, read_identifiers())
    written = write(chosen.shown, origin)
    if not written:
        raise Http404("Nothing is drawn of values without an interval.")
    return attached_file(written, content_type, name=f"{chosen.description.file_stem(anchor)}.{ending}")


@public_page
@require_safe
@pause_gc
@query_parameters(*EXPLORE_PARAMETERS)
def exploration_json(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    page = explore_page_or_404(request, slug, anchor)
    if page.prior_form.messages:
        return JsonResponse({"errors": page.prior_form.messages}, status=HTTPStatus.BAD_REQUEST)
    description = page.chosen.description
    name = f"{description.file_stem(anchor)}-explored.json" if description.query else ""
    data = _origin(request, "finding-explore", slug, description, anchor)
    return _json(exploration_data(page) | {"source": source_json(data)}, name=name)


def _dose_page(request: HttpRequest, comparison: str) -> DosePage | None:
    """The page of the request; None where its time is none."""
    form = TimeForm(request.GET)
    return dose_page(comparison_or_404(comparison), form.to_window()) if form.is_valid() else None


@public_page
@require_safe
@pause_gc
@query_parameters(*TimeForm.base_fields)
def dose_csv(request: HttpRequest, comparison: str) -> HttpResponse:
    page = _dose_page(request, comparison)
    if page is None:
        return HttpResponse(NO_SUCH_TIME, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    columns, rows = dose_records(page, _dose_origin(request, page))
    return csv_download(write_csv(columns, rows), name=f"dose-{page.comparison.value}.csv")


@public_page
@require_safe
@pause_gc
@query_parameters(*TimeForm.base_fields)
def dose_json(request: HttpRequest, comparison: str) -> HttpResponse:
    page = _dose_page(request, comparison)
    if page is None:
        return JsonResponse({"errors": [NO_SUCH_TIME]}, status=HTTPStatus.BAD_REQUEST)
    return _json(dose_data(page, _dose_origin(request, page)))


def _dose_origin(request: HttpRequest, page: DosePage) -> DataOrigin:
    """The origin of a file of the page of a comparison, with the time that the reader chose."""
    chosen = f"?window={page.window.value}" if page.window else ""
    return data_origin(request.build_absolute_uri(reverse("dose", args=[page.comparison.value]) + chosen))


def _json(data: dict[str, Any], *, name: str = "") -> HttpResponse:
    """Data as JSON, with the last search of databases (``day``, ``database``, ``others``; null without any)."""
    search = last_search()
    data |= {"last_search": asdict(search) if search else None}
    headers = {"Content-Disposition": f'inline; filename="{name}"'} if name else {}
    params = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(with_file_numbers(data), json_dumps_params=params, headers=headers)
