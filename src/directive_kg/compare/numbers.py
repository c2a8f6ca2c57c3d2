"""Cited papers whose number or date disagrees from one place to another: what the check C4 judges."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from directive_kg import resources
from directive_kg.graph.resolve import resolutions_of
from directive_kg.graph.terms import code_of, term
from directive_kg.names import fold_number
from directive_kg.records import Citation, Paper

_DATED: Final = re.compile(r"ngày\s+(?:(\d{1,2})\s*/\s*)?(\d{1,2})\s*/\s*((?:19|20)\d\d)(?!\d)")
_FIGURES: Final = re.compile(r"^\d{3,}")  # shorter numbers stand beside each other anyway
_CENTURY: Final = range(1945, 2100)

Key = tuple[str, str]  # key of the paper, key of the citation in it


@dataclass(slots=True)
class Disagreements:
    """What was found, by citation."""

    stated: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # dates that one paper gives to one number
    elsewhere: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # days that other papers, or the register, give
    issuers: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # codes of those who did issue it on that day
    near: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # well-known numbers one figure away


def disagreements(papers: Sequence[Paper], known: Mapping[Key, str] | None = None) -> Disagreements:
    """Compare every citation with itself, with the others of its paper, and with the register of central papers."""
    known = known_papers() if known is None else known
    found = Disagreements()
    issued = defaultdict(set)
    for (number, issuer), day in known.items():
        issued[number, day].add(issuer)
    for paper in papers:
        for citation in paper.citations:
            key = (paper.key, citation.key)
            if len(stated := _stated_dates(citation)) > 1:
                found.stated[key] = stated
            told = known.get((fold_number(citation.number), citation.issuer_agency or ""))
            if told and citation.date and len(citation.date) == len(told) and citation.date != told:
                found.elsewhere[key] = (told,)
            by = issued.get((fold_number(citation.number), citation.date or ""), set())
            if by and citation.issuer_agency and citation.issuer_agency not in by:
                found.issuers[key] = tuple(sorted(by))
    for key, days in _other_days(papers).items():
        found.elsewhere[key] = tuple(sorted({*found.elsewhere.get(key, ()), *days}))
    found.near = _near_misses(papers)
    return found


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


def _stated_dates(citation: Citation) -> tuple[str, ...]:
    """The dates that the words of its places give, as written: a month beside a day of that month is a second one."""
    found: set[str] = set()
    for place in citation.places:
        for day, month, year in _DATED.findall(place.text):
            if int(year) in _CENTURY and 1 <= int(month) <= 12:
                found.add(f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    return tuple(sorted(found))


def _other_days(papers: Sequence[Paper]) -> dict[Key, set[str]]:
    """For citations of one paper (by number and issuer) with different days: the days that the others give."""
    found: dict[Key, set[str]] = {}
    for resolution in resolutions_of(papers):
        for directive in resolution.directives:
            days = {m.date for m in directive.mentions if m.date and len(m.date) == len("2026-01-31")}
            for mention in directive.mentions if len(days) > 1 else ():
                if mention.citation is not None and mention.date in days:
                    found[mention.paper.key, mention.citation.key] = days - {mention.date}
    return found


def _near_misses(papers: Iterable[Paper]) -> dict[Key, tuple[str, ...]]:
    """Numbers named once and never with a date, one figure away from one of the same issuer that is well attested.

    Well attested is a number that is cited with its day, or by two papers. Neighbours that are both cited with their day
    (263/2025/QH15 and 265/2025/QH15) are two papers. Where the figure apart is the last one, most are: only a number
    that the same paper cites as well counts then.
    """
    uses: defaultdict[tuple[str, str], list[tuple[Paper, Citation]]] = defaultdict(list)
    for paper in papers:
        for citation in paper.citations:
            if citation.issuer_agency and _FIGURES.match(fold_number(citation.number)):
                uses[citation.issuer_agency, fold_number(citation.number)].append((paper, citation))
    attested: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (issuer, number), cited in uses.items():
        if any(c.date for _, c in cited) or len({p.key for p, _ in cited}) > 1:
            for mask in _masks(number):
                attested[issuer, mask].append(cited[0][1].number)
    found = {}
    for (issuer, number), cited in sorted(uses.items()):
        if len(cited) > 1 or cited[0][1].date:
            continue
        paper, citation = cited[0]
        beside = {fold_number(c.number) for c in paper.citations}
        last = _masks(number)[-1]
        near = {
            other
            for mask in _masks(number)
            for other in attested.get((issuer, mask), ())
            if fold_number(other) != number and (mask != last or fold_number(other) in beside)
        }
        if near:
            found[paper.key, citation.key] = tuple(sorted(near))
    return found


def _masks(number: str) -> list[str]:
    """The number with each figure of its head hidden in turn: two that share one are a figure apart."""
    head = _FIGURES.match(number)
    return [f"{number[:i]}?{number[i + 1 :]}" for i in range(len(head[0]))] if head else []
