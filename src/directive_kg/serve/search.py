"""`/search.html?q=…` answered here, for whoever has no JavaScript: from the index that the site brings along."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.site.search.page import PATH, answer_page

_AT_ONCE: Final = 2  # searches; the others wait for their turn
_LONGEST: Final = 200  # characters of a question; the form takes no more


class SearchPages:
    """Answers for the page of all answers."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._limiter: anyio.CapacityLimiter | None = None

    def routes(self) -> Sequence[BaseRoute]:
        """The routes: the page's own address, and the short one that people type."""
        return [Route(path, self._answer, methods=["GET"]) for path in (f"/{PATH}", "/search")]

    async def _answer(self, request: Request) -> Response:
        asked = request.query_params.get("q", "")[:_LONGEST]
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(_AT_ONCE)
        try:
            page = await anyio.to_thread.run_sync(answer_page, self._site, asked, limiter=self._limiter)
        except (OSError, ValueError, KeyError):
            raise HTTPException(404) from None  # a folder of pages without an index
        return HTMLResponse(page, headers={"Cache-Control": "no-cache"})
