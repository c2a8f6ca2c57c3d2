"""A site of many tasks: time beside bare Jinja2, memory, page sizes, what a second build writes, what one search loads.

`python benchmarks/site.py [--tasks 10000 100000]`. The graph is the generator's, with texts as long and as varied as
real ones: halves of the shipped graph's own. Every step runs in a process of its own, on a store on disk. 'Bare Jinja2'
is the stock environment rendering the same templates from the same contexts, page beside page in the same run, writing
nothing and making no files. The rival of the search is the index in one piece.
"""

import argparse
import cProfile
import json
import pstats
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from generate.output import parts
from generate.year import cut, year
from jinja2 import Environment, PackageLoader
from playwright.sync_api import Page, Request, sync_playwright

from directive_kg import resources
from directive_kg.graph.files import list_ontology_files, load
from directive_kg.register import load_register
from directive_kg.site import build, standing, work
from directive_kg.site.render import Context, render
from directive_kg.store.embedded import EmbeddedStore

QUESTIONS: Final = ("263", "71 khubnd", "sở tài chính", "so tai chinh", "khcn", "đầu tư công", "dau tu", "báo cáo", "t")
# What a line says of a task's title, of the cell that it stands in, and of a deliverable, up to the words themselves.
_WORDED: Final = re.compile(
    r"(?P<head><[^>]*/task/[^/>]*(?:(?P<title>> <http://purl\.org/dc/terms/title>)|(?P<cell>/cell/title> <[^>]*#words>)|"
    r'(?P<product>/deliverable> <[^>]*#words>)) )"[^"]*"(?P<tail>.*)'
)


def lines(tasks: int, seed: int = 1) -> Iterator[str]:
    """The graph of so many tasks as N-Quads; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a seed has to give the same graph; nothing here is secret
    titles, products = _texts()
    title = ""
    register = load_register()
    for part in parts(cut(year(register, seed), tasks), register):
        for line in part.lines().decode().splitlines():
            if worded := _WORDED.fullmatch(line):
                if worded["title"]:
                    title = _mixed(chance, titles)
                words = chance.choice(products) if worded["product"] else title
                yield f"{worded['head']}{words}{worded['tail'].replace('@vi', '')}"
            else:
                yield line


def _texts() -> tuple[list[list[str]], list[str]]:
    """The words of the shipped graph's titles of tasks, and the words of its deliverables as literals."""
    titles: set[str] = set()
    products: set[str] = set()
    for quad in load(resources.graph_dir()).quads:
        if isinstance(quad.object, ox.Literal):
            if quad.predicate.value.endswith("/title") and "/task/" in str(quad.subject):
                titles.add(quad.object.value)
            elif quad.predicate.value.endswith("#words") and str(quad.subject).endswith("/deliverable>"):
                products.add(str(ox.Literal(quad.object.value)))
    return [title.split() for title in sorted(titles)], sorted(products)


def _mixed(chance: random.Random, titles: list[list[str]]) -> str:
    first, second = chance.choice(titles), chance.choice(titles)
    return str(ox.Literal(" ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])))


def make_store(folder: Path, tasks: int) -> dict[str, Any]:
    """The graph as a store on disk."""
    store = ox.Store(str(folder / "store"))
    quads = folder / "graph.nq"
    with quads.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(tasks))
    for path in list_ontology_files():
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    quads.unlink()
    (folder / "mark").write_text("made", encoding="utf-8")
    return {}


def change_a_title(folder: Path) -> dict[str, Any]:
    """One task's title said otherwise."""
    store = ox.Store(str(folder / "store"))
    titles = store.quads_for_pattern(None, ox.NamedNode("http://purl.org/dc/terms/title"), None, None)
    said = next(quad for quad in titles if "/task/" in str(quad.subject))
    assert isinstance(said.object, ox.Literal)
    store.remove(said)
    store.add(ox.Quad(said.subject, said.predicate, ox.Literal(f"Sửa: {said.object.value}"), said.graph_name))
    store.flush()
    (folder / "mark").write_text("changed", encoding="utf-8")
    return {}


class Beside:
    """Renders every page twice: as the build does, and by stock Jinja2, whose seconds are counted apart."""

    def __init__(self) -> None:
        self.seconds, self.beside, self.bytes, self.first = 0.0, 0.0, 0, 0
        self._stock = Environment(loader=PackageLoader("directive_kg.site"), autoescape=True)

    def __call__(self, template: str, context: Context) -> str:
        self.first = self.first or _resident()
        begun = time.process_time()
        page = self._stock.get_template(template)
        start = time.process_time()
        text = page.render(page=context, frame=context.frame)
        self.seconds += time.process_time() - start
        self.bytes += len(text.encode())
        del text
        self.beside += time.process_time() - begun  # none of it is the build's
        return render(template, context)


def measured(store: EmbeddedStore, out: Path, mark: str, beside: Beside | None = None) -> dict[str, Any]:
    """A whole build in seconds of CPU, without those of the stock renderer; memory in MiB."""
    if beside:
        work.render = beside  # type: ignore[attr-defined]
    start, begun = time.process_time(), time.perf_counter()
    made = standing.made_of(mark)  # `mark` is in the place of the store's fingerprint
    built = build.as_it_stands(out, made) or build.build_site(store, out, processes=1 if beside else None, made_of=made)
    seconds, wall = time.process_time() - start, time.perf_counter() - begun
    answer = {"seconds": seconds, "wall": wall, "pages": built.pages, "written": built.written, "kept": built.kept}
    if beside:
        answer |= {
            "seconds": seconds - beside.beside,
            "bare": beside.seconds,
            "bytes": beside.bytes,
            "first": beside.first,
        }
    return answer


def profiled(store: EmbeddedStore, out: Path) -> dict[str, Any]:
    """Where the time of a build goes."""
    profile = cProfile.Profile()
    profile.runcall(build.build_site, store, out)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(40).sort_stats("cumulative").print_stats(
        70
    )
    return {}


def searched(site: Path) -> dict[str, Any]:
    """For each question: files and bytes loaded, milliseconds to the first answer in a new tab; the same for one big index."""
    rival = site / "search" / "all.js"
    blocks = sorted(site.glob("search/d*.js"), key=lambda path: int(path.stem[1:]))
    with rival.open("w", encoding="ascii") as file:
        file.write("window.ALL=[];\n")
        for path in blocks:
            file.write(
                path.read_text(encoding="ascii").replace(f'DIRECTIVE_KG_SEARCH.put("{path.stem}",', "ALL.push(...", 1)
            )
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for question in QUESTIONS:
            page = browser.new_page()
            size: list[int] = []
            page.on("requestfinished", partial(_counted, size))
            page.goto(f"{site.as_uri()}/index.html")
            size.clear()
            answers = page.evaluate(_ASK, question)
            found[question] = [len(size), sum(size), answers["milliseconds"], answers["total"]]
            page.close()
        page = browser.new_page()
        page.goto(f"{site.as_uri()}/index.html")
        found["*"] = [1, rival.stat().st_size, _whole(page, rival), 0]
        browser.close()
    rival.unlink()
    return found


_ASK: Final = """async (text) => {
  const start = performance.now();
  const groups = await window.DIRECTIVE_KG_SEARCH.find(text, 6);
  return { milliseconds: performance.now() - start, total: groups.reduce((sum, group) => sum + group.total, 0) };
}"""
_ASK_ALL: Final = """async (address) => {
  const start = performance.now();
  await new Promise((done) => { const s = document.createElement("script"); s.src = address; s.onload = done; document.head.append(s); });
  const fold = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\\p{M}+/gu, "");
  window.ALL.filter((row) => fold(row.join(" ")).includes("so tai chinh"));
  return performance.now() - start;
}"""


def _whole(page: Page, rival: Path) -> float:
    milliseconds: float = page.evaluate(_ASK_ALL, rival.as_uri())
    return milliseconds


def _counted(sizes: list[int], request: Request) -> None:
    sizes.append(Path(request.url.removeprefix("file://").partition("?")[0]).stat().st_size)


def _resident() -> int:
    pages = (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) if Path("/proc/self/statm").exists() else 0
    )
    return pages * resource.getpagesize() // 2**20


