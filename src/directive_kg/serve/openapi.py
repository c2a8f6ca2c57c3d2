"""The description of the query API (OpenAPI 3.1), made from the questions' own metadata."""

from typing import Any, Final

from directive_kg import __version__
from directive_kg.trace.catalogue import Catalogue, Label, Parameter, ParameterType, Question

_PROBLEM: Final = {
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
}
_REFUSALS: Final = {
    "400": "Không có dạng ấy / no such format",
    "404": "Không có câu hỏi ấy / no such question",
    "406": "Không có dạng nào như Accept / no format that Accept takes",
    "408": "Quá thời gian / out of time",
    "413": "Câu trả lời quá dài / the answer is too long",
    "422": "Giá trị không dùng được / a value that cannot be used",
    "429": "Quá nhiều câu hỏi cùng lúc / too many queries at once",
    "503": "Máy đang bận / the service is busy",
}


def openapi(catalogue: Catalogue, page: int, largest_page: int) -> dict[str, Any]:
    """The whole description; `page` and `largest_page` are counts of rows."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Chỉ đạo và trách nhiệm / Directives and responsibilities",
            "version": __version__,
            "description": "Câu hỏi có sẵn trên đồ thị chỉ đạo. / Canned questions on the graph of directives.",
        },
        "paths": {
            "/query": {"get": _list()},
            **{f"/query/{q.name}": {"get": _question(q, page, largest_page)} for q in catalogue},
        },
        "components": {"schemas": {"Problem": _problem(), "Results": _results()}},
    }


def _question(question: Question, page: int, largest_page: int) -> dict[str, Any]:
    columns = "\n".join(f"- `{c.variable}` ({c.type}): {_text(c.title)}" for c in question.columns)
    return {
        "operationId": question.name,
        "summary": _text(question.title),
        "description": f"{_text(question.description)}\n\n{columns}",
        "parameters": [
            *(_parameter(parameter) for parameter in question.parameters),
            _own("limit", {"type": "integer", "minimum": 1, "maximum": largest_page, "default": page}),
            _own("offset", {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0}),
            _own("format", {"type": "string", "enum": ["json", "csv", "xlsx", "table", "html"]}),
        ],
        "responses": {
            "200": {
                "description": "Trả lời / the answer",
                "headers": {
                    "Link": {"description": "RFC 8288: first, last, prev, next", "schema": {"type": "string"}},
                    "X-Total-Count": {"description": "Số dòng / rows in all", "schema": {"type": "integer"}},
                },
                "content": {
                    "application/sparql-results+json": {"schema": {"$ref": "#/components/schemas/Results"}},
                    "text/csv": {"schema": {"type": "string"}},
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": {}},
                    "text/plain": {"schema": {"type": "string"}},
                    "text/html": {"schema": {"type": "string"}},
                },
            },
            **_refusals("400", "406", "408", "413", "429", "503"),
            # People get their form back with the reason on it.
            "422": {
                "description": _REFUSALS["422"],
                "content": {**_PROBLEM, "text/html": {"schema": {"type": "string"}}},
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    example: object = parameter.example
    match parameter.type:
        case ParameterType.DATE:
            schema: dict[str, Any] = {"type": "string", "format": "date"}
        case ParameterType.INTEGER:
            schema = {"type": "integer"}
            example = int(parameter.example)
        case ParameterType.IRI:
            schema = {"type": "string", "format": "iri"}
        case ParameterType.CHOICE:
            schema = {"type": "string", "enum": [choice.code for choice in parameter.choices]}
        case _:
            schema = {"type": "string", "minLength": 1}
    return {
        "name": parameter.name,
        "in": "query",
        "required": True,
        "description": _text(parameter.title),
        "schema": schema,
        "example": example,
    }


def _list() -> dict[str, Any]:
    return {
        "operationId": "list-questions",
        "summary": "Các câu hỏi / the questions",
        "parameters": [_own("format", {"type": "string", "enum": ["json", "html"]})],
        "responses": {
            "200": {
                "description": "Các câu hỏi / the questions",
                "content": {
                    "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
                    "text/html": {"schema": {"type": "string"}},
                },
            },
            **_refusals("400", "406", "422"),
        },
    }


def _own(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _refusals(*statuses: str) -> dict[str, Any]:
    return {status: {"description": _REFUSALS[status], "content": _PROBLEM} for status in statuses}


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "status", "title"],
        "properties": {"type": {"type": "string"}, "status": {"type": "integer"}, "title": {"type": "string"}},
    }


def _results() -> dict[str, Any]:
    """SPARQL 1.1 query results JSON."""
    term = {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": {"type": "string"},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
    }
    return {
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": {
                "type": "object",
                "required": ["vars"],
                "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
            },
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {
                    "bindings": {"type": "array", "items": {"type": "object", "additionalProperties": term}}
                },
            },
        },
    }


def _text(label: Label) -> str:
    return f"{label.vi} / {label.en}"
