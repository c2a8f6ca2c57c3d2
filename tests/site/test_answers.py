"""An answer as a tree or a chart says what its rows say."""

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.site.answers import chart_from, tree_from
from directive_kg.site.pieces import Ref
from directive_kg.store.protocol import Term


def iri(name: str) -> Term:
    """A thing."""
    return Term("uri", f"urn:x:{name}")


def test_a_paper_hangs_below_the_one_that_it_carries_out() -> None:
    rows = [
        (Term("literal", "Kế hoạch"), iri("plan"), iri("law")),
        (Term("literal", "Luật"), iri("law"), None),
        (Term("literal", "Thư"), iri("letter"), iri("plan")),
    ]
    shown = [[Ref(row[0].value), Ref(""), Ref("")] for row in rows]
    tree = tree_from(["text", "iri", "iri"], rows, shown)
    assert [(node.depth, node.head.text, node.below) for node in tree] == [
        (0, "Luật", 1),
        (1, "Kế hoạch", 1),
        (2, "Thư", 0),
    ]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_every_row_stands_in_the_tree_once_even_in_rings(links: list[tuple[int, int]]) -> None:
    rows = [(Term("literal", str(number)), iri(str(a)), iri(str(b))) for number, (a, b) in enumerate(links)]
    shown = [[Ref(str(number)), Ref(f"a{a}"), Ref(f"b{b}")] for number, (a, b) in enumerate(links)]
    tree = tree_from(["text", "iri", "iri"], rows, shown)
    # Where no row hangs below another, each stands below a group of its own.
    leaves = tree if len(tree) == len(links) else [node for node in tree if node.depth == 1]
    assert len(leaves) == len(links), "no row is lost and none is told twice"


def test_rows_that_name_no_other_hang_below_what_they_share() -> None:
    shown = [[Ref("71"), Ref("a")], [Ref("71"), Ref("b")], [Ref("72"), Ref("c")]]
    rows = [[Term("literal", ref.text) for ref in refs] for refs in shown]
    tree = tree_from(["text", "text"], rows, shown)
    assert [(node.depth, node.head.text) for node in tree] == [(0, "71"), (1, "a"), (1, "b"), (0, "72"), (1, "c")]


def test_a_chart_takes_the_first_name_and_the_first_count() -> None:
    rows = [
        [Term("literal", name), Term("literal", count)] for name, count in [("a", "2"), ("b", "30"), ("c", "nhiều")]
    ]
    shown = [[Ref(cell.value) for cell in row] for row in rows]
    chart = chart_from(["text", "integer"], rows, shown)
    assert chart is not None
    assert [(bar.label, bar.count) for bar in chart.bars] == [("b", 30), ("a", 2)]
    assert chart_from(["text", "text"], rows, shown) is None