def _step(name: str, folder: Path, tasks: int) -> dict[str, Any]:
    """One step in this process."""
    if name == "store":
        return make_store(folder, tasks)
    if name == "change":
        return change_a_title(folder)
    if name == "search":
        return searched(folder / "site")
    store = EmbeddedStore(ox.Store.read_only(str(folder / "store")))
    if name == "profile":
        return profiled(store, folder / "site")
    mark = (folder / "mark").read_text(encoding="utf-8")
    answer = measured(store, folder / "site", mark, Beside() if name == "build" else None)
    return answer | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _run(name: str, folder: Path, tasks: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--step", name, str(folder), str(tasks)]
    answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return answer


def bench(sizes: Iterable[int] = (10_000,)) -> Iterator[str]:
    """The tables as Markdown."""
    for tasks in sizes:
        with tempfile.TemporaryDirectory(prefix="directive-kg-site-") as name:
            folder = Path(name)
            _run("store", folder, tasks)
            first, again = _run("build", folder, tasks), _run("again", folder, tasks)
            _run("change", folder, tasks)
            changed = _run("again", folder, tasks)
            pages = {path: path.stat().st_size for path in (folder / "site").rglob("*.html")}
            largest = max(pages, key=lambda path: pages[path])
            trace = max(size for path, size in pages.items() if path.parent.name == "trace" and "." not in path.stem)
            yield f"\n{tasks} tasks, {first['pages']} pages, {first['bytes'] / 1e6:.0f} MB of HTML, {first['written']} files"
            yield f"- whole build {first['seconds']:.1f} s of CPU, bare Jinja2 {first['bare']:.1f} s: {first['seconds'] / first['bare']:.2f} times"
            yield f"- memory: {first['first']} MiB before the first page, {first['peak']} MiB at the most"
            for what, run in (("nothing changed", again), ("one title changed", changed)):
                yield f"- build after {what}: {run['written']} files written, {run['kept']} kept, {run['wall']:.1f} s on all cores, {run['peak']} MiB"
            yield f"- largest page {pages[largest] / 1000:.0f} kB: {largest.relative_to(folder / 'site')}"
            yield f"- largest first trace page {trace / 1000:.0f} kB"
            found = _run("search", folder, tasks)
            yield "\n| search | files | kB | ms | found |\n|---|---|---|---|---|"
            for question, (files, size, milliseconds, total) in found.items():
                what = "the index in one piece" if question == "*" else question
                yield f"| {what} | {files} | {size / 1000:.0f} | {milliseconds:.0f} | {total} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="*", default=[10_000])
    parser.add_argument("--step", nargs=3, metavar=("STEP", "DIR", "TASKS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        step, folder, tasks = arguments.step
        print(json.dumps(_step(step, Path(folder), int(tasks))))
        return
    for line in bench(arguments.tasks):
        print(line, flush=True)


if __name__ == "__main__":
    main()
