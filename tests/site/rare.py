"""A site that has the kinds of pages which the fixture papers alone do not give: several places, versions, long lists."""

from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from directive_kg.graph.files import load
from directive_kg.site import contexts_paper, contexts_trace
from directive_kg.site.build import build_site
from directive_kg.site.findings import Checks
from directive_kg.store.embedded import EmbeddedStore
from tests.fixtures.papers import fixture_graph
from tests.site.conftest import report
from tests.site.kinds import PLAN

_BASE: Final = "https://w3id.org/directive-kg/"
_LETTER: Final = "vp-ubnd-tp-hai-phong/2026/khong-so-04-7001-kh-ubnd"
_MORE: Final = f"""
PREFIX dkg: <{_BASE}ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE {{ GRAPH ?own {{ <{_BASE}id/directive/{_LETTER}> dkg:jurisdiction ?place }} }}
WHERE {{ GRAPH ?own {{ <{_BASE}id/directive/{_LETTER}> dkg:jurisdiction ?place }} }} ;
INSERT DATA {{ GRAPH <{_BASE}id/graph/rare> {{
  <{_BASE}id/match/1> a dkg:TaskMatch ; dkg:score 0.8 ; dkg:because "tên giống nhau 80%"@vi, "titles 80% alike"@en ;
    dkg:leftTask <{_BASE}id/directive/{_LETTER}/task/1> ; dkg:rightTask <{_BASE}id/directive/{PLAN}/task/1> .
  <{_BASE}id/directive/{_LETTER}> dkg:replaces <{_BASE}id/directive/{PLAN}> ; dkg:jurisdiction <{_BASE}id/place/mau> .
  <{_BASE}id/place/mau> a dcterms:Location ; skos:prefLabel "phường Mẫu"@vi ; dcterms:isPartOf <{_BASE}id/place/hai-phong> .
}} }}
"""

RARE_KINDS: Final = {
    "compare": "paper/*/*/*/so-voi-*.html",
    "place": "place/mau.html",
    "places": "place/index.html",
    "annex": f"paper/{PLAN}/phu-luc*.html",
    "doubts": "paper/*/*/*/doc-chua-chac*.html",
    "trace, continued": "trace/*.2.html",
}


def rare_site(folder: Path) -> Path:
    """The site, built below the folder."""
    inner = ox.Store()
    inner.bulk_extend(load(fixture_graph(folder)).quads)
    inner.update(_MORE)
    with pytest.MonkeyPatch.context() as patch:
        for module, name, most in (
            (contexts_trace, "_FIRST", 0),
            (contexts_trace, "_ROWS", 8000),
            (contexts_paper, "_MOST_CHARACTERS", 2000),
            (contexts_paper, "_DOUBTS_ON_PAGE", 0),
        ):
            patch.setattr(module, name, most)
        build_site(EmbeddedStore(inner), folder / "site", checks=Checks(report()))
    return folder / "site"
