"""The layout of our TriG files: one subject a paragraph, one value a line, always the same bytes for the same triples.

Why not a serializer of a library: pyoxigraph 0.5 writes the prefixes in an order that changes from run to run and all
values of a property on one line (a plan's 68 tasks are one line of a diff); rdflib 7.6 sorts 'task/10' before 'task/2'
and has its long form for Turtle only. The terms themselves are escaped by pyoxigraph; only the layout is ours.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from directive_kg.graph.terms import RDF_TYPE, Term
from directive_kg.names import PREFIXES, VOCABULARY

Statement: TypeAlias = tuple[NamedNode, NamedNode, Term]

# What a prefixed name may hold after its colon without an escape (a safe part of Turtle's PN_LOCAL).
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_SCHEME: Final = re.compile(re.escape(VOCABULARY) + r"([a-z][a-z-]*)/")
_PLAIN: Final = {
    PREFIXES["xsd"] + "boolean": re.compile(r"true|false"),
    PREFIXES["xsd"] + "integer": re.compile(r"[+-]?[0-9]+"),
    PREFIXES["xsd"] + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def write_trig(
    graph: str | None,
    statements: Iterable[Statement],
    *,
    base: str | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> str:
    """One named graph as TriG; without a name, plain Turtle.

    Subjects stand in natural order (task/2 before task/10), properties with the type first and then by prefixed name,
    values in natural order. Vocabulary terms get their scheme as prefix (`role:lead`); IRIs below `base` are written
    relative to it (`<>` is the base itself); `prefixes` come on top of `names.PREFIXES`; only those in use are named.
    """
    writer = _Writer(base, {**PREFIXES, **(prefixes or {})})
    by_subject: dict[str, dict[str, set[Term]]] = {}
    for subject, predicate, value in statements:
        by_subject.setdefault(subject.value, {}).setdefault(predicate.value, set()).add(value)
    blocks = [writer.block(iri, by_subject[iri]) for iri in sorted(by_subject, key=natural)]
    head = [f"@prefix {name}: <{iri}> ." for name, iri in sorted(writer.used.items())]
    if base is not None:
        head.append(f"@base <{base}> .")
    body = "\n\n".join(blocks)
    return "\n".join([*head, "", *([body] if graph is None else [f"GRAPH <{graph}> {{", body, "}"]), ""])


def natural(value: str) -> tuple[tuple[int, str], ...]:
    """A sort key that counts: 'task/9' before 'task/10'.

    >>> sorted(["b10", "b9", "a"], key=natural)
    ['a', 'b9', 'b10']
    """
    # The slash sorts first, so that the parts of a thing follow it at once: 'task/1/cell' before 'task/1.1'.
    pieces = re.split(r"([0-9]{1,18})", value.replace("/", "\0"))
    return tuple((int(p), "") if i % 2 else (-1, p) for i, p in enumerate(pieces))


def _value_order(value: Term) -> tuple[tuple[tuple[int, str], ...], str]:
    return natural(value.value), str(value)


class _Writer:
    def __init__(self, base: str | None, prefixes: Mapping[str, str]) -> None:
        self.used: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._base = base
        # Names beside the base are written relative to its last segment ('71-kh-ubnd/task/1').
        self._beside = base.rsplit("/", 1)[0] + "/" if base else None
        # The longest namespace that fits wins.
        self._prefixes = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def block(self, subject: str, properties: Mapping[str, set[Term]]) -> str:
        lines = [self._iri(subject)]
        named = sorted(
            (
                iri != RDF_TYPE.value,
                self._property(iri),
                [self._term(value) for value in (sorted(values, key=_value_order) if len(values) > 1 else values)],
            )
            for iri, values in properties.items()
        )
        for number, (_, name, values) in enumerate(named):
            end = " ." if number == len(named) - 1 else " ;"
            if len(values) == 1:
                lines.append(f"    {name} {values[0]}{end}")
                continue
            lines.append(f"    {name}")
            lines += [f"        {value}," for value in values[:-1]]
            lines.append(f"        {values[-1]}{end}")
        return "\n".join(lines)

    def _property(self, iri: str) -> str:
        return "a" if iri == RDF_TYPE.value else self._iri(iri)

    def _term(self, value: Term) -> str:
        if isinstance(value, NamedNode):
            return self._iri(value.value)
        datatype = value.datatype.value
        plain = _PLAIN.get(datatype)
        if plain and plain.fullmatch(value.value):
            return value.value
        if value.language or datatype == PREFIXES["xsd"] + "string":
            return str(value)
        return f"{Literal(value.value)}^^{self._iri(datatype)}"

    def _iri(self, iri: str) -> str:
        if iri not in self._written:
            self._written[iri] = self._short(iri)
        return self._written[iri]

    def _short(self, iri: str) -> str:
        if scheme := _SCHEME.match(iri):
            local = iri[scheme.end() :]
            if _LOCAL.fullmatch(local):
                return self._prefixed(scheme[1], scheme[0], local)
        for name, namespace in self._prefixes:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return self._prefixed(name, namespace, iri[len(namespace) :])
        if self._base is not None and self._beside is not None:
            if iri == self._base:
                return "<>"
            if iri.startswith(self._base + "/"):
                return f"<{iri[len(self._beside) :]}>"
        return str(NamedNode(iri))

    def _prefixed(self, name: str, namespace: str, local: str) -> str:
        self.used[name] = namespace
        return f"{name}:{local}"
