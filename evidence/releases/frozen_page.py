"""A frozen page or file of a release, under the address that it was read from.

``/releases/3/conditions/back-pain/`` is the page of back pain as it was. A page stands in a plain frame with the style
sheets of its time, under a band that says what it is, what was withdrawn since, and where today's page is.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from evidence.models import FrozenFile, Release
from evidence.releases.frozen_html import linked_paths, within_release
from evidence.releases.make_release import ARCHIVE
from evidence.releases.release_files import HTML, STYLES
from evidence.releases.release_page import frozen_href, release_citation, release_or_404
from evidence.releases.since_release import SinceRelease, since_release
from evidence.releases.stored_files import content_of, find_file
from studies.presentation.download_parts import AFTER
from studies.presentation.query_parameters import query_parameters
from studies.presentation.show_page import public_page

HOME = "home/"
_NO_PAGE = "This release has no such page."


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """A page of a release. ``html`` was made by this site's templates and is shown as it is.

    ``today`` is the address of the same page now; ``styles`` are addresses of style sheets within the release.
    """

    release: Release
    title: str
    html: str
    styles: tuple[str, ...]
    today: str
    digest: str
    citation: str
    since: SinceRelease


@public_page
@require_safe
@query_parameters(AFTER)
def frozen_file(request: HttpRequest, number: int, path: str) -> HttpResponse:
    """A page or file of a release; an address without its last slash leads to the one with it."""
    release = release_or_404(number)
    name = _stored_path(path, request.GET.get(AFTER, ""))
    if "\0" in name:
        # PostgreSQL refuses to look for it.
        raise Http404(_NO_PAGE)
    file = find_file(release, name)
    if file is None:
        if not path.endswith("/") and FrozenFile.objects.filter(release=release, path=f"{name}/").exists():
            return HttpResponsePermanentRedirect(f"{request.path}/")
        raise Http404(_NO_PAGE)
    if file.media_type != HTML:
        return _file(release, file)
    return render(request, "evidence/releases/frozen_page.html", {"page": _page(request, release, file)})


def _stored_path(path: str, after: str) -> str:
    """The path under which it is stored; a later part of a file has the key that it begins after."""
    if path == HOME:
        return "/"
    if path == ARCHIVE or path.startswith(STYLES):
        return path
    return f"/{path}{f'?{AFTER}={after}' if after else ''}"


def _page(request: HttpRequest, release: Release, file: FrozenFile) -> FrozenPage:
    html = content_of(file).decode()
    paths = linked_paths(html)
    known = FrozenFile.objects.filter(release=release, path__in=paths)
    frozen = set(known.values_list("path", flat=True))
    site = request.build_absolute_uri("/").rstrip("/")
    prefix, since = reverse("release", args=[release.number]).rstrip("/"), since_release(release)
    return FrozenPage(
        release=release,
        title=file.title,
        html=within_release(html, is_frozen=frozen.__contains__, prefix=prefix, site=site, home=HOME),
        styles=tuple(frozen_href(release, f"{STYLES}{name}.css") for name in file.styles),
        today=file.path if _leads_somewhere(file.path) and not _is_gone(file.path, since) else "",
        digest=file.content_id,
        citation=release_citation(release).text(f"{site}{frozen_href(release, file.path)}", file.title),
        since=since,
    )


def _leads_somewhere(path: str) -> bool:
    """Whether this code still knows an address."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _is_gone(path: str, since: SinceRelease) -> bool:
    """Whether it is the page of a study that readers no longer see."""
    return path in {reverse("study", args=[study.slug]) for study in since.gone}


def _file(release: Release, file: FrozenFile) -> HttpResponse:
    response = HttpResponse(content_of(file), content_type=file.media_type)
    if file.path == ARCHIVE:
        name = f"ozone-evidence-release-{release.number}.zip"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
