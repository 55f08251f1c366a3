"""A walk over the whole API with made-up requests, fit and unfit: it never breaks, and always answers as it is described.

The requests are the same on every run of the whole of `make test`; a file run alone is asked others, for they are also made
from what stands in the files beside it. Each operation gets as many as fit into the time of `make test`.
"""

import datetime as dt

import hypothesis
import pytest
import schemathesis
from django.test.client import Client, ClientHandler
from hypothesis import HealthCheck, Phase
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.generation import GenerationMode

EXAMPLES = 6
"""Requests of each operation in each mode."""
load_all_checks()


def application(environ, start):
    """The house as a WSGI application that leaves the connection of the test open."""
    sent = ClientHandler()(environ)
    start(f"{sent.status_code} {sent.reason_phrase}", list(sent.items()))
    return [sent.content]


@pytest.fixture
def walked(road, put, liaison, office, sealed, settings):
    """The description, and the headers of a token that may do a lot: of approvals and complaints too."""

    from kaogong.org.actions import Reaching, issue_token
    from kaogong.org.models import Room

    settings.API_CALLS_A_MINUTE = 100_000
    put(road, "200", "2026-09", "verified")
    sealed()
    scopes = [Reaching(room, write=True) for room in Room.values]
    given = {"account": liaison, "name": "走查", "until": dt.date(2027, 1, 1), "scopes": scopes, "request": "测试"}
    headers = {"Authorization": f"Bearer {issue_token(by=None, **given)[1]}"}
    client = Client()
    client.force_login(liaison)
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    schema.app = application
    refused = schema.config.checks.negative_data_rejection
    refused.expected_statuses = [*refused.expected_statuses, "413"]  # too much is turned away as well
    return schema, headers


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_described(walked, mode):
    schema, headers = walked
    checks = [
        not_a_server_error,
        *schemathesis.checks.CHECKS.get_by_names(
            [
                "status_code_conformance",
                "content_type_conformance",
                "response_schema_conformance",
                "negative_data_rejection",
                "allow_header_conformance",
            ]
        ),
    ]
    answered = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def walk(case):
            sent = case.call(headers=headers)
            answered.add((case.method, case.path, sent.status_code))
            case.validate_response(sent, checks=checks, headers=headers)

        try:
            walk()
        except hypothesis.errors.Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # an operation that takes nothing cannot be asked wrongly
    asked = {(method, path) for method, path, _ in answered}
    if mode is GenerationMode.POSITIVE:
        assert len(asked) == sum(len(methods) for methods in schema.raw_schema["paths"].values())
        assert sum(status == 200 for *_, status in answered) >= 8
    else:
        assert {status for *_, status in answered} >= {422}
