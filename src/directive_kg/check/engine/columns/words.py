"""Constraints that look at one value alone, over columns of values (SHACL 4.1 to 4.4, 4.8.3)."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
import polars as pl
from rdflib import RDF, SH, XSD, URIRef
from rdflib.term import Node

from directive_kg.check.engine.columns.asked import Asked
from directive_kg.check.engine.columns.dictionary import Ids, Mask, within
from directive_kg.check.engine.datatypes import lexical_form
from directive_kg.check.engine.model import IN, Shape
from directive_kg.check.engine.value_tests import COMPARISONS, LENGTHS
from directive_kg.errors import CheckError

Holds = Callable[[Ids], Mask]  # of values, each once

_KINDS: Final[dict[Node, str]] = {
    SH.IRI: "<",
    SH.BlankNode: "_",
    SH.Literal: '"',
    SH.BlankNodeOrIRI: "_<",
    SH.BlankNodeOrLiteral: '_"',
    SH.IRIOrLiteral: '<"',
}
_FLAGS: Final = frozenset("ims")


def tests_of(shape: Shape, asked: Asked) -> list[tuple[URIRef, Holds]]:
    """Every such constraint of a shape: its component and what must hold. Raises CheckError as `value_tests` does."""
    found: list[tuple[URIRef, Holds]] = []
    for datatype in shape.values(SH.datatype):
        found.append((SH.DatatypeConstraintComponent, _datatype(datatype, asked)))
    for kind in shape.values(SH.nodeKind):
        if kind not in _KINDS:
            raise CheckError(f"sh:nodeKind không rõ / an unknown sh:nodeKind: {kind}")
        found.append((SH.NodeKindConstraintComponent, _kind(_KINDS[kind], asked)))
    for predicate, (sign, component) in COMPARISONS.items():
        found += [(component, _compared(sign, bound, asked)) for bound in shape.values(predicate)]
    for predicate, (sign, component) in LENGTHS.items():
        length = shape.number(predicate)
        if length is not None:
            found.append((component, _length(sign, length, asked)))
    flags = str(shape.one(SH.flags) or "")
    found += [(SH.PatternConstraintComponent, _pattern(str(p), flags, asked)) for p in shape.values(SH.pattern)]
    for head in shape.values(SH.languageIn):
        ranges = [str(wanted) for wanted in shape.items(head)]
        found.append((SH.LanguageInConstraintComponent, _languages(ranges, asked)))
    for head in shape.values(IN):
        members = asked.stored(shape.items(head))
        found.append((SH.InConstraintComponent, partial(_among, members)))
    return found


def _datatype(datatype: Node, asked: Asked) -> Holds:
    if not isinstance(datatype, URIRef):
        raise CheckError(f"phải là IRI / must be an IRI: {datatype}")
    form = lexical_form(datatype)

    def holds(ids: Ids) -> Mask:
        texts = asked.dictionary.texts(ids)
        if datatype == RDF.langString:
            return _true(texts.str.contains(r'(?s)^".*"@[A-Za-z0-9-]+$'))
        if datatype == XSD.string:
            return _true(texts.str.contains(r'(?s)^".*"$'))
        of_it = texts.str.starts_with('"') & texts.str.ends_with(f'"^^<{datatype}>')
        if form is not None:
            of_it &= asked.dictionary.words(ids).str.contains(f"^({form})$").fill_null(False)
        return _true(of_it)

    return holds


def _kind(kinds: str, asked: Asked) -> Holds:
    wanted = list(kinds)
    return lambda ids: np.isin(asked.dictionary.kinds(ids), wanted)


def _compared(sign: str, bound: Node, asked: Asked) -> Holds:
    return lambda ids: asked.holds(ids, lambda variable: f"COALESCE({variable} {sign} {asked.term(bound)}, false)")


def _length(sign: str, length: int, asked: Asked) -> Holds:
    def holds(ids: Ids) -> Mask:
        lengths = asked.dictionary.words(ids).str.len_chars()
        return _true(lengths >= length if sign == ">=" else lengths <= length)

    return holds


def _pattern(pattern: str, flags: str, asked: Asked) -> Holds:
    if not _FLAGS.issuperset(flags):
        raise CheckError(f"sh:flags không dùng được trên cột / not for columns: {flags}")
    whole = f"(?{''.join(sorted(set(flags)))}){pattern}" if flags else pattern

    def holds(ids: Ids) -> Mask:
        try:
            return _true(asked.dictionary.words(ids).str.contains(whole))
        except pl.exceptions.PolarsError as error:
            raise CheckError(f"sh:pattern không hiểu / not understood: {pattern}") from error

    return holds


def _languages(ranges: list[str], asked: Asked) -> Holds:
    lowered = [wanted.lower() for wanted in ranges]

    def holds(ids: Ids) -> Mask:
        tags = asked.dictionary.texts(ids).str.extract(r'(?s)^".*"@([A-Za-z0-9-]+)$').str.to_lowercase()
        found = np.zeros(len(ids), dtype=np.bool_)
        for wanted in lowered:
            found |= _true(
                tags.is_not_null() if wanted == "*" else (tags == wanted) | tags.str.starts_with(f"{wanted}-")
            )
        return found

    return holds


def _true(series: pl.Series) -> Mask:
    """A column of truth values; what is not known is not true."""
    found: Mask = series.fill_null(False).to_numpy().astype(np.bool_)
    return found


def _among(members: Ids, ids: Ids) -> Mask:
    return within(ids, members)
