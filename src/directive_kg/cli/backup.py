"""`directive-kg backup save|restore`: graph/ into one file and back."""

import argparse
from pathlib import Path

from directive_kg.backup import restore, save
from directive_kg.cli.options import add_graph_option
from directive_kg.errors import ExitCode


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "backup", help="sao lưu và khôi phục đồ thị / save the graph into one file, and restore it"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    saving = actions.add_parser("save", help="ghi bản sao lưu / write a backup")
    add_graph_option(saving)
    saving.add_argument("--out", type=Path, required=True, metavar="FILE.tar.gz", help="tệp ra / the file to write")
    saving.set_defaults(run=_save)
    restoring = actions.add_parser("restore", help="khôi phục vào thư mục mới / restore into a new folder")
    restoring.add_argument("backup", type=Path, metavar="FILE.tar.gz")
    restoring.add_argument(
        "--into", type=Path, required=True, metavar="DIR", help="thư mục chưa có / a folder not there yet"
    )
    restoring.set_defaults(run=_restore)


def _save(arguments: argparse.Namespace) -> ExitCode:
    saved = save(arguments.graph, arguments.out)
    print(f"{arguments.out}: {saved.files} tệp / files, {saved.bytes} byte")
    return ExitCode.OK


def _restore(arguments: argparse.Namespace) -> ExitCode:
    saved = restore(arguments.backup, arguments.into)
    print(f"{arguments.into}: {saved.files} tệp / files, {saved.bytes} byte")
    return ExitCode.OK
