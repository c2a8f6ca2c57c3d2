"""`/sparql`: the query operation of the SPARQL 1.1 Protocol, and the description of the service."""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.serve import formats, replies
from directive_kg.serve.description import describe
from directive_kg.serve.formats import Format
from directive_kg.serve.limits import Refusal
from directive_kg.serve.pages import answer_page, editor_page
from directive_kg.serve.protocol import Asked, check_graphs, read
from directive_kg.serve.service import Service, changes
from directive_kg.trace.catalogue import Catalogue

_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")


class SparqlEndpoint:
    """Answers for `/sparql` and its editor."""

    def __init__(self, service: Service, catalogue: Catalogue) -> None:
        self._service = service
        self._catalogue = catalogue

    def routes(self) -> Sequence[BaseRoute]:
        """The routes; the protocol's own answer to a method that is none of its."""
        return [
            Route("/sparql", self._query, methods=["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]),
            Route("/sparql/", self._query, methods=["GET", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"]),
            Route("/sparql/editor", self._editor, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
        ]

    async def _query(self, request: Request) -> Response:
        service = self._service
        if request.method == "OPTIONS":
            return replies.preflight()
        try:
            if request.method not in _METHODS:
                raise Refusal(405, "chỉ đọc: GET, HEAD, POST / read only")
            asked = await read(request, service.limits)
            response = await (self._describe(request, asked) if asked.query is None else self._answer(request, asked))
        except Refusal as refused:
            response = service.refuse(refused, {"Allow": ", ".join(_METHODS)} if refused.status == 405 else None)
        response.headers.setdefault("X-Limit", service.limits.header())
        return response

    async def _answer(self, request: Request, asked: Asked) -> Response:
        assert asked.query is not None
        service = self._service
        check_graphs(asked, service.engine.graphs)
        checked = await service.check(request, asked.query)
        solutions = checked.form in {"SELECT", "ASK"}
        offered = formats.SOLUTIONS if solutions else formats.GRAPHS
        # `format` is no word of the protocol: clients send names of other servers in it, and those mean nothing here.
        named = asked.format if asked.format in {form.name for form in offered} else None
        form = formats.choose(request.headers.get("accept"), named, offered)
        graphs = (asked.default_graphs, asked.named_graphs)
        tag = (
            None
            if request.method == "POST" or changes(checked.text)
            else replies.tag_of(service.engine.fingerprint, form.name, checked.text, *graphs[0], "named", *graphs[1])
        )
        if response := replies.unchanged(request, tag):
            return response
        sent: Format = form
        if form is formats.HTML:
            sent = formats.JSON if solutions else formats.TURTLE
        content = await service.attend(
            request, lambda: service.run(checked.text, sent, checked.form == "SELECT", graphs)
        )
        if form is formats.HTML:
            content = answer_page(asked.query, content, solutions, self._catalogue).encode()
        return await replies.answer(request, content, form.content_type, tag)

    async def _describe(self, request: Request, asked: Asked) -> Response:
        if asked.format is None and formats.takes_html(request.headers.get("accept")):
            return RedirectResponse("/sparql/editor", 303, {"Vary": "Accept"})
        offered = [form for form in formats.GRAPHS if form is not formats.HTML]
        form = formats.choose(request.headers.get("accept"), asked.format, offered)
        endpoint = str(request.url.replace(query="", fragment=""))
        engine = self._service.engine
        tag = replies.tag_of(engine.fingerprint, "description", form.name, endpoint)
        if response := replies.unchanged(request, tag):
            return response
        return await replies.answer(request, describe(endpoint, engine.graphs, form), form.content_type, tag)

    async def _editor(self, request: Request) -> Response:
        return Response(editor_page(self._catalogue, request.query_params.get("example")), media_type="text/html")

    async def _metrics(self, _request: Request) -> Response:
        service = self._service
        text = service.figures.text(
            {
                "queries_running": service.gate.running,
                "queries_waiting": service.gate.waiting,
                "answers_kept_bytes": service.kept.size,
            },
            {"engine_starts_total": service.engine.starts, "answers_kept_hits_total": service.kept.hits},
        )
        return Response(text, headers={"Cache-Control": "no-store"}, media_type="text/plain; version=0.0.4")
