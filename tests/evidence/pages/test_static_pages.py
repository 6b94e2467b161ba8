"""Pages that show no evidence."""

import pytest
from django.test import Client

from tests.evidence.pages.html_page import markup_errors, read


@pytest.mark.django_db
def test_glossary_is_valid_and_explains_its_terms(client: Client) -> None:
    page = read(client.get("/glossary/"))
    assert markup_errors(page) == []
    for word in ("Risk ratio", "Mean difference", "Confidence interval"):
        assert word.lower() in page.text.lower()


def test_robots_txt_excludes_staff_pages(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in response.content.decode().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["/glossary/", "/robots.txt"])
def test_pages_answer_head_and_refuse_post(client: Client, where: str) -> None:
    assert (client.head(where).status_code, client.post(where).status_code) == (200, 405)
