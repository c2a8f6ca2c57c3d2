"""`directive-kg trace NUMBER`: a resolution down to its responsible bodies, as a tree."""

import argparse

from directive_kg.cli.options import add_store_options, open_any
from directive_kg.errors import ExitCode
from directive_kg.trace.chain import trace
from directive_kg.trace.tree import to_json, to_tree


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "trace", help="từ nghị quyết đến cơ quan chịu trách nhiệm / from a resolution down to its responsible bodies"
    )
    parser.add_argument(
        "number", metavar="NUMBER", help="số văn bản, viết cách nào cũng được / a paper's number, in any spelling"
    )
    parser.add_argument(
        "--issuer", metavar="TÊN", help="cơ quan ban hành, khi một số có nhiều văn bản / the issuing body"
    )
    parser.add_argument(
        "--date", metavar="DD/MM/YYYY", help="ngày, tháng hoặc năm ban hành / day, month or year of issue"
    )
    parser.add_argument("--format", choices=("tree", "json"), default="tree")
    add_store_options(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    chain = trace(open_any(arguments), arguments.number, arguments.issuer, arguments.date)
    print((to_tree if arguments.format == "tree" else to_json)(chain), end="")
    return ExitCode.OK
