"""What goes back to a client: answers with their caching headers, gzip, and refusals as problem details (RFC 9457)."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Final

import anyio
from starlette.requests import Request
from starlette.responses import Response

from directive_kg import __version__
from directive_kg.serve.formats import takes_gzip
from directive_kg.serve.limits import Refusal

# Data for all: read by programs in pages of other hosts too. No credentials are ever taken.
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Repr-Digest, Retry-After, X-Limit, X-Total-Count",
}
_PREFLIGHT: Final = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_WORTH_PACKING: Final = 1024  # bytes
_NOT_IN_THE_LOOP: Final = 256 << 10  # bytes from which packing would keep others waiting


async def answer(
    request: Request,
    content: bytes,
    content_type: str,
    tag: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer, packed where the client takes that; `tag` lets it ask later whether anything changed."""
    fields = {**CORS, "Vary": "Accept, Accept-Encoding", "Content-Type": content_type, **(headers or {})}
    fields |= {"ETag": tag, "Cache-Control": "no-cache"} if tag else {"Cache-Control": "no-store"}
    if len(content) >= _WORTH_PACKING and takes_gzip(request.headers.get("accept-encoding")):
        large = len(content) > _NOT_IN_THE_LOOP
        content = await anyio.to_thread.run_sync(_pack, content) if large else _pack(content)
        fields["Content-Encoding"] = "gzip"
    return Response(content, 200, fields)


def unchanged(request: Request, tag: str | None) -> Response | None:
    """304 where the client holds this very answer already (RFC 9110, 13.1.2)."""
    held = request.headers.get("if-none-match")
    if tag is None or held is None or request.method not in {"GET", "HEAD"}:
        return None
    if "*" not in held and tag not in [part.strip() for part in held.split(",")]:
        return None
    return Response(
        status_code=304,
        headers={**CORS, "ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"},
    )


def tag_of(*parts: str) -> str:
    """A weak entity tag: two answers to one query on one index say the same, if not in the same order."""
    # Another version of the program may say the same in other words.
    digest = hashlib.sha256("\x00".join((__version__, *parts)).encode("utf-8", "surrogatepass"))
    return f'W/"{digest.hexdigest()[:32]}"'


def refusal(refused: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """Why there is no answer."""
    fields = {**CORS, "Cache-Control": "no-store", "Content-Type": "application/problem+json", **(headers or {})}
    if refused.limit:
        fields["X-Limit"] = refused.limit
    if refused.retry_after is not None:
        fields["Retry-After"] = str(refused.retry_after)
    body = {"type": "about:blank", "status": refused.status, "title": refused.reason}
    return Response((json.dumps(body, ensure_ascii=False) + "\n").encode(), refused.status, fields)


def preflight() -> Response:
    """What a browser asks before a page of another host may read."""
    return Response(status_code=204, headers=_PREFLIGHT)


def _pack(content: bytes) -> bytes:
    return gzip.compress(content, 5, mtime=0)
