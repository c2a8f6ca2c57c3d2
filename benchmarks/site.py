"""Builds sites of many tasks: time beside bare Jinja2, memory, what a second build writes, page sizes, one search's bytes.

`python benchmarks/site.py [--tasks 1000 10000 100000]`. Each step runs in a process of its own on a store on disk. The
graph has known sizes and words: that of `check.py`, its texts replaced by halves of the shipped graph's own, so that
pages and index are as long as real ones.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from check import graph  # the generator of the benchmark beside this one
from jinja2 import Environment, PackageLoader

from directive_kg import resources
from directive_kg.graph.files import load
from directive_kg.names import ONTOLOGY
from directive_kg.site.build import build_site
from directive_kg.site.pages import pages, plan_links
from directive_kg.site.tables import read_tables
from directive_kg.site.views import Site
from directive_kg.store.embedded import EmbeddedStore

_TITLE: Final = ox.NamedNode("http://purl.org/dc/terms/title")
_NAME: Final = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_WORDS: Final = ox.NamedNode(f"{ONTOLOGY}words")
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_MADE: Final = "https://example.org/id/"
_PAPERS_PER_RESOLUTION: Final = 20
_LARGEST_PAGE: Final = 300_000  # bytes, of any page
_LARGEST_TRACE: Final = 100_000  # bytes, of the first page of a trace
_MOST_TIMES_JINJA: Final = 4.0


def quads(tasks: int, seed: int = 1) -> Iterator[ox.Quad]:
    """The graph of so many tasks; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a seed has to give the same graph; nothing here is secret
    shipped = load(resources.graph_dir()).quads
    titles, names, products = _texts(shipped)
    made, _ = graph(tasks, seed)
    for quad in made:
        subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
        if not subject.startswith(_MADE):
            yield quad
            continue
        value = quad.object
        if quad.predicate == _TITLE and "/task/" in subject:
            value = ox.Literal(_mixed(chance, titles), language="vi")
            yield _cell(subject, "title", value.value)
        elif quad.predicate == _TYPE and value == ox.NamedNode(f"{ONTOLOGY}Agency"):
            number = int(subject.rpartition("/")[2])
            yield ox.Quad(quad.subject, _NAME, ox.Literal(names[number % len(names)], language="vi"))
        elif quad.predicate == _WORDS and subject.endswith("/deliverable"):
            value = ox.Literal(chance.choice(products))
        elif quad.predicate == ox.NamedNode(f"{ONTOLOGY}number"):
            paper = int(subject.rpartition("/")[2])
            above = ox.NamedNode(f"{_MADE}directive/r{paper // _PAPERS_PER_RESOLUTION}")
            yield ox.Quad(quad.subject, ox.NamedNode(f"{ONTOLOGY}implements"), above)
            yield ox.Quad(above, _TYPE, ox.NamedNode(f"{ONTOLOGY}Directive"))
            yield ox.Quad(above, quad.predicate, ox.Literal(f"{paper // _PAPERS_PER_RESOLUTION}/NQ-CP"))
        yield ox.Quad(quad.subject, quad.predicate, value)


def _texts(shipped: Iterable[ox.Quad]) -> tuple[list[str], list[str], list[str]]:
    """Titles of tasks, names of bodies, words of deliverables, each sorted."""
    found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for quad in shipped:
        subject = str(quad.subject)
        if not isinstance(quad.object, ox.Literal):
            continue
        if quad.predicate == _TITLE and "/task/" in subject:
            found[0].add(quad.object.value)
        elif quad.predicate == _NAME and "/agency/" in subject and quad.object.language == "vi":
            found[1].add(quad.object.value)
        elif quad.predicate == _WORDS and subject.endswith("/deliverable>"):
            found[2].add(quad.object.value)
    return sorted(found[0]), sorted(found[1]), sorted(found[2])


def _mixed(chance: random.Random, titles: list[str]) -> str:
    first, second = chance.choice(titles).split(), chance.choice(titles).split()
    return " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])


def _cell(subject: str, field: str, words: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(f"{subject}/cell/{field}"), _WORDS, ox.Literal(words))


def make_store(folder: Path, tasks: int) -> None:
    """The graph as a store on disk."""
    store = ox.Store(str(folder))
    store.bulk_extend(quads(tasks))
    store.optimize()


def bare(store: EmbeddedStore) -> dict[str, float]:
    """Seconds that stock Jinja2 takes to render the same pages from contexts that are made already; nothing is written."""
    environment = Environment(loader=PackageLoader("directive_kg.site"), autoescape=True, trim_blocks=True)
    tables = read_tables(store)
    site = Site(tables, plan_links(tables))
    seconds, size = 0.0, 0
    for template, context in pages(site, ()):
        page = environment.get_template(template)
        start = time.process_time()
        text = page.render(page=context, frame=context.frame)
        seconds += time.process_time() - start
        size += len(text.encode())
    return {"seconds": seconds, "bytes": size}


def whole(store: EmbeddedStore, out: Path) -> dict[str, float]:
    """Seconds and the peak of memory of a whole build."""
    start = time.process_time()
    built = build_site(store, out)
    return {"seconds": time.process_time() - start, "pages": built.pages}


def profiled(store: EmbeddedStore, out: Path) -> None:
    """Where the time of a build goes."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(build_site, store, out)
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def _step(name: str, folder: Path, tasks: int) -> None:
    """One step in this process; its answer is one line of JSON."""
    answer: dict[str, float] = {}
    if name == "store":
        make_store(folder / "store", tasks)
    else:
        store = EmbeddedStore(ox.Store.read_only(str(folder / "store")))
        if name == "profile":
            profiled(store, folder / "site")
            return
        answer = bare(store) if name == "bare" else whole(store, folder / "site")
    answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))


def _run(name: str, folder: Path, tasks: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--step", name, str(folder), str(tasks)]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return answer


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--step", nargs=3, metavar=("STEP", "DIR", "TASKS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        name, folder, tasks = arguments.step
        _step(name, Path(folder), int(tasks))


if __name__ == "__main__":
    main()
