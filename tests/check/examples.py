"""A small graph and small shapes for the tests of the check step."""

from typing import Any

from rdflib import Graph

from directive_kg.check.audit import audit
from directive_kg.check.findings import CheckReport
from directive_kg.check.run import run_check
from directive_kg.check.shapes import ShapeSet, shapes_of
from directive_kg.check.view import ReportView

PREFIXES = """
@prefix : <https://example.org/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix s: <https://example.org/shapes/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

PAPER = """
:paper a dkg:Directive ; dkg:number "7/KH-UBND" ; eli:passed_by :committee ; prov:wasDerivedFrom :file ;
    dkg:tableColumn "1 stt" , "2 title" , "3 lead" ; dkg:hasTask :t1 , :t2 .
:file dkg:fileName "ke-hoach.txt" .
:committee a dkg:Agency ; skos:prefLabel "Ủy ban nhân dân"@vi , "People's Committee"@en .
:department a dkg:Agency ; skos:prefLabel "Sở Mẫu"@vi , "Model Department"@en .
:t1 a dkg:Task ; dkg:inDirective :paper ; dkg:stt "1" ; dkg:position 1 ; dcterms:title "Lập báo cáo <b>quý</b>"@vi ;
    dkg:lead :department ; dkg:hasPlace :t1-title , :t1-lead .
:t1-title a dkg:Place ; dkg:field "title" ; dkg:words "Lập báo cáo quý" ; dkg:page 2 ; dkg:row 1 ; dkg:column 2 .
:t1-lead a dkg:Place ; dkg:field "lead" ; dkg:words "Sở Mẫu" ; dkg:page 2 ; dkg:row 1 ; dkg:column 3 .
:t2 a dkg:Task ; dkg:inDirective :paper ; dkg:stt "2" ; dkg:position 2 ; dcterms:title "Kiểm tra"@vi ;
    dkg:hasPlace :t2-title .
:t2-title a dkg:Place ; dkg:field "title" ; dkg:words "Kiểm tra" ; dkg:page 3 ; dkg:row 2 ; dkg:column 2 .
"""

LEAD = """
s:lead a sh:PropertyShape ; dkg:code "X1" ; dkg:placeField "lead" ; sh:targetClass dkg:Task ; sh:severity sh:Warning ;
    sh:name "Có chủ trì"@vi , "Has a lead"@en ;
    sh:message "{task} thiếu chủ trì"@vi , "{task} lacks a lead"@en ;
    sh:path dkg:lead ; sh:minCount 1 .
"""


def data(turtle: str = PAPER) -> Graph:
    """A data graph."""
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def shapes(turtle: str) -> ShapeSet:
    """A set of shapes; raises as `load_shapes` does."""
    return shapes_of(Graph().parse(data=PREFIXES + turtle, format="turtle"))


def check(shape_text: str, data_text: str = PAPER) -> CheckReport:
    """A whole check."""
    return run_check(data(data_text), shapes(shape_text))


def audited(shape_text: str, data_text: str = PAPER, **options: Any) -> ReportView:
    """A whole audit; the options are those of `check.audit.audit`."""
    return audit(data(data_text), shapes(shape_text), **options)
