"""Terms that the ontology has retired, and what stands in their place.

A retired term stays in ontology/ with `owl:deprecated true` and `dcterms:isReplacedBy` its successor; nothing else knows
of it. (OWL 2, 5.5 'annotation properties'; DCMI Metadata Terms, 'isReplacedBy'.)
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from directive_kg.errors import BrokenGraphError
from directive_kg.graph.files import list_ontology_files, parse_file
from directive_kg.graph.terms import DEFAULT_NAMES, term
from directive_kg.names import ONTOLOGY


@dataclass(frozen=True, slots=True)
class Retired:
    """The retired terms, by IRI."""

    successors: Mapping[str, str]  # a retired term -> the term in force that stands in its place
    without: frozenset[str]  # retired, and no one term in force stands in its place: a person has to choose
    version: str = ""  # of the ontology that says so; '' where it has none


def load_retired(files: Iterable[Path] | None = None) -> Retired:
    """What the ontology's files say; those of the installation unless told. Raises BrokenGraphError for a broken one."""
    deprecated: set[str] = set()
    named: defaultdict[str, set[str]] = defaultdict(set)
    version = ""
    for path in list_ontology_files() if files is None else files:
        for quad in _statements(path):
            subject = quad.subject
            if not isinstance(subject, ox.NamedNode):
                continue
            if quad.predicate == term("owl:deprecated") and isinstance(quad.object, ox.Literal):
                if quad.object.value in ("true", "1"):
                    deprecated.add(subject.value)
            elif quad.predicate == term("dcterms:isReplacedBy") and isinstance(quad.object, ox.NamedNode):
                named[subject.value].add(quad.object.value)
            elif quad.predicate == term("owl:versionInfo") and f"{subject.value}#" == ONTOLOGY:
                version = quad.object.value if isinstance(quad.object, ox.Literal) else ""
    found = {iri: _in_force(iri, deprecated, named) for iri in sorted(deprecated)}
    return Retired(
        {iri: successor for iri, successor in found.items() if successor is not None},
        frozenset(iri for iri, successor in found.items() if successor is None),
        version,
    )


def iris_of(value: object) -> Iterable[str]:
    """Every IRI that a quad or a term is made of, datatypes and graph names too."""
    if isinstance(value, ox.NamedNode):
        yield value.value
    elif isinstance(value, ox.Literal):
        yield value.datatype.value
    elif isinstance(value, ox.Quad):
        yield from iris_of(value.graph_name)
        yield from iris_of(value.triple)
    elif isinstance(value, ox.Triple):
        for part in (value.subject, value.predicate, value.object):
            yield from iris_of(part)


def _in_force(iri: str, deprecated: set[str], named: Mapping[str, set[str]]) -> str | None:
    """The end of the chain of successors; None where it forks, goes in a circle or ends at a retired term."""
    seen: set[str] = set()
    while iri in deprecated:
        if iri in seen or len(named.get(iri, ())) != 1:
            return None
        seen.add(iri)
        (iri,) = named[iri]
    return iri


def _statements(path: Path) -> list[ox.Quad]:
    try:
        return list(parse_file(path, DEFAULT_NAMES.graph("ontology")))
    except SyntaxError as error:
        raise BrokenGraphError(f"{path}:{error.lineno}: bản thể học hỏng / broken ontology: {error.msg}") from error
    except (OSError, UnicodeError) as error:
        raise BrokenGraphError(f"{path}: không đọc được bản thể học / unreadable ontology: {error}") from error
