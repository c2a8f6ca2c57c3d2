"""Answers that are too long, and answers that were cut."""

import asyncio

import anyio
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.errors import StoreError
from directive_kg.serve.collect import Collector
from directive_kg.serve.formats import CSV, JSON, N_TRIPLES, RDF_XML, TSV, XML, Format
from directive_kg.serve.limits import Limits, Refusal
from directive_kg.serve.wire import LostError, Pool, _chunks

ENGINE_FORMS = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
}
# What a value needs to hold to be taken for the end of a row.
TRICKY = st.lists(st.sampled_from(['},{"', "]}}", "<result>", "\n", '"', ",", "\\", "a", "}"]), max_size=6).map("".join)


def _rows(values: list[str], form: Format) -> bytes:
    store = ox.Store()
    for number, value in enumerate(values):
        store.add(ox.Quad(ox.NamedNode(f"urn:{number}"), ox.NamedNode("urn:p"), ox.Literal(value)))
    found = store.query("SELECT ?s ?o { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=ENGINE_FORMS[form]) or b""


def _pieces(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def _take_all(collector: Collector, pieces: list[bytes]) -> None:
    for piece in pieces:
        collector.take(200, piece)


@given(st.lists(TRICKY, min_size=1, max_size=6), st.sampled_from(sorted(ENGINE_FORMS, key=str)), st.integers(1, 50))
def test_rows_are_counted_whatever_they_hold(values: list[str], form: Format, size: int) -> None:
    content = _rows(values, form)
    enough = Collector(form, Limits(rows=len(values)), has_rows=True)
    _take_all(enough, _pieces(content, size))
    assert enough.whole() == content
    too_few = Collector(form, Limits(rows=len(values) - 1), has_rows=True)
    if len(values) > 1:
        with pytest.raises(Refusal) as refused:
            _take_all(too_few, _pieces(content, size))
        assert (refused.value.status, refused.value.limit) == (413, f"rows={len(values) - 1}")


def test_bytes_are_counted() -> None:
    collector = Collector(N_TRIPLES, Limits(bytes=10), has_rows=False)
    collector.take(200, b"12345")
    with pytest.raises(Refusal) as refused:
        collector.take(200, b"678901")
    assert (refused.value.status, refused.value.limit) == (413, "bytes=10")


@pytest.mark.parametrize("form", [JSON, XML])
def test_a_cut_answer_is_an_error(form: Format) -> None:
    content = _rows(["a", "b", "c"], form)
    for end in range(1, len(content) - 1):
        collector = Collector(form, Limits(), has_rows=True)
        collector.take(200, content[:end])
        with pytest.raises(StoreError, match="cut"):
            collector.whole()


@pytest.mark.parametrize(("form", "content"), [(JSON, b'{"head":{},"boolean":tr'), (RDF_XML, b"<rdf:RDF><rdf:Descr")])
def test_a_cut_answer_without_rows_is_an_error(form: Format, content: bytes) -> None:
    collector = Collector(form, Limits(), has_rows=False)
    collector.take(200, content)
    with pytest.raises(StoreError, match="cut"):
        collector.whole()


def test_an_answer_that_begins_again_is_counted_anew() -> None:
    collector = Collector(TSV, Limits(rows=2), has_rows=True)
    for piece in (b"?s\na\nb\n", b"", b"?s\nc\nd\n"):
        collector.take(200, piece)
    assert collector.whole() == b"?s\nc\nd\n"


def _asked(answer: bytes) -> bytes | str:
    """What a client makes of a server that says these bytes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"ASK {}")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async def main() -> bytes | str:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            pool = Pool(server.sockets[0].getsockname()[1])
            pieces: list[bytes] = []
            try:
                await pool.post("/query", b"ASK {}", "text/csv", lambda _status, piece: pieces.append(piece))
            except LostError:
                return "lost"
            finally:
                await pool.close()
            return b"".join(pieces)

    return anyio.run(main)


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=6), st.booleans(), st.lists(st.integers(1, 12), min_size=1))
def test_chunks_come_back_however_they_are_cut(parts: list[bytes], trailer: bool, cuts: list[int]) -> None:
    sent = b"".join(b"%x;a=b\r\n%b\r\n" % (len(part), part) for part in parts)
    sent += b"0\r\n" + (b"Digest: x\r\n" if trailer else b"") + b"\r\n"
    found, waiting, ended = b"", b"", False
    while sent:
        size = cuts[len(sent) % len(cuts)]
        assert not ended
        piece, used, ended = _chunks(waiting + sent[:size])
        waiting, sent, found = (waiting + sent[:size])[used:], sent[size:], found + piece
    assert (found, waiting, ended) == (b"".join(parts), b"", True)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (HEAD + b"Content-Length: 4\r\n\r\ntrue", b"true"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n2;x=y\r\nue\r\n0\r\n\r\n", b"true"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n2\r\nue\r\n", "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n9\r\nue", "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\ntr\r\n", "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\ntrXX2\r\nue\r\n0\r\n\r\n", "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n0\r\n\r\nHTTP/1.1 200 OK", "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 200_000, "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\ntrue\r\n0\r\n\r\n", "lost"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffff\r\ntrue\r\n0\r\n\r\n", "lost"),
        (HEAD + b"Content-Length: 5\r\n\r\ntrue", "lost"),
        (HEAD + b"\r\ntrue", "lost"),
        (b"HTTP/1.1 200", "lost"),
        (b"\r\n\r\n", "lost"),
        (b"x" * 100_000, "lost"),
        (b"", "lost"),
    ],
)
def test_only_a_whole_answer_is_one(answer: bytes, found: bytes | str) -> None:
    assert _asked(answer) == found
