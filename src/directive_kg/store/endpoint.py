"""The graph in any SPARQL 1.1 server, over the SPARQL protocol."""

import json
from contextlib import closing
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request

from SPARQLWrapper import BASIC, JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from directive_kg.errors import StoreError
from directive_kg.store.address import Credentials, check_address
from directive_kg.store.guard import allow
from directive_kg.store.protocol import Solutions, Term

_KINDS: Final = {"uri": "uri", "bnode": "bnode", "literal": "literal", "typed-literal": "literal"}
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_XSD_BOOLEAN: Final = "http://www.w3.org/2001/XMLSchema#boolean"
_CANONICAL: Final = {"1": "true", "0": "false"}  # Virtuoso writes booleans so


class EndpointStore:
    """`store.protocol.Store` on a server. Its default graph has to be the union of its graphs.

    `url` is the query address that the user gave, http or https; `timeout` is in seconds; credentials go by HTTP
    Basic. Raises UsageError for an address that is none.
    """

    def __init__(self, url: str, timeout: int = 60, credentials: Credentials | None = None) -> None:
        check_address(url)
        self.url = url
        self._timeout = timeout
        self._credentials = credentials

    def select(self, query: str) -> Solutions:
        """Run a SELECT. Raises UsageError for a query that does not parse or reaches out, StoreError when it fails."""
        answer = self._run(allow(query, "SELECT"))
        try:
            names = tuple(answer["head"]["vars"])
            bindings = answer["results"]["bindings"]
            return Solutions(names, tuple(tuple(_term(row.get(name)) for name in names) for row in bindings))
        except (KeyError, TypeError, AttributeError) as error:
            raise self._strange() from error

    def ask(self, query: str) -> bool:
        """Run an ASK; raises as `select` does."""
        document = self._run(allow(query, "ASK"))
        answer = document.get("boolean")
        if isinstance(answer, bool):
            return answer
        try:
            # Virtuoso 7.2 answers an ASK as if it were a SELECT: one row for yes, none for no.
            if document["head"]["vars"] == ["__ASK_RETVAL"]:
                return bool(document["results"]["bindings"])
        except (KeyError, TypeError):
            pass
        raise self._strange()

    def _run(self, text: str) -> dict[str, Any]:
        wrapper = _Wrapper(self.url)
        if self._credentials is not None:
            wrapper.setHTTPAuth(BASIC)
            wrapper.setCredentials(self._credentials.user, self._credentials.password)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        # Only JSON: no `format=` and `output=` parameters, which strict servers refuse.
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(self._timeout)
        wrapper.setQuery(text)
        try:
            with closing(wrapper.query().response) as response:
                answer = json.loads(response.read())
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise self._strange() from error
        except (SPARQLWrapperException, HTTPError) as error:
            # SPARQLWrapper turns some answers into exceptions of its own and leaves the connection open behind them.
            refusal = error if isinstance(error, HTTPError) else error.__context__
            if isinstance(refusal, HTTPError):
                refusal.close()
            raise StoreError(f"{self.url}: máy chủ từ chối / the server refused: {_first_line(error)}") from error
        except TimeoutError as error:
            raise StoreError(f"{self.url}: quá {self._timeout} giây / no answer in {self._timeout} seconds") from error
        except (URLError, OSError) as error:
            raise StoreError(f"{self.url}: không kết nối được / no connection: {_first_line(error)}") from error
        if not isinstance(answer, dict):
            raise self._strange()
        return answer

    def _strange(self) -> StoreError:
        return StoreError(f"{self.url}: trả lời không phải SPARQL JSON / the answer is not SPARQL JSON")


class _Wrapper(SPARQLWrapper):
    """A client that gives the password to the address that the user named, and not to where that one points."""

    def _createRequest(self) -> Request:  # noqa: N802 - the name is the library's
        request: Request = super()._createRequest()
        if password := request.headers.pop("Authorization", None):
            request.add_unredirected_header("Authorization", password)
        return request


def _term(binding: dict[str, str] | None) -> Term | None:
    if binding is None:
        return None
    kind = _KINDS[binding["type"]]
    datatype = binding.get("datatype")
    if kind == "uri":
        return Term("uri", binding["value"])
    if kind == "bnode":
        return Term("bnode", binding["value"])
    if datatype == _XSD_BOOLEAN:
        return Term("literal", _CANONICAL.get(binding["value"], binding["value"]), datatype)
    return Term("literal", binding["value"], None if datatype == _XSD_STRING else datatype, binding.get("xml:lang"))


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]
