"""A generated year as a graph: N-Quads, N-Triples, or a folder as `ingest` lays it out, one paper in memory at a time."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.compare.write import MATCHES
from directive_kg.graph.files import FORMATS, LINKS, list_ontology_files, paper_path
from directive_kg.graph.links import make_links
from directive_kg.graph.local_agencies import LOCAL_AGENCIES, make_local_agencies
from directive_kg.graph.terms import DEFAULT_NAMES, term
from directive_kg.graph.write import paper_to_statements, paper_to_trig
from directive_kg.records import Assignment, Body, Cell, Origin, Paper, Place, Role, Task
from directive_kg.register import Register, load_register
from generate.recorded import headed, keys_of, recorded
from generate.year import WrittenPaper, cut, year

_AGENCIES: Final = "agencies.ttl"
_SHARED: Final = {"links": LINKS, "matches": MATCHES, "local-agencies": LOCAL_AGENCIES}


@dataclass(frozen=True, slots=True)
class Part:
    """What one named graph says, or more of it."""

    graph: str  # key
    quads: list[ox.Quad]
    paper: Paper | None = None  # whose graph it is
    shapes: Counter[str] = field(default_factory=Counter)  # shape -> how often it has to find a fault here

    def lines(self, form: ox.RdfFormat = ox.RdfFormat.N_QUADS) -> bytes:
        """The statements, a line each."""
        said = self.quads if form == ox.RdfFormat.N_QUADS else (quad.triple for quad in self.quads)
        return ox.serialize(said, format=form) or b""


def parts(made: Iterable[WrittenPaper], register: Register) -> Iterator[Part]:
    """Papers, the links between them and the bodies that they name, as they come; the ontology is not among them."""
    graphs = _Graphs(register)
    yield _file("agencies", resources.graph_dir() / _AGENCIES)
    for paper in made:
        yield from graphs.of_paper(paper)


def write(out: Path, tasks: int, seed: int = 1) -> Counter[str]:
    """Write a graph of so many tasks with the ontology, in the form that the name says; how often each shape finds a fault."""
    register = load_register()
    return write_parts(out, parts(cut(year(register, seed), tasks), register))


def write_parts(out: Path, said: Iterable[Part]) -> Counter[str]:
    """Write parts; `.nq` and `.nt` get the ontology too, for a folder is read with it."""
    if out.suffix not in (".nq", ".nt"):
        return _folder(out, said)
    shapes = Counter[str]()
    form = ox.RdfFormat.N_QUADS if out.suffix == ".nq" else ox.RdfFormat.N_TRIPLES
    with out.open("wb") as file:
        for path in list_ontology_files():
            file.write(_file("ontology", path).lines(form))
        for part in said:
            file.write(part.lines(form))
            shapes += part.shapes
    return shapes


def _folder(out: Path, said: Iterable[Part]) -> Counter[str]:
    shapes = Counter[str]()
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        shared: dict[str, BinaryIO] = {}
        for part in said:
            shapes += part.shapes
            if part.paper is not None:
                path = paper_path(out, part.paper.key, part.paper.home)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(paper_to_trig(part.paper), encoding="utf-8")
            elif part.graph in _SHARED:
                if part.graph not in shared:
                    shared[part.graph] = stack.enter_context((out / _SHARED[part.graph]).open("wb"))
                    shared[part.graph].write(_opened(part.graph))
                shared[part.graph].write(part.lines(ox.RdfFormat.N_TRIPLES))
            else:
                shutil.copyfile(resources.graph_dir() / _AGENCIES, out / _AGENCIES)
        for name, file in shared.items():
            file.write(b"}\n" if _opened(name) else b"")
    return shapes


def _opened(graph: str) -> bytes:
    """The head of a TriG file, whose statements then are N-Triples; a Turtle file has none."""
    trig = _SHARED[graph].endswith(".trig")
    return f"GRAPH <{DEFAULT_NAMES.graph(graph)}> {{\n".encode() if trig else b""


class _Graphs:
    """What is said of papers, one after the other."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._places = set[str]()  # whose bodies are described
        self._linked = set[ox.Quad]()  # what links.trig says of papers of the centre

    def of_paper(self, made: WrittenPaper) -> Iterator[Part]:
        """The graph of a paper, and what others say more because of it."""
        paper = recorded(made)
        graph = ox.NamedNode(DEFAULT_NAMES.graph(paper.key))
        quads = [ox.Quad(*statement, graph) for statement in paper_to_statements(paper)]
        yield Part(paper.key, quads, paper, made.shapes())
        if made.home not in self._places:
            self._places.add(made.home)
            yield self._bodies(paper)
        yield Part("links", list(self._links(made, paper)))
        matches = list(_matches(made, paper))
        if matches:
            yield Part("matches", matches)

    def _bodies(self, paper: Paper) -> Part:
        """All bodies of a paper's place, as the graph's own file describes them."""
        title = Cell("title", "", Place(""))
        codes = self._register.local.bodies(paper.home)
        naming = tuple(Assignment(Role.LEAD, Body(code, code), Place("")) for code in codes)
        named = replace(paper, tasks=(Task("1", Origin.ANNEX_ROW, title, assignments=naming),))
        text = make_local_agencies([named], self._register, base=DEFAULT_NAMES.base) or ""
        return _parsed("local-agencies", text, ox.RdfFormat.TURTLE, "")

    def _links(self, made: WrittenPaper, paper: Paper) -> Iterator[ox.Quad]:
        text = make_links([headed(one) for one in (made, made.above) if one])
        own = DEFAULT_NAMES.directive(paper.key)
        for quad in ox.parse(text, format=ox.RdfFormat.TRIG):
            subject = str(quad.subject)
            if subject.startswith((f"<{own}>", f"<{own}/")):
                yield quad
            elif "/directive/ubnd-" not in subject and quad not in self._linked:
                self._linked.add(quad)
                yield quad
        if made.ring is not None:
            one, other = ox.NamedNode(own), ox.NamedNode(DEFAULT_NAMES.directive(headed(made.ring).key))
            graph = ox.NamedNode(DEFAULT_NAMES.graph("links"))
            for first, second in ((one, other), (other, one)):
                yield ox.Quad(first, term("dkg:implements"), second, graph)


