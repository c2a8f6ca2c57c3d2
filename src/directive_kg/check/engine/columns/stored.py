"""How Oxigraph writes a literal: it keeps numbers, days and truth values by their worth, and writes '01' as '1'."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from directive_kg.check.engine.columns.dictionary import Dictionary, Ids
from directive_kg.check.engine.source import OxigraphSource

# With a datatype, or with an escape that answers of queries do not have.
_ODD: Final = r'(?s)^".*("\^\^<[^<>]*>$|\\[bfuU])'
_CHUNK: Final = 5000  # terms that one query names


def as_stored(dictionary: Dictionary, ids: Ids) -> Iterator[tuple[int, int]]:
    """Of these tokens, those that Oxigraph writes otherwise, with the token that it writes."""
    texts = dictionary.texts(ids)
    places = texts.str.contains(_ODD).fill_null(False).to_numpy()
    numbers = ids[places].tolist()
    tokens = texts.filter(texts.str.contains(_ODD)).to_list()
    nowhere = OxigraphSource(ox.Store())
    for start in range(0, len(tokens), _CHUNK):
        some = slice(start, start + _CHUNK)
        rows = nowhere.rows(f"SELECT ?x {{ VALUES ?x {{ {' '.join(tokens[some])} }} }}")
        for number, token, row in zip(numbers[some], tokens[some], rows, strict=True):
            if row[0] is not None and row[0] != token:
                yield number, dictionary.id(row[0])
