"""`directive-kg extract FILE`: one paper to records on stdout."""

import argparse
import json
from functools import partial
from pathlib import Path

from directive_kg.errors import ExitCode
from directive_kg.extract.json_form import paper_object
from directive_kg.extract.many import SECONDS
from directive_kg.extract.paper import extract_paper
from directive_kg.readers.sandbox import run_capped
from directive_kg.register import load_register


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("extract", help="đọc một văn bản, in ra JSON / read one paper and print JSON")
    parser.add_argument("file", type=Path, metavar="FILE", help="tệp văn bản / the paper")
    parser.add_argument("--format", choices=["json"], default="json")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    # In a process of its own: a file that never ends, or swells, is stopped with one line.
    reading = partial(extract_paper, register=load_register())
    paper = run_capped(reading, arguments.file, seconds=SECONDS)
    print(json.dumps(paper_object(paper), ensure_ascii=False, indent=1))
    return ExitCode.OK
