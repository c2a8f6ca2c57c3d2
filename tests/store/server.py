"""A SPARQL server of thirty lines, so that the client is tested over a real connection."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pyoxigraph as ox


@contextmanager
def sparql_server(store: ox.Store) -> Iterator[str]:
    """The query address of a server on loopback that answers from the store.

    Paths /broken, /teapot and /nonsense answer with a server error, a refusal and an answer that is no SPARQL JSON.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            # The protocol knows both a form and the bare query.
            query = parse_qs(body)["query"][0] if "form" in self.headers["Content-Type"] else body
            if self.path in _FAULTS:
                self.answer(*_FAULTS[self.path])
                return
            try:
                result = store.query(query, use_default_graph_as_union=True)
            except SyntaxError as error:
                self.answer(400, str(error).encode())
                return
            assert not isinstance(result, ox.QueryTriples)
            self.answer(200, result.serialize(format=ox.QueryResultsFormat.JSON) or b"")

        def answer(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        # It listens from here on: a request that comes before the thread runs waits in the queue.
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/query"
        finally:
            server.shutdown()
            thread.join()


_FAULTS = {
    "/broken": (500, b"java.lang.NullPointerException\n  at line 1"),
    "/teapot": (418, b"no"),
    "/nonsense": (200, b"<html>hello</html>"),
    "/list": (200, b"[]"),
    "/empty": (200, json.dumps({"head": {}}).encode()),
    "/odd": (200, json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "odd"}}]}}).encode()),
}
