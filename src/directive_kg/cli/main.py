"""`directive-kg`: one module a command, each with `register(subparsers)`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from directive_kg import __version__
from directive_kg.errors import DirectiveKgError, ExitCode

# In the order of the help. A command's module is loaded when it is asked for: the libraries behind some take long to start.
COMMANDS: Final = (
    "extract",
    "ingest",
    "review",
    "build",
    "check",
    "waiver",
    "progress",
    "trace",
    "query",
    "analyse",
    "site",
    "serve",
    "export",
    "backup",
    "migrate",
    "doctor",
)


def build_parser(wanted: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The command line of the wanted commands; each sets `run`, a function from its arguments to an exit code."""
    parser = argparse.ArgumentParser(
        prog="directive-kg",
        description="Đồ thị tri thức về chỉ đạo và trách nhiệm / a knowledge graph of directives and responsibilities",
    )
    parser.add_argument("--version", action="version", version=f"directive-kg {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in wanted:
        import_module(f"directive_kg.cli.{name}").register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a user's mistake is one line on stderr and never a traceback."""
    argv = sys.argv[1:] if argv is None else argv
    first = argv[0] if argv else ""
    wanted = (first,) if first in COMMANDS else () if first == "--version" else COMMANDS
    arguments = build_parser(wanted).parse_args(argv)
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
