"""Terms as numbers, one numbering for all columns: equal terms are equal numbers."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from directive_kg.check.engine.terms import Token, unescaped

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_LITERAL: Final = r'(?s)^"((?:[^"\\]|\\.)*)"'
_FIRST: Final = np.array([True])


class Dictionary:
    """Tokens (N-Triples forms) <-> numbers from 0."""

    def __init__(self) -> None:
        self._type = pl.Categorical(pl.Categories.random())
        # The numbering is forgotten when no column with it is left.
        self._kept = pl.Series(["_:"]).cast(self._type)

    def encode(self, tokens: pl.Series) -> Ids:
        """The numbers of tokens; new ones get the next."""
        return tokens.cast(self._type).to_physical().to_numpy().astype(np.int64)

    def ids(self, tokens: Iterable[Token]) -> Ids:
        """The same for a few."""
        return self.encode(pl.Series(list(tokens), dtype=pl.String))

    def id(self, token: Token) -> int:
        """The number of one token."""
        return int(self.ids([token])[0])

    def texts(self, ids: Ids) -> pl.Series:
        """The tokens of numbers."""
        return pl.Series(ids.astype(np.uint32)).cat.to(self._type).cast(pl.String)

    def tokens(self, ids: Ids) -> Sequence[Token]:
        """The same as a list."""
        found: list[Token] = self.texts(ids).to_list()
        return found

    def kinds(self, ids: Ids) -> npt.NDArray[np.str_]:
        """'<' for an IRI, '_' for a blank node, '\"' for a literal."""
        return self.texts(ids).str.slice(0, 1).to_numpy().astype(np.str_)

    def words(self, ids: Ids) -> pl.Series:
        """What STR() makes of them; null for blank nodes."""
        texts = self.texts(ids)
        words = pl.select(
            pl.when(texts.str.starts_with("<"))
            .then(texts.str.slice(1, texts.str.len_chars() - 2))
            .otherwise(texts.str.extract(_LITERAL))
        ).to_series()
        escaped = words.str.contains("\\", literal=True)
        if not escaped.any():
            return words
        return words.map_elements(unescaped, return_dtype=pl.String, skip_nulls=True)


def unique(values: Ids) -> Ids:
    """Sorted, each once. Columns mostly come in order, and sorting takes less than numpy's hashing."""
    if len(values) < 2:
        return values
    steps = values[1:] > values[:-1]
    if steps.all():
        return values
    values = np.sort(values)
    found: Ids = values[np.concatenate((_FIRST, values[1:] > values[:-1]))]
    return found


def within(values: Ids, wanted: Ids) -> Mask:
    """Which values are among the wanted ones, which are sorted."""
    if not len(wanted):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.searchsorted(wanted, values)
    at[at == len(wanted)] = 0
    found: Mask = wanted[at] == values
    return found
