"""`/dumps/…`: the graph in every form as files, with a manifest.

They are made beside the service by a process of its own, and again whenever the store was rebuilt; those that are there are
served meanwhile.
"""

import asyncio
import base64
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.errors import BadInputError
from directive_kg.graph.dumps import MANIFEST
from directive_kg.serve import replies
from directive_kg.serve.child import kill
from directive_kg.serve.figures import Figures
from directive_kg.serve.limits import Refusal
from directive_kg.store.disk import in_use

_LOOK: Final = 2.0  # seconds between two looks at whether the store was rebuilt


@dataclass(slots=True)
class Dumps:
    """A folder of dumps of a store that `store.disk.build` made; no folder, no dumps."""

    folder: Path | None
    store_dir: Path
    figures: Figures
    _maker: asyncio.subprocess.Process | None = None
    _following: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        """Begin to make the dumps."""
        if self.folder is not None:
            self._following = asyncio.create_task(self._follow(self.folder))

    async def stop(self) -> None:
        """End the making."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        if self._maker is not None:
            kill(self._maker)
            await self._maker.wait()

    async def _follow(self, folder: Path) -> None:
        made = ""
        while True:
            try:
                index, fingerprint = in_use(self.store_dir)
            except BadInputError:
                fingerprint = made  # it is being written, or is gone; the dumps stay good
            if fingerprint != made:
                await self._make(index, folder)
                made = fingerprint
            await asyncio.sleep(_LOOK)

    async def _make(self, index: Path, folder: Path) -> None:
        self._maker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "directive_kg.graph.make_dumps", str(index), str(folder)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        await self._maker.wait()

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return [
            Route("/dumps", self._manifest, methods=["GET", "OPTIONS"]),
            Route("/dumps/{path:path}", self._file, methods=["GET", "OPTIONS"]),
        ]

    def manifest(self) -> dict[str, Any] | None:
        """What is there; None where nothing is (yet)."""
        if self.folder is None:
            return None
        try:
            found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found

    async def _manifest(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        found = self.manifest()
        if found is None:
            return self._absent()
        content = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        tag = replies.tag_of(content)
        return replies.unchanged(request, tag) or await replies.answer(
            request, content.encode(), "application/json", tag
        )

    async def _file(self, request: Request) -> Response:
        wanted: str = request.path_params["path"]
        if request.method == "OPTIONS" or wanted in {"", MANIFEST}:
            return await self._manifest(request)
        found = self.manifest()
        if found is None or self.folder is None:
            return self._absent()
        # Only what the manifest names is there: nothing that a client sends chooses another file.
        for file in found["files"]:
            if file["path"] == wanted and (self.folder / wanted).is_file():
                tag = f'"{file["sha256"]}"'
                if response := replies.unchanged(request, tag):
                    return response
                # RFC 9530, 3.
                digest = base64.b64encode(bytes.fromhex(file["sha256"])).decode()
                headers = {
                    **replies.CORS,
                    "Repr-Digest": f"sha-256=:{digest}:",
                    "ETag": tag,
                    "Cache-Control": "no-cache",
                }
                return FileResponse(self.folder / wanted, headers=headers, media_type=file["mediaType"])
        self.figures.refused(404)
        return replies.refusal(Refusal(404, "không có tệp ấy, xem /dumps / no such file, see /dumps"))

    def _absent(self) -> Response:
        making = self._maker is not None and self._maker.returncode is None
        refused = (
            Refusal(503, "bản kết xuất đang được làm / the dumps are being made, ask again in a moment", None, 10)
            if making
            else Refusal(404, "máy chủ này không có bản kết xuất / this service has no dumps: serve --dumps DIR")
        )
        self.figures.refused(refused.status)
        return replies.refusal(refused)
