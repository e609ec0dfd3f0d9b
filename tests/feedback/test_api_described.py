"""The interface keeps to its own description, whatever is sent: schemathesis makes calls that the description allows, and
calls that it does not, and checks each answer against it. The seed is fixed; a finding is the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import validator_for
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from feedback.access_key import SCOPES, create_access_key
from feedback.api.examples import REQUEST, RESPONSES
from feedback.models import Report
from feedback.schema import parse_report
from tests.tuning.test_pages import version  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    "list_reports",
    "submit_report",
    "submit_reports",
    "get_report",
    "list_datasets",
    "list_dataset_versions",
    "get_dataset_file",
    "list_tombstones",
]
EXAMPLES = 20


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The interface is called in this very thread: a call must not close the test's connection, as Django's client knows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@cache
def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)


def test_no_operation_is_left_out():
    assert sorted(one.ok().definition.raw["operationId"] for one in described().get_all_operations()) == sorted(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_are_as_described(version, name, mode):  # noqa: F811
    headers = {"Authorization": f"Bearer {create_access_key(name='any', scopes=list(SCOPES))}"}
    there = {"id": Report.objects.values_list("pk", flat=True)[0], "slug": "first", "number": 1, "name": "trl-sft.jsonl.zip"}
    operation = described().find_operation_by_id(name)

    @settings(max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        case=operation.as_strategy(generation_mode=mode),
        reports=st.lists(described().find_operation_by_id("submit_report").as_strategy(generation_mode=mode), max_size=3),
        is_there=st.booleans(),
    )
    def ask(case: Any, reports: list[Any], is_there: bool) -> None:
        if name == "submit_reports" and is_there:
            case.body = b"\n".join(orjson.dumps(one.body) for one in reports if isinstance(one.body, dict | list | str))
        if is_there and mode == GenerationMode.POSITIVE:
            case.path_parameters = {one: there[one] for one in case.path_parameters or {}}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


@pytest.mark.parametrize(("operation", "status"), RESPONSES)
def test_examples_have_the_shape_that_they_are_examples_of(operation, status):
    responses = described().find_operation_by_id(operation).definition.raw["responses"]
    for schema in [
        media["schema"]
        for code, one in responses.items()
        if code in {status, "200", "201"}
        for media in one["content"].values()
    ]:
        whole = {**schema, "components": described().raw_schema["components"]}
        assert [error.message for error in validator_for(whole).iter_errors(RESPONSES[operation, status])] == []


def test_the_example_of_a_report_is_one():
    assert parse_report(REQUEST).external_id == REQUEST["external_id"]
