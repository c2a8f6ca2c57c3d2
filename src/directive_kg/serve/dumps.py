"""`/dumps/…`: the graph in every form as files, with a manifest. They are made beside the service, by a process of its own."""

import asyncio
import base64
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.graph.dumps import MANIFEST
from directive_kg.serve import replies
from directive_kg.serve.child import kill
from directive_kg.serve.figures import Figures
from directive_kg.serve.limits import Refusal


@dataclass(slots=True)
class Dumps:
    """A folder of dumps; made anew at the start where a graph folder is given."""

    folder: Path | None
    graph_dir: Path | None
    figures: Figures
    _maker: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Begin to make the dumps; those of an earlier start are served meanwhile."""
        if self.folder is not None and self.graph_dir is not None:
            self._maker = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "directive_kg.graph.make_dumps", str(self.graph_dir), str(self.folder)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )

    async def stop(self) -> None:
        """End the making."""
        if self._maker is not None:
            kill(self._maker)
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
