"""Counts of what the service did, as Prometheus reads them; and a log of requests that tells nobody from another."""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STEPS: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)  # seconds
# What a request is counted as: never a path as sent, of which there is no end.
_PARTS: Final = (
    "/sparql", "/query", "/openapi.json", "/metrics", "/id", "/graph", "/vocabulary", "/ontology", "/dataset",
    "/examples", "/dumps", "/mcp",
)  # fmt: skip


@dataclass(slots=True)
class Figures:
    """Counts since the start."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)  # part, method, status
    refusals: Counter[int] = field(default_factory=Counter)  # by status
    durations: dict[str, list[int]] = field(default_factory=dict)  # by part, a count for each step and one above
    seconds: Counter[str] = field(default_factory=Counter)  # by part, in whole microseconds

    def refused(self, status: int) -> None:
        """One more refusal."""
        self.refusals[status] += 1

    def answered(self, part: str, method: str, status: int, seconds: float) -> None:
        """One more answer."""
        self.requests[part, method, status] += 1
        steps = self.durations.setdefault(part, [0] * (len(_STEPS) + 1))
        steps[next((place for place, step in enumerate(_STEPS) if seconds <= step), len(_STEPS))] += 1
        self.seconds[part] += round(seconds * 1e6)

    def text(self, gauges: Mapping[str, int], counters: Mapping[str, int]) -> str:
        """Prometheus' text format, version 0.0.4."""
        lines = ["# TYPE directive_kg_requests_total counter"]
        lines += [
            f'directive_kg_requests_total{{part="{part}",method="{method}",status="{status}"}} {count}'
            for (part, method, status), count in sorted(self.requests.items())
        ]
        lines.append("# TYPE directive_kg_refusals_total counter")
        lines += [
            f'directive_kg_refusals_total{{status="{status}"}} {count}'
            for status, count in sorted(self.refusals.items())
        ]
        lines.append("# TYPE directive_kg_duration_seconds histogram")
        for part, steps in sorted(self.durations.items()):
            total = 0
            for step, count in zip((*_STEPS, "+Inf"), steps, strict=True):
                total += count
                lines.append(f'directive_kg_duration_seconds_bucket{{part="{part}",le="{step}"}} {total}')
            lines.append(f'directive_kg_duration_seconds_sum{{part="{part}"}} {self.seconds[part] / 1e6:.6f}')
            lines.append(f'directive_kg_duration_seconds_count{{part="{part}"}} {total}')
        for kind, values in (("gauge", gauges), ("counter", counters)):
            for name, value in values.items():
                lines += [f"# TYPE directive_kg_{name} {kind}", f"directive_kg_{name} {value}"]
        return "\n".join(lines) + "\n"


class Counting:
    """Counts every answer, and where asked writes a line of it: no address of a client, no query, no path of a page."""

    def __init__(self, app: ASGIApp, figures: Figures, log: bool = False) -> None:
        self._app = app
        self._figures = figures
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count when the answer is out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size = 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            path: str = scope["path"]
            part = next((part for part in _PARTS if path == part or path.startswith(f"{part}/")), "pages")
            method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
            seconds = time.perf_counter() - started
            self._figures.answered(part, method, status, seconds)
            if self._log:
                day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                print(day, method, part, status, size, f"{seconds * 1000:.1f}ms", file=sys.stderr, flush=True)  # noqa: T201 - the log that was asked for
