"""All releases, the newest first, and whether today's data are those of the last one."""

from dataclasses import dataclass

from django.http import HttpRequest

from evidence.models import Release
from studies.numerics.number_formatting import plural
from studies.presentation.show_page import Context, show_page


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release, with the number of the one before it, which it can be compared with; 0 for the first."""

    release: Release
    before: int

    @property
    def holds(self) -> str:
        """What it holds, in numbers."""
        return f"{plural(self.release.studies, 'study', 'studies')}, {plural(self.release.findings, 'finding')}"


@show_page("evidence/releases/release_list.html", shared=True)
def release_list(request: HttpRequest) -> Context:
    releases = list(Release.objects.all())
    return {"lines": [ReleaseLine(release, release.number - 1) for release in releases]}
