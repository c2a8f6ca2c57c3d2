"""`directive-kg review`: the values that were read with doubt, looked at in the terminal or in a workbook."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from directive_kg.cli.options import add_graph_option, add_today_option
from directive_kg.errors import BadInputError, DirectiveKgError, ExitCode, UsageError
from directive_kg.graph.files import write_bytes
from directive_kg.review.desk import Choice, Decision, Desk
from directive_kg.review.items import Item
from directive_kg.review.originals import Originals
from directive_kg.review.sheet import SheetError, read_sheet, sheet
from directive_kg.site.render import visible

_ID: Final = "mã `list` in ra, hoặc VĂN BẢN#task/SỐ/Ô / the id that `list` prints, or PAPER#task/NO/FIELD"
_ASKED: Final = "  [đ]úng  [s]ửa  [g]iữ nguyên chữ  [Enter] để sau  [t]hôi / accept, correct, as written, skip, quit: "


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its parts."""
    parser = commands.add_parser("review", help="xem lại ô đọc chưa chắc / look at what was read with doubt")
    parts = parser.add_subparsers(dest="part", required=True, metavar="list|show|accept|correct|walk|export|import")

    listed = _part(parts, "list", _list, "các ô cần xem, ô kém chắc nhất trước / what to look at, worst first")
    _add_choice_of_items(listed)
    listed.add_argument("--format", choices=["table", "json"], default="table")

    shown = _part(parts, "show", _show, "một ô bên lời văn bản / one value beside the paper")
    shown.add_argument("id", metavar="ID", help=_ID)
    _add_papers_option(shown)
    shown.add_argument("--picture", type=Path, metavar="FILE.png", help="ghi hình của ô / write the cell's picture")

    accepted = _part(parts, "accept", _accept, "xác nhận ô là đúng / confirm values")
    accepted.add_argument("id", metavar="ID", nargs="+", help=_ID)
    _add_person_options(accepted)

    corrected = _part(parts, "correct", _correct, "sửa một ô / put a value right")
    corrected.add_argument("id", metavar="ID", help=_ID)
    corrected.add_argument("--value", required=True, metavar="WORDS", help="giá trị đúng / what it should be")
    corrected.add_argument(
        "--as-written", action="store_true", help="giữ nguyên chữ dù chưa hiểu / keep words that nobody understands"
    )
    _add_person_options(corrected)

    walked = _part(parts, "walk", _walk, "xem lần lượt từng ô / one value after another")
    _add_choice_of_items(walked)
    _add_person_options(walked)

    exported = _part(parts, "export", _export, "ra bảng tính để xem / into a workbook")
    _add_choice_of_items(exported)
    exported.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")

    imported = _part(parts, "import", _import, "nhận bảng tính đã xem / take a workbook back")
    imported.add_argument("file", type=Path, metavar="FILE.xlsx")
    imported.add_argument(
        "--by", metavar="NAME", help="người xem, cho dòng không ghi tên / the reviewer of rows without a name"
    )
    add_today_option(imported, "ngày ghi nhận / the day to note (default: the machine's)")


def _part(
    parts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], ExitCode],
    purpose: str,
) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=purpose)
    add_graph_option(part)
    part.set_defaults(run=run)
    return part


def _add_choice_of_items(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--paper", metavar="NUMBER", help="chỉ văn bản này / of this paper only")
    parser.add_argument("--limit", type=_count, metavar="N", help="nhiều nhất N ô / at most N")


def _add_person_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", required=True, metavar="NAME", help="họ tên người xem / the person who looked")
    add_today_option(parser, "ngày ghi nhận / the day to note (default: the machine's)")


def _add_papers_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--papers", type=Path, metavar="DIR", help="thư mục tệp văn bản gốc / the folder of the papers themselves"
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"cần số nguyên dương / a whole number above 0, not {text}")
    return int(text)


def _open(arguments: argparse.Namespace, *, alone: bool = False) -> Desk:
    desk = Desk(arguments.graph, alone=alone)
    for problem in desk.problems:
        print(f"directive-kg: {problem}", file=sys.stderr)
    return desk


def _list(arguments: argparse.Namespace) -> ExitCode:
    items = _open(arguments).items(arguments.paper)
    shown = items[: arguments.limit]
    if arguments.format == "json":
        print(json.dumps([_object(item) for item in shown], ensure_ascii=False, indent=1))
        return ExitCode.OK
    for item in shown:
        why = item.reasons[0][0] if item.reasons else ""
        row = f"nhiệm vụ {item.row_name}" if item.row_name else ""
        cells = (item.id, f"{item.value.confidence:.0%}", item.paper, row, item.name, item.value.read, why)
        print("\t".join(_plain(cell) for cell in cells))
    print(f"{len(items)} ô cần xem / values to look at", file=sys.stderr)
    return ExitCode.OK


def _show(arguments: argparse.Namespace) -> ExitCode:
    if arguments.picture and not arguments.papers:
        raise UsageError("--picture cần --papers DIR / --picture needs --papers DIR")
    item = _open(arguments).item(arguments.id)
    _print_item(item)
    if arguments.papers is None:
        return ExitCode.OK
    originals = Originals(arguments.papers)
    for line in originals.lines(item):
        print(visible(line))
    if arguments.picture:
        picture = originals.picture(item)
        if picture is None:
            raise BadInputError(
                f"{item.file}: không có hình của ô này trong {arguments.papers} "
                "/ no picture: the paper's file is not there, has no pages, or the words are not found on the page"
            )
        write_bytes(arguments.picture, picture)
        print(arguments.picture)
    return ExitCode.OK


