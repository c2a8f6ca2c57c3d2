"""`/arrivals`: papers that came in, from the browser into the graph (guarded as `desk_pages` says)."""

import asyncio
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from directive_kg.errors import DirectiveKgError
from directive_kg.review.arrival import Arrival, read, refused
from directive_kg.review.originals import LARGEST, Originals
from directive_kg.review.overview import overview
from directive_kg.serve.desk_pages import Refused, check_token, guarded, page
from directive_kg.serve.in_turn import DeskInTurn

_FILES: Final = 50  # in one form
_LONGEST_STEM: Final = 150  # bytes
_LONGEST_SUFFIX: Final = 16  # characters
_SHOWN: Final = 200  # arrivals that the page remembers


class ArrivalPages:
    """The pages over one desk and the folder that keeps the papers themselves."""

    def __init__(self, desk: DeskInTurn, originals: Originals) -> None:
        self._desk = desk
        self._originals = originals
        self._arrived: list[Arrival] = []  # since the start, the latest first

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return [
            Route("/arrivals", guarded(self._show), methods=["GET"]),
            Route("/arrivals", guarded(self._receive), methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        if name := request.query_params.get("paper"):
            paper = await self._desk.ask(lambda desk: desk.paper(name))
            return page("arrived.html", paper=overview(paper))
        return page("arrivals.html", arrived=self._arrived)

    async def _receive(self, request: Request) -> Response:
        async with _capped(request).form(max_files=_FILES, max_fields=2) as form:
            check_token(_text(form, "token"))
            files = [part for part in form.getlist("file") if isinstance(part, UploadFile) and part.filename]
            for file in files:
                self._arrived.insert(0, await self._take(file))
            del self._arrived[_SHOWN:]
        return RedirectResponse("/arrivals", 303)

    async def _take(self, file: UploadFile) -> Arrival:
        name = safe_name(file.filename or "")
        with TemporaryDirectory(prefix=".arriving-", dir=self._originals.folder) as scratch:
            path = Path(scratch) / name
            with path.open("wb") as copy:
                while piece := await file.read(1 << 20):
                    await asyncio.to_thread(copy.write, piece)
            try:
                register = await self._desk.ask(lambda desk: desk.register)
                prepared = await asyncio.to_thread(read, path, register)
                # The file is kept before the graph speaks of it.
                self._originals.keep(path, prepared.paper.source.sha256)
                return Arrival(name, await self._desk.ask(lambda desk: desk.take(prepared)))
            except DirectiveKgError as error:
                return refused(path, error)


def safe_name(name: str) -> str:
    r"""A file's name as it may stand in a folder, without its path or anything that is not seen.

    >>> safe_name("..\\..\\etc/Kế hoạch 71.docx"), safe_name("\u202e.."), safe_name("~$a.docx")
    ('Kế hoạch 71.docx', 'van-ban', 'a.docx')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] not in "CZ" or c == " ")
    shown = Path(seen.strip().lstrip("~$. "))
    return (shown.stem.encode()[:_LONGEST_STEM].decode(errors="ignore") + shown.suffix[:_LONGEST_SUFFIX]) or "van-ban"


def _capped(request: Request) -> Request:
    """The request, refused as soon as it is longer than any paper that is read."""
    length = 0

    async def receive() -> Message:
        nonlocal length
        message = await request.receive()
        length += len(message.get("body", b""))
        if length > LARGEST:
            raise Refused(413, f"quá lớn, nhiều nhất {LARGEST >> 20} MiB một lần / too large")
        return message

    return Request(request.scope, receive)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
