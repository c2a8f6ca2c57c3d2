"""`/examples`: the canned questions as RDF, in the form that other SPARQL services give their examples.

sh:SPARQLExecutable of the SHACL vocabulary, as https://github.com/sib-swiss/sparql-examples has it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from directive_kg.names import DEFAULT_BASE, PREFIXES
from directive_kg.serve.pages import plain_query
from directive_kg.trace.catalogue import Catalogue, Question

SCHEMA: Final = "https://schema.org/"
ROOT: Final = f"{DEFAULT_BASE}examples"
_TYPE: Final = ox.NamedNode(PREFIXES["rdf"] + "type")
_DECLARED: Final = ox.NamedNode(f"{ROOT}/prefixes")


def examples(questions: Iterable[Question], endpoint: str) -> Iterator[ox.Triple]:
    """The statements of some questions; `endpoint` is the address at which they can be asked."""
    for question in questions:
        node = ox.NamedNode(f"{ROOT}/{question.name}")
        yield ox.Triple(node, _TYPE, _sh("SPARQLExecutable"))
        yield ox.Triple(node, _TYPE, _sh("SPARQLSelectExecutable"))
        yield ox.Triple(node, _sh("select"), ox.Literal(plain_query(question)))
        yield ox.Triple(node, _sh("prefixes"), _DECLARED)
        yield ox.Triple(node, ox.NamedNode(f"{SCHEMA}target"), ox.NamedNode(endpoint))
        for language, title, description in (
            ("vi", question.title.vi, question.description.vi),
            ("en", question.title.en, question.description.en),
        ):
            yield ox.Triple(node, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal(title, language=language))
            yield ox.Triple(
                node, ox.NamedNode(PREFIXES["rdfs"] + "comment"), ox.Literal(description, language=language)
            )
    for prefix, namespace in PREFIXES.items():
        declared = ox.NamedNode(f"{ROOT}/prefixes/{prefix}")
        value = ox.Literal(namespace, datatype=ox.NamedNode(PREFIXES["xsd"] + "anyURI"))
        yield ox.Triple(_DECLARED, _sh("declare"), declared)
        yield ox.Triple(declared, _sh("prefix"), ox.Literal(prefix))
        yield ox.Triple(declared, _sh("namespace"), value)


def named(catalogue: Catalogue, rest: str) -> list[Question] | None:
    """The questions that the end of an address means: all, or one; None where there is none of that name."""
    if not rest:
        return list(catalogue)
    found = catalogue.questions.get(rest)
    return [found] if found else None


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)
