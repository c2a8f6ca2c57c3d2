"""The records of the graph as tables: one for each class, one row a thing, one column for each property and type of value.

Nothing is chosen by hand: what the statements hold is what the tables have, so that they can be turned back into them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from directive_kg.graph.terms import RDF_TYPE
from directive_kg.graph.trig import natural
from directive_kg.names import ONTOLOGY, PREFIXES

IRI: Final = "iri"  # the type of a column that holds IRIs, and the name of each table's key
_NOT_RECORDS: Final = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs"))
_LABEL: Final = PREFIXES["rdfs"] + "label"
_HUMPS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAME: Final = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Column:
    """Values of one property that are all of one type."""

    name: str
    predicate: str
    type: str  # IRI, or the datatype's IRI
    language: str | None
    many: bool  # some thing has several
    target: str | None  # the table whose things all values are
    labels: Mapping[str, str]  # of the property, by language


@dataclass(frozen=True, slots=True)
class Table:
    """All things of one class."""

    name: str
    class_iri: str
    labels: Mapping[str, str]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...]  # IRI, and the values by column


def tables(quads: Iterable[ox.Quad]) -> list[Table]:
    """The tables in the order of their names; the same statements always give the same tables."""
    classes: dict[str, set[str]] = {}
    values: dict[str, dict[tuple[str, str, str | None], set[str]]] = {}
    labels: dict[str, dict[str, str]] = {}
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if predicate == RDF_TYPE.value and isinstance(value, ox.NamedNode):
            classes.setdefault(subject.value, set()).add(value.value)
        if isinstance(value, ox.NamedNode):
            values.setdefault(subject.value, {}).setdefault((predicate, IRI, None), set()).add(value.value)
        elif isinstance(value, ox.Literal):
            if predicate == _LABEL and value.language:
                own = labels.setdefault(subject.value, {})
                own[value.language] = min(own.get(value.language, value.value), value.value)
            key = (predicate, value.datatype.value, value.language)
            values.setdefault(subject.value, {}).setdefault(key, set()).add(value.value)
    labels = {iri: dict(sorted(texts.items(), reverse=True)) for iri, texts in labels.items()}  # Vietnamese first
    by_class: dict[str, list[str]] = {}
    for iri, found in classes.items():
        if chosen := _own_class(found):
            by_class.setdefault(chosen, []).append(iri)
    names = _distinct({iri: _kebab(_local(iri)) for iri in sorted(by_class)})
    table_of = {iri: names[own] for own, members in by_class.items() for iri in members}
    made = [
        _table(names[own], own, labels, {iri: values[iri] for iri in sorted(members, key=natural)}, table_of)
        for own, members in by_class.items()
    ]
    return sorted(made, key=lambda table: table.name)


def _own_class(found: set[str]) -> str | None:
    """The class by which a thing is kept: one of ours before one of others; None for the words of an ontology."""
    usable = sorted(iri for iri in found if not iri.startswith(_NOT_RECORDS))
    return next((iri for iri in usable if iri.startswith(ONTOLOGY)), usable[0] if usable else None)


def _table(
    name: str,
    class_iri: str,
    labels: Mapping[str, Mapping[str, str]],
    members: Mapping[str, Mapping[tuple[str, str, str | None], set[str]]],
    table_of: Mapping[str, str],
) -> Table:
    counts: dict[tuple[str, str, str | None], int] = {}
    targets: dict[tuple[str, str, str | None], set[str | None]] = {}
    for own in members.values():
        for key, found in own.items():
            counts[key] = max(counts.get(key, 0), len(found))
            if key[1] == IRI:
                targets.setdefault(key, set()).update(table_of.get(value) for value in found)
    # The class itself is said by the table; a further class of a thing needs a column.
    keys = [key for key in counts if key[0] != RDF_TYPE.value or counts[key] > 1]
    columns = {}
    for key, column_name in _column_names(keys).items():
        predicate, kind, language = key
        target = targets.get(key, {None})
        columns[key] = Column(
            column_name,
            predicate,
            kind,
            language,
            counts[key] > 1,
            next(iter(target)) if len(target) == 1 else None,
            labels.get(predicate, {}),
        )
    ordered = sorted(columns.items(), key=lambda item: item[1].name)
    rows = tuple(
        (iri, {column.name: tuple(sorted(own[key], key=natural)) for key, column in ordered if key in own})
        for iri, own in members.items()
    )
    return Table(name, class_iri, labels.get(class_iri, {}), tuple(column for _, column in ordered), rows)


def _column_names(keys: Iterable[tuple[str, str, str | None]]) -> dict[tuple[str, str, str | None], str]:
    """The property's own name, with the language or the datatype where values of several kinds are about."""
    known = sorted(keys, key=str)
    predicates = sorted({predicate for predicate, _, _ in known})
    plain = _distinct({predicate: _NAME.sub("_", _local(predicate)) for predicate in predicates}, {IRI})
    found = {}
    for key in known:
        predicate, kind, language = key
        alone = sum(other[0] == predicate for other in known) == 1
        found[key] = plain[predicate] if alone else f"{plain[predicate]}_{language or _NAME.sub('_', _local(kind))}"
    return found


def _distinct(names: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """The names, those that two IRIs would share with the namespace's prefix or a number behind them."""
    used = set(taken)
    found = {}
    for iri, name in names.items():
        for candidate in _candidates(iri, name):
            if candidate not in used:
                used.add(candidate)
                found[iri] = candidate
                break
    return found


def _candidates(iri: str, name: str) -> Iterator[str]:
    yield name
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            yield f"{name}_{prefix}"
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _local(iri: str) -> str:
    return re.split(r"[#/:]", iri.rstrip("#/:"))[-1] or "value"


def _kebab(name: str) -> str:
    """'TaskMatch' as 'task-match'."""
    return re.sub(r"[^a-z0-9]+", "-", _HUMPS.sub("-", name).lower()).strip("-") or "thing"
