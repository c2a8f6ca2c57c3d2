"""Cited papers whose number or date disagrees from one place to another: what the check C4 judges."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.graph.resolve import Resolution
from directive_kg.graph.terms import code_of, term
from directive_kg.names import fold_number
from directive_kg.records import Citation

_DATED: Final = re.compile(r"ngày\s+(?:(\d{1,2})\s*/\s*)?(\d{1,2})\s*/\s*((?:19|20)\d\d)(?!\d)")
_FIGURES: Final = re.compile(r"^\d{3,}")
_CENTURY: Final = range(1945, 2100)

Key = tuple[str, str]  # key of the paper, key of the citation in it


def stated_dates(citation: Citation) -> tuple[str, ...]:
    """The dates that the words of its places give, as written: a month beside a day of that month is a second one."""
    found: set[str] = set()
    for place in citation.places:
        for day, month, year in _DATED.findall(place.text):
            if int(year) in _CENTURY and 1 <= int(month) <= 12:
                found.add(f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    return tuple(sorted(found)) if len(found) > 1 else ()


class Records:
    """The days of central papers that the shipped register holds, to hold citations against."""

    def __init__(self, known: Mapping[Key, str] | None = None) -> None:
        self._known = known_papers() if known is None else known
        self._issued: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for (number, issuer), day in self._known.items():
            self._issued[number, day].add(issuer)

    def other_day(self, citation: Citation) -> str | None:
        """The day of the paper, where the citation gives another one."""
        told = self._known.get((fold_number(citation.number), citation.issuer_agency or ""))
        differs = told and citation.date and len(citation.date) == len(told) and citation.date != told
        return told if differs else None

    def other_issuers(self, citation: Citation) -> tuple[str, ...]:
        """Codes of those who did issue it on that day, where the citation names somebody else."""
        by = self._issued.get((fold_number(citation.number), citation.date or ""), set())
        return tuple(sorted(by)) if citation.issuer_agency and citation.issuer_agency not in by else ()


def known_papers(path: Path | None = None) -> dict[Key, str]:
    """The day of each central paper that the shipped register holds, by folded number and code of the issuer."""
    path = path or resources.ontology_dir() / "central-papers.ttl"
    if not path.is_file():
        return {}
    graph = ox.Dataset(ox.parse(path=path))
    found = {}
    for record in graph.quads_for_object(term("dkg:PaperRecord")):
        said = {quad.predicate: quad.object for quad in graph.quads_for_subject(record.subject)}
        number, issuer, issued = (said[term(p)] for p in ("dkg:number", "eli:passed_by", "eli:date_document"))
        assert isinstance(number, ox.Literal)
        assert isinstance(issuer, ox.NamedNode)
        assert isinstance(issued, ox.Literal)
        found[fold_number(number.value), code_of(issuer.value)] = issued.value
    return found


def other_days(resolution: Resolution) -> dict[Key, set[str]]:
    """For citations of one paper (by number and issuer): the other days that are given for it at least as often."""
    found: dict[Key, set[str]] = {}
    for directive in resolution.directives:
        days = Counter(m.date for m in directive.mentions if m.date and len(m.date) == len("2026-01-31"))
        others = {day: {d for d in days if d != day and days[d] >= days[day]} for day in days}
        for mention in directive.mentions if len(days) > 1 else ():
            if mention.citation is not None and (told := others.get(mention.date or "")):
                found[mention.paper, mention.citation.key] = told
    return found


def is_numbered(number: str) -> bool:
    """Whether a folded number is long enough to be told from one a figure away: shorter ones stand beside each other anyway."""
    return _FIGURES.match(number) is not None


def a_figure_away(number: str) -> Iterator[tuple[str, bool]]:
    """The numbers that differ from a folded one in one figure of its head, each with whether that is the last figure."""
    head = _FIGURES.match(number)
    length = len(head[0]) if head else 0
    for place in range(length):
        last = place == length - 1
        yield from (
            (f"{number[:place]}{figure}{number[place + 1 :]}", last)
            for figure in "0123456789"
            if figure != number[place]
        )
