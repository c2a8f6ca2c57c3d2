"""A question with values in it: each value typed, checked, and put in as an RDF term, never as text."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from rdflib import XSD, Literal, URIRef

from directive_kg.errors import StoreError, UnknownNameError, UsageError
from directive_kg.graph.terms import DEFAULT_NAMES
from directive_kg.store.protocol import Store
from directive_kg.trace.catalogue import Parameter, ParameterType, Question
from directive_kg.trace.lookup import find_agency, find_paper, list_papers, parse_date
from directive_kg.trace.nearest import nearest, one_line

# Absolute, without the characters that end or break an IRI in SPARQL.
_IRI: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]+')
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)


def fill(question: Question, values: Mapping[str, str], store: Store) -> str:
    """The query of a question with the values that a person typed.

    The store tells which paper or body a number or name means.
    Raises UsageError for a missing, unknown or ill-typed value, UnknownNameError for a name not in the graph, StoreError
    for a store that lacks what the question needs.
    """
    names = [parameter.name for parameter in question.parameters]
    for given in values:
        if given not in names:
            hint = ", ".join(nearest(given, names) or names) or "không có / none"
            raise UsageError(
                f"câu hỏi '{question.name}' không có tham số '{one_line(given)}'; có: {hint} / no such parameter"
            )
    terms: dict[str, str] = {}
    for parameter in question.parameters:
        if parameter.name not in values:
            raise UsageError(
                f"thiếu --{parameter.name} ({parameter.title.vi}), ví dụ: --{parameter.name} '{parameter.example}'"
                f" / missing {parameter.title.en.lower()}"
            )
        terms[parameter.name] = term_of(parameter, values[parameter.name], store)
    if question.needs is not None:
        graph = DEFAULT_NAMES.graph(question.needs)
        if not store.ask(f"ASK {{ GRAPH {URIRef(graph).n3()} {{ ?s ?p ?o }} }}"):
            raise StoreError(
                f"kho không có đồ thị <{graph}>, hãy nạp bằng `directive-kg build` (build --to với máy chủ khác)"
                " / the store lacks this graph: load it with `directive-kg build`, another server with `build --to`"
            )
    return substitute(question, terms)


def substitute(question: Question, terms: Mapping[str, str]) -> str:
    """The query with each parameter's line replaced; `terms` are RDF terms as SPARQL writes them, by parameter."""
    lines = question.query.splitlines()
    for number, line in enumerate(lines):
        for parameter in question.parameters:
            if parameter.name in terms and parameter.line.fullmatch(line):
                indent = line[: len(line) - len(line.lstrip())]
                lines[number] = f"{indent}VALUES ?{parameter.name} {{ {terms[parameter.name]} }}"
                break
    return "\n".join(lines) + "\n"


def term_of(parameter: Parameter, value: str, store: Store) -> str:
    """The RDF term of one typed value, as SPARQL writes it. Raises as `fill` does."""
    typed = unicodedata.normalize("NFC", value).strip()
    if not typed or not typed.isprintable():
        raise UsageError(f"--{parameter.name}: trống hoặc có ký tự lạ / empty, or with control characters in it")
    match parameter.type:
        case ParameterType.IRI:
            return _iri(parameter, typed)
        case ParameterType.TEXT:
            return Literal(typed).n3()
        case ParameterType.DATE:
            return _date(parameter, typed)
        case ParameterType.INTEGER:
            if not _INTEGER.fullmatch(typed):
                raise UsageError(f"--{parameter.name}: không phải số nguyên / not a whole number: '{one_line(typed)}'")
            return Literal(str(int(typed)), datatype=XSD.integer).n3()
        case ParameterType.CHOICE:
            return _choice(parameter, typed)
        case ParameterType.DIRECTIVE:
            return URIRef(find_paper(list_papers(store), typed).iri).n3()
        case ParameterType.AGENCY:
            return URIRef(find_agency(store, typed).iri).n3()


def _iri(parameter: Parameter, typed: str) -> str:
    if not _IRI.fullmatch(typed):
        raise UsageError(f"--{parameter.name}: cần một IRI đầy đủ / needs an absolute IRI: '{one_line(typed)}'")
    return URIRef(typed).n3()


def _date(parameter: Parameter, typed: str) -> str:
    iso = parse_date(typed)
    if len(iso) != len("2026-01-01"):
        raise UsageError(
            f"--{parameter.name}: cần đủ ngày, tháng, năm, ví dụ {parameter.example}"
            f" / needs a whole day: '{one_line(typed)}'"
        )
    return Literal(iso, datatype=XSD.date).n3()


def _choice(parameter: Parameter, typed: str) -> str:
    for choice in parameter.choices:
        if typed == choice.code:
            return choice.term
    known = ", ".join(f"{choice.code} ({choice.title.vi})" for choice in parameter.choices)
    raise UnknownNameError(f"--{parameter.name}: không có '{one_line(typed)}'; chọn: {known} / no such choice")
