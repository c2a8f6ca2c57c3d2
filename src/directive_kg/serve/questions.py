"""`/query`: the canned questions as an API, with typed parameters and answers by the page."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from directive_kg.errors import BadInputError, StoreError, UnknownNameError, UsageError
from directive_kg.names import DEFAULT_BASE
from directive_kg.serve import formats, replies
from directive_kg.serve.formats import CSV, HTML, JSON, Format
from directive_kg.serve.guarded_store import solutions
from directive_kg.serve.limits import Refusal
from directive_kg.serve.openapi import openapi
from directive_kg.serve.pages import QuestionPage, Table, question_page, questions_page
from directive_kg.serve.service import Service
from directive_kg.site.answers import chart_from, plain, tree_from
from directive_kg.site.pieces import Ref
from directive_kg.store.disk import open_disk
from directive_kg.store.guard import reaches_out
from directive_kg.store.protocol import Solutions, Store, Term
from directive_kg.trace.answer import Answered, to_csv, to_json, to_table
from directive_kg.trace.answer_xlsx import to_xlsx
from directive_kg.trace.catalogue import Catalogue, Label, Question
from directive_kg.trace.fill import fill
from directive_kg.trace.nearest import one_line

TABLE: Final = Format("table", "text/plain")
XLSX: Final = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
OFFERED: Final = (JSON, CSV, XLSX, TABLE, HTML)
PAGE: Final = 1000  # rows of a page where none is asked for
LARGEST_PAGE: Final = 10_000
_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_LIST: Final = (Format("json", "application/json"), HTML)
_OWN: Final = frozenset({"format", "limit", "offset"})
_WHOLE: Final = re.compile(r"\d{1,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What stands in an address: the values of the question, and which page of the answer."""

    values: Mapping[str, str]
    format: str | None
    limit: int
    offset: int


