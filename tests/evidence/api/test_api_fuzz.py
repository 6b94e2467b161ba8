"""A small share of what ``benchmarks/api_fuzz.py`` sends for minutes: what is described, what is not, odd requests."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from schemathesis import GenerationMode

from benchmarks.harness.api_checks import fault_of_error, is_of_two_parameters, odd_requests
from tests.shares import A_SHARE, A_TENTH, drawn

pytestmark = [pytest.mark.usefixtures("kept_real_pages", "db"), pytest.mark.slow]
# Of each address; the benchmark sends thousands.
EXAMPLES = 2


@pytest.fixture
def application() -> Iterator[WSGIHandler]:
    """The site as a server asks it, inside the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@A_TENTH
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_is_as_it_is_described(application: Any, mode: GenerationMode, share: float) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    # It would read the whole program for values to try.
    schema.config.analysis.constants.enabled = False
    asked = []
    every = (found.ok() for found in schema.get_all_operations())
    # Of an operation without parameters nothing can be wrong.
    operations = [each for each in every if mode is GenerationMode.POSITIVE or list(each.iter_parameters())]
    for operation in drawn(operations, share):
        cases = operation.as_strategy(generation_mode=mode)

        @hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(case=cases)
        def ask(case: Any) -> None:
            response = case.call(headers={"Accept-Encoding": "identity"})
            asked.append(response.status_code)
            if not is_of_two_parameters(response.status_code, response.text):
                case.validate_response(response)

        ask()
    assert len(asked) > 25 * share
    assert max(asked) < 500


@A_SHARE
def test_odd_requests_are_answered_or_refused_with_a_sentence(share: float) -> None:
    client, requests = Client(), drawn(odd_requests(), share)
    answered = 0
    for request in requests:
        response = client.generic(request.method, request.address, headers=request.headers)
        assert response.status_code < 500, request
        text = response.content.decode()
        assert fault_of_error(response.status_code, response.headers.get("Content-Type", ""), text) == "", request
        answered += response.status_code < 400
    assert 0 < answered < len(requests)
