"""`directive-kg check`: what the rules find in the graph."""

import argparse
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import Final

from directive_kg import resources
from directive_kg.check.audit import audit, view_of
from directive_kg.check.cache import Checked, check_on, mark_of
from directive_kg.check.data import CheckData, of_folder, of_server, of_store, tried_on
from directive_kg.check.engine.choice import Engine
from directive_kg.check.findings import CheckReport, Severity
from directive_kg.check.labels import labels_of, no_labels
from directive_kg.check.report_csv import to_csv
from directive_kg.check.report_html import to_html
from directive_kg.check.report_json import json_parts
from directive_kg.check.report_sarif import to_sarif
from directive_kg.check.report_table import to_table
from directive_kg.check.report_ttl import to_ttl
from directive_kg.check.report_xlsx import to_xlsx
from directive_kg.check.shapes import load_shapes
from directive_kg.check.since import read_earlier
from directive_kg.check.today import with_day
from directive_kg.check.view import ReportView
from directive_kg.check.waivers import load_waivers
from directive_kg.cli.options import add_store_options, add_today_option, open_any
from directive_kg.errors import ExitCode, UsageError
from directive_kg.graph.files import FileProblem, write_parts

_TEXTS: Final[dict[str, Callable[[ReportView], Iterable[str]]]] = {
    "table": lambda view: [to_table(view)],
    "json": json_parts,
    "html": lambda view: [to_html(view)],
    "csv": lambda view: [to_csv(view)],
    "ttl": lambda view: [to_ttl(view)],
    "sarif": lambda view: [to_sarif(view)],
}
_BY_IRI: Final = ("json", "ttl")  # forms that name things by their IRIs alone
_NEVER: Final = "never"


def _say(line: str) -> None:
    print(f"directive-kg: {line}", file=sys.stderr)


def _open(arguments: argparse.Namespace) -> AbstractContextManager[CheckData]:
    if arguments.endpoint is not None:
        if arguments.engine == Engine.PYSHACL:
            raise UsageError(
                "--endpoint: không dùng với / not with --engine pyshacl: cần cả đồ thị tại chỗ / it needs the whole graph"
            )
        return of_server(open_any(arguments))
    return of_store(arguments.store) if arguments.store is not None else of_folder(arguments.graph)


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="kiểm tra đồ thị theo các quy tắc / check the graph against the rules")
    add_store_options(parser)
    parser.add_argument(
        "--shapes",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="thêm thư mục quy tắc / a folder of further rules (may be given again)",
    )
    parser.add_argument(
        "--severities",
        type=Path,
        metavar="FILE.ttl",
        help="mức độ riêng của địa phương, thay shapes/severities.ttl / the severities of a city, in place of the shipped file",
    )
    parser.add_argument(
        "--format", choices=sorted((*_TEXTS, "xlsx")), default="table", help="dạng kết quả (default: table)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="ghi vào tệp / write to a file instead of stdout")
    parser.add_argument(
        "--fail-on",
        choices=[*(severity.value for severity in Severity), _NEVER],
        default=Severity.VIOLATION.value,
        help="mức độ từ đó mã thoát là 1 / exit with 1 from this severity on (default: violation)",
    )
    add_today_option(
        parser,
        "để biết việc nào quá hạn, chấp nhận nào hết hạn / tells which tasks are overdue, which waivers are over",
    )
    parser.add_argument(
        "--since",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.json",
        help="kết quả JSON lần trước, cũ nhất trước / an earlier JSON report, the oldest first (may be given again)",
    )
    parser.add_argument(
        "--engine",
        choices=[engine.value for engine in Engine],
        default=Engine.AUTO.value,
        help="columns: theo cột, cần / needs directive-kg[columns]; queries: SPARQL; pyshacl: bản đối chiếu / the reference; "
        "auto: columns nếu có / where they are installed, else queries",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        help="giữ kết quả ở đây; lần sau chỉ kiểm tra lại những gì có thể đã khác / "
        "keep what was found here; the next run checks again only what can have changed",
    )
    parser.add_argument("--score", action="store_true", help="thêm điểm sáu rõ / add the score of the six clarities")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.format == "xlsx" and arguments.out is None and sys.stdout.isatty():
        raise UsageError("--format xlsx: cần --out FILE / --out FILE is needed")
    folders = [resources.shapes_dir(), *arguments.shapes]
    shapes = with_day(load_shapes(folders, arguments.severities), arguments.today)
    earlier = [read_earlier(path) for path in arguments.since]
    told = {"waivers": load_waivers(arguments.graph), "earlier": earlier, "today": arguments.today}
    scores = arguments.score or arguments.format == "html"
    view = None
    if arguments.cache is not None:
        _check_cache_options(arguments, scores=scores)
        mark = mark_of(folders, arguments.today, arguments.severities)
        engine = Engine(arguments.engine)
        checked = None if scores else check_on(arguments.cache, arguments.graph, shapes, mark, engine)
        if checked is not None:
            _tell(checked.problems)
            _say_how_far(checked)
            view = view_of(checked.report, checked.labels, **told)
    if view is None:
        labels = no_labels if arguments.format in _BY_IRI else labels_of
        with _open(arguments) as data:
            _tell(data.problems)
            tried = tried_on(data, Engine(arguments.engine), _say)
            view = audit(data.facts, shapes, engine=tried, scores=scores, labels=labels, **told)
    _show(view, arguments.format, arguments.out)
    return _exit_code(view.report, arguments.fail_on)


def _check_cache_options(arguments: argparse.Namespace, *, scores: bool) -> None:
    if arguments.store is not None or arguments.endpoint is not None or arguments.engine == Engine.PYSHACL:
        raise UsageError("--cache: chỉ với / only with --graph, not with --store, --endpoint, --engine pyshacl")
    if scores:
        _say("--score, html: xem mọi nhiệm vụ, không dùng --cache / look at every task, without the cache")


def _say_how_far(checked: Checked) -> None:
    for shape, reason in checked.fallbacks.items():
        _say(f"{shape}: pySHACL kiểm tra thay / left to pySHACL: {reason}")
    if checked.again is None:
        _say("kiểm tra lại toàn bộ / everything was checked")
    else:
        _say(f"kiểm tra lại / checked again: {checked.again}; còn lại như trước / the others as before")


def _tell(problems: Iterable[FileProblem]) -> None:
    for problem in problems:
        print(f"directive-kg: {problem}", file=sys.stderr)


def _show(view: ReportView, form: str, out: Path | None) -> None:
    if form == "xlsx":
        parts: Iterable[bytes] = [to_xlsx(view)]
    else:
        parts = (part.encode() for part in chain(_TEXTS[form](view), "\n"))
    if out is None:
        sys.stdout.buffer.writelines(parts)
        sys.stdout.flush()
        return
    try:
        write_parts(out, parts)
    except OSError as error:
        raise UsageError(f"--out {out}: không ghi được / cannot be written: {error.strerror}") from error


def _exit_code(report: CheckReport, fail_on: str) -> ExitCode:
    """A rule that is broken has found nothing, and so does not let anyone off."""
    for rule in report.broken:
        print(f"directive-kg: {rule.code}: quy tắc hỏng / broken rule: {rule.trouble}", file=sys.stderr)
    if fail_on != _NEVER and report.at_or_above(Severity(fail_on)):
        return ExitCode.FINDINGS
    return ExitCode.FAILED if report.broken else ExitCode.OK
