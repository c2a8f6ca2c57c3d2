"""The query API does what its description says: asked by schemathesis with what the description allows and forbids."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from directive_kg import resources
from directive_kg.serve.openapi import openapi
from directive_kg.trace.catalogue import ParameterType, Question, load_catalogue
from tests.serve.waiting import PATIENCE

CATALOGUE = load_catalogue(resources.queries_dir())
PATHS = ["/query", *(f"/query/{question.name}" for question in CATALOGUE)]
# What a paper or a body is called is in no schema: one that is not held is 422 with the nearest names.
NAMES = {ParameterType.DIRECTIVE, ParameterType.AGENCY, ParameterType.TEXT, ParameterType.IRI}
EXAMPLES = 5  # of each operation in each mode


@pytest.fixture(scope="module")
def described(address: str) -> Any:
    """What the service says of itself."""
    schema = schemathesis.openapi.from_dict(httpx.get(f"{address}openapi.json", timeout=PATIENCE).json())
    schema.config.update(base_url=address)
    return schema


def _asks_for_names(path: str) -> bool:
    question: Question | None = CATALOGUE.questions.get(path.rpartition("/")[2])
    return question is not None and any(parameter.type in NAMES for parameter in question.parameters)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_it_does_what_it_says(described: Any, path: str, mode: GenerationMode) -> None:
    operation = described[path]["GET"]
    excluded: list[Any] = [positive_data_acceptance] if _asks_for_names(path) else []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        case.call_and_validate(excluded_checks=excluded, timeout=PATIENCE)

    ask()


def test_every_example_of_the_description_is_taken(client: httpx.Client) -> None:
    for path, operations in client.get("openapi.json").json()["paths"].items():
        parameters = operations["get"]["parameters"]
        values = {p["name"]: p["example"] for p in parameters if "example" in p}
        # What the examples name may not be in the small graph; then the reason is said.
        status = client.get(path, params=values).status_code
        assert status == 200 or (status == 422 and _asks_for_names(path)), path


def test_the_schemas_are_schemas() -> None:
    described = openapi(CATALOGUE, 10, 20)
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for operations in described["paths"].values():
        for parameter in operations["get"]["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])
            if "example" in parameter:
                Draft202012Validator(parameter["schema"]).validate(parameter["example"])
