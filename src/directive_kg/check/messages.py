"""A shape's message and what it found -> what a clerk reads.

pySHACL drops the languages of some messages and knows no labels, so messages are filled here. A placeholder is a word
in braces; one that nothing is known of stays as it is, so that a misspelt one is seen.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from rdflib import RDF, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from directive_kg.check.findings import Bilingual, Spot
from directive_kg.check.locate import ELI, Location, Locator
from directive_kg.check.shapes import DKG

Language = Literal["vi", "en"]

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_TITLE_LENGTH: Final = 90
_LISTS: Final = {
    "stated": DKG.statedDate,
    "otherdate": DKG.otherDate,
    "near": DKG.nearNumber,
    "subject": DKG.statedSubject,
    "othersubject": DKG.otherSubject,
}
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "vi": {"task": "Nhiệm vụ", "paper": "Văn bản", "of": "của", "none": "(trống)", "unnumbered": "chưa có số"},
    "en": {"task": "Task", "paper": "Paper", "of": "of", "none": "(empty)", "unnumbered": "without number"},
}


def fill(message: Bilingual, locator: Locator, location: Location, value: Node | None, spot: Spot) -> Bilingual:
    """The message in both languages, its placeholders replaced by what the graph says."""
    return Bilingual(
        vi=_Filler("vi", locator, location, value, spot).fill(message.vi),
        en=_Filler("en", locator, location, value, spot).fill(message.en),
    )


def shorten(text: str, length: int = _TITLE_LENGTH) -> str:
    """The first words of a long text, cut between words."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;: ") + " …"


@dataclass(frozen=True, slots=True)
class _Filler:
    """What one finding knows, in one language."""

    language: Language
    locator: Locator
    location: Location
    value: Node | None
    spot: Spot

    def fill(self, message: str) -> str:
        return _PLACEHOLDER.sub(self._replacement, message)

    def _replacement(self, found: re.Match[str]) -> str:
        name = found[1]
        match name:
            case "task":
                text = self._task(self.location.task)
            case "paper":
                text = self._paper(self.location.directive)
            case "cited":
                text = self._cited()
            case "stt":
                text = self.locator.text(self.location.task, DKG.stt)
            case "title":
                text = shorten(self.locator.title(self.location.task))
            case "words":
                text = shorten(self.spot.text)
            case "value":
                text = self._value() or shorten(self.spot.text)
            case "name":
                text = self.locator.text(self.location.node, DKG.agentName)
            case "names":
                text = self._names()
            case "confidence":
                text = self.locator.text(self.location.node, DKG.confidence)
            case "issued":
                text = self._issued()
            case "due":
                text = self._day(self.locator.text(self.location.task, DKG.dueEnd))
            case "number":
                text = self.locator.text(self.location.node, DKG.number)
            case "stated" | "otherdate" | "near" | "subject" | "othersubject":
                text = self._listed(_LISTS[name])
            case "provision":
                text = self._provision()
            case "bodydue":
                text = self.locator.text(self.locator.graph.value(self.location.task, DKG.bodyDeadline), DKG.words)
            case "other" | "otherdue" | "otherlead" | "otherauthority" | "otherproduct":
                text = self._other(name)
            case _:
                return found[0]
        return text or self._word("none")

    def _word(self, name: str) -> str:
        return _WORDS[self.language][name]

    def _listed(self, predicate: URIRef) -> str:
        """All that a property says of the thing, days as the language writes them."""
        said = sorted(str(value) for value in self.locator.graph.objects(self.location.node, predicate))
        return ", ".join(self._partial(value) or shorten(value) for value in said)

    def _provision(self) -> str:
        """'II.1.14 “Lĩnh vực Tòa án”'."""
        path = self.locator.text(self.location.node, DKG.path)
        title = shorten(self.locator.title(self.location.node))
        return f"{path} “{title}”" if title else path

    def _other(self, name: str) -> str:
        """Of the other task that a finding names: itself with its paper, or what it says."""
        if not isinstance(self.value, URIRef):
            return ""
        graph = self.locator.graph
        match name:
            case "otherdue":
                return self._day(self.locator.text(self.value, DKG.dueEnd))
            case "otherlead" | "otherauthority":
                bodies = graph.objects(self.value, DKG.lead if name == "otherlead" else DKG.authority)
                return ", ".join(sorted(self.locator.label(body, self.language) for body in bodies))
            case "otherproduct":
                return shorten(self.locator.text(graph.value(self.value, DKG.hasDeliverable), DKG.words))
        paper = self._paper(graph.value(self.value, DKG.inDirective))
        return f"{self._task(self.value)} ({paper})"

    def _task(self, task: Node | None) -> str:
        """'Nhiệm vụ 33 “Đường sắt …”'."""
        stt = self.locator.text(task, DKG.stt)
        title = shorten(self.locator.title(task))
        return " ".join(part for part in (self._word("task"), stt, f"“{title}”" if title else "") if part)

    def _paper(self, directive: Node | None) -> str:
        """Type and number, or type and title where the number is blank."""
        kind = self.locator.graph.value(directive, ELI.type_document) if directive is not None else None
        name = self.locator.label(kind, self.language) if kind is not None else self._word("paper")
        number = self.locator.text(directive, DKG.number)
        if number:
            return f"{name} {number}"
        title = shorten(self.locator.title(directive))
        blank = f"({self._word('unnumbered')})"
        return f"{name} “{title}” {blank}" if title else f"{name} {blank}"

    def _cited(self) -> str:
        citation = self.location.node
        kind = self.locator.graph.value(citation, ELI.type_document)
        name = self.locator.label(kind, self.language) if kind is not None else self._word("paper")
        number = f"{name} {self.locator.text(citation, DKG.number)}"
        issuer = self.locator.text(citation, DKG.issuerName)
        return f"{number} {self._word('of')} {issuer}" if issuer else number

    def _names(self) -> str:
        if self.value is None:
            return ""
        spellings = self.locator.spellings(self.location.directive, self.value)
        return ", ".join(f"“{spelling}”" for spelling in spellings)

    def _value(self) -> str:
        if isinstance(self.value, RdfLiteral):
            return self._day(str(self.value)) or shorten(str(self.value))
        if isinstance(self.value, URIRef) and (self.value, RDF.type, DKG.Directive) in self.locator.graph:
            return self._paper(self.value)
        return self.locator.label(self.value, self.language) if isinstance(self.value, URIRef) else ""

    def _issued(self) -> str:
        """The paper's date, no more of it than the paper gives."""
        return self._partial(self.locator.text(self.location.directive, ELI.date_document))

    def _partial(self, text: str) -> str:
        """A day, a month or a year as the language writes it."""
        year, _, month = text.partition("-")
        if self._day(text):
            return self._day(text)
        return f"{int(month)}/{year}" if self.language == "vi" and month.isdecimal() else text

    def _day(self, text: str) -> str:
        """A day as the language writes it; '' for anything else."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return ""
        return f"{day.day:02}/{day.month:02}/{day.year}" if self.language == "vi" else day.isoformat()
