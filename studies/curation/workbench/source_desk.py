"""The source beside the workbench: the page of a document that is shown, by what the form says of it."""

from django.contrib.auth.models import User
from django.http import Http404

from studies.curation.workbench.row_parsing import PostData
from studies.documents.documents_page import documents_of
from studies.documents.viewer_page import ViewerPage, viewer_page
from studies.models import Study
from studies.numerics.whole_number import whole_number


def source_beside(study: Study, posted: PostData, by: User) -> ViewerPage | None:
    """The page that was shown last, else the first of the first document; None where none is attached."""
    numbers = [document.pk for document in documents_of(study)]
    if not numbers:
        return None
    shown = whole_number(posted.get("viewer-document", ""))
    document = shown if shown in numbers else numbers[0]
    try:
        return viewer_page(document, whole_number(posted.get("viewer-page", "")) or 1, by=by)
    except Http404:
        return viewer_page(document, 1, by=by)
