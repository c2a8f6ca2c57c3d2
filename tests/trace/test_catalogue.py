"""The metadata on top of a question: what is read, and what is refused with file and line."""

from pathlib import Path

import pytest

from directive_kg.errors import BrokenGraphError, UnknownNameError
from directive_kg.trace.catalogue import ParameterType, load_catalogue, read_question

GOOD = """#+ name: small
#+ title.vi: Nhỏ: một câu
#+ title.en: Small
#+ description.vi: Mô tả
#+ description.en: A description
#+ answer: table
#+ parameter.kind: choice | Loại | Kind | one
#+ choice.kind.one: <https://example.org/one> | Một | One
#+ choice.kind.two: "two" | Hai | Two
#+ column.thing: iri | Vật | Thing

SELECT ?thing WHERE {
  VALUES ?kind { <https://example.org/one> }
  ?thing a ?kind .
} ORDER BY ?thing
"""


def write(folder: Path, text: str, name: str = "small") -> Path:
    path = folder / f"{name}.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_what_is_written(tmp_path: Path) -> None:
    question = read_question(write(tmp_path, GOOD))
    assert question.title.vi == "Nhỏ: một câu"
    (parameter,) = question.parameters
    assert parameter.type is ParameterType.CHOICE
    assert [(c.code, c.term) for c in parameter.choices] == [("one", "<https://example.org/one>"), ("two", '"two"')]
    assert [(c.variable, c.type, c.title.en) for c in question.columns] == [("thing", "iri", "Thing")]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("#+ name: small", "#+ name: other", 1),
        ("#+ title.en: Small\n", "", 1),
        ("#+ title.en: Small", "#+ title.en Small", 3),
        ("#+ title.en: Small", "#+ title.vi: Small", 3),
        ("#+ answer: table", "#+ answer: picture", 6),
        ("choice | Loại", "colour | Loại", 7),
        ("choice | Loại", "text | Loại", 7),
        ("parameter.kind", "parameter.graph", 7),
        ("#+ parameter.kind: choice | Loại | Kind | one", "#+ parameter.kind: choice | Loại | Kind", 7),
        ("<https://example.org/one> | Một", "<https://example.org/one> } DROP | Một", 8),
        ("column.thing: iri", "column.thing: colour", 10),
        ("column.thing: iri", "colum.thing: iri", 10),
        ("  VALUES ?kind { <https://example.org/one> }\n", "", 7),
        ("  VALUES ?kind { <https://example.org/one> }\n", "VALUES ?kind { <a:b> }\nVALUES ?kind { <a:b> }\n", 7),
    ],
)
def test_refuses_with_file_and_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    assert old in GOOD
    with pytest.raises(BrokenGraphError, match=rf"^small\.rq:{line}: "):
        read_question(write(tmp_path, GOOD.replace(old, new, 1)))


def test_refuses_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "small.rq"
    path.write_bytes(b"#+ name: \xff\xfe")
    with pytest.raises(BrokenGraphError, match=r"small\.rq"):
        read_question(path)


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(BrokenGraphError):
        load_catalogue(tmp_path)


def test_an_unknown_name_gets_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("name: small", "name: large"), "large")
    catalogue = load_catalogue(tmp_path)
    assert [question.name for question in catalogue] == ["large", "small"]
    with pytest.raises(UnknownNameError, match=r"gần nhất: small /"):
        catalogue.get("smal")
