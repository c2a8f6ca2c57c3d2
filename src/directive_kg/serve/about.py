"""`/dataset`, `/.well-known/void`, `/examples`: what is here, said in RDF and on a page."""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.serve import formats, replies
from directive_kg.serve.dataset import CLASSES, DESCRIPTION, EXAMPLE, NAMESPACES, PROPERTIES, TITLE, Counts, describe
from directive_kg.serve.dumps import Dumps
from directive_kg.serve.examples import SCHEMA, examples, named
from directive_kg.serve.formats import HTML, JSON, Format
from directive_kg.serve.limits import Refusal
from directive_kg.serve.pages import render
from directive_kg.serve.rdf import RDF_FORMS, write
from directive_kg.serve.service import Service
from directive_kg.serve.thing_page import short
from directive_kg.trace.catalogue import Catalogue

OFFERED = (*RDF_FORMS, HTML)


class About:
    """Answers for the description of the dataset and for the examples."""

    def __init__(self, service: Service, catalogue: Catalogue, dumps: Dumps) -> None:
        self._service = service
        self._catalogue = catalogue
        self._dumps = dumps
        self._counts: tuple[str, Counts] | None = None  # fingerprint of the index, and what it holds

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        methods = ["GET", "OPTIONS"]
        return [
            Route("/.well-known/void", self._dataset, methods=methods),
            Route("/dataset{suffix:path}", self._dataset, methods=methods),
            Route("/examples{rest:path}", self._examples, methods=methods),
        ]

    async def _dataset(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        try:
            form = _form(request, request.path_params.get("suffix", ""))
            counts = await self._counted(request)
        except Refusal as refused:
            return self._service.refuse(refused)
        manifest = self._dumps.manifest()
        if form is HTML:
            page = render(
                "dataset.html",
                title=TITLE,
                description=DESCRIPTION,
                counts={short(iri): number for iri, number in counts.classes.items()},
                triples=sum(counts.properties.values()),
                files=manifest["files"] if manifest else [],
                forms=[form.name for form in RDF_FORMS],
            )
            return await replies.answer(request, page.encode(), HTML.content_type)
        return await self._rdf(request, form, lambda root: describe(root, counts, manifest))

    async def _examples(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        rest: str = request.path_params["rest"]
        try:
            name = next((rest.removesuffix(f".{f.name}") for f in OFFERED if rest.endswith(f".{f.name}")), rest)
            form = _form(request, rest.removeprefix(name))
            found = named(self._catalogue, name.strip("/"))
            if found is None or (name and not name.startswith("/")):
                raise Refusal(404, "không có ví dụ ấy; /examples có tất cả / no such example; /examples has all")
        except Refusal as refused:
            return self._service.refuse(refused)
        if form is HTML:
            there = f"/query/{found[0].name}" if name.strip("/") else "/query"
            return RedirectResponse(there, 303, {**replies.CORS, "Vary": "Accept"})
        return await self._rdf(request, form, lambda root: examples(found, f"{root}sparql"))

    async def _rdf(self, request: Request, form: Format, triples: Callable[[str], Iterable[ox.Triple]]) -> Response:
        root = str(request.url.replace(path="/", query="", fragment=""))
        try:
            # A thousand statements: not in the loop, where others would wait for it.
            content = await asyncio.to_thread(lambda: write(triples(root), form, {**NAMESPACES, "schema": SCHEMA}))
        except ValueError:
            return self._service.refuse(
                Refusal(400, "địa chỉ yêu cầu không phải IRI / the address asked is not an IRI")
            )
        tag = replies.tag_of(content.decode("utf-8", "replace"))
        return replies.unchanged(request, tag) or await replies.answer(request, content, form.content_type, tag)

    async def _counted(self, request: Request) -> Counts:
        engine = self._service.engine
        if self._counts is None or self._counts[0] != engine.fingerprint:
            fingerprint, graphs = engine.fingerprint, sorted(engine.graphs)
            try:
                classes, properties, example = [
                    await self._rows(request, query) for query in (CLASSES, PROPERTIES, EXAMPLE)
                ]
            except Refusal as refused:
                if refused.status != 408:
                    raise
                return Counts({}, {}, None, graphs)  # too much to be counted in the time of a query
            counts = Counts(
                {row["x"]: int(row["n"]) for row in classes},
                {row["x"]: int(row["n"]) for row in properties},
                example[0]["x"] if example else None,
                graphs,
            )
            self._counts = (fingerprint, counts)
        return self._counts[1]

    async def _rows(self, request: Request, query: str) -> list[dict[str, str]]:
        content = await self._service.attend(request, lambda: self._service.run(query, JSON, has_rows=True))
        return [
            {name: cell["value"] for name, cell in row.items()} for row in json.loads(content)["results"]["bindings"]
        ]


def _form(request: Request, suffix: str) -> Format:
    if not suffix:
        return formats.choose(request.headers.get("accept"), None, OFFERED)
    for form in OFFERED:
        if suffix == f".{form.name}":
            return form
    raise Refusal(404, "không có dạng ấy / no such form")