def _matches(made: WrittenPaper, paper: Paper) -> Iterator[ox.Quad]:
    if made.above is None:
        return
    above, rows = headed(made.above).key, keys_of(made.above)
    graph = ox.NamedNode(DEFAULT_NAMES.graph("matches"))
    for row, key in zip(made.tasks, keys_of(made), strict=True):
        if row.repeats is not None:
            one = ox.NamedNode(DEFAULT_NAMES.part(paper.key, "task", key))
            other = ox.NamedNode(DEFAULT_NAMES.part(above, "task", rows[row.repeats]))
            yield ox.Quad(one, term("dkg:sameTaskAs"), other, graph)


def _file(name: str, path: Path) -> Part:
    return _parsed(name, path.read_text(encoding="utf-8"), FORMATS[path.suffix], path.stem)


def _parsed(name: str, text: str, form: ox.RdfFormat, stem: str) -> Part:
    """A text as it stands; blank nodes are named by their turn, for a reader names them anew each time."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(node: ox.BlankNode) -> ox.BlankNode:
        return names.setdefault(node, ox.BlankNode(f"{stem}-{len(names)}"))

    graph = ox.NamedNode(DEFAULT_NAMES.graph(name))
    quads = [
        ox.Quad(
            named(q.subject) if isinstance(q.subject, ox.BlankNode) else q.subject,
            q.predicate,
            named(q.object) if isinstance(q.object, ox.BlankNode) else q.object,
            graph,
        )
        for q in ox.parse(text, format=form)
    ]
    return Part(name, quads)
