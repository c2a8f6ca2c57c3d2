"""Linked data: `/id/…`, `/graph/…`, `/vocabulary/…` answer for the IRIs of the store, by Accept and by suffix."""

import asyncio
import json
from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.serve import formats, replies
from directive_kg.serve.addresses import KEPT, KINDS, SitePages, bases_of, wanted
from directive_kg.serve.formats import HTML, JSON, N_TRIPLES, Format
from directive_kg.serve.limits import Refusal
from directive_kg.serve.rdf import RDF_FORMS, read, write
from directive_kg.serve.service import Service
from directive_kg.serve.thing_page import Line, ThingPage, thing_page
from directive_kg.site.render import not_found

OFFERED: Final = (*RDF_FORMS, HTML)
INCOMING: Final = 1000  # statements that point at a thing which an answer has at most; what it says itself is whole
_COMMENT: Final = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
_DESCRIBED: Final = """CONSTRUCT {{ {0} ?p ?o . ?s ?q {0} }} WHERE {{
  {{ {0} ?p ?o }} UNION {{ SELECT ?s ?q WHERE {{ ?s ?q {0} }} ORDER BY ?q ?s LIMIT {1} }}
}}"""
_SHOWN: Final = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dkg: <https://w3id.org/directive-kg/ontology#>
SELECT ?from ?p ?other ?name ?number ?title WHERE {{
  {{ {0} ?p ?other }} UNION {{ SELECT ?from ?p ?other WHERE {{ ?other ?p {0} BIND({0} AS ?from) }} ORDER BY ?p ?other LIMIT {1} }}
  OPTIONAL {{ ?other skos:prefLabel ?name FILTER(LANG(?name) = "vi") }}
  OPTIONAL {{ ?other dkg:number ?number }}
  OPTIONAL {{ ?other dcterms:title ?title }}
}} ORDER BY ?from ?p ?other ?name ?number ?title"""
_IN_GRAPH: Final = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}"
_GRAPH_SHOWN: Final = """PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?from ?p ?other ?title WHERE {{
  {{ SELECT ?from ?p ?other WHERE {{ GRAPH {0} {{ ?other a ?type }} BIND({0} AS ?from) BIND(?type AS ?p) }} ORDER BY ?p ?other LIMIT {1} }}
  OPTIONAL {{ ?other dcterms:title ?title }}
}} ORDER BY ?p ?other ?title"""
_THERE: Final = "ASK {{ {{ {0} ?p ?o }} UNION {{ ?s ?q {0} }} }}"


class LinkedData:
    """Answers for every IRI that the store says something of, and for its graphs."""

    def __init__(self, service: Service, pages: SitePages) -> None:
        self._service = service
        self._pages = pages

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return [Route(f"/{kind}/{{path:path}}", self._answer, methods=["GET", "OPTIONS"]) for kind in KINDS]

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        try:
            response = await self._described(request)
        except Refusal as refused:
            if refused.status == 404 and formats.takes_html(request.headers.get("accept")):
                self._service.figures.refused(404)
                return Response(not_found(), 404, media_type="text/html")
            response = self._service.refuse(refused)
        response.headers.setdefault("X-Limit", self._service.limits.header())
        return response

    async def _described(self, request: Request) -> Response:
        iri, named = await self._meant(request)
        form = named or formats.choose(request.headers.get("accept"), None, OFFERED)
        bare = _bare(request, named)
        if form is HTML and (page := self._pages.page(iri) or self._pages.page(_paper_of(iri))):
            return RedirectResponse(page, 303, {**replies.CORS, "Vary": "Accept", "Link": _links(bare, iri)})
        tag = replies.tag_of(self._service.engine.fingerprint, "thing", form.name, iri)
        if response := replies.unchanged(request, tag):
            return response
        graph = iri in self._service.engine.graphs
        content = await self._service.attend(
            request, lambda: self._page(iri, graph) if form is HTML else self._data(iri, graph, form)
        )
        headers = {"Link": _links(bare, iri), "Content-Location": f"{bare}.{form.name}"}
        return await replies.answer(request, content, form.content_type, tag, headers)

    async def _meant(self, request: Request) -> tuple[str, Format | None]:
        """The IRI that the address means, and the form that its suffix names. Raises Refusal 404 where none is held."""
        graphs = self._service.engine.graphs
        asked = wanted(request.scope["raw_path"].partition(b"?")[0], bases_of(graphs))
        for iri, form in asked.candidates:
            try:
                node = ox.NamedNode(iri)
            except ValueError:
                continue
            if iri in graphs:
                return iri, form
            query = partial(self._service.run, _THERE.format(node), JSON, has_rows=False)
            found = await self._service.attend(request, query)
            if json.loads(found)["boolean"]:
                return iri, form
        raise Refusal(404, "kho không có gì dưới địa chỉ này / the store says nothing of this IRI")

    async def _data(self, iri: str, graph: bool, form: Format) -> bytes:
        node = ox.NamedNode(iri)
        if graph:
            # A graph may be large: the engine writes it.
            return await self._service.run(_IN_GRAPH.format(node), form, has_rows=False)
        content = await self._service.run(_DESCRIBED.format(node, INCOMING + 1), N_TRIPLES, has_rows=False)
        return await asyncio.to_thread(_written, node, content, form)

    async def _page(self, iri: str, graph: bool) -> bytes:
        query = (_GRAPH_SHOWN if graph else _SHOWN).format(ox.NamedNode(iri), INCOMING + 1)
        found = json.loads(await self._service.run(query, JSON, has_rows=True))["results"]["bindings"]
        lines: dict[tuple[bool, str, str], Line] = {}
        for row in found:
            incoming, predicate, other = "from" in row, row["p"]["value"], row["other"]
            label = next((row[key]["value"] for key in ("name", "number", "title") if key in row), "")
            # One thing may have several names: the first is enough.
            lines.setdefault(
                (incoming, predicate, json.dumps(other)),
                Line(predicate, other["value"], other["type"], label, other.get("xml:lang"), other.get("datatype")),
            )
        own = [line for (incoming, *_), line in lines.items() if not incoming]
        pointing = [line for (incoming, *_), line in lines.items() if incoming]
        page = ThingPage(
            iri,
            graph,
            own,
            pointing[:INCOMING],
            len(pointing) > INCOMING,
            bases_of(self._service.engine.graphs),
        )
        return await asyncio.to_thread(lambda: thing_page(page).encode())


_CUT: Final = {
    "vi": f"Chỉ nêu {INCOMING} phát biểu trỏ tới; hỏi /sparql để có đủ.",
    "en": f"Only {INCOMING} of the statements that point here are given; ask /sparql for all.",
}


def _written(node: ox.NamedNode, content: bytes, form: Format) -> bytes:
    triples = read(content)
    incoming = [t for t in triples if t.subject != node]
    if len(incoming) > INCOMING:
        dropped = max(incoming, key=lambda t: (t.predicate.value, str(t.subject)))
        triples = [t for t in triples if t != dropped]
        triples += [ox.Triple(node, _COMMENT, ox.Literal(text, language=lang)) for lang, text in _CUT.items()]
    return write(triples, form)


def _paper_of(graph: str) -> str:
    """The paper that a graph holds: B/graph/K is that of B/id/directive/K."""
    return graph.replace("/graph/", "/id/directive/", 1)


def _bare(request: Request, named: Format | None) -> str:
    """The path as it was sent, without the suffix that names a form."""
    path: str = request.scope["raw_path"].partition(b"?")[0].decode("ascii", "replace")
    return path.removesuffix(f".{named.name}") if named else path


def _links(bare: str, iri: str) -> str:
    """The thing itself, and its forms (RFC 8288)."""
    forms = [f'<{bare}.{form.name}>; rel="alternate"; type="{form.media_type}"' for form in OFFERED]
    return ", ".join([f'<{quote(iri, safe=KEPT + "#?")}>; rel="describes"', *forms])
