"""Who a finding is: an id that lasts from run to run, and a fingerprint of the cell's words.

The id is made of the rule, the thing and the path, and of none of the words: a cell that was mended halfway keeps its
finding. It outlives a new reading of the paper: a paper whose number became known counts under its first IRI, and a
citation under the number that it gives, for its own number in the paper shifts with every line that is added.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from rdflib import RDF, Graph, Literal, URIRef

from directive_kg.check.engine.facts import fetched
from directive_kg.check.findings import CheckReport, Finding
from directive_kg.check.shapes import DKG
from directive_kg.names import fold, fold_number, slug

_LENGTH = 12  # hex digits: 48 bits tell a million findings apart


def identify(report: CheckReport, graph: Graph) -> CheckReport:
    """The report with an id in every finding; no two have the same."""
    things = _Things(graph)
    groups: dict[str, list[int]] = defaultdict(list)
    near = fetched(graph, enumerate(report.findings), lambda one: map(URIRef, (one[1].focus, *_value_iri(one[1]))))
    for number, finding in near:
        groups[_key(finding, things)].append(number)
    ids: dict[int, str] = {}
    for key, members in groups.items():
        for number, own in _told_apart(key, [(n, report.findings[n]) for n in members]):
            ids[number] = f"{slug(report.findings[number].code)}-{sha256(own.encode()).hexdigest()[:_LENGTH]}"
    return replace(report, findings=tuple(replace(f, id=ids[n]) for n, f in enumerate(report.findings)))


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
        # The least of several, so that the answer does not hang on the order of the file.
        self._first = {
            str(new): str(old) for new, old in sorted(graph.subject_objects(DKG.supersedesIri), reverse=True)
        }

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
        for _ in range(len(self._first)):
            new = iri
            while new and new not in self._first:
                new = new.rpartition("/")[0]
            if not new:
                break
            iri = self._first[new] + iri.removeprefix(new)
        return iri
