"""The forms that an answer can have, and which of them a client would take (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.serve.limits import Refusal


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation."""

    name: str  # for `?format=`
    media_type: str
    also: tuple[str, ...] = ()  # media types that mean the same
    end: bytes = b""  # what a whole answer ends with, white space apart
    row: bytes = b""  # what stands once for each row, b"" where rows cannot be counted so
    before: int = 0  # how many rows are there before the first mark: 1 where marks part them, -1 for a heading

    @property
    def content_type(self) -> str:
        """The header, with the charset where the media type has one."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON: Final = Format(
    # Within a string of JSON a quote always has a backslash before it: these bytes stand between rows only.
    "json",
    "application/sparql-results+json",
    ("application/json",),
    b"]}}",
    b'},{"',
    1,
)
XML: Final = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), b"</sparql>", b"<result>")
CSV: Final = Format("csv", "text/csv", before=-1)
TSV: Final = Format("tsv", "text/tab-separated-values", (), b"", b"\n", -1)
HTML: Final = Format("html", "text/html")
TURTLE: Final = Format("ttl", "text/turtle", ("application/x-turtle",))
N_TRIPLES: Final = Format("nt", "application/n-triples", ("text/plain",))
JSON_LD: Final = Format("jsonld", "application/ld+json", ("application/json",), b"]")
RDF_XML: Final = Format("rdf", "application/rdf+xml", ("application/xml", "text/xml"), b"</rdf:RDF>")

SOLUTIONS: Final = (JSON, XML, CSV, TSV, HTML)
GRAPHS: Final = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, HTML)


def choose(accept: str | None, name: str | None, offered: Sequence[Format]) -> Format:
    """The format named by `?format=`, or the best that the Accept header takes; the first where it takes all.

    Raises Refusal 406 where none fits, 400 for a name that is none.
    """
    if name is not None:
        for form in offered:
            if name in {form.name, form.media_type}:
                return form
        known = ", ".join(form.name for form in offered)
        raise Refusal(400, f"không có dạng ấy; có: {known} / no such format for this answer")
    ranges = _ranges(accept) if accept else [("*/*", 1.0)]
    best: tuple[float, int] | None = None
    found: Format | None = None
    for place, form in enumerate(offered):
        named = [quality for name, quality in ranges if name in form.also]
        quality = max(_quality(form.media_type, ranges), *named, 0.0)
        # A page is for those who ask for one: '*/*' alone gets data.
        if quality > 0 and (best is None or (quality, -place) > best):
            best, found = (quality, -place), form
    if found is None:
        known = ", ".join(form.media_type for form in offered)
        raise Refusal(406, f"không có dạng nào như Accept; có: {known} / no format that Accept takes")
    return found


def takes_html(accept: str | None) -> bool:
    """Whether the client names HTML, as browsers do."""
    return any(name == "text/html" and quality > 0 for name, quality in _ranges(accept or ""))


def takes_gzip(accept_encoding: str | None) -> bool:
    """Whether the client names gzip."""
    return any(name == "gzip" and quality > 0 for name, quality in _ranges(accept_encoding or ""))


def _ranges(header: str) -> list[tuple[str, float]]:
    """The ranges of a header with their qualities; those that are not understood are left out."""
    found: list[tuple[str, float]] = []
    for part in header.split(",")[:64]:
        name, *parameters = [piece.strip().lower() for piece in part.split(";")]
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name, quality))
    return found


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The most specific range decides."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0
