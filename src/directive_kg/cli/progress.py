"""`directive-kg progress`: the sheet that a body fills in, and the sheet that comes back."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox

from directive_kg.cli.options import add_graph_option, add_today_option
from directive_kg.errors import BadInputError, ExitCode, UnknownNameError, UsageError
from directive_kg.graph.files import load, write_bytes
from directive_kg.graph.terms import term
from directive_kg.names import slug
from directive_kg.progress.read_sheet import read_sheet
from directive_kg.progress.records import WORDS, Duty
from directive_kg.progress.reports import latest, merged, reports_of
from directive_kg.progress.sheet import rows, to_csv, to_xlsx
from directive_kg.progress.store import changing, load_reports, save_reports
from directive_kg.progress.tasks import duties
from directive_kg.register import Register, load_register


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its three parts."""
    parser = commands.add_parser("progress", help="báo cáo tiến độ của các cơ quan / what the bodies report")
    parts = parser.add_subparsers(dest="part", required=True, metavar="export|import|list")

    export = parts.add_parser("export", help="bảng để cơ quan điền / the sheet for a body to fill in")
    add_graph_option(export)
    export.add_argument(
        "--agency", required=True, metavar="NAME", help="tên hoặc mã cơ quan / name or code of the body"
    )
    export.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="tệp .xlsx hoặc .csv / an .xlsx or .csv file"
    )
    export.set_defaults(run=_export)

    taken = parts.add_parser("import", help="nhận bảng cơ quan gửi lại / take the sheet that a body sends back")
    taken.add_argument("file", type=Path, metavar="FILE", help="tệp .xlsx hoặc .csv / an .xlsx or .csv file")
    add_graph_option(taken)
    taken.add_argument(
        "--agency", metavar="NAME", help="cơ quan báo cáo, nếu bảng không ghi / the body, if the sheet does not say"
    )
    add_today_option(taken, "ngày của báo cáo / the day of the report (default: the machine's)")
    taken.set_defaults(run=_import)

    listed = parts.add_parser("list", help="báo cáo sau cùng của từng nhiệm vụ / the last report of each task")
    add_graph_option(listed)
    listed.set_defaults(run=_list)


def _export(arguments: argparse.Namespace) -> ExitCode:
    tasks = duties(_quads(arguments.graph))
    code, name = _body(_register(arguments.graph), arguments.agency, tasks)
    own = [duty for duty in tasks.values() if code in duty.leads]
    if not own:
        raise UnknownNameError(f"không có nhiệm vụ nào do {name} chủ trì / no task is led by {code}")
    table = rows(own, latest(load_reports(arguments.graph)))
    kind = arguments.out.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UsageError(f"--out {arguments.out}: cần đuôi .xlsx hoặc .csv / must end in .xlsx or .csv")
    write_bytes(arguments.out, to_xlsx(code, name, table) if kind == ".xlsx" else to_csv(code, name, table))
    print(f"{arguments.out}: {len(table)} nhiệm vụ / tasks")
    return ExitCode.OK


def _import(arguments: argparse.Namespace) -> ExitCode:
    answer = read_sheet(arguments.file)
    named = arguments.agency or answer.body
    if not named:
        raise UsageError(
            "bảng không ghi cơ quan báo cáo; thêm --agency / the sheet does not say whose it is: add --agency"
        )
    quads = _quads(arguments.graph)
    tasks = duties(quads)
    code, name = _body(_register(arguments.graph), named, tasks)
    on: date = arguments.today or datetime.now(UTC).astimezone().date()
    new, problems = reports_of(answer, tasks, body=code, on=on, file=arguments.file.name)
    for problem in problems:
        print(f"directive-kg: {arguments.file}: {problem}", file=sys.stderr)
    if problems:
        raise BadInputError(
            f"{arguments.file}: {len(problems)} lỗi, chưa nhận gì / {len(problems)} mistakes, nothing was taken in"
        )
    with changing(arguments.graph) as known:
        everything, added = merged(known, new)
        save_reports(arguments.graph, everything, _held(quads))
    print(f"{name}: {added} báo cáo mới / new reports, {len(new) - added} đã có / known already")
    return ExitCode.OK


def _list(arguments: argparse.Namespace) -> ExitCode:
    last = latest(load_reports(arguments.graph))
    for iri, duty in duties(_quads(arguments.graph)).items():
        if (report := last.get(iri)) is not None:
            day = report.completed.isoformat() if report.completed else ""
            print(
                "\t".join((duty.name, report.body, WORDS[report.status][0], day, str(report.reported), report.evidence))
            )
    return ExitCode.OK


def _quads(graph: Path) -> tuple[ox.Quad, ...]:
    loaded = load(graph, ontology=False)
    for problem in loaded.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    return loaded.quads


def _register(graph: Path) -> Register:
    own = graph / "agencies.ttl"
    return load_register(own if own.is_file() else None)


def _body(bodies: Register, name: str, tasks: Mapping[str, Duty]) -> tuple[str, str]:
    """Code and name of a body; of several with one name, the one that has tasks.

    Raises UnknownNameError for one that the register does not know for certain.
    """
    known = {own.code: own for own in (bodies.agencies.get(name), bodies.resolve(name)) if own is not None}
    if not known:
        # A bare name is one body's where only one place has it.
        at_home = (bodies.resolve(name, place) for place in sorted(bodies.places))
        known = {own.code: own for own in at_home if own is not None}
    if len(known) > 1:
        at_work = {code for duty in tasks.values() for code in duty.leads | duty.coordinating}
        known = {code: own for code, own in known.items() if code in at_work} or known
    agency = next(iter(known.values()), None)
    if len(known) > 1:
        raise UnknownNameError(
            f"nhiều cơ quan cùng tên / several bodies have this name: {name}: {', '.join(sorted(known))}"
        )
    if agency is None or agency.is_group:
        near = sorted(code for code in bodies.agencies if slug(name) in code)[:5]
        raise UnknownNameError(
            f"danh bạ không có cơ quan / the register has no body: {name}"
            + (f" (gần / near: {', '.join(near)})" if near else "")
        )
    return agency.code, agency.name


def _held(quads: tuple[ox.Quad, ...]) -> dict[str, str]:
    """IRI of each held paper by its number, where only one has it."""
    held, found = set[str](), dict[str, list[str]]()
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.Literal):
            continue
        if quad.predicate == term("dkg:held") and quad.object.value == "true":
            held.add(quad.subject.value)
        elif quad.predicate == term("dkg:number"):
            found.setdefault(quad.object.value, []).append(quad.subject.value)
    papers = {number: [iri for iri in iris if iri in held] for number, iris in found.items()}
    return {number: iris[0] for number, iris in papers.items() if len(iris) == 1}
