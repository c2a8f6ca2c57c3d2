"""A request of the SPARQL 1.1 Protocol: which query, over which graphs, in which form."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from directive_kg.serve.limits import Limits, Refusal

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATES: Final = frozenset({"application/sparql-update"})
_MOST_FIELDS: Final = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks for; `query` is None where it asks what this service is."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


async def read(request: Request, limits: Limits) -> Asked:
    """The operation of a request (SPARQL 1.1 Protocol, 2.1).

    Raises Refusal 400 for what is no operation, 405 for an update, 413 for one that is too long, 415 for a body of
    another type.
    """
    # The bare bytes: the address may hold anything.
    fields = _fields(request.scope["query_string"], limits)
    direct: str | None = None
    if request.method == "POST":
        body = await _body(request, limits)
        kind, charset = _content_type(request)
        if kind in _UPDATES:
            raise _update()
        if kind not in {_FORM, _QUERY} or charset not in {"", "utf-8", "utf8", "us-ascii"}:
            raise Refusal(415, f"cần {_QUERY} hoặc {_FORM}, UTF-8 / needs one of these, in UTF-8")
        if kind == _FORM:
            fields += _fields(body, limits)
        else:
            if len(body) > limits.query_bytes:
                raise _too_long(limits)
            direct = _text(body)
    return _asked(fields, direct, request.method == "POST")


def check_graphs(asked: Asked, known: Collection[str]) -> None:
    """Raises Refusal 400 for a graph that is none of ours: the service fetches nothing."""
    for name in (*asked.default_graphs, *asked.named_graphs):
        if name not in known:
            raise Refusal(
                400, "default-graph-uri, named-graph-uri: kho không có đồ thị ấy / not a graph of this service"
            )


def _asked(fields: list[tuple[str, str]], direct: str | None, posted: bool) -> Asked:
    names = {name for name, _ in fields}
    if names & {"update", "using-graph-uri", "using-named-graph-uri"}:
        raise _update()
    queries = [value for name, value in fields if name == "query"] + ([direct] if direct is not None else [])
    if len(queries) > 1:
        raise Refusal(400, "chỉ một câu hỏi mỗi lần / one query at a time")
    default = tuple(value for name, value in fields if name == "default-graph-uri")
    named = tuple(value for name, value in fields if name == "named-graph-uri")
    if not queries and (posted or default or named):
        raise Refusal(400, "thiếu query / the query is missing")
    form = next((value for name, value in fields if name == "format"), None)
    return Asked(queries[0] if queries else None, default, named, form or None)


async def _body(request: Request, limits: Limits) -> bytes:
    # A form writes up to three characters for a byte.
    most = 3 * limits.query_bytes
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most:
            raise _too_long(limits)
    return bytes(content)


def _fields(text: bytes, limits: Limits) -> list[tuple[str, str]]:
    try:
        # surrogateescape is not wanted: what is no UTF-8 is refused.
        found = parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refusal(400, "tham số không phải UTF-8 đã mã hóa / parameters are not URL-encoded UTF-8") from None
    if any(len(value.encode()) > limits.query_bytes for _, value in found):
        raise _too_long(limits)
    return found


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "câu hỏi không phải UTF-8 / the query is not UTF-8") from None


def _content_type(request: Request) -> tuple[str, str]:
    kind, *parameters = [part.strip().lower() for part in request.headers.get("content-type", "").split(";")]
    charset = next((p.partition("=")[2].strip(' "') for p in parameters if p.startswith("charset=")), "")
    return kind, charset


def _update() -> Refusal:
    return Refusal(405, "chỉ đọc: không nhận SPARQL Update / read only: no SPARQL Update")


def _too_long(limits: Limits) -> Refusal:
    return Refusal(
        413,
        f"câu hỏi dài quá {limits.query_bytes} byte / the query is too long",
        f"query-bytes={limits.query_bytes}",
    )
