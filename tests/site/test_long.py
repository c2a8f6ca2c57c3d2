"""What is too long for a page goes on over further pages: nothing is lost, no link is dead."""

from collections import Counter
from pathlib import Path

import pytest

from directive_kg.site import contexts_body, contexts_paper, contexts_trace
from directive_kg.site.build import build_site
from directive_kg.site.findings import Checks
from directive_kg.store.embedded import EmbeddedStore
from tests.site.conftest import report
from tests.site.crawl import all_pages, dead_links
from tests.site.kinds import PLAN


@pytest.fixture(scope="module")
def cut(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture papers on pages that have room for a row or two."""
    out = tmp_path_factory.mktemp("cut") / "site"
    with pytest.MonkeyPatch.context() as patch:
        for module, name, most in (
            (contexts_trace, "_FIRST", 0),
            (contexts_trace, "_ROWS", 4000),
            (contexts_body, "_MOST_BYTES", 4000),
            (contexts_paper, "_MOST_CHARACTERS", 2000),
            (contexts_paper, "_MOST_ORDERS", 1),
            (contexts_paper, "_DOUBTS_ON_PAGE", 1),
            (contexts_paper, "_MOST_DOUBTS", 1),
        ):
            patch.setattr(module, name, most)
        build_site(store, out, checks=Checks(report()))
    return out


def test_no_link_is_dead(cut: Path) -> None:
    assert dead_links(cut) == []


def test_every_row_of_the_annex_stands_on_one_of_its_pages(cut: Path, site: Path) -> None:
    def anchors(root: Path) -> list[str]:
        pages = [page for path, page in all_pages(root).items() if path.parent == root / "paper" / PLAN]
        return [str(row.attributes["id"]) for page in pages for row in page.tree.css("table.annex tr[id]")]

    assert len(all_pages(cut)) > len(all_pages(site))
    assert Counter(anchors(cut)) == Counter(anchors(site))


def test_every_task_of_a_trace_and_of_a_body_stands_on_one_of_its_pages(cut: Path, site: Path) -> None:
    def tasks(root: Path, pattern: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for path in sorted(root.glob(pattern)):
            page = all_pages(path.parent)[path]
            found.update(str(link.attributes["href"]) for link in page.tree.css("table.tasks th.main a"))
        return found

    for pattern in ("trace/quoc-hoi-2025-900-2025-qh15.html", "body/so-noi-vu-tp-hai-phong.html"):
        further = pattern.replace(".html", "*.html")
        assert list((cut).glob(pattern.replace(".html", ".2.html")))
        assert set(tasks(cut, further)) >= set(tasks(site, pattern))
