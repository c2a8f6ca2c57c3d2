"""How long the check takes: `python benchmarks/check.py [--tasks 1000 10000] [--pyshacl 1000]`.

Makes graphs of N tasks with known faults, in the shape of docs/model.md, the same for the same seed; runs all shapes
on each, every run in a process of its own; prints seconds, loading apart, and the peak of memory. Where pySHACL runs
as well, its results have to be the same.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from rdflib import SH

from directive_kg import resources
from directive_kg.check.engine.fallback import all_with_pyshacl
from directive_kg.check.engine.found import EngineResult
from directive_kg.check.engine.run import validate
from directive_kg.check.engine.source import OxigraphSource
from directive_kg.check.prepared import PreparedGraph
from directive_kg.check.shapes import load_shapes
from directive_kg.graph.files import list_ontology_files, to_rdflib
from directive_kg.names import ONTOLOGY

_BASE: Final = "https://example.org/id/"
_VOCABULARY: Final = "https://w3id.org/directive-kg/vocabulary/"
_SHAPES: Final = "https://w3id.org/directive-kg/shapes/"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TITLE: Final = ox.NamedNode("http://purl.org/dc/terms/title")
_ELI: Final = "http://data.europa.eu/eli/ontology#"
_TASKS_PER_PAPER: Final = 70
_BODIES: Final = 200
# Fault -> the shape that has to find it, and how often it is made.
FAULTS: Final = {
    "no lead": ("R1-nguoi", 0.02),
    "no deadline": ("R3-thoi-gian", 0.03),
    "no product": ("R5-san-pham", 0.02),
    "no authority": ("R6-tham-quyen", 0.02),
    "leads and coordinates": ("R4-trach-nhiem-hai-vai", 0.02),
    "due before issue": ("T1-truoc-ban-hanh", 0.01),
}


def graph(tasks: int, seed: int = 1) -> tuple[list[ox.Quad], Counter[str]]:
    """The statements of so many tasks with ontology and vocabularies, and how often each shape has to find a fault."""
    maker = _Maker(random.Random(seed))  # noqa: S311 - a seed has to give the same graph; nothing here is secret
    for path in list_ontology_files():
        maker.quads += ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    for number in range(_BODIES):
        maker.body(number)
    for paper, first in enumerate(range(0, tasks, _TASKS_PER_PAPER)):
        maker.paper(paper, min(_TASKS_PER_PAPER, tasks - first))
    return maker.quads, maker.faults


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.quads: list[ox.Quad] = []
        self.faults: Counter[str] = Counter()
        self._chance = chance

    def body(self, number: int) -> None:
        node = _id(f"agency/{number}")
        self._add(node, _TYPE, _dkg("Agency"))
        self._add(node, _dkg("agencyKind"), _term("agency-kind/so"))

    def paper(self, number: int, tasks: int) -> None:
        node = _id(f"directive/{number}")
        self._add(node, _TYPE, _dkg("Directive"))
        self._add(node, _dkg("held"), _typed("true", "boolean"))
        self._add(node, _dkg("number"), ox.Literal(f"{number}/KH-UBND"))
        self._add(node, _TITLE, ox.Literal("Triển khai nghị quyết", language="vi"))
        self._add(node, ox.NamedNode(f"{_ELI}date_document"), _typed("2026-03-04", "date"))
        self._add(node, ox.NamedNode(f"{_ELI}type_document"), _term("document-type/ke-hoach"))
        self._add(node, ox.NamedNode(f"{_ELI}passed_by"), _id(f"agency/{number % _BODIES}"))
        for column, name in enumerate(("stt", "title", "deliverable", "deadline", "lead", "coordinating", "authority")):
            self._add(node, _dkg("tableColumn"), ox.Literal(f"{column + 1} {name}"))
        for row in range(1, tasks + 1):
            self._task(node, number, row)

    def _task(self, paper: ox.NamedNode, number: int, row: int) -> None:
        name = f"directive/{number}/task/{row}"
        task = _id(name)
        faults = {fault for fault, (_, rate) in FAULTS.items() if self._chance.random() < rate}
        if "no lead" in faults:
            faults -= {"leads and coordinates"}
        if "no deadline" in faults:
            faults -= {"due before issue"}
        self.faults.update(FAULTS[fault][0] for fault in faults)
        self._add(paper, _dkg("hasTask"), task)
        self._add(task, _TYPE, _dkg("Task"))
        self._add(task, _dkg("inDirective"), paper)
        self._add(task, _dkg("stt"), ox.Literal(str(row)))
        self._add(task, _dkg("position"), _typed(str(row), "integer"))
        self._add(task, _dkg("origin"), _term("origin/annex-row"))
        self._add(task, _TITLE, ox.Literal(f"Rà soát, bổ sung danh mục số {number}.{row}", language="vi"))
        self._add(task, _dkg("issuedFrom"), _typed("2026-03-04", "date"))
        self._add(task, _dkg("confidence"), _typed("1.0", "decimal"))
        lead, other, authority = self._chance.sample(range(_BODIES), 3)
        coordinating = lead if "leads and coordinates" in faults else other
        bodies = {"lead": lead, "coordinating": coordinating, "authority": authority}
        for field, body in bodies.items():
            if f"no {field}" not in faults:
                self._assignment(name, task, field, body)
        self._deadline(name, task, faults)
        if "no product" not in faults:
            self._product(name, task)

    def _assignment(self, name: str, task: ox.NamedNode, field: str, body: int) -> None:
        role = "approving" if field == "authority" else field
        node, agency = _id(f"{name}/{role}/1"), _id(f"agency/{body}")
        place = self._place(name, task, field, f"Sở {body}")
        self._add(task, _dkg("hasAssignment"), node)
        self._add(task, _dkg(field), agency)
        self._add(node, _TYPE, _dkg("Assignment"))
        self._add(node, _dkg("role"), _term(f"role/{role}"))
        self._add(node, _dkg("agent"), agency)
        self._add(node, _dkg("agentName"), ox.Literal(f"Sở {body}"))
        self._add(node, _dkg("hasPlace"), place)

    def _deadline(self, name: str, task: ox.NamedNode, faults: set[str]) -> None:
        node = _id(f"{name}/deadline")
        self._add(task, _dkg("hasDeadline"), node)
        self._add(node, _TYPE, _dkg("Deadline"))
        if "no deadline" in faults:
            self._add(node, _dkg("deadlineKind"), _term("deadline-kind/none"))
            return
        month = "2026-02" if "due before issue" in faults else f"2026-{self._chance.randrange(4, 13):02}"
        self._add(node, _dkg("deadlineKind"), _term("deadline-kind/by"))
        self._add(node, _dkg("words"), ox.Literal(f"Tháng {month}"))
        self._add(node, _dkg("edtf"), ox.Literal(month))
        self._add(node, _dkg("hasPlace"), self._place(name, task, "deadline", f"Tháng {month}"))
        self._add(task, _dkg("dueEnd"), _typed(f"{month}-28", "date"))

    def _product(self, name: str, task: ox.NamedNode) -> None:
        node = _id(f"{name}/deliverable")
        self._add(task, _dkg("hasDeliverable"), node)
        self._add(node, _TYPE, _dkg("Deliverable"))
        self._add(node, _dkg("words"), ox.Literal("Báo cáo"))
        self._add(node, _dkg("deliverableKind"), _term("deliverable-kind/bao-cao"))

    def _place(self, name: str, task: ox.NamedNode, field: str, words: str) -> ox.NamedNode:
        node = _id(f"{name}/cell/{field}")
        self._add(task, _dkg("hasPlace"), node)
        self._add(node, _TYPE, _dkg("Place"))
        self._add(node, _dkg("field"), ox.Literal(field))
        self._add(node, _dkg("words"), ox.Literal(words))
        self._add(node, _dkg("confidence"), _typed("1.0", "decimal"))
        return node

    def _add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        self.quads.append(ox.Quad(subject, predicate, value))


def measure(engine: str, tasks: int, core_only: bool) -> dict[str, object]:
    """One run: seconds, peak memory, and what was found."""
    shapes = load_shapes([resources.shapes_dir()]).graph
    if core_only:
        shapes.remove((None, SH.sparql, None))
    quads, faults = graph(tasks)
    size = len(quads)
    start = time.perf_counter()
    if engine == "queries":
        source = OxigraphSource.of_quads(quads)
        del quads
        loaded, began = time.perf_counter(), time.process_time()
        report = validate(shapes, source)
        assert not [run for run in report.runs if run.trouble or run.fallback]
        results = report.results
    else:
        data = PreparedGraph(to_rdflib(quads))
        loaded, began = time.perf_counter(), time.process_time()
        results = all_with_pyshacl(data, shapes)
    end = time.perf_counter()
    found = Counter(str(result.shape).removeprefix(_SHAPES) for result in results)
    missed = {shape: (number, found[shape]) for shape, number in faults.items() if found[shape] != number}
    return {
        "engine": engine,
        "shapes": "core" if core_only else "all",
        "tasks": tasks,
        "triples": size,
        "load": round(loaded - start, 2),
        "check": round(end - loaded, 2),
        "cpu": round(time.process_time() - began, 2),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "results": len(results),
        "missed": missed,
        "same": sorted(map(_told, results)) if tasks <= _COMPARED else [],
    }


_COMPARED: Final = 10_000  # tasks up to which the results themselves are compared


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--pyshacl", type=int, nargs="*", default=[1000], metavar="TASKS")
    parser.add_argument("--one", nargs=3, metavar=("ENGINE", "TASKS", "SHAPES"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        engine, tasks, shapes = arguments.one
        print(json.dumps(measure(engine, int(tasks), shapes == "core")))
        return
    print("| engine | shapes | tasks | triples | load s | check s | of it CPU s | peak MiB | results | known faults |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    runs = list(_runs(arguments.tasks, arguments.pyshacl))
    for reference in (run for run in runs if run["engine"] == "pyshacl"):
        key = (reference["tasks"], reference["shapes"])
        mine = next((run for run in runs if (run["tasks"], run["shapes"]) == key and run["engine"] == "queries"), None)
        if mine is not None:
            ratio = float(str(reference["check"])) / max(float(str(mine["check"])), 0.01)
            same = "the same results" if mine["same"] == reference["same"] else "OTHER RESULTS"
            print(f"\n{key[0]} tasks, {key[1]} shapes: {ratio:.0f} times as fast as pySHACL, {same}")


def _runs(tasks: list[int], pyshacl: list[int]) -> Iterator[dict[str, object]]:
    wanted = [("queries", number) for number in tasks] + [("pyshacl", number) for number in pyshacl]
    for engine, number in wanted:
        for shapes in ("all", "core"):
            command = [sys.executable, __file__, "--one", engine, str(number), shapes]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            run = json.loads(answer)
            faults = "all found" if not run["missed"] else f"wrong: {run['missed']}"
            cells = [
                run[key] for key in ("engine", "shapes", "tasks", "triples", "load", "check", "cpu", "peak", "results")
            ]
            print("| " + " | ".join(map(str, [*cells, faults])) + " |", flush=True)
            yield run


def _told(result: EngineResult) -> list[str]:
    return [result.focus.n3(), result.component, result.value.n3() if result.value is not None else ""]


def _id(name: str) -> ox.NamedNode:
    return ox.NamedNode(_BASE + name)


def _dkg(name: str) -> ox.NamedNode:
    return ox.NamedNode(ONTOLOGY + name)


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOCABULARY + name)


def _typed(words: str, datatype: str) -> ox.Literal:
    return ox.Literal(words, datatype=ox.NamedNode(_XSD + datatype))


if __name__ == "__main__":
    main()
