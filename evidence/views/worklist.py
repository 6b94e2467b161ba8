"""What to do next, for those who keep the records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.summaries.worklist import read_worklist
from evidence.views.collecting import without_collecting
from studies.access import curators_only, person


@curators_only
@require_safe
@without_collecting
def worklist(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/worklist.html", {"shown": read_worklist(person(request))})
