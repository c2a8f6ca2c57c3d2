"""`directive-kg build`: graph/ into a store folder on disk."""

import argparse
import sys
from pathlib import Path

from directive_kg.cli.options import add_graph_option
from directive_kg.errors import ExitCode
from directive_kg.store.disk import build


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("build", help="dựng kho dữ liệu từ đồ thị / build the store from the graph")
    add_graph_option(parser)
    parser.add_argument(
        "--store",
        type=Path,
        default=Path(".store"),
        metavar="DIR",
        help="thư mục kho / the store folder (default: .store)",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    result = build(arguments.graph, arguments.store)
    if result is None:
        print(f"{arguments.store}: kho đã mới / up to date")
        return ExitCode.OK
    for problem in result.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    print(f"{arguments.store}: {len(result.quads)} phát biểu / statements")
    return ExitCode.OK
