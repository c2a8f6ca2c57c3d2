"""Which paper or body a person means: by number in any spelling, by name, by code, by IRI.

Spelling may differ in case, spaces, dashes and diacritics, and a number may be cut short where that leaves one paper.
A likeness beyond that is only ever suggested.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from directive_kg.errors import UnknownNameError, UsageError
from directive_kg.names import PREFIXES, fold, fold_number
from directive_kg.store.protocol import Store, Term
from directive_kg.trace.nearest import nearest, one_line, squash

PREFIX_LINES: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())

_PAPERS: Final = """
SELECT ?paper ?number ?partial ?title ?issuer ?date ?held ?type ?typeName ?typeLabel WHERE {
  ?paper a dkg:Directive .
  OPTIONAL { ?paper dkg:number ?number }
  OPTIONAL { ?paper dkg:numberPartial ?partial }
  OPTIONAL { ?paper dcterms:title ?title }
  OPTIONAL { ?paper dkg:issuerName ?issuer }
  OPTIONAL { ?paper eli:date_document ?date }
  OPTIONAL { ?paper dkg:held ?held }
  OPTIONAL { ?paper dkg:typeName ?typeName }
  OPTIONAL {
    ?paper eli:type_document ?type .
    OPTIONAL { ?type skos:prefLabel ?typeLabel FILTER(LANG(?typeLabel) = "vi") }
  }
}
ORDER BY ?paper ?number ?title ?issuer ?date ?held ?type ?typeLabel
"""

_AGENCIES: Final = """
SELECT ?agency ?main ?label WHERE {
  VALUES ?class { dkg:Agency dkg:AgencyGroup }
  ?agency a ?class .
  OPTIONAL { ?agency skos:prefLabel ?main FILTER(LANG(?main) = "vi") }
  { ?agency skos:prefLabel ?label } UNION { ?agency skos:altLabel ?label } UNION { ?agency dcterms:identifier ?label }
}
ORDER BY ?agency ?main ?label
"""

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_VIETNAMESE: Final = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper of the graph, held or only cited, as far as it is known."""

    iri: str
    number: str | None = None
    number_partial: str | None = None  # '/VP-TH' where the number is left blank
    type: str | None = None  # 'Nghị quyết'
    title: str | None = None
    issuer: str | None = None  # as the paper, or who cites it, writes it
    date: str | None = None  # ISO, as much of it as is known
    held: bool = False

    @property
    def key(self) -> str:
        """The last parts of the IRI, 'issuer/year/slug': a name for papers without a number."""
        return "/".join(self.iri.split("/")[-3:])

    @property
    def name(self) -> str:
        """'Kế hoạch 71/KH-UBND', or what stands in the number's place."""
        number = self.number or (f"(chưa có số) …{self.number_partial}" if self.number_partial else "(chưa có số)")
        return f"{self.type} {number}" if self.type else number

    @property
    def description(self) -> str:
        """Name, issuer and date on one line."""
        return ", ".join(part for part in (self.name, self.issuer, vietnamese_date(self.date)) if part)


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """A body or a class of bodies of the register."""

    iri: str
    name: str


def list_papers(store: Store) -> tuple[PaperRef, ...]:
    """Every paper of the graph, held or only cited, by IRI."""
    found: dict[str, PaperRef] = {}
    for row in store.select(PREFIX_LINES + _PAPERS).dicts():
        iri = row["paper"].value
        if iri not in found:
            found[iri] = PaperRef(
                iri=iri,
                number=text(row, "number"),
                number_partial=text(row, "partial"),
                type=text(row, "typeLabel") or text(row, "typeName") or _type_code(text(row, "type")),
                title=text(row, "title"),
                issuer=text(row, "issuer"),
                date=text(row, "date"),
                held=text(row, "held") in {"true", "1"},
            )
    return tuple(found.values())


def find_paper(papers: Iterable[PaperRef], wanted: str, issuer: str | None = None, when: str | None = None) -> PaperRef:
    """The one paper that a number, key or IRI names, narrowed by issuer and date where given.

    Raises UnknownNameError with the nearest numbers where there is none, UsageError with all where there are several.
    """
    known = list(papers)
    found = _matching(known, wanted)
    shown = one_line(wanted)
    if not found:
        labels = {p.number or p.number_partial or p.key for p in known}
        hint = ", ".join(nearest(wanted, labels))
        near = f"; gần nhất: {hint} / nearest: {hint}" if hint else ""
        raise UnknownNameError(f"kho không có văn bản '{shown}' / no such paper in the graph{near}")
    narrowed = [p for p in found if _issued_by(p, issuer) and _issued_on(p, when)]
    if not narrowed:
        raise UnknownNameError(
            f"văn bản '{shown}' trong kho có cơ quan ban hành hoặc ngày khác: {_listing(found)}"
            " / the graph has it with another issuer or date"
        )
    if len(narrowed) > 1:
        raise UsageError(
            f"'{shown}' có thể là {len(narrowed)} văn bản: {_listing(narrowed)}."
            " Thêm --date DD/MM/YYYY hoặc --issuer TÊN, hoặc dùng mã trong ngoặc vuông"
            " / several papers: add --date or --issuer, or use the key in brackets"
        )
    return narrowed[0]


