"""What a person typed into a form that could not be accepted: the session had ended, or cookies were gone.

The typed fields travel through the log-in page as one signed text, so nothing is stored, and the person sends them
again afterwards. Passwords and files do not travel.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib.auth.forms import AuthenticationForm
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

KEPT_FIELD = "kept_form"
_SALT = "evidence.accounts.kept_form"
# A day: the log-in page may stay open overnight.
_SECONDS = 24 * 60 * 60
# Django refuses a form of more than 2.5 million bytes; the log-in page needs a little of that itself.
LARGEST = 2_000_000
# Of these the page for sending again shows no more; all are sent.
_MOST_SHOWN, _LONGEST_SHOWN = 100, 400
# Sent again with the others, but nobody typed them.
_SENT_ALONG = re.compile(r"^(?:seen|do|step|next|expected_revision|paste-mark|viewer-.*|mark-.*)$|-rows$")
_NOT_KEPT = ("csrfmiddlewaretoken", KEPT_FIELD)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A posted form: the address it was for, its fields in order, and the names of its file inputs."""

    address: str
    fields: tuple[tuple[str, str], ...]
    file_inputs: tuple[str, ...] = ()
    is_multipart: bool = False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """The first fields with a text, each shortened and by its own name alone, for the person to recognise."""
        return [(_own_name(name), value[:_LONGEST_SHOWN]) for name, value in self._recognised][:_MOST_SHOWN]

    @property
    def n_more(self) -> int:
        """Fields with a text beyond those."""
        return max(0, len(self._recognised) - _MOST_SHOWN)

    @property
    def _recognised(self) -> list[tuple[str, str]]:
        """The fields that a person filled, not those that a page sends along."""
        return [(name, value) for name, value in self.fields if value and not _SENT_ALONG.search(name)]

    def signed(self) -> str:
        """The form as one text; '' where it is too large to travel."""
        content = [self.address, self.fields, self.file_inputs, self.is_multipart]
        text = signing.dumps(content, salt=_SALT, compress=True)
        return text if len(text) <= LARGEST else ""


def _own_name(name: str) -> str:
    """The name of a field without its form and row.

    >>> _own_name("results-12-timepoint_label"), _own_name("reason")
    ('timepoint label', 'reason')
    """
    return name.rpartition("-")[2].replace("_", " ")


def posted_form(request: HttpRequest) -> KeptForm | None:
    """What was posted, without tokens and passwords; None where nothing is left."""
    fields = tuple(
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT and "password" not in name
        for value in values
        if isinstance(value, str)
    )
    files = tuple(request.FILES)
    if not fields and not files:
        return None
    is_multipart = request.content_type == "multipart/form-data"
    return KeptForm(request.get_full_path(), fields, files, is_multipart)


def read_kept(text: str) -> KeptForm | None:
    """The form in a signed text; None where it is not ours, or older than a day."""
    try:
        address, fields, files, is_multipart = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return None
    return KeptForm(address, tuple((name, value) for name, value in fields), tuple(files), bool(is_multipart))


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site: no other may choose what is sent again."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    stated = request.headers.get("Origin") or request.headers.get("Referer") or ""
    origin = urlsplit(stated)
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def is_navigation(request: HttpRequest) -> bool:
    """Whether the answer becomes a page, and is not read by a script."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def log_in_first(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    """The log-in page that keeps a form."""
    signed = kept.signed()
    context = {"form": AuthenticationForm(request), "next": kept.address, "kept": signed, "is_lost": not signed}
    return render(request, "registration/login.html", context, status=HTTPStatus.FORBIDDEN)


def send_again(request: HttpRequest, kept: KeptForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """The page on which a person who is logged in sends a form again."""
    get_token(request)
    return render(request, "evidence/accounts/send_again.html", {"kept": kept}, status=status)
