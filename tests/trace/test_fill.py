"""Values into a query: typed, checked, and as terms whatever a person types."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal
from rdflib.plugins.sparql.parser import parseQuery

from directive_kg.errors import DirectiveKgError, UnknownNameError, UsageError
from directive_kg.trace.catalogue import Choice, Label, Parameter, ParameterType, Question
from directive_kg.trace.fill import fill, substitute, term_of
from tests.trace.stores import ID, PLAN, embedded

BOTH = Label("Tên", "Name")
QUERY = """SELECT ?x WHERE {
  { SELECT ?x WHERE {
      VALUES ?p { <https://example.org/p> }
      VALUES ?q { "1"^^<http://www.w3.org/2001/XMLSchema#integer> }
      ?x ?p ?q .
  } }
}
"""


def parameter(kind: ParameterType, name: str = "p") -> Parameter:
    choices = (Choice("one", "<https://example.org/one>", BOTH),) if kind is ParameterType.CHOICE else ()
    return Parameter(name, kind, BOTH, "ví dụ", choices)


def question(*parameters: Parameter) -> Question:
    return Question("small", BOTH, BOTH, "table", parameters, (), QUERY)


@pytest.mark.parametrize(
    ("kind", "typed", "term"),
    [
        (ParameterType.IRI, "https://example.org/a", "<https://example.org/a>"),
        (ParameterType.TEXT, ' nói "có"\\ ', r'"nói \"có\"\\"'),
        (ParameterType.DATE, "5/3/2026", '"2026-03-05"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (ParameterType.DATE, "2026-03-05", '"2026-03-05"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (ParameterType.INTEGER, "-07", '"-7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (ParameterType.CHOICE, "one", "<https://example.org/one>"),
        (ParameterType.DIRECTIVE, "7001 / kh–ubnd", f"<{PLAN}>"),
        (ParameterType.AGENCY, "sở bến nước", f"<{ID}agency/so-ben-nuoc>"),
        (ParameterType.AGENCY, "SBN", f"<{ID}agency/so-ben-nuoc>"),
        (ParameterType.AGENCY, "so-ben-nuoc", f"<{ID}agency/so-ben-nuoc>"),
        (ParameterType.AGENCY, f"{ID}agency/so-ben-nuoc", f"<{ID}agency/so-ben-nuoc>"),
    ],
)
def test_a_value_becomes_a_term(kind: ParameterType, typed: str, term: str) -> None:
    found = term_of(parameter(kind), typed, embedded())
    assert found == term or Literal(found) == Literal(term)


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        (ParameterType.IRI, "no scheme", UsageError),
        (ParameterType.IRI, "https://example.org/> } DROP ALL #", UsageError),
        (ParameterType.TEXT, "two\nlines", UsageError),
        (ParameterType.TEXT, "  ", UsageError),
        (ParameterType.DATE, "31/2/2026", UsageError),
        (ParameterType.DATE, "3/2026", UsageError),
        (ParameterType.DATE, "hôm nay", UsageError),
        (ParameterType.DATE, "٠١/٠٢/2026", UsageError),
        (ParameterType.INTEGER, "1.5", UsageError),
        (ParameterType.CHOICE, "two", UnknownNameError),
        (ParameterType.DIRECTIVE, "123/QĐ-ABC", UnknownNameError),
        (ParameterType.DIRECTIVE, "05-CTr/TU", UsageError),
        (ParameterType.AGENCY, "Sở Bến", UnknownNameError),
        (ParameterType.AGENCY, "Thành phố Mẫu", UsageError),
    ],
)
def test_a_wrong_value_is_one_clear_line(kind: ParameterType, typed: str, error: type[DirectiveKgError]) -> None:
    with pytest.raises(error) as caught:
        term_of(parameter(kind), typed, embedded())
    assert "\n" not in str(caught.value)


def test_an_unknown_body_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Sở Bến Nước"):
        term_of(parameter(ParameterType.AGENCY), "Sở Bến", embedded())


def test_all_bodies_of_one_name_are_listed() -> None:
    with pytest.raises(UsageError, match=r"\[hdnd-mau\].*\[vp-mau\]"):
        term_of(parameter(ParameterType.AGENCY), "Thành phố Mẫu", embedded())


def test_missing_and_unknown_parameters_are_told() -> None:
    asked = question(parameter(ParameterType.TEXT), parameter(ParameterType.INTEGER, "q"))
    with pytest.raises(UsageError, match="thiếu --q"):
        fill(asked, {"p": "a"}, embedded())
    with pytest.raises(UsageError, match="'r'"):
        fill(asked, {"p": "a", "q": "1", "r": "x"}, embedded())


@given(text=st.text(min_size=1), number=st.integers(min_value=-(10**17), max_value=10**17))
def test_whatever_is_typed_the_query_keeps_its_shape(text: str, number: int) -> None:
    asked = question(parameter(ParameterType.TEXT), parameter(ParameterType.INTEGER, "q"))
    try:
        filled = fill(asked, {"p": text, "q": str(number)}, embedded())
    except UsageError:
        return
    assert len(filled.splitlines()) == len(QUERY.splitlines())
    before, after = QUERY.splitlines(), filled.splitlines()
    assert [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] in ([2], [2, 3])
    parseQuery(filled)


def test_a_value_that_looks_like_a_line_replaces_only_its_own() -> None:
    asked = question(parameter(ParameterType.TEXT), parameter(ParameterType.INTEGER, "q"))
    filled = fill(asked, {"p": "VALUES ?q { 9 }", "q": "5"}, embedded())
    assert filled.splitlines()[2].strip() == 'VALUES ?p { "VALUES ?q { 9 }" }'
    assert '"5"^^' in filled.splitlines()[3]


def test_what_has_no_value_stays_as_it_stands(tmp_path: Path) -> None:
    asked = question(parameter(ParameterType.IRI))
    assert substitute(replace(asked), {}) == QUERY
