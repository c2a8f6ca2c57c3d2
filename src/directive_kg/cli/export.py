"""`directive-kg export --format FORMAT --out FILE`: the graph for other tools."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg.cli.options import add_store_options, read_quads
from directive_kg.errors import BadInputError, ExitCode
from directive_kg.graph.dumps import write_dumps
from directive_kg.graph.export import FOLDERS, FORMATS, STREAMED, export, export_folder, export_parts
from directive_kg.graph.files import write_bytes, write_parts
from directive_kg.store.disk import open_index

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
        if arguments.store is not None and arguments.format in STREAMED:
            write_parts(arguments.out, export_parts(open_index(arguments.store), arguments.format))
        else:
            _write(read_quads(arguments), arguments.format, arguments.out)
    except OSError as error:
        raise BadInputError(f"{arguments.out}: không ghi được / cannot be written: {error.strerror}") from error
    return ExitCode.OK


def _write(quads: Sequence[ox.Quad], form: str, out: Path) -> None:
    if form == _ALL:
        write_dumps(quads, out)
    elif form in FOLDERS:
        for name, data in export_folder(quads, form).items():
            write_bytes(out / name, data)
    else:
        write_bytes(out, export(quads, form))
