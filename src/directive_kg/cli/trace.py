"""`directive-kg trace NUMBER`: a resolution down to its responsible bodies, as a tree."""

import argparse
import json

from directive_kg.cli.options import add_store_options, open_each, tell_missing
from directive_kg.errors import ExitCode
from directive_kg.store.several import ask_each
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
    stores = open_each(arguments)
    answered, missing = ask_each(stores, lambda s: trace(s, arguments.number, arguments.issuer, arguments.date))
    tell_missing(missing)
    if arguments.format == "json":
        documents = [(one.source, to_json(one.found)) for one in answered if one.found]
        print(_by_source(documents) if len(stores) > 1 else documents[0][1], end="")
        return ExitCode.OK
    for one in answered:
        if len(stores) > 1:
            print(f"── {one.source}")
        if one.found:
            print(to_tree(one.found), end="")
    return ExitCode.OK


def _by_source(documents: list[tuple[str, str]]) -> str:
    chains = [{"source": source, **json.loads(document)} for source, document in documents]
    return json.dumps(chains, ensure_ascii=False, indent=1) + "\n"
