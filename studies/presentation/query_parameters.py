"""The query parameters that a page knows: all others are refused, so that no address means less than it says.

    @show_page("studies/pages/flow/flow_list.html")
    @query_parameters("page", "reason")
    def flow_records(request: HttpRequest, name: str) -> Context | None: ...

A view without this decorator knows none. The middleware of the site refuses what a view does not know.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

AnyView = TypeVar("AnyView", bound=Callable[..., Any])
_KEY = "query_parameters"
# What advertising and mailing systems append to links, and the beginnings of their names.
TRACKING_NAMES = frozenset({"fbclid", "gclid", "msclkid"})
TRACKING_PREFIXES = ("utm_", "mc_")


class QueryParameterError(ValueError):
    """An address with parameters that cannot be used; ``sentences`` say why, each for one fault."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


def query_parameters(*names: str) -> Callable[[AnyView], AnyView]:
    """Declare the parameters that a view reads. Decorators above it keep them (``functools.wraps``)."""

    def declare(view: AnyView) -> AnyView:
        view.__dict__[_KEY] = frozenset(names)
        return view

    return declare


def known_parameters(view: Callable[..., Any]) -> frozenset[str]:
    """The parameters that a view declares; none without the decorator."""
    return getattr(view, _KEY, frozenset())


def is_tracking(name: str) -> bool:
    """Whether a parameter says only where a reader came from."""
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def refuse_unknown_parameters(names: Iterable[str], known: frozenset[str]) -> None:
    """Raise ``QueryParameterError`` when some of these names are not known."""
    unknown = [f"“{name}”" for name in names if name not in known]
    if unknown:
        noun = "parameter" if len(unknown) == 1 else "parameters"
        knows = f"It knows: {', '.join(sorted(known))}." if known else "It takes no parameters."
        raise QueryParameterError([f"This page does not know the {noun} {', '.join(unknown)}. {knows}"])
