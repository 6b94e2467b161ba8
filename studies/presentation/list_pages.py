"""One page of a long list, by its number in the address. A number that the list does not have is no other page."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator

from studies.presentation.query_parameters import QueryParameterError

Row = TypeVar("Row")

_NUMBER = re.compile(r"[0-9]{1,9}")


def asked_page(rows: Sequence[Any] | Any, length: int, number: str | None) -> Page[Any]:
    """The page of ``rows`` (a sequence or a query) with this number; the first where none is asked for.

    Raises ``QueryParameterError`` for a number that the list does not have.
    """
    pages = Paginator(rows, length)
    if not number:
        return pages.page(1)
    if not _NUMBER.fullmatch(number) or not 1 <= int(number) <= pages.num_pages:
        has = "It has one page." if pages.num_pages == 1 else f"It has pages 1 to {pages.num_pages}."
        raise QueryParameterError([f"“page” is “{number[:40]}”. This list does not have that page. {has}"])
    return pages.page(int(number))


def asked_rows(rows: Sequence[Row], length: int, number: str | None) -> tuple[Page[Any], list[Row]]:
    """The page with this number, and its rows. The page names rows by their places, so that it is kept without them.

    Raises ``QueryParameterError`` for a number that the list does not have.
    """
    page = asked_page(range(len(rows)), length, number)
    return page, [rows[place] for place in page]
