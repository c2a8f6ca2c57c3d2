"""`directive-kg export --format FORMAT --out FILE`: the graph for other tools."""

import argparse
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.cli.options import add_store_options, read_quads
from directive_kg.errors import BadInputError, ExitCode
from directive_kg.graph.dumps import write_dumps
from directive_kg.graph.export import FOLDERS, FORMATS, export, export_folder
from directive_kg.graph.files import write_bytes, writing
from directive_kg.store.disk import open_index
from directive_kg.store.embedded import in_memory

_ALL: Final = "all"  # every form, with a manifest


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("export", help="xuất đồ thị / write the graph for other tools")
    add_store_options(parser)
    parser.add_argument(
        "--format",
        choices=(*FORMATS, *FOLDERS, _ALL),
        required=True,
        help="định dạng; csvw, parquet, all ghi cả thư mục / format; csvw, parquet and all write a folder",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="PATH", help="tệp hoặc thư mục ra / where to write")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    try:
        _write(_store(arguments), arguments.format, arguments.out)
    except OSError as error:
        raise BadInputError(f"{arguments.out}: không ghi được / cannot be written: {error.strerror}") from error
    return ExitCode.OK


def _store(arguments: argparse.Namespace) -> ox.Store:
    """The index on disk as it lies there; of anything else, its statements in memory."""
    if arguments.store is not None:
        return open_index(arguments.store)
    return in_memory(read_quads(arguments))


def _write(store: ox.Store, form: str, out: Path) -> None:
    if form == _ALL:
        write_dumps(store, out)
    elif form in FOLDERS:
        for name, data in export_folder(store, form).items():
            write_bytes(out / name, data)
    else:
        with writing(out) as file:
            export(store, form, file)