def _accept(arguments: argparse.Namespace) -> ExitCode:
    decisions = [Decision(name, Choice.ACCEPT, arguments.by) for name in arguments.id]
    return _decide(arguments, decisions)


def _correct(arguments: argparse.Namespace) -> ExitCode:
    choice = Choice.AS_WRITTEN if arguments.as_written else Choice.CORRECT
    return _decide(arguments, [Decision(arguments.id, choice, arguments.by, arguments.value)])


def _decide(arguments: argparse.Namespace, decisions: list[Decision]) -> ExitCode:
    with _open(arguments, alone=True) as desk:
        for item in desk.decide(decisions, arguments.today or _today()):
            print(_done(item))
        desk.finish()
    return ExitCode.OK


def _walk(arguments: argparse.Namespace) -> ExitCode:
    on = arguments.today or _today()
    with _open(arguments, alone=True) as desk:
        items = desk.items(arguments.paper)[: arguments.limit]
        try:
            for number, item in enumerate(items, start=1):
                print(f"\n[{number}/{len(items)}]")
                if not _ask(desk, item, arguments.by, on):
                    break
        except EOFError:
            print()
        finally:
            desk.finish()
    return ExitCode.OK


def _ask(desk: Desk, item: Item, by: str, on: date) -> bool:
    """Show a value until something was said of it; whether to go on."""
    _print_item(item)
    while True:
        answer = input(_ASKED).strip().lower()
        if answer in ("", "t", "q"):
            return not answer
        choice = {"đ": Choice.ACCEPT, "d": Choice.ACCEPT, "a": Choice.ACCEPT, "s": Choice.CORRECT, "c": Choice.CORRECT,
                  "g": Choice.AS_WRITTEN, "w": Choice.AS_WRITTEN}.get(answer)  # fmt: skip
        if choice is None:
            continue
        words = "" if choice is Choice.ACCEPT else input("  Giá trị đúng / the value: ")
        try:
            (done,) = desk.decide([Decision(item.id, choice, by, words, item.stamp)], on)
        except DirectiveKgError as error:
            print(f"  {error}")
        else:
            print(f"  {_done(done)}")
            return True


def _export(arguments: argparse.Namespace) -> ExitCode:
    items = _open(arguments).items(arguments.paper)[: arguments.limit]
    write_bytes(arguments.out, sheet(items))
    print(f"{arguments.out}: {len(items)} ô cần xem / values to look at")
    return ExitCode.OK


def _import(arguments: argparse.Namespace) -> ExitCode:
    try:
        return _take(arguments)
    except SheetError as error:
        for fault in error.faults[1:]:
            print(f"directive-kg: {arguments.file}: {fault}", file=sys.stderr)
        raise


def _take(arguments: argparse.Namespace) -> ExitCode:
    rows = read_sheet(arguments.file, arguments.by)
    on = arguments.today or _today()
    decisions = [row.decision for row in rows]
    with _open(arguments, alone=True) as desk:
        if wrong := desk.problems_of(decisions, on):
            raise SheetError(arguments.file, [f"{rows[at].at}: {reason}" for at, reason in wrong.items()])
        for item in desk.decide(decisions, on):
            print(_done(item))
        desk.finish()
    print(f"{arguments.file}: đã nhận / taken: {len(rows)}", file=sys.stderr)
    return ExitCode.OK


def _print_item(item: Item) -> None:
    value = item.value
    told = [
        ("Mã / id", item.id),
        ("Văn bản / paper", f"{item.paper} ({item.file})"),
        ("Chỗ / place", item.where),
        ("Nhiệm vụ / task", item.row_name),
        ("Ô / field", item.name),
        ("Văn bản ghi / the paper says", value.seen),
        ("Đọc là / read as", value.read),
        ("Hiểu là / understood as", item.meaning),
        ("Độ chắc / confidence", f"{value.confidence:.0%}"),
        *(("Vì sao / why", f"{vi} / {en}") for vi, en in item.reasons),
    ]
    if item.review:
        told.append(("Đã xem / reviewed", f"{item.review.by}, {item.review.on:%d/%m/%Y}: {item.review.value}"))
    for name, words in told:
        if words:
            print(f"{name}: {_plain(words)}")
    for name, words in item.row:
        print(f"    {_plain(name)}: {_plain(words)}")


def _done(item: Item) -> str:
    told = f"{item.id}\t{item.name}: {item.value.read}"
    return _plain(f"{told}\t{item.meaning}" if item.meaning else told)


def _object(item: Item) -> dict[str, object]:
    value, place = item.value, item.value.place
    spots = ("page", "table", "row", "column", "line")
    return {
        "id": item.id,
        "paper": item.key,
        "number": item.paper,
        "file": item.file,
        "subject": value.subject,
        "seen": value.seen,
        "read": value.read,
        "meaning": item.meaning,
        "confidence": value.confidence,
        "reasons": [{"vi": vi, "en": en} for vi, en in item.reasons],
        "place": {name: n for name in spots if place and (n := getattr(place, name)) is not None},
    }


def _plain(text: str) -> str:
    """On one line, and with nothing in it that steers a terminal."""
    return visible(" ".join(text.split()))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
