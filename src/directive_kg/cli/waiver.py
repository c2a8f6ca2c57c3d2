"""`directive-kg waiver`: the findings that were accepted, one more, or one less."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from directive_kg import resources
from directive_kg.check.audit import find
from directive_kg.check.shapes import load_shapes
from directive_kg.check.waivers import Waiver, accept, changing, end, load_waivers, save_waivers
from directive_kg.cli.options import add_graph_option, add_today_option, day
from directive_kg.errors import ExitCode
from directive_kg.graph.files import load, to_rdflib


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its three parts."""
    parser = commands.add_parser("waiver", help="chấp nhận phát hiện của kiểm tra / accept findings of the check")
    parts = parser.add_subparsers(dest="part", required=True, metavar="list|add|end")

    listed = parts.add_parser("list", help="các chấp nhận / what was accepted")
    add_graph_option(listed)
    add_today_option(listed, "để biết cái nào hết hạn / tells which are over")
    listed.set_defaults(run=_list)

    added = parts.add_parser("add", help="chấp nhận một phát hiện / accept a finding")
    _add_finding_options(added)
    added.add_argument(
        "--shapes", type=Path, action="append", default=[], metavar="DIR", help="thêm thư mục quy tắc / further rules"
    )
    added.add_argument("--reason", required=True, help="lý do / why")
    added.add_argument(
        "--until", required=True, type=day, metavar="YYYY-MM-DD", help="ngày cuối còn hiệu lực / last day"
    )
    added.set_defaults(run=_add)

    ended = parts.add_parser("end", help="thôi chấp nhận / end a waiver")
    _add_finding_options(ended)
    ended.set_defaults(run=_end)


def _add_finding_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("finding", metavar="ID", help="mã phát hiện, `check` in ra / the id that `check` prints")
    add_graph_option(parser)
    add_today_option(parser, "ngày ghi nhận / the day to note (default: the machine's)")
    parser.add_argument("--by", required=True, metavar="NAME", help="họ tên người quyết định / the person who decides")


def _list(arguments: argparse.Namespace) -> ExitCode:
    for waiver in load_waivers(arguments.graph):
        print("\t".join(_line(waiver, arguments.today)))
    return ExitCode.OK


def _add(arguments: argparse.Namespace) -> ExitCode:
    shapes = load_shapes([resources.shapes_dir(), *arguments.shapes])
    loaded = load(arguments.graph)
    for problem in loaded.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    finding = find(to_rdflib(loaded.quads), shapes, arguments.finding)
    on = arguments.today or _today()
    with changing(arguments.graph) as waivers:
        more = accept(waivers, finding, reason=arguments.reason, by=arguments.by, on=on, until=arguments.until)
        save_waivers(arguments.graph, more)
    print("\t".join(_line(more[-1], on)))
    return ExitCode.OK


def _end(arguments: argparse.Namespace) -> ExitCode:
    on = arguments.today or _today()
    with changing(arguments.graph) as waivers:
        rest = end(waivers, arguments.finding, by=arguments.by, on=on)
        save_waivers(arguments.graph, rest)
    for waiver in rest:
        if waiver.finding == arguments.finding:
            print("\t".join(_line(waiver, on)))
    return ExitCode.OK


def _line(waiver: Waiver, today: date | None) -> tuple[str, ...]:
    """Id, state, days, person, reason."""
    if waiver.ended_on is not None:
        state = f"đã thôi / ended {waiver.ended_on} ({waiver.ended_by})"
    else:
        state = "còn hiệu lực / in force" if waiver.in_force(today) else "hết hạn / expired"
    acceptance = waiver.acceptance
    days = f"{acceptance.on}..{acceptance.until or ''}"
    return waiver.finding, state, days, acceptance.by, acceptance.reason


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
