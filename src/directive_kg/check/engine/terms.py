"""RDF terms as text: the token of a term is its N-Triples form, so that equal terms are equal strings."""

import re
from typing import Final

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

from directive_kg.store.protocol import Term

Token = str

_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
DECIMAL: Final = r"[+-]?[0-9]*\.[0-9]+"
# Characters that no IRI may hold: one of them would let a term end early and the rest become query.
_NOT_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def is_blank(token: Token) -> bool:
    """Whether a token is a blank node, which no query can name."""
    return token.startswith("_:")


def token_of(node: Node) -> Token:
    """The token of an rdflib term. Raises ValueError for an IRI that cannot be written."""
    if isinstance(node, Literal):
        text = quoted(str(node))
        if node.language:
            return f"{text}@{node.language}"
        if node.datatype is None or node.datatype == XSD.string:
            return text
        return f"{text}^^<{_checked(node.datatype)}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    return f"<{_checked(str(node))}>"


def quoted(text: str) -> str:
    """A plain string as SPARQL and N-Triples have it."""
    return f'"{text.translate(_ESCAPES)}"'


def token_of_term(term: Term) -> Token:
    """The token of a term of a SPARQL answer."""
    if term.kind == "uri":
        return f"<{term.value}>"
    if term.kind == "bnode":
        return f"_:{term.value}"
    if term.language:
        return f"{quoted(term.value)}@{term.language}"
    return quoted(term.value) + (f"^^<{term.datatype}>" if term.datatype else "")


def node_of(token: Token) -> URIRef | BNode | Literal:
    """The rdflib term of a token."""
    if token.startswith("<"):
        return URIRef(token[1:-1])
    if token.startswith("_:"):
        return BNode(token[2:])
    found = _LITERAL.fullmatch(token)
    assert found is not None, token
    text = unescaped(found[1])
    if found[2]:
        return Literal(text, lang=found[2])
    # A typed literal keeps its lexical form: rdflib would else write '+1' as '1'.
    return Literal(text, datatype=URIRef(found[3]), normalize=False) if found[3] else Literal(text)


def unescaped(text: str) -> str:
    """The characters of a literal in N-Triples."""
    return _ESCAPED.sub(_unescaped, text)


def full(token: Token) -> Token:
    """A token of the TSV format, in which numbers and truth values stand without quotes, as N-Triples."""
    if token[0] in '<_"':
        return token
    if token in ("true", "false"):
        return f'"{token}"^^<{XSD.boolean}>'
    if re.fullmatch(DECIMAL, token):
        return f'"{token}"^^<{XSD.decimal}>'
    return f'"{token}"^^<{XSD.double if "e" in token.lower() else XSD.integer}>'


def _unescaped(found: "re.Match[str]") -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROL.get(found[3], found[3])


def _checked(iri: str) -> str:
    if _NOT_IRI.search(iri):
        raise ValueError(f"IRI không hợp lệ / not an IRI: {iri}")
    return iri
