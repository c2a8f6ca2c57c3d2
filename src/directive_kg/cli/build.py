"""`directive-kg build`: graph/ into a store folder on disk, or into any SPARQL 1.1 server."""

import argparse
import os
import sys
from pathlib import Path
from typing import Final

from directive_kg.cli.options import add_graph_option
from directive_kg.errors import ExitCode, UsageError
from directive_kg.graph.retired import load_retired
from directive_kg.graph.version import is_newer, read_version
from directive_kg.store.address import credentials_for
from directive_kg.store.disk import build
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.upload import upload
from directive_kg.store.writers import GraphStoreWriter, UpdateWriter

_WRITERS: Final[dict[str, type[GraphStoreWriter] | type[UpdateWriter]]] = {
    "graph-store": GraphStoreWriter,
    "update": UpdateWriter,
}


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
    parser.add_argument(
        "--to",
        metavar="URL",
        help="nạp vào máy chủ SPARQL thay cho --store / load a server instead: its Graph Store or Update address",
    )
    parser.add_argument(
        "--endpoint", metavar="URL", help="địa chỉ hỏi của máy chủ ấy / the query address of the same server, for --to"
    )
    parser.add_argument(
        "--protocol",
        choices=sorted(_WRITERS),
        default="graph-store",
        help="cách ghi của --to / how --to writes (default: graph-store)",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if (arguments.to is None) != (arguments.endpoint is None):
        raise UsageError("--to và --endpoint đi cùng nhau / --to and --endpoint go together")
    _tell_of_older(arguments.graph)
    return _build_here(arguments) if arguments.to is None else _build_there(arguments)


def _tell_of_older(graph_dir: Path) -> None:
    """Say so where the graph lacks what questions look for: their answers would have holes that no paper has."""
    found, known = read_version(graph_dir), load_retired().version
    if found is not None and known and is_newer(known, found):
        print(
            f"directive-kg: {graph_dir}: đồ thị theo bản thể học {found}, câu trả lời có thể thiếu ô; chạy directive-kg migrate "
            f"--graph {graph_dir} rồi dựng lại / the graph is of ontology {found}, answers may lack cells: migrate it, then build again",
            file=sys.stderr,
        )


def _build_there(arguments: argparse.Namespace) -> ExitCode:
    writer = _WRITERS[arguments.protocol](arguments.to, credentials_for(arguments.to, os.environ))
    store = EndpointStore(arguments.endpoint, credentials=credentials_for(arguments.endpoint, os.environ))
    done = upload(arguments.graph, writer, store, lambda line: print(line, file=sys.stderr))
    for problem in done.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    print(
        f"{arguments.to}: {done.statements} phát biểu / statements; đồ thị / graphs: {done.sent} gửi / sent, "
        f"{done.unchanged} không đổi / unchanged, {done.removed} bỏ / removed"
    )
    return ExitCode.OK


def _build_here(arguments: argparse.Namespace) -> ExitCode:
    result = build(arguments.graph, arguments.store, lambda line: print(line, file=sys.stderr))
    if result is None:
        print(f"{arguments.store}: kho đã mới / up to date")
        return ExitCode.OK
    for problem in result.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    print(
        f"{arguments.store}: {result.statements} phát biểu / statements; "
        f"đọc / read {result.read} trên / of {result.files} tệp / files"
    )
    return ExitCode.OK
