"""A generated year as a graph: N-Quads, N-Triples, or a folder as `ingest` lays it out, one paper in memory at a time."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.follow.file import Writer
from directive_kg.follow.folder import links_of_all
from directive_kg.graph.files import FORMATS, links_path, list_ontology_files, paper_path
from directive_kg.graph.local_agencies import LOCAL_AGENCIES, make_local_agencies
from directive_kg.graph.terms import DEFAULT_NAMES, term
from directive_kg.graph.trig import Statement
from directive_kg.graph.write import paper_to_statements, paper_to_trig
from directive_kg.records import Paper
from directive_kg.register import Register, load_register
from generate.recorded import headed, keys_of, recorded
from generate.year import WrittenPaper, cut, year

_AGENCIES: Final = "agencies.ttl"


@dataclass(frozen=True, slots=True)
class Part:
    """What one named graph says, or more of it."""

    quads: Callable[[], Iterable[ox.Quad]]  # made where they are wanted: a folder has most of them as text
    paper: Paper | None = None  # that it is about
    text: str = ""  # of its file of links
    shapes: Counter[str] = field(default_factory=Counter)  # shape -> how often it has to find a fault here

    def lines(self, form: ox.RdfFormat = ox.RdfFormat.N_QUADS) -> bytes:
        """The statements, a line each."""
        said = self.quads() if form == ox.RdfFormat.N_QUADS else (quad.triple for quad in self.quads())
        return ox.serialize(said, format=form) or b""


def parts(made: Iterable[WrittenPaper], register: Register) -> Iterator[Part]:
    """Papers, the links between them and the bodies that they name, as they come; the ontology is not among them."""
    graphs = _Graphs(register)
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
        file.write(_file("agencies", resources.graph_dir() / _AGENCIES).lines(form))
        for part in said:
            file.write(part.lines(form))
            shapes += part.shapes
    return shapes


def _folder(out: Path, said: Iterable[Part]) -> Counter[str]:
    shapes = Counter[str]()
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(resources.graph_dir() / _AGENCIES, out / _AGENCIES)
    with (out / LOCAL_AGENCIES).open("wb") as bodies:
        for part in said:
            shapes += part.shapes
            if part.paper is None:
                bodies.write(part.lines(ox.RdfFormat.N_TRIPLES))
                continue
            path = paper_path(out, part.paper.key, part.paper.home)
            path = links_path(out, path) if part.text else path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part.text or paper_to_trig(part.paper), encoding="utf-8")
    return shapes


class _Graphs:
    """What is said of papers, one after the other."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._writer = Writer(register, DEFAULT_NAMES)
        self._places = set[str]()  # whose bodies are described
        self._told = set[ox.Triple]()  # of papers that are only cited

    def of_paper(self, made: WrittenPaper) -> Iterator[Part]:
        """The graph of a paper, that of its links, and the bodies of its place the first time that it is named."""
        paper = recorded(made)
        yield Part(partial(_quads, paper), paper, shapes=made.shapes())
        text = links_of_all([headed(one) for one in (made, made.above) if one], self._writer)[paper.key]
        more = ox.serialize([ox.Triple(*said) for said in _between(made, paper)], format=ox.RdfFormat.N_TRIPLES) or b""
        text = self._once(f"{text.rstrip().removesuffix('}')}{more.decode()}}}\n", paper)
        yield Part(partial(ox.parse, text, format=ox.RdfFormat.TRIG), paper, text)
        if made.home not in self._places:
            self._places.add(made.home)
            yield self._bodies(made.home)

    def _once(self, text: str, paper: Paper) -> str:
        """A file of links without what was said before of papers that are only cited: no statement stands in two graphs."""
        own = DEFAULT_NAMES.directive(paper.key)
        kept = []
        for quad in ox.parse(text, format=ox.RdfFormat.TRIG):
            of_another = isinstance(quad.subject, ox.NamedNode) and not quad.subject.value.startswith(own)
            if not of_another or quad.triple not in self._told:
                kept.append(quad)
            if of_another:
                self._told.add(quad.triple)
        return (ox.serialize(kept, format=ox.RdfFormat.TRIG) or b"").decode()

    def _bodies(self, place: str) -> Part:
        """All bodies of a place, as the graph's own file describes them."""
        codes = self._register.local.bodies(place)
        text = make_local_agencies(codes, [place], self._register, base=DEFAULT_NAMES.base)
        return _parsed("local-agencies", text or "", ox.RdfFormat.TURTLE, "")


def _quads(paper: Paper) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(DEFAULT_NAMES.graph(paper.key))
    return (ox.Quad(*said, graph) for said in paper_to_statements(paper))


def _between(made: WrittenPaper, paper: Paper) -> Iterator[Statement]:
    """What links the rows of a paper to those of others, and the ring that a paper may be in."""
    if made.above is not None:
        above, rows = headed(made.above).key, keys_of(made.above)
        for row, key in zip(made.tasks, keys_of(made), strict=True):
            if row.repeats is not None:
                other = ox.NamedNode(DEFAULT_NAMES.part(above, "task", rows[row.repeats]))
                yield ox.NamedNode(DEFAULT_NAMES.part(paper.key, "task", key)), term("dkg:sameTaskAs"), other
    if made.ring is not None:
        one, other = (ox.NamedNode(DEFAULT_NAMES.directive(key)) for key in (paper.key, headed(made.ring).key))
        yield from ((one, term("dkg:implements"), other), (other, term("dkg:implements"), one))


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
    return Part(lambda: quads)
