"""One run of one engine: its answer is a line with the seconds of loading and checking, and a line for each result."""

import hashlib
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Graph
from rdflib.term import Node

from directive_kg.check.engine.choice import Engine
from directive_kg.check.engine.columns.held import ColumnSource
from directive_kg.check.engine.columns.table import Columns
from directive_kg.check.engine.fallback import all_with_pyshacl
from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.run import validate
from directive_kg.check.engine.source import OxigraphSource
from directive_kg.check.prepared import PreparedGraph

_PIECE: Final = 32 << 20  # bytes
_SHAPES: Final = "https://w3id.org/directive-kg/shapes/"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took and found."""

    load: float = 0.0  # seconds
    check: float = 0.0
    peak: int = 0  # MiB
    results: int = 0
    digest: str = ""  # equal for equal results, in whatever order
    of_shape: Counter[str] = field(default_factory=Counter)
    trouble: str = ""
    stopped: int = 0  # seconds after which it was stopped, not done
    cpu: float = 0.0  # seconds of processor time of the whole process


def run_apart(command: list[str], data: Path, shapes: Path, answer: Path, timeout: int) -> Run:
    """Run an engine as a process of its own and read its answer."""
    answer.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([*command, str(data), str(shapes), str(answer)], stdout=said, stderr=said)
        ends = time.monotonic() + timeout
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > ends:
                process.kill()
                os.wait4(process.pid, 0)
                return Run(trouble=f"stopped after {timeout} s", stopped=timeout)
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not answer.exists():
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-1:]
            return Run(trouble=f"failed: {''.join(last)[:120]}")
    return replace(_read(answer, used.ru_maxrss // 1024), cpu=used.ru_utime + used.ru_stime)


def ours(engine: str, data: Path, shapes: Path, answer: Path) -> None:
    """A run of our own engines or of pySHACL, in this process."""
    graph = Graph().parse(shapes, format="turtle")
    start = time.perf_counter()
    if engine == "pyshacl":
        triples = PreparedGraph(Graph().parse(data, format="nt"))
        loaded = time.perf_counter()
        found: Iterable[EngineResult] = all_with_pyshacl(triples, graph)
    else:
        chosen = Engine(engine)
        source = _columns(data) if chosen is Engine.COLUMNS else _store(data)
        loaded = time.perf_counter()
        report = validate(graph, source, None, chosen)
        found = report.results
        assert not [run for run in report.runs if run.trouble or (run.engine is not chosen)]
    end = time.perf_counter()
    with answer.open("w", encoding="utf-8") as file:
        print(loaded - start, end - loaded, file=file)
        for result in found:
            severity = str(result.severity).rsplit("#", 1)[-1]
            nodes = (result.component, result.shape, result.focus, result.path, result.value)
            print("\t".join(map(_text, nodes)), severity, sep="\t", file=file)


def _columns(data: Path) -> ColumnSource:
    """Read some MiB at a time: nothing else is held of the file."""
    with data.open("rb") as file:
        return ColumnSource(Columns(iter(lambda: file.read(_PIECE) + file.readline(), b"")))


def _store(data: Path) -> OxigraphSource:
    store = ox.Store()
    store.bulk_load(path=data, format=ox.RdfFormat.N_TRIPLES)
    return OxigraphSource(store)


def _read(answer: Path, peak: int) -> Run:
    total, of_shape, results = 0, Counter[str](), 0
    with answer.open(encoding="utf-8") as file:
        load, check = map(float, next(file).split())
        for line in file:
            results += 1
            of_shape[line.split("\t", 2)[1].removeprefix(_SHAPES)] += 1
            # A sum does not hang on the order, and counts what is there twice.
            total += int.from_bytes(hashlib.sha256(line.encode()).digest()[:12], "big")
    return Run(load, check, peak, results, f"{total:x}", of_shape)


def _text(node: Node | None) -> str:
    if node is None or isinstance(node, BNode):
        return "" if node is None else "_:"
    return str(node).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
