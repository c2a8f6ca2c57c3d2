"""Options that several commands share."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.errors import UsageError
from directive_kg.graph.files import load
from directive_kg.store.address import credentials_for
from directive_kg.store.disk import open_disk
from directive_kg.store.download import download
from directive_kg.store.embedded import open_store
from directive_kg.store.endpoint import EndpointStore
from directive_kg.store.protocol import Store
from directive_kg.store.several import Sourced


def add_graph_option(parser: argparse.ArgumentParser) -> None:
    """`--graph DIR`: which graph to read; the shipped one unless told."""
    parser.add_argument(
        "--graph",
        type=Path,
        default=resources.graph_dir(),
        metavar="DIR",
        help="thư mục đồ thị / the graph folder (default: the shipped graph)",
    )


def add_today_option(parser: argparse.ArgumentParser, purpose: str) -> None:
    """`--today YYYY-MM-DD`: the day to go by; nothing asks the machine's clock unless its help says so."""
    parser.add_argument("--today", type=day, metavar="YYYY-MM-DD", help=purpose)


def day(value: str) -> date:
    """A day as an argument. Raises ArgumentTypeError for what is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"không phải ngày YYYY-MM-DD / not a day YYYY-MM-DD: {value!r}") from None


def add_store_options(parser: argparse.ArgumentParser) -> None:
    """Where to ask: `--graph DIR`, or `--store DIR` or `--endpoint URL` in its place."""
    add_graph_option(parser)
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--store", type=Path, metavar="DIR", help="thư mục kho do `build` dựng / a store folder that `build` made"
    )
    instead.add_argument(
        "--endpoint",
        metavar="URL",
        action="append",
        help="máy chủ SPARQL 1.1; viết lại để hỏi nhiều nơi / any SPARQL 1.1 server; given again, each is asked",
    )


def open_any(arguments: argparse.Namespace) -> Store:
    """The one store that the options of `add_store_options` name; files that had to be left out are told on stderr.

    Raises UsageError for an address that is none or for several, BrokenGraphError for a broken graph, StoreError for a
    broken store.
    """
    stores = open_each(arguments)
    if len(stores) > 1:
        raise UsageError("lệnh này hỏi một máy chủ thôi / this command asks one --endpoint only")
    return stores[0][1]


def open_each(arguments: argparse.Namespace) -> Sequence[tuple[str, Store]]:
    """The stores that the options of `add_store_options` name, each with its address; raises as `open_any` does."""
    if arguments.endpoint is not None:
        alone = len(arguments.endpoint) == 1
        return [
            (url, EndpointStore(url, credentials=credentials_for(url, os.environ, alone=alone)))
            for url in dict.fromkeys(arguments.endpoint)
        ]
    if arguments.store is not None:
        return [(str(arguments.store), open_disk(arguments.store))]
    store = open_store(arguments.graph)
    for problem in store.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    return [(str(arguments.graph), store)]


def read_quads(arguments: argparse.Namespace) -> Sequence[ox.Quad]:
    """Every statement of what the options of `add_store_options` name; raises as `open_any` does."""
    if arguments.endpoint is None and arguments.store is None:
        result = load(arguments.graph)
        for problem in result.problems:
            print(f"directive-kg: {problem}", file=sys.stderr)
        return result.quads
    return tuple(quad for _, store in open_each(arguments) for quad in download(store))


def tell_missing(missing: Sequence[Sourced[Any]]) -> None:
    """Say on stderr which servers gave no answer, and why."""
    for one in missing:
        print(f"directive-kg: {one.source}: không có trả lời / no answer: {one.error}", file=sys.stderr)
