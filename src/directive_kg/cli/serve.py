"""`directive-kg serve`: the pages, the SPARQL endpoint and the query API on a local server."""

import argparse
import asyncio
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from starlette.routing import BaseRoute

from directive_kg import resources
from directive_kg.check.data import of_folder, tried_on
from directive_kg.check.ledger import Ledger
from directive_kg.check.shapes import load_shapes
from directive_kg.cli import site
from directive_kg.cli.options import add_graph_option
from directive_kg.errors import ExitCode, UsageError
from directive_kg.serve.build import build_service, serve_stdio
from directive_kg.serve.limits import Limits
from directive_kg.serve.rebuild import rebuild_routes
from directive_kg.serve.server import bind, run
from directive_kg.serve.waiver_pages import WaiverPages
from directive_kg.store.disk import build, in_use

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="mở các trang và /sparql trên máy này / serve the pages and /sparql")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="địa chỉ / address (default: %(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="cổng, 0 là cổng trống bất kỳ / 0: any (default: 8000)"
    )
    parser.add_argument(
        "--site", type=Path, metavar="DIR", help="các trang đã dựng / a built site (default: build one and drop it)"
    )
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="kho do `build` dựng / a store (default: build one and drop it)"
    )
    parser.add_argument(
        "--dumps",
        type=Path,
        metavar="DIR",
        help="làm bản kết xuất của kho vào đây / make the dumps of the store here (default: with a store of its own)",
    )
    parser.add_argument(
        "--time-limit", type=_count, default=20, metavar="S", help="giây mỗi câu hỏi / seconds a query (default: 20)"
    )
    parser.add_argument(
        "--memory-limit",
        type=_count,
        default=2048,
        metavar="MIB",
        help="bộ nhớ của máy SPARQL / address space of the SPARQL engine (default: 2048)",
    )
    parser.add_argument(
        "--keep-answers",
        type=_amount,
        default=64,
        metavar="MIB",
        help="câu trả lời giữ lại cho ai hỏi lại / answers kept for who asks the same, 0: none (default: 64)",
    )
    parser.add_argument(
        "--mcp",
        nargs="?",
        choices=("stdio", "http"),
        const="stdio",
        help="cho trợ lý hỏi: qua stdin/stdout, hoặc thêm /mcp / tools for assistants on stdio, or at /mcp beside the pages",
    )
    parser.add_argument(
        "--access-log",
        action="store_true",
        help="ghi mỗi yêu cầu ra stderr, không ghi ai hỏi gì / a line a request on stderr: not who asked, nor what",
    )
    parser.add_argument(
        "--review",
        action="store_true",
        help="mở /review để xem lại ô đọc chưa chắc, chỉ từ máy này / open /review, for this machine only",
    )
    parser.add_argument(
        "--audit",
        action="store_true",
        help="mở /audit để chấp nhận phát hiện, chỉ từ máy này / open /audit, for this machine only",
    )
    parser.add_argument("--by", metavar="NAME", help="họ tên, cần cho --review và --audit / who decides")
    parser.add_argument("--papers", type=Path, metavar="DIR", help="tệp văn bản gốc để xem lại / the papers themselves")
    add_graph_option(parser)
    site.add_build_options(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.mcp == "stdio":
        return _over_stdio(arguments)
    # A port that is taken is told before the pages are built. While they are, SIGTERM ends as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for option in ("review", "audit"):
        if getattr(arguments, option):
            _check_desk(arguments, f"--{option}")
    with bind(arguments.host, arguments.port) as bound, tempfile.TemporaryDirectory(prefix="directive-kg-") as scratch:
        folder: Path = arguments.site or Path(scratch) / "site"
        if arguments.site is None:
            site.build(arguments, folder, served=True)
        elif not (folder / "index.html").is_file():
            raise UsageError(
                f"{folder} không phải trang đã dựng; chạy `directive-kg site --out {folder}` trước / not a built site"
            )
        store: Path = arguments.store or Path(scratch) / "store"
        if arguments.store is None:
            build(arguments.graph, store)
        in_use(store)  # a folder that is no store is told now
        dumps: Path | None = arguments.dumps or (Path(scratch) / "dumps" if arguments.store is None else None)
        with _review_routes(arguments) as reviewing:
            page = "review" if arguments.review else "audit" if arguments.audit else ""
            app = build_service(
                folder,
                store,
                _limits(arguments),
                mcp=arguments.mcp == "http",
                log=arguments.access_log,
                dumps_dir=dumps,
                desk_routes=[
                    *reviewing,
                    *(_audit_routes(arguments) if arguments.audit else ()),
                    *(rebuild_routes(partial(_to_rebuild, arguments, folder, store)) if page else ()),
                ],
            )
            run(app, bound, lambda address: print(f"{address}{page}", flush=True))
    return ExitCode.OK


@contextmanager
def _review_routes(arguments: argparse.Namespace) -> Iterator[Sequence[BaseRoute]]:
    """The pages on which papers come in and values are looked at again, where they are asked for."""
    if not arguments.review:
        yield ()
        return
    # What cuts pictures out of papers takes more memory than all the rest of the service.
    from directive_kg.review.desk import Desk  # noqa: PLC0415 - as above
    from directive_kg.review.originals import Originals  # noqa: PLC0415 - as above
    from directive_kg.serve.arrivals import ArrivalPages  # noqa: PLC0415 - as above
    from directive_kg.serve.in_turn import DeskInTurn  # noqa: PLC0415 - as above
    from directive_kg.serve.review import ReviewPages  # noqa: PLC0415 - as above

    originals = Originals(arguments.papers) if arguments.papers else None
    with Desk(arguments.graph, alone=True) as desk:
        asked = DeskInTurn(desk)
        arrivals = ArrivalPages(asked, originals).routes() if originals else ()
        yield [*ReviewPages(asked, arguments.by, originals).routes(), *arrivals]


def _to_rebuild(arguments: argparse.Namespace, folder: Path, store: Path) -> Sequence[Sequence[str]]:
    """What makes store and pages again as they were asked for at the start; as of today where no day was named."""
    graph = ("--graph", str(arguments.graph))
    today = ("--today", (arguments.today or datetime.now(UTC).astimezone().date()).isoformat())
    checks = "--checks" if arguments.checks else "--no-checks"
    return [
        ("build", *graph, "--store", str(store)),
        ("site", *graph, "--out", str(folder), "--served", checks, *today),
    ]


def _audit_routes(arguments: argparse.Namespace) -> Sequence[BaseRoute]:
    """Run the rules, and the pages on which what they find is accepted."""
    shapes = load_shapes([resources.shapes_dir()])

    def today() -> date:
        return datetime.now(UTC).astimezone().date()

    with of_folder(arguments.graph) as data:
        ledger = Ledger.of(arguments.graph, data.facts, shapes, today, tried_on(data))
    return WaiverPages(ledger, arguments.by).routes()


def _check_desk(arguments: argparse.Namespace, option: str) -> None:
    if not (arguments.by or "").strip():
        raise UsageError(f"{option} cần --by HỌ TÊN / {option} needs --by NAME")
    if arguments.host not in _LOOPBACK:
        raise UsageError(
            f"{option} chỉ mở trên chính máy này: --host {' hoặc '.join(_LOOPBACK)} / on this machine only"
        )


def _over_stdio(arguments: argparse.Namespace) -> ExitCode:
    with tempfile.TemporaryDirectory(prefix="directive-kg-") as scratch:
        store: Path = arguments.store or Path(scratch) / "store"
        if arguments.store is None:
            build(arguments.graph, store)
        asyncio.run(serve_stdio(store, _limits(arguments)))
    return ExitCode.OK


def _limits(arguments: argparse.Namespace) -> Limits:
    return Limits(seconds=arguments.time_limit, memory=arguments.memory_limit << 20, kept=arguments.keep_answers << 20)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"cổng từ 0 đến 65535 / a port from 0 to 65535, not {text}")
    return int(text)


def _amount(text: str) -> int:
    return 0 if text == "0" else _count(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 10**6):
        raise argparse.ArgumentTypeError(f"cần số nguyên dương / a whole number above 0, not {text}")
    return int(text)
