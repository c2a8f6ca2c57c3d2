"""One small shape for every component, path and target, and a generator of graphs that break them here and there."""

import random

from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, Namespace
from rdflib.term import Node

EX = Namespace("https://example.org/")

PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# Constraints of a property shape on ex:p, and of a node shape.
ON_VALUES = {
    "class": "sh:class ex:A",
    "class twice": "sh:class ex:A , ex:B",
    "string": "sh:datatype xsd:string",
    "integer": "sh:datatype xsd:integer",
    "date": "sh:datatype xsd:date",
    "IRI": "sh:nodeKind sh:IRI",
    "literal": "sh:nodeKind sh:Literal",
    "blank": "sh:nodeKind sh:BlankNode",
    "blank or literal": "sh:nodeKind sh:BlankNodeOrLiteral",
    # pySHACL orders days and numbers among each other, where the standard cannot compare them.
    "range": "sh:minInclusive 2 ; sh:maxExclusive 5",
    "open range": "sh:minExclusive 2 ; sh:maxInclusive 5",
    "days": 'sh:minInclusive "2026-03-01"^^xsd:date',
    "length": "sh:minLength 2 ; sh:maxLength 6",
    "pattern": 'sh:pattern "^[a-zđ]+$" ; sh:flags "i"',
    "languages": 'sh:languageIn ( "vi" "en" )',
    "in": 'sh:in ( ex:n1 ex:n2 "một" 3 )',
    "in IRIs": "sh:in ( ex:n1 ex:n2 ex:n3 )",
    "has value": "sh:hasValue ex:n1",
    "equals": "sh:equals ex:q",
    "disjoint": "sh:disjoint ex:q",
    "not": "sh:not [ sh:class ex:A ]",
    "not of a test": 'sh:not [ sh:pattern "m" ]',
    "and": "sh:and ( [ sh:nodeKind sh:IRI ] [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] )",
    "or": "sh:or ( [ sh:class ex:A ] [ sh:datatype xsd:string ] )",
    "or of tests": 'sh:or ( [ sh:nodeKind sh:IRI ] [ sh:languageIn ( "vi" ) ] )',
    "xone": "sh:xone ( [ sh:class ex:A ] [ sh:class ex:B ] [ sh:nodeKind sh:Literal ] )",
    "xone of tests": "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:in ( ex:n1 ) ] )",
    "node": "sh:node [ sh:property [ sh:path ex:q ; sh:hasValue ex:n1 ] ]",
    "node of its own": "sh:node ex:Other",
    "property": "sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Info ]",
    "closed": "sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ex:q )",
    "switched off": "sh:property [ sh:path ex:q ; sh:minCount 9 ; sh:deactivated true ]",
}
ON_PATHS = {
    "counts": "sh:minCount 1 ; sh:maxCount 2",
    "no value": "sh:maxCount 0",
    "two values": "sh:minCount 2",
    "unique languages": "sh:uniqueLang true",
    "less": "sh:lessThan ex:q",
    "less or equal": "sh:lessThanOrEquals ex:q",
    "qualified": "sh:qualifiedValueShape [ sh:class ex:A ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
    "qualified test": 'sh:qualifiedValueShape [ sh:pattern "n" ] ; sh:qualifiedMinCount 2',
    "none of these": "sh:qualifiedValueShape [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ; sh:qualifiedMaxCount 0",
    "qualified pattern": "sh:qualifiedValueShape ex:Other ; sh:qualifiedMinCount 1",
    "qualified by not": "sh:qualifiedValueShape [ sh:not ex:Other ] ; sh:qualifiedMinCount 1",
}
PATHS = {
    "one step": "ex:p",
    "inverse": "[ sh:inversePath ex:p ]",
    "sequence": "( ex:p ex:q )",
    "alternative": "[ sh:alternativePath ( ex:p ex:q ) ]",
    "any number": "[ sh:zeroOrMorePath ex:p ]",
    "at least one": "[ sh:oneOrMorePath ex:p ]",
    "perhaps": "[ sh:zeroOrOnePath ex:p ]",
    "all together": "( [ sh:alternativePath ( ex:p ex:q ) ] [ sh:zeroOrMorePath ex:q ] [ sh:inversePath ex:p ] )",
    "perhaps both": "( [ sh:zeroOrOnePath ex:p ] [ sh:zeroOrMorePath ex:q ] )",
}
TARGETS = {
    "class": "sh:targetClass ex:A",
    "class with sub-classes": "sh:targetClass ex:Top",
    "two classes": "sh:targetClass ex:A , ex:B",
    "subjects": "sh:targetSubjectsOf ex:p",
    "objects": "sh:targetObjectsOf ex:q",
    "nodes": 'sh:targetNode ex:n1 , ex:nowhere , "một" , 3',
    "mixed": "sh:targetNode ex:n2 ; sh:targetClass ex:B ; sh:targetSubjectsOf ex:q",
    "a class that is a shape": "a rdfs:Class , sh:NodeShape",
}
SPARQL = {
    "values": "SELECT $this ?value WHERE { $this ex:p ?value . FILTER (isLiteral(?value)) }",
    "filter in a group": "SELECT $this WHERE { $this ex:p ?x . OPTIONAL { ?x ex:q ?y FILTER (?y != $this) } FILTER (BOUND(?y)) }",
    "not exists": "SELECT $this WHERE { $this a ?kind . FILTER NOT EXISTS { ?other ex:p ?v . FILTER (?v = $this) } }",
    "groups": "SELECT $this (COUNT(DISTINCT ?v) AS ?value) WHERE { $this ex:p ?v } GROUP BY $this HAVING (COUNT(DISTINCT ?v) > 1)",
    "union": "SELECT $this ?value WHERE { { $this ex:p ?value } UNION { ?value ex:q $this . FILTER (?value != $this) } }",
    "path": "SELECT $this ?path ?value WHERE { $this ?path ?value . FILTER (?path = ex:q) }",
    "subselect": "SELECT $this ?value WHERE { { SELECT $this (COUNT(?v) AS ?value) WHERE { $this ex:p ?v . FILTER (isIRI(?v)) } GROUP BY $this } }",
    "limit": "SELECT $this ?value WHERE { $this ex:p ?value . FILTER (isIRI(?value)) } ORDER BY ?value LIMIT 1",
}


