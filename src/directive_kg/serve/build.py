"""Puts the service together: the pages, `/sparql`, `/query`, and the engine that runs beside them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from directive_kg import resources
from directive_kg.serve.about import About
from directive_kg.serve.addresses import SitePages
from directive_kg.serve.app import build_app
from directive_kg.serve.checker import Checker
from directive_kg.serve.dumps import Dumps
from directive_kg.serve.endpoint import SparqlEndpoint
from directive_kg.serve.engine import Engine
from directive_kg.serve.figures import Counting, Figures
from directive_kg.serve.kept import Kept
from directive_kg.serve.limits import Gate, Limits
from directive_kg.serve.mcp import McpOverHttp, build_server
from directive_kg.serve.mcp_tools import Tools
from directive_kg.serve.ontology import OntologyDocs
from directive_kg.serve.questions import QuestionApi
from directive_kg.serve.search import SearchPages
from directive_kg.serve.service import Service
from directive_kg.serve.things import LinkedData
from directive_kg.trace.catalogue import load_catalogue


def make_service(store_dir: Path, limits: Limits) -> Service:
    """The engine behind its guard, not yet started."""
    return Service(Engine(store_dir, limits), Checker(limits), Gate(limits), limits, Figures(), Kept(limits.kept))


async def serve_stdio(store_dir: Path, limits: Limits) -> None:
    """The tools for an assistant on stdin and stdout, until stdin ends.

    Raises UsageError where the extra is missing, BadInputError and StoreError as `Engine.start` does.
    """
    service = make_service(store_dir, limits)
    server = build_server(Tools(service, load_catalogue(resources.queries_dir())))
    try:
        await service.start()
        await server.run_stdio_async()
    finally:
        await service.stop()


def build_service(
    site: Path,
    store_dir: Path,
    limits: Limits,
    *,
    log: bool = False,
    mcp: bool = False,
    dumps_dir: Path | None = None,
    desk_routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application over a built site and a store that `store.disk.build` made.

    `mcp` opens `/mcp` as well, and raises UsageError where its extra is missing.
    `dumps_dir` is where the dumps of the store are made; `desk_routes` are the pages that
    write, for the one person who started them.
    Raises BrokenGraphError for a canned question that is not well formed. The engine starts and ends with the
    application.
    """
    service = make_service(store_dir, limits)
    figures = service.figures
    dumps = Dumps(dumps_dir, store_dir, figures)
    catalogue = load_catalogue(resources.queries_dir())

    over_mcp = McpOverHttp(Tools(service, catalogue)) if mcp else None

    @asynccontextmanager
    async def beside(app: Starlette) -> AsyncIterator[None]:
        app.state.service = service
        try:
            await service.start()
            await dumps.start()
            async with over_mcp.running() if over_mcp else nullcontext():
                yield
        finally:
            await dumps.stop()
            await service.stop()

    return build_app(
        site,
        [
            *SparqlEndpoint(service, catalogue).routes(),
            *QuestionApi(service, catalogue).routes(),
            *LinkedData(service, SitePages(site)).routes(),
            *OntologyDocs(service).routes(),
            *About(service, catalogue, dumps).routes(),
            *dumps.routes(),
            *SearchPages(site).routes(),
            *(over_mcp.routes() if over_mcp else ()),
            *desk_routes,
        ],
        [Middleware(Counting, figures=figures, log=log)],
        beside,
    )
