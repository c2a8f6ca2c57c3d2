"""Lines of N-Triples as columns of tokens, as many at once as polars likes to have."""

from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl

from directive_kg.errors import CheckError

_AT_ONCE: Final = 48 << 20  # bytes
_NEVER: Final = "\x01"  # a character that N-Triples writes as an escape


def tables_of(blocks: Iterable[bytes]) -> Iterator[pl.DataFrame]:
    """Subject, property and object of every line; each block holds whole lines, as Oxigraph writes them.

    Raises CheckError for lines that are no N-Triples.
    """
    waiting, size = list[bytes](), 0
    for block in blocks:
        if block:
            waiting.append(block)
            size += len(block)
        if size >= _AT_ONCE:
            yield _table(b"".join(waiting))
            waiting, size = [], 0
    if waiting:
        yield _table(b"".join(waiting))


def _table(lines: bytes) -> pl.DataFrame:
    try:
        whole = pl.read_csv(lines, has_header=False, separator=_NEVER, quote_char=None, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise CheckError(f"không đọc được phát biểu / statements cannot be read: {str(error)[:200]}") from error
    parts = pl.col(whole.columns[0]).str.splitn(" ", 3).struct.rename_fields(["subject", "property", "object"])
    return whole.select(parts).unnest(whole.columns[0]).with_columns(pl.col("object").str.strip_suffix(" ."))
