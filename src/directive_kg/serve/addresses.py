"""The address under which an IRI of the graph answers here, and the IRI that an address means."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote, unquote

from directive_kg.names import DEFAULT_BASE
from directive_kg.serve.formats import HTML, Format
from directive_kg.serve.rdf import RDF_FORMS
from directive_kg.site.output import PAGE_TABLE

_SUFFIXES: Final = {f".{form.name}": form for form in (*RDF_FORMS, HTML)}
# As RFC 3987 has them in a path; '%' is what was escaped already.
KEPT: Final = "/:@!$&'()*+,;=~%"
KINDS: Final = ("id", "graph", "vocabulary")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address may mean: the IRIs in the order in which they are tried, each with the form that it names."""

    candidates: tuple[tuple[str, Format | None], ...]


def wanted(raw_path: bytes, bases: Iterable[str]) -> Wanted:
    """The IRIs that the path of a request can stand for, below each base.

    A name may end like a suffix does, so the whole name goes before the name without it.
    """
    path = raw_path.decode("ascii", "replace").lstrip("/")
    spellings = dict.fromkeys([path, quote(unquote(path), safe=KEPT)])
    found: dict[tuple[str, Format | None], None] = {}
    for base in bases:
        for spelling in spellings:
            found[f"{base}{spelling}", None] = None
    for base in bases:
        for spelling in spellings:
            for suffix, form in _SUFFIXES.items():
                if spelling.endswith(suffix) and len(spelling) > len(suffix):
                    found[f"{base}{spelling.removesuffix(suffix)}", form] = None
    return Wanted(tuple(found))


def bases_of(graphs: Iterable[str]) -> tuple[str, ...]:
    """The bases of the IRIs in a store, told by the names of its graphs; ours comes first.

    >>> bases_of(["https://example.org/kg/graph/links"])
    ('https://w3id.org/directive-kg/', 'https://example.org/kg/')
    """
    own = sorted({name.partition("/graph/")[0] + "/" for name in graphs if "/graph/" in name})
    return tuple(dict.fromkeys([DEFAULT_BASE, *own]))


def local(iri: str, bases: Iterable[str]) -> str | None:
    """The path here of an IRI of the graph or of the ontology; None for one that is not ours."""
    for base in bases:
        rest = iri.removeprefix(base)
        if rest != iri and rest.partition("/")[0].partition("#")[0] in {*KINDS, "ontology"}:
            return f"/{rest}"
    return None


class SitePages:
    """Which page of the built site shows a thing; read anew when the site was built anew."""

    def __init__(self, site: Path) -> None:
        self._file = site / PAGE_TABLE
        self._site = site
        self._read_at = 0
        self._pages: dict[str, str] = {}

    def page(self, iri: str) -> str | None:
        """The path of the page, with a fragment where the thing is a part of it; None where the site shows no such."""
        self._refresh()
        path = self._pages.get(iri)
        if path is None or not (self._site / path.partition("#")[0]).is_file():
            return None
        return f"/{path}"

    def _refresh(self) -> None:
        try:
            changed = self._file.stat().st_mtime_ns
            if changed != self._read_at:
                table = json.loads(self._file.read_text(encoding="utf-8"))
                self._pages = {str(iri): str(path) for iri, path in table.items() if _inside(str(path))}
                self._read_at = changed
        except (OSError, ValueError, AttributeError):
            self._pages = {}


def _inside(path: str) -> bool:
    parts = PurePosixPath(path.partition("#")[0]).parts
    return bool(parts) and not path.startswith(("/", "\\")) and ".." not in parts
