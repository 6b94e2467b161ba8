"""Addresses of pages that one page shows hundreds of."""

import pytest
from django.urls import reverse
from django.utils.safestring import SafeString

from studies.presentation.page_addresses import page_address


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("study", ["bonetti-2005"]),
        ("condition-unused", ["disc_disease"]),
        ("contrast", ["slug-1", "slug-0", "ozone--pain--w26-07"]),
        ("study-publications", ["bonetti-2005", "bib"]),
        ("import-export", [7, "ris"]),
        ("home", []),
    ],
)
def test_address_is_what_django_writes(name: str, slugs: list[str | int]) -> None:
    assert page_address(name, *slugs) == page_address(name, *slugs) == reverse(name, args=slugs)


def test_only_an_address_without_slugs_is_not_escaped_again() -> None:
    assert isinstance(page_address("home"), SafeString)
    assert not isinstance(page_address("study", "<b>"), SafeString)
