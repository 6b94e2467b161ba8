"""Making a release as an admin: what forbids it, what is remarked, the note, and how far the work is."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evidence.models import ReleaseRequest
from evidence.releases.make_release import next_number
from evidence.releases.release_obstacles import ReleaseObstacle, release_obstacles
from evidence.releases.release_task import request_release
from studies.page_access import admins_only, person
from studies.revisions.kept_values import keep
from studies.revisions.record_change import ActionRefusedError


class ReleaseForm(forms.Form):
    """The note of a release."""

    note = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What is new, in a sentence or two. It is shown with the release and never changes.",
    )


@dataclass(frozen=True, slots=True)
class ReleaseRequestPage:
    """What an admin must know before the release is made; the last request, if there is one."""

    number: int
    obstacles: tuple[ReleaseObstacle, ...]
    last: ReleaseRequest | None

    @property
    def forbidding(self) -> list[ReleaseObstacle]:
        """What must be put right first."""
        return [each for each in self.obstacles if each.forbids]

    @property
    def remarks(self) -> list[ReleaseObstacle]:
        """What is released as it is."""
        return [each for each in self.obstacles if not each.forbids]


@admins_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release_new(request: HttpRequest) -> HttpResponse:
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request_release(by=person(request), now=timezone.now(), note=form.cleaned_data["note"])
        except ActionRefusedError as refusal:
            messages.error(request, str(refusal))
        return redirect("release-new")
    last = ReleaseRequest.objects.select_related("release").first()
    # Who looks how far the work is needs no obstacles, which are read from all records.
    obstacles = () if last and last.is_open else tuple(keep("release obstacles", release_obstacles))
    page = ReleaseRequestPage(next_number(), obstacles, last)
    return render(request, "evidence/releases/release_request.html", {"page": page, "form": form})
