"""Puts the service together: the pages, `/sparql`, `/query`, and the engine that runs beside them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
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
from directive_kg.serve.ontology import OntologyDocs
from directive_kg.serve.questions import QuestionApi
from directive_kg.serve.search import SearchPages
from directive_kg.serve.service import Service
from directive_kg.serve.things import LinkedData
from directive_kg.trace.catalogue import load_catalogue


def build_service(
    site: Path,
    store_dir: Path,
    limits: Limits,
    *,
    log: bool = False,
    dumps_dir: Path | None = None,
    graph_dir: Path | None = None,
    desk_routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application over a built site and a store that `store.disk.build` made.

    `dumps_dir` holds the dumps, which are made there of `graph_dir` where that is given; `desk_routes` are the pages that
    write, for the one person who started them.
    Raises BrokenGraphError for a canned question that is not well formed. The engine starts and ends with the
    application.
    """
    figures = Figures()
    service = Service(Engine(store_dir, limits), Checker(limits), Gate(limits), limits, figures, Kept(limits.kept))
    dumps = Dumps(dumps_dir, graph_dir, figures)
    catalogue = load_catalogue(resources.queries_dir())

    @asynccontextmanager
    async def beside(app: Starlette) -> AsyncIterator[None]:
        app.state.service = service
        try:
            await service.start()
            await dumps.start()
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
            *desk_routes,
        ],
        [Middleware(Counting, figures=figures, log=log)],
        beside,
    )
