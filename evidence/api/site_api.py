"""The API: its addresses with what each gives, as django-ninja describes and serves them."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI

from evidence.api.problems import problem
from evidence.data_citation import SITE_TITLE
from studies.presentation.query_parameters import QueryParameterError

VERSION = "1"
DESCRIPTION = (
    "What studies of ozone for back pain reported, as printed and with the place where each number was read, and what "
    "follows from it for each condition: the numbers of the pages of this site. It is read only and open to all. Rows "
    "have lasting names (`id`). A list comes in pages: follow `next` until it is null. Every answer has the version of "
    "the data as its ETag; ask again with `If-None-Match`, and get 304 while nothing has changed. An unknown parameter "
    "or a wrong value is an error with a sentence. Null means: not in the text that was read."
)
# One object for the process: its addresses are in the order in which they are described.
api = NinjaAPI(title=SITE_TITLE, version=VERSION, description=DESCRIPTION, docs_url=None, openapi_url=None)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing is at an address, with the reason."""
    return problem(HTTPStatus.NOT_FOUND, [str(error)])


@api.exception_handler(QueryParameterError)
def bad_query(request: HttpRequest, error: QueryParameterError) -> HttpResponse:
    """A query that cannot be answered, with a sentence for each fault."""
    return problem(HTTPStatus.BAD_REQUEST, error.sentences)


@api.exception_handler(Exception)
def failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Anything else is the site's to answer, which knows an outage from a fault."""
    raise error
