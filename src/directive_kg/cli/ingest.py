"""`directive-kg ingest FILE|DIR… [--into DIR]`: papers into graph/."""

import argparse
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from directive_kg import resources
from directive_kg.errors import (
    BadInputError,
    DirectiveKgError,
    ExitCode,
    NoTasksError,
    SecretPaperError,
    UnreadablePaperError,
    UsageError,
)
from directive_kg.extract.many import SECONDS, files_in, read_many
from directive_kg.extract.review_values import doubtful
from directive_kg.extract.spread import read_on
from directive_kg.ingest import Ingest, Outcome, Prepared, prepare
from directive_kg.readers.markup import one_line
from directive_kg.register import Register

_STATES: Final = {
    "new": "mới / new",
    "changed": "đã đổi / changed",
    "unchanged": "không đổi / unchanged",
}
_REASONS: Final[dict[type[DirectiveKgError], str]] = {
    SecretPaperError: "văn bản mật / secret",
    NoTasksError: "không giao việc / no task",
    UnreadablePaperError: "không đọc được / unreadable",
}
_OTHER_REASON: Final = "không nhận / not taken"
_MANY: Final = 20  # files from which progress is told where stderr is no terminal


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("ingest", help="đưa văn bản vào đồ thị / put papers into the graph")
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE|DIR", help="tệp hoặc thư mục văn bản / papers, or folders of them"
    )
    parser.add_argument(
        "--into",
        type=Path,
        default=resources.graph_dir(),
        metavar="DIR",
        help="thư mục đồ thị / the graph folder (default: the shipped graph)",
    )
    parser.add_argument(
        "--jobs", type=_count, metavar="N", help="số tệp đọc cùng lúc / files read at once (default: one a core)"
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="đọc trên các máy của một bộ lập lịch Dask / read on the workers of a Dask scheduler (tcp://host:8786)",
    )
    parser.add_argument(
        "--time-limit",
        type=_count,
        default=SECONDS,
        metavar="S",
        help="giây mỗi tệp / seconds a file (default: %(default)s)",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.scheduler is not None and arguments.jobs is not None:
        raise UsageError("--jobs là của máy này, --scheduler của các máy khác / --jobs or --scheduler, not both")
    graph: Path = arguments.into
    files = list(dict.fromkeys(_files(arguments.files, graph)))
    progress = _Progress(len(files))
    with Ingest(graph, alone=True) as ingest:
        for problem in ingest.problems:
            print(f"directive-kg: {problem}", file=sys.stderr)
        try:
            with closing(_reading(arguments, files, ingest.register)) as read:
                for _, reading in read:
                    # One bad paper never stops the others.
                    try:
                        if isinstance(reading, DirectiveKgError):
                            raise reading
                        progress.taken(ingest.add(reading))
                    except DirectiveKgError as error:
                        progress.refused(error)
        finally:
            ingest.finish()
    progress.end()
    return ExitCode.BAD_INPUT if progress.reasons else ExitCode.OK


def _reading(
    arguments: argparse.Namespace, files: list[Path], register: Register
) -> Generator[tuple[Path, Prepared | DirectiveKgError]]:
    read = partial(prepare, register=register)
    if arguments.scheduler is None:
        return read_many(read, files, arguments.jobs, arguments.time_limit)
    return read_on(arguments.scheduler, read, files, seconds=arguments.time_limit)


def _files(named: Iterable[Path], graph: Path) -> Iterator[Path]:
    for path in named:
        if not path.is_dir():
            yield path
            continue
        found = list(files_in(path, besides=graph))
        if not found:
            raise BadInputError(f"{path}: thư mục không có tệp nào / no file in this folder")
        yield from found


class _Progress:
    """Tells what became of each paper, and at the end of all."""

    def __init__(self, total: int) -> None:
        self.reasons: Counter[str] = Counter()
        self._total = total
        self._done = 0
        self._states: Counter[str] = Counter()
        self._to_look_at = 0
        self._reviews = 0
        self._on_terminal = sys.stderr.isatty() and total > 1

    def taken(self, outcome: Outcome) -> None:
        """One more paper is in the graph."""
        self._wipe()
        print(_line(outcome), flush=True)
        self._states[outcome.state] += 1
        self._to_look_at += sum(1 for _ in doubtful(outcome.paper))
        self._reviews += outcome.kept_reviews
        self._tell()

    def refused(self, error: DirectiveKgError) -> None:
        """One more paper is not."""
        self._wipe()
        print(f"directive-kg: {error}", file=sys.stderr)
        self.reasons[next((name for kind, name in _REASONS.items() if isinstance(error, kind)), _OTHER_REASON)] += 1
        self._tell()

    def end(self) -> None:
        """The sum of it, where there was more than one paper."""
        self._wipe()
        if self._total < 2:
            return
        told = [f"{_STATES[state]} {self._states[state]}" for state in _STATES if self._states[state]]
        told += [f"từ chối / refused {self.reasons.total()} ({_listed(self.reasons)})"] if self.reasons else []
        told += [f"giữ / kept {self._reviews} giá trị đã xem / reviewed values"] if self._reviews else []
        print(f"{self._total} tệp / files: {'; '.join(told)}", file=sys.stderr)
        if self._to_look_at:
            print(
                f"{self._to_look_at} chỗ cần xem / to look at: directive-kg review list",
                file=sys.stderr,
            )

    def _tell(self) -> None:
        self._done += 1
        if self._on_terminal:
            print(f"\r{self._done}/{self._total}", end="", file=sys.stderr, flush=True)
        elif self._total >= _MANY and self._done * 10 // self._total > (self._done - 1) * 10 // self._total:
            print(f"{self._done}/{self._total} tệp / files", file=sys.stderr)

    def _wipe(self) -> None:
        if self._on_terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))


def _line(outcome: Outcome) -> str:
    paper = outcome.paper
    name = one_line(paper.header.number or paper.header.number_partial or "(không số / no number)")
    if outcome.known_as:
        return f"{_STATES[outcome.state]}: {name}: đã có số / its number is known: {outcome.known_as}"
    tasks, doubts = len(paper.tasks) + len(paper.orders), sum(1 for _ in doubtful(paper))
    told = (
        f"{_STATES[outcome.state]}: {name} → {paper.key}: {tasks} nhiệm vụ / tasks, {doubts} chỗ cần xem / to look at"
    )
    if outcome.superseded:
        told += f"; thay / replaces {', '.join(outcome.superseded)}"
    return told


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 100_000):
        raise argparse.ArgumentTypeError(f"cần số từ 1 đến 100000 / a number from 1 to 100000, not {text}")
    return int(text)
