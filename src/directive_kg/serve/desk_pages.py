"""What pages that write have in common: only this machine, only forms of ours.

The service is read-only unless it was started for one of them. A request must come from a loopback address, for a loopback
host (no page of another host can turn its own name to this machine), and what changes something must come from a page of
ours: its origin and a token made at the start say so.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from directive_kg.errors import UnknownNameError
from directive_kg.serve.pages import render

_TOKEN: Final = secrets.token_urlsafe(32)  # what a form of this run's pages sends
_LONGEST: Final = 256 << 10  # bytes of a form
_FORM: Final = "application/x-www-form-urlencoded"
# Not 'no-referrer', under which a browser sends 'Origin: null' and nobody can tell whose page a form came from.
_HEADERS: Final = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why a request is not carried out."""

    status: int
    reason: str


def guarded(answer: Answer) -> Answer:
    """The answer, for requests of this machine only; a refusal and an unknown name are answers as well."""

    async def from_here(request: Request) -> Response:
        try:
            _only_from_here(request)
            response = await answer(request)
        except Refused as refused:
            response = Response(refused.reason + "\n", refused.status, media_type="text/plain")
        except UnknownNameError as error:
            response = Response(f"{error}\n", 404, media_type="text/plain")
        response.headers.update(_HEADERS)
        return response

    return from_here


def page(template: str, *, status: int = 200, **named: object) -> Response:
    """A page of ours; its forms send the token."""
    return Response(render(template, token=_TOKEN, **named), status, media_type="text/html")


def first_of(request: Request) -> int:
    """The row that a long list begins with, from 0."""
    text = request.query_params.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form of ours. Raises Refused for another type, a long or broken one, and a stale token."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Refused(415, f"cần {_FORM} / is needed")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LONGEST:
            raise Refused(413, "quá dài / too long")
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except (ValueError, UnicodeError):
        raise Refused(400, "biểu mẫu hỏng / a broken form") from None
    found = {name: values[0] for name, values in fields.items()}
    check_token(found.get("token", ""))
    return found


def check_token(sent: str) -> None:
    """Raises Refused for a form that is not of a page of this run."""
    if not secrets.compare_digest(sent.encode(), _TOKEN.encode()):
        raise Refused(403, "Trang đã cũ; tải lại trang / the page is stale, load it again")


def _only_from_here(request: Request) -> None:
    """Raises Refused for a client, a host or (of a form) an origin that is not this machine."""
    host = urlsplit(f"//{request.headers.get('host', '')}")
    if not (request.client and _is_loopback(request.client.host)) or not _is_loopback(host.hostname or ""):
        raise Refused(403, "Chỉ mở được trên chính máy này / from this machine only")
    if request.method == "POST":
        origin = urlsplit(request.headers.get("origin", ""))
        if (origin.scheme, origin.netloc) != (request.url.scheme, host.netloc):
            raise Refused(403, "Chỉ nhận từ trang của chính máy chủ này / from a page of this server only")


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
