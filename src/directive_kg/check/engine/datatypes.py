"""When the words of a typed literal are of its datatype (XML Schema 1.1, part 2), as a SPARQL expression."""

from typing import Final

from rdflib import RDF, XSD, URIRef

from directive_kg.check.engine.terms import quoted, token_of
from directive_kg.errors import CheckError

_ZONE: Final = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR: Final = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_LEAP: Final = r"-?([0-9]*[0-9]{2}(0[48]|[2468][048]|[13579][26])|[0-9]*([02468][048]|[13579][26])00)"
_DATE: Final = (
    rf"({_YEAR}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    rf"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)"
)
_TIME: Final = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_INTEGER: Final = r"[+-]?[0-9]+"
_NUMBER: Final = r"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([Ee][+-]?[0-9]+)?|[+-]?INF|NaN)"
_LEXICAL: Final[dict[URIRef, str]] = {
    XSD.boolean: "true|false|0|1",
    XSD.decimal: r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    XSD.integer: _INTEGER,
    XSD.float: _NUMBER,
    XSD.double: _NUMBER,
    XSD.date: _DATE + _ZONE,
    XSD.time: _TIME + _ZONE,
    XSD.dateTime: f"{_DATE}T{_TIME}{_ZONE}",
    XSD.dateTimeStamp: f"{_DATE}T{_TIME}{_ZONE[:-1]}",
    XSD.gYear: _YEAR + _ZONE,
    XSD.gYearMonth: f"{_YEAR}-(0[1-9]|1[0-2]){_ZONE}",
    XSD.gMonth: f"--(0[1-9]|1[0-2]){_ZONE}",
    XSD.gDay: f"---(0[1-9]|[12][0-9]|3[01]){_ZONE}",
    XSD.gMonthDay: f"--(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){_ZONE}",
    XSD.hexBinary: "([0-9A-Fa-f]{2})*",
}
_BOUNDED: Final = frozenset(
    (
        *(XSD.nonNegativeInteger, XSD.positiveInteger, XSD.nonPositiveInteger, XSD.negativeInteger),
        *(XSD.byte, XSD.short, XSD.int, XSD.long),
        *(XSD.unsignedByte, XSD.unsignedShort, XSD.unsignedInt, XSD.unsignedLong),
    )
)


def lexical_form(datatype: URIRef) -> str | None:
    """The regular expression of its words, None where any will do. Raises CheckError as `has_datatype` does."""
    if datatype in _BOUNDED:
        raise CheckError(f"kho không giữ kiểu này / stores do not keep this datatype: {datatype}")
    return _LEXICAL.get(datatype)


def has_datatype(variable: str, datatype: URIRef) -> str:
    """That a value is a literal of a datatype, and no ill-typed one.

    Raises CheckError for the integers with bounds: Oxigraph stores them as plain integers.
    """
    form = lexical_form(datatype)
    if datatype == RDF.langString:
        return f'(isLiteral({variable}) && LANG({variable}) != "")'
    is_of = f"isLiteral({variable}) && DATATYPE({variable}) = {token_of(datatype)}"
    words = f"STR({variable})"
    if form is not None:
        return f"({is_of} && REGEX({words}, {quoted(f'^({form})$')}))"
    return f"({is_of})"
