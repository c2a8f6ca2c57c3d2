"""How long it takes to find the tasks that several papers order: candidates by rare words against every task with every other.

`python benchmarks/compare.py [--tasks 2000 10000 100000] [--naive 2000]`: papers of 50 invented tasks each, one task in
twenty ordered again in other words by a later paper; prints seconds, how many of those were found, and of the naive way
the time on its sample, which must find the same.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final

from directive_kg.compare import tasks as compare
from directive_kg.follow.index import Index
from directive_kg.follow.tasks import matches_of, settle_matches
from directive_kg.records import (
    Assignment,
    Body,
    Cell,
    Deadline,
    DeadlineKind,
    Header,
    Origin,
    Paper,
    Place,
    Role,
    Source,
    Task,
)

Name = tuple[str, str, str, str]  # keys of two papers, each with the key of a task

_ROWS: Final = 50
_AGAIN: Final = 20  # one task in so many is ordered again
_HEADS: Final = (
    "nhà",
    "bến",
    "cầu",
    "trường",
    "chợ",
    "kênh",
    "rừng",
    "đảo",
    "cảng",
    "làng",
    "phố",
    "hồ",
    "đê",
    "ruộng",
)
_TAILS: Final = (
    "lim",
    "sơn",
    "thủy",
    "vân",
    "mai",
    "cúc",
    "trúc",
    "đào",
    "sen",
    "quế",
    "tùng",
    "bách",
    "lan",
    "huệ",
    "phượng",
)
_VERBS: Final = (
    "Xây dựng Kế hoạch",
    "Rà soát",
    "Tổ chức",
    "Triển khai thực hiện",
    "Kiểm tra",
    "Nâng cấp",
    "Hoàn thiện hồ sơ",
)


def papers(tasks: int, seed: int = 1) -> tuple[list[Paper], int]:
    """The papers, and how many of their tasks were ordered before."""
    chance = random.Random(seed)  # noqa: S311 - a seed has to give the same papers; nothing here is secret
    made: list[Paper] = []
    known: list[tuple[str, str]] = []
    again = 0
    for number in range(-(-tasks // _ROWS)):
        rows = []
        for row in range(1, min(_ROWS, tasks - number * _ROWS) + 1):
            lead = f"so-{chance.randrange(20)}"
            if len(known) > _ROWS and chance.random() < 1 / _AGAIN:
                title, lead = chance.choice(known[:-_ROWS])
                title, again = f"Tiếp tục {title[0].lower()}{title[1:]} trên địa bàn", again + 1
            else:
                # Numbers in words, so that names are rare and their parts are not.
                names = " ".join(
                    f"{chance.choice(_HEADS)} {chance.choice(_TAILS)} {chance.choice(_TAILS)}" for _ in range(5)
                )
                title = f"{chance.choice(_VERBS)} {names}"
                known.append((title, lead))
            rows.append(_task(row, title, lead))
        made.append(
            Paper(f"ubnd/2026/p{number}", Source(f"{number}.txt", f"{number:064}", "text"),
                  Header(number=f"{number}/KH-UBND", date=f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"), "tinh-mau",
                  tasks=tuple(rows))
        )  # fmt: skip
    return made, again


def _task(row: int, title: str, lead: str) -> Task:
    place = Place(title, table=1, row=row, column=2)
    return Task(
        str(row), Origin.ANNEX_ROW, Cell("title", title, place), stt=str(row),
        assignments=(Assignment(Role.LEAD, Body(lead, lead), place),), deadline=Deadline("Năm 2026", DeadlineKind.DURING),
    )  # fmt: skip


def found_in(held: Sequence[Paper]) -> set[Name]:
    """The matches as ingest finds them, with the index that it keeps of their words in memory."""
    index = Index(None, "")
    for paper in held:
        index.put(paper, paper.key, state=(0, 0, ""), former=(), occasion=None)
    settle_matches(index, index.touched.tasks, index.touched.runs)
    return {(*match.left, *match.right) for listed in index.stale() for match in matches_of(index, listed.id)}


def naive(held: Sequence[Paper]) -> set[Name]:
    """Every task with every other of an earlier paper, judged in the same way."""
    sides = [side for paper in held for side in compare.sides_of(paper)]
    found = (compare._judge(one, other) for one, other in permutations(sides, 2) if other.rank < one.base)
    return {(*match.left, *match.right) for match in found if match is not None}


def bench(tasks: Sequence[int] = (2_000, 10_000, 100_000), sample: int = 2_000) -> Iterator[str]:
    """Lines of a table."""
    yield f"{'tasks':>8} {'blocked s':>10} {'per task µs':>12} {'ordered again':>14} {'links':>7} {'naive s':>8} {'ratio':>7} {'of naive':>9}"
    for count in tasks:
        held, again = papers(count)
        begun = time.perf_counter()
        found = found_in(held)
        seconds = time.perf_counter() - begun
        line = f"{count:>8} {seconds:>10.2f} {1e6 * seconds / count:>12.0f} {again:>14} {len(found):>7}"
        if count <= sample:
            begun = time.perf_counter()
            every = naive(held)
            took = time.perf_counter() - begun
            line += f" {took:>8.2f} {took / seconds:>7.1f} {len(found & every) / max(len(every), 1):>9.3f}"
        yield line


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tasks", type=int, nargs="+", default=[2_000, 10_000, 100_000])
    parser.add_argument("--naive", type=int, default=2_000)
    arguments = parser.parse_args()
    for line in bench(arguments.tasks, arguments.naive):
        print(line, flush=True)


if __name__ == "__main__":
    main()