def shape(constraint: str, target: str = "sh:targetClass ex:A", path: str = "") -> str:
    """A shapes graph in Turtle."""
    kind = "sh:PropertyShape" if path else "sh:NodeShape"
    where = f"sh:path {path} ;" if path else ""
    return f"""{PREFIXES}
    ex:Shape a {kind} ; {target} ; {where} sh:severity sh:Warning ; sh:message "sai"@vi , "wrong"@en ; {constraint} .
    ex:Other a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."""


def sparql(query: str) -> str:
    """A shapes graph with one query."""
    return shape(f'sh:sparql [ sh:prefixes ex:names ; sh:select """{query}""" ]') + (
        'ex:names sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .'
    )


def graph(seed: int, size: int = 40) -> Graph:
    """A graph in which every kind of term stands where every other does."""
    chance = random.Random(seed)
    nodes: list[Node] = [EX[f"n{number}"] for number in range(size)]
    nodes += [BNode(f"b{number}") for number in range(3)]
    literals = [
        *(Literal("một"), Literal("Đường"), Literal("m"), Literal("một", lang="vi"), Literal("one", lang="en")),
        *(Literal("eine", lang="de"), Literal("hai", lang="vi"), Literal("two", lang="en-gb")),
        *(Literal(number) for number in range(7)),
        *(Literal("3.0", datatype=XSD.decimal), Literal("4.5", datatype=XSD.decimal)),
        *(Literal(f"2026-0{month}-15", datatype=XSD.date) for month in range(1, 6)),
    ]
    found = Graph()
    for kind, above in (("A", "Top"), ("B", "Middle"), ("Middle", "Top")):
        found.add((EX[kind], RDFS.subClassOf, EX[above]))
    for node in nodes:
        for kind in chance.sample(["A", "B", "C", "Shape"], chance.randrange(3)):
            found.add((node, RDF.type, EX[kind]))
        for predicate in (EX.p, EX.q):
            for _ in range(chance.randrange(4)):
                value = chance.choice(literals if chance.random() < 0.5 else nodes)
                found.add((node, predicate, value))
        if chance.random() < 0.4:
            shared = chance.choice(literals + nodes)
            found.add((node, EX.p, shared))
            found.add((node, EX.q, shared))
    for language in ("vi", "en"):
        found.add((EX.n1, EX.p, Literal("sáu", lang=language)))
        found.add((EX.n1, EX.p, Literal("bảy", lang=language)))
    found.add((EX.n1, RDF.type, EX.A))
    return found
