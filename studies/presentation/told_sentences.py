"""What a page of a failed request tells its reader, for programs that get the same without the page."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)
_KEY = "_told"


class Told(NamedTuple):
    """The heading of a page of an error, and its sentences."""

    title: str = ""
    sentences: tuple[str, ...] = ()


def tell(response: Answer, title: str, sentences: Iterable[str]) -> Answer:
    """The same response, which knows what its page tells."""
    setattr(response, _KEY, Told(title, tuple(sentences)))
    return response


def told(response: HttpResponseBase) -> Told:
    """What the page tells; nothing where the one who made it did not say."""
    found = getattr(response, _KEY, Told())
    return found if isinstance(found, Told) else Told()
