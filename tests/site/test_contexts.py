"""A cell of bodies that names none is no empty cell."""

from pathlib import Path

import pyoxigraph as ox

from directive_kg.site.build import build_site
from directive_kg.store.embedded import EmbeddedStore
from tests.trace.test_cells_without_body import TRIG


def test_the_cells_words_stand_in_lists_where_no_body_could_be_read(tmp_path: Path) -> None:
    store = EmbeddedStore.of_quads(ox.parse(TRIG, format=ox.RdfFormat.TRIG))
    build_site(store, tmp_path / "site")
    paper = (tmp_path / "site" / "paper" / "sao-hoa" / "2026" / "1-kh" / "index.html").read_text(encoding="utf-8")
    assert "Theo quy định của Luật Cây xanh" in paper
    lists = [
        page.read_text(encoding="utf-8")
        for page in (tmp_path / "site").rglob("*.html")
        if "không nêu tên cơ quan" in page.read_text(encoding="utf-8")
    ]
    assert lists, "some list of tasks shows the authority's words"
    assert all("Theo quy định của Luật Cây xanh" in page for page in lists)
