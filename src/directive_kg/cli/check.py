"""`directive-kg check`: what the rules find in the graph."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rdflib import Graph

from directive_kg import resources
from directive_kg.check.audit import Engine, audit
from directive_kg.check.engine.checker import run_fast_check
from directive_kg.check.findings import CheckReport, Severity
from directive_kg.check.report_csv import to_csv
from directive_kg.check.report_html import to_html
from directive_kg.check.report_json import to_json
from directive_kg.check.report_sarif import to_sarif
from directive_kg.check.report_table import to_table
from directive_kg.check.report_ttl import to_ttl
from directive_kg.check.report_xlsx import to_xlsx
from directive_kg.check.run import run_check
from directive_kg.check.shapes import ShapeSet, load_shapes
from directive_kg.check.since import read_earlier
from directive_kg.check.view import ReportView
from directive_kg.check.waivers import load_waivers
from directive_kg.cli.options import add_graph_option, add_today_option
from directive_kg.errors import ExitCode, UsageError
from directive_kg.graph.files import load, to_rdflib, write_bytes

_TEXTS: Final[dict[str, Callable[[ReportView], str]]] = {
    "table": to_table,
    "json": to_json,
    "html": to_html,
    "csv": to_csv,
    "ttl": to_ttl,
    "sarif": to_sarif,
}
_NEVER: Final = "never"


def _fast(graph: Graph, shapes: ShapeSet) -> CheckReport:
    """The set-based engine; a shape that it had to leave to pySHACL is told."""
    report, fallbacks = run_fast_check(graph, shapes)
    for shape, reason in fallbacks.items():
        print(f"directive-kg: {shape}: pySHACL kiểm tra thay / left to pySHACL: {reason}", file=sys.stderr)
    return report


_ENGINES: Final[dict[str, Engine]] = {"fast": _fast, "pyshacl": run_check}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("check", help="kiểm tra đồ thị theo các quy tắc / check the graph against the rules")
    add_graph_option(parser)
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
        choices=sorted(_ENGINES),
        default="fast",
        help="fast: truy vấn trên cả đồ thị / set-based queries; pyshacl: bản đối chiếu / the reference (default: fast)",
    )
    parser.add_argument("--score", action="store_true", help="thêm điểm sáu rõ / add the score of the six clarities")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.format == "xlsx" and arguments.out is None and sys.stdout.isatty():
        raise UsageError("--format xlsx: cần --out FILE / --out FILE is needed")
    shapes = load_shapes([resources.shapes_dir(), *arguments.shapes], arguments.severities)
    earlier = [read_earlier(path) for path in arguments.since]
    waivers = load_waivers(arguments.graph)
    loaded = load(arguments.graph)
    for problem in loaded.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    view = audit(
        to_rdflib(loaded.quads),
        shapes,
        waivers=waivers,
        earlier=earlier,
        today=arguments.today,
        scores=arguments.score or arguments.format == "html",
        engine=_ENGINES[arguments.engine],
    )
    _show(view, arguments.format, arguments.out)
    return _exit_code(view.report, arguments.fail_on)


def _show(view: ReportView, form: str, out: Path | None) -> None:
    data = to_xlsx(view) if form == "xlsx" else f"{_TEXTS[form](view)}\n".encode()
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        write_bytes(out, data)
    except OSError as error:
        raise UsageError(f"--out {out}: không ghi được / cannot be written: {error.strerror}") from error


def _exit_code(report: CheckReport, fail_on: str) -> ExitCode:
    """A rule that is broken has found nothing, and so does not let anyone off."""
    for rule in report.broken:
        print(f"directive-kg: {rule.code}: quy tắc hỏng / broken rule: {rule.trouble}", file=sys.stderr)
    if fail_on != _NEVER and report.at_or_above(Severity(fail_on)):
        return ExitCode.FINDINGS
    return ExitCode.FAILED if report.broken else ExitCode.OK
