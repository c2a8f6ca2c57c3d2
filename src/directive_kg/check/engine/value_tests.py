"""Constraints that look at one value alone, as SPARQL expressions that are never an error."""

from typing import Final

from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from directive_kg.check.engine.datatypes import has_datatype
from directive_kg.check.engine.model import IN, Shape
from directive_kg.check.engine.terms import quoted, token_of
from directive_kg.errors import CheckError

COMPARISONS: Final = {
    SH.minExclusive: (">", SH.MinExclusiveConstraintComponent),
    SH.minInclusive: (">=", SH.MinInclusiveConstraintComponent),
    SH.maxExclusive: ("<", SH.MaxExclusiveConstraintComponent),
    SH.maxInclusive: ("<=", SH.MaxInclusiveConstraintComponent),
}
LENGTHS: Final = {
    SH.minLength: (">=", SH.MinLengthConstraintComponent),
    SH.maxLength: ("<=", SH.MaxLengthConstraintComponent),
}
_KINDS: Final = {
    SH.IRI: "isIRI({0})",
    SH.BlankNode: "isBlank({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNodeOrIRI: "!isLiteral({0})",
    SH.BlankNodeOrLiteral: "!isIRI({0})",
    SH.IRIOrLiteral: "!isBlank({0})",
}


def value_tests(shape: Shape, variable: str) -> list[tuple[URIRef, str]]:
    """Every such constraint of a shape: its component and what must hold of a variable.

    Raises CheckError for a parameter that means nothing.
    """
    found: list[tuple[URIRef, str]] = []
    for datatype in shape.values(SH.datatype):
        found.append((SH.DatatypeConstraintComponent, has_datatype(variable, _iri(datatype))))
    for kind in shape.values(SH.nodeKind):
        if kind not in _KINDS:
            raise CheckError(f"sh:nodeKind không rõ / an unknown sh:nodeKind: {kind}")
        found.append((SH.NodeKindConstraintComponent, f"({_KINDS[kind].format(variable)})"))  # type: ignore[index]  # a Node equal to a key is one
    for predicate, (sign, component) in COMPARISONS.items():
        for bound in shape.values(predicate):
            found.append((component, f"COALESCE({variable} {sign} {token_of(bound)}, false)"))
    for predicate, (sign, component) in LENGTHS.items():
        length = shape.number(predicate)
        if length is not None:
            found.append((component, f"(!isBlank({variable}) && STRLEN(STR({variable})) {sign} {length})"))
    found += [
        (SH.PatternConstraintComponent, _matches(shape, pattern, variable)) for pattern in shape.values(SH.pattern)
    ]
    found += [
        (SH.LanguageInConstraintComponent, _language(shape.items(head), variable))
        for head in shape.values(SH.languageIn)
    ]
    found += [(SH.InConstraintComponent, is_one_of(shape.items(head), variable)) for head in shape.values(IN)]
    return found


def is_one_of(members: list[Node], variable: str) -> str:
    """That a value is one of these terms; `IN` would compare numbers by their worth."""
    if not members:
        return "(false)"
    if any(not isinstance(member, Literal | URIRef) for member in members):
        raise CheckError("sh:in với nút trống / sh:in with a blank node: no query can name it")
    if all(isinstance(member, URIRef) for member in members):
        return f"({variable} IN ({', '.join(token_of(member) for member in members)}))"
    return "(" + " || ".join(f"sameTerm({variable}, {token_of(member)})" for member in members) + ")"


def _matches(shape: Shape, pattern: Node, variable: str) -> str:
    flags = shape.one(SH.flags)
    more = f", {quoted(str(flags))}" if flags is not None else ""
    return f"(!isBlank({variable}) && REGEX(STR({variable}), {quoted(str(pattern))}{more}))"


def _language(ranges: list[Node], variable: str) -> str:
    tag = f"LANG({variable})"
    ways = " || ".join(f"LANGMATCHES({tag}, {quoted(str(wanted))})" for wanted in ranges) or "false"
    return f"(isLiteral({variable}) && ({ways}))"


def _iri(node: Node) -> URIRef:
    if not isinstance(node, URIRef):
        raise CheckError(f"phải là IRI / must be an IRI: {node}")
    return node
