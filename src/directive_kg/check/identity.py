"""Who a finding is: an id that lasts from run to run, and a fingerprint of the cell's words.

The id is made of the rule, the thing and the path, and of none of the words: a cell that was mended halfway keeps its
finding. It outlives a new reading of the paper: a paper whose number became known counts under its first IRI, and a
citation under the number that it gives, for its own number in the paper shifts with every line that is added.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from rdflib import RDF, Graph, Literal, URIRef

from directive_kg.check.engine.facts import fetched
from directive_kg.check.findings import CheckReport, Finding
from directive_kg.check.shapes import DKG
from directive_kg.names import fold, fold_number, paper_of, slug

_LENGTH = 12  # hex digits: 48 bits tell a million findings apart


def identify(report: CheckReport, graph: Graph) -> CheckReport:
    """The report with an id in every finding; no two have the same."""
    return replace(report, findings=with_ids(report.findings, keys_of(report.findings, graph)))


def keys_of(findings: Sequence[Finding], graph: Graph) -> list[str]:
    """What each finding is, its words aside; several of one cell may be the same."""
    things = _Things(graph)
    near = fetched(graph, findings, lambda finding: map(URIRef, (finding.focus, *_value_iri(finding))))
    return [_key(finding, things) for finding in near]


def with_ids(findings: Iterable[Finding], keys: Iterable[str]) -> tuple[Finding, ...]:
    """All findings of a report with their ids."""
    told = list(findings)
    groups: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
    for number, key in enumerate(keys):
        groups[key].append((number, told[number]))
    for key, members in groups.items():
        for number, own in _told_apart(key, members):
            code = slug(told[number].code)
            told[number] = replace(told[number], id=f"{code}-{sha256(own.encode()).hexdigest()[:_LENGTH]}")
    return tuple(told)


def fingerprint(finding: Finding) -> str:
    """SHA-256 of what the cell says, white space aside, and of the value that was found against it."""
    value = finding.value or ""
    other = "" if value == finding.place.text or _is_iri(value) else value
    return "sha256:" + sha256(f"{_plain(finding.place.text)}\0{_plain(other)}".encode()).hexdigest()


def _key(finding: Finding, things: "_Things") -> str:
    """Everything that the finding is, but its words."""
    shape = finding.shape.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    path = "".join((finding.path or "").split())
    value = "".join(map(things.name, _value_iri(finding)))
    return "\n".join((finding.code, shape, things.name(finding.focus), path, value))


def _told_apart(key: str, members: list[tuple[int, Finding]]) -> Iterable[tuple[int, str]]:
    """One rule may find several words wrong in one cell: only then do the words count, and last the order."""
    if len(members) == 1:
        yield members[0][0], key
        return
    seen: dict[str, int] = defaultdict(int)
    for number, finding in sorted(members, key=lambda member: (member[1].value or "", member[0])):
        own = f"{key}\n{fold(finding.value or finding.place.text)}"
        seen[own] += 1
        yield number, own if seen[own] == 1 else f"{own}\n{seen[own]}"


def _value_iri(finding: Finding) -> tuple[str, ...]:
    return (finding.value,) if finding.value and _is_iri(finding.value) else ()


def _is_iri(value: str) -> bool:
    return "://" in value and not any(c.isspace() for c in value)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class _Things:
    """Lasting names of the things of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._first: dict[str, str] = {}  # the IRI of each paper -> its IRI while its number was not known

    def name(self, iri: str) -> str:
        if "/citation/" not in iri:
            return self._of_paper(iri)
        node = URIRef(iri)
        number = self._graph.value(node, DKG.number)
        if isinstance(number, Literal) and (node, RDF.type, DKG.Citation) in self._graph:
            # A number alone is no key: two bodies may have given it.
            issuer = str(self._graph.value(node, DKG.issuerName) or "")
            return f"{self._of_paper(iri.rpartition('/citation/')[0])}/citation/{fold_number(number)}/{fold(issuer)}"
        return self._of_paper(iri)

    def _of_paper(self, iri: str) -> str:
        """The IRI as it was while the number of the paper was not known."""
        paper = paper_of(iri)
        if paper is None:
            return iri
        if paper not in self._first:
            self._first[paper] = self._followed(paper)
        return self._first[paper] + iri.removeprefix(paper)

    def _followed(self, paper: str) -> str:
        seen = {paper}
        # The least of several, so that the answer does not hang on the order of the file.
        while former := set(map(str, self._graph.objects(URIRef(paper), DKG.supersedesIri))) - seen:
            paper = min(former)
            seen.add(paper)
        return paper
