"""What an assistant can ask: the questions, a trace, SPARQL, and where each thing stands in its paper. All of it reads only.

These are plain functions over the service, with its guard and its limits; `serve.mcp` hands them to the protocol.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from directive_kg.errors import DirectiveKgError
from directive_kg.serve.formats import JSON, TURTLE
from directive_kg.serve.guarded_store import GuardedStore, solutions
from directive_kg.serve.limits import Refusal
from directive_kg.serve.questions import outline
from directive_kg.serve.service import Service
from directive_kg.store.protocol import Solutions, Store
from directive_kg.trace.catalogue import Catalogue
from directive_kg.trace.chain import trace
from directive_kg.trace.cite import Cited, cite
from directive_kg.trace.fill import fill
from directive_kg.trace.tree import to_json, to_tree

MOST_ROWS: Final = 200  # of one answer: an assistant reads all that it is given
MOST_TEXT: Final = 200_000  # characters
client_address: ContextVar[str] = ContextVar("client_address", default="mcp")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools. Each raises Refusal, or DirectiveKgError with one line for the user, where there is no answer."""

    service: Service
    catalogue: Catalogue

    async def list_questions(self) -> list[dict[str, object]]:
        """Các câu hỏi có sẵn, tham số và cột. / The canned questions with their parameters and columns."""
        return [outline(question) for question in self.catalogue]

    async def ask_question(
        self, name: str, values: dict[str, str] | None = None, limit: int = 50, offset: int = 0
    ) -> dict[str, object]:
        """Trả lời một câu hỏi có sẵn; mỗi dòng kèm ô và lời của văn bản. / Answer a canned question by its name.

        `values` are its parameters as a person would type them. Every row carries `sources`: the cells of the papers
        with their words and place. At most 200 rows at once; `nextOffset` tells where to go on.
        """
        question = self.catalogue.get(name)
        most = min(max(limit, 1), MOST_ROWS)
        start = max(offset, 0)

        def work(store: Store) -> dict[str, object]:
            whole = store.select(fill(question, values or {}, store))
            part = Solutions(whole.variables, whole.rows[start : start + most])
            after = start + most
            return {
                "question": outline(question),
                "total": len(whole.rows),
                "nextOffset": after if after < len(whole.rows) else None,
                "rows": _with_sources(store, part),
            }

        return await self._run(work)

    async def trace(self, number: str, issuer: str | None = None, date: str | None = None) -> dict[str, object]:
        """Từ một nghị quyết xuống các văn bản triển khai, nhiệm vụ, cơ quan. / A paper's chain down to its bodies.

        `number` as a person types it ('263/2025/QH15', '57-NQ/TW'); `issuer` or `date` where one number has several
        papers. `sources` has the cells of each task, by its IRI.
        """

        def work(store: Store) -> dict[str, object]:
            chain = trace(store, number, issuer, date)
            tasks = [task.iri for task in chain.tasks()]
            tree = to_tree(chain)
            return {
                "tree": tree if len(tree) <= MOST_TEXT else tree[:MOST_TEXT] + "…",
                "cut": len(tree) > MOST_TEXT,
                "chain": json.loads(to_json(chain)) if len(tree) <= MOST_TEXT else None,
                "sources": {iri: _source(found) for iri, found in cite(store, tasks[:MOST_ROWS]).items()},
                "sourcesOf": min(len(tasks), MOST_ROWS),
                "tasks": len(tasks),
            }

        return await self._run(work)

    async def query(self, sparql: str, limit: int = 50) -> dict[str, object]:
        """Hỏi bằng SPARQL 1.1, chỉ đọc. / Ask in SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE; reading only.

        The default graph joins all papers; each paper is a named graph. SERVICE, FROM and updates are refused. Rows
        carry `sources` where they name things of the papers.
        """
        limits = self.service.limits
        if len(sparql.encode("utf-8", "surrogatepass")) > limits.query_bytes:
            raise Refusal(413, "câu hỏi quá dài / the query is too long", f"query-bytes={limits.query_bytes}")
        async with self.service.gate.enter(client_address.get()):
            checked = await self.service.check_now(sparql)
            if checked.form in {"CONSTRUCT", "DESCRIBE"}:
                turtle = (await self.service.run(checked.text, TURTLE, has_rows=False)).decode()
                return {"turtle": turtle[:MOST_TEXT], "cut": len(turtle) > MOST_TEXT}
            content = await self.service.run(checked.text, JSON, checked.form == "SELECT")
        if checked.form == "ASK":
            return {"boolean": json.loads(content)["boolean"]}
        whole = await asyncio.to_thread(solutions, content)
        part = Solutions(whole.variables, whole.rows[: min(max(limit, 1), MOST_ROWS)])
        rows = await self._run(lambda store: _with_sources(store, part))
        return {"total": len(whole.rows), "given": len(part.rows), "rows": rows}

    async def cite(self, iri: str) -> dict[str, object]:
        """Lời của ô, vị trí và văn bản của một đối tượng. / The cell's words, place and paper of a thing, by its IRI."""
        found = await self._run(lambda store: cite(store, [iri]))
        if iri not in found:
            raise Refusal(404, "kho không biết chỗ đứng của IRI này / the store knows no place in a paper for this IRI")
        return _source(found[iri])

    async def _run(self, work: Callable[[Store], _Answer]) -> _Answer:
        """Work over the store in another thread, in its turn."""
        loop = asyncio.get_running_loop()
        async with self.service.gate.enter(client_address.get()):
            return await asyncio.to_thread(work, GuardedStore(self.service, loop))


def reason(error: Refusal | DirectiveKgError) -> str:
    """What an assistant is told where there is no answer."""
    return error.reason if isinstance(error, Refusal) else str(error)


def _with_sources(store: Store, part: Solutions) -> list[dict[str, object]]:
    rows = list(part.dicts())
    cited = cite(store, _iris(rows))
    return [
        {
            **{name: term.value for name, term in row.items()},
            "sources": [
                _source(cited[term.value]) for term in row.values() if term.kind == "uri" and term.value in cited
            ],
        }
        for row in rows
    ]


def _iris(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    return {term.value for row in rows for term in row.values() if term.kind == "uri"}


def _source(found: Cited) -> dict[str, object]:
    return {
        "iri": found.iri,
        "paper": found.paper.description if found.paper else None,
        "paperIri": found.paper.iri if found.paper else None,
        "file": found.file,
        "sha256": found.sha256,
        "cells": [
            {"iri": cell.iri, "field": cell.field, "words": cell.words, "place": cell.place, **cell.where}
            for cell in found.cells
        ],
        "citation": found.sentence,
    }
