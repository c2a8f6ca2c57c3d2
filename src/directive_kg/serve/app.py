"""The application: a built site as files, with the headers that a page on the open network needs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from directive_kg.site.render import not_found

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_READING: Final = ("GET", "HEAD")


def build_app(
    site: Path,
    routes: Sequence[BaseRoute] = (),
    middleware: Sequence[Middleware] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """The application over a built site.

    `routes` (an endpoint, an API) come before the pages, `middleware` sees every answer last, `lifespan` holds what
    runs beside the application.
    """
    missing = not_found()

    async def no_such_page(_request: Request, _error: Exception) -> Response:
        return HTMLResponse(missing, status_code=404)

    async def not_allowed(_request: Request, _error: Exception) -> Response:
        return Response("Chỉ đọc / read only\n", 405, {"Allow": ", ".join(_READING)}, "text/plain")

    return Starlette(
        routes=[*routes, Mount("/", _Pages(directory=site, html=True, follow_symlink=False))],
        middleware=[*middleware, Middleware(_SecurityHeaders)],
        lifespan=lifespan,
        exception_handlers={404: no_such_page, 405: not_allowed},
    )


class _Pages(StaticFiles):
    """The files of the site; those whose name begins with a dot are nobody's business."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        hidden = any(part.startswith(".") and part != "." for part in Path(path).parts)
        return await super().get_response("404-hidden" if hidden else path, scope)


class _SecurityHeaders:
    """Adds the headers to every answer, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with the headers set where the answer has none of its own."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
