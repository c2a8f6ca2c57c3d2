"""`/review`: the doubtful values as pages, on which a person accepts or corrects them (guarded as `desk_pages` says)."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.errors import BadInputError, DirectiveKgError, UnknownNameError
from directive_kg.review.desk import Choice, Decision, Desk
from directive_kg.review.items import Item
from directive_kg.review.originals import Originals
from directive_kg.serve.desk_pages import Refused, form_of, guarded
from directive_kg.serve.pages import render

P = ParamSpec("P")
T = TypeVar("T")

_ON_A_PAGE: Final = 100


class ReviewPages:
    """The pages over one desk, for one person."""

    def __init__(self, desk: Desk, by: str, papers: Path | None, today: Callable[[], date] | None = None) -> None:
        self._desk = desk
        self._by = by
        self._originals = Originals(papers) if papers else None
        self._today = today or (lambda: datetime.now(UTC).astimezone().date())
        self._token = secrets.token_urlsafe(32)
        self._turn = threading.Lock()

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return [
            Route("/review", guarded(self._list), methods=["GET"]),
            Route("/review/{id}", guarded(self._item), methods=["GET"]),
            Route("/review/{id}", guarded(self._decide), methods=["POST"]),
            Route("/review/{id}/picture.png", guarded(self._picture), methods=["GET"]),
        ]

    async def _list(self, request: Request) -> Response:
        paper = request.query_params.get("paper") or None
        begin = _number(request.query_params.get("from"))
        items = await self._in_turn(self._desk.items, paper)
        page = render(
            "review_list.html",
            items=items[begin : begin + _ON_A_PAGE],
            total=len(items),
            begin=begin,
            following=begin + _ON_A_PAGE if begin + _ON_A_PAGE < len(items) else None,
            paper=paper,
            by=self._by,
        )
        return Response(page, media_type="text/html")

    async def _item(self, request: Request) -> Response:
        item = await self._in_turn(self._desk.item, request.path_params["id"])
        done = request.query_params.get("done")
        before = await self._in_turn(self._desk.item, done) if done else None
        return self._page(item, before=before)

    def _page(
        self, item: Item, *, before: Item | None = None, problem: str | None = None, words: str | None = None
    ) -> Response:
        page = render(
            "review_item.html",
            item=item,
            before=before,
            problem=problem,
            words=item.value.read if words is None else words,
            token=self._token,
            by=self._by,
            picture=self._originals is not None and self._originals.has_picture(item),
            lines=self._originals.lines(item) if self._originals else (),
        )
        return Response(page, 422 if problem else 200, media_type="text/html")

    async def _decide(self, request: Request) -> Response:
        fields = await form_of(request, self._token)
        name = request.path_params["id"]
        try:
            choice = Choice(fields.get("choice", ""))
        except ValueError:
            raise Refused(400, "Thiếu quyết định / no decision") from None
        if choice is Choice.CORRECT and fields.get("as-written"):
            choice = Choice.AS_WRITTEN
        words = fields.get("words", "")
        decision = Decision(name, choice, self._by, words, fields.get("stamp", ""))
        try:
            following = await self._in_turn(self._carry_out, decision)
        except UnknownNameError:
            raise
        except BadInputError as error:
            item = await self._in_turn(self._desk.item, name)
            return self._page(item, problem=str(error), words=words)
        except DirectiveKgError as error:
            raise Refused(500, str(error)) from None
        target = f"/review/{following}?done={name}" if following else "/review"
        return RedirectResponse(target, 303)

    async def _in_turn(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Ask the desk, one request after another, whoever goes away meanwhile."""

        def alone() -> T:
            with self._turn:
                return work(*arguments, **named)

        return await asyncio.to_thread(alone)

    def _carry_out(self, decision: Decision) -> str | None:
        """Write the decision; the id of the next value to look at, of the same paper where it has one."""
        (done,) = self._desk.decide([decision], self._today())
        self._desk.finish()
        items = self._desk.items()
        return next((i.id for i in items if i.key == done.key), items[0].id if items else None)

    async def _picture(self, request: Request) -> Response:
        item = await self._in_turn(self._desk.item, request.path_params["id"])
        found = await asyncio.to_thread(self._originals.picture, item) if self._originals else None
        if found is None:
            raise Refused(404, "Không có hình / no picture")
        return Response(found, media_type="image/png")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
