"""`directive-kg query NAME [--KEY VALUE …]`: a canned question; `query --list` shows them all."""

import argparse
import shutil
import sys

from directive_kg import resources
from directive_kg.cli.options import add_store_options, open_each, tell_missing
from directive_kg.errors import ExitCode, UsageError
from directive_kg.names import DEFAULT_BASE
from directive_kg.store.several import ask_each
from directive_kg.trace.answer import answer, merged, to_csv, to_json, to_table
from directive_kg.trace.answer_html import to_html
from directive_kg.trace.answer_xlsx import to_xlsx
from directive_kg.trace.catalogue import Catalogue, load_catalogue
from directive_kg.trace.fill import fill
from directive_kg.trace.nearest import one_line

_FORMATS = ("table", "csv", "json", "xlsx", "html")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "query",
        help="một câu hỏi có sẵn / a canned question",
        usage="%(prog)s [--list] [NAME [--KEY VALUE …]] [options]",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="tên câu hỏi / the question's name")
    parser.add_argument("--list", action="store_true", help="liệt kê các câu hỏi / list the questions")
    _add_options(parser)
    # Each question has parameters of its own, so what follows its name is read once the question is known.
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="--KEY VALUE", help="tham số / parameters")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    catalogue = load_catalogue(resources.queries_dir())
    late = argparse.ArgumentParser(prog="directive-kg query", add_help=False, allow_abbrev=False)
    late.add_argument("--list", action="store_true")
    _add_options(late)
    arguments, given = late.parse_known_args(arguments.rest, arguments)
    if arguments.list:
        print(_listing(catalogue), end="")
        return ExitCode.OK
    if arguments.name is None:
        raise UsageError("thiếu tên câu hỏi; `query --list` liệt kê / name a question; `query --list` shows them")
    question = catalogue.get(arguments.name)
    values = _pairs(given)
    stores = open_each(arguments)
    answered, missing = ask_each(stores, lambda store: answer(question, fill(question, values, store), store))
    tell_missing(missing)
    found = merged(answered) if len(stores) > 1 else answered[0].found
    assert found is not None
    if arguments.format == "csv":
        # stdout makes the line ends those of the system.
        sys.stdout.write(to_csv(found).replace("\r\n", "\n"))
    elif arguments.format == "json":
        print(to_json(found), end="")
    elif arguments.format == "html":
        print(to_html(found), end="")
    elif arguments.format == "xlsx":
        if sys.stdout.isatty():
            raise UsageError("--format xlsx: chuyển vào tệp, ví dụ '> kq.xlsx' / send it to a file, e.g. '> out.xlsx'")
        sys.stdout.buffer.write(to_xlsx(found))
        sys.stdout.flush()
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        print(to_table(found, width, DEFAULT_BASE + "id/"), end="")
    return ExitCode.OK


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=_FORMATS, default="table")
    add_store_options(parser)


def _pairs(given: list[str]) -> dict[str, str]:
    """'--key value' and '--key=value' by key. Raises UsageError for anything else."""
    values: dict[str, str] = {}
    waiting = list(given)
    while waiting:
        token = waiting.pop(0)
        key, equals, value = token.removeprefix("--").partition("=")
        if not token.startswith("--") or not key:
            raise UsageError(f"không hiểu '{one_line(token)}'; tham số viết --tên giá-trị / parameters are --key value")
        if not equals:
            if not waiting:
                raise UsageError(f"--{one_line(key)} thiếu giá trị / needs a value")
            value = waiting.pop(0)
        if key in values:
            raise UsageError(f"--{one_line(key)} viết hai lần / given twice")
        values[key] = value
    return values


def _listing(catalogue: Catalogue) -> str:
    lines: list[str] = []
    for question in catalogue:
        lines.append(f"{question.name}: {question.title.vi} / {question.title.en}")
        for parameter in question.parameters:
            choices = f" [{', '.join(choice.code for choice in parameter.choices)}]" if parameter.choices else ""
            lines.append(
                f"    --{parameter.name} '{parameter.example}'  {parameter.title.vi} / {parameter.title.en}{choices}"
            )
    return "\n".join(lines) + "\n"
