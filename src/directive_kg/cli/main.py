"""`directive-kg`: one module a command, each with `register(subparsers)`."""

import argparse
import sys
from collections.abc import Sequence

from directive_kg import __version__
from directive_kg.cli import (
    analyse,
    backup,
    build,
    check,
    doctor,
    export,
    extract,
    ingest,
    progress,
    query,
    review,
    serve,
    site,
    trace,
    waiver,
)
from directive_kg.errors import DirectiveKgError, ExitCode

COMMANDS = (
    extract,
    ingest,
    review,
    build,
    check,
    waiver,
    progress,
    trace,
    query,
    analyse,
    site,
    serve,
    export,
    backup,
    doctor,
)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; every command sets `run`, a function from its arguments to an exit code."""
    parser = argparse.ArgumentParser(
        prog="directive-kg",
        description="Đồ thị tri thức về chỉ đạo và trách nhiệm / a knowledge graph of directives and responsibilities",
    )
    parser.add_argument("--version", action="version", version=f"directive-kg {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a user's mistake is one line on stderr and never a traceback."""
    arguments = build_parser().parse_args(argv)
    try:
        code: ExitCode = arguments.run(arguments)
    except DirectiveKgError as error:
        print(f"directive-kg: {error}", file=sys.stderr)
        return int(error.exit_code)
    except BrokenPipeError:
        # Whoever reads the answer (head, less) has seen enough; keep Python from complaining at exit.
        sys.stderr.close()
        return int(ExitCode.OK)
    except KeyboardInterrupt:
        return 130
    return int(code)


def run() -> None:
    """The console script."""
    sys.exit(main())
