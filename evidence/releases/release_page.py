"""One release: what it is, what it holds, how to cite it, and what was withdrawn since."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from evidence.data_citation import DataCitation
from evidence.models import FrozenFile, Release
from evidence.releases.default_pages import SITE_PAGES
from evidence.releases.make_release import ARCHIVE
from evidence.releases.since_release import SinceRelease, since_release
from evidence.releases.stored_files import digests_of, is_whole
from studies.models import Condition
from studies.presentation.show_page import public_page


@dataclass(frozen=True, slots=True)
class FrozenLink:
    """A frozen page by its title and its address within the release."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """A release with its pages. ``is_whole``: its digest is the one of its number, time, note and files."""

    release: Release
    citation: str
    bibtex: str
    since: SinceRelease
    is_whole: bool
    archive_size: int
    conditions: Sequence[FrozenLink]
    others: Sequence[FrozenLink]

    @property
    def before(self) -> int:
        """The number of the release before it; 0 for the first."""
        return self.release.number - 1


def release_or_404(number: int) -> Release:
    """The release with a number, or ``Http404``."""
    release = Release.objects.filter(number=number).first()
    if release is None:
        raise Http404("There is no such release.")
    return release


def release_citation(release: Release) -> DataCitation:
    """How a release is cited: as nothing but itself."""
    return DataCitation(release.number, release.made_at.date(), None, None, release.last_search)


def frozen_href(release: Release, path: str) -> str:
    """The address of a file within its release."""
    return f"{reverse('release', args=[release.number])}{path.lstrip('/') or 'home/'}"


@public_page
@require_safe
def release_detail(request: HttpRequest, number: int) -> HttpResponse:
    release = release_or_404(number)
    citation, address = release_citation(release), request.build_absolute_uri(release.get_absolute_url())
    archive = FrozenFile.objects.filter(release=release, path=ARCHIVE).values_list("content__size", flat=True).first()
    page = ReleasePage(
        release=release,
        citation=citation.text(address),
        bibtex=citation.bibtex(address),
        since=since_release(release),
        is_whole=is_whole(release),
        archive_size=archive or 0,
        conditions=_links(release, [reverse("condition", args=[slug]) for slug in _slugs()]),
        others=_links(release, [reverse(name) for name in SITE_PAGES]),
    )
    # The foot of this page speaks of the release, not of today's data.
    context = {"page": page, "data": citation, "citation": page.citation}
    return render(request, "evidence/releases/release_page.html", context)


def _slugs() -> list[str]:
    return list(Condition.objects.values_list("slug", flat=True))


def _links(release: Release, paths: Sequence[str]) -> list[FrozenLink]:
    """Those of the pages that the release has, in this order."""
    titles = dict(FrozenFile.objects.filter(release=release, path__in=paths).values_list("path", "title"))
    return [FrozenLink(_short(titles[path]), frozen_href(release, path)) for path in paths if path in titles]


def _short(title: str) -> str:
    """The title of a page without the name of the site, which every title ends with.

    >>> _short("Methods · Ozone for back pain: the evidence"), _short("Sciatica: ozone for back pain")
    ('Methods', 'Sciatica')
    """
    return title.split(" · ")[0].removesuffix(": ozone for back pain")


@public_page
@require_safe
def release_checksums(request: HttpRequest, number: int) -> HttpResponse:
    """The SHA-256 of every file, in the form that ``sha256sum`` writes: by these the digest of the release is made."""
    release = release_or_404(number)
    lines = (f"{digest}  {path}\n" for path, digest in sorted(digests_of(release).items()))
    return HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
