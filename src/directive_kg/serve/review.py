"""`/review`: the doubtful values as pages, on which a person accepts or corrects them (guarded as `desk_pages` says)."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.errors import BadInputError, DirectiveKgError, UnknownNameError
from directive_kg.review.desk import Choice, Decision, Desk
from directive_kg.review.items import Item
from directive_kg.review.originals import Originals
from directive_kg.serve.desk_pages import Refused, first_of, form_of, guarded, page
from directive_kg.serve.in_turn import DeskInTurn

_ON_A_PAGE: Final = 100


class ReviewPages:
    """The pages over one desk, for one person."""

    def __init__(
        self, desk: DeskInTurn, by: str, originals: Originals | None, today: Callable[[], date] | None = None
    ) -> None:
        self._desk = desk
        self._by = by
        self._originals = originals
        self._today = today or (lambda: datetime.now(UTC).astimezone().date())

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
        begin = first_of(request)
        items = await self._desk.ask(lambda desk: desk.items(paper))
        return page(
            "review_list.html",
            items=items[begin : begin + _ON_A_PAGE],
            total=len(items),
            begin=begin,
            following=begin + _ON_A_PAGE if begin + _ON_A_PAGE < len(items) else None,
            paper=paper,
            by=self._by,
            arrivals=self._originals is not None,
        )

    async def _item(self, request: Request) -> Response:
        item = await self._asked_for(request)
        done = request.query_params.get("done")
        before = await self._desk.ask(lambda desk: desk.item(done)) if done else None
        return self._page(item, before=before)

    def _page(
        self, item: Item, *, before: Item | None = None, problem: str | None = None, words: str | None = None
    ) -> Response:
        return page(
            "review_item.html",
            status=422 if problem else 200,
            item=item,
            before=before,
            problem=problem,
            words=item.value.read if words is None else words,
            by=self._by,
            picture=self._originals is not None and self._originals.has_picture(item),
            lines=self._originals.lines(item) if self._originals else (),
        )

    async def _decide(self, request: Request) -> Response:
        fields = await form_of(request)
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
            following = await self._desk.ask(partial(_carry_out, decision=decision, on=self._today()))
        except UnknownNameError:
            raise
        except BadInputError as error:
            item = await self._asked_for(request)
            return self._page(item, problem=str(error), words=words)
        except DirectiveKgError as error:
            raise Refused(500, str(error)) from None
        target = f"/review/{following}?done={name}" if following else "/review"
        return RedirectResponse(target, 303)

    async def _asked_for(self, request: Request) -> Item:
        return await self._desk.ask(lambda desk: desk.item(request.path_params["id"]))

    async def _picture(self, request: Request) -> Response:
        item = await self._asked_for(request)
        found = await asyncio.to_thread(self._originals.picture, item) if self._originals else None
        if found is None:
            raise Refused(404, "Không có hình / no picture")
        return Response(found, media_type="image/png")


def _carry_out(desk: Desk, decision: Decision, on: date) -> str | None:
    """Write the decision; the id of the next value to look at, of the same paper where it has one."""
    (done,) = desk.decide([decision], on)
    desk.finish()
    items = desk.items()
    return next((i.id for i in items if i.key == done.key), items[0].id if items else None)
