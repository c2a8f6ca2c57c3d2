"""`directive-kg site --out DIR`: the pages."""

import argparse
import sys
from datetime import date
from pathlib import Path

from directive_kg.check.data import CheckData, of_folder, of_server, of_store
from directive_kg.check.waivers import FILE, load_waivers
from directive_kg.cli.options import add_store_options, open_any
from directive_kg.errors import ExitCode
from directive_kg.site.build import Built, as_it_stands, build_site
from directive_kg.site.joined import ask_all, check_all
from directive_kg.site.standing import made_of
from directive_kg.store.disk import fingerprint, in_use
from directive_kg.store.embedded import open_store
from directive_kg.store.protocol import Store


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("site", help="dựng các trang / render the pages")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục ghi ra / where to write")
    add_store_options(parser)
    add_build_options(parser)
    parser.add_argument(
        "--served",
        action="store_true",
        help="trang sẽ do `directive-kg serve` mở: câu hỏi có ô điền / `serve` will stand behind: questions have forms",
    )
    parser.set_defaults(run=_run)


def add_build_options(parser: argparse.ArgumentParser) -> None:
    """`--today YYYY-MM-DD`: the day at which something is overdue, without it nothing is; `--no-checks`."""
    parser.add_argument(
        "--today",
        type=_day,
        metavar="YYYY-MM-DD",
        help="ngày tính quá hạn / the day at which something is overdue (default: none)",
    )
    parser.add_argument(
        "--checks",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="chạy kiểm tra cho trang kiểm tra / run the checks for their page",
    )


def build(arguments: argparse.Namespace, out: Path, served: bool = False) -> Built:
    """Build the site of a graph folder; tells on stderr how far it is and which graph files were left out."""
    made = _made_of(arguments, fingerprint(arguments.graph), served)
    if stands := as_it_stands(out, made):
        return stands
    with of_folder(arguments.graph) as data:
        problems = [str(problem) for problem in data.problems]
        for problem in problems:
            print(f"directive-kg: {problem}", file=sys.stderr)
        made_again = made if not problems else None  # files that were left out are told of at every build
        return _render(arguments, out, open_store(arguments.graph), data, problems, served=served, made=made_again)


def _made_of(arguments: argparse.Namespace, graph: str, served: bool) -> str:
    return made_of(graph, arguments.today, arguments.checks, served)


def _build_elsewhere(arguments: argparse.Namespace) -> Built:
    """The site of a store or a server; a server does not tell what it holds, so its site is always built."""
    made = None
    if arguments.endpoint is None:
        waivers = arguments.graph / FILE
        accepted = waivers.read_bytes().hex() if waivers.is_file() else ""
        made = _made_of(arguments, f"{in_use(arguments.store)[1]} {accepted}", arguments.served)
        if stands := as_it_stands(arguments.out, made):
            return stands
    data = of_server(open_any(arguments)) if arguments.endpoint is not None else of_store(arguments.store)
    with data as opened:
        return _render(arguments, arguments.out, open_any(arguments), opened, [], served=arguments.served, made=made)


def _render(
    arguments: argparse.Namespace,
    out: Path,
    store: Store,
    data: CheckData,
    problems: list[str],
    *,
    served: bool = False,
    made: str | None = None,
) -> Built:
    checks = None
    if arguments.checks:
        print("đang kiểm tra / checking …", file=sys.stderr)
        checks = check_all(data, arguments.today, load_waivers(arguments.graph))
    print("đang dựng các trang / building the pages …", file=sys.stderr)
    questions = ask_all(store, served, arguments.today)
    return build_site(
        store,
        out,
        checks=checks,
        questions=questions,
        today=arguments.today,
        problems=problems,
        made_of=made,
        tell=_tell,
    )


def _tell(how_far: str) -> None:
    print(how_far, file=sys.stderr)


def _run(arguments: argparse.Namespace) -> ExitCode:
    elsewhere = arguments.store is not None or arguments.endpoint is not None
    built = _build_elsewhere(arguments) if elsewhere else build(arguments, arguments.out, arguments.served)
    print(
        f"{arguments.out}: {built.pages} trang / pages, {built.papers} văn bản / papers, {built.tasks} nhiệm vụ / tasks; "
        f"{built.written} tệp viết mới / files written, {built.kept} giữ nguyên / kept"
    )
    return ExitCode.OK


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"không phải ngày YYYY-MM-DD / not a day: {text}") from None
