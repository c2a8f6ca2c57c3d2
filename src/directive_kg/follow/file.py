"""The file of links of one paper: what other papers, and comparing its own parts, tell of it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Final

from pyoxigraph import NamedNode

from directive_kg.compare.fields import known_fields, out_of_field
from directive_kg.compare.follows import follows_body
from directive_kg.compare.mentions import only_mentioned
from directive_kg.compare.numbers import Records, stated_dates
from directive_kg.compare.tasks import TaskMatch
from directive_kg.graph.links import links_of
from directive_kg.graph.statements import Statements
from directive_kg.graph.terms import boolean, decimal, partial_date
from directive_kg.graph.trig import Statement, write_trig
from directive_kg.names import Names
from directive_kg.records import Paper
from directive_kg.register import Register

_DEPARTMENT: Final = "so"  # kind of body whose field of work is told by its name


class Writer:
    """Lays out files of links."""

    def __init__(self, register: Register, names: Names) -> None:
        self.names = names
        self.register = register
        self._bodies = {code: body.fields for code, body in register.agencies.items() if body.kind == _DEPARTMENT}

    @cached_property
    def _fields(self) -> Mapping[str, tuple[str, ...]]:
        return known_fields()

    @cached_property
    def _records(self) -> Records:
        return Records()

    def file(
        self, paper: Paper, resolved: Mapping[str, str], matches: Iterable[TaskMatch], said: Iterable[Statement]
    ) -> str | None:
        """The text for a paper, of what its citations resolve to, its tasks match, and is said of it besides; None for nothing."""
        names = self.names
        statements = [*links_of(paper, resolved, names), *said, *self._own(paper)]
        for match in matches:
            statements += _match(match, names)
        if not statements:
            return None
        base = names.directive(paper.key)
        return write_trig(
            names.graph(f"links/{paper.key}"), statements, base=base, prefixes={"agency": names.agency("")}
        )

    def _own(self, paper: Paper) -> Iterator[Statement]:
        """What the paper alone, the register and the vocabularies tell."""
        out = Statements(paper.key, self.names)
        for citation in paper.citations:
            node = out.part("citation", citation.key)
            out.add(node, "dkg:statedDate", *map(partial_date, stated_dates(citation)))
            if day := self._records.other_day(citation):
                out.add(node, "dkg:otherDate", partial_date(day))
            out.add(node, "dkg:otherIssuer", *map(out.agency, self._records.other_issuers(citation)))
        for key in only_mentioned(paper):
            out.add(out.part("citation", key), "dkg:onlyMentioned", boolean(True))
        for stray in out_of_field([paper], self._bodies, self._fields):
            out.add(out.part("task", stray.task.key), "dkg:outOfField", out.agency(stray.agency))
        if follows_body(paper):
            out.add(out.paper, "dkg:annexFollowsBody", boolean(True))
        yield from out.items


def _match(match: TaskMatch, names: Names) -> list[Statement]:
    """The link itself, for shapes and queries, and a node that says how sure it is and why."""
    out = Statements(match.left[0], names)
    left, right = _task(match.left, names), _task(match.right, names)
    node = out.part("task", match.left[1], "match", sha256(right.value.encode()).hexdigest()[:8])
    out.add(left, "dkg:repeatsTask" if match.repeated else "dkg:sameTaskAs", right)
    out.type(node, "dkg:TaskMatch")
    out.add(node, "dkg:leftTask", left)
    out.add(node, "dkg:rightTask", right)
    out.add(node, "dkg:score", decimal(match.score))
    vi, en = [f"tên giống nhau {match.score:.0%}"], [f"titles {match.score:.0%} alike"]
    if match.one_lead:
        vi.append("cùng cơ quan chủ trì")
        en.append("the same lead")
    if match.one_result:
        vi.append("cùng con số ở sản phẩm")
        en.append("the same figure in the product")
    out.text(node, "dkg:because", "; ".join(vi), "vi")
    out.text(node, "dkg:because", "; ".join(en), "en")
    return out.items


def _task(name: tuple[str, str], names: Names) -> NamedNode:
    return Statements(name[0], names).part("task", name[1])