class QuestionApi:
    """Answers for `/query` and its description."""

    def __init__(self, service: Service, catalogue: Catalogue) -> None:
        self._service = service
        self._catalogue = catalogue
        self._lookups: tuple[str, Store] | None = None  # fingerprint of the index, and the index

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return [
            Route("/query", self._list, methods=["GET", "OPTIONS"]),
            Route("/query/{name}", self._question, methods=["GET", "OPTIONS"]),
            Route("/openapi.json", self._openapi, methods=["GET", "OPTIONS"]),
        ]

    async def _list(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        try:
            if strange := sorted(set(request.query_params) - {"format"}):
                raise Refusal(422, f"không có tham số '{one_line(strange[0])}' / no such parameter")
            form = formats.choose(request.headers.get("accept"), request.query_params.get("format"), _LIST)
        except Refusal as refused:
            return self._service.refuse(refused)
        if form is HTML:
            content = questions_page(self._catalogue)
        else:
            content = json.dumps([outline(q) for q in self._catalogue], ensure_ascii=False, indent=1) + "\n"
        return await replies.answer(request, content.encode(), form.content_type, replies.tag_of(content))

    async def _openapi(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        content = json.dumps(openapi(self._catalogue, PAGE, LARGEST_PAGE), ensure_ascii=False, indent=1) + "\n"
        return await replies.answer(request, content.encode(), "application/json", replies.tag_of(content))

    async def _question(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return replies.preflight()
        try:
            response = await self._answer(request)
        except Refusal as refused:
            response = self._service.refuse(refused)
        response.headers.setdefault("X-Limit", self._service.limits.header())
        return response

    async def _answer(self, request: Request) -> Response:
        try:
            question = self._catalogue.get(request.path_params["name"])
        except UnknownNameError as error:
            known = str(error).partition("; `query --list`")[0]
            raise Refusal(404, f"{known} / no such question; /query lists all") from None
        wanted = _read(request)
        form = formats.choose(request.headers.get("accept"), wanted.format, OFFERED)
        if form is HTML and question.parameters and not request.query_params:
            return await replies.answer(request, question_page(QuestionPage(question, {})).encode(), HTML.content_type)
        try:
            text = await self._fill(question, wanted.values)
        except Refusal as refused:
            if form is HTML and refused.status == 422:
                page = question_page(QuestionPage(question, wanted.values, refused.reason))
                self._service.figures.refused(422)
                return Response(page, 422, media_type="text/html")
            raise
        tag = replies.tag_of(
            self._service.engine.fingerprint, form.name, text, str(wanted.limit), str(wanted.offset), str(request.url)
        )
        if response := replies.unchanged(request, tag):
            return response
        content = await self._service.attend(request, lambda: self._service.run(text, JSON, has_rows=True))
        whole = await asyncio.to_thread(solutions, content)
        part = Solutions(whole.variables, whole.rows[wanted.offset : wanted.offset + wanted.limit])
        links = _links(question, wanted, len(whole.rows))
        headers = {"X-Total-Count": str(len(whole.rows))}
        if links:
            headers["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
        written = await asyncio.to_thread(_write, Answered(question, part), form, wanted, len(whole.rows), links)
        if form is XLSX:
            headers["Content-Disposition"] = f'attachment; filename="{question.name}.xlsx"'
        return await replies.answer(request, written, form.content_type, tag, headers)

    async def _fill(self, question: Question, values: Mapping[str, str]) -> str:
        """The query with the values in it. Raises Refusal 422 for values that are none, 503 where the store fails."""
        try:
            text = await asyncio.to_thread(lambda: fill(question, values, self._store()))
        except (UsageError, UnknownNameError) as error:
            # The command line's way to write a parameter is not that of an address.
            raise Refusal(422, re.sub(r"--(?=[A-Za-z])", "", str(error))) from None
        except (StoreError, BadInputError):
            raise Refusal(503, "kho dữ liệu lỗi / the store failed", None, 2) from None
        if word := reaches_out(text):  # the values are RDF terms: this cannot be, and is looked at all the same
            raise Refusal(422, f"giá trị không được dùng {word} / {word} is not allowed")
        return text

    def _store(self) -> Store:
        """The index in this process, to look up names in; the canned question itself runs in the engine."""
        fingerprint = self._service.engine.fingerprint
        if self._lookups is None or self._lookups[0] != fingerprint:
            self._lookups = (fingerprint, open_disk(self._service.engine.store_dir))
        return self._lookups[1]


def _read(request: Request) -> _Wanted:
    values: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name in values:
            raise Refusal(422, "một tham số viết hai lần / a parameter is given twice")
        values[name] = value
    own = {name: values.pop(name) for name in _OWN if name in values}
    limit = _whole("limit", own.get("limit"), PAGE, 1, LARGEST_PAGE)
    offset = _whole("offset", own.get("offset"), 0, 0, 10**9)
    return _Wanted(values, own.get("format"), limit, offset)


def _whole(name: str, text: str | None, default: int, least: int, most: int) -> int:
    if text is None:
        return default
    if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise Refusal(422, f"{name}: cần số nguyên từ {least} đến {most} / a whole number in that range")
    return int(text)


def _links(question: Question, wanted: _Wanted, total: int) -> dict[str, str]:
    """The pages beside this one by relation (RFC 8288); addresses are relative, so that no host need be known."""
    last = max(total - 1, 0) // wanted.limit * wanted.limit
    offsets = {"first": 0, "last": last}
    if wanted.offset > 0:
        offsets["prev"] = max(wanted.offset - wanted.limit, 0)
    if wanted.offset + wanted.limit < total:
        offsets["next"] = wanted.offset + wanted.limit
    own = {"format": wanted.format} if wanted.format else {}
    return {
        relation: f"/query/{question.name}?"
        + urlencode({**wanted.values, **own, "limit": wanted.limit, "offset": offset})
        for relation, offset in offsets.items()
    }


def _write(answered: Answered, form: Format, wanted: _Wanted, total: int, links: Mapping[str, str]) -> bytes:
    if form is XLSX:
        return to_xlsx(answered)
    return _text(answered, form, wanted, total, links).encode()


def _text(answered: Answered, form: Format, wanted: _Wanted, total: int, links: Mapping[str, str]) -> str:
    if form is JSON:
        return to_json(answered)
    if form is CSV:
        return to_csv(answered)
    if form is TABLE:
        return to_table(answered, None, DEFAULT_BASE + "id/")
    titles = {column.variable: column.title for column in answered.question.columns}
    page = answered.solutions
    table = Table(
        [titles.get(name, Label(name, "")) for name in page.variables],
        [[_shown(cell) for cell in row] for row in page.rows],
        total,
    )
    types = [column.type for column in answered.question.columns]
    shown = [[Ref(_shown(cell), _page(cell)) for cell in row] for row in page.rows]
    tree = tree_from(types, page.rows, shown) if answered.question.answer == "tree" else ()
    chart = chart_from(types, page.rows, shown) if answered.question.answer == "chart" else None
    beside = (links.get("prev"), links.get("next"))
    return question_page(QuestionPage(answered.question, wanted.values, None, table, *beside, tree, chart))


def _shown(cell: Term | None) -> str:
    """A cell for a person; a thing of ours by its name below the base."""
    if cell is None:
        return ""
    return plain(cell) if cell.kind == "literal" else cell.value.removeprefix(DEFAULT_BASE + "id/")


def _page(cell: Term | None) -> str | None:
    """Where this server shows a thing, from its root."""
    ours = cell is not None and cell.kind == "uri" and cell.value.startswith(DEFAULT_BASE + "id/")
    return cell.value.removeprefix(DEFAULT_BASE) if ours and cell else None


def outline(question: Question) -> dict[str, object]:
    """The metadata of a question as JSON has it."""
    return {
        "name": question.name,
        "href": f"/query/{question.name}",
        "title": {"vi": question.title.vi, "en": question.title.en},
        "description": {"vi": question.description.vi, "en": question.description.en},
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "title": {"vi": parameter.title.vi, "en": parameter.title.en},
                "example": parameter.example,
                "choices": [
                    {"code": choice.code, "title": {"vi": choice.title.vi, "en": choice.title.en}}
                    for choice in parameter.choices
                ],
            }
            for parameter in question.parameters
        ],
        "columns": [
            {"name": column.variable, "type": column.type, "title": {"vi": column.title.vi, "en": column.title.en}}
            for column in question.columns
        ],
    }
