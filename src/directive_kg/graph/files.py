"""graph/ on disk: where the file of a paper lies, writing one, listing and reading them all."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox
import rdflib

from directive_kg import resources
from directive_kg.errors import BrokenGraphError
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.names import Names

DIRECTIVES: Final = "directives"  # folder of the papers
LINKS: Final = "links"  # folder of what follows from them
FORMATS: Final = {".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG}
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9.-]*/[a-z0-9-]+/[a-z0-9][a-z0-9.-]*")
_PLACE: Final = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file of the graph that could not be read."""

    file: Path
    line: int | None  # from 1
    reason: str  # what the parser says, one line

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{where}: tệp hỏng, đã bỏ qua / broken file, left out: {self.reason}"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Everything that could be read, and what could not."""

    quads: tuple[ox.Quad, ...]
    problems: tuple[FileProblem, ...]


def paper_path(graph_dir: Path, key: str, home: str) -> Path:
    """Where the file of a paper lies: directives/<place>/<year>/<slug>.trig.

    Two bodies of one place may give one number in one year; the file of the second carries its issuer as well.
    Raises ValueError for a key or place that is no plain path.
    """
    if not _KEY.fullmatch(key) or not _PLACE.fullmatch(home):
        raise ValueError(f"not the key and place of a paper: {key!r}, {home!r}")
    issuer, year, slug = key.split("/")
    folder = graph_dir / DIRECTIVES / home / year
    plain = folder / f"{_short(slug)}.trig"
    if plain.exists() and paper_key(plain) not in (key, None):
        return folder / f"{_short(slug)}--{_short(issuer)}.trig"
    return plain


def links_path(graph_dir: Path, paper_file: Path) -> Path:
    """Where the file of what follows from a paper lies: links/<place>/<year>/<slug>.trig."""
    return graph_dir / LINKS / paper_file.relative_to(graph_dir / DIRECTIVES)


def _short(name: str) -> str:
    """A name that every file system takes (255 bytes); a long one keeps its head and gets a fingerprint."""
    return name if len(name) <= 100 else f"{name[:90]}-{sha256(name.encode()).hexdigest()[:8]}"


def paper_key(path: Path) -> str | None:
    """The key of the paper that a file holds, from the name of its graph; None when it does not say."""
    found = re.search(r"^GRAPH <[^>]*/graph/([^>]+)>", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    return found[1] if found else None


def write_file(path: Path, content: str) -> bool:
    """Write a text whole or not at all; whether anything changed."""
    return write_bytes(path, content.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; whether anything changed."""
    if path.is_file() and path.read_bytes() == data:
        return False
    write_parts(path, [data])
    return True


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file that is never held whole, or nothing of it."""
    with writing(path) as out:
        out.writelines(parts)


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to, that is there when all of it is written, and not before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp", delete=False) as partial:
        temporary = Path(partial.name)
        try:
            yield partial
            partial.close()
            temporary.chmod(0o644)  # a temporary file is private to its maker, graph/ is not
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def list_files(graph_dir: Path) -> list[Path]:
    """All Turtle and TriG files of a graph folder, sorted. Raises BrokenGraphError where there is no such folder."""
    if not graph_dir.is_dir():
        raise BrokenGraphError(f"không có thư mục đồ thị / no such graph folder: {graph_dir}")
    found = []
    for place, _, names in os.walk(graph_dir):
        found += [f"{place}/{name}" for name in names if name.endswith(tuple(FORMATS)) and not name.startswith(".")]
    # By folder, then by name, as paths are compared.
    return sorted(path for path in map(Path, found) if path.is_file())


def list_ontology_files() -> list[Path]:
    """The ontology and its vocabularies, sorted; without the alignments, which say nothing of the papers."""
    folder = resources.ontology_dir()
    return [p for p in list_files(folder) if p.name != "alignments.ttl"] if folder.is_dir() else []


def load(graph_dir: Path, *, ontology: bool = True, names: Names = DEFAULT_NAMES) -> LoadResult:
    """Read every file of the graph, each into its own named graph; a broken one is left out and told of.

    Turtle files go into B/graph/<name>, the ontology and the vocabularies into B/graph/ontology.
    Raises BrokenGraphError where there is no such folder, or it has files and none of them can be read.
    """
    problems: list[FileProblem] = []
    quads = tuple(stream(graph_dir, problems, ontology=ontology, names=names))
    return LoadResult(quads, tuple(problems))


def stream(
    graph_dir: Path, problems: list[FileProblem], *, ontology: bool = True, names: Names = DEFAULT_NAMES
) -> Iterator[ox.Quad]:
    """The same, one file in memory at a time; what could not be read is added to `problems`. Raises as `load` does."""
    own = list_files(graph_dir)
    for path in own:
        yield from collect(path, names.graph(path.stem), problems)
    if own and len(problems) == len(own):
        raise BrokenGraphError(f"không tệp nào của đồ thị đọc được / no file of the graph can be read: {problems[0]}")
    for path in list_ontology_files() if ontology else ():
        yield from collect(path, names.graph("ontology"), problems)


def load_union(graph_dir: Path, *, ontology: bool = True) -> rdflib.Graph:
    """Every file of the graph in one rdflib graph, for SHACL. Broken files are left out: `load` tells of them."""
    return to_rdflib(load(graph_dir, ontology=ontology).quads)


def to_rdflib(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """The union of the quads as an rdflib graph, literals exactly as they are written."""
    graph = rdflib.Graph()
    graph.addN((*_rdflib_triple(quad), graph) for quad in quads)
    return graph


def parse_file(path: Path, graph: str) -> Iterator[ox.Quad]:
    """The statements of one file; those outside a named graph go into `graph`. Raises SyntaxError, OSError."""
    default = ox.NamedNode(graph)
    # Blank nodes of two files are never the same thing, whatever their labels.
    for quad in ox.parse(path=path, format=FORMATS[path.suffix], rename_blank_nodes=True):
        if isinstance(quad.graph_name, ox.DefaultGraph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, default)
        else:
            yield quad


def collect(path: Path, graph: str, problems: list[FileProblem]) -> list[ox.Quad]:
    """The statements of a file, all of them, or none and one more problem."""
    try:
        return list(parse_file(path, graph))
    except SyntaxError as error:
        problems.append(FileProblem(path, error.lineno, str(error.msg)))
    except (OSError, UnicodeError) as error:
        problems.append(FileProblem(path, None, str(error)))
    return []


def _rdflib_triple(quad: ox.Quad) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return term_of(quad.subject), term_of(quad.predicate), term_of(quad.object)


def term_of(value: object) -> rdflib.term.Node:
    """A term of Oxigraph as one of rdflib, its words as they are. Raises TypeError for a triple term."""
    if isinstance(value, ox.NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return rdflib.BNode(value.value)
    if isinstance(value, ox.Literal):
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        datatype = value.datatype.value
        plain = datatype == str(rdflib.XSD.string)
        return rdflib.Literal(value.value, datatype=None if plain else rdflib.URIRef(datatype), normalize=False)
    raise TypeError(f"a term that RDF 1.1 does not have: {value}")
