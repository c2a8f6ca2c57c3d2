"""`directive-kg doctor`: is this installation fit to work."""

import argparse
from pathlib import Path
from typing import Final

from directive_kg.cli.options import add_graph_option
from directive_kg.doctor import State, examine
from directive_kg.errors import ExitCode

_MARKS: Final = {State.GOOD: "✓", State.NOTE: "·", State.BAD: "✗"}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="xem cài đặt có chạy được không / is this installation fit to work")
    add_graph_option(parser)
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="kho phải khớp với đồ thị / a store to compare with it"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    bad = False
    for one in examine(arguments.graph, arguments.store):
        bad |= one.state is State.BAD
        print(f"{_MARKS[one.state]} {one.what}: {one.seen}" + (f" → {one.advice}" if one.advice else ""))
    return ExitCode.FINDINGS if bad else ExitCode.OK