def find_agency(store: Store, wanted: str) -> AgencyRef:
    """The body that a name, abbreviation, code or IRI names.

    Raises UnknownNameError with the nearest names where there is none, UsageError with all where there are several.
    """
    names: dict[str, str] = {}
    labels: dict[str, set[str]] = {}
    for row in store.select(PREFIX_LINES + _AGENCIES).dicts():
        iri, label = row["agency"].value, row["label"].value
        names.setdefault(iri, row["main"].value if "main" in row else label)
        labels.setdefault(iri, set()).add(label)
    for same in (_identity, fold):
        found = [iri for iri in names if wanted == iri or any(same(wanted) == same(label) for label in labels[iri])]
        if len(found) == 1:
            return AgencyRef(found[0], names[found[0]])
        if found:
            listing = "; ".join(f"{names[iri]} [{iri.rpartition('/')[2]}]" for iri in found)
            raise UsageError(
                f"'{one_line(wanted)}' có thể là {len(found)} cơ quan: {listing}. Dùng mã trong ngoặc vuông"
                " / several bodies: use the code in brackets"
            )
    hint = ", ".join(nearest(wanted, {label for own in labels.values() for label in own}))
    near = f"; gần nhất: {hint} / nearest: {hint}" if hint else ""
    raise UnknownNameError(f"danh bạ không có cơ quan '{one_line(wanted)}' / no such body in the register{near}")


def parse_date(value: str) -> str:
    """A date as people type it, '25/08/2025', '8/2025', '2025' or ISO, as ISO of the same precision.

    Raises UsageError for what is no date of the calendar.
    """
    typed = value.strip()
    if found := _ISO.fullmatch(typed):
        year, month, day = found.groups()
    elif found := _VIETNAMESE.fullmatch(typed):
        day, month, year = found.groups()
    else:
        raise UsageError(f"không phải ngày: '{one_line(value)}'; viết 25/08/2025 hoặc 2025-08-25 / not a date")
    try:
        whole = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        raise UsageError(f"không có ngày '{one_line(value)}' trong lịch / no such day in the calendar") from None
    return whole[: 10 if day else 7 if month else 4]


def vietnamese_date(iso: str | None) -> str | None:
    """'2025-08-25' as '25/08/2025', '2025-08' as '08/2025'; anything else as it is."""
    return "/".join(reversed(iso.split("-"))) if iso and _ISO.fullmatch(iso) else iso


def text(row: dict[str, Term], name: str) -> str | None:
    """The value of one variable of a row, None where it is unbound or empty."""
    return row[name].value or None if name in row else None


def _matching(papers: list[PaperRef], wanted: str) -> list[PaperRef]:
    """The papers of the first, strictest way of comparing that finds any."""
    exact, loose, pieces = fold_number(wanted), squash(wanted), _pieces(wanted)
    ways: tuple[Callable[[PaperRef], bool], ...] = (
        lambda p: wanted in (p.iri, p.key),
        lambda p: any(fold_number(number) == exact for number in _numbers(p)),
        lambda p: bool(loose) and any(squash(number) == loose for number in _numbers(p)),
        # 'Nghị quyết số 57-NQ/TW': words, and then the whole number.
        lambda p: p.number is not None and _ends_with(pieces, _pieces(p.number)),
        # '57' or '263/2025': the number cut short after a whole piece.
        lambda p: p.number is not None and bool(pieces) and _pieces(p.number)[: len(pieces)] == pieces,
    )
    for way in ways:
        if found := [p for p in papers if way(p)]:
            return found
    return []


def _pieces(number: str) -> list[str]:
    return re.findall(r"[a-z]+|[0-9]+", fold(number))


def _ends_with(pieces: list[str], number: list[str]) -> bool:
    before = pieces[: -len(number)] if number else []
    return bool(before) and pieces[len(before) :] == number and all(piece.isalpha() for piece in before)


def _numbers(paper: PaperRef) -> list[str]:
    return [number for number in (paper.number, paper.number_partial) if number]


def _issued_by(paper: PaperRef, issuer: str | None) -> bool:
    return issuer is None or (paper.issuer is not None and fold(issuer) in fold(paper.issuer))


def _issued_on(paper: PaperRef, when: str | None) -> bool:
    if when is None:
        return True
    wanted = parse_date(when)
    return paper.date is not None and (paper.date.startswith(wanted) or wanted.startswith(paper.date))


def _listing(papers: list[PaperRef]) -> str:
    return "; ".join(f"{p.description} [{p.key}]" for p in papers)


def _type_code(iri: str | None) -> str | None:
    return iri.rpartition("/")[2] if iri else None


def _identity(value: str) -> str:
    return value
