"""The layout of our TriG files."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from pyoxigraph import Literal, NamedNode

from directive_kg.graph.terms import code, days_of, decimal, integer, partial_date, segment, term, text, unsegment
from directive_kg.graph.trig import Statement, natural, write_trig
from directive_kg.graph.write import paper_to_statements, paper_to_trig
from tests.fixtures.papers import city_plan

_PAPER = "https://x.example/id/directive/a/2026/1"


def test_layout() -> None:
    paper, task = NamedNode(_PAPER), NamedNode(f"{_PAPER}/task/1")
    statements: list[Statement] = [
        (task, term("dkg:confidence"), decimal(1.0)),
        (task, term("dkg:origin"), code("origin", "annex-row")),
        (task, term("rdf:type"), term("dkg:Task")),
        (paper, term("dkg:hasTask"), task),
        (paper, term("dkg:hasTask"), NamedNode(f"{_PAPER}/task/10")),
        (paper, term("dkg:hasTask"), NamedNode(f"{_PAPER}/task/9")),
        (paper, term("dcterms:title"), text('Dòng "một"\nDòng hai', "vi")),
    ]
    assert write_trig("https://x.example/graph/a", statements, base=_PAPER) == (
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix dkg: <https://w3id.org/directive-kg/ontology#> .\n"
        "@prefix origin: <https://w3id.org/directive-kg/vocabulary/origin/> .\n"
        f"@base <{_PAPER}> .\n"
        "\n"
        "GRAPH <https://x.example/graph/a> {\n"
        "<>\n"
        '    dcterms:title "Dòng \\"một\\"\\nDòng hai"@vi ;\n'
        "    dkg:hasTask\n"
        "        <1/task/1>,\n"
        "        <1/task/9>,\n"
        "        <1/task/10> .\n"
        "\n"
        "<1/task/1>\n"
        "    a dkg:Task ;\n"
        "    dkg:confidence 1.0 ;\n"
        "    dkg:origin origin:annex-row .\n"
        "}\n"
    )


def test_the_order_of_statements_does_not_show() -> None:
    paper = city_plan()
    statements = paper_to_statements(paper)
    Random(7).shuffle(statements)
    graph, base = "https://x.example/graph/a", _PAPER
    assert write_trig(graph, statements, base=base) == write_trig(graph, paper_to_statements(paper), base=base)


def test_the_same_bytes_in_every_process() -> None:
    """Sets and hashes change order from one process to the next; the file must not."""
    command = (
        "from tests.fixtures.papers import city_plan;"
        "from directive_kg.graph.write import paper_to_trig;"
        "import sys; sys.stdout.buffer.write(paper_to_trig(city_plan()).encode())"
    )
    printed = [
        subprocess.run([sys.executable, "-c", command], check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert printed[0].stdout == printed[1].stdout == paper_to_trig(city_plan()).encode()


def test_strings_are_composed() -> None:
    assert text("Hải Phòng".replace("ả", "a\u0309")).value == "Hải Phòng"


def test_parts_follow_their_whole() -> None:
    assert sorted(["t/1.1", "t/10", "t/1/cell", "t/2", "t/1"], key=natural) == [
        "t/1",
        "t/1/cell",
        "t/1.1",
        "t/2",
        "t/10",
    ]


@pytest.mark.parametrize("key", ["35.1", "row-7", "a/b", "..", ".", "ô đ%2E", "#?", "71/KH-UBND"])
def test_a_key_is_one_segment_and_comes_back(key: str) -> None:
    assert "/" not in segment(key)
    assert segment(key).isascii()
    assert segment(key) not in (".", "..")
    assert unsegment(segment(key)) == key


@pytest.mark.parametrize(
    ("value", "first", "last", "datatype"),
    [
        ("2026-03-04", date(2026, 3, 4), date(2026, 3, 4), "date"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "gYearMonth"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "gYear"),
    ],
)
def test_partial_dates(value: str, first: date, last: date, datatype: str) -> None:
    assert days_of(value) == (first, last)
    assert partial_date(value).datatype.value.endswith(f"#{datatype}")


@pytest.mark.parametrize("value", ["2026-02-31", "2026-13", "0000", "2026-00-01"])
def test_a_day_that_is_not_in_the_calendar_stays_words(value: str) -> None:
    assert days_of(value) is None
    assert partial_date(value) == Literal(value)


def test_numbers() -> None:
    assert decimal(Decimal("1.4E+10")).value == "14000000000.0"
    assert decimal(1e-7).value == "0.0000001"
    assert integer(7).value == "7"
    with pytest.raises(ValueError, match="NaN"):
        decimal(Decimal("NaN"))
