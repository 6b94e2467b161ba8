"""The decorator for pages: safe methods only, 404 for missing pages, garbage collector paused while rendering."""

import gc

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory, override_settings

from studies.presentation.show_page import Context, pause_gc, show_page

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"number.html": "Number {{ number }}"})]},
    }
]


@show_page("number.html")
def number_page(request: HttpRequest, number: int) -> Context | None:
    """The page of one number."""
    assert not gc.isenabled()
    return {"number": number} if number > 0 else None


@override_settings(TEMPLATES=TEMPLATES)
def test_view_renders_its_template_with_what_it_returns() -> None:
    response = number_page(RequestFactory().get("/"), 7)
    assert (response.status_code, response.content) == (200, b"Number 7")
    assert number_page.__doc__ == "The page of one number."


def test_view_that_returns_none_is_not_found() -> None:
    with pytest.raises(Http404):
        number_page(RequestFactory().get("/"), number=0)
    assert gc.isenabled()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_unsafe_method_is_refused(method: str) -> None:
    assert number_page(RequestFactory().generic(method, "/"), 7).status_code == 405


def test_collector_runs_again_after_a_failure() -> None:
    @pause_gc
    def failing() -> None:
        raise ValueError("a failure")

    with pytest.raises(ValueError, match="a failure"):
        failing()
    assert gc.isenabled()


def test_collector_already_paused_stays_paused() -> None:
    gc.disable()
    try:
        assert pause_gc(gc.isenabled)() is False
        assert not gc.isenabled()
    finally:
        gc.enable()
