"""`/review`: the doubtful values as pages, on which a person accepts or corrects them. Only from this very machine.

The service is read-only unless it was started for this. A request must come from a loopback address, for a loopback host
(no page of another host can turn its own name to this machine), and a decision must come from a page of ours: its origin
and a token made at the start say so.
"""

import asyncio
import secrets
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final, ParamSpec, TypeVar
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.errors import BadInputError, DirectiveKgError, UnknownNameError
from directive_kg.review.desk import Choice, Decision, Desk
from directive_kg.review.items import Item
from directive_kg.review.originals import Originals
from directive_kg.serve.pages import render

P = ParamSpec("P")
T = TypeVar("T")

_LONGEST: Final = 256 << 10  # bytes of a form
_ON_A_PAGE: Final = 100
_FORM: Final = "application/x-www-form-urlencoded"
# Not 'no-referrer', under which a browser sends 'Origin: null' and nobody can tell whose page a form came from.
_HEADERS: Final = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class _Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    status: int
    reason: str


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
            Route("/review", self._guarded(self._list), methods=["GET"]),
            Route("/review/{id}", self._guarded(self._item), methods=["GET"]),
            Route("/review/{id}", self._guarded(self._decide), methods=["POST"]),
            Route("/review/{id}/picture.png", self._guarded(self._picture), methods=["GET"]),
        ]

    def _guarded(self, answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            try:
                _only_from_here(request)
                response = await answer(request)
            except _Refused as refused:
                response = Response(refused.reason + "\n", refused.status, media_type="text/plain")
            except UnknownNameError as error:
                response = Response(f"{error}\n", 404, media_type="text/plain")
            response.headers.update(_HEADERS)
            return response

        return guarded

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
        fields = await _form(request)
        if not secrets.compare_digest(fields.get("token", "").encode(), self._token.encode()):
            raise _Refused(403, "Trang đã cũ; tải lại trang / the page is stale, load it again")
        name = request.path_params["id"]
        try:
            choice = Choice(fields.get("choice", ""))
        except ValueError:
            raise _Refused(400, "Thiếu quyết định / no decision") from None
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
            raise _Refused(500, str(error)) from None
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
            raise _Refused(404, "Không có hình / no picture")
        return Response(found, media_type="image/png")


def _only_from_here(request: Request) -> None:
    """Raises _Refused for a client, a host or (of a form) an origin that is not this machine."""
    host = urlsplit(f"//{request.headers.get('host', '')}")
    if not (request.client and _is_loopback(request.client.host)) or not _is_loopback(host.hostname or ""):
        raise _Refused(403, "Chỉ mở được trên chính máy này / from this machine only")
    if request.method == "POST":
        origin = urlsplit(request.headers.get("origin", ""))
        if (origin.scheme, origin.netloc) != (request.url.scheme, host.netloc):
            raise _Refused(403, "Chỉ nhận từ trang của chính máy chủ này / from a page of this server only")


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise _Refused(415, f"cần {_FORM} / is needed")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise _Refused(413, "quá dài / too long")
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except (ValueError, UnicodeError):
        raise _Refused(400, "biểu mẫu hỏng / a broken form") from None
    return {name: values[0] for name, values in fields.items()}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
