from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.exports import finding_csv, finding_svg, finding_zip
from evidence.filters import EvidenceFilterForm
from evidence.findings.condition_evidence import reading_or_404
from evidence.findings.finding import Finding
from evidence.summaries.finding_page import FindingPage, finding_page
from evidence.views.collecting import without_collecting

Export = Callable[[Finding, str], str | bytes]
# What may be taken away, by its ending: how it is written and what it is.
EXPORTS: dict[str, tuple[Export, str]] = {
    "csv": (lambda finding, source: finding_csv(finding), "text/csv; charset=utf-8"),
    "svg": (finding_svg, "image/svg+xml"),
    "zip": (finding_zip, "application/zip"),
}


@require_safe
@without_collecting
def finding_detail(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    return render(request, "evidence/finding_detail.html", {"page": _page(request, slug, anchor)})


@require_safe
@without_collecting
def finding_export(request: HttpRequest, slug: str, anchor: str, ending: str) -> HttpResponse:
    page = _page(request, slug, anchor)
    write, content_type = EXPORTS[ending]
    source = request.build_absolute_uri(request.path.removesuffix(f"{anchor}.{ending}") + f"{anchor}/")
    response = HttpResponse(write(page.own or page.finding, source), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{anchor}.{ending}"'
    return response


def _page(request: HttpRequest, slug: str, anchor: str) -> FindingPage:
    reading = reading_or_404(slug)
    form = EvidenceFilterForm(request.GET, studies=reading.studies)
    page = finding_page(reading, anchor, form.to_filter())
    if page is None:
        raise Http404("This condition has no such finding.")
    return page
