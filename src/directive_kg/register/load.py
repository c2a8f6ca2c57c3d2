"""Reads the register from `graph/agencies.ttl`; the shape of the file is set out in docs/model.md."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from directive_kg.errors import BrokenGraphError
from directive_kg.names import ONTOLOGY
from directive_kg.register.lookup import Register, class_key, local_keys, without_place
from directive_kg.register.model import Agency, Change, Place
from directive_kg.register.spelling import name_key
from directive_kg.resources import graph_dir

DKG: Final = Namespace(ONTOLOGY)


def load_register(path: Path | None = None) -> Register:
    """Read the register, by default the shipped one.

    Raises BrokenGraphError when the file is missing or does not parse, when a body lacks its code, name or kind,
    when it belongs to one that is not there, or when two bodies go by one name in one place.
    """
    path = path or graph_dir() / "agencies.ttl"
    return _Reader(path).register()


class _Reader:
    """One reading of the file; it knows the file's lines, for what it has to say about them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenGraphError(f"{path}: không đọc được / cannot be read: {error}") from error
        self.graph = Graph()
        try:
            self.graph.parse(data=self.text, format="turtle")
        except BadSyntax as error:
            line = error.lines + 1
            reason = re.sub(r"\s+", " ", str(error._why)).strip()
            raise BrokenGraphError(f"{path}:{line}: sai cú pháp Turtle / not Turtle: {reason}") from error

    def broken(self, subject: Node, what: str) -> BrokenGraphError:
        """The error for a thing of the file, with the line where it begins."""
        code = str(subject).rsplit("/", 1)[-1]
        match = re.search(rf"^[^\s#]*[:/]{re.escape(code)}>?\s", self.text, re.MULTILINE)
        line = self.text.count("\n", 0, match.start()) + 1 if match else 1
        return BrokenGraphError(f"{self.path}:{line}: {code}: {what}")

    def register(self) -> Register:
        places = {p.code: p for p in map(self.place, self.subjects(DCTERMS.Location))}
        agencies: dict[str, Agency] = {}
        for kind in (DKG.Agency, DKG.AgencyGroup):
            for subject in self.subjects(kind):
                agency = self.agency(subject, is_group=kind == DKG.AgencyGroup)
                agencies[agency.code] = agency
        everywhere: dict[str, str] = {}
        at_home: dict[str, dict[str, str]] = {}
        classes: dict[str, str] = {}
        local_names: set[str] = set()
        for subject, agency in ((s, agencies[self.code(s)]) for s in self.subjects(DKG.Agency, DKG.AgencyGroup)):
            if agency.parent and agency.parent not in agencies:
                raise self.broken(
                    subject, f"thuộc cơ quan không có trong danh bạ / belongs to an unknown body: {agency.parent}"
                )
            if agency.jurisdiction and agency.jurisdiction not in places:
                raise self.broken(subject, f"địa bàn không có trong danh bạ / unknown place: {agency.jurisdiction}")
            labels = (agency.name, *agency.aliases)
            if agency.is_group:
                self.index(classes, (class_key(name_key(label)) for label in labels), subject, agency.code)
            elif agency.jurisdiction is None:
                self.index(everywhere, map(name_key, labels), subject, agency.code)
            else:
                for label in labels:
                    wide, narrow = local_keys(label, places[agency.jurisdiction])
                    self.index(everywhere, wide, subject, agency.code)
                    local_names.add(without_place(label, places[agency.jurisdiction]))
                    self.index(at_home.setdefault(agency.jurisdiction, {}), narrow, subject, agency.code)
        return Register(agencies, places, self.changes(agencies), everywhere, at_home, classes, frozenset(local_names))

    def index(self, into: dict[str, str], keys: Iterable[str], subject: Node, code: str) -> None:
        for key in keys:
            other = into.setdefault(key, code)
            if other != code:
                raise self.broken(subject, f"trùng tên với / shares a name with {other}: {key}")

    def subjects(self, *kinds: Node) -> list[Node]:
        return sorted({s for kind in kinds for s in self.graph.subjects(RDF.type, kind)}, key=str)

    def code(self, subject: Node) -> str:
        code = self.graph.value(subject, DCTERMS.identifier)
        if code is None:
            raise self.broken(subject, "thiếu mã (dcterms:identifier) / no code")
        return str(code)

    def labels(self, subject: Node, predicate: URIRef, language: str) -> tuple[str, ...]:
        found = self.graph.objects(subject, predicate)
        return tuple(sorted(str(o) for o in found if isinstance(o, Literal) and o.language == language))

    def label(self, subject: Node, language: str) -> str:
        found = self.labels(subject, SKOS.prefLabel, language)
        if len(found) != 1:
            raise self.broken(subject, f"cần đúng một tên (skos:prefLabel@{language}) / needs exactly one name")
        return found[0]

    def place(self, subject: Node) -> Place:
        return Place(self.code(subject), self.label(subject, "vi"), self.last(subject, DCTERMS.isPartOf))

    def agency(self, subject: Node, *, is_group: bool) -> Agency:
        kind = self.last(subject, DKG.agencyKind)
        if kind is None and not is_group:
            raise self.broken(subject, "thiếu loại cơ quan (dkg:agencyKind) / no kind")
        return Agency(
            code=self.code(subject),
            name=self.label(subject, "vi"),
            name_en=self.label(subject, "en"),
            aliases=self.labels(subject, SKOS.altLabel, "vi"),
            kind=kind,
            parent=self.last(subject, ORG.subOrganizationOf),
            jurisdiction=self.last(subject, DKG.jurisdiction),
            fields=tuple(sorted(_tail(o) for o in self.graph.objects(subject, DKG.fieldOfWork))),
            is_group=is_group,
        )

    def last(self, subject: Node, predicate: URIRef) -> str | None:
        value = self.graph.value(subject, predicate)
        return None if value is None else _tail(value)

    def changes(self, agencies: Mapping[str, Agency]) -> tuple[Change, ...]:
        found = []
        for subject in self.subjects(ORG.ChangeEvent):
            originals = tuple(sorted(_tail(o) for o in self.graph.objects(subject, ORG.originalOrganization)))
            result = self.last(subject, ORG.resultingOrganization)
            if result is None or not originals or not {result, *originals} <= agencies.keys():
                raise self.broken(
                    subject, "thiếu cơ quan trước hoặc sau sắp xếp / a body before or after it is missing"
                )
            found.append(Change(originals, result, self.certain_from(subject)))
        return tuple(found)

    def certain_from(self, subject: Node) -> date | None:
        value = self.graph.value(subject, DCTERMS.date)
        if value is None:
            return None
        match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", str(value))
        if match is None:
            raise self.broken(subject, f"ngày không hợp lệ / not a date: {value}")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # the pattern has it
        try:
            if day:
                return date(year, month or 1, day)
            following = date(year + 1, 1, 1) if month in (None, 12) else date(year, (month or 0) + 1, 1)
        except ValueError as error:
            raise self.broken(subject, f"ngày không hợp lệ / not a date: {value}") from error
        return following - timedelta(days=1)


def _tail(node: Node) -> str:
    return str(node).rsplit("/", 1)[-1]
