"""Shape files -> shapes that may run: loaded, with a city's own severities, the unsafe ones refused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyparsing import ParseBaseException
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Node

from directive_kg.check.findings import Bilingual, Severity
from directive_kg.errors import BadInputError, BrokenGraphError, UsageError
from directive_kg.names import ONTOLOGY
from directive_kg.store import guard

DKG: Final = Namespace(ONTOLOGY)
SEVERITIES: Final = {SH.Info: Severity.INFO, SH.Warning: Severity.WARNING, SH.Violation: Severity.VIOLATION}
TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# Everything in a shapes graph whose text an engine would run.
_RUNNING: Final = (SH.select, SH.ask, SH.construct, SH.update)
_JAVASCRIPT: Final = (SH.js, SH.jsFunctionName, SH.jsLibrary, SH.jsLibraryURL)


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with a target: what is reported is reported in its name."""

    iri: URIRef
    code: str
    severity: Severity
    title: Bilingual
    message: Bilingual  # with placeholders, filled from the graph (check/messages.py)
    place_field: str  # field of the cell that a finding is about
    applies_to: URIRef | None  # what a focus node must conform to in order to count as checked


@dataclass(frozen=True, slots=True)
class ShapeSet:
    """All shapes of a run."""

    graph: Graph
    shapes: tuple[Shape, ...]  # by code, then IRI


def load_shapes(folders: Sequence[Path], severities: Path | None = None) -> ShapeSet:
    """Read every .ttl file of the folders, in order; a later folder, or a file of its own, may set severities.

    Raises BrokenGraphError for a missing folder, a file that does not parse, or a shape without IRI or code,
    and BadInputError for a shape that would reach outside the graph. Nothing has run by then.
    """
    graph = Graph()
    for folder in folders:
        if not folder.is_dir():
            raise BrokenGraphError(f"không có thư mục shapes / no such shapes folder: {folder}")
        for path in sorted(folder.rglob("*.ttl")):
            _parse(graph, path)
    if severities is not None:
        graph.remove((None, DKG.severityHere, None))  # the file that was asked for stands alone
        _parse(graph, severities)
    return shapes_of(graph)


def shapes_of(graph: Graph) -> ShapeSet:
    """The shapes of a graph that is already in memory; raises as `load_shapes` does."""
    _refuse_unsafe(graph)
    _set_severities(graph)
    switched_on = (node for node in _targeted(graph) if not _switched_off(graph, node))
    shapes = sorted((_shape(graph, node) for node in switched_on), key=lambda shape: (shape.code, shape.iri))
    return ShapeSet(graph, tuple(shapes))


def alone(graph: Graph, shape: URIRef) -> Graph:
    """A shape with all that it refers to, and no other shape's targets: what pySHACL needs to run it by itself.

    pySHACL's own `use_shapes` leaves out shapes that are referred to by IRI, and says nothing.
    """
    part = Graph()
    components = set(graph.subjects(RDF.type, SH.ConstraintComponent))
    waiting: list[Node] = [shape, *components]
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate, value in graph.predicate_objects(node):
            if node == shape or predicate not in TARGETS:
                part.add((node, predicate, value))
            if isinstance(value, URIRef | BNode):
                waiting.append(value)
    return part


def drop_excuse(graph: Graph, shape: URIRef, condition: URIRef) -> bool:
    """Take `[ sh:not condition ]` out of the alternatives (sh:or) of a shape; whether it was there."""
    excuse = {(SH["not"], condition)}
    for head in list(graph.objects(shape, SH["or"])):
        members = list(graph.items(head))
        kept = [m for m in members if not (isinstance(m, BNode) and set(graph.predicate_objects(m)) == excuse)]
        if kept and len(kept) < len(members):
            graph.remove((shape, SH["or"], head))
            graph.add((shape, SH["or"], Collection(graph, BNode(), kept).uri))
            return True
    return False


def _parse(graph: Graph, path: Path) -> None:
    try:
        # Not a path but its bytes: rdflib would take some names for addresses.
        graph.parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        raise BrokenGraphError(f"{path}: không đọc được / cannot be read: {error.strerror}") from error
    except Exception as error:
        # rdflib's Turtle parser raises a dozen kinds, all meaning one thing.
        line = getattr(error, "lines", None)
        where = f"{path}:{line + 1}" if isinstance(line, int) else str(path)
        reason = " ".join(str(error).split())[:300]
        raise BrokenGraphError(f"{where}: tệp Turtle hỏng / broken Turtle file: {reason}") from error


def _targeted(graph: Graph) -> Iterator[URIRef]:
    targeted: set[Node] = {node for target in (*TARGETS, SH.target) for node in graph.subjects(target)}
    for node in targeted:
        if isinstance(node, BNode):
            code = graph.value(node, DKG.code)
            raise BrokenGraphError(f"shape không có IRI / a shape without an IRI: dkg:code {code}")
        if isinstance(node, URIRef):
            yield node


