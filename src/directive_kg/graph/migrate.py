"""An older graph in the words of this ontology: its retired terms give way to their successors, file by file, and a paper
gets what this version's writer says of it besides.

Every file is written whole or not at all, and a second run finds nothing to do: a run that was killed is made good by
the next one. A file in our own layout keeps it; of any other only the terms themselves are changed.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from directive_kg.errors import BadInputError, BrokenGraphError
from directive_kg.graph.files import FORMATS, FileProblem, list_files, write_file
from directive_kg.graph.lock import lock_folder
from directive_kg.graph.read import read_paper
from directive_kg.graph.rename import rename_iris
from directive_kg.graph.retired import Retired, iris_of
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.graph.version import record_version, refuse_newer
from directive_kg.graph.write import paper_to_trig

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Migrated:
    """A file that uses retired terms, or lacks statements."""

    file: Path
    replaced: Mapping[str, int]  # a retired term that has a successor -> in how many statements it stood
    left: Mapping[str, int]  # one that has none, and stays
    added: int = 0  # statements that follow from the paper's others and were not there


def migrate(graph_dir: Path, retired: Retired, *, dry_run: bool = False) -> Iterator[Migrated | FileProblem]:
    """Go through the files; those that use no retired term and lack nothing are neither touched nor told of.

    A broken file is told of and left as it is. Where nothing is left to do, the graph is of this version from then on.
    Raises BrokenGraphError where there is no such folder, BadInputError where it cannot be written, is of a later version
    or somebody else is writing to it.
    """
    files = list_files(graph_dir)
    if retired.version:
        refuse_newer(graph_dir, retired.version)
    whole = True
    lock = None if dry_run else lock_folder(graph_dir)
    try:
        for path in files:
            told = _migrate_file(path, retired, dry_run=dry_run)
            if told is not None:
                whole &= isinstance(told, Migrated) and not told.left
                yield told
        if whole and retired.version and not dry_run:
            record_version(graph_dir, retired.version)
    finally:
        if lock is not None:
            os.close(lock)


def _migrate_file(path: Path, retired: Retired, *, dry_run: bool) -> Migrated | FileProblem | None:
    try:
        text = path.read_bytes().decode("utf-8")
        old = _Parsed(text, FORMATS[path.suffix])
        used = Counter(iri for quad in old.quads for iri in set(iris_of(quad)))
        replaced = {iri: used[iri] for iri in sorted(used.keys() & retired.successors.keys())}
        left = {iri: used[iri] for iri in sorted(used.keys() & retired.without)}
        new = _in_new_words(text, old, retired.successors) if replaced else text
        new, added = _completed(new) if path.suffix == ".trig" else (new, 0)
    except SyntaxError as error:
        return FileProblem(path, error.lineno, str(error.msg))
    except (OSError, ValueError) as error:
        return FileProblem(path, None, str(error))
    if (replaced or added) and not dry_run:
        _write(path, new)
    return Migrated(path, replaced, left, added) if replaced or left or added else None


def _completed(text: str) -> tuple[str, int]:
    """A paper's file as it is written now, where that takes nothing away, and how many statements it has more."""
    try:
        paper, former = read_paper(text)
        new = paper_to_trig(paper, supersedes=former)
    except (BrokenGraphError, ValueError):  # no paper of ours
        return text, 0
    before, after = (set(ox.parse(each, format=ox.RdfFormat.TRIG)) for each in (text, new))
    return (new, len(after - before)) if before < after else (text, 0)


def _write(path: Path, text: str) -> None:
    try:
        for left_over in path.parent.glob(f".{path.name}.*.tmp"):  # of a run that was killed
            left_over.unlink(missing_ok=True)
        write_file(path, text)
    except OSError as error:
        raise BadInputError(f"{path}: không ghi được / cannot be written: {error.strerror}") from error


class _Parsed:
    """A text and what it says, in its order."""

    def __init__(self, text: str, form: ox.RdfFormat) -> None:
        parser = ox.parse(text, format=form)
        self.form = form
        self.quads = list(parser)
        self.prefixes: dict[str, str] = parser.prefixes
        self.base: str | None = parser.base_iri


def _in_new_words(text: str, old: _Parsed, new: Mapping[str, str]) -> str:
    """The text with the successors. Raises ValueError where the outcome would not say the same."""
    wanted = [_renamed_quad(quad, new) for quad in old.quads]
    if _in_our_layout(old.quads, old) == text and (laid_out := _in_our_layout(wanted, old)) is not None:
        return laid_out
    edited = rename_iris(text, new)
    if not _same(wanted, _Parsed(edited, old.form).quads):
        raise ValueError("không thay được thuật ngữ trong tệp này / its terms cannot be replaced safely")
    return edited


def _in_our_layout(quads: list[ox.Quad], old: _Parsed) -> str | None:
    """As `write_trig` lays it out with the old prefixes and base; None for what it does not write."""
    statements: list[Statement] = []
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
            return None
        statements.append((quad.subject, quad.predicate, quad.object))
    graphs = {quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None for quad in quads}
    if len(graphs) != 1:
        return None
    return write_trig(graphs.pop(), statements, base=old.base, prefixes=old.prefixes)


def _renamed_quad(quad: ox.Quad, new: Mapping[str, str]) -> ox.Quad:
    subject, predicate, value = _renamed_triple(quad.triple, new)
    graph = quad.graph_name
    return ox.Quad(subject, predicate, value, _named(graph, new) if isinstance(graph, ox.NamedNode) else graph)


def _renamed_triple(triple: ox.Triple, new: Mapping[str, str]) -> ox.Triple:
    subject = triple.subject
    return ox.Triple(
        _named(subject, new) if isinstance(subject, ox.NamedNode) else subject,
        _named(triple.predicate, new),
        _renamed(triple.object, new),
    )


def _named(node: ox.NamedNode, new: Mapping[str, str]) -> ox.NamedNode:
    return ox.NamedNode(new[node.value]) if node.value in new else node


def _renamed(value: _Term, new: Mapping[str, str]) -> _Term:
    if isinstance(value, ox.NamedNode):
        return _named(value, new)
    if isinstance(value, ox.Literal) and value.datatype.value in new:
        return ox.Literal(value.value, datatype=_named(value.datatype, new))
    return _renamed_triple(value, new) if isinstance(value, ox.Triple) else value


def _same(wanted: list[ox.Quad], got: list[ox.Quad]) -> bool:
    """Whether they say the same in the same order, whatever their blank nodes are called."""
    if len(wanted) != len(got):
        return False
    there: dict[str, str] = {}
    back: dict[str, str] = {}
    return all(
        _alike(a, b, there, back)
        for one, other in zip(wanted, got, strict=True)
        for a, b in zip((*one.triple, one.graph_name), (*other.triple, other.graph_name), strict=True)
    )


def _alike(a: object, b: object, there: dict[str, str], back: dict[str, str]) -> bool:
    if isinstance(a, ox.BlankNode) and isinstance(b, ox.BlankNode):
        return there.setdefault(a.value, b.value) == b.value and back.setdefault(b.value, a.value) == a.value
    if isinstance(a, ox.Triple) and isinstance(b, ox.Triple):
        return all(_alike(x, y, there, back) for x, y in zip(a, b, strict=True))
    return a == b
