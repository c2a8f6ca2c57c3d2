"""`/rebuild`: store and pages made again from the graph, for whoever changed it on the pages (guarded as `desk_pages` says)."""

import asyncio
import sys
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.serve.desk_pages import Refused, form_of, guarded

_COMMAND = "import sys; from directive_kg.cli.main import main; sys.exit(main(sys.argv[1:]))"


def rebuild_routes(commands: Callable[[], Sequence[Sequence[str]]]) -> Sequence[BaseRoute]:
    """The route. Each command of `directive-kg` has a process of its own: what it takes is free again afterwards."""
    turn = asyncio.Lock()

    async def rebuild(request: Request) -> Response:
        await form_of(request)
        async with turn:
            for words in commands():
                await _run(words)
        return RedirectResponse("/", 303)

    return [Route("/rebuild", guarded(rebuild), methods=["POST"])]


async def _run(words: Sequence[str]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _COMMAND,
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise Refused(500, last or f"directive-kg {words[0]}: {process.returncode}")
