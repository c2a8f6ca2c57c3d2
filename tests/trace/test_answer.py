"""An answer in its three forms."""

import csv
import io
import json

from directive_kg.store.protocol import Solutions, Term
from directive_kg.trace.answer import Answered, harmless, to_csv, to_json, to_table
from directive_kg.trace.catalogue import Column, Label, Question

XSD = "http://www.w3.org/2001/XMLSchema#"
QUESTION = Question(
    "small",
    Label("Nhỏ", "Small"),
    Label("", ""),
    "table",
    (),
    (
        Column("task", "iri", Label("Nhiệm vụ", "Task")),
        Column("title", "text", Label("Nội dung", "Text")),
        Column("end", "date", Label("Đến hạn", "Due")),
        Column("held", "text", Label("Có", "Held")),
        Column("count", "integer", Label("Số", "Count")),
    ),
    "",
)
ROWS = (
    (
        Term("uri", "https://x.org/id/task/1"),
        Term("literal", "=1+1", None, "vi"),
        Term("literal", "2026-03-31", f"{XSD}date"),
        Term("literal", "true", f"{XSD}boolean"),
        Term("literal", "-3", f"{XSD}integer"),
    ),
    (Term("uri", "https://x.org/id/task/2"), Term("literal", "một\x1b[31m hai\nba bốn"), None, None, None),
)
ANSWERED = Answered(QUESTION, Solutions(tuple(c.variable for c in QUESTION.columns), ROWS))


def test_a_table_has_vietnamese_headings_and_aligned_columns() -> None:
    lines = to_table(ANSWERED, base="https://x.org/id/").splitlines()
    assert lines[0].split() == ["Nhiệm", "vụ", "Nội", "dung", "Đến", "hạn", "Có", "Số"]
    assert lines[2].split() == ["task/1", "=1+1", "31/03/2026", "có", "-3"]
    assert lines[0].index("Nội dung") == lines[2].index("=1+1") == lines[3].index("một")
    assert lines[-1] == "(2 dòng / rows)"


def test_a_table_lets_no_control_character_through() -> None:
    assert "\x1b" not in to_table(ANSWERED)
    assert "một [31m hai ba bốn" in to_table(ANSWERED)


def test_a_table_fits_the_width_and_loses_no_word() -> None:
    table = to_table(ANSWERED, width=50, base="https://x.org/id/")
    assert max(map(len, table.splitlines())) <= 50
    assert {"một", "hai", "ba", "bốn"} <= set(table.split())


def test_csv_makes_formulas_harmless_and_leaves_numbers() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(ANSWERED))))
    assert rows[0] == ["task", "title", "end", "held", "count"]
    assert rows[1] == ["https://x.org/id/task/1", "'=1+1", "2026-03-31", "true", "-3"]
    assert rows[2][2:] == ["", "", ""]


def test_every_start_of_a_formula_is_taken_care_of() -> None:
    for start in "=+-@\t\r":
        assert harmless(Term("literal", f"{start}cmd")) == f"'{start}cmd"
    assert harmless(Term("literal", "a=b")) == "a=b"


def test_json_is_that_of_the_w3c() -> None:
    document = json.loads(to_json(ANSWERED))
    assert document["head"] == {"vars": ["task", "title", "end", "held", "count"]}
    first, second = document["results"]["bindings"]
    assert first["task"] == {"type": "uri", "value": "https://x.org/id/task/1"}
    assert first["title"] == {"type": "literal", "value": "=1+1", "xml:lang": "vi"}
    assert first["end"] == {"type": "literal", "value": "2026-03-31", "datatype": f"{XSD}date"}
    assert set(second) == {"task", "title"}
