"""Where in its paper a thing stands: the cell's own words, its place, and the paper, ready to be quoted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef

from directive_kg.store.protocol import Store, Term
from directive_kg.trace.lookup import PREFIX_LINES, PaperRef, list_papers, text

_CELLS: Final = """
SELECT ?thing ?place ?field ?words ?page ?line ?table ?row ?column ?confidence WHERE {
  VALUES ?thing { %s }
  { ?thing dkg:hasPlace ?place } UNION { ?thing a dkg:Place BIND(?thing AS ?place) }
  OPTIONAL { ?place dkg:field ?field }
  OPTIONAL { ?place dkg:words ?words }
  OPTIONAL { ?place dkg:page ?page }
  OPTIONAL { ?place dkg:line ?line }
  OPTIONAL { ?place dkg:table ?table }
  OPTIONAL { ?place dkg:row ?row }
  OPTIONAL { ?place dkg:column ?column }
  OPTIONAL { ?place dkg:confidence ?confidence }
  OPTIONAL { ?place dkg:position ?position }
}
ORDER BY ?thing ?position ?place
"""
_PAPERS: Final = """
SELECT ?thing ?paper ?file ?hash WHERE {
  VALUES ?thing { %s }
  {
    ?thing dkg:inDirective ?paper
  } UNION {
    ?thing a dkg:Directive BIND(?thing AS ?paper)
  } UNION {
    ?thing (^dkg:hasAssignment|^dkg:hasDeadline|^dkg:hasDeliverable|^dkg:bodyDeadline|^dkg:hasPlace)/dkg:inDirective ?paper
  } UNION {
    ?paper dkg:hasCitation|dkg:hasDoubt|dkg:hasPlace ?thing . ?paper a dkg:Directive
  }
  OPTIONAL { ?paper prov:wasDerivedFrom ?hash . OPTIONAL { ?hash dkg:fileName ?file } }
}
ORDER BY ?thing ?paper ?hash ?file
"""
_WHERE: Final = (("page", "trang", "page"), ("table", "bảng", "table"), ("row", "hàng", "row"),
                 ("column", "cột", "column"), ("line", "dòng", "line"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedCell:
    """A cell, or a piece of running text, that says something of a thing."""

    iri: str
    field: str | None  # title, lead, deadline …
    words: str | None  # the paper's own
    where: dict[str, int]  # page, table, row, column, line, as far as they are known; from 1
    confidence: float | None

    @property
    def place(self) -> str:
        """'bảng 1, hàng 36, cột 5, dòng 275 / table 1, …'."""
        vi = ", ".join(f"{name} {self.where[key]}" for key, name, _ in _WHERE if key in self.where)
        en = ", ".join(f"{name} {self.where[key]}" for key, _, name in _WHERE if key in self.where)
        return f"{vi} / {en}" if vi else ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A thing with the paper that says it and the cells in which it does."""

    iri: str
    paper: PaperRef | None
    file: str | None
    sha256: str | None
    cells: tuple[CitedCell, ...]

    @property
    def sentence(self) -> str:
        """The words with their source on one line."""
        source = self.paper.description if self.paper else self.iri
        quoted = "; ".join(
            f"“{cell.words}”" + (f" ({cell.place.partition(' / ')[0]})" if cell.place else "")
            for cell in self.cells
            if cell.words
        )
        return f"{quoted} – {source}" if quoted else source


def cite(store: Store, iris: Iterable[str]) -> dict[str, Cited]:
    """Every thing of which the store knows a paper or a cell, by IRI. Raises StoreError where the store fails."""
    wanted = sorted(set(iris))
    if not wanted:
        return {}
    values = " ".join(URIRef(iri).n3() for iri in wanted)
    cells: dict[str, list[CitedCell]] = {}
    for row in store.select(PREFIX_LINES + _CELLS % values).dicts():
        cells.setdefault(row["thing"].value, []).append(_cell(row))
    papers = {paper.iri: paper for paper in list_papers(store)}
    sources: dict[str, dict[str, Term]] = {}
    for row in store.select(PREFIX_LINES + _PAPERS % values).dicts():
        sources.setdefault(row["thing"].value, row)
    found = {}
    for iri in wanted:
        source = sources.get(iri)
        if source is None and iri not in cells:
            continue
        digest = text(source, "hash") if source else None
        found[iri] = Cited(
            iri,
            papers.get(source["paper"].value) if source else None,
            text(source, "file") if source else None,
            digest.removeprefix("urn:sha256:") if digest else None,
            tuple(cells.get(iri, ())),
        )
    return found


def _cell(row: dict[str, Term]) -> CitedCell:
    where = {key: int(row[key].value) for key, _, _ in _WHERE if key in row and row[key].value.isdecimal()}
    confidence = row.get("confidence")
    return CitedCell(
        row["place"].value,
        text(row, "field"),
        text(row, "words"),
        where,
        float(confidence.value) if confidence else None,
    )
