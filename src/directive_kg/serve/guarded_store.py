"""The service as a store: what runs over `store.protocol.Store` runs in the engine, within the limits of the service."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

from directive_kg.serve.formats import JSON
from directive_kg.serve.service import Service
from directive_kg.store.protocol import Solutions, Term

_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


class GuardedStore:
    """For use in another thread than the service's loop. Its queries are our own and are not checked again."""

    def __init__(self, service: Service, loop: asyncio.AbstractEventLoop) -> None:
        self._service = service
        self._loop = loop

    def select(self, query: str) -> Solutions:
        """Run a SELECT. Raises Refusal as `Service.run` does."""
        return solutions(self._run(query, has_rows=True))

    def ask(self, query: str) -> bool:
        """Run an ASK. Raises Refusal as `Service.run` does."""
        return bool(json.loads(self._run(query, has_rows=False))["boolean"])

    def _run(self, query: str, has_rows: bool) -> bytes:
        return asyncio.run_coroutine_threadsafe(self._service.run(query, JSON, has_rows), self._loop).result()


def solutions(content: bytes) -> Solutions:
    """SPARQL results JSON as rows."""
    found = json.loads(content)
    names = tuple(found["head"]["vars"])
    return Solutions(
        names, tuple(tuple(_term(row.get(name)) for name in names) for row in found["results"]["bindings"])
    )


def _term(binding: Mapping[str, Any] | None) -> Term | None:
    if binding is None:
        return None
    if binding["type"] == "uri":
        return Term("uri", binding["value"])
    if binding["type"] == "bnode":
        return Term("bnode", binding["value"])
    datatype = binding.get("datatype")
    return Term("literal", binding["value"], None if datatype == _XSD_STRING else datatype, binding.get("xml:lang"))
