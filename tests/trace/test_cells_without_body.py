"""A cell of bodies whose words name none is shown in its own words: it is not empty."""

import pyoxigraph as ox

from directive_kg.records import Role
from directive_kg.store.embedded import EmbeddedStore
from directive_kg.trace.chain import trace
from directive_kg.trace.tasks import tasks_of
from directive_kg.trace.tree import to_tree

PAPER = "https://w3id.org/directive-kg/id/directive/sao-hoa/2026/1-kh"
TRIG = f"""
@prefix dkg: <https://w3id.org/directive-kg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix role: <https://w3id.org/directive-kg/vocabulary/role/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
<https://w3id.org/directive-kg/graph/sao-hoa/2026/1-kh> {{
  <{PAPER}> a dkg:Directive ; dkg:held true ; dkg:number "1/KH-UBND" ; dkg:hasTask <{PAPER}/task/1> .
  <{PAPER}/task/1> a dkg:Task ; dkg:inDirective <{PAPER}> ; dkg:stt "1" ; dkg:position 1 ;
    dcterms:title "Trồng cây"@vi ; dkg:hasAssignment <{PAPER}/task/1/lead/1> ;
    dkg:hasPlace <{PAPER}/task/1/cell/lead>, <{PAPER}/task/1/cell/authority> .
  <{PAPER}/task/1/cell/lead> a dkg:Place ; dkg:field "lead" ; dkg:words "Sở Cây xanh" .
  <{PAPER}/task/1/cell/authority> a dkg:Place ; dkg:field "authority" ; dkg:words "Theo quy định của Luật Cây xanh" .
  <{PAPER}/task/1/lead/1> a dkg:Assignment ; dkg:role role:lead ; dkg:agentName "Sở Cây xanh" ; dkg:position 1 .
}}
"""


def test_the_words_stand_where_no_body_could_be_read() -> None:
    store = EmbeddedStore.of_quads(ox.parse(TRIG, format=ox.RdfFormat.TRIG))
    (task,) = tasks_of(store, [PAPER])
    assert task.no_body == ((Role.APPROVING, "Theo quy định của Luật Cây xanh"),)
    tree = to_tree(trace(store, "1/KH-UBND"))
    assert "Thẩm quyền: “Theo quy định của Luật Cây xanh” (không nêu tên cơ quan" in tree
    assert "Chủ trì: Sở Cây xanh\n" in tree
