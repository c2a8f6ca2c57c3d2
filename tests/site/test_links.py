"""Links: every thing gets one readable file inside the site, whatever its IRI."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.names import Names
from directive_kg.site.links import Links, anchor, root_from, safe_segment

NAMES = Names()
texts = st.text(max_size=300)


@given(texts)
def test_a_segment_never_climbs_hides_or_grows(text: str) -> None:
    segment = safe_segment(text)
    assert segment
    assert not segment.startswith(".")
    assert not segment.endswith((".", ".html"))
    assert len(segment) <= 80
    assert segment.isascii()
    assert not set(segment) & set('/\\:*?"<>| \x00#%&')


@given(st.lists(texts.map(lambda text: f"https://w3id.org/directive-kg/id/agency/{text}"), unique=True, max_size=20))
def test_two_things_never_share_a_page(iris: list[str]) -> None:
    links = Links()
    pages = [links.add_page("body", iri) for iri in iris]
    assert len({page.lower() for page in pages}) == len(iris)
    for page in pages:
        assert ".." not in PurePosixPath(page).parts
        assert not page.startswith("/")


@given(texts)
def test_an_anchor_needs_no_escaping(text: str) -> None:
    assert not set(anchor("phan", text)) & set(' "<>#%&')


def test_pages_of_our_own_things_are_readable() -> None:
    links, key = Links(), "ubnd-tp-hai-phong/2026/71-kh-ubnd"
    paper = NAMES.directive(key)
    assert links.add_page("paper", paper, folder=True) == f"paper/{key}/index.html"
    assert links.add_trace(paper) == "trace/ubnd-tp-hai-phong-2026-71-kh-ubnd.html"
    assert links.add_page("task", NAMES.part(key, "task", "35.1")) == f"task/{key}/35.1.html"
    assert links.add_page("body", NAMES.agency("so-tai-chinh")) == "body/so-tai-chinh.html"
    assert links.page(paper) == f"paper/{key}/index.html"
    assert links.trace(paper) is not None


def test_what_has_no_page_has_no_link() -> None:
    links = Links()
    assert links.page("https://example.org/x") is None
    assert links.any(None) is None


def test_a_body_called_index_does_not_take_the_list_s_place() -> None:
    assert Links().add_page("body", NAMES.agency("index")) != "body/index.html"


def test_root_leads_back() -> None:
    assert root_from("index.html") == ""
    assert root_from("trace/x.html") == "../"
