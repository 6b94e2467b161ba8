"""The views of downloads."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from evidence.exports import finding_csv, finding_svg, finding_zip, summary_csv, summary_json
from evidence.exports.explorations import exploration_data
from evidence.findings.condition_evidence import read_condition_or_404
from evidence.findings.finding import Finding
from evidence.pages.condition.condition_page import evidence_summary
from evidence.pages.finding.chosen_finding import choose_finding_or_404
from evidence.pages.finding.explore_page import explore_page_or_404
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