def _switched_off(graph: Graph, node: URIRef) -> bool:
    value = graph.value(node, SH.deactivated)
    return isinstance(value, Literal) and value.toPython() is True


def _shape(graph: Graph, node: URIRef) -> Shape:
    code = graph.value(node, DKG.code)
    if code is None:
        raise BrokenGraphError(f"shape không có dkg:code / a shape without dkg:code: {node}")
    severity = graph.value(node, SH.severity, default=SH.Violation)
    if not isinstance(severity, URIRef) or severity not in SEVERITIES:
        raise BrokenGraphError(f"{node}: mức độ lạ / unknown sh:severity: {severity}")
    applies = graph.value(node, DKG.appliesTo)
    return Shape(
        iri=node,
        code=str(code),
        severity=SEVERITIES[severity],
        title=_bilingual(graph, node, SH.name, str(code)),
        message=_bilingual(graph, node, SH.message, str(code)),
        place_field=str(graph.value(node, DKG.placeField) or "title"),
        applies_to=applies if isinstance(applies, URIRef) else None,
    )


def _bilingual(graph: Graph, node: URIRef, predicate: URIRef, fallback: str) -> Bilingual:
    """A shape from elsewhere may have one language, or none: then the other stands in."""
    texts = {literal.language: str(literal) for literal in _literals(graph.objects(node, predicate))}
    any_text = min(texts.values(), default=fallback)
    vi = texts.get("vi", texts.get(None, any_text))
    return Bilingual(vi, texts.get("en", texts.get(None, vi)))


def _literals(nodes: Iterable[Node]) -> Iterator[Literal]:
    return (node for node in nodes if isinstance(node, Literal))


def _set_severities(graph: Graph) -> None:
    """What a city says of a shape, or of all shapes of a code (`[] dkg:code "…" ; dkg:severityHere …`).

    Raises BrokenGraphError for a name that is none: a slip must not leave a rule as it was and say nothing.
    """
    targeted = set(_targeted(graph))
    by_code: dict[str, list[Node]] = {}
    for shape in targeted:
        by_code.setdefault(str(graph.value(shape, DKG.code)), []).append(shape)
    wanted = list(graph.subject_objects(DKG.severityHere))
    # A whole rule first: what is said of one shape of it comes on top.
    for subject, severity in sorted(wanted, key=lambda pair: (pair[0] in targeted, str(pair[0]))):
        code = graph.value(subject, DKG.code)
        shapes = [subject] if subject in targeted else by_code.get(str(code), []) if code is not None else []
        if not shapes:
            raise BrokenGraphError(
                f"dkg:severityHere cho quy tắc không có / for a rule that there is not: {code or subject}"
            )
        for shape in shapes:
            graph.set((shape, SH.severity, severity))


def _refuse_unsafe(graph: Graph) -> None:
    """Refuse what reaches outside. A text that does not parse is left: it breaks its own rule when that runs."""
    for predicate in _JAVASCRIPT:
        for node in graph.subjects(predicate):
            raise BadInputError(f"shape dùng JavaScript bị từ chối / a shape with JavaScript is refused: {node}")
    for predicate in _RUNNING:
        for node, text in graph.subject_objects(predicate):
            query = f"{_prefixes(graph, node)}\n{text}"
            _refuse(query, _owner(graph, node))


def _refuse(query: str, owner: Node) -> None:
    try:
        word = guard.reaches_out(query)
    except UsageError as error:
        raise BadInputError(f"shape bị từ chối / shape refused: {owner}: {error}") from error
    if word is not None:
        raise BadInputError(
            f"shape bị từ chối vì truy vấn ra ngoài đồ thị / shape refused, its query reaches outside the graph: "
            f"{owner}: {word}"
        )
    try:
        parseQuery(query)
    except (ParseBaseException, RecursionError):
        return
    try:
        guard.allow(query, "SELECT", "ASK", "CONSTRUCT")
    except UsageError as error:
        raise BadInputError(f"shape bị từ chối / shape refused: {owner}: {error}") from error


def _prefixes(graph: Graph, node: Node) -> str:
    lines = []
    for source in graph.objects(node, SH.prefixes):
        for declaration in graph.objects(source, SH.declare):
            prefix, namespace = graph.value(declaration, SH.prefix), graph.value(declaration, SH.namespace)
            lines.append(f"PREFIX {prefix}: <{namespace}>")
    return "\n".join(sorted(lines))


def _owner(graph: Graph, node: Node) -> Node:
    """The shape that a constraint belongs to, for the message."""
    return graph.value(predicate=SH.sparql, object=node) or node
