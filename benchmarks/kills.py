"""`build` and `site` killed at random moments: nothing half-made is left, and the next run equals an undisturbed one.

`python benchmarks/kills.py [--kills 50] [--tasks 500] [--seed 1] [--of store site]`. A store and a site of one graph stand;
one paper of the graph changes; the command that takes the change up gets SIGKILL at a moment drawn from its own
undisturbed time. What stands then has to be the old one or the new one, whole; the command is run again, and what it
leaves has to be the new one.
"""

import argparse
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from generate import write

from directive_kg.errors import DirectiveKgError
from directive_kg.store.disk import open_index

NAMES: Final = ("store", "site")
COMMAND: Final = str(Path(sys.executable).with_name("directive-kg"))


def bench(kills: int = 50, tasks: int = 500, seed: int = 1, of: Sequence[str] = NAMES) -> Iterator[str]:
    """A line for the store and one for the site, each with what was found after the kills."""
    with tempfile.TemporaryDirectory(prefix="bench-kills-") as folder:
        graph = Path(folder) / "graph"
        write(graph, tasks, seed)
        for name in of:
            yield _table_row(name, _killed(Path(folder), name, kills, random.Random(seed)))  # noqa: S311 - a seed, no secret


def _table_row(name: str, found: Counter[str]) -> str:
    return f"{name}: " + ", ".join(f"{count} {what}" for what, count in sorted(found.items()))


def _killed(folder: Path, name: str, kills: int, chance: random.Random) -> Counter[str]:
    """What stood after each kill, and after the run that follows it."""
    graph, place, first = folder / "graph", folder / name, folder / f"{name}-first"
    options = ["--out" if name == "site" else "--store", str(place)]
    command = [COMMAND, "build" if name == "store" else name, "--graph", str(graph), *options]
    digest = _site_digest if name == "site" else _store_digest
    _run(command)
    shutil.copytree(place, first)
    old = digest(place)
    _change_a_paper(graph)
    start = time.perf_counter()
    _run(command)
    whole = time.perf_counter() - start
    new = digest(place)
    if old == new:
        raise SystemExit("the change is not to be seen, so nothing would be tried")
    found: Counter[str] = Counter()
    for _ in range(kills):
        shutil.rmtree(place)
        shutil.copytree(first, place)
        if _run_and_kill(command, chance.uniform(0, whole)):
            found["not killed: done before"] += 1
        try:
            stood = digest(place)
        except (DirectiveKgError, OSError) as error:
            stood = str(error)
        found["left the old one" if stood == old else "left the new one" if stood == new else "LEFT NEITHER"] += 1
        _run(command)
        found["next run right" if digest(place) == new else "NEXT RUN WRONG"] += 1
        stray = [path.name for path in folder.iterdir() if path.name.startswith(f".{name}")]
        found["STRAYS LEFT"] += bool(stray)
    return +found


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _run_and_kill(command: Sequence[str], seconds: float) -> bool:
    """Whether the command was done before its time was up."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return False
    return True


def _change_a_paper(graph: Path) -> None:
    changed = min((graph / "directives").rglob("*.trig"))
    text = changed.read_text(encoding="utf-8")
    title = text.index("dcterms:title") if "dcterms:title" in text else text.index("<http://purl.org/dc/terms/title>")
    quote = text.index('"', title) + 1
    changed.write_text(f"{text[:quote]}Sửa: {text[quote:]}", encoding="utf-8")


def _store_digest(place: Path) -> str:
    quads = sorted(str(quad) for quad in open_index(place))
    return hashlib.sha256("\n".join(quads).encode()).hexdigest()


def _site_digest(place: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in place.rglob("*") if path.is_file() and not path.name.startswith(".")):
        digest.update(str(path.relative_to(place)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of", nargs="+", choices=NAMES, default=NAMES)
    arguments = parser.parse_args()
    for line in bench(arguments.kills, arguments.tasks, arguments.seed, arguments.of):
        print(line, flush=True)
