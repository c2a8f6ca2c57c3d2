"""The tables: every statement of a record is in a cell and can be made of it again."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from csvw import CSVW
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.graph.csvw import METADATA
from directive_kg.graph.export import export_folder
from directive_kg.graph.files import load, write_bytes
from directive_kg.graph.tables import tables
from directive_kg.names import ONTOLOGY
from tests.fixtures.papers import city_plan, fixture_graph

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD = "http://www.w3.org/2001/XMLSchema#"
TASK = f"https://w3id.org/directive-kg/id/directive/{city_plan().key}/task/1"


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> tuple[ox.Quad, ...]:
    """The fixture graph, without the ontology, whose terms are no records."""
    return load(fixture_graph(tmp_path_factory.mktemp("tables")), ontology=False).quads


def _read_back(files: dict[str, bytes]) -> Iterator[ox.Triple]:
    """The statements of the cells, as 'Generating RDF from Tabular Data on the Web' says, as far as we make use of it."""
    for table in json.loads(files[METADATA])["tables"]:
        columns = table["tableSchema"]["columns"]
        rows = csv.reader(io.StringIO(files[table["url"]].decode(), newline=""))
        headings = next(rows)
        real = [column for column in columns if not column.get("virtual")]
        assert headings == [column["titles"] for column in real]
        for row in rows:
            subject = ox.NamedNode(row[0])
            for column in columns:
                if column.get("virtual"):
                    yield ox.Triple(subject, RDF_TYPE, ox.NamedNode(column["valueUrl"]))
            for column, cell in zip(real[1:], row[1:], strict=True):
                if cell != column.get("null", ""):
                    parts = cell.split(column["separator"]) if "separator" in column else [cell]
                    property_ = RDF_TYPE if column["propertyUrl"] == "rdf:type" else ox.NamedNode(column["propertyUrl"])
                    for part in parts:
                        yield ox.Triple(subject, property_, _value(column, part))


def _value(column: dict[str, Any], text: str) -> ox.NamedNode | ox.Literal:
    if "valueUrl" in column:
        return ox.NamedNode(text)
    if "lang" in column:
        return ox.Literal(text, language=column["lang"])
    datatype = column["datatype"]
    return ox.Literal(text, datatype=ox.NamedNode(datatype["@id"] if isinstance(datatype, dict) else XSD + datatype))


def _records(quads: tuple[ox.Quad, ...]) -> set[ox.Triple]:
    typed = {q.subject for q in quads if q.predicate == RDF_TYPE}
    return {q.triple for q in quads if q.subject in typed}


def test_the_cells_are_the_statements(quads: tuple[ox.Quad, ...]) -> None:
    assert set(_read_back(export_folder(quads, "csvw"))) == _records(quads)


def test_another_reader_of_csvw_finds_no_fault(quads: tuple[ox.Quad, ...], tmp_path: Path) -> None:
    for name, data in export_folder(quads, "csvw").items():
        write_bytes(tmp_path / name, data)
    read = CSVW(str(tmp_path / METADATA), validate=True)
    assert read.is_valid
    assert not read.warnings
    assert [row for row in read.tables if row.local_name == "task.csv"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.sampled_from(["p", "q", "iri", "x/p"]),
            st.one_of(
                st.builds(
                    ox.Literal,
                    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x1f␀"), max_size=4),
                ),
                st.builds(lambda text: ox.Literal(text, language="vi"), st.sampled_from(["", "|", "a|b", "¦‖␞", "=1"])),
                st.builds(ox.Literal, st.integers()),
                st.builds(lambda name: ox.NamedNode(f"urn:x:{name}"), st.sampled_from("ab")),
            ),
        ),
        max_size=12,
    )
)
def test_any_values_come_back(found: list[tuple[str, str, ox.Literal | ox.NamedNode]]) -> None:
    quads = [ox.Quad(ox.NamedNode(f"urn:x:{name}"), RDF_TYPE, ox.NamedNode(f"{ONTOLOGY}Task")) for name in "ab"]
    quads += [ox.Quad(ox.NamedNode(f"urn:x:{s}"), ox.NamedNode(f"{ONTOLOGY}{p}"), value) for s, p, value in found]
    assert set(_read_back(export_folder(quads, "csvw"))) == {quad.triple for quad in quads}


def test_parquet_has_types(quads: tuple[ox.Quad, ...]) -> None:
    files = export_folder(quads, "parquet")
    rows = {row["iri"]: row for row in pq.read_table(io.BytesIO(files["task.parquet"])).to_pylist()}
    assert rows[TASK]["dueEnd"] == date(2026, 6, 30)
    assert rows[TASK]["position"] == 1
    assert rows[TASK]["lead"] == ["https://w3id.org/directive-kg/id/agency/so-tai-chinh-tp-hai-phong"], (
        "a list: others have two"
    )
    schema = pq.read_schema(io.BytesIO(files["task.parquet"]))
    assert schema.metadata[b"class"] == f"{ONTOLOGY}Task".encode()
    assert schema.field("dueEnd").metadata[b"property"] == f"{ONTOLOGY}dueEnd".encode()


def test_a_value_that_is_not_what_its_type_says_stays_text() -> None:
    thing, day = ox.NamedNode("urn:x"), ox.Literal("2026-02-31", datatype=ox.NamedNode(f"{XSD}date"))
    quads = [
        ox.Quad(thing, RDF_TYPE, ox.NamedNode(f"{ONTOLOGY}Task")),
        ox.Quad(thing, ox.NamedNode(f"{ONTOLOGY}dueEnd"), day),
    ]
    row = pq.read_table(io.BytesIO(export_folder(quads, "parquet")["task.parquet"])).to_pylist()[0]
    assert row == {"iri": "urn:x", "dueEnd": "2026-02-31"}


def test_every_thing_is_in_one_table(quads: tuple[ox.Quad, ...]) -> None:
    found = [iri for table in tables(quads) for iri, _ in table.rows]
    assert len(found) == len(set(found))
    assert set(found) == {
        q.subject.value for q in quads if q.predicate == RDF_TYPE and isinstance(q.subject, ox.NamedNode)
    }
