"""The IRIs and literals that the graph of a paper is made of, as pyoxigraph terms."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeAlias
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from directive_kg.names import PREFIXES, VOCABULARY, Names, slug

Term: TypeAlias = NamedNode | Literal

DEFAULT_NAMES: Final = Names()
_XSD: Final = PREFIXES["xsd"]
RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")


def term(curie: str) -> NamedNode:
    """The IRI behind a prefixed name of `names.PREFIXES`: term('dkg:Task')."""
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def code(scheme: str, name: str) -> NamedNode:
    """A term of a vocabulary: code('role', 'lead')."""
    return NamedNode(f"{VOCABULARY}{scheme}/{name}")


def code_of(iri: str) -> str:
    """The code of a vocabulary term or of a body: the last segment of its IRI."""
    return iri.rsplit("/", 1)[-1]


def type_code(type_name: str) -> NamedNode | None:
    """The document type 'ke-hoach' of 'Kế hoạch'; None where nothing is left of the name as a slug."""
    name = slug(type_name)
    return code("document-type", name) if name else None


def segment(name: str) -> str:
    """A key as one IRI segment (keys come from papers): what is no plain letter, digit, '.', '-' or '_' is escaped."""
    escaped = quote(name, safe="")
    return escaped.replace(".", "%2E") if set(escaped) <= {"."} else escaped


def unsegment(name: str) -> str:
    """The key that `segment` was given."""
    return unquote(name)


def text(value: str, language: str | None = None) -> Literal:
    """A string, NFC."""
    return Literal(unicodedata.normalize("NFC", value), language=language)


def boolean(value: bool) -> Literal:
    """An xsd:boolean."""
    return Literal("true" if value else "false", datatype=NamedNode(_XSD + "boolean"))


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=NamedNode(_XSD + "integer"))


def decimal(value: Decimal | float) -> Literal:
    """An xsd:decimal with a point in it, never with an exponent. Raises ValueError for NaN and infinity."""
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise ValueError(f"not a number that xsd:decimal can hold: {value}")
    lexical = format(number, "f")
    if "." not in lexical:
        lexical += ".0"
    return Literal(lexical, datatype=NamedNode(_XSD + "decimal"))


def day(value: date) -> Literal:
    """An xsd:date."""
    return Literal(value.isoformat(), datatype=NamedNode(_XSD + "date"))


def partial_date(value: str) -> Literal:
    """An xsd:date, xsd:gYearMonth or xsd:gYear; a plain string for a day that is not in the calendar."""
    if days_of(value) is None:
        return Literal(value)
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return Literal(value, datatype=NamedNode(_XSD + kind))


@lru_cache(4096)  # papers give few dates, each many times: half the time of going through the mentions of one number
def days_of(value: str | None) -> tuple[date, date] | None:
    """First and last day that a partial ISO date allows; None for no date and for one that is not in the calendar.

    >>> days_of("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    if value is None or not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII):
        return None
    parts = [int(part) for part in value.split("-")]
    year, month, number = (*parts, None, None)[:3]
    try:
        if year is None or year < 1:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if number is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, number), date(year, month, number)
    except ValueError:
        return None
