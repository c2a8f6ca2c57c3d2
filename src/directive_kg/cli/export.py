"""`directive-kg export --format FORMAT --out FILE`: the graph for other tools."""

import argparse
import sys
from pathlib import Path

from directive_kg.cli.options import add_graph_option
from directive_kg.errors import BadInputError, ExitCode
from directive_kg.graph.export import FORMATS, export
from directive_kg.graph.files import load, write_bytes


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("export", help="xuất đồ thị / write the graph for other tools")
    add_graph_option(parser)
    parser.add_argument("--format", choices=FORMATS, required=True, help="định dạng / format")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="tệp ra / the file to write")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    result = load(arguments.graph)
    for problem in result.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    try:
        write_bytes(arguments.out, export(result.quads, arguments.format))
    except OSError as error:
        raise BadInputError(f"{arguments.out}: không ghi được / cannot be written: {error.strerror}") from error
    return ExitCode.OK
