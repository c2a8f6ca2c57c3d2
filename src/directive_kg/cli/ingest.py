"""`directive-kg ingest FILE… [--into DIR]`: papers into graph/."""

import argparse
import sys
from pathlib import Path
from typing import Final

from directive_kg import resources
from directive_kg.errors import DirectiveKgError, ExitCode
from directive_kg.extract.paper import extract_paper
from directive_kg.ingest import Ingest, Outcome
from directive_kg.register import load_register

_STATES: Final = {
    "new": "mới / new",
    "changed": "đã đổi / changed",
    "unchanged": "không đổi / unchanged",
}


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("ingest", help="đưa văn bản vào đồ thị / put papers into the graph")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="tệp văn bản / papers")
    parser.add_argument(
        "--into",
        type=Path,
        default=resources.graph_dir(),
        metavar="DIR",
        help="thư mục đồ thị / the graph folder (default: the shipped graph)",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    graph: Path = arguments.into
    own = graph / "agencies.ttl"
    bodies = load_register(own if own.is_file() else None)
    ingest = Ingest(graph)
    for problem in ingest.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    code = ExitCode.OK
    try:
        for file in arguments.files:
            # One bad paper never stops the others.
            try:
                outcome = ingest.add(extract_paper(file, bodies))
            except DirectiveKgError as error:
                print(f"directive-kg: {error}", file=sys.stderr)
                code = ExitCode.BAD_INPUT
            else:
                print(_line(outcome), flush=True)
    finally:
        ingest.finish()
    return code


def _line(outcome: Outcome) -> str:
    paper = outcome.paper
    name = paper.header.number or paper.header.number_partial or "(không số / no number)"
    if outcome.known_as:
        return f"{_STATES[outcome.state]}: {name}: đã có số / its number is known: {outcome.known_as}"
    tasks, doubts = len(paper.tasks) + len(paper.orders), len(paper.doubts)
    told = (
        f"{_STATES[outcome.state]}: {name} → {paper.key}: {tasks} nhiệm vụ / tasks, {doubts} chỗ cần xem / to look at"
    )
    if outcome.superseded:
        told += f"; thay / replaces {', '.join(outcome.superseded)}"
    return told
