"""`/audit`: the findings as pages, on which a person accepts one or ends an acceptance (guarded as `desk_pages` says)."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from directive_kg.check import wording
from directive_kg.check.ledger import Ledger
from directive_kg.errors import DirectiveKgError, UnknownNameError, UsageError
from directive_kg.serve.desk_pages import Refused, first_of, form_of, guarded, page

_ON_A_PAGE: Final = 100


class WaiverPages:
    """The pages over one ledger, for one person."""

    def __init__(self, ledger: Ledger, by: str) -> None:
        self._ledger = ledger
        self._by = by

    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return [
            Route("/audit", guarded(self._list), methods=["GET"]),
            Route("/audit/{id}", guarded(self._finding), methods=["GET"]),
            Route("/audit/{id}", guarded(self._decide), methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        view = await asyncio.to_thread(self._ledger.view)
        code, state = request.query_params.get("rule", ""), request.query_params.get("state", "")
        begin = first_of(request)
        rules = [rule for rule in view.report.summary if rule.found]
        found = [f for f in view.report.findings if code in ("", f.code) and state in ("", view.state(f))]
        found.sort(key=lambda f: -f.severity.level)
        return page(
            "audit_list.html",
            findings=[(f, view.labels.paper(f.directive), view.state(f)) for f in found[begin : begin + _ON_A_PAGE]],
            total=len(found),
            begin=begin,
            following=begin + _ON_A_PAGE if begin + _ON_A_PAGE < len(found) else None,
            rules=rules,
            rule=code,
            state=state,
            by=self._by,
            severities=wording.SEVERITY,
            states=wording.FINDING_STATE,
        )

    async def _finding(self, request: Request) -> Response:
        return await self._page(request.path_params["id"], done=request.query_params.get("done"))

    async def _page(
        self, name: str, *, done: str | None = None, problem: str | None = None, words: dict[str, str] | None = None
    ) -> Response:
        view = await asyncio.to_thread(self._ledger.view)
        finding = next((f for f in view.report.findings if f.id == name), None)
        if finding is None:
            raise UnknownNameError(f"không có phát hiện / no such finding: {name}")
        return page(
            "audit_finding.html",
            status=422 if problem else 200,
            finding=finding,
            paper=view.labels.paper(finding.directive),
            body=view.labels.body(finding.agency),
            row=[(wording.field(cell.field).vi, cell.words) for cell in view.labels.row(finding.task)],
            place=wording.place(finding.place),
            field=wording.field(finding.place.field),
            state=wording.FINDING_STATE[view.state(finding)],
            severity=wording.SEVERITY[finding.severity],
            because=wording.BECAUSE[finding.returned.because] if finding.returned else None,
            history=await asyncio.to_thread(self._ledger.history, name),
            problem=problem,
            done=done,
            words=words or {},
            by=self._by,
        )

    async def _decide(self, request: Request) -> Response:
        fields = await form_of(request)
        name, choice = request.path_params["id"], fields.get("choice", "")
        try:
            if choice == "accept":
                until = _day(fields.get("until", ""))
                reason = fields.get("reason", "")
                await asyncio.to_thread(self._ledger.accept, name, reason=reason, by=self._by, until=until)
            elif choice == "end":
                await asyncio.to_thread(self._ledger.end, name, by=self._by)
            else:
                raise Refused(400, "Thiếu quyết định / no decision")
        except UnknownNameError:
            raise
        except UsageError as error:
            return await self._page(name, problem=str(error), words=fields)
        except DirectiveKgError as error:
            raise Refused(500, str(error)) from None
        return RedirectResponse(f"/audit/{name}?done={choice}", 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("ngày cuối: cần một ngày / the last day: a day is needed") from None
