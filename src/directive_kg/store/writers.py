"""How a graph is written to a server: the SPARQL 1.1 Graph Store HTTP Protocol, or SPARQL 1.1 Update."""

import urllib.error
import urllib.request
from typing import Final, Protocol
from urllib.parse import quote

from directive_kg.errors import StoreError
from directive_kg.store.address import Credentials, check_address

# Some servers compile every statement of an update: Virtuoso 7.2 takes no more than 10,000 lines of it.
_STATEMENTS_AT_ONCE: Final = 2000


class Sendable(Protocol):
    """What is written: `upload.Content`."""

    @property
    def graph(self) -> str:
        """The graph's IRI."""
        ...

    @property
    def lines(self) -> tuple[str, ...]:
        """N-Triples, one statement each."""
        ...

    @property
    def connected(self) -> bool:
        """Whether it has blank nodes."""
        ...


class Writer(Protocol):
    """A server that takes whole graphs."""

    def put(self, content: Sendable) -> None:
        """Put these statements in the place of what the graph holds. Raises StoreError where the server refuses."""
        ...

    def delete(self, graph: str) -> None:
        """Take a graph away; raises as `put` does."""
        ...


class GraphStoreWriter:
    """The Graph Store Protocol at `url`; `timeout` in seconds for each graph."""

    def __init__(self, url: str, credentials: Credentials | None = None, timeout: float = 600) -> None:
        check_address(url)
        self._url = url
        self._http = _Http(url, credentials, timeout)

    def put(self, content: Sendable) -> None:
        """PUT: an answer of the server's own that the graph is now these statements (section 5.3)."""
        body = "".join(f"{line}\n" for line in content.lines).encode()
        self._http.send("PUT", self._of(content.graph), body, "application/n-triples")

    def delete(self, graph: str) -> None:
        """DELETE; a graph that is not there is gone already."""
        self._http.send("DELETE", self._of(graph), None, None, also=(404,))

    def _of(self, graph: str) -> str:
        return f"{self._url}{'&' if '?' in self._url else '?'}graph={quote(graph, safe='')}"


class UpdateWriter:
    """SPARQL Update at `url`, for servers without the Graph Store Protocol; `timeout` in seconds for each request."""

    def __init__(self, url: str, credentials: Credentials | None = None, timeout: float = 600) -> None:
        check_address(url)
        self._http = _Http(url, credentials, timeout)
        self._url = url

    def put(self, content: Sendable) -> None:
        """DROP and INSERT DATA in requests of 2,000 statements; blank nodes hold within one, so such a graph is one."""
        size = max(1, len(content.lines)) if content.connected else _STATEMENTS_AT_ONCE
        self.delete(content.graph)
        for start in range(0, len(content.lines), size):
            statements = "\n".join(content.lines[start : start + size])
            self._update(f"INSERT DATA {{ GRAPH <{content.graph}> {{\n{statements}\n}} }}")

    def delete(self, graph: str) -> None:
        """DROP; a graph that is not there is gone already."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def _update(self, text: str) -> None:
        self._http.send("POST", self._url, text.encode(), "application/sparql-update")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is written, and the password, go to the address that the user named and to no other."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        """Nowhere."""


class _Http:
    """Requests to one server, with its name and password once it has asked for them."""

    def __init__(self, url: str, credentials: Credentials | None, timeout: float) -> None:
        self._known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._credentials = credentials
        if credentials is not None:
            self._known.add_password(None, url, credentials.user, credentials.password)
        self._digest = urllib.request.HTTPDigestAuthHandler(self._known)
        self._basic = urllib.request.HTTPBasicAuthHandler(self._known)
        self._opener = urllib.request.build_opener(_NoRedirect(), self._digest, self._basic)
        self._url = url
        self._timeout = timeout
        self._challenge: dict[str, str] | None = None

    def send(
        self, method: str, url: str, body: bytes | None, media_type: str | None, also: tuple[int, ...] = ()
    ) -> None:
        headers = {"Content-Type": media_type} if media_type else {}
        request = urllib.request.Request(url, data=body, method=method, headers=headers)  # noqa: S310 - checked address
        try:
            if self._credentials is not None:
                self._authorize(request)
            with self._opener.open(request, timeout=self._timeout) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                if error.code in also:
                    return
                said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:200]
            raise StoreError(
                f"{url}: máy chủ không nhận ({error.code}) / the server refused: {said or error.reason}"
            ) from None
        except TimeoutError:
            raise StoreError(f"{url}: quá {self._timeout:g} giây / no answer in time") from None
        except (urllib.error.URLError, OSError) as error:
            raise StoreError(f"{url}: không kết nối được / no connection: {' '.join(str(error).split())}") from None

    def _authorize(self, request: urllib.request.Request) -> None:
        """Ask how the server wants the password before a body is sent: Virtuoso refuses without reading the body."""
        if self._challenge is None:
            self._challenge = self._ask()
        if self._challenge:
            answer = self._digest.get_authorization(request, self._challenge)
            request.add_unredirected_header("Authorization", f"Digest {answer}")

    def _ask(self) -> dict[str, str]:
        """The server's Digest challenge; empty where it asks for none (Basic is answered when it is asked for)."""
        plain = urllib.request.build_opener(_NoRedirect())
        try:
            with plain.open(urllib.request.Request(self._url, method="HEAD"), timeout=self._timeout):  # noqa: S310
                return {}
        except urllib.error.HTTPError as error:
            with error:
                scheme, _, fields = (error.headers.get("WWW-Authenticate") or "").partition(" ")
        if scheme.lower() != "digest":
            return {}
        return urllib.request.parse_keqv_list(urllib.request.parse_http_list(fields))
