"""The views of downloads."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from evidence.exports import finding_csv, finding_svg, finding_zip, summary_csv, summary_json
from evidence.exports.dose_records import dose_data, dose_records
from evidence.exports.explorations import exploration_data
from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.finding import Finding
from evidence.pages.condition.condition_page import evidence_summary
from evidence.pages.dose.dose_page import DosePage, TimeForm, comparison_or_404, dose_page
from evidence.pages.finding.chosen_finding import choose_finding_or_404
from evidence.pages.finding.explore_page import explore_page_or_404
from studies.presentation.csv_text import csv_download, write_csv
from studies.presentation.show_page import pause_gc


@require_safe
@pause_gc
def condition_json(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(read_condition_or_404(slug))
    return JsonResponse(summary_json(summary), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@pause_gc
def condition_csv(request: HttpRequest, slug: str) -> HttpResponse:
    summary = evidence_summary(read_condition_or_404(slug))
    disposition = f'attachment; filename="{summary.condition.slug}.csv"'
    return HttpResponse(
        summary_csv(summary), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition}
    )


NO_SUCH_TIME = "There is no such time."
Write = Callable[[Finding, str], str | bytes]


# The downloads of a finding by the ending of their name: how each is written, and its media type.
EXPORTS: dict[str, tuple[Write, str]] = {
    "csv": (lambda finding, source: finding_csv(finding), "text/csv; charset=utf-8"),
    "svg": (finding_svg, "image/svg+xml"),
    "zip": (finding_zip, "application/zip"),
}


@require_safe
@pause_gc
def finding_export(request: HttpRequest, slug: str, anchor: str, ending: str) -> HttpResponse:
    chosen = choose_finding_or_404(request, slug, anchor)
    write, content_type = EXPORTS[ending]
    source = request.build_absolute_uri(request.path.removesuffix(f"{anchor}.{ending}") + f"{anchor}/")
    written = write(chosen.selection or chosen.finding, source)
    if not written:
        raise Http404("Nothing is drawn of values without an interval.")
    response = HttpResponse(written, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{anchor}.{ending}"'
    return response


@require_safe
@pause_gc
def exploration_json(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    page = explore_page_or_404(request, slug, anchor)
    if page.prior_form.messages:
        return JsonResponse({"errors": page.prior_form.messages}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse(exploration_data(page), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _dose_page(request: HttpRequest, comparison: str) -> DosePage | None:
    """The page of the request; None where its time is none."""
    form = TimeForm(request.GET)
    return dose_page(comparison_or_404(comparison), form.to_window()) if form.is_valid() else None


@require_safe
@pause_gc
def dose_csv(request: HttpRequest, comparison: str) -> HttpResponse:
    page = _dose_page(request, comparison)
    if page is None:
        return HttpResponse(NO_SUCH_TIME, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    columns, rows = dose_records(page)
    return csv_download(write_csv(columns, rows), name=f"dose-{page.comparison.value}.csv")


@require_safe
@pause_gc
def dose_json(request: HttpRequest, comparison: str) -> HttpResponse:
    page = _dose_page(request, comparison)
    if page is None:
        return JsonResponse({"errors": [NO_SUCH_TIME]}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse(dose_data(page), json_dumps_params={"ensure_ascii": False, "indent": 1})
